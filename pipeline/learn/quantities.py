"""How well quantities are read, on two sets that others made.

- **quantulum3's own test sentences** (MIT; they come with the package and are read from where it
  is installed) give a value, a unit and the words of each quantity.
- **MeasEval** (Harper et al. 2021, SemEval task 8; texts of Elsevier's CC BY articles) gives the
  words of each quantity in paragraphs of science, and its unit as written.

What the two sides agree to be a quantity is reckoned from what a set gives alone, so that no
reader chooses what he is measured on:

- of quantulum3's, what has a unit, a percent sign or a currency that our table of units knows.
  It calls any number a quantity, years and codes among them, and knows the units of physics;
- of MeasEval's, all but bare years and dates.

What is left out is neither wanted nor held against who reads it. A quantity is found where one
that was read shares a character with it. A value is right within a thousandth, a range by its
middle or its ends, and "twenty-one years and six months" in one or in two.

quantulum3 is run without its classifier of ambiguous units, a pickle of one version of
scikit-learn.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

from pipeline.errors import QuantitySetUnreadableError
from pipeline.learn.intervals import Proportion, summed
from pipeline.quantities import convert, read_quantities
from pipeline.records import Quantity

Part = Literal["train", "trial", "test"]
OURS: Final = "ours"
QUANTULUM: Final = "quantulum3"
MEASEVAL: Final = "measeval"
_SENTENCES: Final = Path("_lang") / "en_US" / "tests" / "quantities.json"
# Names that quantulum3 gives to what is written with a sign.
_SIGNS: Final = {"percentage": "2%", "pound sterling": "£2", "dollar": "$2", "euro": "€2"}
_SAME: Final = 1e-3
_DATE: Final = re.compile(
    r"(?:(?:[A-Z][a-z]+\.?|and|to|of|the|in|from|between|mid|early|late|since|until|\d{1,2}(?:st|nd|rd|th)?|"
    r"(?:1[5-9]|20)\d\d(?:s)?|[-–,/.~ ])+)"
)
_YEAR: Final = re.compile(r"\b(?:1[5-9]|20)\d\d")
_BROKEN: Final = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, IndexError)


@dataclass(frozen=True, slots=True)
class Told:
    """A quantity as a set or a reader gives it.

    Attributes:
        start, end: code points of the text, half-open.
        value: of a range its middle; None where none is given.
        is_range: whether it has two ends.
        unit: a UCUM code, a currency or "proportion"; "" where our table knows none.
    """

    start: int
    end: int
    value: float | None = None
    unit: str = ""
    is_range: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with what is to be read in it.

    Attributes:
        wanted: what both sides call a quantity.
        left_out: what only the set does.
    """

    text: str
    wanted: tuple[Told, ...]
    left_out: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ReaderScore:
    """How one reader did.

    Attributes:
        found: of what was wanted.
        precise: of what was read, what shares a character with what was wanted.
        right: of what was wanted with a unit that our table knows, found with this unit, and
            with the value where the set gives one.
    """

    found: Proportion
    precise: Proportion
    right: Proportion


@dataclass(frozen=True, slots=True)
class SetScore:
    """How a set was read; intervals are over its texts.

    Attributes:
        readers: by name; ours first.
    """

    name: str
    n_texts: int
    n_wanted: int
    n_left_out: int
    readers: Mapping[str, ReaderScore]


Reader = Callable[[str], list[Told]]


def read_ours(text: str) -> list[Told]:
    """Read a text with `read_quantities`."""
    return [_told(quantity) for quantity in read_quantities(text)]


def read_quantulum(text: str) -> list[Told]:
    """Read a text with quantulum3, which must be installed."""
    from quantulum3 import classifier, parser  # noqa: PLC0415 - not needed to run claims

    classifier.USE_CLF = False

    return [
        _of_quantulum(one.span[0], one.span[1], one.value, one.unit.name)
        for one in parser.parse(text)
    ]


def installed_readers() -> dict[str, Reader]:
    """Return the readers that can be run here, ours first."""
    readers: dict[str, Reader] = {OURS: read_ours}
    if find_spec(QUANTULUM):
        readers[QUANTULUM] = read_quantulum
    return readers


def quantulum_sentences() -> Path | None:
    """Return where quantulum3's test sentences lie; None where it is not installed."""
    spec = find_spec(QUANTULUM)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent / _SENTENCES


def read_sentences(path: Path) -> list[Sample]:
    """Read quantulum3's test sentences.

    Raises:
        QuantitySetUnreadableError: the file is not there or broken.
    """
    try:
        return [_sentence(row) for row in json.loads(path.read_bytes())]
    except _BROKEN as error:
        raise QuantitySetUnreadableError(path=path, why=repr(error)) from error


def read_paragraphs(folder: Path, part: Part) -> list[Sample]:
    """Read a part of MeasEval.

    Args:
        folder: of all sets.
        part: what rules are made on, or "test".

    Raises:
        QuantitySetUnreadableError: the file is not there or broken.
    """
    path = folder / MEASEVAL / f"{part}.jsonl.gz"
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [_paragraph(json.loads(line)) for line in file]
    except _BROKEN as error:
        raise QuantitySetUnreadableError(path=path, why=repr(error)) from error


def score_set(name: str, samples: Sequence[Sample], readers: Mapping[str, Reader]) -> SetScore:
    """Hold what readers read against a set."""
    return SetScore(
        name=name,
        n_texts=len(samples),
        n_wanted=sum(len(sample.wanted) for sample in samples),
        n_left_out=sum(len(sample.left_out) for sample in samples),
        readers={reader: _score(samples, read) for reader, read in readers.items()},
    )


# --- the sets --------------------------------------------------------------------------------


def _sentence(row: Mapping[str, Any]) -> Sample:
    text, at = row["req"], 0
    told: list[Told] = []
    for one in row["res"]:
        start = text.index(one["surface"], at)
        at = start + len(one["surface"])
        is_range = one.get("uncertainty") is not None
        told.append(_of_quantulum(start, at, one["value"], one["unit"], is_range=is_range))
    known, unknown = (
        tuple(t for t in told if bool(t.unit) is is_known) for is_known in (True, False)
    )
    return Sample(text, known, unknown)


def _of_quantulum(start: int, end: int, value: float, name: str, *, is_range: bool = False) -> Told:
    unit = _unit_named(name)
    return Told(start, end, float(value) / (100 if unit == "proportion" else 1), unit, is_range)


def _paragraph(row: Mapping[str, Any]) -> Sample:
    told = [
        (Told(start, end, unit=_unit_named(json.loads(more or "{}").get("unit") or "")), words)
        for _, kind, start, end, words, more in row["annots"]
        if kind == "Quantity"
    ]
    dates = tuple(one for one, words in told if _is_date(words))
    return Sample(row["text"], tuple(one for one, _ in told if one not in dates), dates)


def _is_date(words: str) -> bool:
    return _YEAR.search(words) is not None and _DATE.fullmatch(words) is not None


@cache
def _unit_named(name: str) -> str:
    """Return our unit of a name; "" where our table has none, or not the whole of it."""
    text = _SIGNS.get(name, f"2 {name}" if name != "%" else "2%")
    read = read_quantities(text)
    whole = len(read) == 1 and read[0].text == text
    return read[0].unit if whole and read[0].unit != "count" else ""


def _told(quantity: Quantity) -> Told:
    value = quantity.value
    if value is None and quantity.low is not None and quantity.high is not None:
        value = (quantity.low + quantity.high) / 2
    return Told(quantity.start, quantity.end, value, quantity.unit)


# --- held against each other -----------------------------------------------------------------


def _score(samples: Sequence[Sample], read: Reader) -> ReaderScore:
    counts = [_counts(sample, read(sample.text)) for sample in samples]
    found, precise, right = (summed([count[place] for count in counts]) for place in range(3))
    return ReaderScore(found, precise, right)


def _counts(sample: Sample, said: Sequence[Told]) -> list[tuple[int, int]]:
    wanted = sample.wanted
    judged = [one for one in said if _met(one, wanted) or not _met(one, sample.left_out)]
    united = [one for one in wanted if one.unit]
    return [
        (sum(bool(_met(one, said)) for one in wanted), len(wanted)),
        (sum(bool(_met(one, wanted)) for one in judged), len(judged)),
        (sum(_is_right(one, wanted, said) for one in united), len(united)),
    ]


def _met(one: Told, others: Sequence[Told]) -> list[Told]:
    return [other for other in others if one.start < other.end and other.start < one.end]


def _is_right(one: Told, wanted: Sequence[Told], said: Sequence[Told]) -> bool:
    """Say whether what was read there, added up, is what was wanted there, added up."""
    there = _met(one, said)
    if one.value is None:
        return any(other.unit == one.unit for other in there)
    together = [other for other in wanted if any(_met(its, [other]) for its in there)]
    whole, read = _sum(together, one.unit), _sum(there, one.unit)
    if one.is_range and read is not None and len(there) > 1:
        read /= len(there)
    return bool(there) and _is_same(whole, read)


def _is_same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return False
    return math.isclose(one, other, rel_tol=_SAME, abs_tol=1e-12)


def _sum(told: Sequence[Told], unit: str) -> float | None:
    parts = list(_in_unit(told, unit))
    return None if None in parts else math.fsum(part for part in parts if part is not None)


def _in_unit(told: Sequence[Told], unit: str) -> Iterator[float | None]:
    for one in told:
        if one.value is None or one.unit == unit:
            yield one.value
        else:
            converted = convert(Quantity(one.value, one.unit, "amount"), unit)
            yield None if converted is None else converted.value
