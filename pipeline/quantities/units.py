"""Stage 2, quantities: units as people write them, as UCUM codes, and back and forth.

>>> match_unit("600 mg/day", 3)
UnitMatch(ucum='mg/d', end=10, dimension='mass', dose=True, written='mg')
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pipeline.records import Quantity
from pipeline.resources import word_list

_PER = r"(?:\s?/\s?|\s?per\s|\s(?:a|an|each|every)\s|-per-)"
_ADVERBS: Final = {
    "hourly": "h",
    "daily": "d",
    "nightly": "d",
    "weekly": "wk",
    "monthly": "mo",
    "yearly": "a",
    "annually": "a",
    "per annum": "a",
    "/24h": "d",
}
_ADVERB = re.compile(rf"\s?(?P<adverb>{'|'.join(_ADVERBS)})\b", re.IGNORECASE)
# Symbols of one letter stand right behind a number or one space behind it.
_BODY = re.compile(r"\s?(?:of\s)?(?:body\s?weight|bodyweight|bw)\b", re.IGNORECASE)
_TIMES: Final = frozenset({"s", "min", "h", "d", "wk", "mo", "a"})


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit read behind a number.

    Attributes:
        ucum: with its denominators ("mg/kg/d").
        end: where it ends in the text.
        dimension: of the numerator ("" where units.toml gives none).
        written: the numerator as written.
    """

    ucum: str
    end: int
    dimension: str
    dose: bool
    written: str

    @property
    def is_time(self) -> bool:
        """True for a plain duration ("wk", "mo")."""
        return self.dimension == "time" and "/" not in self.ucum

    @property
    def per_time(self) -> str:
        """The last denominator where it is a time ("d" of "mg/kg/d"); else ""."""
        last = self.ucum.rsplit("/", 1)[-1] if "/" in self.ucum else ""
        return last if last in _TIMES else ""


@cache
def _units() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, dict[str, Any]]]:
    by_name: dict[str, dict[str, Any]] = {}
    names: list[str] = []
    symbols: list[str] = []
    for entry in word_list("units")["unit"]:
        for name in entry.get("names", ()):
            by_name[name.lower()] = entry
            names.append(name)
        for symbol in entry.get("symbols", ()):
            by_name["=" + symbol] = entry
            symbols.append(symbol)
    worded = "|".join(re.escape(n).replace(r"\ ", r"\s") for n in _longest_first(names))
    signs = "|".join(re.escape(s) for s in _longest_first(symbols))
    unit = rf"(?:(?i:(?P<name>{worded}))|(?P<symbol>{signs}))(?!\w|'\w)"
    first = re.compile(rf"(?:\s|-(?=[A-Za-z]{{2}}))?{unit}")
    second = re.compile(rf"{_PER}{unit}")
    return first, second, by_name


def _longest_first(words: list[str]) -> list[str]:
    return sorted(set(words), key=lambda word: (-len(word), word))


def _entry(match: re.Match[str], by_name: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if match["symbol"]:
        return by_name["=" + match["symbol"]]
    return by_name[re.sub(r"\s", " ", match["name"].lower())]


def match_unit(text: str, start: int) -> UnitMatch | None:
    """Read the unit that begins at `start` (after at most one space or hyphen)."""
    first, second, by_name = _units()
    match = first.match(text, start)
    if match is None:
        return None
    entry = _entry(match, by_name)
    written = match["name"] or match["symbol"]
    ucum, end = entry["ucum"], match.end()
    # "8-week 3 …": a hyphenated unit is an adjective and takes no denominator.
    for _ in range(2):
        ucum, end = _denominator(text, ucum, end, second, by_name)
    return UnitMatch(ucum, end, entry.get("dimension", ""), entry.get("dose", False), written)


def _denominator(
    text: str,
    ucum: str,
    end: int,
    second: re.Pattern[str],
    by_name: dict[str, dict[str, Any]],
) -> tuple[str, int]:
    """Read one "per …" behind a unit; both come back unchanged where none stands there."""
    time_alone = ucum in {"wk", "mo", "a"}
    adverb = _ADVERB.match(text, end)
    if adverb is not None and ucum not in {"d", "wk", "mo", "a"}:
        return f"{ucum}/{_ADVERBS[adverb['adverb'].lower()]}", adverb.end()
    match = second.match(text, end)
    if match is None or time_alone:
        return ucum, end
    below = _entry(match, by_name)
    if below.get("dimension") not in {"time", "mass", "volume", "area", "energy"}:
        return ucum, end
    body = _BODY.match(text, match.end())
    return f"{ucum}/{below['ucum']}", body.end() if body else match.end()


def match_per_time(text: str, start: int) -> tuple[str, int] | None:
    """Read "/week", "a day", "daily" at `start`; return the unit of time and the end."""
    adverb = _ADVERB.match(text, start)
    if adverb is not None:
        return _ADVERBS[adverb["adverb"].lower()], adverb.end()
    _, second, by_name = _units()
    match = second.match(text, start)
    if match is None:
        return None
    entry = _entry(match, by_name)
    return (entry["ucum"], match.end()) if entry["ucum"] in _TIMES else None


@cache
def _factors() -> dict[str, tuple[str, float]]:
    return {
        entry["ucum"]: (entry["dimension"], entry["factor"])
        for entry in word_list("units")["unit"]
        if "factor" in entry
    }


def _factor(unit: str) -> tuple[tuple[str, ...], float] | None:
    """Return the dimensions of a unit and its size in base units; None where unknown."""
    parts = unit.split("/")
    dimensions, size = [], 1.0
    for place, part in enumerate(parts):
        if part == "" and place == 0:
            dimensions.append("")
            continue
        known = _factors().get(part)
        if known is None and place == 0 and part:
            dimensions.append(part)  # "[IU]/d": the numerator stays, the time converts
            continue
        if known is None:
            return None
        dimensions.append(known[0])
        size = size * known[1] if place == 0 else size / known[1]
    return tuple(dimensions), size


@dataclass(frozen=True, slots=True)
class _Substance:
    """Of one substance, how many of the second unit one of the first is."""

    pattern: re.Pattern[str]
    unit: str
    to: str
    factor: float


@cache
def _substances() -> tuple[_Substance, ...]:
    return tuple(
        _Substance(re.compile(one["pattern"], re.I), one["unit"], one["to"], one["factor"])
        for one in word_list("units")["substance"]
    )


def convert(quantity: Quantity, unit: str, *, of: str = "") -> Quantity | None:
    """Express a quantity in another unit of the same dimension; None where there is no way.

    Exact factors only (a table, no library: pint takes 0.8 s to import, and
    claims need no more than time, mass, volume, length and energy). A month
    is 30.4375 days and a year 365.25, as in UCUM. Temperatures, currencies
    and proportions do not convert.

    Args:
        quantity: of any unit.
        unit: wanted.
        of: words that name what was measured: milligrams become millimoles, and
            international units micrograms, of one substance only.

    >>> convert(Quantity(4.0, "wk", "duration"), "d").value
    28.0
    >>> convert(Quantity(39.0, "mg/dL", "mean_difference"), "mmol/L", of="LDL cholesterol").value
    1.00866416656
    """
    if quantity.unit == unit:
        return quantity
    by = _ratio(quantity.unit, unit)
    if by is None and of:
        ways = (_through(one, quantity.unit, unit, of) for one in _substances())
        by = next(filter(None, ways), None)
    if by is None:
        return None
    return _scaled(quantity, by, unit)


def _scaled(quantity: Quantity, by: float, unit: str) -> Quantity:
    def scaled(number: float | None) -> float | None:
        # Twelve digits: 0.1 + 0.2 is nobody's dose.
        return None if number is None else float(f"{number * by:.12g}")

    return dataclasses.replace(
        quantity,
        value=scaled(quantity.value),
        low=scaled(quantity.low),
        high=scaled(quantity.high),
        resolution=quantity.resolution * by,
        unit=unit,
    )


def _ratio(unit: str, wanted: str) -> float | None:
    have, want = _factor(unit), _factor(wanted)
    if have is None or want is None or have[0] != want[0]:
        return None
    return have[1] / want[1]


def _through(one: _Substance, unit: str, wanted: str, of: str) -> float | None:
    """Return how many of a unit another is, by way of both units of a substance."""
    if one.pattern.search(of) is None:
        return None
    for here, there, factor in ((one.unit, one.to, one.factor), (one.to, one.unit, 1 / one.factor)):
        begun, ended = _ratio(unit, here), _ratio(there, wanted)
        if begun is not None and ended is not None:
            return begun * factor * ended
    # What is taken per day is converted as what is taken.
    apart, per = unit.partition("/")[::2]
    other, by = wanted.partition("/")[::2]
    return _through(one, apart, other, of) if per and per == by else None
