"""JSON Lines, an article to a line with its text, part, topic and annotations.

Everything has its place here. `start` and `end` are code points.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import AnnotationFormatError
from pipeline.learn.annotations.formats.assembled import (
    as_objects,
    assembled,
    head_of,
    read_text,
    write_text,
)
from pipeline.learn.annotations.labels import Labels
from pipeline.learn.annotations.lines import Object, as_line, as_object
from pipeline.learn.annotations.records import AnnotatedArticle


def write(articles: Sequence[AnnotatedArticle], out: Path, _labels: Labels) -> None:
    """Write a file.

    Raises:
        ReportUnwritableError: it cannot be written.
    """
    lines = (
        as_line(
            **head_of(article),
            text=article.source,
            annotations=[as_object(one) for one in article.annotations],
        )
        for article in articles
    )
    write_text(out, "".join(lines))


def read(path: Path, labels: Labels) -> list[AnnotatedArticle]:
    """Read such a file.

    Raises:
        AnnotationFormatError: a line is something else.
    """
    found = []
    for number, line in json_objects(path):
        where = f", line {number}"
        said = [placed(one, path, where) for one in as_objects(line.get("annotations"))]
        found.append(assembled(line, line.get("text"), said, labels, path=path, where=where))
    return found


def json_objects(path: Path) -> list[tuple[int, Object]]:
    """Return the objects of a file of JSON lines, each with the number of its line, from 1.

    Raises:
        AnnotationFormatError: a line holds something else.
    """
    found: list[tuple[int, Object]] = []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            read = json.loads(line)
        except ValueError as error:
            why = f"it is no JSON: {error}"
            raise AnnotationFormatError(path=path, where=f", line {number}", why=why) from error
        if not isinstance(read, dict):
            why = "it is no JSON object"
            raise AnnotationFormatError(path=path, where=f", line {number}", why=why)
        found.append((number, read))
    return found


def placed(said: Object, path: Path, where: str) -> tuple[int, int, Object]:
    """Return the place of an annotation with all that is said of it.

    Raises:
        AnnotationFormatError: it has no place.
    """
    start, end = said.get("start"), said.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        why = f"an annotation begins at {start!r} and ends at {end!r}; wanted two numbers"
        raise AnnotationFormatError(path=path, where=where, why=why)
    return start, end, said
