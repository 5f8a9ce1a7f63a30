"""Stage 2, quantities: what the quantities of a line say of each other."""

from __future__ import annotations

import bisect
import re
from typing import Final

from pipeline.quantities.drafts import Draft
from pipeline.quantities.effects import Interval, read_label
from pipeline.quantities.units import match_unit

# Farther than this an interval no longer belongs to a number.
_REACH: Final = 140
_NEAR: Final = 60
_RIGHT_BEHIND: Final = 2
_LIST_GAP = re.compile(
    r"\s?(?:,|/|,?\sand|,?\sor|&|versus|vs\.?|compared\s(?:with|to)|,?\sthen|to)\s(?:to\s|by\s)?|/|,\s?"
)
_COMPOUND_GAP = re.compile(r"\s?(?:and\s)?")
# How many of the second unit make one of the first.
_PARTS: Final = {
    ("h", "min"): 60, ("min", "s"): 60, ("a", "mo"): 12, ("wk", "d"): 7,
    ("[ft_i]", "[in_i]"): 12, ("[stone_av]", "[lb_av]"): 14, ("[lb_av]", "[oz_av]"): 16,
}  # fmt: skip
_SENTENCE_END = re.compile(r"[.!?;]\s+(?=[A-Z(\"])")
_WHEN = re.compile(r"\b(?:at|after|within|over|for|by|to|during|until|of|post)\s$", re.IGNORECASE)
# "Six people have to take it for one to get better", "treat nine people and one more recovers",
# "for every 20 women who take it, one is spared".
_FOR_ONE = re.compile(
    r"[^.;:]{0,60}?\b(?:need|needs|needed|has|have|had|must|would|should)\s(?:to\s|have\sto\s)?"
    r"(?:be\s(?:treated|given|vaccinated|screened)|take|use|try|receive|undergo|get|eat|drink|see|"
    r"an?|the)\b"
    r"[^.;:]{0,80}?\b(?:for|so\sthat|before|to\s(?:prevent|avoid|avert|spare|save|help|cure|stop))\s"
    r"(?:just\s|only\s)?(?:one|1|a\ssingle)\b"
)
_ONE_OF_THEM = re.compile(r"[^.;:]{0,90}?(?<!\b(?:in|at|of)\s)\b(?:one|1)\b(?!\sin\b)")
_TREATING = re.compile(
    r"\b(?:for\severy|treat(?:ing)?|giv(?:e|ing)|vaccinat(?:e|ing)|screen(?:ing)?)\s(?:about\s)?$",
    re.IGNORECASE,
)
_LOOSE_MINUS = re.compile(r"[-–]\s$")
_FEWER = re.compile(r"\b(?:fewer|lower|less|worse)\b", re.IGNORECASE)
_EFFECTS: Final = frozenset(
    {
        "risk_ratio",
        "odds_ratio",
        "hazard_ratio",
        "rate_ratio",
        "risk_difference",
        "mean_difference",
        "standardised_mean_difference",
        "number_needed_to_treat",
    }
)
_NO_ESTIMATE: Final = frozenset(
    {"participants", "trials", "p_value", "scale_range", "dose", "age", "threshold"}
)
_SHARED_KINDS: Final = frozenset(
    {"duration", "amount", "score", "percentage_point_change", "frequency"}
)


def join_compounds(line: str, drafts: list[Draft]) -> list[Draft]:
    """Make one of "6 hours 20 minutes": what comes second is less than one of the first."""
    joined: list[Draft] = []
    for draft in drafts:
        last = joined[-1] if joined else None
        size = _PARTS.get((last.unit, draft.unit)) if last is not None else None
        if (
            last is None
            or size is None
            or last.value is None
            or draft.value is None
            or not 0 < draft.value < size
            or draft.bound != "none"
            or last.value != round(last.value)
            or _COMPOUND_GAP.fullmatch(line, last.end, draft.start) is None
        ):
            joined.append(draft)
            continue
        # Ten digits: 6.333… has no last one.
        last.value = float(f"{last.value + draft.value / size:.10g}")
        last.end, last.resolution = draft.end, draft.resolution / size
        last.zeros = last.resolution
    return joined


def share_units(line: str, drafts: list[Draft]) -> None:
    """Give the first numbers of a list the unit of its last ("at 3, 6 and 12 months")."""
    for left, right in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=True):
        if not left.bare or left.year_like or not (right.kind in _SHARED_KINDS or right.percent):
            continue
        if right.labelled or _LIST_GAP.fullmatch(line, left.end, right.start) is None:
            continue
        left.unit, left.kind, left.role, left.bare = right.unit, right.kind, right.role, False
        if right.percent:
            left.percent = True
            left.scale(0.01)


def attach_intervals(line: str, drafts: list[Draft], intervals: list[Interval]) -> None:
    """Give each named interval to its estimate; one without an estimate stands alone."""
    alone: list[Draft] = []
    for interval in intervals:
        behind = bisect.bisect_right(drafts, interval.start, key=lambda draft: draft.end)
        # No more than a few numbers fit into the reach of an interval.
        near_by = drafts[max(0, behind - _REACH) : behind]
        earlier = [d for d in near_by if _together(line, d, interval)]
        near = (
            earlier and _can_take(earlier[-1]) and not _is_time_point(line, earlier[-1], interval)
        )
        if near and interval.start - earlier[-1].end <= _NEAR:
            _attach(line, earlier[-1], interval, extend=True)
            continue
        able = [d for d in earlier if _can_take(d)]
        labelled = [d for d in able if d.kind in _EFFECTS]
        estimates = labelled or [d for d in able if d.role != "duration" and _holds(interval, d)]
        if estimates:
            _attach(line, estimates[-1], interval, extend=False)
        else:
            alone.append(_standing_alone(line, interval))
    drafts += alone
    drafts.sort(key=lambda draft: draft.start)


def _together(line: str, draft: Draft, interval: Interval) -> bool:
    if interval.start - draft.end > _REACH:
        return False
    return _SENTENCE_END.search(line, draft.end, interval.start) is None


def _can_take(draft: Draft) -> bool:
    return (
        draft.value is not None
        and draft.role not in _NO_ESTIMATE
        and draft.bound in {"none", "about", "at_least", "at_most"}
    )


def _is_time_point(line: str, draft: Draft, interval: Interval) -> bool:
    """Say whether a duration only tells when: "3.4 at 54 months (95% CI …)".

    "By 36 minutes (95% CI …)" is how long: an interval right behind is of no point in time.
    """
    by = line[max(0, draft.start - 3) : draft.start].lower() == "by "
    if by and interval.start - draft.end <= _RIGHT_BEHIND:
        return False
    if draft.role != "duration" or draft.labelled:
        return False
    # "By 39 mg/dL across 12 weeks (95% CI 33 to 45)": an interval holds its estimate.
    if not _holds(interval, draft):
        return True
    unit_first = line[draft.start : draft.start + 1].isalpha() and not draft.worded
    return unit_first or _WHEN.search(line, max(0, draft.start - 12), draft.start) is not None


def _holds(interval: Interval, draft: Draft) -> bool:
    """Say whether a number lies in an interval, its sign apart."""
    if draft.value is None:
        return False
    value = abs(draft.value) * (100 if draft.percent else 1)
    low, high = sorted((abs(interval.low), abs(interval.high)))
    return low <= value <= high or interval.low <= value <= interval.high


def _attach(line: str, draft: Draft, interval: Interval, *, extend: bool) -> None:
    # "60% (95% CI 0.5 to 0.7)" mixes shares and percents.
    mixed = draft.percent and not interval.percent and interval.high <= 1 < 100 * (draft.value or 0)
    percent = (draft.percent and not mixed) or (
        interval.percent and draft.unit in {"proportion", "count"}
    )
    if (
        interval.percent
        and not draft.percent
        and draft.kind in {"risk_ratio", "odds_ratio", "hazard_ratio"}
    ):
        percent = False
    factor = 0.01 if percent else 1.0
    if draft.per and draft.unit == "proportion" and interval.high > 1:
        factor = 1 / draft.per  # "63/1000 (95% CI 35 to 92)" counts per thousand
    draft.low, draft.high = round(interval.low * factor, 10), round(interval.high * factor, 10)
    draft.bound = interval.bound
    if extend:
        draft.end = interval.end
    if not draft.labelled and draft.unit in {"count", "score"} and not draft.noun:
        label = read_label(line[max(0, draft.start - 100) : draft.start], far=True)
        if label is not None:
            draft.kind, draft.labelled = label.kind, True
            draft.unit = label.unit if draft.unit == "count" else draft.unit
    if draft.kind == "mean_difference" and extend:
        unit = match_unit(line, interval.end)
        if unit is not None and draft.unit in {"score", unit.ucum}:
            draft.unit, draft.end = unit.ucum, unit.end
    loose = _LOOSE_MINUS.search(line, max(0, draft.start - 2), draft.start)
    if loose and draft.value and not draft.low <= draft.value <= draft.high:
        # "MD - 1.09 (95% CI -2.13 to -0.06)": the interval says what the dash is.
        draft.value, draft.start = -draft.value, draft.start - 2
    if interval.sided:
        _take_side(line, draft, interval)
    draft.bare = False


def _take_side(line: str, draft: Draft, interval: Interval) -> None:
    """Give "three fewer per 1000" the sign its interval has, and call it a difference."""
    if draft.value and draft.value > 0 and _FEWER.search(line, draft.start, interval.start):
        draft.value = -draft.value
    if draft.kind == "rate" and draft.per:
        draft.kind, draft.unit = "risk_difference", "proportion"
        draft.scale(1 / draft.per)


def _standing_alone(line: str, interval: Interval) -> Draft:
    label = read_label(line[max(0, interval.start - 100) : interval.start])
    draft = Draft(
        interval.start,
        interval.end,
        interval.end,
        None,
        low=interval.low,
        high=interval.high,
        bound=interval.bound,
        bare=False,
        percent=interval.percent,
    )
    if label is not None:
        draft.kind, draft.unit, draft.labelled = label.kind, label.unit, True
    elif interval.percent:
        draft.kind, draft.unit = "proportion", "proportion"
    if interval.percent and draft.unit == "proportion":
        draft.scale(0.01)
    return draft


def mark_thresholds(line: str, drafts: list[Draft]) -> None:
    """Mark "≥50%" as a threshold where the sentence counts the people who passed it."""
    bounded = [
        d
        for d in drafts
        if d.kind == "relative_change" and d.bound == "at_least" and d.role == "none"
    ]
    if not bounded:
        return
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(line)), len(line) + 1]
    starts = [draft.start for draft in drafts]
    for draft in bounded:
        place = bisect.bisect_right(cuts, draft.start)
        start, end = cuts[place - 1], cuts[place]
        here = drafts[bisect.bisect_left(starts, start) : bisect.bisect_left(starts, end)]
        if any(d.kind == "proportion" for d in here) or "responder" in line[start:end].lower():
            draft.role = "threshold"


def mark_needed_to_treat(line: str, drafts: list[Draft]) -> None:
    """Read "six people have to take it for one to get better" as what it is, an NNT."""
    for draft in drafts:
        if draft.role != "participants" or draft.value is None or draft.value < 2:
            continue
        treats = _TREATING.search(line, max(0, draft.start - 20), draft.start) is not None
        if _FOR_ONE.match(line, draft.end) or (treats and _ONE_OF_THEM.match(line, draft.end)):
            draft.kind, draft.role = "number_needed_to_treat", "effect"
