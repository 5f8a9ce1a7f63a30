"""What was missed, made up and misread, claim by claim, for whoever mends rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, Literal

from pipeline.learn.annotations.formats.assembled import write_text
from pipeline.learn.annotations.lines import as_line
from pipeline.learn.annotations.pairing import is_same_stretch
from pipeline.learn.annotations.records import Annotation
from pipeline.learn.reading.comparing import same_headers
from pipeline.learn.reading.scores import ReadArticle

What = Literal["missed", "extra", "flagged", "wrong"]
# Of a field of "wrong" that is no field of a statement.
HEADERS: Final = "cell headers"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was read otherwise than a reader marked it.

    Attributes:
        what: a claim that was missed, one that the reader has not ("extra"), one
            found where a hard negative stands ("flagged"), or a field that is wrong.
        kind: of the reader's claim; of an extra one its own; of a hard negative its trap.
        field: of "wrong"; else "".
        wanted, said: of "wrong"; of a missed claim `said` is the kind that was
            found there, of an extra one `wanted` is what the reader marked there.
        why: what made the tool see a claim.
    """

    article: str
    start: int
    end: int
    what: What
    kind: str
    text: str
    field: str = ""
    wanted: str = ""
    said: str = ""
    why: str = ""


_KEYS: Final = tuple(field.name for field in fields(Difference))


def differences(articles: Sequence[ReadArticle]) -> list[Difference]:
    """Return what was read otherwise, by article and place."""
    found = [one for article in articles for one in _of(article)]
    return sorted(found, key=lambda one: (one.article, one.start, one.end, one.what, one.field))


def write_differences(path: Path, found: Sequence[Difference]) -> None:
    """Write differences as JSON lines; what is empty is left out.

    Raises:
        ReportUnwritableError: the file cannot be written.
    """
    lines = [
        as_line(**{key: value for key in _KEYS if (value := getattr(one, key)) != ""})
        for one in found
    ]
    write_text(path, "".join(lines))


def _of(article: ReadArticle) -> Iterator[Difference]:
    found_gold = {i for i, _ in article.pairs}
    found_said = {j for _, j in article.pairs}
    for i, one in enumerate(article.gold):
        if i not in found_gold:
            there = _marked_there(one, article.said)
            yield _difference(article, one, "missed", said=there)
    for j, one in enumerate(article.said):
        if j not in found_said:
            there = _marked_there(one, (*article.gold, *article.negatives))
            yield _difference(article, one, "extra", wanted=there, why=one.why)
    for one, is_flagged in zip(article.negatives, article.flagged, strict=True):
        if is_flagged:
            its = next(said for said in article.said if is_same_stretch(one, said))
            yield _difference(article, one, "flagged", said=its.kind, why=its.why)
    for (i, j), compared in article.compared:
        gold, said = article.gold[i], article.said[j]
        for field in compared:
            if not field.right:
                yield _difference(
                    article,
                    gold,
                    "wrong",
                    field=field.field,
                    wanted=field.wanted,
                    said=field.said,
                    why=said.why,
                )
        yield from _headers(article, gold, said)


def _headers(article: ReadArticle, gold: Annotation, said: Annotation) -> Iterator[Difference]:
    wanted, its = (one.fields.cell if one.fields is not None else None for one in (gold, said))
    if wanted is None or (its is not None and same_headers(wanted, its)):
        return
    yield _difference(
        article,
        gold,
        "wrong",
        field=HEADERS,
        wanted=" | ".join(wanted.headers),
        said="" if its is None else " | ".join(its.headers),
        why=said.why,
    )


def _marked_there(one: Annotation, others: Sequence[Annotation]) -> str:
    kinds = (its.kind if its.is_claim else f"none/{its.trap}" for its in others if _touch(one, its))
    return ", ".join(dict.fromkeys(kinds))


def _touch(one: Annotation, other: Annotation) -> bool:
    return one.start < other.end and other.start < one.end


def _difference(
    article: ReadArticle,
    one: Annotation,
    what: What,
    *,
    field: str = "",
    wanted: str = "",
    said: str = "",
    why: str = "",
) -> Difference:
    return Difference(
        article=article.name,
        start=one.start,
        end=one.end,
        what=what,
        kind=one.kind if one.is_claim else one.trap or "",
        text=one.text,
        field=field,
        wanted=wanted,
        said=said,
        why=why,
    )
