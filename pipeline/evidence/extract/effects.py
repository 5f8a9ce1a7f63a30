"""The results of a sentence as numbers, each with what stands beside it.

>>> effect = read_effects("Zinc helped (RR 0.50, 95% CI 0.30 to 0.80; 3 trials, 200 people).")[0]
>>> effect.quantity.value, effect.n_trials, effect.n_participants, effect.lead
(0.5, 3, 200, 'Zinc helped')
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.evidence.extract.phrases import WORDS, without_parentheses
from pipeline.quantities import read_quantities
from pipeline.records import Certainty, Quantity, QuantityKind

RATIOS: Final[frozenset[QuantityKind]] = frozenset(
    {"risk_ratio", "odds_ratio", "hazard_ratio", "rate_ratio"}
)
DIFFERENCES: Final[frozenset[QuantityKind]] = frozenset(
    {"risk_difference", "mean_difference", "standardised_mean_difference"}
)
MEASURES: Final = RATIOS | DIFFERENCES | {"number_needed_to_treat"}
# "reduced by 22% (95% CI 10% to 33%)": how far, and not which way.
_RELATIVE: Final = re.compile(
    r"\bby (?:(?:an?|the|about|around|approximately|average|mean|median|of|estimated) )*$",
    re.IGNORECASE,
)
# A number of these kinds with an interval is a difference, though no label says so.
_UNLABELLED: Final[frozenset[QuantityKind]] = frozenset({"amount", "score", "duration", "mean"})
_CERTAINTY: Final = re.compile(WORDS["patterns"]["effects_certainty"], re.IGNORECASE)
_LEVELS: Final[dict[str, Certainty]] = {
    "very low": "very_low",
    "low": "low",
    "moderate": "moderate",
    "high": "high",
}
_ORDER: Final = ("very_low", "low", "moderate", "high")
_LABEL: Final = re.compile(
    r"(?:^|[;,(\[]\s*|\band\s+|\s[\u2014\u2013-]\s)(?P<label>[^;:()\[\]]{2,80}):\s*"
    # The events of both arms may stand between a name and its number.
    r"(?:[\d/%.,\s]+(?:versus|vs\.?)[\d/%.,\s]+[;,]\s*)?$"
)
# The efficacy of a vaccine is how far it lowers the risk.
_EFFICACY: Final = re.compile(WORDS["patterns"]["effects_efficacy"], re.IGNORECASE)
# "(two trials, 400 participants)", a parenthesis of its own before that of the number.
_COUNTS_ALONE: Final = re.compile(
    r"\((?:\w+|[\d,]+) (?:trials?|studies|study|RCTs?)[^()=%]{0,40}\)", re.IGNORECASE
)
# Nothing but a bracket and a colon between counts and their number.
_OWN: Final = re.compile(r"(?:\s?[a-z]+)?\s?[)\]]?\s?[:,;]?\s?(?:\w{2,6}\s)?[(\[]?")
_N_IS: Final = re.compile(r"[Nn]\s?=")
# "22,256 person-years" are no people.
_PER_YEAR: Final = re.compile(r"[- ](?:years?|months?|days?|hours?|eyes?|cycles?)\b", re.IGNORECASE)
_QUALIFIER: Final = re.compile(WORDS["patterns"]["effects_qualifier"], re.IGNORECASE)
# "standardised mean difference was": a label and no more.
_LABEL_WORDS: Final = 4
# "WMD for pain was": one that says what was measured.
_OF_WHAT: Final = re.compile(r"\b(?:for|of|in|on) [a-z]", re.IGNORECASE)
# What stands between a measure and its number: "RR for relapse 0.5", "WMD weight gain 1.2".
_OF_INSIDE: Final = re.compile(
    r"\b(?:RR|OR|HR|W?MD|SMD|[Rr]atio|[Dd]ifference)\)?,? (?:for |of )?(?!for|of|was|were|is)"
    r"(?P<o>[A-Za-z][A-Za-z\- ]{2,60}?)(?: was| were| is|:|=)? -?\d"
)
_NAMED_BEHIND: Final = re.compile(r"\s(?:for|in|on)\s(?=[a-z])")
_FIRST_DIGIT: Final = re.compile(r"-?\d|[<>=]")
# A measure named before a time: "the odds ratio for death at 30 days was 0.8". The
# abbreviations count in capitals only, since "or" is a word.
_NAMED_BEFORE: Final[tuple[tuple[QuantityKind, re.Pattern[str]], ...]] = (
    (
        "standardised_mean_difference",
        re.compile(r"\bSMD\b|\b[Ss]tandardi[sz]ed mean difference\b"),
    ),
    ("mean_difference", re.compile(r"\bW?MDs?\b|\b[Mm]ean differences?\b")),
    ("risk_ratio", re.compile(r"\bRRs?\b|\b(?:[Rr]isk ratio|[Rr]elative risk)s?\b")),
    ("odds_ratio", re.compile(r"\bORs?\b|\b[Oo]dds ratios?\b")),
    ("hazard_ratio", re.compile(r"\bHRs?\b|\b[Hh]azards? ratios?\b")),
    ("rate_ratio", re.compile(r"\bIRR\b|\b[Rr]ate ratio\b")),
    ("number_needed_to_treat", re.compile(r"\bNNT[BHp]?\b|\b[Nn]umber needed to (?:treat|harm)\b")),
)
_NAMED_REACH: Final = 90
# "The RR (95% CI) for pain was": the bracket names the interval of what follows.
_INTERVAL_NAMED: Final = re.compile(
    r"\s?[(\[](?:(?:95% )?(?:CIs?|confidence intervals?(?: \(CIs?\))?))[)\]]", re.IGNORECASE
)
# "69 fewer per 1000 (95% CI 93 fewer to 32 fewer)": the number before it told in people.
_IN_PEOPLE: Final = re.compile(r"\b(?:fewer|more|less)\b|\bper (?:1,?0+)\b", re.IGNORECASE)
# What no effect is measured in; or the first of "-2.5 and 1.2; 95% CI -7.0 to 2.0 and …".
_OTHER_MEASURE: Final = re.compile(WORDS["patterns"]["effects_other_measure"], re.IGNORECASE)
_VERSUS: Final = re.compile(r"\b(?:versus|vs\.?|compared (?:with|to))\s*$", re.IGNORECASE)
# One measure of several: "(RR 0.5, 95% CI 0.3 to 0.7, P = 0.02 and 0.6, 95% CI 0.4 to 0.9,
# respectively)".
_AND_ANOTHER: Final = re.compile(
    r"[\s,;]*(?:P(?:[- ]values?)? ?[<=>≤] ?[\d.]+)?[\s,;]*(?:and|or)\s+", re.IGNORECASE
)
_RESPECTIVELY: Final = re.compile(r"\brespectively\b", re.IGNORECASE)
_TIMES: Final = re.compile(r"[\s),;\w=]{0,24}\btimes\b")
_LETTERS: Final = re.compile(r"[A-Za-z]{3}")
# A time that follows its number: "(MD 0.4) at one week, and (MD 0.6) at two weeks".
_TIME_BEHIND: Final = re.compile(
    r"^[\s)\]]*(?:at|after|by|within|during|over) (?P<when>[^;,.()]{3,45}?)(?: \([^)]*\))?"
    r"(?P<join>[;,.](?:\s|$)|$| and\b| or\b| but\b)",
    re.IGNORECASE,
)
_COUNTS: Final = re.compile(WORDS["patterns"]["effects_counts"], re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Effect:
    """One number of a sentence that is a result.

    Attributes:
        lead: the words before it, from the end of the result before.
        label: what stands before it in its own parenthesis ("PPD"); else "".
        behind: what follows "for", "in" or "on" right behind it: "-0.5 for pain".
        inner: all that stands before it in its own parenthesis.
        is_first: whether it is the first result of its sentence.
        shares: whether it stands in the parenthesis of the result before it.
        p_value: its p value where one stands beside it; else None.
        when: the time behind it, "at two weeks"; "" without one.
        is_one_each: whether "respectively" says that each of several is of another thing.
    """

    quantity: Quantity
    lead: str
    label: str = ""
    behind: str = ""
    inner: str = ""
    is_first: bool = True
    shares: bool = False
    n_trials: int | None = None
    n_participants: int | None = None
    certainty: Certainty | None = None
    p_value: float | None = None
    beside: bool = False
    when: str = ""
    is_one_each: bool = False


def read_certainty(text: str) -> Certainty | None:
    """Return the GRADE certainty that a text names; of "low to moderate" the lower.

    >>> read_certainty("very low-quality evidence")
    'very_low'
    """
    found = _CERTAINTY.search(text)
    if found is None:
        return None
    named = [found[g] for g in ("level", "other", "late", "grade") if found[g]]
    levels = [_LEVELS[name.lower().replace("-", " ")] for name in named]
    return min(levels, key=_ORDER.index)


def groups_of(text: str) -> list[tuple[int, int]]:
    """Return the outermost parentheses, in order; one that is never closed runs to the end."""
    spans, depth, start = [], 0, 0
    for place, char in enumerate(text):
        if char in "([":
            if depth == 0:
                start = place
            depth += 1
        elif char in ")]" and depth:
            depth -= 1
            if depth == 0:
                spans.append((start, place + 1))
    if depth:
        spans.append((start, len(text)))
    return spans


def as_measure(quantity: Quantity, before: str = "") -> Quantity | None:
    """Return the quantity if it is a result: labelled, or a number with an interval.

    Args:
        quantity: as read.
        before: the words of its sentence before it, which may name its measure.
    """
    if quantity.kind in MEASURES and quantity.value is not None:
        # "An SMD of 1 is large" explains a measure; results have decimals or an interval.
        explains = quantity.low is None and quantity.resolution >= 1 and quantity.unit != "count"
        return None if explains else quantity
    if quantity.bound != "ci95" or quantity.value is None:
        return None
    if quantity.kind in _UNLABELLED:
        # "2 days (95% CI 1 to 5) versus 5 days (95% CI 4 to 9)" are the means of two arms.
        is_of_arm = _VERSUS.search(before) is not None
        return None if is_of_arm else replace(quantity, kind="mean_difference")
    if quantity.kind == "relative_change" and _RELATIVE.search(before):
        return quantity
    if quantity.kind in {"relative_change", "proportion"} and _EFFICACY.search(before):
        return replace(quantity, kind="relative_change")
    if quantity.kind == "count":
        near = _INTERVAL_NAMED.sub("", before[-_NAMED_REACH:])
        clause = re.split(r"[;(]|\d\.\d", near)[-1]
        for kind, pattern in _NAMED_BEFORE:
            if pattern.search(clause):
                return _of_kind(quantity, kind)
        is_other = _IN_PEOPLE.search(quantity.text) or _OTHER_MEASURE.search(before)
        if quantity.value < 0 and not is_other:
            # No ratio and no count of people is below nought.
            return replace(quantity, kind="mean_difference", unit="score")
    return None


def _of_kind(quantity: Quantity, kind: QuantityKind) -> Quantity:
    return replace(quantity, kind=kind, unit="ratio" if kind in RATIOS else quantity.unit)


def _is_one_more(quantity: Quantity, before: Quantity, sentence: str) -> bool:
    """Say whether a number with nothing but its interval may be in the measure before it."""
    value, low, high = quantity.value, quantity.low, quantity.high
    if quantity.kind != "count" or value is None:
        return False
    if _AND_ANOTHER.fullmatch(sentence, before.end, quantity.start):
        is_alike = (low is None) == (before.low is None) and quantity.resolution < 1
        if is_alike and _RESPECTIVELY.search(sentence, quantity.end) is not None:
            return True
    if quantity.bound != "ci95" or None in (low, high):
        return False
    return (
        (low or 0.0) <= (value or 0.0) <= (high or 0.0)
        and (before.kind not in RATIOS or quantity.resolution < 1)
        and not _IN_PEOPLE.search(quantity.text)
        and not _OTHER_MEASURE.search(sentence[: quantity.start])
        and not _TIMES.match(sentence, quantity.end)
    )


def _measured(sentence: str) -> tuple[list[Quantity], list[Quantity]]:
    """Return the quantities of a sentence, and those of them that are results.

    A measure is named once for all of a list: "the MD was 0.4 (95% CI 0.1 to 0.7) at
    one week and 0.6 (95% CI 0.2 to 1.0) at two".
    """
    quantities = read_quantities(sentence)
    results: list[Quantity] = []
    for quantity in quantities:
        result = as_measure(quantity, sentence[: quantity.start])
        if result is None and results and _is_one_more(quantity, results[-1], sentence):
            before = results[-1]
            result = _of_kind(replace(quantity, unit=before.unit), before.kind)
        if result is not None:
            results.append(result)
    return quantities, results


def read_effects(sentence: str) -> list[Effect]:
    """Return the results of a sentence in order, each with its lead and its aside."""
    quantities, results = _measured(sentence)
    if not results:
        return []
    groups = groups_of(sentence)
    extents = [_extent(q, sentence, groups) for q in results]
    found: list[Effect] = []
    last_end = 0
    for number, (quantity, (start, end)) in enumerate(zip(results, extents, strict=True)):
        shares = number > 0 and start < extents[number - 1][1]
        inner_start = results[number - 1].end if shares else start
        inner = sentence[inner_start : quantity.start]
        following = results[number + 1].start if number + 1 < len(results) else len(sentence)
        aside = _aside_end(sentence, quantity.end, end, following)
        beside = [
            q
            for q in quantities
            if quantity.end <= q.start < aside and not _PER_YEAR.match(sentence, q.end)
        ]
        begin = last_end + len(found[-1].when) if found else last_end
        lead = found[-1].lead if shares else _lead(sentence, begin, start, quantity)
        before = [q for q in quantities if inner_start <= q.start < quantity.start]
        if _has_counts(before) and _OWN.fullmatch(sentence, before[-1].end, quantity.start):
            # "… (3 trials, 90 people): RR 0.5": what stands right before is its own.
            beside = before
        elif not shares and not _has_counts(beside):
            beside = before + beside
        tail = sentence[quantity.end : aside]
        effect = Effect(
            quantity=quantity,
            lead=lead,
            label=_inside(inner + quantity.text) or _label(inner, shares=shares)
            if start < quantity.start
            else "",
            behind=_behind(sentence, end, following),
            inner=inner.lstrip("([ ") if start < quantity.start else "",
            is_first=number == 0,
            shares=shares,
            n_trials=_count(beside, "trials"),
            n_participants=_count(beside, "participants"),
            certainty=read_certainty(tail) or (read_certainty(inner) if not shares else None),
            p_value=next(
                (q.value for q in beside if q.role == "p_value" and q.bound == "none"), None
            ),
            beside=_has_counts(beside),
            when=_when(sentence[end:following]),
            is_one_each=_RESPECTIVELY.search(sentence, quantity.end, end + 1) is not None,
        )
        found.append(effect)
        last_end = max(last_end, end)
    return _shared(found)


def _lead(sentence: str, start: int, end: int, quantity: Quantity) -> str:
    """Return the words before a result, with those that its measure takes in.

    "The risk ratio of pain with lidocaine was 0.23" is one quantity from
    "risk ratio" on, and says in its midst what was measured.
    """
    inside = ""
    if start <= quantity.start == end:
        number = _FIRST_DIGIT.search(quantity.text)
        inside = quantity.text[: number.start()] if number is not None else ""
    words = without_parentheses(inside)
    says_what = words.count(" ") >= _LABEL_WORDS or _OF_WHAT.search(words) is not None
    return sentence[start : end + len(inside) if says_what else end].strip()


def _behind(sentence: str, end: int, following: int) -> str:
    found = _NAMED_BEHIND.match(sentence, end)
    return sentence[found.end() : following] if found is not None else ""


def _when(behind: str) -> str:
    """Return the time right behind a result; one that "pain at one week" opens is of the next."""
    found = _TIME_BEHIND.match(behind)
    return found[0][: found.start("join")] if found is not None else ""


def _extent(quantity: Quantity, text: str, groups: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the parenthesis of a result, or its own span and the parentheses right after it."""
    start, end = quantity.start, quantity.end
    for group_start, group_end in groups:
        if group_start <= quantity.start < group_end:
            start, end = min(start, group_start), max(end, group_end)
        elif group_end <= quantity.start and _COUNTS_ALONE.fullmatch(text, group_start, group_end):
            before = text[group_end : text.find("(", group_end, quantity.start) + 1 or None]
            if before.strip() == "(":
                start = group_start
        elif quantity.start < group_start and (
            group_start < end < group_end or not text[end:group_start].strip(" ,")
        ):
            end = max(end, group_end)
    return start, end


def _aside_end(text: str, start: int, end: int, following: int) -> int:
    """Return where what belongs to a result ends: its parenthesis, or a few words."""
    if end > start:
        return min(end, following)
    stop = re.search(r"\.\s|\band\b|\(|; (?=[a-z])", text[start:following])
    reach = start + stop.start() if stop is not None else following
    return min(reach, start + 90)


def _label(inner: str, *, shares: bool) -> str:
    """Return what names the outcome inside the parenthesis; "" where nothing does."""
    inner = inner.lstrip("([ ")
    found = _LABEL.search(inner)
    if (
        found is not None
        and _LETTERS.search(found["label"] + "   ")
        and not _COUNTS.search(found["label"])
    ):
        return found["label"].strip()
    if shares:
        tail = re.split(r"[;]|(?<=\d),", inner)[-1].strip(" ,;")
        tail = re.sub(r"^(?:and|or)\s+", "", tail)
        is_name = _LETTERS.search(tail) and not _COUNTS.search(tail)
        if is_name and not _QUALIFIER.search(tail) and not read_quantities(tail):
            return tail
    return ""


def _inside(text: str) -> str:
    """Return what a measure in a parenthesis says that it is of: "(RR for pain 0.5"."""
    found = _OF_INSIDE.search(text)
    return found["o"] if found is not None else ""


def _has_counts(quantities: Sequence[Quantity]) -> bool:
    return any(q.role in {"trials", "participants"} for q in quantities)


def _count(quantities: Sequence[Quantity], role: str) -> int | None:
    called_n = _trials_called_n(quantities)
    if role == "trials" and called_n is not None:
        return called_n
    for quantity in quantities:
        if called_n is not None and quantity.value == called_n:
            continue
        if quantity.role == role and quantity.value is not None and quantity.bound == "none":
            return int(quantity.value) if quantity.value == int(quantity.value) else None
    return None


def _trials_called_n(quantities: Sequence[Quantity]) -> int | None:
    """Return the trials where "N = 9" stands beside "n = 449": the small capital one.

    So does "n = 6" beside "765 participants".
    """
    counts = {
        q.text[:1]: int(q.value)
        for q in quantities
        if q.role == "participants" and q.value is not None and _N_IS.match(q.text)
    }
    if set(counts) == {"N", "n"} and counts["N"] < counts["n"]:
        return counts["N"]
    said = [q for q in quantities if q.role == "participants" and q.value is not None]
    if len(said) == 2 and _N_IS.match(said[0].text) and not _N_IS.match(said[1].text):
        first, second = int(said[0].value or 0), int(said[1].value or 0)
        return first if first < second else None
    return None


def _shared(effects: list[Effect]) -> list[Effect]:
    """Let two measures of one outcome in one parenthesis share what stands after the second."""
    for number in range(len(effects) - 1, 0, -1):
        effect, before = effects[number], effects[number - 1]
        if not effect.shares:
            continue
        if not effect.label and not before.beside:
            effects[number - 1] = replace(
                before,
                n_trials=before.n_trials or effect.n_trials,
                n_participants=before.n_participants or effect.n_participants,
                certainty=before.certainty or effect.certainty,
                beside=effect.beside,
            )
    for number in range(1, len(effects)):
        effect, before = effects[number], effects[number - 1]
        if effect.shares and not effect.label and not effect.beside:
            effects[number] = replace(
                effect,
                n_trials=before.n_trials,
                n_participants=before.n_participants,
                certainty=effect.certainty or before.certainty,
                beside=before.beside,
            )
    return effects
