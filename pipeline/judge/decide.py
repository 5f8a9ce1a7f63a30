"""Stage 5: one place where it is decided what is said of a claim.

The judges in order of certainty: registry codes; private data; the cited
source; numbers; the article's own arithmetic; statements. The finding that
decides comes first: what is unsupported before what is supported before what
is not known, except that a source that cannot be resolved decides over a
number that some other source happens to give.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.evidence.table import EvidenceTable
from pipeline.judge.arithmetic import ArticleArithmetic
from pipeline.judge.candidates import Topic
from pipeline.judge.citations import judge_citation
from pipeline.judge.numbers import finding, judge_number
from pipeline.judge.phrases import source_name
from pipeline.judge.registry import judge_code
from pipeline.judge.resolving import resolve
from pipeline.judge.statements import judge_statement
from pipeline.records import (
    Article,
    Claim,
    ClaimKind,
    Document,
    EvidenceRow,
    Finding,
    JudgedClaim,
    Match,
    Source,
)

# Kinds whose truth does not hang on whose patients were counted.
_PUBLIC: Final[frozenset[ClaimKind]] = frozenset({"citation", "code", "credential", "regulatory"})
# Kinds for which "studies show" is a citation of nothing.
_NEEDS_A_SOURCE: Final[frozenset[ClaimKind]] = frozenset(
    {"statistic", "efficacy", "mechanism", "safety"}
)
# What a judgement says of the cited source, when it rests on that source's rows.
_OF_THE_SOURCE: Final = {
    "ST001": "CI011",
    "EF001": "CI011",
    "CV001": "CI011",
    "ST002": "CI005",
    "ST006": "CI005",
    "ST008": "CI005",
    "EF002": "CI005",
}
_ORDER: Final = {"unsupported": 0, "supported": 1, "unverifiable": 2}
# Rows shown with a claim, beside those that its findings name.
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Bench:
    """What every judgement of one article leans on."""

    table: EvidenceTable
    topic: Topic
    as_of: dt.date | None


def judge_document(
    article: Article,
    claims: Sequence[Claim],
    matches: Sequence[Sequence[Match]],
    *,
    table: EvidenceTable,
    topic: Topic,
    as_of: dt.date | None = None,
) -> Document:
    """Judge all claims of one article.

    Args:
        article: the claims are from.
        claims: in the order of the text.
        matches: for each claim, best first.
        table: the evidence in use.
        topic: what the article as a whole is about.
        as_of: judge editions and listings as of this day; None takes the
            article's own date.
    """
    bench = Bench(table, topic, as_of or article.date)
    arithmetic = ArticleArithmetic(article, claims)
    judged: list[JudgedClaim] = []
    for claim, rows in zip(claims, matches, strict=True):
        failed, checks = arithmetic.of(claim)
        findings = _in_order([*_findings(claim, rows, bench), *failed])
        judged.append(JudgedClaim(claim, findings, checks, _shown(findings, rows, table)))
    return Document(article, tuple(judged))


def _findings(claim: Claim, matches: Sequence[Match], bench: Bench) -> list[Finding]:
    if claim.code is not None:
        said = [c.concept_id for c in (claim.statement.intervention,) if c is not None]
        return [judge_code(claim.code, said=said, table=bench.table, as_of=bench.as_of)]
    cited = claim.statement.source
    if claim.kind == "citation" and cited is not None:
        return judge_citation(cited, topic=_topic_of(claim, bench), table=bench.table)
    if claim.statement.attribution == "opponent":
        return [finding("UV006", "The text reports this as somebody else's view.")]
    if claim.statement.attribution == "author_practice" and claim.kind not in _PUBLIC:
        return [
            finding(
                "UV002",
                "This rests on the writer's own records, which nobody else can look up.",
            )
        ]
    general = _judge(claim, matches)
    if cited is None or cited.is_vague:
        return [*general, *_vague(claim)]
    return _with_source(claim, matches, general, bench)


def _judge(claim: Claim, matches: Sequence[Match]) -> list[Finding]:
    if claim.kind == "statistic":
        return judge_number(claim, matches)
    return judge_statement(claim, matches)


def _vague(claim: Claim) -> list[Finding]:
    if claim.statement.attribution != "vague_source" or claim.kind not in _NEEDS_A_SOURCE:
        return []
    return [finding("CI008", "The text says that studies show this, but names none.")]


# --- a claim that cites ----------------------------------------------------------------


def _with_source(
    claim: Claim, matches: Sequence[Match], general: list[Finding], bench: Bench
) -> list[Finding]:
    cited = claim.statement.source
    if cited is None:
        return general
    topic = _topic_of(claim, bench)
    resolution = resolve(cited, topic=topic, table=bench.table)
    if resolution.source is not None:
        return _says_it(claim, matches, resolution.source, general)
    about_source = judge_citation(cited, topic=topic, table=bench.table)
    missing = [f for f in about_source if f.code == "CI002"]
    if missing:
        told = f"This is credited to a source that does not exist. {missing[0].reason}"
        return [*general, replace(missing[0], reason=told)]
    if _names_a_document(claim) and claim.kind == "statistic":
        # A number that another source gives is not thereby this source's.
        return [*about_source, *general]
    return general


def _names_a_document(claim: Claim) -> bool:
    cited = claim.statement.source
    return cited is not None and bool(cited.authors or cited.journal or cited.identifiers)


def _says_it(
    claim: Claim, matches: Sequence[Match], source: Source, general: list[Finding]
) -> list[Finding]:
    """What the cited source itself says of the claim, then what all evidence says."""
    own = [m for m in matches if m.row.source.source_id == source.source_id]
    if claim.kind in {"coverage", "regulatory", "credential"}:
        # These judges read the publisher's rows already.
        return general
    if own:
        first = _judge(claim, own)[0]
        code = _OF_THE_SOURCE.get(first.code)
        if code is not None:
            return [
                finding(
                    code,
                    first.reason,
                    comparison=first.comparison,
                    rows=first.row_ids,
                    confidence=first.confidence,
                )
            ]
    seen = "the abstract" if source.held == "abstract" else "what we hold of it"
    unread = finding(
        "CI010",
        f"{source_name(source)} exists, but the rows we hold of it do not answer this; we know "
        f"{seen} only.",
        rows=[own[0].row.row_id] if own else [],
        confidence=0.7,
    )
    against = [f for f in general if f.verdict == "unsupported"]
    return [*against, unread] if against else [unread, *general]


def _topic_of(claim: Claim, bench: Bench) -> Topic:
    """The claim's own intervention and condition, else the article's."""
    statement = claim.statement
    return Topic(
        intervention=statement.intervention.concept_id
        if statement.intervention is not None
        else bench.topic.intervention,
        condition=statement.condition.concept_id
        if statement.condition is not None
        else bench.topic.condition,
    )


# --- what comes first, what is shown -------------------------------------------------------


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Unsupported first; else the judges' own order stands."""
    seen: dict[str, Finding] = {}
    for found in findings:
        seen.setdefault(found.code, found)
    ordered = sorted(seen.values(), key=lambda f: _ORDER[f.verdict] != 0)
    return tuple(ordered)


def _shown(
    findings: Sequence[Finding], matches: Sequence[Match], table: EvidenceTable
) -> tuple[EvidenceRow, ...]:
    named = [row_id for found in findings for row_id in found.row_ids]
    near = [m.row.row_id for m in matches[:_SHOWN] if m.row.verified]
    known = table.rows_by_id
    return tuple(known[i] for i in dict.fromkeys([*named, *near]) if i in known)
