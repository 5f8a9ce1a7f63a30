"""Who got what, and how it came out: what articles and evidence are both read into."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from pipeline.records.article import ArticleId

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
        identifiers: pairs of system and id, sorted: ("doi", "10.1002/…"); a trial's name is one,
            ("trial", "PREDIMED").
        n_trials, n_participants: what the text says the source includes.
        start, end: where in the text it was read from.
        links: addresses of publications that its words, or the claim's, link to.
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
    links: tuple[str, ...] = ()

    @property
    def is_only_linked(self) -> bool:
        """True where the text names nothing and a link leads there all the same."""
        return not self.text and bool(self.links)

    @property
    def is_vague(self) -> bool:
        """True where nothing in it could lead to one source ("studies show")."""
        return not (self.publisher or self.authors or self.journal or self.identifiers)


@dataclass(frozen=True, slots=True)
class Statement:
    """Who got what, against what, what was measured, how it came out.

    Attributes:
        comparators: more than one where a text pools them ("sham or usual care").
        taken_with: what a warning says is taken besides ("with warfarin it may cause bleeding").
        dose, timeframe: quantities of role dose and duration or follow-up.
        form: "capsule", "tea", "extract" …; None where unsaid.
        direction: of the outcome; benefit or harm follows from the outcome.
        hedge: how sure the wording is, "none" for a bare assertion.
    """

    quantities: tuple[Quantity, ...] = ()
    intervention: Concept | None = None
    comparators: tuple[Concept, ...] = ()
    taken_with: tuple[Concept, ...] = ()
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
        links: addresses of pages, no publications, that its words or its citation link to.
        why: what made it a claim, for `--debug` and for annotators.
        by_pattern: whether a pattern read its words; else the detector alone found it, and
            which way they go is less sure.
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
    links: tuple[str, ...] = ()
    why: str = ""
    by_pattern: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or negative span {self.start}-{self.end}")
        if self.kind == "code" and self.code is None:
            raise ValueError("a code claim needs its code")
