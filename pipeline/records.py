"""Layer 1: the records that flow from stage to stage. All frozen, all plain.

An article and an evidence row are read into the same `Statement`; a `Claim` is
a Statement with a place in an article, an `EvidenceRow` one with a source.
Proportions are 0..1 everywhere; a percentage exists only as printed text.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NewType

from pipeline.offsets import OffsetMap

ArticleId = NewType("ArticleId", str)

Format = Literal["text", "markdown", "html"]
BlockKind = Literal[
    "title", "heading", "paragraph", "list_item", "cell", "caption", "quote", "code", "boilerplate"
]
ClaimKind = Literal[
    "statistic",
    "citation",
    "efficacy",
    "safety",
    "mechanism",
    "coverage",
    "regulatory",
    "code",
    "credential",
]
VerdictName = Literal["supported", "unsupported", "unverifiable"]
Severity = Literal["error", "warning", "note"]
Bound = Literal["none", "ci95", "range", "at_least", "at_most", "about", "sd", "se"]
Role = Literal[
    "none",
    "effect",
    "intervention_arm",
    "comparator_arm",
    "baseline",
    "follow_up",
    "participants",
    "trials",
    "dose",
    "duration",
    "frequency",
    "cost",
    "p_value",
    "prevalence",
    "threshold",
    "age",
    "scale_range",
]
# What a number measures. `proportion` is a share of people or things;
# `relative_change` is "by a third"; `amount` is any number with a physical unit.
QuantityKind = Literal[
    "proportion",
    "relative_change",
    "percentage_point_change",
    "risk_ratio",
    "odds_ratio",
    "hazard_ratio",
    "rate_ratio",
    "risk_difference",
    "mean_difference",
    "standardised_mean_difference",
    "number_needed_to_treat",
    "fold_change",
    "rate",
    "mean",
    "score",
    "count",
    "amount",
    "duration",
    "frequency",
    "money",
    "age",
    "p_value",
]
Direction = Literal["increase", "decrease", "no_difference", "unclear"]
Hedge = Literal["none", "possible", "suggested", "shown", "proven"]
Causal = Literal["none", "associative", "causal"]
Attribution = Literal["none", "author_practice", "named_source", "vague_source", "opponent"]
ConceptKind = Literal["intervention", "condition", "outcome", "population", "comparator"]
Better = Literal["higher", "lower", "neither"]
Species = Literal["human", "animal", "in_vitro"]
SourceKind = Literal[
    "systematic_review",
    "meta_analysis",
    "trial",
    "cohort",
    "survey",
    "guideline",
    "policy",
    "registry",
    "fact_sheet",
    "study",
    "organisation",
    "unspecified",
]
Held = Literal["bibliographic", "abstract", "summary_of_findings", "full_text"]
SourceStatus = Literal["current", "superseded", "withdrawn", "retracted", "corrected"]
Certainty = Literal["high", "moderate", "low", "very_low"]
Stance = Literal["affirms", "denies", "uncertain"]
# The row's concept is the same as the claim's, narrower (neck pain for pain),
# wider, another one, or one of the two does not say.
Relation = Literal["same", "narrower", "wider", "other", "unknown"]


# --- an article -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of an article's clean text: a paragraph, a bullet, a cell.

    Attributes:
        start_clean, end_clean: code points of `Article.text`, half-open.
        level: heading level 1..6, list depth from 1; else 0.
        why: for boilerplate, what gave it away ("view counter"); else "".
    """

    kind: BlockKind
    start_clean: int
    end_clean: int
    level: int = 0
    why: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start_clean < self.end_clean:
            raise ValueError(f"empty or negative block {self.start_clean}-{self.end_clean}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. Row and column count from 1, header row included."""

    row: int
    column: int
    start_clean: int
    end_clean: int
    text: str
    header: bool = False

    def __post_init__(self) -> None:
        if self.row < 1 or self.column < 1:
            raise ValueError(f"cells count from 1, not {self.row},{self.column}")
        if not 0 <= self.start_clean <= self.end_clean:
            raise ValueError(f"negative cell span {self.start_clean}-{self.end_clean}")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an article.

    Attributes:
        number: its place in the article, from 1.
        cells: row by row, left to right; a spanning cell stands once, where it begins.
        caption: the line that names it, or "".
    """

    number: int
    cells: tuple[Cell, ...]
    caption: str = ""

    def __post_init__(self) -> None:
        places = [(cell.row, cell.column) for cell in self.cells]
        if places != sorted(set(places)):
            raise ValueError("cells must be in order and each place taken once")

    @property
    def n_rows(self) -> int:
        """Number of rows, header row included."""
        return max((cell.row for cell in self.cells), default=0)

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return max((cell.column for cell in self.cells), default=0)

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell at a place; None where nothing stands there."""
        return next((c for c in self.cells if (c.row, c.column) == (row, column)), None)

    def column_header(self, column: int) -> str:
        """Join the header cells above a column; "" where there are none."""
        return " ".join(c.text for c in self.cells if c.header and c.column == column and c.text)

    def row_header(self, row: int) -> str:
        """Return the text of a row's first cell; "" where it has none."""
        first = self.at(row, 1)
        return first.text if first is not None else ""


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader makes of one file.

    Attributes:
        path: as the user gave it; "-" for standard input.
        sha256: of the bytes as read, in hex.
        source: the file as decoded (BOM dropped, line ends kept).
        text: clean text: no markup, plain quotes and spaces; every block is
            one line, so a line break always ends a sentence.
        offsets: leads every character of `text` back to `source`.
        blocks: in order, disjoint; boilerplate is among them.
        language: ISO 639-1, or "und" where the text is too short to say.
    """

    article_id: ArticleId
    path: str
    format: Format
    sha256: str
    source: str
    text: str
    offsets: OffsetMap
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    title: str | None = None
    date: dt.date | None = None
    language: str = "en"

    def __post_init__(self) -> None:
        if len(self.offsets) != len(self.text):
            raise ValueError(f"{len(self.offsets)} offsets for {len(self.text)} characters")
        last = 0
        for block in self.blocks:
            if block.start_clean < last or block.end_clean > len(self.text):
                raise ValueError(f"block {block.start_clean}-{block.end_clean} out of order")
            last = block.end_clean

    def span_to_source(self, start_clean: int, end_clean: int) -> tuple[int, int]:
        """Lead a span of the clean text back to the file as decoded."""
        return self.offsets.span_to_source(start_clean, end_clean)


# --- a statement --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number with what it says of itself.

    Attributes:
        value: the point; None for a range. Proportions are 0..1. The sign is
            the writer's ("-0.5", "+3.5"); "fell by a third" is 0.33, and its
            direction stands in `direction`.
        unit: `proportion`, `percentage_point` (25 is 25 points), `ratio`, `count`, `score`,
            `standard_deviation`, an ISO 4217 currency, or a UCUM unit
            ("mg", "wk", "/d"); `unstated` in a row of evidence whose source prints none.
        low, high: the ends of a confidence interval, a range, or of what
            "over", "up to" and "about" leave open; None for an open end.
        resolution: one unit in the last place written, on the scale of
            `value` ("41%" 0.01, "1.20" 0.01, "5,200" 100); 0 where unknown.
        direction: of the change, where the number itself says so ("↓60%").
        per: denominator of a rate (per 1,000 people: 1000); else None.
        text, start, end: as written, and where in the text it was read from.
    """

    value: float | None
    unit: str
    kind: QuantityKind = "count"
    low: float | None = None
    high: float | None = None
    bound: Bound = "none"
    role: Role = "none"
    resolution: float = 0.0
    direction: Direction | None = None
    per: float | None = None
    text: str = ""
    start: int = 0
    end: int = 0

    def __post_init__(self) -> None:
        if self.value is None and self.low is None and self.high is None:
            raise ValueError("a quantity needs a value or an interval")
        for number in (self.value, self.low, self.high):
            if number is not None and not math.isfinite(number):
                raise ValueError(f"not a finite number: {number}")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"interval {self.low} to {self.high} is upside down")
        if self.start > self.end:
            raise ValueError(f"negative span {self.start}-{self.end}")


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept as a text names it.

    Attributes:
        text: as written.
        concept_id: a MeSH id (D015670, C513085), else one of ours (X-…).
        name: the preferred name.
    """

    text: str
    concept_id: str
    name: str


@dataclass(frozen=True, slots=True)
class CitedSource:
    """What a text says of a publication or body it leans on.

    Attributes:
        text: as written.
        publisher: the organisation ("Cochrane", "American Headache Society").
        authors: surnames in order, without "et al.".
        identifiers: pairs of system and id, sorted: ("doi", "10.1002/…").
        n_trials, n_participants: what the text says the source includes.
        start, end: where in the text it was read from.
    """

    text: str
    kind: SourceKind = "unspecified"
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    journal: str | None = None
    year: int | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    n_trials: int | None = None
    n_participants: int | None = None
    start: int = 0
    end: int = 0

    @property
    def is_vague(self) -> bool:
        """True where nothing in it could lead to one source ("studies show")."""
        return not (self.publisher or self.authors or self.journal or self.identifiers)


@dataclass(frozen=True, slots=True)
class Statement:
    """Who got what, against what, what was measured, how it came out.

    Attributes:
        comparators: more than one where a text pools them ("sham or usual care").
        dose, timeframe: quantities of role dose and duration or follow-up.
        form: "capsule", "tea", "extract" …; None where unsaid.
        direction: of the outcome; benefit or harm follows from the outcome.
        hedge: how sure the wording is, "none" for a bare assertion.
    """

    quantities: tuple[Quantity, ...] = ()
    intervention: Concept | None = None
    comparators: tuple[Concept, ...] = ()
    condition: Concept | None = None
    population: Concept | None = None
    outcome: Concept | None = None
    dose: Quantity | None = None
    form: str | None = None
    route: str | None = None
    species: Species = "human"
    timeframe: Quantity | None = None
    direction: Direction = "unclear"
    hedge: Hedge = "none"
    negated: bool = False
    causal: Causal = "none"
    attribution: Attribution = "none"
    source: CitedSource | None = None

    def of_role(self, *roles: Role) -> tuple[Quantity, ...]:
        """Return the quantities that have one of the roles, in order."""
        return tuple(q for q in self.quantities if q.role in roles)


@dataclass(frozen=True, slots=True)
class CellAddress:
    """Where in an article's tables a claim stands; all count from 1.

    Attributes:
        row_header: the words of its row; "" where it has none.
        column_header: the words above it; "" where nothing says what it counts.
    """

    table: int
    row: int
    column: int
    row_header: str = ""
    column_header: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement with its place in an article.

    Attributes:
        claim_id: hash of kind, normalised text and ordinal; not of the place.
        start, end: code points of the source as decoded, half-open.
        line, column: of `start`, from 1.
        text: the slice of the source.
        clean: the same in clean text, as the stages read it.
        code: for a code claim, (system, code) as written: ("HCPCS", "G0151").
        why: what made it a claim, for `--debug` and for annotators.
    """

    claim_id: str
    article_id: ArticleId
    kind: ClaimKind
    start: int
    end: int
    line: int
    column: int
    text: str
    clean: str
    statement: Statement
    start_clean: int
    end_clean: int
    cell: CellAddress | None = None
    code: tuple[str, str] | None = None
    why: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or negative span {self.start}-{self.end}")
        if self.kind == "code" and self.code is None:
            raise ValueError("a code claim needs its code")


# --- evidence ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """One publication, guideline, policy or registry of the evidence table.

    Attributes:
        year: of publication; None where we do not know it.
        year_earliest: no earlier than this, where `year` is None.
        registry_id: CD number, NCT number, NCD number.
        held: how much of it we hold, hence what its silence is worth.
        superseded_by: source id of the newer version, or "".
        design: study design in a few words, "randomised controlled trial".
        verified_how: where and how a person or a script checked it; "" if nobody did.
    """

    source_id: str
    kind: SourceKind
    title: str
    publisher: str = ""
    authors: str = ""
    journal: str = ""
    year: int | None = None
    year_earliest: int | None = None
    doi: str = ""
    pmid: str = ""
    registry_id: str = ""
    version: int | None = None
    held: Held = "bibliographic"
    n_trials: int | None = None
    n_participants: int | None = None
    last_search: str = ""
    status: SourceStatus = "current"
    superseded_by: str = ""
    url: str = ""
    verified_on: str = ""
    verified_how: str = ""
    design: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One result of one source.

    Attributes:
        kind: which kind of claim it speaks to.
        stance: whether the source affirms the proposition of the row (it
            works, it is covered, it is safe), denies it, or is uncertain.
        primary: whether the outcome was primary; None where unknown.
        significant: whether the interval excludes no effect; None where unknown.
        sentence: rendered from the fields, never quoted.
        verified: an unverified row never decides.
    """

    row_id: str
    kind: ClaimKind
    source: Source
    statement: Statement
    stance: Stance
    sentence: str
    certainty: Certainty | None = None
    primary: bool | None = None
    significant: bool | None = None
    verified: bool = True
    provenance: Literal["curated", "extracted"] = "curated"
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A row retrieved for a claim.

    Attributes:
        score: 0..1, for ranking only.
        intervention, condition, outcome, comparator: how the row's concept
            relates to the claim's.
    """

    row: EvidenceRow
    score: float
    intervention: Relation = "unknown"
    condition: Relation = "unknown"
    outcome: Relation = "unknown"
    comparator: Relation = "unknown"


# --- findings ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both numbers side by side, as printed, and the rule that compared them."""

    rule: str
    claimed: str
    evidence: str
    row_id: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing said of a claim. `code` decides verdict and severity.

    Attributes:
        confidence: 0..1; how sure the rule is that it applies here. Not
            calibrated on data.
        row_ids: the rows it rests on, best first.
    """

    code: str
    verdict: VerdictName
    severity: Severity
    reason: str
    confidence: float
    comparison: Comparison | None = None
    row_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is not in 0..1")
        if not self.reason:
            raise ValueError("a finding needs a reason")


@dataclass(frozen=True, slots=True)
class Check:
    """Arithmetic that was tried on an article, whether or not it held."""

    code: str
    passed: bool
    detail: str


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim with all that is said of it; the first finding decides."""

    claim: Claim
    findings: tuple[Finding, ...]
    checks: tuple[Check, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()

    def __post_init__(self) -> None:
        if not self.findings:
            raise ValueError("a judged claim has at least one finding")

    @property
    def decisive(self) -> Finding:
        """The finding that decides."""
        return self.findings[0]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that kept an input from being judged, for the report's `errors`."""

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """One article with its judged claims, in the order of the text."""

    article: Article
    claims: tuple[JudgedClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """All that one run found: what every report is written from."""

    documents: tuple[Document, ...]
    errors: tuple[Trouble, ...] = ()
    evidence_version: str = ""
    n_rows: int = 0
    models: tuple[tuple[str, str], ...] = ()

    def claims(self) -> Sequence[JudgedClaim]:
        """All judged claims, document by document."""
        return [judged for document in self.documents for judged in document.claims]
