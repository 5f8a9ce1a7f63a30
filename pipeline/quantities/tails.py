"""Stage 2, quantities: what stands behind a number (percent sign, unit, noun, "times").

Every reader looks at the draft's end, and where it finds its own it extends
the draft and says True.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pipeline.quantities.drafts import Draft
from pipeline.quantities.forms import frequency, rate_denominator
from pipeline.quantities.percents import percent_kind
from pipeline.quantities.units import match_per_time, match_unit
from pipeline.quantities.words import WORD_NUMBER
from pipeline.records import Role
from pipeline.resources import word_list

_WINDOW: Final = 120
_PERCENT = re.compile(r"(?:\s|-)?(?:%|percent\b|per\s?cent\b|pct\b)", re.IGNORECASE)
_POINTS_OF_PERCENT = re.compile(
    r"\s?%?[\s-]?(?:percentage|percent|%)[\s-]?(?:points?|pts?)\b|\s?pp\b", re.IGNORECASE
)
_POINTS = re.compile(r"(?:\s|-)?(?:(?:scale|score)\s)?(?:points?|pts)\b\.?", re.IGNORECASE)
_NEEDLE_POINTS = re.compile(
    r"acupunct|acupoint|acupress|(?:trigger|pressure)(?=\s+points?)|needl|meridian", re.IGNORECASE
)
# "By 2 points", "a difference of 34 points".
_BY = re.compile(
    r"\b(?:by|(?:difference|gap|advantage|margin)\sof)"
    r"(?:\s(?:about|around|up\sto|over|only|just|nearly|at\sleast))?\s$",
    re.IGNORECASE,
)
_FOLD = re.compile(r"(?:\s|-)?fold\b", re.IGNORECASE)
_TIMES = re.compile(r"\s?(?:times\b|[x×]\b(?!\s?\d)|[×](?!\s?\d))", re.IGNORECASE)
_COMPARED = re.compile(
    r"\s(?:as|the|more|less|higher|greater|lower|larger|smaller|faster|longer|better|worse|likelier|"
    r"stronger|that|increase[ds]?|risk)\b",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"(?:\s|-)(?:olds?|of\sage)\b|\s(?:and|or)\s(?:older|over|above|younger|under)\b", re.IGNORECASE
)
_OLDER = re.compile(r"\b(?:older|younger)$", re.IGNORECASE)
_SCALE_AFTER = re.compile(
    r"(?:\s|-)?(?:(?:points?|pts?|cm|mm)(?:\s|-))?(?:(?!(?:on|of|in|to|and|or|with|the|a|by|for|from|at|was|were)\b)"
    r"[A-Za-z][\w'-]*(?:\s|-)){0,4}?(?:scales?|VAS|NP?RS|Likert|analog(?:ue)?)\b",
    re.IGNORECASE,
)
_SCALE_BEFORE = re.compile(
    r"\b(?:VAS|NP?RS|scales?|score\srange|range|ranges|ranging|possible)\b[\s:,=([]*"
    r"(?:(?:of|from|range|ranging|ranges|between|on|score|scale|possible)[\s:]*){0,3}$",
    re.IGNORECASE,
)
_COMPARATIVE = re.compile(
    r"\s(?P<down>fewer|less|lower)\b|\s(?P<up>more|additional|extra|greater|higher)\b",
    re.IGNORECASE,
)
_SECOND_PRESSURE = re.compile(r"\s?/\s?\d+(?:\.\d+)?\s?mm\s?Hg\b")
_INCHES = re.compile(
    r"(?:\s|-)?(?P<unit>in)(?:(?P<wide>\s(?:thick|wide|long|tall|deep|high|across|in\sdiameter))\b"
    r"|\.?\s?(?:$|[,;)]))"
)
_LENGTH = re.compile(r"\b(?:length|height|width|depth|diameter|thickness|waist|girth)\b", re.I)
_SYMPTOM_DAYS = re.compile(
    r"(?:\s|-)(?:(?:migraine|headache|pain|symptom|seizure|sick|hospital|bed|work|school|drinking|heavy|"
    r"rescue|medication|abstinent|disability|treatment|[a-z]+-free|free)(?:\s|-)){1,3}(?P<unit>days|hours)\b",
    re.IGNORECASE,
)
_TIME_BEFORE = re.compile(r"(?<![\w-])(?P<unit>(?:day|week|month|year|hour)s?)\s$", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(rf"(?:[0-9]|\b{WORD_NUMBER})\s$", re.IGNORECASE)
_EVERY = re.compile(r"\bevery\s$", re.IGNORECASE)
_AGED = re.compile(
    r"\b(?:aged?|ages|(?:mean|median|average)\s(?:\(\w+\)\s)?age|age(?:d)?\s(?:of|range|from|was|is|:)|older\sthan|younger\sthan|"
    r"(?:over|under|below|above|before)\s(?:the\s)?age\sof)\s?(?:(?:was|were|is|of|from|range|ranged|between|:|=)\s?){0,3}$",
    re.IGNORECASE,
)
_AGED_START = re.compile(r"\baged\s(?:from\s|between\s)?$", re.IGNORECASE)
_PERSON_OVER = re.compile(
    r"\b(?:adults|people|women|men|patients|children|those|individuals|anyone|seniors|participants|everyone|adolescents|infants|boys|girls|males|females|kids)\s"
    r"(?:aged\s)?(?:(?:over|under|above|below)\s)?$",
    re.IGNORECASE,
)
# Words that end the way from a number to what it counts.
_STOP = (
    r"of|in|with|and|or|to|for|by|at|from|than|that|who|which|were|was|did|had|have|has|is|are|be|on|as|per|vs|"
    r"versus|during|after|before|between|among|including|involving|enrolling|comparing|evaluating|reported|"
    r"completed|received|showed|found|used|took|assigned|randomi[sz]ed\sto|their|its|his|her|our|my|these|those|"
    r"this|not|no|but|if|when|while|because|into|within|without|about|across|via|the|a|an|reporting|allocated|"
    r"recruited|included|compared|recruiting|examined|investigated|did|may|can|could|would|will"
)
_WORD = rf"(?!(?:{_STOP})\b)[A-Za-z][\w'.-]*(?:/[A-Za-z]+)?"


@cache
def _counted() -> tuple[re.Pattern[str], dict[str, Role]]:
    roles: dict[str, Role] = {
        noun: entry["role"]
        for entry in word_list("quantities")["counted"]
        for noun in entry["nouns"]
    }
    nouns = "|".join(sorted(roles, key=lambda noun: (-len(noun), noun)))
    link = r"(?:\sof\s(?:my|our|the|these|those|their|all|its)\s|\s|-)"
    pattern = re.compile(rf"{link}(?:{_WORD}\s){{0,3}}?(?P<noun>{nouns})(?!\w)", re.IGNORECASE)
    return pattern, roles


def read_percent(line: str, draft: Draft) -> bool:
    """Read percent signs and percentage points."""
    points = _POINTS_OF_PERCENT.match(line, draft.end)
    if points is not None:
        draft.end, draft.bare = points.end(), False
        draft.unit, draft.kind = "percentage_point", "percentage_point_change"
        return True
    match = _PERCENT.match(line, draft.end)
    if match is None:
        return False
    draft.end, draft.bare, draft.percent = match.end(), False, True
    draft.unit, draft.kind = "proportion", "proportion"
    draft.scale(0.01)
    return True


def settle_percent(line: str, draft: Draft) -> None:
    """Say what a percentage is, once its bounds are read and out of the way."""
    if not draft.percent or draft.kind != "proportion":
        return
    before, after = (
        line[max(0, draft.start - _WINDOW) : draft.start],
        line[draft.end : draft.end + _WINDOW],
    )
    kind, direction = percent_kind(before, after)
    if draft.signed or draft.direction is not None:
        kind = "relative_change"
    draft.kind = kind
    draft.direction = draft.direction or direction


def read_scale(line: str, draft: Draft) -> bool:
    """Read the range of a scale ("0–10 VAS", "100-point scale"): never a result."""
    if draft.value is None:
        if draft.low not in {0.0, 1.0} or draft.high is None or draft.high < 3:
            return False
        enclosed = (
            line[draft.start - 1 : draft.start] == "(" and line[draft.end : draft.end + 1] == ")"
        )
        before = line[max(0, draft.start - 40) : draft.start]
        after = _SCALE_AFTER.match(line, draft.end)
        if not (after or _SCALE_BEFORE.search(before) or (enclosed and draft.low == 0)):
            return False
        draft.end = after.end() if after else draft.end
    else:
        after = _SCALE_AFTER.match(line, draft.end)
        if (
            after is None
            or draft.signed
            or draft.value not in {3, 4, 5, 6, 7, 8, 9, 10, 11, 20, 21, 100, 101}
        ):
            return False
        if re.match(r"(?:\s|-)?(?:points?|pts?|cm|mm)\b", line[draft.end :]) is None:
            return False
        draft.value, draft.high, draft.end = None, draft.value, after.end()
    draft.unit, draft.kind, draft.role, draft.bound = "score", "score", "scale_range", "range"
    draft.bare = False
    return True


def read_multiple(line: str, draft: Draft) -> bool:
    """Read "3-fold", "3x more", "3 times a week", "3 times"."""
    fold = _FOLD.match(line, draft.end)
    if fold is not None:
        draft.end, draft.bare = fold.end(), False
        draft.unit, draft.kind = "ratio", "fold_change"
        return True
    times = _TIMES.match(line, draft.end)
    if times is None:
        return False
    per = match_per_time(line, times.end())
    draft.bare = False
    if per is not None:
        draft.end, draft.unit = per[1], f"/{per[0]}"
        draft.kind = draft.role = "frequency"
        return True
    draft.end = times.end()
    if _COMPARED.match(line, times.end()):
        draft.unit, draft.kind = "ratio", "fold_change"
    return True


def read_first_pressure(line: str, draft: Draft) -> bool:
    """Give the first number of "by 5/3 mm Hg", the systolic one, the unit of the second."""
    if not draft.bare or _SECOND_PRESSURE.match(line, draft.end) is None:
        return False
    draft.unit, draft.kind, draft.bare = "mm[Hg]", "amount", False
    return True


def read_unit(line: str, draft: Draft) -> bool:
    """Read a unit, with "fewer" before it and "per …" behind it."""
    days = _SYMPTOM_DAYS.match(line, draft.end)
    more = _COMPARATIVE.match(line, draft.end)
    if more is not None:
        days = _SYMPTOM_DAYS.match(line, more.end())
    if days is not None:
        _take_days(line, draft, days)
    else:
        if _read_inches(line, draft):
            return True
        unit = match_unit(line, more.end() if more else draft.end)
        if unit is None:
            return _read_points(line, draft, more)
        if unit.written.lower() in {"step", "steps"} and (
            draft.worded or (draft.value or 100) < 100
        ):
            return False
        draft.end, draft.unit, draft.bare = unit.end, unit.ucum, False
        draft.kind = "duration" if unit.is_time else "amount"
        if unit.ucum == "standard_deviation":
            draft.kind = "standardised_mean_difference"
        elif unit.is_time:
            draft.role = "duration"
            _settle_time(line, draft)
        elif unit.dimension == "time" and unit.per_time:
            draft.kind = "frequency" if unit.ucum.startswith("d/") else "amount"
        elif unit.dose or (unit.dimension == "mass" and unit.per_time):
            draft.role = "none" if unit.ucum.endswith(("/dL", "/L", "/mL")) else "dose"
    if more is not None:
        draft.kind, draft.role = "mean_difference", "none"
        draft.direction = "decrease" if more["down"] else "increase"
    return True


def _read_inches(line: str, draft: Draft) -> bool:
    """Read "2 in thick", and "a length of 2 in" where nothing follows: else "in" is a word."""
    match = _INCHES.match(line, draft.end)
    if match is None or not (
        match["wide"] or _LENGTH.search(line, max(0, draft.start - 60), draft.start)
    ):
        return False
    draft.end, draft.unit, draft.kind, draft.bare = match.end("unit"), "[in_i]", "amount", False
    return True


def _take_days(line: str, draft: Draft, days: re.Match[str]) -> None:
    per = match_per_time(line, days.end())
    draft.bare, draft.unit = False, "d" if days["unit"].lower() == "days" else "h"
    draft.end = days.end()
    if per is not None:
        draft.unit, draft.end = f"{draft.unit}/{per[0]}", per[1]


def _are_needled(line: str, draft: Draft, end: int) -> bool:
    """Tell the points that needles go into from those of a score: "by 2 points", "2.5 points"."""
    if draft.value is None or draft.value != round(draft.value):
        return False
    if _BY.search(line, max(0, draft.start - 40), draft.start):
        return False
    return _NEEDLE_POINTS.search(line, max(0, draft.start - 60), end + 30) is not None


def _read_points(line: str, draft: Draft, more: re.Match[str] | None) -> bool:
    points = _POINTS.match(line, more.end() if more else draft.end)
    if points is None or _are_needled(line, draft, points.end()):
        return False
    draft.end, draft.bare = points.end() - points.group().endswith("."), False
    draft.unit, draft.kind = "score", "score"
    if points.group().endswith(".") and "pts" in points.group():
        draft.end = points.end() - 1
    if more is not None:
        draft.kind, draft.direction = "mean_difference", "decrease" if more["down"] else "increase"
    return True


def _settle_time(line: str, draft: Draft) -> None:
    """Tell durations from ages ("40-year-old") and from frequencies ("every 4 weeks")."""
    old = _OLD.match(line, draft.end)
    before = line[max(0, draft.start - 60) : draft.start]
    if old is not None or _AGED.search(before):
        draft.kind = draft.role = "age"
        if old is not None and "and" not in old.group() and " or" not in old.group():
            draft.end = old.end()
        return
    every = _EVERY.search(before)
    if every is None:
        return
    built = frequency(draft.start - 6, draft.end, 1.0, f"/{draft.unit}")
    low, high = draft.low, draft.high
    if not (draft.value or (low and high)):
        return
    draft.start, draft.kind, draft.role, draft.unit = (
        built.start,
        built.kind,
        built.role,
        built.unit,
    )
    draft.value = 1 / draft.value if draft.value else None
    if low and high:
        draft.low, draft.high = 1 / high, 1 / low
    draft.resolution = draft.zeros = 0.0


def read_age(line: str, draft: Draft) -> bool:
    """Read an age without a unit ("aged 18-65", "adults over 60")."""
    before = line[max(0, draft.start - 60) : draft.start]
    top = draft.high if draft.value is None else draft.value
    if top is None or not 0 < top < 120 or draft.signed:
        return False
    person = _PERSON_OVER.search(before)
    bounded = person is not None and (
        person.group().rstrip().lower().endswith(("over", "under", "above", "below"))
        or line.startswith("between", draft.start)
    )
    # "Or older" may have been taken as the number's bound before.
    if not (_AGED.search(before) or bounded or _OLDER.search(line, draft.number_end, draft.end)):
        return False
    draft.unit, draft.kind, draft.role, draft.bare = "a", "age", "age", False
    return True


def aged_start(line: str, start: int) -> int:
    """Return where "aged" begins if it stands right before an age, else `start`."""
    match = _AGED_START.search(line, max(0, start - 16), start)
    return match.start() if match else start


def read_rate(line: str, draft: Draft) -> bool:
    """Read "1.01 per 10,000"."""
    rate = rate_denominator(line, draft.end)
    if rate is None:
        return False
    draft.per, draft.end = rate
    draft.kind, draft.bare = "rate", False
    return True


def read_noun(line: str, draft: Draft) -> bool:
    """Read what is counted ("4985 women", "8–12 weekly sessions")."""
    pattern, roles = _counted()
    match = pattern.match(line, draft.end)
    if match is None:
        return False
    noun = match["noun"].lower()
    role = roles[noun]
    draft.role, draft.noun = role, noun
    draft.end, draft.bare = match.end("noun"), False
    per = match_per_time(line, draft.end) if role in {"none", "frequency"} else None
    if per is not None:
        draft.end, draft.unit = per[1], f"/{per[0]}"
        draft.kind = "frequency"
        draft.role = "frequency"
    return True


def extend_to_noun(line: str, draft: Draft) -> None:
    """Let "30 of 120" cover its "patients" too; the share stays a share."""
    if draft.unit != "proportion":
        return
    match = _counted()[0].match(line, draft.end)
    if match is not None:
        draft.end = match.end("noun")


def read_time_point(line: str, draft: Draft) -> bool:
    """Read "week 12" and "days 1 to 3", the unit in front."""
    match = _TIME_BEFORE.search(line, max(0, draft.start - 12), draft.start)
    whole = (draft.value if draft.value is not None else draft.low or 0.0) % 1 == 0
    if match is None or draft.signed or draft.year_like or not whole or draft.resolution < 1:
        return False
    if _NUMBER_BEFORE.search(line, max(0, match.start() - 12), match.start()):
        return False
    unit = match_unit(f" {match['unit']}", 0)
    if unit is None:
        return False
    draft.start, draft.bare = match.start("unit"), False
    draft.unit, draft.kind, draft.role = unit.ucum, "duration", "duration"
    return True
