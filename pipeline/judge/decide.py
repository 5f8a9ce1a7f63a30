"""Stage 5: one place where it is decided what is said of a claim.

The judges in order of certainty: registry codes; private data; the cited
source; numbers; the article's own arithmetic; statements. The finding that
decides comes first: what is unsupported before all else; for the rest the order
of the judges stands, so that a source that cannot be resolved decides over what
some other source happens to say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.evidence.table import EvidenceTable
from pipeline.judge.arithmetic import ArticleArithmetic
from pipeline.judge.candidates import Topic
from pipeline.judge.citations import judge_citation, judge_notices
from pipeline.judge.cited import Cited, judge_cited
from pipeline.judge.extracted import with_lead
from pipeline.judge.figures import result_quantities
from pipeline.judge.findings import finding
from pipeline.judge.links import LookUps, add_links, judge_pages
from pipeline.judge.mentions import judge_mention
from pipeline.judge.numbers import judge_number
from pipeline.judge.resolving import resolve
from pipeline.judge.several import judge_each
from pipeline.judge.statements import judge_statement
from pipeline.judge.statements.weighing import PROMISES, WORDS
from pipeline.records import (
    Article,
    CitedSource,
    Claim,
    ClaimKind,
    Document,
    EvidenceRow,
    Finding,
    JudgedClaim,
    Match,
    Source,
    Table,
)
from pipeline.wording import read_tenses

# Kinds whose truth does not hang on whose patients were counted.
_PUBLIC: Final[frozenset[ClaimKind]] = frozenset({"citation", "code", "credential", "regulatory"})
# Kinds whose judges read the publisher's own rows.
_OF_BODIES: Final[frozenset[ClaimKind]] = frozenset({"coverage", "regulatory", "credential"})
# Kinds of which a list of treatments may be told; a statistic's numbers are its first one's.
_JUDGED_BY_WORDS: Final[frozenset[ClaimKind]] = frozenset(
    {"coverage", "regulatory", "efficacy", "safety", "mechanism"}
)
# Kinds for which "studies show" is a citation of nothing.
_NEEDS_A_SOURCE: Final[frozenset[ClaimKind]] = frozenset(
    {"statistic", "efficacy", "mechanism", "safety"}
)
# Families that judge by wording, and not by numbers, sources and codes.
_OF_WORDS: Final = frozenset({"CR", "CV", "EF"})
# A denial whose object was cut off.
_CUT_OFF: Final = re.compile(r"(?:n['’]t|\bnot)\W*$", re.IGNORECASE)
# Told of a denial that was read, and of nothing else.
_DENIES_HARM: Final = "EF006"
# Rows shown with a claim, beside those that its findings name.
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Bench:
    """What every judgement of one article leans on."""

    table: EvidenceTable
    topic: Topic
    as_of: dt.date | None
    relate: Callable[[Claim, EvidenceRow], Match]
    text: str
    tables: Sequence[Table]
    looked_up: LookUps
    citations: Mapping[int, Sequence[Claim]]


def judge_document(
    article: Article,
    claims: Sequence[Claim],
    matches: Sequence[Sequence[Match]],
    *,
    table: EvidenceTable,
    topic: Topic,
    relate: Callable[[Claim, EvidenceRow], Match],
    as_of: dt.date | None = None,
    min_confidence: float = 0.0,
    looked_up: LookUps | None = None,
) -> Document:
    """Judge all claims of one article.

    Args:
        article: the claims are from.
        claims: in the order of the text.
        matches: for each claim, best first.
        table: the evidence in use.
        topic: what the article as a whole is about.
        relate: says how a row relates to a claim that it was not retrieved for.
        as_of: judge editions and listings as of this day; None takes the
            article's own date.
        min_confidence: 0..1; what a judge is less sure of is not decided.
        looked_up: what registries say of the works that the claims cite; None
            where nobody was asked.
    """
    day = as_of or article.date
    citations: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        cited = claim.statement.source
        if claim.kind == "citation" and cited is not None and not cited.is_vague:
            citations[cited.start].append(claim)
    bench = Bench(
        table, topic, day, relate, article.text, article.tables, looked_up or {}, citations
    )
    arithmetic = ArticleArithmetic(article, claims)
    judged: list[JudgedClaim] = []
    for claim, rows in zip(claims, matches, strict=True):
        failed, checks = arithmetic.of(claim)
        told = _findings(claim, rows, bench)
        if claim.kind in _JUDGED_BY_WORDS:
            told = judge_each(
                claim, told, table, relate=relate, judge=lambda one, its: _findings(one, its, bench)
            )
        said = [*told, *failed]
        gone = judge_pages(claim, bench.looked_up)
        # A citation is worth no more than where it leads; a claim has rows of its own.
        said = [*gone, *said] if claim.kind == "citation" else [*said, *gone]
        sure = [_if_sure(_if_read(claim, each), min_confidence) for each in said]
        findings = _in_order(sure)
        judged.append(JudgedClaim(claim, findings, checks, _shown(findings, rows, table)))
    return Document(article, tuple(judged))


def _if_read(claim: Claim, found: Finding) -> Finding:
    """Abstain from blame for words that no pattern read, where a denial in them may go unseen."""
    if claim.by_pattern or found.verdict != "unsupported" or found.code[:2] not in _OF_WORDS:
        return found
    if found.code == _DENIES_HARM or _is_plain(claim):
        return found
    return _undecided(found, f"the wording was not understood well enough for {found.code}")


def _is_plain(claim: Claim) -> bool:
    """Say whether a claim goes one way, or a body does something, and no word may turn it round."""
    said = claim.statement
    if _CUT_OFF.search(claim.clean):
        # "Headache relief isn't" goes on "a maybe".
        return False
    if said.negated or said.direction == "no_difference":
        return True
    goes = said.direction != "unclear" or claim.kind in _OF_BODIES
    return goes and WORDS["denial_unread"].search(claim.clean) is None


def _if_sure(found: Finding, min_confidence: float) -> Finding:
    """Abstain where the user wants more than the judge can give."""
    if found.verdict == "unverifiable" or found.confidence >= min_confidence:
        return found
    return _undecided(
        found,
        f"{found.code} would apply with a confidence of {found.confidence:.2f}, and the settings "
        f"want {min_confidence:.2f}",
    )


def _undecided(found: Finding, why: str) -> Finding:
    """Keep what a finding would have said, and say why it is not said."""
    return finding(
        "UV004",
        f"Not decided: {why}. It would say: {found.reason}",
        comparison=found.comparison,
        rows=found.row_ids,
        confidence=found.confidence,
    )


def _findings(claim: Claim, matches: Sequence[Match], bench: Bench) -> list[Finding]:
    if claim.code is not None:
        said_in = (bench.text, bench.tables)
        return [judge_mention(claim, claim.code, *said_in, table=bench.table, as_of=bench.as_of)]
    cited = claim.statement.source
    if claim.kind == "citation" and cited is not None:
        told = judge_citation(
            cited, topic=_topic_of(claim, bench.topic), table=bench.table, as_of=bench.as_of
        )
        return add_links(told, cited, bench.looked_up, details=True)
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
    return add_links(_with_source(claim, general, bench), cited, bench.looked_up, details=False)


def _judge(claim: Claim, matches: Sequence[Match]) -> list[Finding]:
    # "40% have side effects" is a number, whatever its words are about.
    counted = claim.kind in PROMISES and result_quantities(claim.statement)
    judge = judge_number if claim.kind == "statistic" or counted else judge_statement
    return [with_lead(claim, found, matches) for found in judge(claim, matches)]


def _vague(claim: Claim) -> list[Finding]:
    if claim.statement.attribution != "vague_source" or claim.kind not in _NEEDS_A_SOURCE:
        return []
    return [finding("CI008", "The text says that studies show this, but names none.")]


# --- a claim that cites ----------------------------------------------------------------


def _with_source(claim: Claim, general: list[Finding], bench: Bench) -> list[Finding]:
    cited = claim.statement.source
    if cited is None:
        return general
    topic = _topic_of(claim, bench.topic)
    resolution = resolve(cited, topic=topic, table=bench.table)
    source = resolution.source or _where_it_stands(cited, bench)
    if source is not None:
        noticed = judge_notices(cited, source, bench.table)
        return [*noticed, *_says_it(claim, source, general, bench)]
    if resolution.likely is not None:
        borne_out = [
            found
            for found in _says_it(claim, resolution.likely, general, bench)
            if found.code == "CI011"
        ]
        if borne_out:
            return [*judge_notices(cited, resolution.likely, bench.table), *borne_out]
    about_source = judge_citation(cited, topic=topic, table=bench.table, as_of=bench.as_of)
    missing = [f for f in about_source if f.code == "CI002"]
    if missing:
        told = f"This is credited to a source that does not exist. {missing[0].reason}"
        return [*general, replace(missing[0], reason=told)]
    if _names_a_document(claim) and claim.kind not in _OF_BODIES:
        # What another source says is not thereby this source's; and what came out in one work is so
        # whatever came out in others. What is said to be so at large they may refute.
        if read_tenses(claim.text) == {"past"}:
            general = [_of_another(found) for found in general]
        return [*about_source, *general]
    return [*general, *judge_notices(cited, None, bench.table)]


def _where_it_stands(cited: CitedSource, bench: Bench) -> Source | None:
    """Resolve a citation by what the sentence that names it is about.

    What a later sentence goes on about is a part of the work's topic, or words for another.
    """
    # An entry of a reference list and the marker that leads to it are read from one place.
    for claim in reversed(bench.citations.get(cited.start, ())):
        named, topic = claim.statement.source, _topic_of(claim, bench.topic)
        source = resolve(named or cited, topic=topic, table=bench.table).source
        if source is not None:
            return source
    return None


def _of_another(found: Finding) -> Finding:
    """Tell what other evidence says against a finding that is credited to a work unknown here."""
    if found.verdict != "unsupported":
        return found
    return _undecided(found, "what the work that is cited found, it alone can say")


def _names_a_document(claim: Claim) -> bool:
    cited = claim.statement.source
    if cited is None or cited.is_only_linked:
        # A link says less than a citation: it may be there to read on.
        return False
    return bool(cited.authors or cited.journal or cited.identifiers)


def _says_it(claim: Claim, source: Source, general: list[Finding], bench: Bench) -> list[Finding]:
    if claim.kind in _OF_BODIES:
        # These judges read the publisher's rows already.
        return general
    topic = _topic_of(claim, bench.topic)
    asked = Cited(claim, source, topic, bench.table, bench.as_of, bench.relate, _judge)
    return judge_cited(asked, general)


def _topic_of(claim: Claim, of_article: Topic) -> Topic:
    """The claim's own intervention and condition, else the article's."""
    statement = claim.statement
    return Topic(
        intervention=statement.intervention.concept_id
        if statement.intervention is not None
        else of_article.intervention,
        condition=statement.condition.concept_id
        if statement.condition is not None
        else of_article.condition,
    )


# --- what comes first, what is shown -------------------------------------------------------


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Unsupported first; else the judges' own order stands."""
    seen: dict[tuple[str, str], Finding] = {}
    for found in findings:
        seen.setdefault((found.code, found.reason), found)
    ordered = sorted(seen.values(), key=lambda f: f.verdict != "unsupported")
    return tuple(ordered)


def _shown(
    findings: Sequence[Finding], matches: Sequence[Match], table: EvidenceTable
) -> tuple[EvidenceRow, ...]:
    named = [row_id for found in findings for row_id in found.row_ids]
    near = [m.row.row_id for m in matches if m.row.verified][:_SHOWN]
    known = table.rows_by_id
    return tuple(known[i] for i in dict.fromkeys([*named, *near]) if i in known)
