"""Layer 5, extraction: abstracts of reviews as they come, made plain.

>>> plain("RR 0.5, 95%CI ‐ 0.7 to 0.9")
'RR 0.5, 95% CI -0.7 to 0.9'
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import EvidenceMissingError, EvidenceRowError

MAIN_RESULTS: Final = "Main results"
OBJECTIVES: Final = "Objectives"
_REVIEW: Final = re.compile(r"([A-Z]{2}\d{6})(?:\.pub(\d+))?", re.IGNORECASE)
# One character for one, and the marks that Cochrane's typesetting puts for a minus.
_SIGNS: Final = str.maketrans(
    "\u2010\u2011\u2212\u00a0\u2009\u202f\u2007\u2018\u2019\u201c\u201d\t\n", "---    ''\"\"  "
)
# An interval whose name or sign slipped: "95%CI", "95 CI", "95% 0.26 to 0.92", "- 0.74".
_MENDS: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"\b95\s?%?\s?C\.?I\.?\b", "95% CI"),
        (r"\b95% (?=-?\d+(?:\.\d+)? (?:to|and) -?\d)", "95% CI "),
        (r"(?<=CI )- (?=\d)", "-"),
        (r"(?<=\d to )- (?=\d)", "-"),
        (r"\bCredI\b", "CrI"),
        (r"\bCI\. (?=-?\d)", "CI "),
        (r" {2,}", " "),
    )
)
_SHORT: Final = re.compile(r"\(([A-Za-z][A-Za-z0-9\-]{1,9})\)")
_WORDS_BEFORE: Final = 10


@dataclass(frozen=True, slots=True)
class Abstract:
    """One review as its abstract gives it.

    Attributes:
        review_id: the CD number.
        version: from 1; the number behind ".pub".
        title: the plain-language one; "" where there is none.
        sections: heading and paragraphs, in order, made plain.
    """

    doi: str
    review_id: str
    version: int
    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def source_id(self) -> str:
        """The id of the source: "CD001218.pub3"; the first version has no suffix."""
        return self.review_id if self.version == 1 else f"{self.review_id}.pub{self.version}"

    def paragraphs(self, *headings: str) -> tuple[str, ...]:
        """Return the paragraphs under any of the headings, in order."""
        return tuple(p for heading, ps in self.sections if heading in headings for p in ps)

    def text(self) -> str:
        """Return everything, a paragraph to a line."""
        return "\n".join([self.title, *(p for _, ps in self.sections for p in ps)])


def plain(text: str) -> str:
    """Mend signs, spaces and intervals of one paragraph."""
    text = text.translate(_SIGNS)
    for pattern, to in _MENDS:
        text = pattern.sub(to, text)
    return text.strip()


def read_abstracts(path: Path) -> Iterator[Abstract]:
    """Read a file of abstracts, one JSON object to a line, in its order.

    Raises:
        EvidenceMissingError: there is no such file, or it is not gzip or UTF-8.
        EvidenceRowError: a line is no abstract.
    """
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise EvidenceMissingError(path=path, why=str(error)) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _abstract(line, path, number)


def _abstract(line: str, path: Path, number: int) -> Abstract:
    def stop(column: str, why: str) -> EvidenceRowError:
        return EvidenceRowError(path=path, line=number, column=column, why=why)

    try:
        record = json.loads(line)
    except ValueError as error:
        raise stop("", f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise stop("", "not a JSON object")
    doi = str(record.get("doi") or "")
    found = _REVIEW.search(str(record.get("cochrane_id") or "")) or _REVIEW.search(doi)
    if found is None:
        raise stop("cochrane_id", "no CD number, here or in 'doi'")
    sections = record.get("sections")
    if not isinstance(sections, list):
        raise stop("sections", "a list of {heading, paragraphs} is wanted")
    parts = []
    for section in sections:
        if not isinstance(section, dict) or not isinstance(section.get("paragraphs"), list):
            raise stop("sections", "a section is {heading, paragraphs}")
        paragraphs = tuple(plain(str(p)) for p in section["paragraphs"] if str(p).strip())
        parts.append((plain(str(section.get("heading") or "")), paragraphs))
    in_doi = _REVIEW.search(doi)
    version = record.get("version") or (in_doi and in_doi[2]) or 1
    if not str(version).isdecimal() or int(version) < 1:
        raise stop("version", f"'{version}' is no version; a number from 1 is wanted")
    return Abstract(
        doi=doi,
        review_id=found[1].upper(),
        version=int(version),
        title=plain(str(record.get("plain_title") or "")),
        sections=tuple(parts),
    )


def read_abbreviations(text: str) -> dict[str, str]:
    """Return the long form of every abbreviation that a text introduces.

    >>> read_abbreviations("Nicotine replacement therapy (NRT) helps.")
    {'NRT': 'Nicotine replacement therapy'}
    """
    known: dict[str, str] = {}
    for found in _SHORT.finditer(text):
        short = found[1]
        if sum(c.isupper() for c in short) < 2 or short in known:
            continue
        before = text[max(0, found.start() - 120) : found.start()]
        words = re.split(r"[\s]+", re.split(r"[.;:,()\n]", before.rstrip())[-1])
        long = _long_form(short, [w for w in words if w][-_WORDS_BEFORE:])
        if long:
            known[short] = long
    return known


def _long_form(short: str, words: Sequence[str]) -> str:
    """Return the shortest run of last words whose letters give the abbreviation in order."""
    letters = [c.lower() for c in short.removesuffix("s") if c.isalnum()]
    for first in range(len(words) - 1, -1, -1):
        run = " ".join(words[first:])
        if words[first][:1].lower() == letters[0] and _has_in_order(run.lower(), letters):
            initials = sum(
                1 for w in re.split(r"[\s\-/]+", run) if w and w[0].lower() in set(letters)
            )
            # "Rituximab (RTX)" takes its letters from one word.
            inside = " " not in run and len(run) > 2 * len(short)
            if (inside or initials * 2 >= len(letters)) and run.lower() != short.lower():
                return run
    return ""


def _has_in_order(text: str, letters: Sequence[str]) -> bool:
    place = -1
    for letter in letters:
        place = text.find(letter, place + 1)
        if place < 0:
            return False
    return True
