"""An article put together from what a format says of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.errors import AnnotationFormatError, ReportUnwritableError
from pipeline.learn.annotations.labels import Labels
from pipeline.learn.annotations.lines import Object, made
from pipeline.learn.annotations.records import PARTS, AnnotatedArticle, Annotation
from pipeline.learn.annotations.store import is_file_name
from pipeline.learn.judgements import LineFaultError


def assembled(
    head: Object,
    source: object,
    said: Iterable[tuple[int, int, Object]],
    labels: Labels,
    *,
    path: Path,
    where: str,
) -> AnnotatedArticle:
    """Make an article of its head, its text and what is said of its stretches.

    Args:
        head: with the name under "article", and "part" and "topic" where they are known.
        source: its text.
        said: start and end in code points, and the rest of each annotation.
        labels: names that are known.
        path: of the file, for what is wrong with it.
        where: in that file, likewise; "" where it holds one article.

    Raises:
        AnnotationFormatError: something is said that cannot be.
    """
    name, part, topic = head.get("article"), head.get("part"), head.get("topic") or ""
    if not isinstance(name, str) or not is_file_name(name):
        raise _fault(path, where, f"'article' is {name!r}; wanted the name of a file")
    if not isinstance(source, str):
        raise _fault(path, where, f"{name} has no text")
    if part is not None and part not in PARTS:
        raise _fault(path, where, f"'part' is {part!r}; wanted one of {', '.join(PARTS)}")
    if not isinstance(topic, str):
        raise _fault(path, where, f"'topic' is {topic!r}; wanted a text")
    annotations = []
    for start, end, rest in said:
        if not 0 <= start < end <= len(source):
            raise _fault(path, where, f"{name} has no {start}-{end}")
        try:
            annotations.append(made(start, end, source[start:end], rest, labels))
        except LineFaultError as fault:
            raise _fault(path, where, f"{name}, {start}-{end}: {fault}") from fault
    return AnnotatedArticle(name, source, in_order(annotations), part, topic)


def in_order(annotations: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Put annotations in the order of the text."""
    return tuple(sorted(annotations, key=lambda one: one.place))


def head_of(article: AnnotatedArticle) -> dict[str, object]:
    """Return what is known of an article beside its text and its annotations."""
    return {"article": article.name, "part": article.part, "topic": article.topic}


def as_objects(value: object) -> list[Object]:
    """Return the objects of a list; none where it is something else."""
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        return []
    return [one for one in value if isinstance(one, Mapping)]


def read_json(path: Path) -> object:
    """Read one JSON file.

    Raises:
        AnnotationFormatError: it is not there or holds something else.
    """
    try:
        return json.loads(read_text(path))
    except ValueError as error:
        raise _fault(path, "", f"it is no JSON: {error}") from error


def read_text(path: Path) -> str:
    """Read a file as UTF-8, line ends kept.

    Raises:
        AnnotationFormatError: it cannot be read so.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise _fault(path, "", str(error.strerror).lower()) from error
    except UnicodeDecodeError as error:
        raise _fault(path, "", "it is not UTF-8") from error


def write_text(path: Path, text: str) -> None:
    """Write a file as UTF-8; folders above it are made.

    Raises:
        ReportUnwritableError: it cannot be written.
    """
    make_folder(path.parent)
    try:
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise ReportUnwritableError(path=path, why=error.strerror) from error


def make_folder(path: Path) -> None:
    """Make a folder and those above it.

    Raises:
        ReportUnwritableError: it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportUnwritableError(path=path, why=error.strerror) from error


def _fault(path: Path, where: str, why: str) -> AnnotationFormatError:
    return AnnotationFormatError(path=path, where=where, why=why)
