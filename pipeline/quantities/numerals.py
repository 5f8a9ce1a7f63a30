"""Stage 2, quantities: where numbers stand in a line, before anyone asks what they measure.

>>> [(n.value, n.resolution) for n in find_numerals("5,200 people, 1.20, two-thirds")]
[(5200.0, 1.0), (1.2, 0.01), (0.6666666666666666, 0.1)]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from pipeline.quantities.words import (
    SCALES,
    WORD_FRACTION,
    WORD_NUMBER,
    read_fraction_words,
    read_number_words,
)
from pipeline.records import Direction

Written = Literal["digits", "words", "fraction", "form"]

# What a fraction in words leaves open: "two in five" may stand for 35% to 45%.
COARSE: Final = 0.1

_VULGAR: Final = {
    "½": 0.5,
    "¼": 0.25,
    "¾": 0.75,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "⅛": 0.125,
    "⅕": 0.2,
}
_V = "".join(_VULGAR)
# A number that can be read wherever it stands, sign included: for intervals.
PLAIN_NUMBER: Final = (
    r"(?:[-–+]\s?)?(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:[.·][0-9]+)?"
    r"|[0-9]+(?:[.·][0-9]+)?|[.·][0-9]+)"
)
_PEOPLE = (
    r"\s(?:participants|patients|people|women|men|children|adults|infants|subjects|individuals)\b"
)
_DIGITS = (
    # "6 318 participants", "6.318 participants": nothing else can be meant.
    rf"[0-9]{{1,3}}(?:\s[0-9]{{3}}){{1,4}}(?={_PEOPLE}|\s(?:dollars|euros|pounds)\b)|(?P<dotted>[0-9]{{1,3}}(?:\.[0-9]{{3}})+(?={_PEOPLE}))"
    r"|[0-9]{1,3}(?:\s[0-9]{3}){2,4}(?![0-9.,])"
    # "2 1/2 cups", "1e-3"
    r"|[0-9]{1,2}\s[1-9]/(?:[2-9]|16)(?![0-9/])|[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]{1,2}(?![\w.])"
    r"|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])"
    # A decimal comma is certain only before a unit.
    r"|[0-9]+,[0-9]{1,2}(?=\s?(?:%|mg\b|kg\b|cm\b|mm\b|ml\b|mmol\b))"
    rf"|[0-9]+(?:[.·][0-9]+)?\s?(?=[{_V}])|[0-9]+(?:[.·][0-9]+)?|[.·][0-9]+"
)
# "RR1.02": a label is no name that a number could belong to.
_UNGLUED = (
    r"(?:(?<![\w.·])|(?<=\bRR)|(?<=\bOR)|(?<=\bHR)|(?<=\bMD)|(?<=\bRD)|(?<=\bSMD)|(?<=\bWMD))"
)
_NUMERAL = re.compile(
    rf"(?P<digits>{_UNGLUED}(?:{_DIGITS})(?:(?<=[0-9\s])[{_V}])?|(?<![\w.])[{_V}])"
    rf"|\b(?i:(?P<fraction>{WORD_FRACTION})|(?P<words>{WORD_NUMBER})"
    r"|(?P<article>an?(?=\s(?:minute|hour|day(?!\s(?:spa|care|trip|cent))|week|fortnight|month|year|decade)\b))"
    r"|(?P<form>half|halved|halves|halve|halving|doubled|doubles|doubling|double|tripled|triples|tripling"
    r"|triple|quadrupled|quadruples|quadruple|twice|thrice|once"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|hundred)-?fold)\b)"
)
# Where a number can begin; looked for first, since the pattern above is slow to fail.
_CANDIDATE = re.compile(
    rf"[.·]?[0-9{_V}]|\b(?=[adefhnoqstz])(?:a(?=\s|n\s)|do(?:ubl|zen)|e(?:ight|leven)|f(?:ive|our|if|ort)"
    r"|h(?:al[fv]|undred)|n(?:ine)|on(?:e|ce)|quadr|s(?:even|ix)|t(?:wo|hree|en|w|hir|hrice|ripl)|z(?:ero))",
    re.IGNORECASE,
)
_SCALE_AFTER = re.compile(
    rf"(?:\s|-)?(?P<word>{'|'.join(SCALES)})\b|(?P<letter>k|bn)\b|(?P<money>[KMBT])\b",
    re.IGNORECASE,
)
_SHORT_SCALES: Final = {"k": 1e3, "bn": 1e9, "m": 1e6, "b": 1e9, "t": 1e12}
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
# "For a year" is a time, "twice a year" is how often, "a year ago" a story.
_BEFORE_A_TIME = re.compile(
    r"\b(?:for|after|within|in|by|over|than|about|around|nearly|almost|takes?|lasted|lasts?)\s$",
    re.IGNORECASE,
)
_AGO = re.compile(r"\s[a-z]+\s(?:ago|or\s(?:so|two))\b", re.IGNORECASE)
_SIGNS: Final = frozenset("-+–")
# What may stand before a sign; after anything else it is a hyphen or a range.
_BEFORE_SIGN: Final = frozenset(" ([{=:;,<>≥≤/|*~≈")
_ARROWS: Final[dict[str, Direction]] = {
    "↓": "decrease",
    "↑": "increase",
    "▼": "decrease",
    "▲": "increase",
}
_YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number as written.

    Attributes:
        start, end: with sign and arrow.
        value: with its sign.
        resolution: one unit in the last digit written.
        zeros: the same where zeros at the end of an integer may be rounding.
        sign: "-", "+" or "".
        direction: what an arrow says.
        year_like: four digits that could be a year.
    """

    start: int
    end: int
    value: float
    resolution: float
    zeros: float
    written: Written
    text: str
    sign: str = ""
    direction: Direction | None = None
    year_like: bool = False


def parse_number(text: str) -> float:
    """Read a text that matches PLAIN_NUMBER."""
    plain = text.replace(",", "").replace("·", ".").replace(" ", "")
    negative = plain[:1] in {"-", "–"}
    return -float(plain[1:]) if negative else float(plain.removeprefix("+"))


def resolution_of(text: str) -> float:
    """Return one unit in the last place of a number in digits ("1.20" 0.01)."""
    decimals = len(re.split(r"[.·]", text)[1]) if re.search(r"[.·]", text) else 0
    return float(10.0**-decimals)


def find_numerals(text: str) -> list[Numeral]:
    """Find every number in a line, in order; ordinals are left out.

    Numbers glued to a letter or to another number ("HT7", "3.4.1") are none.
    """
    found = []
    candidate = _CANDIDATE.search(text)
    while candidate is not None:
        match = _NUMERAL.match(text, candidate.start())
        numeral = None if match is None else _read(text, match)
        if numeral is not None:
            found.append(numeral)
            # "five two-thirds": the words that were not taken may be a number too.
            resume = numeral.end
        else:
            resume = candidate.start() + 1 if match is None else match.end()
        candidate = _CANDIDATE.search(text, resume)
    return found


def _read(text: str, match: re.Match[str]) -> Numeral | None:
    start, end = match.span()
    if match.lastgroup == "digits":
        return _read_digits(text, start, end, dotted=match["dotted"] is not None)
    if match.lastgroup == "fraction":
        numerator, denominator = read_fraction_words(match.group())
        value = numerator / denominator
        # Beyond fifths the neighbours stand closer than the usual slack.
        step = min(COARSE, 0.5 / denominator)
        return Numeral(start, end, value, step, step, "fraction", match.group())
    if match.lastgroup == "form":
        return Numeral(start, end, 1.0, 0.0, 0.0, "form", match.group().lower())
    if match.lastgroup == "article":
        timed = _BEFORE_A_TIME.search(text, max(0, start - 9), start)
        if timed is None or _AGO.match(text, end):
            return None
        return Numeral(start, end, 1.0, 1.0, 1.0, "words", match.group())
    value, length = read_number_words(match.group())
    if length == 0:
        return None
    words = text[start : start + length]
    return Numeral(start, start + length, value, 1.0, trailing_zeros(value), "words", words)


def _read_digits(text: str, start: int, end: int, *, dotted: bool) -> Numeral | None:
    written = text[start:end]
    if _ORDINAL.match(text, end) or _is_part(text, start, end):
        return None
    value, resolution = _value_of(written.replace(".", "") if dotted else written)
    zeros = trailing_zeros(value) if resolution == 1.0 else resolution
    scale = _SCALE_AFTER.match(text, end)
    if scale is not None and (scale["word"] or scale["letter"] == "k" or _is_money(text, start)):
        factor = (
            SCALES[scale["word"].lower()] if scale["word"] else _SHORT_SCALES[scale.group().lower()]
        )
        # "2 hundred" and "10k" round as they say.
        value, resolution, end = value * factor, resolution * factor, scale.end()
        zeros = resolution
    sign, direction, begin = _sign_before(text, start)
    return Numeral(
        start=begin,
        end=end,
        value=-value if sign == "-" else value,
        resolution=resolution,
        zeros=zeros,
        written="digits",
        text=written,
        sign=sign,
        direction=direction,
        year_like=_YEAR.fullmatch(written) is not None,
    )


def _is_part(text: str, start: int, end: int) -> bool:
    """Say whether a number is a piece of "3.4.1" or "1,23"."""
    after, before = text[end : end + 2], text[max(0, start - 2) : start]
    if len(after) == 2 and after[0] in ".·" and after[1].isdigit():
        return True
    if "." in text[start:end] or "·" in text[start:end]:
        return False
    joined_after = len(after) == 2 and after[0] == "," and after[1].isdigit()
    return joined_after or (len(before) == 2 and before[1] == "," and before[0].isdigit())


def _is_money(text: str, start: int) -> bool:
    return text[:start].rstrip()[-1:] in "$£€" and start > 0


def _value_of(written: str) -> tuple[float, float]:
    """Return value and resolution of digits, groups and vulgar fractions."""
    if written[-1] in _VULGAR:
        whole = written[:-1].strip()
        return (float(whole) if whole else 0.0) + _VULGAR[written[-1]], COARSE
    if "/" in written:
        full, top, bottom = map(int, re.split(r"[\s/]", written))
        return full + top / bottom, COARSE
    if "e" in written.lower():
        mantissa, power = written.lower().split("e")
        return float(written), resolution_of(mantissa) * 10.0 ** int(power)
    plain = written.replace("·", ".").replace(" ", "")
    if re.fullmatch(r"[0-9]+,[0-9]{1,2}", plain):
        plain = plain.replace(",", ".")
    plain = plain.replace(",", "")
    return float(plain), resolution_of(plain)


def trailing_zeros(value: float) -> float:
    """Return how far an integer may have been rounded: 5,200 → 100, 240 → 10.

    Below a hundred people count exactly, and zero rounds nothing.
    """
    step = 1.0
    if abs(value) < 100 or value != round(value):
        return step
    while value % (step * 10) == 0 and step * 10 <= abs(value):
        step *= 10
    return step


def _sign_before(text: str, start: int) -> tuple[str, Direction | None, int]:
    """Look for a sign or an arrow right before a number."""
    begin = start
    before = text[start - 1] if start else ""
    arrow_at = start - 1
    while arrow_at >= 0 and text[arrow_at] == " " and start - arrow_at < 2:
        arrow_at -= 1
    if arrow_at >= 0 and text[arrow_at] in _ARROWS:
        return "", _ARROWS[text[arrow_at]], arrow_at
    if before not in _SIGNS:
        return "", None, begin
    earlier = text[start - 2] if start >= 2 else " "
    # "8 -12" is a range with careless spaces.
    far = text[start - 3] if start >= 3 else " "
    if earlier not in _BEFORE_SIGN or (earlier == " " and far.isdigit() and before != "+"):
        return "", None, begin
    return ("+" if before == "+" else "-"), None, start - 1
