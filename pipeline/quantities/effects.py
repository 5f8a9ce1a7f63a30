"""Stage 2, quantities: effect measures by their labels, and the intervals beside them.

>>> read_label("pooled risk ratio (RR) = ").kind
'risk_ratio'
>>> find_intervals("RR 1.23, 95% CI 1.11 to 1.36")[0].low
1.11
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline.quantities.numerals import PLAIN_NUMBER, parse_number
from pipeline.records import Bound, QuantityKind
from pipeline.resources import word_list

_WINDOW: Final = 180
_NAMED = (
    r"(?:(?:confidence|credible)\s(?:intervals?|limits?)|with\san\sinterval(?=\sfrom\b)"
    r"|CrIs?|CIs?|CL)"
)
_SEPARATOR = r"(?:\s?%)?\s{0,2}(?:\bto\b|\band\b|[-–—,;])\s?"
# "95% CI 13 fewer to 48 more": the word is the sign.
_SIDE: Final = tuple(
    rf"(?P<{name}>fewer|lower|less|worse|more|higher|greater|better)\b"
    for name in ("left", "right")
)
_NEGATIVE: Final = frozenset({"fewer", "lower", "less", "worse"})
# An interval with its name, "(CI)" behind "confidence interval" included.
_INTERVAL = re.compile(
    rf"[\s,;:]*(?P<open>[(\[])?\s?(?:(?<![\d.])(?:(?P<level>[0-9]{{2}}(?:\.[0-9])?)\s?%|95)\s?)?\b{_NAMED}"
    rf"(?:[\s()\[\]]{{1,3}}(?:[0-9]{{2}}\s?%\s?)?(?:CIs?|CrIs?)\b\s?[)\]]?)?(?:\s?[0-9]{{2}}\s?%)?"
    rf"\s?(?:of|was|were|from|between|ranging\sfrom|ranged\sfrom)?[\s:=,]*(?P<inner>[(\[])?\s?"
    rf"(?P<low>{PLAIN_NUMBER})(?:\s{_SIDE[0]}|\s(?!to\b|and\b)[a-z]{{1,8}})?{_SEPARATOR}"
    rf"(?P<high>{PLAIN_NUMBER})(?![\d.]*\d|,\d)(?P<percent>\s?%)?(?:\s{_SIDE[1]})?",
    re.IGNORECASE,
)
# "(0.08–0.86)", ", 1.11 to 1.36;" right behind a labelled estimate
_BARE = re.compile(
    rf"(?:\s?(?P<open>[(\[])\s?(?P<low>{PLAIN_NUMBER}){_SEPARATOR}"
    rf"|,\s(?P<first>{PLAIN_NUMBER})(?:\s?%)?\s?(?:to|–)\s?)(?P<high>{PLAIN_NUMBER})"
    r"(?P<percent>\s?%)?(?=\s?[)\];,]|\.?$)"
)
_SPREAD = re.compile(
    r"\s?(?:±|\+/-|\+-)\s?(?P<plus>[0-9]+(?:\.[0-9]+)?)"
    r"|\s?[(\[]\s?(?:±\s?)?(?P<name>SD|S\.D\.|standard\sdeviation|SEM?|S\.E\.|standard\serror)\s?(?:=|:|,|of)?\s?"
    r"(?P<named>[0-9]+(?:\.[0-9]+)?)\s?[)\]]",
    re.IGNORECASE,
)
# Cheap to look for; every label has one of these.
_HINT = re.compile(r"[A-Z]{2}|RaR|[Rr]atio|ifference|[Rr]isk|eeded|ffect|ohen|edge|ercent")
_CLOSER = re.compile(r"\s?[)\]]")
_LINK = r"(?:\s?(?:of|was|were|is|are|=|:|,|at|by)|\s?\((?:in|per)\s[^()]{1,20}\))?"


@dataclass(frozen=True, slots=True)
class Label:
    """The name of an effect measure in front of a number."""

    kind: QuantityKind
    unit: str
    start: int


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval, with where it stands.

    Attributes:
        bound: "ci95", or "range" for another level.
        percent: whether it is written in percent.
        sided: whether words like "fewer" give its signs.
    """

    start: int
    end: int
    low: float
    high: float
    bound: Bound
    percent: bool
    sided: bool = False


@cache
def _labels() -> tuple[
    re.Pattern[str], re.Pattern[str], re.Pattern[str], dict[str, tuple[QuantityKind, str]]
]:
    known: dict[str, tuple[QuantityKind, str]] = {}
    for entry in word_list("quantities")["label"]:
        for name in entry["names"]:
            known[name if _is_short(name) else name.lower()] = (entry["kind"], entry["unit"])
    spelled = sorted(known, key=lambda name: (-len(name), name))
    # Abbreviations count in capitals only: "or" is a word.
    short = "|".join(re.escape(n) for n in spelled if _is_short(n))
    long = "|".join(re.escape(n).replace(r"\ ", r"[\s-]") for n in spelled if not _is_short(n))
    name = rf"(?<![\w-])(?P<label>{short}|(?i:{long}))\b"
    extra = rf"(?:\s?[(\[](?:{short}|(?i:{long}))[)\],]*)?"
    beside = re.compile(rf"{name}{extra}{_LINK}\s?(?:(?i:approximately|about)\s)?$")
    far = re.compile(rf"{name}{extra}[^;:0-9]{{0,90}}?\s$")
    # "the odds ratio for pregnancy was": words, but no other number, between.
    ahead = re.compile(rf"{name}{extra}[^.;:0-9()]{{0,150}}?\s(?:was|were|is|of|=)\s?$")
    return beside, ahead, far, known


def _is_short(name: str) -> bool:
    return sum(character.isupper() for character in name) > 1


def read_label(before: str, *, far: bool = False) -> Label | None:
    """Read the effect measure that ends a text, directly or as "… was".

    Args:
        before: the text up to the number.
        far: whether other words may stand between; for numbers with an interval.
    """
    window = before[-_WINDOW:]
    if _HINT.search(window) is None:
        return None
    beside, ahead, wide, known = _labels()
    match = beside.search(window) or (wide if far else ahead).search(window)
    if match is None:
        return None
    written = match["label"]
    kind, unit = (
        known.get(written) or known[re.sub(r"[\s-]", " ", written.lower()).replace("  ", " ")]
    )
    return Label(kind, unit, len(before) - len(window) + match.start())


def find_intervals(text: str) -> list[Interval]:
    """Find every interval that is named as one ("95% CI …"), in order."""
    if not any(hint in text for hint in ("CI", "onfidence", "redib", "CrI", "an interval")):
        return []
    found = []
    for match in _INTERVAL.finditer(text):
        interval = _interval(text, match, level=match["level"])
        if interval is not None:
            found.append(interval)
    return found


def bare_interval(text: str, end: int) -> Interval | None:
    """Read an interval without a name right behind a labelled estimate."""
    match = _BARE.match(text, end)
    return None if match is None else _interval(text, match, level=None)


def _interval(text: str, match: re.Match[str], *, level: str | None) -> Interval | None:
    sides = [(match.groupdict().get(name) or "").lower() for name in ("left", "right")]
    low, high = (
        -parse_number(end) if side in _NEGATIVE else parse_number(end)
        for end, side in zip((match["low"] or match["first"], match["high"]), sides, strict=True)
    )
    if high < low < 0:
        low, high = high, low  # "-6% to -47%": from the weaker to the stronger
    if low > high:
        return None
    end = match.end()
    opened = sum(1 for name in ("open", "inner") if match.groupdict().get(name))
    while opened and (closed := _CLOSER.match(text, end)) is not None:
        end = closed.end()
        opened -= 1
    start = match.start() + (len(match.group()) - len(match.group().lstrip(" ,;:")))
    bound: Bound = "ci95" if level in {None, "95", "95.0"} else "range"
    percent = match["percent"] is not None
    return Interval(start, end, low, high, bound, percent, sided=any(sides))


def read_spread(text: str, end: int) -> tuple[Bound, float, int] | None:
    """Read "± 6.1" or "(SD 6.1)" at `end`: what it is, its size, where it ends."""
    match = _SPREAD.match(text, end)
    if match is None:
        return None
    name = (match["name"] or "").upper()
    bound: Bound = "se" if name.startswith(("SE", "S.E", "STANDARD E")) else "sd"
    return bound, float(match["plus"] or match["named"]), match.end()
