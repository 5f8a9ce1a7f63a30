"""How far words of one side alone get, once they are learned.

A regression on weighted words and pairs of words, of the claim or of the evidence alone. Where
it comes near a reader of both, the set is answered without comparing anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from pipeline.encoders.verdict import Entailed


def learn_shortcut(learned: Sequence[tuple[str, Entailed]], asked: Sequence[str]) -> list[Entailed]:
    """Learn labels by texts of one side, and say those of other texts.

    Args:
        learned: texts with their labels, of two labels at least.
        asked: texts of the same side.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)
    model = make_pipeline(words, LogisticRegression(C=4.0, max_iter=1000, class_weight="balanced"))
    model.fit([text for text, _ in learned], [label for _, label in learned])
    return cast("list[Entailed]", [str(label) for label in model.predict(list(asked))])
