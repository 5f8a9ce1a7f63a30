"""Stage 5: what the very source that a text cites says of a claim.

Its numbers are asked first, then its size, then what its rows say in words, last what a machine
read in its abstract. Where none of them answers, that is said (CI010): of most sources only the
abstract is held.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.evidence.table import EvidenceTable
from pipeline.judge.candidates import Topic, identifiers_of
from pipeline.judge.citations import judge_citation
from pipeline.judge.comparing import TURNS
from pipeline.judge.extracted import says_so
from pipeline.judge.figures import result_quantities
from pipeline.judge.findings import finding, recoded
from pipeline.judge.groups import repeats_each
from pipeline.judge.numbers import repeats
from pipeline.judge.own_rows import as_asked, of_its_people
from pipeline.judge.phrases import row_text, source_name
from pipeline.judge.statements import judge_statement
from pipeline.judge.statements.weighing import PROMISES, WORDS
from pipeline.judge.trying import side_by_side
from pipeline.records import Claim, EvidenceRow, Finding, Match, Quantity, Role, Source

# What a judgement says of the cited source, when it rests on that source's rows.
_OF_THE_SOURCE: Final = {
    "ST001": "CI011",
    "EF001": "CI011",
    "ST002": "CI005",
    "ST006": "CI005",
    "ST008": "CI005",
    "EF002": "CI005",
    "CV001": "CI011",
    "CV002": "CI005",
}
# Judgements that hold as they are when the cited source's own rows give them.
_STANDS: Final = frozenset({"EF003", "EF004", "ST004"})
# "More than 160,000" is not said of 180,000.
_ROUNDED: Final = 1.1


@dataclass(frozen=True, slots=True)
class Cited:
    """A claim beside the source that it cites, and what both are asked with.

    Attributes:
        source: which the citation was resolved to.
        topic: of the claim, else of the article.
        table: the evidence in use.
        as_of: the article's day.
        relate: says how a row relates to a claim.
        judge: says what rows say of a claim, the deciding finding first.
    """

    claim: Claim
    source: Source
    topic: Topic
    table: EvidenceTable
    as_of: dt.date | None
    relate: Callable[[Claim, EvidenceRow], Match]
    judge: Callable[[Claim, Sequence[Match]], list[Finding]]


def judge_cited(asked: Cited, general: list[Finding]) -> list[Finding]:
    """Say what the source itself says of the claim, then what all evidence says.

    Args:
        asked: the claim and its source.
        general: what all evidence says of the claim.
    """
    rows = asked.table.rows_by_source.get(asked.source.source_id, ())
    # What somebody checked comes before what a machine read.
    checked_first = sorted(of_its_people(asked.claim, rows), key=lambda row: not row.verified)
    own = [asked.relate(asked.claim, row) for row in checked_first]
    told = _by_its_numbers(asked, own, rows) or _by_its_size(asked)
    if told is None and own:
        told = _by_its_words(asked, own)
    return told or _not_matched(asked, own, general)


def _by_its_numbers(
    asked: Cited, own: Sequence[Match], rows: Sequence[EvidenceRow]
) -> list[Finding] | None:
    """Say that the source gives the claim's number, or each of its numbers; else None."""
    claim = asked.claim
    repeated = next(filter(None, (repeats(claim, match) for match in own)), None)
    if repeated is not None:
        row = repeated.match.row
        if row.significant is False and _says_it_turned(claim):
            told = f"{row_text(row)}. The number is the source's, but it shows no effect for sure."
            compared = side_by_side(repeated, "interval includes no effect")
            return [finding("ST004", told, comparison=compared, rows=[row.row_id])]
        said = finding(
            "CI011",
            f"{row_text(row)}.",
            comparison=side_by_side(repeated, "as the source reports it"),
            rows=[row.row_id],
            confidence=0.85,
        )
        return [said]
    mentions = asked.table.concepts.find(claim.text)
    outcomes = {m.concept_id: m.start for m in mentions if m.kind == "outcome"}
    each = repeats_each(claim, [asked.relate(claim, row) for row in rows], outcomes)
    if not each:
        return None
    told = "; ".join(row_text(one.match.row) for one in each)
    ids = [one.match.row.row_id for one in each]
    return [finding("CI011", f"{told}.", rows=ids, confidence=0.85)]


def _by_its_size(asked: Cited) -> list[Finding] | None:
    """Hold how many trials and people the source is said to have against its record; else None."""
    claim = asked.claim
    sizes = {
        q.role: _size_meant(q, asked.source)
        for q in claim.statement.of_role("trials", "participants")
    }
    if not sizes or result_quantities(claim.statement):
        return None
    details = _its_size(asked, sizes)
    # "29 trials found it no better than placebo" is more than that there were 29.
    if not _promises(claim) or any(found.verdict == "unsupported" for found in details):
        return details
    return None


def _by_its_words(asked: Cited, own: Sequence[Match]) -> list[Finding] | None:
    """Say what the source's rows say of the claim; None where they say nothing of it."""
    claim, spoken = as_asked(asked.claim, own, asked.relate)
    hedge = asked.claim.statement.hedge
    first = asked.judge(claim, spoken)[0]
    code = _OF_THE_SOURCE.get(first.code)
    if code is not None:
        return [recoded(first, code)]
    if first.code == "EF003" and hedge == "shown":
        # That a review found it is true of a review that is not sure of it, too.
        suggested = replace(claim, statement=replace(claim.statement, hedge="suggested"))
        again = asked.judge(suggested, spoken)[0]
        first = recoded(again, "CI011") if again.code == "EF001" else first
    # What the review's own row says of it, it says, without settling it.
    unsettled = first.code == "UV004" and hedge == "none"
    if first.code in _STANDS or first.code == "CI011" or unsettled:
        return [first]
    if result_quantities(claim.statement):
        return None
    read = says_so(claim, spoken, judge_statement)
    return None if read is None else [recoded(read, "CI011")]


def _not_matched(asked: Cited, own: Sequence[Match], general: list[Finding]) -> list[Finding]:
    """Say that no row of the source answers, unless one that answers in general is its own."""
    its_own = {match.row.row_id for match in own}
    borne_out = [f for f in general if f.verdict == "supported" and its_own & set(f.row_ids)]
    if borne_out:
        return [recoded(borne_out[0], "CI011")]
    seen = "the abstract" if asked.source.held == "abstract" else "part"
    unread = finding(
        "CI010",
        f"{source_name(asked.source)} exists, but this could not be matched to any of its results "
        f"that the table holds; of that source we hold {seen} only.",
        rows=[own[0].row.row_id] if own else [],
        confidence=0.7,
    )
    against = [f for f in general if f.verdict == "unsupported"]
    return [*against, unread] if against else [unread, *general]


def _says_it_turned(claim: Claim) -> bool:
    """Say whether a claim tells that something changed; who gives both groups' numbers only may."""
    said = claim.statement
    told = said.negated or WORDS["not_significant"].search(claim.clean) is not None
    return said.direction in TURNS and not told and not said.of_role("comparator_arm")


def _promises(claim: Claim) -> bool:
    """Say whether a claim says how something came out, besides what was looked at."""
    said = claim.statement
    return claim.kind in PROMISES and (said.negated or said.direction != "unclear")


def _its_size(asked: Cited, sizes: Mapping[Role, float | None]) -> list[Finding]:
    """Judge "that review pooled 33 studies with 6,352 people" as details of the citation."""
    cited = asked.claim.statement.source
    if cited is None:
        return []
    told = replace(
        cited,
        n_trials=_whole(sizes.get("trials")),
        n_participants=_whole(sizes.get("participants")),
        identifiers=cited.identifiers or tuple(identifiers_of(asked.source).items()),
    )
    return judge_citation(told, topic=asked.topic, table=asked.table, as_of=asked.as_of)


def _size_meant(quantity: Quantity, source: Source) -> float | None:
    """Return a size as it is compared: "more than 160,000" is 162,796 said in round numbers."""
    held = source.n_trials if quantity.role == "trials" else source.n_participants
    value = quantity.value
    if quantity.bound != "at_least" or held is None or value is None:
        return value
    return held if value <= held < value * _ROUNDED else value


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
