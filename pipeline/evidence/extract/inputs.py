"""Files of abstracts, told by their content.

Three are read, plain or gzipped: PubMed's XML, and JSON Lines of two shapes.
A line is a Cochrane review, `{doi, cochrane_id, version, plain_title, sections}`,
or any publication:

    {"pmid": "1", "doi": "10.1/x", "id": "lee-2019", "title": "…", "year": 2019,
     "journal": "…", "publisher": "…", "authors": ["Lee A", "Kim S"], "kind": "trial",
     "design": "…", "abstract": "AIM: … RESULTS: …", "sections": [
     {"heading": "Results", "paragraphs": ["…"]}]}

of which a title, one of id, pmid and doi, and an abstract or sections are needed.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, cast

from pipeline.errors import InputUnreadableError, RecordInvalidError
from pipeline.evidence.extract.abstracts import Abstract, plain, review_of
from pipeline.evidence.extract.headings import Sections, section_name, split_abstract
from pipeline.evidence.extract.publications import (
    COCHRANE,
    COCHRANE_JOURNAL,
    Report,
    author_name,
    checked,
    kind_and_design,
    status_of,
    year_in,
)
from pipeline.evidence.extract.pubmed import read_pubmed
from pipeline.evidence.extract.reviews import is_withdrawn
from pipeline.evidence.load import SOURCE_KINDS

WANTED: Final = "PubMed XML or JSON Lines of abstracts, plain or gzipped"
_SUFFIXES: Final = (".xml", ".json", ".jsonl", ".ndjson")
_REVIEW_DOIS: Final = "cochrane_review_dois.txt.gz"
_GZIP: Final = b"\x1f\x8b"
_BOM: Final = b"\xef\xbb\xbf"
_NAME: Final = re.compile(r"[A-Za-z0-9][\w.\-]*")
# What reading a broken or damaged file raises.
BROKEN: Final = (OSError, EOFError, zlib.error, UnicodeDecodeError)


def read_abstracts(paths: Iterable[Path], *, report: Report) -> Iterator[Abstract]:
    """Read files, and the files of folders by name, in their order.

    What cannot be used is reported, a record or a file, and the rest is read.
    """
    for path in paths:
        if not path.is_dir():
            yield from _read_file(path, report)
            continue
        files = [file for file in sorted(path.iterdir()) if _is_input(file)]
        if not files:
            why = f"no file in it ends in {', '.join(_SUFFIXES)}"
            report(InputUnreadableError(path=path, why=why, wanted=WANTED))
        for file in files:
            yield from _read_file(file, report)


def read_review_dois(folder: Path) -> list[str]:
    """Read a registry of the DOIs of Cochrane reviews, one to a line; none where it is absent.

    Raises:
        InputUnreadableError: it is there and cannot be read.
    """
    path = folder / _REVIEW_DOIS
    if not path.is_file():
        return []
    try:
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
    except BROKEN as error:
        why = reason(error)
        raise InputUnreadableError(path=path, why=why, wanted="gzipped lines of DOIs") from error
    return [doi for line in text.splitlines() if (doi := line.strip())]


def _is_input(path: Path) -> bool:
    name = path.name.lower().removesuffix(".gz")
    return path.is_file() and not name.startswith(".") and name.endswith(_SUFFIXES)


@contextmanager
def open_input(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading, unpacked where it is gzipped.

    Raises:
        OSError: it cannot be opened.
    """
    with path.open("rb") as file:
        zipped = file.read(2) == _GZIP
        file.seek(0)
        if zipped:
            with gzip.open(file) as unpacked:
                yield cast("IO[bytes]", unpacked)
        else:
            yield file


def first_character(path: Path) -> str:
    """Return the first character of a file that is no space; "" for an empty one.

    Raises:
        OSError, EOFError, zlib.error: it cannot be read.
    """
    with open_input(path) as stream:
        head = stream.read(4096).removeprefix(_BOM).lstrip()
    return head[:1].decode("ascii", "replace")


def _read_file(path: Path, report: Report) -> Iterator[Abstract]:
    try:
        first = first_character(path)
        with open_input(path) as stream:
            if first == "<":
                yield from read_pubmed(stream, path=path, report=report)
            elif first == "{":
                yield from _read_lines(stream, path, report)
            else:
                why = "a JSON list; one object to a line is wanted" if first == "[" else ""
                why = why or ("it begins like neither" if first else "it is empty")
                report(InputUnreadableError(path=path, why=why, wanted=WANTED))
    except BROKEN as error:
        report(InputUnreadableError(path=path, why=reason(error), wanted=WANTED))


def reason(error: BaseException) -> str:
    """Return what the system says is wrong with a file, without its name."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _read_lines(stream: IO[bytes], path: Path, report: Report) -> Iterator[Abstract]:
    begun = False
    with io.TextIOWrapper(stream, encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                record = _object(line, path, number)
            except RecordInvalidError as error:
                report(error)
                if not begun:
                    # One object over many lines: every line would be told of.
                    why = "its first line is no whole JSON object"
                    report(InputUnreadableError(path=path, why=why, wanted=WANTED))
                    return
                continue
            begun = True
            try:
                yield _from_json(record, path, number, report)
            except RecordInvalidError as error:
                report(error)


def _object(line: str, path: Path, number: int) -> Mapping[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        why = f"not JSON: {error}"
        raise RecordInvalidError(path=path, record=number, why=why) from error
    if not isinstance(record, dict):
        raise RecordInvalidError(path=path, record=number, why="not a JSON object")
    return record


def _from_json(record: Mapping[str, Any], path: Path, number: int, report: Report) -> Abstract:
    if "cochrane_id" in record or "plain_title" in record:
        return _review(record, path, number)
    return _publication(record, path, number, report)


def _review(record: Mapping[str, Any], path: Path, number: int) -> Abstract:
    def stop(why: str) -> RecordInvalidError:
        return RecordInvalidError(path=path, record=number, why=why)

    doi = _string(record, "doi")
    review = review_of(_string(record, "cochrane_id")) or review_of(doi)
    if review is None:
        raise stop("no CD number, in 'cochrane_id' or in 'doi'")
    sections = _sections(record, path, number)
    in_doi = review_of(doi)
    version = record.get("version") or (in_doi and in_doi[1]) or 1
    if not str(version).isdecimal() or int(version) < 1:
        raise stop(f"version '{version}'; a number from 1 is wanted")
    title = plain(_string(record, "plain_title"))
    # In place of an abstract, without a heading, stands why a review was taken back.
    notice = [p for heading, ps in sections if not heading for p in ps]
    return Abstract(
        doi=doi,
        review_id=review[0],
        version=int(version),
        title=title,
        sections=sections,
        journal=COCHRANE_JOURNAL,
        publisher=COCHRANE,
        status="withdrawn" if is_withdrawn(title, notice) else "current",
        place=f"{path}, record {number}",
    )


def _publication(record: Mapping[str, Any], path: Path, number: int, report: Report) -> Abstract:
    def stop(why: str) -> RecordInvalidError:
        return RecordInvalidError(path=path, record=number, why=why)

    title = plain(_string(record, "title")).removesuffix(".")
    doi, pmid, name = (_string(record, key) for key in ("doi", "pmid", "id"))
    if not title:
        raise stop("no 'title'")
    if not (doi or pmid or name):
        raise stop("none of 'id', 'pmid' and 'doi'")
    if name and not _NAME.fullmatch(name):
        raise stop(f"id '{name}'; letters, digits, hyphens, dots and underscores are wanted")
    if "sections" in record:
        sections = _sections(record, path, number)
    elif isinstance(record.get("abstract"), str):
        sections = split_abstract(record["abstract"])
    else:
        raise stop("neither 'abstract', a string, nor 'sections'")
    kind = record.get("kind")
    if kind is not None and kind not in SOURCE_KINDS:
        raise stop(f"kind '{kind}' is none of {', '.join(SOURCE_KINDS)}")
    authors = record.get("authors") or []
    if isinstance(authors, str):
        authors = authors.split(";")
    if not isinstance(authors, list) or not all(isinstance(a, str) for a in authors):
        raise stop("'authors' is neither a list of names nor names with semicolons")
    told, design = kind_and_design((), title)
    read = Abstract(
        doi="",
        review_id="",
        version=1,
        title=title,
        sections=sections,
        name=name,
        authors=tuple(author_name(author) for author in authors if author.strip()),
        journal=_string(record, "journal"),
        publisher=_string(record, "publisher"),
        year=year_in(_string(record, "year")),
        kind=kind or told,
        design=_string(record, "design") or ("" if kind else design),
        status=status_of((), title),
        url=_string(record, "url"),
    )
    return checked(read, path=path, record=number, doi=doi, pmid=pmid, report=report)


def _sections(record: Mapping[str, Any], path: Path, number: int) -> Sections:
    def stop(why: str) -> RecordInvalidError:
        return RecordInvalidError(path=path, record=number, why=why)

    listed = record.get("sections")
    if not isinstance(listed, list):
        raise stop("'sections' is no list of {heading, paragraphs}")
    parts = []
    for section in listed:
        if not isinstance(section, dict) or not isinstance(section.get("paragraphs"), list):
            raise stop("a section is no {heading, paragraphs}")
        paragraphs = tuple(plain(str(p)) for p in section["paragraphs"] if str(p).strip())
        parts.append((section_name(_string(section, "heading")), paragraphs))
    return tuple(parts)


def _string(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return str(value).strip() if isinstance(value, str | int) else ""
