"""Stage 2: billing and diagnosis codes as spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc

from pipeline.citations import CodeMention, is_about_bills, read_codes, read_listed
from pipeline.mark.marks import CODES, article_of, cover, text_of
from pipeline.records import Article

# A list under "CPT codes" has lines that begin with a code and nothing to name it.
_LISTS: Final = re.compile(
    r"\b(?P<system>CPT|HCPCS|ICD-10(?:-CM)?)\b|\b(?:billing|procedure)\s+codes?\b"
    r"|(?i:\b(?P<diagnosis>diagnos(?:is|tic))\s+codes?\b)"
)
# A column's name that says no more than that.
_CODES: Final = re.compile(r"(?:(?:billing|procedure|service|our) )?codes?", re.IGNORECASE)
# What is billed in the United States, and who pays there.
_AMERICAN: Final = frozenset({"CPT", "HCPCS", "ICD-10-CM", "ICD-10-PCS", "DRG", "NDC", "CDT"})
_AMERICAN_PAYERS: Final = re.compile(r"\b(?:Medicare|Medicaid)\b")
_SURE: Final = frozenset({*_AMERICAN, "ICD-10", "ICD-9-CM", "ICD-11"})
_OF_TENTH: Final = re.compile(r"[A-UW-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?")
_SHAPED: Final = re.compile(r"\d{5}|[A-V]\d{4}")


class CodeSpans:
    """Component: fills `doc.spans["codes"]`, labelled by the code system."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the registry codes of one document, line by line."""
        found: list[CodeMention] = []
        about_bills = is_about_bills(text_of(doc))
        start = 0
        system: str | None = None
        for line in text_of(doc).split("\n"):
            read = read_codes(line, about_bills=about_bills)
            listed = read_listed(line, system) if system is not None else None
            if listed is not None:
                # What the line itself says of its first code is surer than what stands above.
                own = [one for one in read if one.start < listed.end and one.system in _SURE]
                read = [*(own or [listed]), *(one for one in read if one.start >= listed.end)]
            elif line.strip():
                named = _LISTS.search(line)
                # Only the lines right below keep to the system that a line names.
                system = _system(named) if named is not None else None
            found += [replace(one, start=one.start + start, end=one.end + start) for one in read]
            start += len(line) + 1
        found += _in_tables(article_of(doc), found)
        found.sort(key=lambda one: one.start)
        found = _of_the_country(text_of(doc), found)
        doc.user_data[CODES] = found
        cover(doc, "codes", [(m.start, m.end, m.system) for m in found])
        return doc


def _of_the_country(text: str, found: Sequence[CodeMention]) -> list[CodeMention]:
    """Return diagnosis codes as those of the only system that is billed where a text is from.

    Who bills CPT or Medicare and writes "diagnosis code M54.50" means ICD-10-CM, in use there since
    October 2015. What may be of ICD-9-CM too ("V58.61"), stays as it was named.
    """
    if not any(m.system in _AMERICAN for m in found) and not _AMERICAN_PAYERS.search(text):
        return list(found)
    return [
        replace(m, system="ICD-10-CM")
        if m.system == "diagnosis" and _OF_TENTH.fullmatch(m.code)
        else m
        for m in found
    ]


def _in_tables(article: Article | None, known: Sequence[CodeMention]) -> Iterator[CodeMention]:
    """Yield the cells of columns of codes: below "CPT" or "Code", or where all look like one."""
    starts = {one.start for one in known}
    for table in article.tables if article is not None else ():
        systems = {
            cell.column: _system(named)
            for cell in table.cells
            if cell.header and (named := _LISTS.search(cell.text) or _CODES.fullmatch(cell.text))
        }
        first = [cell.text for cell in table.cells if cell.column == 1 and not cell.header]
        if len(first) > 1 and all(map(_SHAPED.fullmatch, first)):
            systems.setdefault(1, "procedure")
        for cell in table.cells:
            if cell.header or cell.column not in systems:
                continue
            listed = read_listed(cell.text, systems[cell.column])
            if listed is None:
                continue
            start = cell.start_clean + listed.start
            if article is not None and not article.text.startswith(listed.code, start):
                continue
            if start not in starts:
                yield replace(listed, start=start, end=start + len(listed.code))


def _system(named: re.Match[str]) -> str:
    if named.re is _CODES:
        return "procedure"
    return named["system"] or ("diagnosis" if named["diagnosis"] else "CPT")
