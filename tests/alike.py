"""An encoder without weights: texts are alike as far as they share words."""

from __future__ import annotations

import numpy as np


class WordEncoder:
    """Gives each text a vector of its words; remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def encode(self, texts):
        self.asked += texts
        vectors = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in text.casefold().split() or ["?"]:
                row[sum(word.encode()) % 64] += 1.0
            row /= np.linalg.norm(row)
        return vectors
