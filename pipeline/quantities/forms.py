"""Stage 2, quantities: numbers with a fixed form ("one in five", "halved", "twice daily").

Each reader takes the line and the numerals and returns a Draft or None; bounds
in front are read later, for all alike.
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.quantities.drafts import Draft
from pipeline.quantities.numerals import COARSE, Numeral
from pipeline.quantities.percents import percent_kind
from pipeline.quantities.units import match_per_time, match_unit
from pipeline.quantities.words import read_number_words
from pipeline.records import Direction

# --- shares of a whole: "one in five", "30/120", "30 of 120" -----------------------

_OF = re.compile(
    r"\s?(?P<slash>/)\s?|(?P<in>\s(?:(?P<who>people|adults|women|men|children|patients)\s)?(?:in|in\severy)\s|-in-)"
    r"|\s(?P<out>out\sof(?:\s(?:every|the|all))?)\s|\s(?P<of>of(?:\s(?:the|all|these|those|every|each))?)\s"
)
# "One neck manipulation in 10,000": one of a kind, among so many of it.
_ONE_OF = re.compile(
    r"\s(?:(?!(?:in|of|per|for|to|and|or|by|with)\b)[A-Za-z][\w-]*(?<!s)\s){1,3}in\s(?:every\s)?"
)
# "8 patients in 10 clinics" are no share, "four adults in ten" are.
_COUNTED_THERE = re.compile(r"\s(?!(?:has|is|was|says|does)\b)[\w-]+s\b")
_PERCENT = re.compile(r"\s?%|\s(?:percent|per\s?cent)\b")
_WHO = (
    r"(?:people|patients|participants|adults|women|men|children|infants|trials|studies|babies|"
    r"americans|cases|births|users|respondents|rcts)\b"
)
_COUNTED = re.compile(rf"\s(?:\w+\s){{0,2}}?{_WHO}", re.IGNORECASE)
_PEOPLE = re.compile(rf"\s(?:\w+\s){{0,2}}?(?:{_WHO}|of\b)", re.IGNORECASE)
_SCORED = re.compile(
    r"\b(?:pain|scores?|scored|rat(?:e|ed|ing)|scale|VAS|NP?RS|intensity|severity)\b"
)


def read_share(line: str, numerals: list[Numeral], i: int) -> Draft | None:
    """Read n of N as one proportion; `per` keeps N, so that n is value times per.

    "One in five" is coarse (it may stand for 15% to 25%); counted people
    ("30 of 120") are exact.
    """
    if i + 1 >= len(numerals):
        return None
    part, whole = numerals[i], numerals[i + 1]
    if part.value == 1 and _ONE_OF.fullmatch(line, part.end, whole.start):
        return _one_of(line, part, whole)
    gap = _OF.fullmatch(line, part.end, whole.start)
    if gap is None or not _are_counts(part, whole) or _PERCENT.match(line, whole.end):
        return None
    if gap["slash"] and (line[whole.end : whole.end + 1] == "/" or _is_fraction(line, part, whole)):
        return _read_slash(line, part, whole)
    worded = part.written == "words" or whole.written == "words"
    if (
        whole.value in {10.0, 100.0}
        and not worded
        and not gap["in"]
        and _is_score(line, part, whole)
    ):
        return _score_of(part, whole)
    unit = match_unit(line, whole.end)
    if unit is not None:
        return None
    if gap["in"] and not _is_natural(line, part, whole):
        return None
    if gap["who"] and _COUNTED_THERE.match(line, whole.end):
        return None
    exact = not gap["in"] and (whole.value > 10 or bool(gap["slash"])) and not worded
    return _share(part, whole, exact=exact)


def _one_of(line: str, part: Numeral, whole: Numeral) -> Draft | None:
    """Read "one American adult in three"; "one trial in 12 countries" is no share."""
    counted = whole.value < 100 and _COUNTED_THERE.match(line, whole.end)
    if (
        counted
        or match_unit(line, whole.end)
        or not _are_counts(part, whole)
        or not _is_natural(line, part, whole)
    ):
        return None
    return _share(part, whole, exact=False)


def _share(part: Numeral, whole: Numeral, *, exact: bool) -> Draft:
    step = 1 / whole.value if exact or whole.value >= 100 else min(COARSE, 0.5 / whole.value)
    return Draft(
        part.start, whole.end, whole.end, part.value / whole.value, resolution=step, zeros=step,
        unit="proportion", kind="proportion", per=whole.value, bare=False,
    )  # fmt: skip


def _is_fraction(line: str, part: Numeral, whole: Numeral) -> bool:
    """Tell "1/2" from "(7/7)" and "3/5 women", which are people counted."""
    enclosed = line[part.start - 1 : part.start] == "(" or line[whole.end : whole.end + 1] == ")"
    return whole.end - part.start < 4 and not enclosed and not _COUNTED.match(line, whole.end)


def _are_counts(part: Numeral, whole: Numeral) -> bool:
    if {part.written, whole.written} & {"fraction", "form"} or whole.sign or part.sign:
        return False
    whole_numbers = part.value == round(part.value) and whole.value == round(whole.value)
    return whole_numbers and 0 <= part.value <= whole.value and whole.value > 1


def _read_slash(line: str, part: Numeral, whole: Numeral) -> Draft | None:
    """Read "1/2 cup" as an amount, "4/10" as a score; dates and the like as nothing."""
    if line[whole.end : whole.end + 1] == "/":
        return None
    end = whole.end
    unit = match_unit(line, end) or match_unit(line, end + 2 if line.startswith(" a", end) else end)
    if unit is not None:
        draft = Draft(
            part.start, unit.end, end, part.value / whole.value, resolution=COARSE, bare=False
        )
        draft.unit, draft.kind = unit.ucum, "duration" if unit.is_time else "amount"
        draft.role = "duration" if unit.is_time else "dose" if unit.dose else "none"
        return draft
    if whole.value == 10 and _is_score(line, part, whole):
        return _score_of(part, whole)
    if part.value == whole.value:
        return None
    step = min(COARSE, 0.5 / whole.value)
    return Draft(
        part.start, end, end, part.value / whole.value, resolution=step, zeros=step,
        unit="proportion", kind="proportion", per=whole.value, bare=False,
    )  # fmt: skip


def _is_score(line: str, part: Numeral, whole: Numeral) -> bool:
    if _PEOPLE.match(line, whole.end):
        return False
    return _SCORED.search(line, max(0, part.start - 60), whole.end + 40) is not None


def _score_of(part: Numeral, whole: Numeral) -> Draft:
    return Draft(
        part.start,
        whole.end,
        whole.end,
        part.value,
        resolution=part.resolution,
        zeros=part.resolution,
        unit="score",
        kind="score",
        bare=False,
    )


def _is_natural(line: str, part: Numeral, whole: Numeral) -> bool:
    """Tell "2 in 10" and "26 in 1,000 women" from "5 in 2019" and "3 in 14 days"."""
    if part.value >= whole.value:
        return False
    if _PEOPLE.match(line, whole.end):
        return True
    if whole.year_like and part.written == "digits":
        return False
    round_number = whole.value <= 12 or whole.value % 10 == 0 or whole.value in {15.0, 25.0}
    return round_number and part.value < 100


# --- rates: "1.01 per 10,000 treatments" ---------------------------------------------------

_RATE = re.compile(
    r"(?P<noun>(?:\s(?!per\b)[A-Za-z][\w-]*){0,3}?)\s?(?:\bper|\bfor\severy|\bout\sof\severy|\bin\severy)\s"
    r"(?P<n>1[0 ,]*000\b"
    r"|[0-9]{1,3}(?:,[0-9]{3})+|100\b|hundred\b|thousand\b|(?:one\s|a\s)?million\b"
    r"|[0-9]+\b(?=\s(?:people|patients|participants|women|children|births|person|patient|woman|child)))"
    r"(?P<years>[\s-](?:person|patient|woman|participant|child|people)[\s-]?(?:years|months|days)\b)?",
    re.IGNORECASE,
)


def rate_denominator(line: str, end: int) -> tuple[float, int] | None:
    """Read "per 1,000" at `end`, with what is counted before it; return N and the end."""
    match = _RATE.match(line, end)
    if match is None:
        return None
    written = match["n"].replace(",", "").replace(" ", "")
    if written[0].isdigit():
        return float(written), match.end()
    value, _ = read_number_words(f"a {match['n'].removeprefix('one ').removeprefix('a ')}")
    return value, match.end()


# --- words that are a number: "halved", "twice", "threefold" --------------------------------

_FOLDS: Final = {
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "hundred": 100.0,
}
_MULTIPLES: Final = {"doubl": 2.0, "tripl": 3.0, "quadrupl": 4.0}
_TIMES: Final = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_DETERMINED = re.compile(r"\s(?:of|in|the|that|your)\b", re.IGNORECASE)
# What is halved as a result, and not with a knife.
_OF_RISK: Final = re.compile(
    r"\s+(?:the|your|our|their|his|her)\s+(?:\w+\s+)?(?:risk|rate|odds|number|chances?|incidence)\b"
)
_COMPARED = re.compile(r"\s(?:as|the|that|more|higher|greater|what)\b", re.IGNORECASE)
_HALF_UNIT = re.compile(r"(?:\s|-)?(?:an?\s|of\san?\s)?(?=[a-z])", re.IGNORECASE)
_PART_OF = re.compile(r"\sof\san?\s(?=[a-z])", re.IGNORECASE)
_HALF_MANY = re.compile(
    r"(?:\s|-)?(?:an?\s)?(?P<many>dozen|million|billion|thousand|hundred)\b", re.IGNORECASE
)
_HALF_OF_MEASURE = re.compile(
    r"\sas\s(?:many|much|likely|often|frequent\w*|severe|long|high|effective)\b"
    r"|\sthat\sof\b|\s(?:the|that\sof\sthe)\s(?:risk|rate|dose|odds|number|amount|cost|price|level|chance|incidence)\b",
    re.IGNORECASE,
)
_PART_OF_TWO = re.compile(
    r"\b(?:first|second|other|latter|last|top|bottom|upper|lower|better|right|left|this|each|next|"
    r"front|back|a)\s$",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\bby\s(?:more\sthan\s|over\s|about\s|nearly\s|almost\s|roughly\s|around\s)?$|"
    r"\b(?:cut|cuts|cutting|reduc\w+|slash\w*|dropp?\w*|f[ae]ll\w*)\s(?:[\w'-]+\s){0,9}in\s$",
    re.IGNORECASE,
)
_FRACTION_AFTER = re.compile(
    r"\s(?:of|fewer|less|more|lower|higher|as|reported|experienced|had|were|said|saw|off)\b|[,.;)]|$",
    re.IGNORECASE,
)


def read_word_form(line: str, numeral: Numeral) -> Draft | None:
    """Read a word that is a number by itself; None where it is none here."""
    word, start, end = numeral.text, numeral.start, numeral.end
    if word in _TIMES:
        return _read_times(line, _TIMES[word], start, end)
    if word.endswith("fold"):
        return _ratio(start, end, _FOLDS[word.removesuffix("fold").rstrip("-")], None)
    if word == "halve" and not _OF_RISK.match(line, end):
        return None
    if word in {"halve", "halved", "halves", "halving"}:
        return _change(start, end, 0.5, "decrease")
    if word == "half":
        return _read_half(line, start, end)
    if line[end : end + 1] == "-" or (
        word in {"double", "triple", "quadruple"} and not _DETERMINED.match(line, end)
    ):
        return None
    if word.endswith("ing") and not _DETERMINED.match(line, end):
        return None
    stem = re.sub(r"(?:es?|ed|ing|s)$", "", word)
    return _ratio(start, end, _MULTIPLES[stem], "increase")


def _read_times(line: str, times: float, start: int, end: int) -> Draft | None:
    per = match_per_time(line, end)
    if per is not None:
        return frequency(start, per[1], times, f"/{per[0]}")
    if times > 1 and _COMPARED.match(line, end):
        return _ratio(start, end, times, None)
    return None


def frequency(start: int, end: int, times: float, unit: str) -> Draft:
    """Build how often something is done."""
    return Draft(
        start,
        end,
        end,
        times,
        resolution=1.0,
        zeros=1.0,
        unit=unit,
        kind="frequency",
        role="frequency",
        bare=False,
    )


def _ratio(start: int, end: int, value: float, direction: Direction | None) -> Draft:
    # "Half as many" is no fewer than two in five, and no more than three.
    step = COARSE if value < 1 else 1.0
    return Draft(
        start, end, end, value, resolution=step, zeros=step, unit="ratio", kind="fold_change",
        direction=direction, bare=False,
    )  # fmt: skip


def _change(start: int, end: int, value: float, direction: Direction | None) -> Draft:
    return Draft(
        start, end, end, value, resolution=COARSE, zeros=COARSE, unit="proportion",
        kind="relative_change", direction=direction, bare=False,
    )  # fmt: skip


def _read_half(line: str, start: int, end: int) -> Draft | None:
    many = _HALF_MANY.match(line, end)
    if many is not None:
        value, _ = (
            read_number_words(f"a {many['many']}") if many["many"].lower() != "dozen" else (12.0, 0)
        )
        return Draft(start, many.end(), many.end(), value / 2, resolution=1.0, zeros=value / 2)
    article = _HALF_UNIT.match(line, end)
    unit = None if article is None else match_unit(line, article.end())
    if unit is not None and unit.ucum not in {"{step}", "m"}:
        draft = Draft(start, unit.end, end, 0.5, resolution=COARSE, unit=unit.ucum, bare=False)
        draft.kind = "duration" if unit.is_time else "amount"
        draft.role = "duration" if unit.is_time else "dose" if unit.dose else "none"
        return draft
    if (
        line[end : end + 1] in {"-", "'"}
        or _PART_OF_TWO.search(line, max(0, start - 12), start)
        or line[start - 1 : start] == "-"
    ):
        return None
    if _HALF_OF_MEASURE.match(line, end):
        return _ratio(start, end, 0.5, None)
    if _CUT.search(line, max(0, start - 60), start):
        return _change(start, end, 0.5, None)
    return Draft(
        start, end, end, 0.5, resolution=COARSE, zeros=COARSE, unit="proportion",
        kind="proportion", bare=False,
    )  # fmt: skip


def read_fraction(line: str, numeral: Numeral) -> Draft | None:
    """Read "two-thirds", and "a third" where it is no ordinal ("a third trial").

    "A quarter of an hour" is a time.
    """
    start, end = numeral.start, numeral.end
    article = _PART_OF.match(line, end)
    unit = None if article is None else match_unit(line, article.end())
    if unit is not None and unit.ucum not in {"{step}", "m"}:
        draft = Draft(
            start, unit.end, end, numeral.value, resolution=numeral.resolution, unit=unit.ucum,
            bare=False,
        )  # fmt: skip
        draft.kind = "duration" if unit.is_time else "amount"
        draft.role = "duration" if unit.is_time else "dose" if unit.dose else "none"
        return draft
    single = numeral.text.lower().startswith(("a ", "one ", "an ")) and not numeral.text.endswith(
        "s"
    )
    before, after = line[max(0, start - 120) : start], line[end : end + 120]
    if single and not (_FRACTION_AFTER.match(after) or re.search(r"\b(?:by|to)\s$", before)):
        return None
    kind, direction = percent_kind(before, after)
    return Draft(
        start, end, end, numeral.value, resolution=numeral.resolution, zeros=numeral.resolution,
        unit="proportion", kind=kind, direction=direction, bare=False,
    )  # fmt: skip
