"""Reference lists of every kind become publications: RIS, BibTeX, CSL-JSON, CSV, PubMed.

The format is told by a file's content. What cannot be used is reported, a record
or a file, and the rest is read.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from pipeline.errors import InputUnreadableError, PipelineError, RecordInvalidError
from pipeline.evidence.extract.abstracts import Abstract, plain
from pipeline.evidence.extract.headings import split_abstract
from pipeline.evidence.extract.inputs import BROKEN, open_input, reason
from pipeline.evidence.extract.publications import (
    Report,
    author_name,
    checked,
    kind_and_design,
    named,
    status_of,
    year_in,
)
from pipeline.evidence.extract.pubmed import read_pubmed
from pipeline.evidence.load import SOURCE_KINDS
from pipeline.read.decode import decode
from pipeline.resources import word_list

if TYPE_CHECKING:
    from bibtexparser.model import Entry

WANTED: Final = "PubMed XML, RIS, BibTeX, CSL-JSON or CSV, plain or gzipped"
_COLUMNS: Final[dict[str, list[str]]] = word_list("publications")["columns"]
_RIS: Final = re.compile(r"^TY  - ", re.MULTILINE)
_BIBTEX: Final = re.compile(r"^\s*@\w+\s*[{(]", re.MULTILINE)
# Crossref leaves its tags in titles and abstracts.
_MARKUP: Final = re.compile(r"</?[a-zA-Z][\w:]*(?:\s[^<>]*)?/?>")
_NUMBERED: Final = re.compile(r"\d{5,8}")
# "Lee A, Kim SB, van der Berg C": names with initials, no given name written out.
_LISTED: Final = re.compile(r"[^,;]+ [A-Z]{1,4}(?:, [^,;]+ [A-Z]{1,4})*")
_AUTHOR: Final = "author-"
_LONGEST_CELL: Final = 1_000_000
# One record of a file, as its format gave it: our names, texts.
_Fields = Mapping[str, str]


def read_bibliographies(paths: Iterable[Path], *, report: Report) -> Iterator[Abstract]:
    """Read files in their order, and their records in theirs."""
    for path in paths:
        try:
            with open_input(path) as stream:
                head = stream.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
                if head[:1] == b"<":
                    stream.seek(0)
                    yield from read_pubmed(stream, path=path, report=report)
                    continue
                stream.seek(0)
                # Reference managers still write the encodings of their day.
                text = decode(stream.read(), source=str(path))
        except BROKEN as error:
            report(InputUnreadableError(path=path, why=reason(error), wanted=WANTED))
            continue
        except PipelineError as error:
            why = str(error.details.get("why", "it is empty"))
            report(InputUnreadableError(path=path, why=why, wanted=WANTED))
            continue
        yield from _read_text(text, path, report)


def _read_text(text: str, path: Path, report: Report) -> Iterator[Abstract]:
    if text.lstrip()[:1] in {"[", "{"}:
        yield from _csl(text, path, report)
    elif _RIS.search(text):
        yield from _ris(text, path, report)
    elif _BIBTEX.search(text):
        yield from _bibtex(text, path, report)
    else:
        yield from _csv(text, path, report)


def _publication(
    read: _Fields, authors: Sequence[str], path: Path, number: int, report: Report
) -> Iterator[Abstract]:
    """Yield what a record says; a record without a title is reported and left out."""
    title = plain(" ".join(_MARKUP.sub("", read.get("title", "")).split())).removesuffix(".")
    if not title:
        report(RecordInvalidError(path=path, record=number, why="no title; it is left out"))
        return
    types = [part for part in re.split(r"[;|]", read.get("type", "")) if part.strip()]
    kind, design = kind_and_design(types, title)
    own = read.get("kind", "")
    if own in SOURCE_KINDS:
        kind, design = own, ""
    elif own:
        why = f"kind '{own}' is none of {', '.join(SOURCE_KINDS)}; taken for {kind}"
        report(RecordInvalidError(path=path, record=number, why=why))
    url = read.get("url", "").strip()
    yield checked(
        Abstract(
            doi="",
            review_id="",
            version=1,
            title=title,
            sections=split_abstract(_MARKUP.sub(" ", read.get("abstract", ""))),
            name=read.get("source_id", ""),
            authors=tuple(authors),
            journal=plain(read.get("journal", "")),
            publisher=plain(read.get("publisher", "")),
            year=year_in(read.get("year", "")),
            kind=kind,
            design=read.get("design", "") or design,
            status=status_of(types, title),
            url=url if re.fullmatch(r"https?://\S+", url) else "",
        ),
        path=path,
        record=number,
        doi=read.get("doi", ""),
        pmid=read.get("pmid", ""),
        report=report,
    )


# --- RIS -------------------------------------------------------------------------------------


def _ris(text: str, path: Path, report: Report) -> Iterator[Abstract]:
    import rispy

    starts = [found.start() for found in _RIS.finditer(text)]
    for number, start in enumerate(starts, start=1):
        # One by one: rispy says nothing of a record that does not end.
        chunk = text[start : starts[number] if number < len(starts) else len(text)]
        records = rispy.loads(chunk)
        if not records:
            why = "it does not end in 'ER  - '; it is left out"
            report(RecordInvalidError(path=path, record=number, why=why))
            continue
        yield from _publication(*_of_ris(records[0]), path, number, report)


def _of_ris(record: Mapping[str, Any]) -> tuple[_Fields, list[str]]:
    def first(*names: str) -> str:
        found = (record.get(name) for name in names)
        value = next((value for value in found if value), "")
        return str(value[0] if isinstance(value, list) else value)

    accession = first("accession_number")
    # Not every database numbers as PubMed does.
    from_pubmed = re.search(r"pubmed|medline|nlm", first("name_of_database"), re.IGNORECASE)
    read = {
        "title": first("title", "primary_title", "translated_title"),
        "journal": first("journal_name", "secondary_title", "alternate_title3"),
        "publisher": first("publisher"),
        "year": first("year", "publication_year", "date"),
        "doi": first("doi"),
        "pmid": accession if from_pubmed and _NUMBERED.fullmatch(accession) else "",
        "url": first("urls", "url"),
        "type": first("type_of_reference"),
        "abstract": first("abstract", "notes_abstract"),
    }
    authors = record.get("authors") or record.get("first_authors") or []
    return read, [author_name(author) for author in authors]


# --- BibTeX ------------------------------------------------------------------------------------


def _bibtex(text: str, path: Path, report: Report) -> Iterator[Abstract]:
    from bibtexparser import middlewares
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.library import Library
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry

    # It logs what it cannot read; here that is reported.
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    raw = parse_string(text, parse_stack=[])
    entries: list[Entry] = []
    for block in raw.blocks:
        if isinstance(block, Entry):
            entries.append(block)
        elif isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            # Two works under one key are two works all the same.
            if isinstance(block.ignore_error_block, Entry):
                entries.append(block.ignore_error_block)
        elif block in raw.failed_blocks:
            where = f"that begins on line {(block.start_line or 0) + 1}"
            why = "it is not BibTeX, a brace may be missing; it is left out"
            report(RecordInvalidError(path=path, record=where, why=why))
    for number, entry in enumerate(entries, start=1):
        entry.key = str(number)
    library = Library([*raw.strings, *entries])
    for middleware in (
        middlewares.ResolveStringReferencesMiddleware(),
        middlewares.RemoveEnclosingMiddleware(),
    ):
        library = middleware.transform(library)
    for entry in library.entries:
        _part_authors(entry)
    library = middlewares.LatexDecodingMiddleware().transform(library)
    for number, entry in enumerate(library.entries, start=1):
        yield from _publication(*_of_bibtex(entry), path, number, report)


def _part_authors(entry: Entry) -> None:
    """Give every author a field, "Family, Given", while braces still hold bodies together."""
    from bibtexparser.middlewares.names import (
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )
    from bibtexparser.model import Field

    listed = entry.fields_dict.get("author")
    for name in split_multiple_persons_names(str(listed.value)) if listed is not None else []:
        written = name.strip()
        if written == "others":
            continue
        if not written.startswith("{"):
            parts = parse_single_name_into_parts(written)
            family = " ".join((*parts.von, *parts.last, *parts.jr))
            written = f"{family}, {' '.join(parts.first)}" if parts.first else family
        entry.set_field(Field(f"{_AUTHOR}{len(entry.fields):04}", written))


def _of_bibtex(entry: Entry) -> tuple[_Fields, list[str]]:
    values = {field.key.lower(): str(field.value) for field in entry.fields}

    def first(*names: str) -> str:
        return next((values[name] for name in names if values.get(name)), "")

    read = {
        "title": first("title"),
        "journal": first("journal", "journaltitle", "booktitle"),
        "publisher": first("publisher", "institution", "organization"),
        "year": first("year", "date"),
        "doi": first("doi"),
        "pmid": first("pmid") or (first("eprint") if values.get("eprinttype") == "pubmed" else ""),
        "url": first("url"),
        "type": entry.entry_type,
        "abstract": first("abstract"),
    }
    return read, [author_name(values[key]) for key in values if key.startswith(_AUTHOR)]


# --- CSL-JSON -----------------------------------------------------------------------------------


def _csl(text: str, path: Path, report: Report) -> Iterator[Abstract]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        report(InputUnreadableError(path=path, why=f"not JSON: {error}", wanted=WANTED))
        return
    for number, item in enumerate(items if isinstance(items, list) else [items], start=1):
        if isinstance(item, dict):
            yield from _publication(*_of_csl(item), path, number, report)
        else:
            report(RecordInvalidError(path=path, record=number, why="not a JSON object"))


def _of_csl(item: Mapping[str, Any]) -> tuple[_Fields, list[str]]:
    def text(name: str) -> str:
        value = item.get(name)
        return str(value).strip() if isinstance(value, str | int) else ""

    issued = item.get("issued")
    date = ""
    if isinstance(issued, dict):
        parts = issued.get("date-parts")
        date = str(parts[0][0]) if _is_nested(parts) else str(issued.get("raw") or "")
    read = {
        "title": text("title"),
        "journal": text("container-title"),
        "publisher": text("publisher"),
        "year": date,
        "doi": text("DOI"),
        "pmid": text("PMID"),
        "url": text("URL"),
        "type": text("type"),
        "abstract": text("abstract"),
    }
    listed = item.get("author")
    people = [person for person in listed if isinstance(person, dict)] if _is_list(listed) else []
    names = [_csl_name(person) for person in people]
    return read, [name for name in names if name]


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _is_nested(value: object) -> TypeGuard[list[list[Any]]]:
    return _is_list(value) and bool(value) and _is_list(value[0]) and bool(value[0])


def _csl_name(person: Mapping[str, Any]) -> str:
    def part(name: str) -> str:
        return str(person.get(name) or "")

    family = f"{part('non-dropping-particle')} {part('family')}".strip()
    return named(family, part("given")) if family else part("literal").strip()


# --- CSV ----------------------------------------------------------------------------------------


def _csv(text: str, path: Path, report: Report) -> Iterator[Abstract]:
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    # A cell may hold a whole abstract.
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = _columns(next(rows, []))
        if "title" not in columns:
            why = "no column is called 'title', and it is in no other of the formats"
            report(InputUnreadableError(path=path, why=why, wanted=WANTED))
            return
        for number, values in enumerate((row for row in rows if any(row)), start=1):
            read = {name: values[i].strip() for name, i in columns.items() if i < len(values)}
            # "Lee A; Kim S" or, as PubMed writes them, "Lee A, Kim S."
            written = read.get("authors", "").removesuffix(".")
            names = [part.strip() for part in written.split(";")]
            if len(names) == 1 and _LISTED.fullmatch(written):
                names = written.split(", ")
            authors = [author_name(name) for name in names if name and name != "et al"]
            yield from _publication(read, authors, path, number, report)
    except csv.Error as error:
        why = f"line {rows.line_num} is not CSV: {error}"
        report(InputUnreadableError(path=path, why=why, wanted=WANTED))


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Return where the columns that are read stand; of two for one thing the better known."""
    here = {name.strip().lower(): place for place, name in reversed([*enumerate(header)])}
    found = {
        name: next((here[w] for w in ways if w in here), None) for name, ways in _COLUMNS.items()
    }
    return {name: place for name, place in found.items() if place is not None}
