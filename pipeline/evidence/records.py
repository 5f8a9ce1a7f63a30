"""The records that only the evidence table has: codes, code systems, listings."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from pipeline.records import SourceKind

CodeStatus = Literal["active", "deleted", "replaced"]


@dataclass(frozen=True, slots=True)
class Code:
    """One billing or diagnosis code.

    Attributes:
        system: "CPT", "HCPCS", "ICD-10-CM".
        valid_from, valid_to: first and last day of use; None where open or unknown.
        meaning: in our own words or from the public domain.
        concepts: ids of what the code is for.
        replaced_by: the codes that took its place.
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
    """One category of a code system, and how much of it we hold.

    Attributes:
        shape: a regular expression that every code of the category matches in full.
        complete: our list holds every code of the category's edition.
        edition: the edition our list was taken from ("2019"), or "".
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


@dataclass(frozen=True, slots=True)
class Listing:
    """A stretch of the literature of which we know what it holds.

    Attributes:
        interventions, conditions: concept ids it is about; empty for any.
        year_from: first year covered; None from the beginning.
        as_of: the last day it speaks for.
        complete: only then may absence from it prove that something does not exist.
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
