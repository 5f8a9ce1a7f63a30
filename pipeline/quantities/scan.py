"""Stage 2, quantities: reads one line, number by number, from left to right.

A number is looked at together with what stands before and behind it; what it
takes no later number can take again.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.quantities.bounds import Effect, read_bound_after, read_bound_before
from pipeline.quantities.drafts import Draft
from pipeline.quantities.effects import (
    Label,
    bare_interval,
    find_intervals,
    read_label,
    read_spread,
)
from pipeline.quantities.exclusions import excluded_spans, is_glued_after, is_glued_before
from pipeline.quantities.forms import read_fraction, read_share, read_word_form
from pipeline.quantities.joins import (
    attach_intervals,
    join_compounds,
    mark_needed_to_treat,
    mark_thresholds,
    share_units,
)
from pipeline.quantities.money import read_money
from pipeline.quantities.numerals import COARSE, Numeral, find_numerals
from pipeline.quantities.tails import (
    aged_start,
    extend_to_noun,
    read_age,
    read_first_pressure,
    read_multiple,
    read_noun,
    read_percent,
    read_rate,
    read_scale,
    read_time_point,
    read_unit,
    settle_percent,
)
from pipeline.quantities.units import match_unit

_WINDOW: Final = 180
_P_VALUE = re.compile(
    r"(?<![\w-])[pP](?:[\s-]?[vV]alues?)?(?:\s\([^()]*\))?\s?(?P<sign>=|<=|>=|<|>|≤|≥|of|was|:|(?<=alue)|(?<=alues))\s?$"
)
_SAMPLE = re.compile(
    r"(?<![\w-])(?:[nN]|(?P<trials>k|studies|trials|RCTs)|participants|patients|women|people|children|adults)"
    r"\s?[=:]\s?$"
)
_UNCOUNTED = re.compile(r"\b(?:studies|trials|RCTs)\s?\(\s?$")
_RANGE_GAP = re.compile(
    r"(?P<unit>\s?%|(?:\s|-)?[A-Za-zµ°][A-Za-zµ/]*)?(?P<sep>\s?[-–]\s?|—|\sto\s|-to-|-?\s(?:to|or)\s|\sthrough\s)(?:[$£€]\s?)?"
)
_BETWEEN_GAP = re.compile(r"(?P<unit>\s?%|\s[A-Za-z]+)?\s(?:and|to)\s(?:[$£€]\s?)?")
_BETWEEN = re.compile(
    r"\b(?P<word>between|from)\s(?:about\s|approximately\s|around\s)?[$£€]?\s?$", re.IGNORECASE
)
_CHANGES = re.compile(
    r"\b(?:f[ae]ll|drop|declin|decreas|reduc|increas|ros[e]|ris(?:e|es|en|ing)|improv|went|go(?:es|ing)\b|climb|grew|"
    r"grow|cut|lower|jump|shr[aiu]nk|slid|slip|moved|chang|dip|plummet|soar|surg|rais)",
    re.IGNORECASE,
)
_RANGED = re.compile(r"\brang(?:e[sd]?|ing)\s(?:from|between)\s$", re.IGNORECASE)
# "From 2 to 6, a 3-fold increase": what follows says that it was a change.
_CHANGE_BEHIND = re.compile(
    r"[^.;()]{0,25}(?:\(|,\s(?:an?|or)\s|\s[–—]\s)\s?[-+↓↑]?[0-9][^.;()]{0,25}"
    r"(?:reduction|increase|decrease|drop|improvement|rise|decline|gain|fold|change)",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(r"\sand\sa\shalf\b", re.IGNORECASE)
# Pointing words: "the two" counts nothing new.
_POINTING = re.compile(
    r"\b(?:the|these|those|all|other|both|either|any|your|my|our|last|first|next)\s$", re.IGNORECASE
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:a|an|the|this|that|in|since|by|from|until|before|after|of|early|late)|[(,])\s?$",
    re.IGNORECASE,
)
_SINGULAR: Final = frozenset({"trial", "study", "rct", "review"})
_PLAIN_RATIOS: Final = frozenset({"risk_ratio", "odds_ratio", "hazard_ratio", "rate_ratio"})


def read_line(line: str) -> list[Draft]:
    """Read every quantity of one line, in order and disjoint."""
    numerals = find_numerals(line)
    if not numerals:
        return []
    intervals = find_intervals(line)
    plain = [(n.start, n.end) for n in numerals if n.written in {"digits", "words"}]
    barred = excluded_spans(line, plain)
    barred += [(interval.start, interval.end) for interval in intervals]
    numerals = _outside(numerals, sorted(barred))
    drafts: list[Draft] = []
    taken = 0
    for place in range(len(numerals)):
        if numerals[place].start < taken:
            continue
        draft = _read_at(line, numerals, place, taken)
        if draft is not None:
            drafts.append(draft)
            taken = draft.end
    drafts = join_compounds(line, drafts)
    share_units(line, drafts)
    attach_intervals(line, drafts, intervals)
    mark_thresholds(line, drafts)
    mark_needed_to_treat(line, drafts)
    return drafts


def _outside(numerals: list[Numeral], spans: list[tuple[int, int]]) -> list[Numeral]:
    """Keep the numerals that touch none of the spans; both in order."""
    kept, at, reach = [], 0, -1
    for numeral in numerals:
        while at < len(spans) and spans[at][0] < numeral.end:
            reach = max(reach, spans[at][1])
            at += 1
        if reach <= numeral.start:
            kept.append(numeral)
    return kept


def _read_at(line: str, numerals: list[Numeral], place: int, taken: int) -> Draft | None:
    """Read the quantity that begins with one numeral; None where it is none."""
    numeral = numerals[place]
    previous_end = numerals[place - 1].end if place else -1
    if not numeral.sign and is_glued_before(line, numeral.start, previous_end):
        return None
    if numeral.written == "form":
        draft = read_word_form(line, numeral)
        return draft if draft is None else _finish(line, draft, numeral, taken)
    if numeral.written == "fraction":
        draft = read_fraction(line, numeral)
        return draft if draft is None else _finish(line, draft, numeral, taken)
    before = line[max(taken, numeral.start - _WINDOW) : numeral.start]
    draft = _read_p_value(before, numeral)
    if draft is not None:
        return draft
    draft = read_share(line, numerals, place)
    if draft is None:
        draft = _read_range(line, numerals, place, taken) or _single(line, numeral)
        after = _read_behind(line, draft)
    else:
        after = None
        extend_to_noun(line, draft)
    return _finish(line, draft, numeral, taken, after)


def _read_p_value(before: str, numeral: Numeral) -> Draft | None:
    match = _P_VALUE.search(before)
    if match is None or not 0 <= numeral.value <= 1:
        return None
    start = numeral.start - (len(before) - match.start())
    draft = Draft(start, numeral.end, numeral.end, numeral.value, resolution=numeral.resolution)
    draft.zeros, draft.unit, draft.kind, draft.role = (
        numeral.resolution,
        "ratio",
        "p_value",
        "p_value",
    )
    draft.bare = False
    if match["sign"].startswith(("<", "≤")):
        draft.settle("at_most")
    elif match["sign"].startswith((">", "≥")):
        draft.settle("at_least")
    return draft


def _single(line: str, numeral: Numeral) -> Draft:
    half = _AND_A_HALF.match(line, numeral.end)
    value = numeral.value + 0.5 if half else numeral.value
    end = half.end() if half else numeral.end
    return Draft(
        numeral.start,
        end,
        end,
        value,
        resolution=COARSE if half else numeral.resolution,
        zeros=COARSE if half else numeral.zeros,
        direction=numeral.direction,
        worded=numeral.written == "words",
        year_like=numeral.year_like,
        signed=bool(numeral.sign or numeral.direction),
    )


def _read_range(line: str, numerals: list[Numeral], place: int, taken: int) -> Draft | None:
    """Read "8–12", "8 to 12", "between 8 and 12", "2- to 4-fold" as one range."""
    if place + 1 >= len(numerals):
        return None
    first, second = numerals[place], numerals[place + 1]
    before = line[max(taken, first.start - 90) : first.start]
    # "Ranged from -18 °C to -34 °C" begins with the higher.
    low, high = first.value, second.value
    if _RANGED.search(before) is not None:
        low, high = sorted((low, high))
    if second.written in {"form", "fraction"} or not low < high or second.direction:
        return None
    if second.start - first.end > 24:
        return None
    opened = _BETWEEN.search(before)
    gap = _RANGE_GAP.fullmatch(line, first.end, second.start)
    if gap is None and opened is not None and opened["word"].lower() == "between":
        gap = _BETWEEN_GAP.fullmatch(line, first.end, second.start)
    if gap is None or not _is_range(line, gap, first, second, before, opened):
        return None
    start = first.start
    if opened is not None:
        start -= len(before) - opened.start()
    step, zeros = min(first.resolution, second.resolution), min(first.zeros, second.zeros)
    return Draft(
        start,
        second.end,
        second.end,
        None,
        low=low,
        high=high,
        resolution=step,
        zeros=zeros,
        bound="range",
        direction=first.direction,
        worded=first.written == "words",
        year_like=first.year_like and second.year_like,
        signed=bool(first.sign or first.direction),
    )


def _is_range(
    line: str,
    gap: re.Match[str],
    first: Numeral,
    second: Numeral,
    before: str,
    opened: re.Match[str] | None,
) -> bool:
    """Tell a range from a change ("rose from 4 to 9") and from an alternative ("6 or 12")."""
    written = gap.group()
    if " or " in written and second.value - first.value != 1:
        return False
    unit = gap["unit"]
    if unit is not None and unit not in {"-"}:
        mine, other = match_unit(line, first.end), match_unit(line, second.end)
        percent = unit.strip() == "%" and re.match(r"\s?%", line[second.end :]) is not None
        same = mine is not None and other is not None and other.ucum.startswith(mine.ucum)
        if not (percent or same):
            return False
    from_to = opened is not None and opened["word"].lower() == "from"
    changes = _CHANGES.search(before) or _CHANGE_BEHIND.match(line, second.end)
    return not (from_to and changes is not None)


def _read_behind(line: str, draft: Draft) -> Effect | None:
    """Read what stands behind a number: "+" or "or more", then what it measures."""
    effect: Effect | None = None
    after = read_bound_after(line, draft.end)
    if after is not None:
        draft.end, effect = after
    if not read_money(line, draft):
        _ = (
            read_percent(line, draft)
            or read_scale(line, draft)
            or read_multiple(line, draft)
            or read_rate(line, draft)
            or read_first_pressure(line, draft)
            or read_unit(line, draft)
            or read_age(line, draft)
            or read_noun(line, draft)
            or read_time_point(line, draft)
        )
    if draft.bare or effect is not None:
        return effect
    after = read_bound_after(line, draft.end)
    if after is not None and (draft.kind != "age" or draft.value is not None):
        draft.end, effect = after
    return effect


def _finish(
    line: str, draft: Draft, numeral: Numeral, taken: int, effect: Effect | None = None
) -> Draft | None:
    """Read what stands before a number, and drop what measures nothing."""
    _read_spread(line, draft)
    before = line[max(taken, draft.start - _WINDOW) : draft.start]
    open_to_label = draft.role in {"none", "duration", "dose", "cost"} and draft.kind != "age"
    label = read_label(before) if open_to_label else None
    if label is not None and _fits(label, draft):
        _take_label(line, draft, label, len(before))
    elif draft.role != "trials":
        _read_sample(before, draft)
    elif (sample := _SAMPLE.search(before)) is not None:
        draft.start -= len(before) - sample.start()
    if draft.kind == "age":
        draft.start = aged_start(line, draft.start)
    if not draft.labelled:
        effect = _read_before(line, draft, taken) or effect
    if effect is not None:
        draft.settle(effect)
    if draft.kind == "age":
        draft.start = aged_start(line, draft.start)
    settle_percent(line, draft)
    _read_direction(draft, numeral)
    return draft if _measures(line, draft, numeral, effect) else None


def _read_spread(line: str, draft: Draft) -> None:
    spread = read_spread(line, draft.end)
    if spread is None or draft.value is None:
        return
    bound, size, end = spread
    size = size * 0.01 if draft.percent else size
    draft.bound, draft.low, draft.high = (
        bound,
        round(draft.value - size, 10),
        round(draft.value + size, 10),
    )
    draft.end = end
    if draft.bare:
        _ = read_percent(line, draft) or read_unit(line, draft)
        draft.bare = False


def _fits(label: Label, draft: Draft) -> bool:
    """Say whether a number can be what a label names: no odds ratio is in milligrams."""
    if draft.unit == "count":
        return not draft.noun
    if label.kind in _PLAIN_RATIOS or label.kind == "number_needed_to_treat":
        return draft.unit == "ratio"
    return not (label.kind == "standardised_mean_difference" and draft.unit != "standard_deviation")


def _take_label(line: str, draft: Draft, label: Label, window: int) -> None:
    draft.start -= window - label.start
    draft.kind, draft.labelled, draft.bare = label.kind, True, False
    if draft.unit == "count" or label.unit == "standard_deviation":
        draft.unit = label.unit
    if draft.role in {"duration", "dose", "cost"}:
        draft.role = "none"
    if draft.per and label.kind == "risk_difference":
        draft.unit = "proportion"
        draft.scale(1 / draft.per)  # "RD 22 fewer per 1000"
    interval = bare_interval(line, draft.end)
    if interval is not None:
        draft.low, draft.high, draft.bound, draft.end = (
            interval.low,
            interval.high,
            "ci95",
            interval.end,
        )


def _read_sample(before: str, draft: Draft) -> None:
    """Read "n = " as people and "k = " as trials."""
    match = _SAMPLE.search(before)
    if match is None or draft.unit != "count" or draft.value is None:
        return
    draft.start -= len(before) - match.start()
    # "Studies (n = 4)": uncounted until here, so they are what n counts.
    counted = _UNCOUNTED.search(before, 0, match.start())
    draft.role = "trials" if match["trials"] or counted else "participants"
    # Nobody writes "n = 5,200" for about five thousand.
    draft.zeros, draft.bare = 1.0, False


def _read_before(line: str, draft: Draft, taken: int) -> Effect | None:
    """Read an approximator or bound in front, with the words it may not mean."""
    before = line[max(taken, draft.start - 60) : draft.start]
    found = read_bound_before(before)
    if found is None:
        return None
    start, effect = found
    word = before[start:].strip().lower()
    is_time = draft.kind == "duration"
    if word == "within" and not is_time:
        return None
    # "Over 8 weeks" is during 8 weeks.
    if (
        word == "over"
        and is_time
        and draft.unit != "a"
        and not before[:start].rstrip().endswith(("for", "lasting"))
    ):
        return None
    if draft.value is None and word in {"over", "under", "above", "below", "some"}:
        return None
    draft.start -= len(before) - start
    return effect


def _read_direction(draft: Draft, numeral: Numeral) -> None:
    """Take a sign as the direction of a change; an estimate's sign is only a sign."""
    if draft.direction is None and numeral.sign and not draft.labelled:
        changes = draft.kind in {"relative_change", "score", "percentage_point_change", "count"}
        if changes:
            draft.direction = "increase" if numeral.sign == "+" else "decrease"


def _is_in_slashes(line: str, draft: Draft) -> bool:
    """Say whether a number is half of something like "7/8" that no form explains."""
    after, before = line[draft.end : draft.end + 2], line[max(0, draft.start - 2) : draft.start]
    if len(after) == 2 and after[0] == "/" and after[1].isdigit():
        return True
    return len(before) == 2 and before[1] == "/" and before[0].isdigit()


def _is_year(line: str, draft: Draft) -> bool:
    """Before 1900 four digits are a year only where a word says so."""
    late = (draft.value or draft.low or 0) >= 1900
    return late or _YEAR_BEFORE.search(line, max(0, draft.start - 10), draft.start) is not None


def _measures(line: str, draft: Draft, numeral: Numeral, effect: Effect | None) -> bool:
    """Say whether what was read is a quantity at all."""
    if draft.bare:
        if is_glued_after(line, draft.number_end) or _is_in_slashes(line, draft):
            return False
        if draft.year_like and effect in {None, "about"} and _is_year(line, draft):
            return False
        if draft.worded and (
            numeral.value == 1 or _POINTING.search(line, max(0, draft.start - 10), draft.start)
        ):
            return effect is not None
        return True
    if draft.year_like and draft.noun:
        if draft.noun in _SINGULAR or draft.role in {"none", "frequency"}:
            return False
        pointed = _YEAR_BEFORE.search(line, max(0, draft.start - 10), draft.start) is not None
        return not (
            pointed and (draft.role == "trials" or line[: draft.start].rstrip().endswith("In"))
        )
    return True
