"""Numbers that a sentence tells of arms or tests and sets into no effect.

"Rash was seen in 5% with zinc", "sleep lasted 6 hours with zinc and 5 hours with
placebo", "the sensitivity was 80%". They are results of a review and are counted as
read, but compare nothing by themselves, so that none of them is kept.

>>> [(f.quantity.value, f.of) for f in read_figures("Rash was seen in 5% of participants.", ())]
[(0.05, 'arms')]
>>> [(f.quantity.value, f.words) for f in read_figures("Its sensitivity was 0.8.", ())]
[(0.8, 'sensitivity')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Final, Literal

from pipeline.evidence.extract.phrases import WORDS
from pipeline.quantities import read_quantities
from pipeline.records import Quantity, QuantityKind

_FLAGS: Final = re.IGNORECASE
_PATTERNS: Final = WORDS["patterns"]
_BACKGROUND: Final = re.compile(_PATTERNS["figures_background"], _FLAGS)
_ACCURACY: Final = re.compile(_PATTERNS["figures_accuracy"], _FLAGS)
_EVENTS: Final = re.compile(_PATTERNS["figures_events"], _FLAGS)
_NOT_MEASURED: Final = re.compile(_PATTERNS["figures_not_measured"], _FLAGS)
_AMOUNT: Final = re.compile(_PATTERNS["figures_amount"], _FLAGS)
_DOSED: Final = frozenset({"g", "mg", "ug", "mL", "L", "kcal", "[IU]", "[iU]"})
_LASTED: Final = re.compile(_PATTERNS["figures_lasted"], _FLAGS)
_OF_TIME: Final = re.compile(_PATTERNS["figures_of_time"], _FLAGS)
_MEASURED: Final[frozenset[QuantityKind]] = frozenset(
    {"proportion", "amount", "score", "mean", "relative_change"}
)
# "5/63 (8%)" is one number.
_AGAIN: Final = re.compile(r"\s?[(\[]\s?")
_NO_WORDS: Final = re.compile(r"[^A-Za-z]{0,30}(?:(?:versus|vs\.?)[^A-Za-z]{0,30})?")
# Two figures of one kind with this between them are of two arms.
_AGAINST: Final = re.compile(_PATTERNS["figures_against"], _FLAGS)
_REACH: Final = 90
# Whole numbers tell how people fared where two of them stand like this: "24 ± 4 vs 31 ± 5".
_BESIDE: Final = re.compile(r"[^A-Za-z]{0,20}(?:versus|vs\.?) -?\d", _FLAGS)
_BESIDE_LAST: Final = re.compile(r"\d[^A-Za-z]{0,20}(?:versus|vs\.?)\s$", _FLAGS)
# What a test looked for: "… for flu, measles and mumps, respectively".
_TARGETS: Final = re.compile(r"\bfor (?P<list>[^;:.()]{3,120})")
_LIST: Final = re.compile(r",\s*(?:and )?|\s+and\s+")
_BEHIND: Final = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is a result and no effect.

    Attributes:
        of: whether it tells how people fared, or how well a test tells.
        other: that of the other arm beside it; None without one.
        lead: the words before it, from the figure before.
        behind: those after it, to the next figure.
        words: of a test's, the name of its measure with what was looked for.
        is_first: whether it is the first of its sentence.
    """

    quantity: Quantity
    of: Literal["arms", "test"]
    other: Quantity | None = None
    lead: str = ""
    behind: str = ""
    words: str = ""
    is_first: bool = True


def read_figures(sentence: str, taken: Sequence[tuple[int, int]]) -> list[Figure]:
    """Return the figures of a sentence in order, none within the stretches that are taken.

    Args:
        sentence: the whole.
        taken: stretches whose numbers were read as effects or shares.
    """
    if _BACKGROUND.search(sentence):
        return []
    is_of_test = _ACCURACY.search(sentence) is not None
    numbers = [
        quantity
        for quantity in _once(read_quantities(sentence), sentence)
        if not any(_is_of(quantity, sentence, *stretch) for stretch in taken)
        and (_tells_a_test if is_of_test else _tells_an_arm)(quantity, sentence)
    ]
    return [*(_of_test if is_of_test else _of_arms)(numbers, sentence)]


def named_test(phrase: str) -> str:
    """Return what a phrase tests: "the sensitivity of mint oil" names mint oil.

    >>> named_test("summary sensitivity and specificity of mint oil")
    'mint oil'
    """
    named = [*_ACCURACY.finditer(phrase)]
    return phrase[named[-1].end() :].removeprefix(" of ").strip() if named else phrase


def _is_of(quantity: Quantity, sentence: str, start: int, end: int) -> bool:
    """Say whether a number stands in a stretch, or right before: "12/60 versus 5/60, RR 0.4"."""
    is_before = _NO_WORDS.fullmatch(sentence, quantity.end, max(quantity.end, start)) is not None
    return start <= quantity.start < end or (is_before and quantity.end <= start)


def _once(quantities: Sequence[Quantity], sentence: str) -> Iterator[Quantity]:
    """Yield the quantities; of "5/63 (8%)" the first, of "80% (70% to 90%)" one with its ends."""
    before: Quantity | None = None
    for quantity in quantities:
        beside = before is not None and _AGAIN.fullmatch(sentence, before.end, quantity.start)
        if before is not None and beside:
            if quantity.bound == "range" and before.bound == "none" and quantity.low is not None:
                before = replace(
                    before, low=quantity.low, high=quantity.high, bound="range", end=quantity.end
                )
                continue
            if quantity.kind == before.kind == "proportion":
                continue
        if before is not None:
            yield before
        before = quantity
    if before is not None:
        yield before


def _tells_an_arm(quantity: Quantity, sentence: str) -> bool:
    """Say whether a number tells how people fared."""
    before = sentence[: quantity.start]
    is_limit = quantity.bound == "at_least" or _NOT_MEASURED.search(before) is not None
    if quantity.role not in {"none", "duration"} or is_limit:
        return False
    if quantity.kind == "duration":
        return _LASTED.search(sentence) is not None and not _OF_TIME.search(before)
    if quantity.unit in _DOSED:
        return _AMOUNT.search(before) is not None
    if quantity.kind == "count":
        is_whole = quantity.value is not None and quantity.value == int(quantity.value)
        is_beside = _BESIDE.match(sentence, quantity.end) or _BESIDE_LAST.search(before)
        events = _EVENTS.match(sentence, quantity.end) or _EVENTS.search(quantity.text)
        return not is_whole or bool(is_beside) or events is not None
    return quantity.kind in _MEASURED


def _tells_a_test(quantity: Quantity, sentence: str) -> bool:
    is_share = quantity.kind == "proportion" or (
        quantity.kind == "count" and quantity.value is not None and quantity.resolution < 1
    )
    is_before = _ACCURACY.search(sentence, 0, quantity.start) is not None
    return is_share and quantity.role == "none" and is_before


def _of_arms(numbers: Sequence[Quantity], sentence: str) -> Iterator[Figure]:
    place, begin = 0, 0
    while place < len(numbers):
        first = numbers[place]
        other = numbers[place + 1] if place + 1 < len(numbers) else None
        if other is not None and not _are_of_two(first, other, sentence):
            other = None
        place += 1 if other is None else 2
        end = (other or first).end
        following = numbers[place].start if place < len(numbers) else len(sentence)
        yield Figure(
            first,
            "arms",
            other,
            lead=sentence[begin : first.start].strip(" ()[],;"),
            behind=sentence[end:following].strip(" ()[],;")[:_BEHIND],
            is_first=begin == 0,
        )
        begin = end


def _are_of_two(first: Quantity, second: Quantity, sentence: str) -> bool:
    """Say whether two numbers are those of two arms: "6 hours with zinc and 5 hours without"."""
    between = sentence[first.end : second.start]
    is_alike = (first.kind, first.unit) == (second.kind, second.unit)
    return is_alike and len(between) <= _REACH and _AGAINST.fullmatch(between) is not None


def _of_test(numbers: Sequence[Quantity], sentence: str) -> Iterator[Figure]:
    """Yield the figures of a test, each with its measure and what was looked for.

    "Sensitivity and specificity were 80% and 90%" is one of each; of "80% for flu,
    measles and mumps" each is one.
    """
    if not numbers:
        return
    targets = _targets(sentence, numbers[-1].end)
    named, taken_to = cycle(("",)), -1
    for place, number in enumerate(numbers):
        names = list(_ACCURACY.finditer(sentence, max(taken_to, 0), number.start))
        if names:
            named, taken_to = cycle([found[0].lower() for found in names]), number.start
        measure = next(named)
        if len(targets) == len(numbers) and len(numbers) > 1:
            sought = [targets[place]]
        else:
            sought = targets if len(numbers) == 1 and targets else [""]
        for target in sought:
            words = f"{measure} for {target}" if target else measure
            yield Figure(number, "test", words=words, is_first=place == 0)


def _targets(sentence: str, end: int) -> list[str]:
    found = _TARGETS.search(sentence, end)
    if found is None:
        return []
    listed = found["list"].split(" respectively")[0].strip(" ,")
    return [part.strip() for part in _LIST.split(listed) if part.strip()]
