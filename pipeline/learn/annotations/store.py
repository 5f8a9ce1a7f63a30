"""The annotated corpus as it lies in a checkout.

`annotations/claims.jsonl` holds a line for each annotation: the article's name,
its place, its words, and what is said of it. Of the articles that two read it
holds what was settled; what each had marked before is in `first.jsonl` and
`second.jsonl`. Lines are sorted by article and place, so that a change is a
change of few lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from pipeline.errors import (
    AnnotationLineError,
    AnnotationsMissingError,
    ReportUnwritableError,
)
from pipeline.learn.annotations.labels import Labels, read_labels
from pipeline.learn.annotations.lines import as_line, as_object, missing_from, parse_annotation
from pipeline.learn.annotations.records import AnnotatedArticle, Annotation, Part
from pipeline.learn.annotations.splits import Splits, check_frozen, read_splits
from pipeline.learn.judgements import LineFaultError, json_lines
from pipeline.read.decode import decode

Reader = Literal["settled", "first", "second"]
# By whose annotations they hold.
FILES: Final[Mapping[Reader, str]] = {
    "settled": "claims.jsonl",
    "first": "first.jsonl",
    "second": "second.jsonl",
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles that one reader annotated, by name.

    Attributes:
        faults: lines that could not be used; they are left out.
    """

    labels: Labels
    splits: Splits
    articles: Mapping[str, AnnotatedArticle]
    faults: Sequence[AnnotationLineError]

    def of(self, part: Part) -> list[AnnotatedArticle]:
        """Return a part's articles, by name.

        Raises:
            PartChangedError: the part was frozen and is not what it was.
        """
        found = [one for _, one in sorted(self.articles.items()) if one.part == part]
        check_frozen(self.splits, part, found)
        return found


def load_corpus(articles: Path, annotations: Path, *, reader: Reader = "settled") -> Corpus:
    """Load the annotations of a checkout, each held against its article.

    Args:
        articles: folder of the annotated articles.
        annotations: folder of the annotations, the list of labels and that of parts.
        reader: whose annotations.

    Raises:
        AnnotationsMissingError: a folder or a file is not there.
        LabelsUnusableError: the lists of labels or parts cannot be used.
        PipelineError: an article cannot be read.
    """
    labels, splits = read_labels(annotations), read_splits(annotations)
    if not articles.is_dir():
        raise AnnotationsMissingError(path=articles)
    faults: list[AnnotationLineError] = []
    path = annotations / FILES[reader]
    said = read_lines(path, labels, faults=faults)
    found = {}
    for name in sorted(said):
        source = read_source(articles / name)
        kept = checked(source, said[name], path=path, faults=faults)
        found[name] = AnnotatedArticle(
            name, source, kept, splits.parts.get(name), splits.topics.get(name, "")
        )
    if reader != "settled":
        # What is frozen is what was settled.
        splits = replace(splits, frozen={})
    return Corpus(labels, splits, found, tuple(faults))


def read_source(path: Path) -> str:
    """Read an article as the tool decodes it.

    Raises:
        AnnotationsMissingError: there is no such file.
        PipelineError: it is no text.
    """
    if not path.is_file():
        raise AnnotationsMissingError(path=path)
    return decode(path.read_bytes(), source=str(path))


def read_lines(
    path: Path, labels: Labels, *, faults: list[AnnotationLineError]
) -> dict[str, list[tuple[int, Annotation]]]:
    """Read a file of annotations by article, each with the number of its line, from 1.

    Raises:
        AnnotationsMissingError: there is no such file.
    """
    found: dict[str, list[tuple[int, Annotation]]] = {}
    for number, line in json_lines(path, faults=faults):
        article = line.pop("article", None)
        try:
            if not isinstance(article, str) or not is_file_name(article):
                raise LineFaultError(f"'article' is {article!r}; wanted the name of a file")
            annotation = parse_annotation(line, labels)
            missing = missing_from(annotation)
            if missing:
                raise LineFaultError(missing)
        except LineFaultError as fault:
            faults.append(AnnotationLineError(path=path, line=number, why=str(fault)))
            continue
        found.setdefault(article, []).append((number, annotation))
    return found


def is_file_name(name: str) -> bool:
    """Say whether a name is that of a file and leads nowhere else."""
    return bool(name) and name == Path(name).name and "\\" not in name and name not in {".", ".."}


def checked(
    source: str,
    said: Iterable[tuple[int, Annotation]],
    *,
    path: Path,
    faults: list[AnnotationLineError],
) -> tuple[Annotation, ...]:
    """Return what holds of an article, in its order; what does not is told with its line."""
    kept: dict[tuple[int, int, str], Annotation] = {}
    for number, annotation in sorted(said, key=lambda pair: pair[1].place):
        why = ""
        if source[annotation.start : annotation.end] != annotation.text:
            why = f"{annotation.start}-{annotation.end} does not read {annotation.text[:60]!r}"
        elif annotation.place in kept:
            why = f"{annotation.text[:60]!r} is marked twice as {annotation.kind}"
        if why:
            faults.append(AnnotationLineError(path=path, line=number, why=why))
        else:
            kept[annotation.place] = annotation
    for number, annotation in said:
        if annotation.is_claim or annotation.place not in kept:
            continue
        if any(overlap(annotation, one) for one in kept.values() if one.is_claim):
            why = f"{annotation.text[:60]!r} claims nothing, but a claim is marked there"
            faults.append(AnnotationLineError(path=path, line=number, why=why))
            del kept[annotation.place]
    return tuple(kept.values())


def overlap(one: Annotation, other: Annotation) -> bool:
    """Say whether two stretches share a character."""
    return one.start < other.end and other.start < one.end


def write_lines(path: Path, articles: Iterable[AnnotatedArticle]) -> None:
    """Write the annotations of all articles, sorted; what was there is replaced.

    Raises:
        ReportUnwritableError: the file cannot be written.
    """
    lines = [
        as_line(article=article.name, **as_object(annotation))
        for article in sorted(articles, key=lambda one: one.name)
        for annotation in sorted(article.annotations, key=lambda one: one.place)
    ]
    try:
        path.write_text("".join(lines), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ReportUnwritableError(path=path, why=error.strerror) from error


def write_source(path: Path, source: str) -> None:
    """Write an article so that it is read again as it was, line ends and all.

    Raises:
        ReportUnwritableError: the file cannot be written.
    """
    # The first mark of byte order is dropped when a file is decoded.
    encoding = "utf-8-sig" if source.startswith("\ufeff") else "utf-8"
    try:
        path.write_bytes(source.encode(encoding))
    except OSError as error:
        raise ReportUnwritableError(path=path, why=error.strerror) from error
