"""What reviews conclude, held against the results that they report.

A sentence of an abstract's conclusions is a claim in people's own words, and the sentence of
its results that shares most with it is its evidence. Either is turned into its opposite: both
as they stand or both turned agree, and one turned contradicts, so that neither side alone tells
the answer (Schuster et al. 2019, arXiv 1908.05267). A sentence about something else, of the same
review or of another on a like subject, answers nothing. The abstracts are read and not kept.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from pipeline.evidence.extract.abstracts import MAIN_RESULTS, Abstract
from pipeline.learn.entailment.sets import Pair
from pipeline.learn.entailment.turning import denies, turns
from pipeline.mark.sentences import sentence_spans

_CONCLUSIONS: Final = "Authors' conclusions"
# Of the weight of a claim's words, the share that its evidence has at least, and that what
# answers nothing has at most.
_SHARED: Final = 0.35
_APART: Final = 0.15
_CLAIM_WORDS: Final = (6, 36)
_RESULT_WORDS: Final = (6, 60)
# Sentences of what is yet to be done say nothing of what was found.
_WISH: Final = re.compile(
    r"\b(?:research|future|studies are|trials are|should|needed?|required|warranted)\b",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r" ?[(\[][^()\[\]]*\d[^()\[\]]*[)\]]")
_WORD: Final = re.compile(r"[a-z]{3,}")
# Of claims, the share that is a result without its numbers, instead of a conclusion.
_RESULTS_TOLD: Final = 0.3


@dataclass(frozen=True, slots=True)
class _Review:
    """The sentences of one abstract that claims and evidence are made of."""

    name: str
    conclusions: tuple[str, ...]
    results: tuple[str, ...]


def retell(abstracts: Iterable[Abstract], *, n_claims: int, seed: int) -> list[Pair]:
    """Make pairs of what reviews conclude, in an order that hangs on nothing but the seed.

    Args:
        abstracts: of reviews.
        n_claims: at most; each makes up to three pairs.
        seed: of what is drawn.
    """
    draw = random.Random(seed)
    reviews = sorted(map(_review_of, abstracts), key=lambda review: review.name)
    held = Counter(word for review in reviews for word in _words(" ".join(review.results)))
    weights = {word: math.log(len(reviews) / n) for word, n in held.items()}
    holding = defaultdict(list)
    for review in reviews:
        for word in sorted(_words(" ".join(review.results))):
            holding[word].append(review)
    draw.shuffle(reviews)
    told = (one for review in reviews for one in _told(review, weights, draw))
    pairs: list[Pair] = []
    for review, claim, evidence in islice(told, n_claims):
        pairs += _turned(review.name, claim, evidence, draw)
        other = _elsewhere(review, claim, weights, holding, draw)
        if other is not None:
            asked = draw.choice([claim, draw.choice(turns(claim))])
            pairs.append(Pair(asked, other, "nei", review.name))
    return pairs


def _review_of(abstract: Abstract) -> _Review:
    def sentences(heading: str, words: tuple[int, int]) -> tuple[str, ...]:
        low, high = words
        found = (
            paragraph[start:end].strip()
            for paragraph in abstract.paragraphs(heading)
            for start, end in sentence_spans(paragraph)
        )
        return tuple(one for one in found if low <= len(one.split()) <= high)

    conclusions = sentences(_CONCLUSIONS, _CLAIM_WORDS)
    return _Review(abstract.source_id, conclusions, sentences(MAIN_RESULTS, _RESULT_WORDS))


def _told(
    review: _Review, weights: Mapping[str, float], draw: random.Random
) -> Iterator[tuple[_Review, str, str]]:
    """Yield claims of a review with the result that bears each."""
    for claim in review.conclusions:
        if _WISH.search(claim) or not turns(claim):
            continue
        alike = [one for one in review.results if turns(one) and denies(one) == denies(claim)]
        best = max(alike, key=lambda one: _share(claim, one, weights), default=None)
        if best is not None and _share(claim, best, weights) >= _SHARED:
            yield review, claim, best
    plain = [(one, bare) for one in review.results if turns(bare := _ASIDE.sub("", one))]
    plain = [(one, bare) for one, bare in plain if bare != one]
    if plain and draw.random() < _RESULTS_TOLD:
        one, bare = draw.choice(plain)
        yield review, bare, one


def _turned(name: str, claim: str, evidence: str, draw: random.Random) -> Iterator[Pair]:
    other, against = draw.choice(turns(claim)), draw.choice(turns(evidence))
    agreeing = draw.choice([(claim, evidence), (other, against)])
    opposed = draw.choice([(other, evidence), (claim, against)])
    yield Pair(*agreeing, "support", name)
    yield Pair(*opposed, "contradict", name)


def _elsewhere(
    review: _Review,
    claim: str,
    weights: Mapping[str, float],
    holding: Mapping[str, Sequence[_Review]],
    draw: random.Random,
) -> str | None:
    """Return a result that does not speak of a claim, though it looks like one that might."""
    own = [one for one in review.results if turns(one) and _share(claim, one, weights) <= _APART]
    heard = sorted(_words(claim) & holding.keys(), key=lambda word: (-weights[word], word))
    like = [other for word in heard[:6] for other in holding[word][:40] if other is not review]
    found = [
        one
        for other in (draw.sample(like, 4) if len(like) > 4 else like)
        for one in other.results
        if turns(one) and _share(claim, one, weights) <= _SHARED
    ]
    near = max(found, key=lambda one: (_share(claim, one, weights), one), default=None)
    choices = [*([draw.choice(own)] if own else []), *([near] if near is not None else [])]
    return draw.choice(choices) if choices else None


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _share(claim: str, evidence: str, weights: Mapping[str, float]) -> float:
    """Return the share of the weight of a claim's words that stand in its evidence, 0..1."""
    wanted, held = _words(claim), _words(evidence)
    whole = sum(weights.get(word, 0.0) for word in wanted)
    return sum(weights.get(word, 0.0) for word in wanted & held) / whole if whole else 0.0
