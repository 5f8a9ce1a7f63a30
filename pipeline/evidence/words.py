"""Which rows speak of a word, and how well rows fit words (BM25).

Words are compared in the normal form of concepts' names, so that "headaches"
finds "headache" and "paediatric" finds "pediatric". Scores are worked out of
counts when they are asked for; nothing but the postings of a few words is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from pipeline.concepts import ConceptIndex
from pipeline.packed import Arrays, Groups, Keys, Texts
from pipeline.resources import word_list

# BM25's usual saturation and length correction.
_K1: Final = 1.5
_B: Final = 0.75
# A number that belongs to no name: "95%" and "0.99", but neither "B12" nor "omega-3".
_NUMBER: Final = re.compile(r"(?<![^\W_])(?<![^\W\d_]-)\d[\d,.]*")
_MOST: Final = 255


@cache
def _passed_over() -> frozenset[str]:
    return frozenset(word for part in word_list("words")["passed_over"] for word in part["words"])


def words_of(texts: Sequence[str], concepts: ConceptIndex) -> list[list[str]]:
    """Return the words by which each text can be found, in order."""
    forms = concepts.normal_forms(_NUMBER.sub(" ", text) for text in texts)
    passed_over = _passed_over()
    return [[word for word in form.split() if word not in passed_over] for form in forms]


@dataclass(frozen=True, slots=True)
class WordIndex:
    """Counts of words in texts of two parts: what a row says, and its source's title.

    Attributes:
        words: all of them, sorted.
        postings: by word, the places of the texts that have it, ascending.
        n_said, n_titled: uint8, for each posting how often the word stands in either part.
        lengths: uint16, the words of each text.
    """

    words: Keys
    postings: Groups
    n_said: NDArray[np.uint8]
    n_titled: NDArray[np.uint8]
    lengths: NDArray[np.uint16]

    @classmethod
    def of(cls, said: Sequence[Sequence[str]], titled: Sequence[Sequence[str]]) -> Self:
        """Count the words of texts."""
        found: dict[str, tuple[list[int], list[int], list[int]]] = {}
        for place, (one, other) in enumerate(zip(said, titled, strict=True)):
            n_said, n_titled = Counter(one), Counter(other)
            for word in {**n_said, **n_titled}:
                places, in_said, in_titled = found.setdefault(word, ([], [], []))
                places.append(place)
                in_said.append(min(n_said[word], _MOST))
                in_titled.append(min(n_titled[word], _MOST))
        words = sorted(found)
        lengths = [len(one) + len(other) for one, other in zip(said, titled, strict=True)]
        return cls(
            Keys.of(Texts.of(words)),
            Groups.of(found[word][0] for word in words),
            np.array([n for word in words for n in found[word][1]], np.uint8),
            np.array([n for word in words for n in found[word][2]], np.uint8),
            np.minimum(np.array(lengths, np.int64), np.iinfo(np.uint16).max).astype(np.uint16),
        )

    @classmethod
    def unpacked(cls, arrays: Arrays) -> Self:
        """Find the index among arrays."""
        return cls(
            Keys.unpacked(arrays, "words"),
            Groups.unpacked(arrays, "words.postings"),
            arrays["words.n_said"],
            arrays["words.n_titled"],
            arrays["words.lengths"],
        )

    def packed(self) -> Arrays:
        """Return the arrays under their names."""
        return {
            **self.words.packed("words"),
            **self.postings.packed("words.postings"),
            "words.n_said": self.n_said,
            "words.n_titled": self.n_titled,
            "words.lengths": self.lengths,
        }

    def rarity(self, n_having: int) -> float:
        """Say how much a word weighs that so many of the texts have."""
        n_texts = len(self.lengths)
        return float(np.log(1 + (n_texts - n_having + 0.5) / (n_having + 0.5)))

    def having(self, word: str) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Return the places of the texts that have a word, and which have it in their first part.

        A word that no text has is in none.
        """
        group = self.words.find(word)
        if group is None:
            return np.empty(0, np.int32), np.empty(0, np.bool_)
        return self.postings[group], self.n_said[self.postings.span(group)] > 0

    def scores(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Score every text, in their order; 0..1.

        1 for a text of average length that has all the words, each weighing as
        much as it is rare among the texts.
        """
        scores = np.zeros(len(self.lengths))
        groups = {word: self.words.find(word) for word in sorted(set(words))}
        if not any(group is not None for group in groups.values()):
            return scores
        average = max(float(self.lengths.mean()), 1.0)
        weight = 0.0
        for group in groups.values():
            places = self.postings[group] if group is not None else np.empty(0, np.int32)
            rarity = self.rarity(len(places))
            weight += rarity
            if group is None:
                continue
            span = self.postings.span(group)
            counts = self.n_said[span].astype(np.float64) + self.n_titled[span]
            damping = _K1 * (1 - _B + _B * self.lengths[places] / average)
            scores[places] += rarity * counts / (counts + damping)
        # A word that stands once in a text of average length counts 1 / (1 + k1).
        scores *= (1 + _K1) / weight
        return np.minimum(scores, 1.0, out=scores)
