"""Doccano's JSON Lines for sequence labelling, an article to a line.

Labels are triples of start, end and name, counted in UTF-16 as doccano counts
where it does not count graphemes. A name is a kind with the verdict or the
trap, "statistic/supported" or "none/advice", so that both can be set there.
What doccano has no place for stands in further columns, which it keeps as
metadata: article, part, topic, and under `notes` each stretch's `why` and
`fields`. A stretch that was moved or renamed there comes back without them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pipeline.errors import AnnotationFormatError
from pipeline.learn.annotations.formats.articles_jsonl import json_objects
from pipeline.learn.annotations.formats.assembled import (
    as_objects,
    assembled,
    head_of,
    write_text,
)
from pipeline.learn.annotations.formats.code_units import CodeUnits
from pipeline.learn.annotations.labels import NONE, Labels
from pipeline.learn.annotations.lines import Object, as_line, said_object
from pipeline.learn.annotations.records import AnnotatedArticle

_NOTED: Final = ("why", "fields")
_Key = tuple[object, object, object]


def write(articles: Sequence[AnnotatedArticle], out: Path, _labels: Labels) -> None:
    """Write a file.

    Raises:
        ReportUnwritableError: it cannot be written.
    """
    lines = []
    for article in articles:
        units = CodeUnits.of(article.source)
        labels, notes = [], []
        for one in article.annotations:
            start, end = units.to_units(one.start), units.to_units(one.end)
            name = "/".join(filter(None, (one.kind, one.verdict, one.trap)))
            labels.append([start, end, name])
            said = said_object(one)
            noted = {key: said[key] for key in _NOTED if key in said}
            if noted:
                place: dict[str, object] = {"start": start, "end": end, "kind": one.kind}
                notes.append(place | noted)
        lines.append(as_line(text=article.source, label=labels, **head_of(article), notes=notes))
    write_text(out, "".join(lines))


def read(path: Path, labels: Labels) -> list[AnnotatedArticle]:
    """Read such a file, or what doccano exports of it.

    Raises:
        AnnotationFormatError: a line is something else.
    """
    found = []
    for number, line in json_objects(path):
        where = f", line {number}"
        meta = line.get("meta")
        # Its versions differ in where they put further columns.
        whole: Object = {**meta, **line} if isinstance(meta, Mapping) else line
        source = whole.get("text")
        units = CodeUnits.of(source if isinstance(source, str) else "")
        notes = {
            _key(note.get("start"), note.get("end"), note.get("kind")): note
            for note in as_objects(whole.get("notes"))
        }
        said = []
        for start, end, name in _triples(whole, path, where):
            first, last = units.to_points(start), units.to_points(end)
            if first is None or last is None:
                why = f"{start}-{end} begins or ends inside of a character, or beyond the text"
                raise AnnotationFormatError(path=path, where=where, why=why)
            kind, _, rest = name.partition("/")
            noted = notes.get(_key(start, end, kind), {})
            kept = {key: noted[key] for key in _NOTED if key in noted}
            of_kind = {"trap" if kind == NONE else "verdict": rest} if rest else {}
            said.append((first, last, {"kind": kind, **of_kind, **kept}))
        found.append(assembled(whole, source, said, labels, path=path, where=where))
    return found


def _triples(line: Object, path: Path, where: str) -> list[tuple[int, int, str]]:
    listed = line.get("label", line.get("labels"))
    if listed is None:
        listed = [
            [one.get("start_offset"), one.get("end_offset"), one.get("label")]
            for one in as_objects(line.get("entities"))
        ]
    found = []
    for triple in listed if isinstance(listed, list) else [listed]:
        match triple:
            case [int(start), int(end), str(name)]:
                found.append((start, end, name))
            case _:
                why = f"a label is {triple!r}; wanted start, end and name"
                raise AnnotationFormatError(path=path, where=where, why=why)
    return found


def _key(*of: object) -> _Key:
    start, end, kind = of
    return start, end, kind
