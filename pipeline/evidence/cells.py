"""One line of an evidence file, its cells turned into values.

What is wrong with a cell is reported as a `Fault`; the reporter decides
whether reading stops there (loading) or goes on (validating).
"""

from __future__ import annotations

import csv
import datetime as dt
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn, TypeVar

from pipeline.errors import EvidenceMissingError, EvidenceRowError

_FLAGS: Final = {"true": True, "false": False}
_T = TypeVar("_T", bound=str)
# "8 wk", "6-12 mo", "600 mg/d", "20 sessions"
_MEASURE: Final = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(?P<high>\d+(?:\.\d+)?))?\s+(?P<unit>\S.*)"
)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong with an evidence package.

    Attributes:
        path: the file.
        line: from 1, the header being line 1; 0 where the whole file is meant.
        column: "" where the whole line is meant.
    """

    path: str
    line: int
    column: str
    why: str

    def __str__(self) -> str:
        place = f", line {self.line}" if self.line else ""
        column = f", column '{self.column}'" if self.column else ""
        return f"{self.path}{place}{column}: {self.why}."


Report = Callable[[Fault], None]


def stop(fault: Fault) -> NoReturn:
    """Report a fault by ending the reading.

    Raises:
        EvidenceRowError: always.
    """
    raise EvidenceRowError(path=fault.path, line=fault.line, column=fault.column, why=fault.why)


@dataclass(frozen=True, slots=True)
class Cells:
    """One line: its cells by column, the empty ones left out."""

    path: str
    line: int
    values: dict[str, str]
    report: Report

    def fault(self, column: str, why: str) -> None:
        """Report what is wrong with a cell."""
        self.report(Fault(self.path, self.line, column, why))

    def text(self, column: str) -> str:
        """Return a cell as written; "" for an empty one, or where there is no such column."""
        return self.values.get(column, "")

    def needed(self, column: str) -> str:
        """Return a cell that must not be empty."""
        text = self.text(column)
        if not text:
            self.fault(column, "the cell is empty, and this column is needed")
        return text

    def ids(self, column: str) -> tuple[str, ...]:
        """Return what stands between semicolons."""
        text = self.values.get(column)
        if text is None:
            return ()
        if ";" not in text:
            return (text,)
        return tuple(part for piece in text.split(";") if (part := piece.strip()))

    def literal(self, column: str, allowed: tuple[_T, ...], default: _T) -> _T:
        """Return one of a closed set; the default for an empty cell."""
        text = self.values.get(column)
        if text is None:
            return default
        for known in allowed:
            if text == known:
                return known
        self.fault(column, f"'{text}' is none of {', '.join(allowed)}")
        return default

    def optional(self, column: str, allowed: tuple[_T, ...]) -> _T | None:
        """Return one of a closed set; None for an empty cell."""
        return self.literal(column, allowed, allowed[0]) if self.text(column) else None

    def integer(self, column: str) -> int | None:
        """Return a count or a year; None for an empty cell."""
        text = self.values.get(column)
        if text is None:
            return None
        if not text.isdecimal():
            self.fault(column, f"'{text}' is no whole number; digits alone are wanted")
            return None
        return int(text)

    def number(self, column: str) -> float | None:
        """Return a finite number; None for an empty cell."""
        text = self.values.get(column)
        if text is None:
            return None
        try:
            value = float(text)
        except ValueError:
            self.fault(column, f"'{text}' is no number; a plain one such as -0.56 is wanted")
            return None
        if not math.isfinite(value):
            self.fault(column, f"'{text}' is not finite")
            return None
        return value

    def flag(self, column: str) -> bool | None:
        """Return true or false; None for an empty cell."""
        text = self.values.get(column)
        if text is None or text in _FLAGS:
            return _FLAGS[text] if text is not None else None
        self.fault(column, f"'{text}' is neither true nor false")
        return None

    def date(self, column: str) -> dt.date | None:
        """Return a day; None for an empty cell."""
        text = self.values.get(column)
        if text is None:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            self.fault(column, f"'{text}' is no date; one such as 2019-01-31 is wanted")
            return None

    def measure(self, column: str) -> tuple[float, float | None, str] | None:
        """Return the low and the high end and the unit of "6-12 mo"; None for an empty cell."""
        text = self.values.get(column)
        if text is None:
            return None
        found = _MEASURE.fullmatch(text)
        if found is None:
            self.fault(column, f"'{text}' is no number with a unit, such as '8 wk'")
            return None
        high = float(found["high"]) if found["high"] else None
        if high is not None and high < float(found["low"]):
            self.fault(column, f"'{text}' is upside down")
            return None
        return float(found["low"]), high, found["unit"]


def read_cells(
    path: Path, *, needed: Sequence[str], known: Sequence[str], report: Report
) -> Iterator[Cells]:
    """Read a file of the package line by line; a file that is not there has no lines.

    Raises:
        EvidenceMissingError: the file is there and cannot be read.
    """
    if not path.is_file():
        return
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise EvidenceMissingError(path=path, why=str(error)) from error
    rows = csv.reader(lines, strict=True)
    name = str(path)
    try:
        header = [column.strip() for column in next(rows, [])]
        for column in needed:
            if column not in header:
                here = ", ".join(header) or "none"
                report(Fault(name, 1, column, f"the column is missing; columns present: {here}"))
        for column in header:
            if column not in known:
                report(Fault(name, 1, column, f"unknown column; known are {', '.join(known)}"))
        if any(column not in header for column in needed):
            return
        for values in rows:
            if not values:
                continue
            if len(values) != len(header):
                why = f"{len(values)} cells, but the header has {len(header)}"
                report(Fault(name, rows.line_num, "", why))
                continue
            filled = {c: v for c, raw in zip(header, values, strict=True) if (v := raw.strip())}
            yield Cells(name, rows.line_num, filled, report)
    except csv.Error as error:
        report(Fault(name, rows.line_num, "", f"not a line of CSV: {error}"))
