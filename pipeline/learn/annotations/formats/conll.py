r"""CoNLL columns with BIO tags, an article after another.

A line is a token: number, start, end, form, then a column of tags for each
layer, separated by tabs. A tag is "B-" or "I-" with the kind and the verdict or
trap ("B-statistic/supported"). Stretches that overlap stand in different
layers, so each article has as many as it needs. Tokens are cut wherever a
stretch begins or ends. What columns cannot hold stands in comments, as JSON:
`# article`, `# text` (columns lose white space), and `# note` with a stretch's
`why` and `fields`. A blank line ends a line of the text that no stretch
crosses; `start` and `end` are code points.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline.errors import AnnotationFormatError
from pipeline.learn.annotations.formats.assembled import (
    assembled,
    head_of,
    read_text,
    write_text,
)
from pipeline.learn.annotations.labels import NONE, Labels
from pipeline.learn.annotations.lines import Object, said_object
from pipeline.learn.annotations.records import AnnotatedArticle, Annotation

_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_BREAK: Final = re.compile(r"[\r\n]")
_COMMENT: Final = re.compile(r"# (\w+) = (.*)")
_OUTSIDE: Final = "O"
_N_BEFORE_TAGS: Final = 4


def write(articles: Sequence[AnnotatedArticle], out: Path, _labels: Labels) -> None:
    """Write a file.

    Raises:
        ReportUnwritableError: it cannot be written.
    """
    write_text(out, "".join(f"{_written(article)}\n" for article in articles))


def _written(article: AnnotatedArticle) -> str:
    lines = [f"# article = {_json(head_of(article))}", f"# text = {_json(article.source)}"]
    layers = layers_of(article.annotations)
    for layer in layers:
        for one in layer:
            said = {key: said for key, said in said_object(one).items() if key in {"why", "fields"}}
            if said:
                place = {"start": one.start, "end": one.end, "kind": one.kind}
                lines.append(f"# note = {_json(place | said)}")
    cuts = {place for one in article.annotations for place in (one.start, one.end)}
    last = 0
    for number, (start, end) in enumerate(tokens_of(article.source, cuts), start=1):
        crossed = any(one.start < start and one.end > last for one in article.annotations)
        if last and not crossed and _BREAK.search(article.source, last, start):
            lines.append("")
        tags = (_tag(layer, start, end) for layer in layers)
        lines.append(
            "\t".join((str(number), str(start), str(end), article.source[start:end], *tags))
        )
        last = end
    return "\n".join(lines) + "\n"


def layers_of(annotations: Sequence[Annotation]) -> list[list[Annotation]]:
    """Lay annotations out so that none overlaps another of its layer."""
    layers: list[list[Annotation]] = []
    for one in sorted(annotations, key=lambda one: (one.start, -one.end, one.kind)):
        free = next((layer for layer in layers if layer[-1].end <= one.start), None)
        if free is None:
            layers.append([one])
        else:
            free.append(one)
    return layers


def tokens_of(source: str, cuts: set[int]) -> list[tuple[int, int]]:
    """Return the words and marks of a text, cut at the places given."""
    found = []
    for token in _TOKEN.finditer(source):
        start = token.start()
        for place in range(token.start() + 1, token.end()):
            if place in cuts:
                found.append((start, place))
                start = place
        found.append((start, token.end()))
    return found


def _tag(layer: Sequence[Annotation], start: int, end: int) -> str:
    for one in layer:
        if one.start <= start and end <= one.end:
            name = "/".join(filter(None, (one.kind, one.verdict, one.trap)))
            return f"{'B' if start == one.start else 'I'}-{name}"
    return _OUTSIDE


def read(path: Path, labels: Labels) -> list[AnnotatedArticle]:
    """Read such a file.

    Raises:
        AnnotationFormatError: a line is something else.
    """
    found: list[AnnotatedArticle] = []
    head: Object | None = None
    source: object = None
    notes: dict[tuple[object, ...], Object] = {}
    rows: list[tuple[int, int, list[str]]] = []

    def finish() -> None:
        if head is not None:
            said = [
                (start, end, _said(start, end, name, notes)) for start, end, name in _spans(rows)
            ]
            found.append(assembled(head, source, said, labels, path=path, where=""))

    for number, line in enumerate(read_text(path).split("\n"), start=1):
        where = f", line {number}"
        comment = _COMMENT.fullmatch(line)
        if comment is not None and comment[1] == "article":
            finish()
            head, source, notes, rows = _object(comment[2], path, where), None, {}, []
        elif comment is not None and comment[1] == "text":
            source = _loaded(comment[2], path, where)
        elif comment is not None and comment[1] == "note":
            note = _object(comment[2], path, where)
            notes[note.get("start"), note.get("end"), note.get("kind")] = note
        elif line and head is None:
            why = "a token of no article; wanted '# article = {…}' before it"
            raise AnnotationFormatError(path=path, where=where, why=why)
        elif line:
            rows.append(_row(line, path, where))
    finish()
    return found


def _row(line: str, path: Path, where: str) -> tuple[int, int, list[str]]:
    columns = line.split("\t")
    if len(columns) < _N_BEFORE_TAGS or not all(column.isdecimal() for column in columns[:3]):
        why = "wanted number, start, end, form and tags, with tabs between them"
        raise AnnotationFormatError(path=path, where=where, why=why)
    return int(columns[1]), int(columns[2]), columns[_N_BEFORE_TAGS:]


def _spans(rows: Sequence[tuple[int, int, list[str]]]) -> list[tuple[int, int, str]]:
    """Join the tags of each layer."""
    found = []
    for layer in range(max((len(tags) for _, _, tags in rows), default=0)):
        current: tuple[int, int, str] | None = None
        for start, end, tags in rows:
            mark, _, name = (tags[layer] if layer < len(tags) else _OUTSIDE).partition("-")
            if mark == "I" and current is not None and current[2] == name:
                current = current[0], end, name
                continue
            if current is not None:
                found.append(current)
            current = None if mark == _OUTSIDE else (start, end, name)
        if current is not None:
            found.append(current)
    return found


def _said(start: int, end: int, name: str, notes: dict[tuple[object, ...], Object]) -> Object:
    kind, _, rest = name.partition("/")
    note = notes.get((start, end, kind), {})
    of_kind = {"trap" if kind == NONE else "verdict": rest} if rest else {}
    return {"kind": kind, **of_kind} | {key: note[key] for key in ("why", "fields") if key in note}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _loaded(text: str, path: Path, where: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        why = f"its comment holds no JSON: {error}"
        raise AnnotationFormatError(path=path, where=where, why=why) from error


def _object(text: str, path: Path, where: str) -> Object:
    loaded = _loaded(text, path, where)
    if not isinstance(loaded, dict):
        raise AnnotationFormatError(path=path, where=where, why="its comment holds no JSON object")
    return loaded
