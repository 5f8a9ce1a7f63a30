"""Stage 6: many articles become an index, totals and what they can be filtered by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.codes import CODES
from pipeline.records import VerdictName
from pipeline.report.pages import Note, Page
from pipeline.report.printed import VERDICTS, count_verdicts


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One article in the index.

    Attributes:
        folder, name: the two parts of its path.
        worst: the claim that decides its rank, None where it has none.
    """

    page: Page
    folder: str
    name: str
    worst: Note | None

    @property
    def n_claims(self) -> int:
        """How many claims count."""
        return len(self.page.notes)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that claims can be filtered by, with how many claims have it.

    Attributes:
        value: a kind of claim, or a code.
        meaning: of a code; "" for a kind, which speaks for itself.
    """

    value: str
    meaning: str
    counts: dict[VerdictName, int]

    @property
    def n_claims(self) -> int:
        """How many claims have it."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Overview:
    """What a page says of all its articles.

    Attributes:
        rows: worst article first; ties in the order of the run.
        kinds, codes: what occurs, most frequent first; ties by name. A claim
            counts for each of its codes, with the verdict that decides it.
    """

    rows: tuple[IndexRow, ...]
    counts: dict[VerdictName, int]
    kinds: tuple[Option, ...]
    codes: tuple[Option, ...]
    n_muted: int

    @property
    def n_claims(self) -> int:
        """How many claims count."""
        return sum(self.counts.values())

    @property
    def longest(self) -> int:
        """How many claims the article with the most of them has."""
        return max((row.n_claims for row in self.rows), default=0)


def survey(pages: Sequence[Page]) -> Overview:
    """Look over the articles of a run."""
    notes = [note for page in pages for note in page.notes]
    return Overview(
        rows=tuple(sorted(map(_row, pages), key=_rank)),
        counts=count_verdicts(note.judged for note in notes),
        kinds=_options((note.judged.claim.kind, note) for note in notes),
        codes=_options((code, note) for note in notes for code in note.codes),
        n_muted=sum(len(page.muted) for page in pages),
    )


def _row(page: Page) -> IndexRow:
    folder, slash, name = page.article.path.rpartition("/")
    worst = min(
        page.notes,
        key=lambda note: (VERDICTS.index(note.verdict), note.number),
        default=None,
    )
    return IndexRow(page=page, folder=folder + slash, name=name, worst=worst)


def _rank(row: IndexRow) -> list[int]:
    return [-row.page.counts[verdict] for verdict in VERDICTS[:-1]]


def _options(noted: Iterable[tuple[str, Note]]) -> tuple[Option, ...]:
    found: dict[str, list[Note]] = {}
    for value, note in noted:
        found.setdefault(value, []).append(note)
    options = [
        Option(
            value=value,
            meaning=CODES[value].title if value in CODES else "",
            counts=count_verdicts(note.judged for note in notes),
        )
        for value, notes in found.items()
    ]
    return tuple(sorted(options, key=lambda option: (-option.n_claims, option.value)))
