"""Stage 5, arithmetic: results of one sentence that cannot all be true.

A p value beside its interval, a ratio beside the two shares that it is of, the parts of a whole, a
mean of counted things, how many times cheaper. As in `prose`, a doubt is silence: pooled and
adjusted results differ from those of the crude numbers, and only what is far off is said.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.evidence.extract.effects import DIFFERENCES, RATIOS
from pipeline.evidence.extract.meaning import SIGNIFICANCE, no_effect
from pipeline.judge.arithmetic.prose import ArithmeticResult
from pipeline.mark.sentences import sentence_spans
from pipeline.normalise.arms import arms_of
from pipeline.records import Quantity

# Characters around a number that say what it is of.
_AROUND: Final = 100
# Between an interval and the p value of the same result.
_BESIDE: Final = re.compile(r"\s?[),;]{0,2}\s?(?:and\s|with\s)?(?:an?\s)?[(]?")
# So near the level a rounded limit and a rounded p may differ.
_NEAR_LEVEL: Final = (0.04, 0.06)
# Pooled and adjusted ratios are not those of crude shares: only this far off is wrong.
_FAR: Final = 2.0
# "24/188 (13%)" is one share.
_SAME_SHARE: Final = re.compile(r"\s?[(\[]\s?")
_WOMEN: Final = r"(?:women|females|girls)"
_MEN: Final = r"(?:men|males|boys)"
_PARTS: Final = re.compile(
    rf"[^.;0-9]{{0,40}}?[,(:–—]\s?(?P<one>[\d,]+ (?:{_WOMEN}|{_MEN}))(?:,? and |, )"
    rf"(?P<two>[\d,]+ (?:{_WOMEN}|{_MEN}))(?=[).,;]|$)"
)
_WHOLE: Final = re.compile(
    r"(?:people|patients|participants|adults|subjects|volunteers|children|infants|students|persons)$"
)
# A mean of what is counted one by one.
_MEAN_OF_COUNTS: Final = re.compile(
    r"\b(?:mean|average) number of [a-z -]{3,40}?\b(?:was|were|of|is)\s$", re.IGNORECASE
)
_CHEAPER: Final = re.compile(
    r"\s(?:as\s)?(?:cheaper|less expensive|less|as (?:much|expensive)|more expensive|costlier|"
    r"more)\b"
)


def check_reported(text: str, quantities: Sequence[Quantity]) -> list[ArithmeticResult]:
    """Hold the results of each sentence against each other, in the order of the text.

    Args:
        text: in which the quantities were read.
        quantities: ordered by start, as `read_quantities` gives them.
    """
    results: list[ArithmeticResult] = []
    for sentence in _by_sentence(text, quantities):
        for rule in _RULES:
            results += rule(text, sentence)
    return results


def _by_sentence(text: str, quantities: Sequence[Quantity]) -> Iterator[Sequence[Quantity]]:
    starts = [quantity.start for quantity in quantities]
    for start, end in sentence_spans(text):
        # A long text has as many sentences as numbers: each finds its own without all others.
        inside = quantities[bisect_left(starts, start) : bisect_left(starts, end)]
        if len(inside) > 1:
            yield inside


def _result(
    code: str, said: Quantity, detail: str, recomputed: str, others: Sequence[Quantity], *, ok: bool
) -> ArithmeticResult:
    spans = tuple((q.start, q.end) for q in (*others, said))
    return ArithmeticResult(code, ok, detail, said.text, recomputed, spans)


# --- p against its interval ---------------------------------------------------------------------


def _p_against_interval(text: str, inside: Sequence[Quantity]) -> Iterator[ArithmeticResult]:
    """Of one test both say the same: p below 0.05 where the 95% interval excludes no effect.

    Cochrane Handbook 6.4, 6.3.2; limits and p values near no effect and 0.05 may be rounded.
    """
    for estimate, p in itertools.pairwise(inside):
        if estimate.bound != "ci95" or p.kind != "p_value":
            continue
        if not _BESIDE.fullmatch(text, estimate.end, p.start):
            continue
        excluded, below = _excludes_nothing(estimate), _is_below(p)
        if excluded is None or below is None:
            continue
        interval = f"{estimate.low:g} to {estimate.high:g}"
        if excluded == below:
            detail = f"The interval {interval} and {p.text} say the same."
            yield _result("AR006", p, detail, interval, [estimate], ok=True)
            continue
        what = "leaves out no effect" if excluded else "includes no effect"
        level = "below" if excluded else "above"
        detail = f"The interval {interval} {what}, so p is {level} 0.05; the text says {p.text}."
        yield _result("AR006", p, detail, f"p {level} 0.05", [estimate], ok=False)


def _excludes_nothing(estimate: Quantity) -> bool | None:
    """Say whether an interval excludes no effect; None where a rounded limit is at it."""
    low, high = estimate.low, estimate.high
    if low is None or high is None or estimate.kind not in RATIOS | DIFFERENCES:
        return None
    nothing = no_effect(estimate)
    margin = max(estimate.resolution, (high - low) * 0.02)
    if min(abs(low - nothing), abs(high - nothing)) <= margin:
        return None
    return not low < nothing < high


def _is_below(p: Quantity) -> bool | None:
    """Say whether a p value is below 0.05; None where it may be either."""
    value = p.value
    if value is None:
        return None
    if p.bound == "at_most":
        return True if value <= SIGNIFICANCE else None
    if p.bound == "at_least":
        return False if value >= SIGNIFICANCE else None
    low, high = _NEAR_LEVEL
    return None if low <= value <= high else value < SIGNIFICANCE


# --- an effect against the two shares that it is of ----------------------------------------------


def _effect_of_shares(text: str, inside: Sequence[Quantity]) -> Iterator[ArithmeticResult]:
    """A risk ratio or a number needed to treat against the shares of two groups."""
    shares = [q for q in inside if q.kind == "proportion" and q.bound == "none"]
    effects = [
        q
        for q in inside
        if q.kind in {"risk_ratio", "odds_ratio", "number_needed_to_treat"} and q.value
    ]
    if len(shares) != 2 or len(effects) != 1:
        return
    (first, second), (effect,) = shares, effects
    # The words around, and not the whole text before.
    begin, end = max(0, inside[0].start - _AROUND), inside[-1].end + _AROUND
    here = [replace(q, start=q.start - begin, end=q.end - begin) for q in inside]
    found = arms_of(text[begin:end], here)
    arms = [arm for arm, q in zip(found, inside, strict=True) if q in shares]
    if arms[0].is_control == arms[1].is_control:
        return
    if _SAME_SHARE.fullmatch(text, first.end, second.start):
        return
    a, b = first.value or 0.0, second.value or 0.0
    expected = _expected(effect, a, b)
    if expected is None or effect.start < second.end:
        return
    off = max(abs(effect.value or 0.0) / expected, expected / abs(effect.value or 1.0))
    told = f"{expected:.1f}" if effect.kind == "number_needed_to_treat" else f"{expected:.2f}"
    name = effect.kind.replace("_", " ")
    detail = f"{first.text} and {second.text} give a {name} of about {told}"
    ok = off < _FAR
    detail += ", near what is stated." if ok else f", not {effect.value:g}."
    yield _result("AR007", effect, detail, told, shares, ok=ok)


def _expected(effect: Quantity, a: float, b: float) -> float | None:
    """The effect of two shares, whichever way round comes nearer to what is stated."""
    if effect.kind == "number_needed_to_treat":
        return 1 / abs(a - b) if a != b else None
    if not 0 < a < 1 or not 0 < b < 1:
        return None
    if effect.kind == "odds_ratio":
        a, b = a / (1 - a), b / (1 - b)
    stated = effect.value or 1.0
    return min((a / b, b / a), key=lambda ratio: abs(ratio - stated))


# --- parts of a whole ----------------------------------------------------------------------------


def _parts_of_people(text: str, inside: Sequence[Quantity]) -> Iterator[ArithmeticResult]:
    """Of "120 people, 70 women and 60 men" nobody is left, and nobody is counted twice."""
    for whole in inside:
        if whole.role != "participants" or not _WHOLE.search(whole.text) or whole.bound != "none":
            continue
        found = _PARTS.match(text, whole.end)
        parts = [q for q in inside if found and found.start() < q.start and q.end <= found.end()]
        if len(parts) != 2 or any(q.value is None or q.bound != "none" for q in parts):
            continue
        sexes = {bool(re.search(rf"{_WOMEN}$", q.text)) for q in parts}
        if len(sexes) != 2:
            continue
        total = sum(q.value or 0.0 for q in parts)
        ok = abs(total - (whole.value or 0.0)) < 0.5
        told = f"{parts[0].text} and {parts[1].text} are {total:,.0f}"
        detail = f"{told}, as stated." if ok else f"{told}, not {whole.text}."
        yield _result("AR008", whole, detail, f"{total:,.0f}", parts, ok=ok)


# --- a mean of counted things --------------------------------------------------------------------


def _mean_of_counts(text: str, inside: Sequence[Quantity]) -> Iterator[ArithmeticResult]:
    """GRIM: a mean of whole numbers over n people is a whole number of n-ths.

    Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-369.
    """
    people = [q for q in inside if q.role == "participants" and q.bound == "none"]
    if len(people) != 1 or people[0].value is None:
        return
    n = round(people[0].value)
    for mean in inside:
        digits = len(mean.text.partition(".")[2])
        if mean.kind != "count" or mean.value is None or not digits or n >= 10**digits:
            continue
        if not _MEAN_OF_COUNTS.search(text[max(0, mean.start - _AROUND) : mean.start]):
            continue
        sums = (int(mean.value * n), int(mean.value * n) + 1)
        nearest = min((s / n for s in sums), key=lambda one: abs(one - (mean.value or 0.0)))
        # Halves are rounded to either side.
        ok = abs(nearest - mean.value) <= 0.5 * 10**-digits + 1e-9
        told = f"{nearest:.{digits + 1}f}"
        detail = f"Counts of {n} have no mean of {mean.text}; the nearest is {told}."
        if ok:
            detail = f"Counts of {n} can have a mean of {mean.text}."
        yield _result("AR009", mean, detail, told, people, ok=ok)


# --- how many times cheaper -----------------------------------------------------------------------


def _times_of_costs(text: str, inside: Sequence[Quantity]) -> Iterator[ArithmeticResult]:
    """The factor in "$1,200 versus $8,500, ten times cheaper" is seven."""
    for one, two, times in zip(inside, inside[1:], inside[2:], strict=False):
        costs = (one, two)
        if any(q.kind != "money" or not q.value or q.bound != "none" for q in costs):
            continue
        if times.bound != "none" or not times.text.endswith(("times", "x")) or not times.value:
            continue
        if not _CHEAPER.match(text, times.end):
            continue
        high, low = max(one.value or 1, two.value or 1), min(one.value or 1, two.value or 1)
        ratio = high / low
        ok = abs(ratio - times.value) <= max(1.0, times.value * 0.15)
        told = f"{ratio:.1f} times"
        detail = f"{one.text} and {two.text} are {told} apart"
        detail += ", near what is stated." if ok else f", not {times.text}."
        yield _result("AR001", times, detail, told, costs, ok=ok)


_RULES: Final[tuple[Callable[[str, Sequence[Quantity]], Iterator[ArithmeticResult]], ...]] = (
    _p_against_interval,
    _effect_of_shares,
    _parts_of_people,
    _mean_of_counts,
    _times_of_costs,
)
