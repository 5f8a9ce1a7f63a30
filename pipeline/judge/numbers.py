"""Stage 5: a claimed number against the numbers of the rows.

The rules, in the order in which they are tried for one number and one row:

1. The same measure is compared with the same measure; a risk ratio counts as a
   relative change, two arms as a difference, a value before and after as a
   change (`figures`). Otherwise: another measure, ST003.
2. Direction: up against down contradicts, ST008. Where the row found no difference, only a
   number far outside of its interval is contradicted, ST002, if GRADE's certainty is at
   least moderate.
3. Agreement to the precision written: "41%" is 40.5 to 41.5; "about 40%" and
   "over 70%" are the intervals their words leave open (the quantity's own).
4. Inside the row's interval but not its estimate: compatible but imprecise,
   ST004. So is an estimate whose interval includes no effect.
5. Outside: contradicted, ST002, where the row pools trials and stands on the
   same comparator. One trial does not contradict another.
6. How many have something is counted over a time: three months answer nothing about a life.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from pipeline.citations.names import find_names
from pipeline.judge.classes import compares_alike
from pipeline.judge.comparing import Outcome, excludes
from pipeline.judge.extracted import may_bear_out
from pipeline.judge.figures import as_odds, figures_of, result_quantities
from pipeline.judge.findings import finding
from pipeline.judge.groups import fits_population, is_of_people, of_each_share
from pipeline.judge.on_topic import counts_people, is_beside, is_on_topic, is_strict, is_within
from pipeline.judge.phrases import claimed_text, figure_text, row_text, source_name
from pipeline.judge.statements.policies import judge_regulatory
from pipeline.judge.statements.weighing import WORDS, listed
from pipeline.judge.trying import Tried, side_by_side, try_all, worst_of_each_row
from pipeline.quantities import convert
from pipeline.records import (
    Certainty,
    Claim,
    Comparison,
    EvidenceRow,
    Finding,
    Match,
    Quantity,
    Role,
    SourceKind,
)

_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
# "In France", but not "in March".
_PLACE: Final = re.compile(rf"\b(?:in|of|across) (?:the )?(?!(?:{_MONTHS})\b)[A-Z][a-z]+")
# Over a life, and not over the months that a survey asks about.
_EVER: Final = re.compile(
    r"\b(?:at some (?:time|point|stage)|ever|lifetimes?|"
    r"in (?:(?:their|our|your|his|her|a) )?li(?:fe|ves))\b",
    re.IGNORECASE,
)
# Of all people, and not of those of one country.
_WORLD: Final = re.compile(r"\b(?:worldwide|world|global(?:ly)?|planet)\b", re.IGNORECASE)
# The two numbers of one result.
_ARMS: Final[frozenset[Role]] = frozenset({"intervention_arm", "comparator_arm"})
# Publications that speak for all trials on a question.
_POOLED: Final[frozenset[SourceKind]] = frozenset({"systematic_review", "meta_analysis"})
# Certainty with which a null result rules out a large effect.
_SURE: Final[frozenset[Certainty]] = frozenset({"high", "moderate"})
# These say in round numbers what others counted; how far another number must be off to be wrong.
_RETELLING: Final[frozenset[SourceKind]] = frozenset({"fact_sheet", "guideline", "policy"})
_FAR: Final = 2.0


def judge_number(claim: Claim, matches: Sequence[Match]) -> list[Finding]:
    """Judge the numbers of a claim against the rows retrieved for it.

    Returns:
        At least one finding, the one that decides first.
    """
    statement = claim.statement
    quantities = _as_said(claim, _without_threshold(claim, result_quantities(statement)))
    if claim.cell is not None and not claim.cell.column_header:
        return [finding("UV003", "No header says what the numbers of this column are.")]
    if not quantities and WORDS["allowance"].search(claim.clean):
        return [judge_regulatory(claim, [m for m in matches if m.row.verified])]
    if not quantities:
        return [finding("UV003", "The claim gives no number that says how something came out.")]
    on_topic = [m for m in matches if is_on_topic(claim, m)]
    if not on_topic:
        return [_nothing(claim, matches)]
    of_people = WORDS["of_chance"].search(claim.clean) is not None
    tried = try_all(quantities, on_topic, statement.direction, of_people=of_people)
    if not tried:
        return [_another_measure(quantities[0], on_topic)]
    apart = _each_result(claim, quantities, tried)
    if apart is not None:
        return [apart]
    shares = [q for q in quantities if q.role == "prevalence"]
    if len(shares) > 1:
        return [_several_shares(claim, shares, tried)]
    if len(statement.comparators) > 1:
        pooled = _judge_pooled(claim, tried)
        if pooled is not None:
            return [pooled]
    decided = _decide(claim, tried)
    taken = _taken_for_risk(quantities, on_topic) if decided.code == "ST002" else None
    return [decided if taken is None else taken]


def _taken_for_risk(quantities: Sequence[Quantity], on_topic: Sequence[Match]) -> Finding | None:
    """Say that a number is a row's odds ratio told as one of risk: it is no other number.

    How far the two are apart hangs on how common the outcome is (Cochrane Handbook 6.4, 6.4.1.4).
    """
    changes = [as_odds(q) for q in quantities if q.kind == "relative_change"]
    told = try_all(changes, on_topic, "unclear")
    found = next((t.match.row for t in told if t.outcome == "agrees"), None)
    if found is None:
        return None
    reason = f"The number is this row's odds ratio, told as if it were of risk: {row_text(found)}."
    return finding("UV004", reason, rows=[found.row_id])


def _without_threshold(claim: Claim, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the numbers that say how it came out.

    In "halved in 53% of people" the halving says who counts as better, not how many; in "a fall of
    5 mmHg cuts strokes" the fall is what is supposed.
    """
    supposed = WORDS["supposed"].match(claim.clean)
    if supposed is not None:
        quantities = [q for q in quantities if q.text not in supposed[0]]
    outcome = claim.statement.outcome
    # "For every 11 people one more has half the headaches": the half says who counts as better.
    needed = [q for q in quantities if q.kind == "number_needed_to_treat"]
    if needed:
        return needed
    shares = [q for q in quantities if q.role in {"intervention_arm", "comparator_arm"}]
    if outcome is not None and outcome.concept_id == "X-RESPONDERS" and shares:
        return shares
    return list(quantities)


def _each_result(
    claim: Claim, quantities: Sequence[Quantity], tried: Sequence[Tried]
) -> Finding | None:
    """Judge several results of one sentence: each is its own row's, and none is another's.

    "By 8% in adults and by 14% in children". The two arms of a trial are one result. None where
    there is one result only, or where no row gives any of them.
    """
    arms = [q for q in quantities if q.role in _ARMS]
    results = [[q] for q in quantities if q.role not in _ARMS] + ([arms] if arms else [])
    if len(results) < 2 or any(q.role == "prevalence" for q in quantities):
        return None
    fitting = [t for t in tried if compares_alike(claim, t.match) and is_of_people(claim, t.match)]
    borne_out = [_bears_out(result, fitting) for result in results]
    agreeing = [t for t in borne_out if t is not None]
    if not agreeing:
        return None
    if len(agreeing) < len(results):
        return _not_each_has_its_row(agreeing[0])
    told = [_agrees(claim, t) for t in agreeing]
    doubted = next((found for found in told if found.code != "ST001"), None)
    text = "; ".join(dict.fromkeys(found.reason.removesuffix(".") for found in told))
    rows = dict.fromkeys(row_id for found in told for row_id in found.row_ids)
    return doubted or replace(told[0], reason=f"{text}.", row_ids=tuple(rows))


def _bears_out(result: Sequence[Quantity], tried: Sequence[Tried]) -> Tried | None:
    """Return what agrees with all numbers of one result; None where no row gives them all."""
    starts = {q.start for q in result}
    own = worst_of_each_row([t for t in tried if t.quantity.start in starts])
    return next((t for t in own if t.outcome == "agrees"), None)


def _not_each_has_its_row(nearest: Tried) -> Finding:
    return finding(
        "UV004",
        "The sentence gives several numbers, and not every one has its row. The nearest: "
        f"{row_text(nearest.match.row)}.",
        rows=[nearest.match.row.row_id],
    )


def _several_shares(claim: Claim, shares: Sequence[Quantity], tried: Sequence[Tried]) -> Finding:
    """Several groups or years in one sentence: each number needs a row that gives it."""
    agreeing, contradicted = of_each_share(claim, shares, tried)
    if contradicted is not None:
        return _contradicts(claim, contradicted)
    if len(agreeing) == len(shares):
        told = "; ".join(dict.fromkeys(row_text(t.match.row) for t in agreeing))
        return finding("ST001", f"{told}.", rows=[t.match.row.row_id for t in agreeing])
    return _not_each_has_its_row((agreeing or list(tried))[0])


def repeats(claim: Claim, match: Match) -> Tried | None:
    """Find a number of a row that the claim repeats, whatever else differs.

    For a row of the very source that the text cites: there the same number of
    the same measure is the source's own, unless the outcome is another one. What a
    machine read in that source's abstract bears out a number, too, where it is on what
    the claim names; it never speaks against one.
    """
    apart = "other" in {match.outcome, match.intervention} or (
        match.condition == "other" and not _is_what_was_measured(claim, match)
    )
    if apart or claim.statement.negated:
        return None
    if not match.row.verified and not may_bear_out(claim, match):
        return None
    if not compares_alike(claim, match):
        return None
    tried = worst_of_each_row(
        try_all(
            _as_said(claim, result_quantities(claim.statement)), [match], claim.statement.direction
        )
    )
    return next((t for t in tried if t.outcome == "agrees"), None)


def _as_said(claim: Claim, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Read "it cut the odds by 58%" as an odds ratio of 0.42."""
    of_odds = WORDS["of_odds"].search(claim.clean) is not None
    return [as_odds(q) if of_odds else q for q in quantities]


def _is_what_was_measured(claim: Claim, match: Match) -> bool:
    """Say whether what was taken for a condition is the outcome: nausea after an operation."""
    said, held = claim.statement.condition, match.row.statement.outcome
    return said is not None and held is not None and said.text.casefold() in held.text.casefold()


# --- deciding ----------------------------------------------------------------------------


def _decide(claim: Claim, tried: Sequence[Tried]) -> Finding:
    fitting = [
        t
        for t in worst_of_each_row([t for t in tried if compares_alike(claim, t.match)])
        # A text that does not say what was measured may mean something else.
        if t.outcome == "agrees"
        or (
            _fits_comparator(claim, t.match)
            and is_strict(claim, t.match)
            and not is_within(claim, t)
            and not is_beside(claim, t.match)
        )
    ]
    of_people = [t for t in fitting if fits_population(claim, t.match)]
    for outcome, judge in _JUDGES:
        of_kind = [t for t in of_people if t.outcome == outcome]
        if of_kind:
            # Of two that agree the one that found a benefit is nearer to a claim of one.
            return judge(claim, min(of_kind, key=lambda t: t.match.row.stance != "affirms"))
    agreeing = [t for t in fitting if t.outcome == "agrees"]
    if agreeing and _is_of_one_people(claim, tried):
        return _agrees(claim, agreeing[0])
    if fitting:
        return _other_people(fitting[0])
    # A row on the very comparison that does not fit is about something else that was measured.
    apart = [t for t in tried if not _fits_comparator(claim, t.match)]
    if len(apart) < len(tried):
        nearest = next(t for t in tried if t not in apart)
        return finding(
            "UV003",
            "The text does not say clearly enough what was measured, or in whom. The nearest row: "
            f"{row_text(nearest.match.row)}.",
            rows=[nearest.match.row.row_id],
        )
    other = apart[0]
    comparators = " or ".join(c.name for c in claim.statement.comparators)
    return finding(
        "ST005",
        f"The claim compares with {comparators}; the nearest rows compare with something else: "
        f"{row_text(other.match.row)}.",
        comparison=side_by_side(other, "another comparator"),
        rows=[other.match.row.row_id],
    )


def _is_of_one_people(claim: Claim, tried: Sequence[Tried]) -> bool:
    """Say whether a claim that names nobody means the only people who were studied for this.

    Neural tube defects are counted in pregnant women. Of how many have something that says nothing.
    """
    people = {
        person.concept_id if person is not None else None
        for t in tried
        for person in [t.match.row.statement.population]
    }
    return claim.statement.population is None and len(people) == 1 and not counts_people(claim)


def _other_people(tried: Tried) -> Finding:
    row = tried.match.row
    people = row.statement.population
    named = people.name if people is not None else "other people"
    return finding(
        "ST009",
        f"The nearest row is about {named}, and the text does not say so: {row_text(row)}.",
        comparison=side_by_side(tried, "another population"),
        rows=[row.row_id],
    )


def _fits_comparator(claim: Claim, match: Match) -> bool:
    """A claim that names no comparator is held against every row's."""
    return not claim.statement.comparators or match.comparator == "same"


def _is_far_off(tried: Tried) -> bool:
    """Say whether a share is twice the row's, or half of it."""
    said = abs(tried.quantity.value or 0.0)
    return not tried.figure.value / _FAR < said < tried.figure.value * _FAR


def _is_of_the_world(claim: Claim, row: EvidenceRow) -> bool:
    return all(_WORLD.search(text) is not None for text in (claim.clean, row_text(row)))


def _is_of_these_people(claim: Claim, row: EvidenceRow) -> bool:
    """Say whether a row counts the very people whom a claim names: American adults."""
    said, held = claim.statement.population, row.statement.population
    return said is not None and held is not None and said.concept_id == held.concept_id


def _is_of_its_time(claim: Claim, row: EvidenceRow) -> bool:
    """Say whether people are counted over the same time, as far as both say over which."""
    said, held = claim.statement.timeframe, row.statement.timeframe
    of_a_life = _EVER.search(claim.clean) is not None
    if of_a_life and held is not None:
        return False
    if _EVER.search(row.sentence) and not of_a_life:
        return False
    if said is None or held is None:
        return True
    converted = convert(said, held.unit)
    return converted is not None and converted.value == held.value


def _agrees(claim: Claim, tried: Tried) -> Finding:
    row, statement = tried.match.row, claim.statement
    if tried.quantity.role == "prevalence" and not _is_of_its_time(claim, row):
        return finding(
            "UV004",
            f"The nearest row counts over another time: {row_text(row)}.",
            comparison=side_by_side(tried, "another time"),
            rows=[row.row_id],
        )
    no_effect_claimed = (
        statement.negated
        or statement.direction == "no_difference"
        or WORDS["not_significant"].search(claim.clean) is not None
    )
    if row.significant and no_effect_claimed:
        return finding(
            "UV004",
            f"The number is the row's, but the text denies an effect: {row_text(row)}.",
            comparison=side_by_side(tried, "agrees as written"),
            rows=[row.row_id],
        )
    if row.significant is False and not no_effect_claimed:
        return finding(
            "ST004",
            f"{row_text(row)}. The number agrees, but its interval includes no effect.",
            comparison=side_by_side(tried, "interval includes no effect"),
            rows=[row.row_id],
        )
    return finding(
        "ST001",
        f"{row_text(row)}.",
        comparison=side_by_side(tried, "agrees as written"),
        rows=[row.row_id],
    )


def _inside(_claim: Claim, tried: Tried) -> Finding:
    return finding(
        "ST004",
        f"{row_text(tried.match.row)}. The claim lies inside that interval but is not its "
        "estimate.",
        comparison=side_by_side(tried, "inside the interval"),
        rows=[tried.match.row.row_id],
    )


def _opposite(claim: Claim, tried: Tried) -> Finding:
    row = tried.match.row
    if row.source.kind not in _POOLED:
        return _single(tried)
    if row.significant is False or row.stance == "uncertain":
        if row.certainty in _SURE and excludes(tried.figure, tried.quantity):
            return _contradicts(claim, tried)
        return finding(
            "EF004",
            f"{row_text(row)}. That points the other way, but it is inconclusive.",
            comparison=side_by_side(tried, "direction"),
            rows=[row.row_id],
        )
    return finding(
        "ST008",
        f"{row_text(row)}. That is the opposite direction.",
        comparison=side_by_side(tried, "direction"),
        rows=[row.row_id],
    )


def _contradicts(claim: Claim, tried: Tried) -> Finding:
    row = tried.match.row
    bodies = {
        name.entry.name
        for name in find_names(claim.clean)
        if name.entry.kind == "organisation" and not name.ambiguous
    }
    if bodies and row.source.publisher not in bodies:
        # What one body gave, another source's number does not refute.
        return _single(tried)
    elsewhere = _PLACE.search(claim.clean) is not None and not _is_of_these_people(claim, row)
    if tried.quantity.role == "prevalence" and (elsewhere or not _is_of_its_time(claim, row)):
        # Of France the world's figure says nothing, nor three months of a life.
        return _single(tried)
    if tried.quantity.kind == "count" and not (_is_far_off(tried) and _is_of_the_world(claim, row)):
        # How many people have something grows with the people; a country has fewer of them.
        return _single(tried)
    if row.source.kind not in _POOLED and tried.quantity.role != "prevalence":
        return _single(tried)
    if row.source.kind in _RETELLING and not _is_far_off(tried):
        return _single(tried)
    return finding(
        "ST002",
        f"The evidence gives another number: {row_text(row)}.",
        comparison=side_by_side(tried, "outside the interval"),
        rows=[row.row_id],
    )


_JUDGES: Final[tuple[tuple[Outcome, Callable[[Claim, Tried], Finding]], ...]] = (
    ("agrees", _agrees),
    ("inside", _inside),
    ("opposite", _opposite),
    ("contradicts", _contradicts),
)


def _single(tried: Tried) -> Finding:
    row = tried.match.row
    return finding(
        "UV004",
        f"One source gives another number: {row_text(row)}. One study does not settle it.",
        comparison=side_by_side(tried, "single source"),
        rows=[row.row_id],
    )


def _judge_pooled(claim: Claim, tried: Sequence[Tried]) -> Finding | None:
    """A claim that pools comparators, against the rows for each of them."""
    tried = [
        t
        for t in tried
        if is_strict(claim, t.match)
        and fits_population(claim, t.match)
        and t.match.row.source.kind in _POOLED
    ]
    by_comparator: list[Tried] = []
    for comparator in claim.statement.comparators:
        own = [
            t
            for t in tried
            if any(c.concept_id == comparator.concept_id for c in t.match.row.statement.comparators)
        ] or [t for t in tried if t.match.comparator == "same" and t not in by_comparator]
        if not own or any(t.outcome in {"agrees", "inside"} for t in own):
            return None
        by_comparator.append(own[0])
    told = "; ".join(
        f"against {c.name.lower()}, {figure_text(t.figure)}"
        for c, t in zip(claim.statement.comparators, by_comparator, strict=True)
    )
    rows = [t.match.row.row_id for t in by_comparator]
    first = by_comparator[0]
    return finding(
        "ST006",
        f"The claim pools comparators that the evidence keeps apart: {told} "
        f"[{source_name(first.match.row.source)}].",
        comparison=Comparison(
            first.figure.rule, claimed_text(first.quantity), told, first.match.row.row_id
        ),
        rows=rows,
    )


def _another_measure(quantity: Quantity, matches: Sequence[Match]) -> Finding:
    nearest = matches[0].row
    return finding(
        "ST003",
        f"The nearest row measures this in another way: {row_text(nearest)}. "
        "Neither number confirms the other.",
        comparison=Comparison(
            "another measure",
            f"{claimed_text(quantity)} ({quantity.kind.replace('_', ' ')})",
            "; ".join(figure_text(f) for f in figures_of(nearest.statement)[:2]),
            nearest.row_id,
        ),
        rows=[match.row.row_id for match in matches[:3]],
    )


def _nothing(claim: Claim, matches: Sequence[Match]) -> Finding:
    """Say that no row answers, and which one comes nearest."""
    for match in matches:
        if match.intervention == match.condition == "same" and match.row.verified:
            return finding(
                "UV001",
                "The table has no number for this outcome. The nearest row on the same question: "
                f"{row_text(match.row)}.",
                rows=[match.row.row_id],
            )
    said = claim.statement
    on_it = next((m.row for m in matches if m.intervention == "same" and m.row.verified), None)
    if said.intervention is not None and said.condition is None and on_it is not None:
        told = (
            "The text does not say for what, and a number on one condition says nothing of others"
        )
        return finding("UV001", f"{told}. One on {said.intervention.name}: {row_text(on_it)}.",
                       rows=[on_it.row_id])  # fmt: skip
    named = [c.name for c in (said.intervention, said.condition, said.outcome) if c is not None]
    about = f" on {listed(named)}" if named else " on what this is about"
    together = " together" if len(named) > 1 else ""
    return finding("UV001", f"No checked row of the table has a number{about}{together}.")
