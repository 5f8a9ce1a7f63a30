"""What somebody says of a stretch of an article.

Unlike a `Statement`, which the tool fills with what it reads, these hold what
a reader wrote: words for a dose or a time, authors as they stand, and None
where a reader left something out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from pipeline.records import (
    Attribution,
    Bound,
    Causal,
    ClaimKind,
    Direction,
    Hedge,
    Role,
    Species,
    VerdictName,
)

Kind = ClaimKind | Literal["none"]
Part = Literal["train", "dev", "test", "early"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Named:
    """A concept as a reader names it.

    Attributes:
        text: as written where it was found.
        concept_id: of our table; None where the table has none.
    """

    text: str
    concept_id: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a claim.

    Attributes:
        text: as written.
        value: shares 0..1; None for a range, and for words that say no number ("dozens").
        low, high: the ends of an interval or a range.
    """

    text: str
    unit: str
    role: Role
    value: float | None = None
    low: float | None = None
    high: float | None = None
    bound: Bound = "none"


@dataclass(frozen=True, slots=True)
class SourceNamed:
    """What a claim says of the publication or body that it cites or rests on.

    Attributes:
        authors: as written, "Lee et al.".
        identifiers: as written or as they should read, "CD000000.pub2".
    """

    publisher: str | None = None
    authors: str | None = None
    journal: str | None = None
    title: str | None = None
    year: int | None = None
    identifiers: tuple[str, ...] = ()
    n_trials: int | None = None
    n_participants: int | None = None


@dataclass(frozen=True, slots=True)
class CellNamed:
    """Where in the tables of an article a claim stands; all count from 1.

    Attributes:
        headers: the words of its row, then those above it, which may be several.
    """

    table: int
    row: int
    column: int
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeNamed:
    """A code with the meaning that the article gives it; None where it gives none."""

    system: str
    code: str
    meaning: str | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """Who got what, and how it came out, as far as a reader says; None is left out."""

    intervention: Named | None = None
    condition: Named | None = None
    outcome: Named | None = None
    comparators: tuple[Named, ...] = ()
    population: Named | None = None
    quantities: tuple[Number, ...] = ()
    dose: str | None = None
    timeframe: str | None = None
    form: str | None = None
    species: Species | None = None
    direction: Direction | None = None
    hedge: Hedge | None = None
    negated: bool | None = None
    causal: Causal | None = None
    attribution: Attribution | None = None
    source: SourceNamed | None = None
    cell: CellNamed | None = None
    code: CodeNamed | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """A stretch of an article, and what it is.

    Attributes:
        start, end: code points of the file as decoded, half-open.
        text: what stands there, markup and all.
        kind: "none" for a hard negative: it tempts and claims nothing.
        verdict: None for a hard negative, and where nobody has judged the claim.
        why: of the verdict, with the source; "" where nobody says.
        trap: of a hard negative, why it tempts; else None.
        fields: None where nobody read them.
    """

    start: int
    end: int
    text: str
    kind: Kind
    verdict: VerdictName | None = None
    why: str = ""
    trap: str | None = None
    fields: Fields | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or negative stretch {self.start}-{self.end}")
        if len(self.text) != self.end - self.start:
            raise ValueError(f"{self.start}-{self.end} is not as long as {self.text!r}")
        if self.text != self.text.strip():
            raise ValueError(f"{self.text!r} begins or ends with space")
        if self.is_claim and self.trap is not None:
            raise ValueError("a claim is no trap")
        if not self.is_claim and (self.verdict is not None or self.fields is not None):
            raise ValueError("what claims nothing has no verdict and no fields")

    @property
    def is_claim(self) -> bool:
        """True unless it is a hard negative."""
        return self.kind != "none"

    @property
    def place(self) -> tuple[int, int, str]:
        """What tells it from all others of its article."""
        return self.start, self.end, self.kind


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article with all that one reader says of it.

    Attributes:
        name: of its file.
        part: train, dev, test or early; None where no list says.
        topic: what is done or taken, and for what; "" where no list says.
        source: the file as decoded.
        annotations: in the order of the text.
    """

    name: str
    source: str
    annotations: tuple[Annotation, ...]
    part: Part | None = None
    topic: str = ""

    @property
    def claims(self) -> tuple[Annotation, ...]:
        """What is claimed."""
        return tuple(one for one in self.annotations if one.is_claim)

    @property
    def negatives(self) -> tuple[Annotation, ...]:
        """What tempts and claims nothing."""
        return tuple(one for one in self.annotations if not one.is_claim)
