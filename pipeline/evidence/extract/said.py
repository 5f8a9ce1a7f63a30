"""By which of their names concepts are found in articles.

Rows are named by all of medicine, articles speak of few of its headings, and a
thesaurus calls by everyday words what nobody means by them: "needles" in an
article on acupuncture are no second treatment, "cortisol" is no hydrocortisone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.concepts import FoundBy
from pipeline.resources import word_list

_LISTS: Final = word_list("said")
_ELSEWHERE: Final = tuple(branch for part in _LISTS["elsewhere"] for branch in part["branches"])
_GIVEN: Final = tuple(_LISTS["given"]["branches"])
_EVERYDAY: Final = frozenset(_LISTS["everyday"]["names"])
# What only one review treats, or treats with, articles speak of by chance.
_LEAST_REVIEWS: Final = 2


def found_by(name: str, trees: Sequence[str]) -> FoundBy:
    """Say by which names a heading is found, by its name and its places in the tree.

    An entry term is found in searches only: "metric" is a brand of metronidazole.
    """
    elsewhere = any(t.startswith(_ELSEWHERE) and not t.startswith(_GIVEN) for t in trees)
    return "search" if elsewhere or name.lower() in _EVERYDAY else "name"


def found_by_use(found: FoundBy, *, n_reviews: int) -> FoundBy:
    """Say by which names a heading is found that so many reviews treat, or treat with."""
    return found if n_reviews >= _LEAST_REVIEWS or found == "nothing" else "search"
