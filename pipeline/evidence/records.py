"""The records of the evidence table that no other room needs to build.

`Source` and `EvidenceRow` are in `pipeline.records`, since claims meet them;
what stands here says what exists (codes, listings) and what the shape is of
what could exist (code systems).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Literal

from pipeline.records import SourceKind

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
# A replaced code is a deleted one whose successors we know.
CodeStatus = Literal["active", "deleted", "replaced"]


@dataclass(frozen=True, slots=True)
class Code:
    """One billing or diagnosis code.

    Attributes:
        system: "CPT", "HCPCS", "ICD-10-CM".
        status: as of the edition of its system that we hold.
        valid_from: first day of validity; None where we do not know it.
        valid_to: last day of validity; None while valid or unknown.
        meaning: public-domain text or our own words.
        concepts: ids of what the code is for, sorted; empty where nobody linked it.
        replaced_by: codes of the same system that took its place.
    """

    system: str
    code: str
    status: CodeStatus = "active"
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    meaning: str = ""
    concepts: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """One category of a code system: the shape of its codes and how far our list goes.

    Attributes:
        category: "Category I", "PLA"; "" where the system has only one.
        shape: regular expression that a whole code must match.
        example: a code of this shape.
        complete: whether our list holds every code of the category in this edition.
        edition: "2019", or with its first and last day, as in "fiscal 2018
            (2017-10-01 to 2018-09-30)"; "" where the list is not of one edition.
    """

    system: str
    category: str
    shape: str
    example: str
    complete: bool = False
    edition: str = ""
    url: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        try:
            re.compile(self.shape)
        except re.error as error:
            raise ValueError(f"shape {self.shape!r}: {error}") from error

    def speaks_for(self, day: dt.date) -> bool:
        """Say whether the list is complete for the edition in force on a day."""
        if not self.complete:
            return False
        days = [dt.date.fromisoformat(written) for written in _DAY.findall(self.edition)]
        if len(days) > 1:
            return days[0] <= day <= days[-1]
        year = re.search(r"\d{4}", self.edition)
        return year is not None and int(year[0]) == day.year


@dataclass(frozen=True, slots=True)
class Listing:
    """What we hold completely, so that its silence means something.

    Attributes:
        source_kind: which kind of source it lists.
        interventions, conditions: concept ids of its scope, narrower ones
            included; empty for any.
        year_from: first year in scope; None from the beginning.
        as_of: it holds everything published up to this day.
        complete: only a complete listing may prove that something does not exist.
        verified_how: how completeness was established; "" if nobody did.
    """

    listing_id: str
    publisher: str
    source_kind: SourceKind
    interventions: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    year_from: int | None = None
    as_of: dt.date | None = None
    complete: bool = False
    url: str = ""
    note: str = ""
    verified_how: str = ""
