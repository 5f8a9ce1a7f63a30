"""A folder of articles, each with a file of quotes beside it.

`NAME.marks.jsonl` has a line for each stretch of the article `NAME`: its words
under "text", which occurrence of them is meant under "nth" (1 where it is left
out), and what is said of it. Part and topic have no place in it: they are
written to `parts.jsonl` in the same folder, which may be missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pipeline.errors import AnnotationFormatError
from pipeline.learn.annotations.formats.articles_jsonl import json_objects
from pipeline.learn.annotations.formats.assembled import (
    assembled,
    head_of,
    make_folder,
    write_text,
)
from pipeline.learn.annotations.labels import Labels
from pipeline.learn.annotations.lines import SAID_KEYS, Object, as_line, said_object
from pipeline.learn.annotations.records import AnnotatedArticle
from pipeline.learn.annotations.store import read_source, write_source
from pipeline.learn.judgements import LineFaultError, refuse_others

MARKS_SUFFIX: Final = ".marks.jsonl"
PARTS_NAME: Final = "parts.jsonl"


def write(articles: Sequence[AnnotatedArticle], out: Path, _labels: Labels) -> None:
    """Write a folder.

    Raises:
        ReportUnwritableError: it cannot be written.
    """
    make_folder(out)
    for article in articles:
        write_source(out / article.name, article.source)
        lines = []
        for one in article.annotations:
            nth = occurrences(article.source, one.text).index(one.start) + 1
            counted = {"nth": nth} if nth > 1 else {}
            lines.append(as_line(text=one.text, **counted, **said_object(one)))
        write_text(out / f"{article.name}{MARKS_SUFFIX}", "".join(lines))
    write_text(out / PARTS_NAME, "".join(as_line(**head_of(article)) for article in articles))


def read(path: Path, labels: Labels) -> list[AnnotatedArticle]:
    """Read such a folder, in order of names; an article without quotes is left out.

    Raises:
        AnnotationsMissingError: there are quotes of an article that is not there.
        AnnotationFormatError: a line is something else, or quotes what is not there.
    """
    if not path.is_dir():
        raise AnnotationFormatError(path=path, where="", why="it is no folder")
    parts = path / PARTS_NAME
    heads: Mapping[object, Object] = (
        {head.get("article"): head for _, head in json_objects(parts)} if parts.is_file() else {}
    )
    found = []
    for marks in sorted(path.glob(f"*{MARKS_SUFFIX}")):
        name = marks.name.removesuffix(MARKS_SUFFIX)
        source = read_source(path / name)
        said = [
            _found(source, line, marks, f", line {number}") for number, line in json_objects(marks)
        ]
        head = heads.get(name, {"article": name})
        found.append(assembled(head, source, said, labels, path=marks, where=""))
    return found


def occurrences(source: str, text: str) -> list[int]:
    """Return where a text begins in another, however they overlap."""
    found = []
    at = source.find(text)
    while at >= 0:
        found.append(at)
        at = source.find(text, at + 1)
    return found


def _found(source: str, line: Object, path: Path, where: str) -> tuple[int, int, Object]:
    try:
        refuse_others(line, ("text", "nth", *SAID_KEYS))
    except LineFaultError as fault:
        raise AnnotationFormatError(path=path, where=where, why=str(fault)) from fault
    text, nth = line.get("text"), line.get("nth", 1)
    if not isinstance(text, str) or not text or not isinstance(nth, int) or nth < 1:
        why = "wanted {text, nth, kind, verdict, why, trap, fields}"
        raise AnnotationFormatError(path=path, where=where, why=why)
    places = occurrences(source, text)
    if len(places) < nth:
        why = f"the article has {text[:60]!r} {len(places)} times, not {nth}"
        raise AnnotationFormatError(path=path, where=where, why=why)
    return places[nth - 1], places[nth - 1] + len(text), line
