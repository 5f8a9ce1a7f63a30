"""Annotated articles come into the checkout, whole or not at all.

The list of parts decides what belongs there: an article that it does not name
is refused, so that no topic slips into two parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import AnnotationLineError, AnnotationsMissingError
from pipeline.learn.annotations.labels import read_labels
from pipeline.learn.annotations.lines import missing_from
from pipeline.learn.annotations.records import AnnotatedArticle
from pipeline.learn.annotations.splits import Splits, read_splits
from pipeline.learn.annotations.store import (
    FILES,
    Reader,
    checked,
    read_lines,
    read_source,
    write_lines,
    write_source,
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in, and what did not.

    Attributes:
        names: of the articles that came in, sorted.
        n_annotations: of those.
        faults: why others did not.
    """

    names: Sequence[str]
    n_annotations: int
    faults: Sequence[str]


def import_articles(
    incoming: Sequence[AnnotatedArticle],
    articles: Path,
    annotations: Path,
    *,
    reader: Reader = "settled",
    overwrite: bool = False,
) -> Imported:
    """Add articles and their annotations to those that are there.

    Args:
        incoming: as a format was read.
        articles: folder of the annotated articles; a second reader's must be there already.
        annotations: folder of the annotations.
        reader: whose annotations they are.
        overwrite: whether what is there of the same name, and differs, may be replaced; it may
            have been mended and settled since it came in.

    Raises:
        AnnotationsMissingError: the lists of labels or parts are not there.
        AnnotationLineError: a line that is there already is broken, and would be lost.
        ReportUnwritableError: a file cannot be written.
    """
    path = annotations / FILES[reader]
    splits = read_splits(annotations)
    there = _there(path, annotations)
    taken: list[AnnotatedArticle] = []
    faults: list[str] = []
    for article in incoming:
        wrong = _wrong_with(article, articles, splits, may_be_new=reader != "second")
        known = there.get(article.name)
        changed = known is not None and known.annotations != article.annotations
        if changed and not overwrite and not wrong:
            wrong = ["other annotations of it are there; --overwrite replaces them"]
        if wrong:
            faults.extend(f"{article.name}: {why}" for why in wrong)
            continue
        taken.append(article)
        there[article.name] = replace(article, part=splits.parts[article.name])
    for article in taken:
        if not _is_there(articles / article.name, article.source):
            write_source(articles / article.name, article.source)
    write_lines(path, there.values())
    return Imported(
        names=sorted(article.name for article in taken),
        n_annotations=sum(len(article.annotations) for article in taken),
        faults=tuple(faults),
    )


def _there(path: Path, annotations: Path) -> dict[str, AnnotatedArticle]:
    """Return the annotations that are there, by article; their texts are not looked at."""
    if not path.is_file():
        return {}
    broken: list[AnnotationLineError] = []
    lines = read_lines(path, read_labels(annotations), faults=broken)
    if broken:
        raise broken[0]
    return {
        name: AnnotatedArticle(name, "", tuple(annotation for _, annotation in said))
        for name, said in lines.items()
    }


def _wrong_with(
    article: AnnotatedArticle, articles: Path, splits: Splits, *, may_be_new: bool
) -> list[str]:
    part = splits.parts.get(article.name)
    if part is None:
        return [f"it is in no part; give it a line with its topic in {splits.path}"]
    if article.part not in {None, part}:
        return [f"it is in {part}, not in {article.part}"]
    if not may_be_new and not _is_there(articles / article.name, article.source):
        return ["a second reader's article must be there already, with the same text"]
    unfit: list[AnnotationLineError] = []
    numbered = list(enumerate(article.annotations, start=1))
    checked(article.source, numbered, path=Path(article.name), faults=unfit)
    return [f"annotation {fault.details['line']}: {fault.details['why']}" for fault in unfit] + [
        f"annotation {number}: {missing}, {one.text[:60]!r}"
        for number, one in numbered
        if (missing := missing_from(one))
    ]


def _is_there(path: Path, source: str) -> bool:
    try:
        return read_source(path) == source
    except AnnotationsMissingError:
        return False
