"""Real pages, annotated by address, fingerprint and place.

`annotations/real.jsonl` has a line for each stretch: the page's address, the
sha256 of the saved file, `start` and `end` in code points of the page as
decoded, kind and verdict or trap. Of a long page only the beginning is saved,
up to `cut_at` in code points. No words of a page stand there: whoever has saved
the page has them, and its fingerprint says whether it is the same page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from spacy.language import Language

from pipeline.concepts import ConceptIndex
from pipeline.errors import AnnotationLineError, AnnotationsMissingError, ReportUnwritableError
from pipeline.learn.annotations.formats.articles_jsonl import json_objects
from pipeline.learn.annotations.labels import Labels
from pipeline.learn.annotations.lines import Object, as_line, made
from pipeline.learn.annotations.records import AnnotatedArticle, Annotation
from pipeline.learn.judgements import LineFaultError, json_lines, refuse_others
from pipeline.learn.reading.claims import read_claims
from pipeline.learn.reading.scores import ReadArticle, hold_against
from pipeline.read import read_path
from pipeline.read.suffixes import SUFFIXES
from pipeline.records import Article

PAGES_FILE: Final = "real.jsonl"
# Beside saved pages: which file came from which address.
INDEX_FILE: Final = "index.jsonl"
_PAGE_KEYS: Final = ("address", "sha256", "cut_at")
_MARK_KEYS: Final = ("start", "end", "kind", "verdict", "trap")
_MAX_MB: Final = 100.0
_Key = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class PageMark:
    """A stretch of a page, without its words."""

    start: int
    end: int
    said: Object


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its marks.

    Attributes:
        sha256: of the bytes that were saved, in hex.
        cut_at: how many code points of it were saved; None for all.
    """

    address: str
    sha256: str
    cut_at: int | None
    marks: tuple[PageMark, ...]


@dataclass(frozen=True, slots=True)
class ReadPages:
    """What was read of pages.

    Attributes:
        articles: one for each page that was there.
        faults: pages that were not, or are not what they were, and lines that broke a rule.
    """

    articles: Sequence[ReadArticle]
    faults: Sequence[str]


def read_pages(path: Path, *, faults: list[AnnotationLineError]) -> list[Page]:
    """Read the marks of real pages, by address.

    Raises:
        AnnotationsMissingError: there is no such file.
    """
    marks: dict[_Key, list[PageMark]] = {}
    for number, line in json_lines(path, faults=faults):
        try:
            page, mark = _mark(line)
        except LineFaultError as fault:
            faults.append(AnnotationLineError(path=path, line=number, why=str(fault)))
            continue
        marks.setdefault(page, []).append(mark)
    return [Page(*page, tuple(its)) for page, its in sorted(marks.items(), key=_by_address)]


def evaluate_pages(
    pages: Sequence[Page], folder: Path, labels: Labels, nlp: Language, concepts: ConceptIndex
) -> ReadPages:
    """Read saved pages and hold what is found against their marks.

    Args:
        pages: with their marks.
        folder: of the saved pages, under any name with an ending that is read.
        labels: names that are known.
        nlp: with whatever components are to be measured.
        concepts: of the evidence table in use.

    Raises:
        AnnotationsMissingError: there is no such folder.
        PipelineError: a page cannot be read.
    """
    saved = _by_fingerprint(folder)
    faults = []
    there: list[tuple[Page, Article]] = []
    for page in pages:
        if page.sha256 in saved:
            there.append((page, read_path(saved[page.sha256], max_mb=_MAX_MB)))
        else:
            faults.append(f"{page.address}: no file in {folder} has its fingerprint")
    read = []
    claims = read_claims([article for _, article in there], nlp, concepts)
    for (page, article), (_, said) in zip(there, claims, strict=True):
        gold = []
        for mark in page.marks:
            try:
                gold.append(_annotation(mark, article.source, labels))
            except LineFaultError as fault:
                faults.append(f"{page.address}, {mark.start}-{mark.end}: {fault}")
        read.append(hold_against(page.address, gold, said))
    return ReadPages(tuple(read), tuple(faults))


def pages_of(annotated: Iterable[AnnotatedArticle], folder: Path) -> tuple[list[Page], list[str]]:
    """Return the marks of annotated pages without their words, and which have no address.

    Args:
        annotated: pages in a folder, with all their words.
        folder: of the saved pages and `index.jsonl`, a line `{"name", "address", "cut_at"}` for
            each; other keys are not looked at, and `cut_at` may be missing.

    Raises:
        AnnotationsMissingError: the index is not there.
        AnnotationFormatError: a line of it is something else.
    """
    path = folder / INDEX_FILE
    if not path.is_file():
        raise AnnotationsMissingError(path=path)
    index = {line.get("name"): line for _, line in json_objects(path)}
    found, faults = [], []
    for page in annotated:
        line = index.get(page.name, {})
        address, cut_at = line.get("address"), line.get("cut_at")
        if not isinstance(address, str) or not isinstance(cut_at, int | None):
            faults.append(f"{page.name}: {path} has no address for it")
            continue
        marks = tuple(PageMark(one.start, one.end, _said(one)) for one in page.annotations)
        sha256 = hashlib.sha256((folder / page.name).read_bytes()).hexdigest()
        found.append(Page(address, sha256, cut_at, marks))
    return found, faults


def write_pages(path: Path, pages: Iterable[Page]) -> None:
    """Write the marks of pages, sorted; what was there is replaced.

    Raises:
        ReportUnwritableError: the file cannot be written.
    """
    lines = [
        as_line(**_head(page), start=mark.start, end=mark.end, **mark.said)
        for page in sorted(pages, key=lambda one: one.address)
        for mark in sorted(page.marks, key=lambda one: (one.start, one.end, str(one.said)))
    ]
    try:
        path.write_text("".join(lines), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ReportUnwritableError(path=path, why=error.strerror) from error


def _head(page: Page) -> dict[str, object]:
    head: dict[str, object] = {"address": page.address, "sha256": page.sha256}
    return head if page.cut_at is None else head | {"cut_at": page.cut_at}


def _by_address(marked: tuple[_Key, list[PageMark]]) -> tuple[str, str]:
    (address, sha256, _), _ = marked
    return address, sha256


def _said(one: Annotation) -> dict[str, object]:
    said: Mapping[str, object] = {"kind": one.kind, "verdict": one.verdict, "trap": one.trap}
    return {key: value for key, value in said.items() if value is not None}


def _mark(line: Object) -> tuple[_Key, PageMark]:
    refuse_others(line, (*_PAGE_KEYS, *_MARK_KEYS))
    address, sha256, cut_at = (line.get(key) for key in _PAGE_KEYS)
    start, end = line.get("start"), line.get("end")
    if not isinstance(address, str) or not isinstance(sha256, str):
        raise LineFaultError("wanted the page's address and sha256")
    if not isinstance(cut_at, int | None):
        raise LineFaultError(f"'cut_at' is {cut_at!r}; wanted a number")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
        raise LineFaultError(f"there is no {start!r}-{end!r}")
    said = {key: line[key] for key in _MARK_KEYS[2:] if key in line}
    return (address, sha256, cut_at), PageMark(start, end, said)


def _annotation(mark: PageMark, source: str, labels: Labels) -> Annotation:
    text = source[mark.start : mark.end]
    return made(mark.start, mark.end, text, mark.said, labels)


def _by_fingerprint(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise AnnotationsMissingError(path=folder)
    return {
        hashlib.sha256(path.read_bytes()).hexdigest(): path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in SUFFIXES
    }
