"""Stage 2: billing and diagnosis codes as spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc

from pipeline.citations import CodeMention, read_codes
from pipeline.mark.marks import CODES, article_of, cover, text_of
from pipeline.records import Article

# A list under "CPT codes" has lines that begin with a code and nothing to name it.
_LISTS: Final = re.compile(
    r"\b(?P<system>CPT|HCPCS|ICD-10(?:-CM)?)\b|\b(?:billing|procedure)\s+codes?\b"
    r"|(?i:\b(?P<diagnosis>diagnos(?:is|tic))\s+codes?\b)"
)
_LISTED: Final = re.compile(
    r"\W*(?P<code>[A-Z]?\d{4,5}[A-Z]?|[A-Z]\d[\dA-Z]\.[\dA-Z]{1,4})\b(?!\s*%)"
)
# A column's name that says no more than that.
_CODES: Final = re.compile(r"(?:(?:billing|procedure|service|our) )?codes?", re.IGNORECASE)
# What is billed in the United States, and who pays there.
_AMERICAN: Final = frozenset({"CPT", "HCPCS", "ICD-10-CM", "ICD-10-PCS", "DRG", "NDC", "CDT"})
_AMERICAN_PAYERS: Final = re.compile(r"\b(?:Medicare|Medicaid)\b")
_OF_TENTH: Final = re.compile(r"[A-UW-Z]\d[\dA-Z](?:\.[\dA-Z]{1,4})?")
_SHAPED: Final = re.compile(r"\d{5}|[A-V]\d{4}")


class CodeSpans:
    """Component: fills `doc.spans["codes"]`, labelled by the code system."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the registry codes of one document, line by line."""
        found: list[CodeMention] = []
        start = 0
        system: str | None = None
        for line in text_of(doc).split("\n"):
            read = read_codes(line)
            listed = _LISTED.match(line)
            if not read and listed is not None and system is not None:
                code = listed["code"]
                read = [CodeMention(system, code, listed.start("code"), listed.end("code"), code)]
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
            listed = _LISTED.match(cell.text)
            if cell.header or cell.column not in systems or listed is None:
                continue
            code, start = listed["code"], cell.start_clean + listed.start("code")
            if article is not None and not article.text.startswith(code, start):
                continue
            if start not in starts:
                yield CodeMention(systems[cell.column], code, start, start + len(code), code)


def _system(named: re.Match[str]) -> str:
    if named.re is _CODES:
        return "procedure"
    return named["system"] or ("diagnosis" if named["diagnosis"] else "CPT")
