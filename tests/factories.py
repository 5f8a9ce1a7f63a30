"""Builders for tests: every argument has a default, so a test states only what it is about.

`concept("X-PAIN")` names a concept by its id; builders take ids as plain strings.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pipeline.concepts import ConceptEntry, ConceptIndex
from pipeline.evidence.records import Code, CodeSystem, Listing
from pipeline.evidence.table import EvidenceTable
from pipeline.offsets import OffsetMap
from pipeline.records import (
    Article,
    ArticleId,
    Attribution,
    Block,
    BlockKind,
    Bound,
    Causal,
    CellAddress,
    Certainty,
    Check,
    CitedSource,
    Claim,
    ClaimKind,
    Comparison,
    Concept,
    Direction,
    Document,
    EvidenceRow,
    Finding,
    Format,
    Hedge,
    JudgedClaim,
    Locator,
    Match,
    Muted,
    MutedBy,
    Page,
    Part,
    Quantity,
    QuantityKind,
    Relation,
    Result,
    Role,
    Severity,
    Source,
    Species,
    Stance,
    Statement,
    Table,
    Trouble,
    VerdictName,
)

__all__ = [
    "CONCEPTS",
    "concept",
    "make_article",
    "make_check",
    "make_cited",
    "make_claim",
    "make_comparison",
    "make_document",
    "make_finding",
    "make_judged",
    "make_match",
    "make_muted",
    "make_page",
    "make_parted",
    "make_quantity",
    "make_result",
    "make_row",
    "make_source",
    "make_statement",
    "make_table",
    "make_trouble",
]

# A small world: wide and narrow concepts of every kind.
CONCEPTS = (
    ConceptEntry("D015670", "Acupuncture Therapy", "intervention", synonyms=("acupuncture",)),
    ConceptEntry("D016756", "Acupuncture, Ear", "intervention", parents=("D015670",)),
    ConceptEntry("D008550", "Melatonin", "intervention"),
    ConceptEntry("D010146", "Pain", "condition"),
    ConceptEntry("D019547", "Neck Pain", "condition", parents=("D010146",)),
    ConceptEntry("D017116", "Low Back Pain", "condition", parents=("D010146",)),
    ConceptEntry("D008881", "Migraine Disorders", "condition", synonyms=("migraine",)),
    ConceptEntry("D007319", "Sleep Initiation and Maintenance Disorders", "condition"),
    ConceptEntry("X-IMPROVEMENT", "improvement", "outcome", better="higher"),
    ConceptEntry("X-HEADACHE-FREQUENCY", "headache frequency", "outcome", better="lower"),
    ConceptEntry("X-RESPONDERS", "responders", "outcome", ("X-IMPROVEMENT",), better="higher"),
    ConceptEntry("X-PAIN", "pain", "outcome", better="lower"),
    ConceptEntry("X-SLEEP-QUALITY", "sleep quality", "outcome", better="higher"),
    ConceptEntry("X-COVERAGE", "coverage", "outcome"),
    ConceptEntry("X-CONTROL", "any control", "comparator"),
    ConceptEntry("D000928", "antidepressants", "intervention"),
    ConceptEntry("X-ACTIVE-DRUG", "medication", "comparator", ("X-CONTROL",), ("antidepressants",)),
    ConceptEntry("X-SHAM", "sham treatment", "comparator", parents=("X-CONTROL",)),
    ConceptEntry("X-USUAL-CARE", "usual care", "comparator", parents=("X-CONTROL",)),
    ConceptEntry("X-NO-TREATMENT", "no treatment", "comparator", parents=("X-CONTROL",)),
)


def concept(concept_id: str | Concept | None, name: str | None = None) -> Concept | None:
    """Make a concept of an id; None stays None, a concept itself."""
    if concept_id is None or isinstance(concept_id, Concept):
        return concept_id
    spoken = name or concept_id.removeprefix("X-").replace("-", " ").lower()
    return Concept(text=spoken, concept_id=concept_id, name=spoken)


def _concepts(ids: Iterable[str | Concept]) -> tuple[Concept, ...]:
    return tuple(made for made in map(concept, ids) if made is not None)


def make_quantity(
    value: float | None = 0.5,
    unit: str = "proportion",
    *,
    kind: QuantityKind = "proportion",
    low: float | None = None,
    high: float | None = None,
    bound: Bound = "none",
    role: Role = "effect",
    resolution: float = 0.01,
    direction: Direction | None = None,
    per: float | None = None,
    text: str = "50%",
    start: int = 0,
    end: int | None = None,
) -> Quantity:
    """Make a quantity; by default "50%" as an effect."""
    return Quantity(
        value=value,
        unit=unit,
        kind=kind,
        low=low,
        high=high,
        bound=bound,
        role=role,
        resolution=resolution,
        direction=direction,
        per=per,
        text=text,
        start=start,
        end=start + len(text) if end is None else end,
    )


def make_cited(
    text: str = "a 2016 Cochrane review",
    *,
    kind: Any = "systematic_review",
    publisher: str | None = "Cochrane",
    authors: Sequence[str] = (),
    journal: str | None = None,
    year: int | None = 2016,
    identifiers: Iterable[tuple[str, str]] = (),
    n_trials: int | None = None,
    n_participants: int | None = None,
    start: int = 0,
    end: int | None = None,
    links: Sequence[str] = (),
) -> CitedSource:
    """Make what a text says of a source it leans on."""
    return CitedSource(
        text=text,
        kind=kind,
        publisher=publisher,
        authors=tuple(authors),
        journal=journal,
        year=year,
        identifiers=tuple(sorted(identifiers)),
        n_trials=n_trials,
        n_participants=n_participants,
        start=start,
        end=start + len(text) if end is None else end,
        links=tuple(links),
    )


def make_statement(
    *,
    quantities: Sequence[Quantity] = (),
    intervention: str | Concept | None = "D015670",
    comparators: Iterable[str | Concept] = (),
    condition: str | Concept | None = "D008881",
    population: str | Concept | None = None,
    outcome: str | Concept | None = "X-HEADACHE-FREQUENCY",
    dose: Quantity | None = None,
    form: str | None = None,
    route: str | None = None,
    species: Species = "human",
    timeframe: Quantity | None = None,
    direction: Direction = "decrease",
    hedge: Hedge = "none",
    negated: bool = False,
    causal: Causal = "none",
    attribution: Attribution = "none",
    source: CitedSource | None = None,
) -> Statement:
    """Make a statement; by default acupuncture (D015670) for migraine (D008881)."""
    return Statement(
        quantities=tuple(quantities),
        intervention=concept(intervention),
        comparators=_concepts(comparators),
        condition=concept(condition),
        population=concept(population),
        outcome=concept(outcome),
        dose=dose,
        form=form,
        route=route,
        species=species,
        timeframe=timeframe,
        direction=direction,
        hedge=hedge,
        negated=negated,
        causal=causal,
        attribution=attribution,
        source=source,
    )


def make_claim(
    text: str = "Acupuncture makes migraine less frequent.",
    *,
    kind: ClaimKind = "efficacy",
    statement: Statement | None = None,
    claim_id: str | None = None,
    article_id: str = "article",
    start: int = 0,
    line: int = 1,
    column: int | None = None,
    clean: str | None = None,
    start_clean: int | None = None,
    cell: CellAddress | None = None,
    code: tuple[str, str] | None = None,
    links: Sequence[str] = (),
    why: str = "",
    by_pattern: bool = True,
    **fields: Any,
) -> Claim:
    """Make a claim; other keywords go to `make_statement`.

    A claim of kind "code" gets ("CPT", "97810") where no code is given.
    """
    if kind == "code" and code is None:
        code = ("CPT", "97810")
    if statement is not None and fields:
        raise TypeError(f"a statement and its fields {sorted(fields)} at once")
    clean = text if clean is None else clean
    start_clean = start if start_clean is None else start_clean
    identity = f"{kind}|{text}|{start}".encode()
    return Claim(
        claim_id=claim_id or hashlib.sha256(identity).hexdigest()[:12],
        article_id=ArticleId(article_id),
        kind=kind,
        start=start,
        end=start + len(text),
        line=line,
        column=start + 1 if column is None else column,
        text=text,
        clean=clean,
        statement=make_statement(**fields) if statement is None else statement,
        start_clean=start_clean,
        end_clean=start_clean + len(clean),
        cell=cell,
        code=code,
        links=tuple(links),
        why=why,
        by_pattern=by_pattern,
    )


def make_source(
    source_id: str = "CD001218.pub3",
    *,
    kind: Any = "systematic_review",
    title: str = "Acupuncture for the prevention of episodic migraine",
    publisher: str = "Cochrane",
    year: int | None = 2016,
    **fields: Any,
) -> Source:
    """Make a source; other keywords are fields of `Source`."""
    return Source(
        source_id=source_id, kind=kind, title=title, publisher=publisher, year=year, **fields
    )


def make_row(
    row_id: str = "R1",
    *,
    kind: ClaimKind = "efficacy",
    source: Source | None = None,
    statement: Statement | None = None,
    stance: Stance = "affirms",
    sentence: str = "Acupuncture against sham for migraine: headaches are less frequent.",
    certainty: Certainty | None = "moderate",
    primary: bool | None = True,
    significant: bool | None = True,
    verified: bool = True,
    score: float | None = None,
    provenance: Any = "curated",
    **fields: Any,
) -> EvidenceRow:
    """Make an evidence row; other keywords go to `make_statement`."""
    if statement is not None and fields:
        raise TypeError(f"a statement and its fields {sorted(fields)} at once")
    return EvidenceRow(
        row_id=row_id,
        kind=kind,
        source=make_source() if source is None else source,
        statement=make_statement(**fields) if statement is None else statement,
        stance=stance,
        sentence=sentence,
        certainty=certainty,
        primary=primary,
        significant=significant,
        verified=verified,
        provenance=provenance,
        score=score,
    )


def make_match(
    row: EvidenceRow | None = None,
    *,
    score: float = 0.9,
    intervention: Relation = "same",
    condition: Relation = "same",
    outcome: Relation = "same",
    comparator: Relation = "unknown",
    **fields: Any,
) -> Match:
    """Make a match; other keywords go to `make_row`."""
    if row is not None and fields:
        raise TypeError(f"a row and its fields {sorted(fields)} at once")
    return Match(
        row=make_row(**fields) if row is None else row,
        score=score,
        intervention=intervention,
        condition=condition,
        outcome=outcome,
        comparator=comparator,
    )


def make_table(
    rows: Iterable[EvidenceRow] | None = None,
    *,
    sources: Iterable[Source] = (),
    codes: Iterable[Code] = (),
    code_systems: Iterable[CodeSystem] = (),
    listings: Iterable[Listing] = (),
    concepts: Iterable[ConceptEntry] = CONCEPTS,
    version: str = "2000.01",
    diagnoses: Iterable[Code] = (),
    notices: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> EvidenceTable:
    """Make a table; one row by default. The sources of its rows are in it."""
    kept = (make_row(),) if rows is None else tuple(rows)
    every_source = (*(row.source for row in kept), *sources)
    return EvidenceTable(
        rows=kept,
        sources={source.source_id: source for source in every_source},
        codes={(code.system, code.code): code for code in codes},
        code_systems=tuple(code_systems),
        listings=tuple(listings),
        concepts=ConceptIndex(concepts),
        version=version,
        diagnoses={(code.system, code.code): code for code in diagnoses},
        notices=notices,
    )


def make_page(
    url: str = "https://example.org/a",
    *,
    final_url: str | None = None,
    status: int = 200,
    headers: Sequence[tuple[str, str]] = (("content-type", "text/html; charset=utf-8"),),
    redirects: Sequence[str] = (),
    from_cache: bool = False,
    robots_ignored: bool = False,
) -> Page:
    """Make a page that was fetched at noon of the first of May 2026."""
    return Page(
        url=url,
        final_url=url if final_url is None else final_url,
        status=status,
        headers=tuple(headers),
        fetched_at=dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC),
        sha256="0" * 64,
        redirects=tuple(redirects),
        from_cache=from_cache,
        robots_ignored=robots_ignored,
    )


def make_article(
    text: str = "Acupuncture makes migraine less frequent.\n",
    *,
    path: str = "draft.md",
    format: Format = "markdown",  # noqa: A002 - the name of the field
    blocks: Sequence[Block] | None = None,
    kind: BlockKind = "paragraph",
    tables: Sequence[Table] = (),
    title: str | None = None,
    date: dt.date | None = None,
    language: str = "en",
    locators: Sequence[Locator] = (),
    page: Page | None = None,
    parts: Sequence[Part] = (),
) -> Article:
    """Make an article whose clean text is its source.

    Where no blocks are given, each line that is not blank is one of `kind`.
    """
    if blocks is None:
        blocks, place = [], 0
        for line in text.splitlines(keepends=True):
            body = line.rstrip("\n")
            if body.strip():
                blocks.append(Block(kind, place, place + len(body)))
            place += len(line)
    places = range(len(text))
    return Article(
        article_id=ArticleId(
            hashlib.sha256(path.encode(errors="surrogateescape")).hexdigest()[:12]
        ),
        path=path,
        format=format,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        source=text,
        text=text,
        offsets=OffsetMap(array("q", places), array("q", (place + 1 for place in places))),
        blocks=tuple(blocks),
        tables=tuple(tables),
        title=title,
        date=date,
        language=language,
        locators=tuple(locators),
        page=page,
        parts=tuple(parts),
    )


def make_comparison(
    rule: str = "rounds to the estimate",
    *,
    claimed: str = "50%",
    evidence: str = "50% (14 trials)",
    row_id: str | None = "R1",
) -> Comparison:
    """Make two numbers side by side."""
    return Comparison(rule=rule, claimed=claimed, evidence=evidence, row_id=row_id)


def make_finding(
    code: str = "ST001",
    *,
    verdict: VerdictName | None = None,
    severity: Severity | None = None,
    reason: str = "Row R1 gives 50%, as the claim does.",
    confidence: float = 0.9,
    comparison: Comparison | None = None,
    row_ids: Sequence[str] = ("R1",),
) -> Finding:
    """Make a finding; verdict and severity are the code's where not given."""
    from pipeline.codes import CODES  # noqa: PLC0415 - most builders need no table of codes

    known = CODES[code]
    return Finding(
        code=code,
        verdict=known.verdict if verdict is None else verdict,
        severity=known.severity if severity is None else severity,
        reason=reason,
        confidence=confidence,
        comparison=comparison,
        row_ids=tuple(row_ids),
    )


def make_check(code: str = "AR001", *, passed: bool = True, detail: str = "2 + 2 = 4") -> Check:
    """Make an arithmetic that was tried."""
    return Check(code=code, passed=passed, detail=detail)


def make_judged(
    claim: Claim | None = None,
    *,
    findings: Sequence[Finding] | None = None,
    checks: Sequence[Check] = (),
    evidence: Sequence[EvidenceRow] | None = None,
    **fields: Any,
) -> JudgedClaim:
    """Make a judged claim; other keywords go to `make_finding`.

    The evidence is one row called R1 where none is given and a finding names rows.
    """
    if findings is None:
        findings = (make_finding(**fields),)
    elif fields:
        raise TypeError(f"findings and the fields {sorted(fields)} of one at once")
    if evidence is None:
        evidence = (make_row(),) if any(finding.row_ids for finding in findings) else ()
    return JudgedClaim(
        claim=make_claim() if claim is None else claim,
        findings=tuple(findings),
        checks=tuple(checks),
        evidence=tuple(evidence),
    )


def make_muted(
    judged: JudgedClaim | None = None,
    *,
    why: MutedBy = "silence",
    reason: str = "the owner wants it so",
    **fields: Any,
) -> Muted:
    """Make a muted claim, unsupported by default; other keywords go to `make_judged`."""
    if judged is not None and fields:
        raise TypeError(f"a judged claim and its fields {sorted(fields)} at once")
    made = make_judged(**{"code": "ST002", **fields}) if judged is None else judged
    return Muted(judged=made, why=why, reason=reason)


def make_parted() -> Article:
    """Make an article on two pages: "Sage tea." on the first, "Mint helps." on the second."""
    pages = [make_page(f"https://example.org/a/{number}") for number in (1, 2)]
    return make_article(
        "Sage tea.\nMint helps.\n",
        path=pages[0].url,
        format="html",
        page=pages[0],
        parts=[Part(0, 10, pages[0]), Part(10, 22, pages[1])],
        locators=[Locator(0, 10, part="part 1"), Locator(10, 22, part="part 2")],
    )


def make_document(
    article: Article | None = None,
    *,
    claims: Sequence[JudgedClaim] | None = None,
    muted: Sequence[Muted] = (),
) -> Document:
    """Make an article with its judged claims; one supported claim by default."""
    return Document(
        article=make_article() if article is None else article,
        claims=(make_judged(),) if claims is None else tuple(claims),
        muted=tuple(muted),
    )


def make_trouble(
    path: str = "gone.md", *, code: str = "E101", message: str = "Cannot read gone.md."
) -> Trouble:
    """Make something that kept an input from being judged."""
    return Trouble(path=path, code=code, message=message)


def make_result(
    documents: Sequence[Document] | None = None,
    *,
    errors: Sequence[Trouble] = (),
    evidence_version: str = "2000.01",
    n_rows: int = 1,
    models: Iterable[tuple[str, str]] = (("encoder", "all-MiniLM-L6-v2"),),
) -> Result:
    """Make all that one run found; one document by default."""
    return Result(
        documents=(make_document(),) if documents is None else tuple(documents),
        errors=tuple(errors),
        evidence_version=evidence_version,
        n_rows=n_rows,
        models=tuple(models),
    )
