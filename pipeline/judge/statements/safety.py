"""Stage 5: reassurances and harms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.judge.classes import is_of_class
from pipeline.judge.comparing import TURNS
from pipeline.judge.findings import finding
from pipeline.judge.groups import EVERYONE
from pipeline.judge.phrases import row_text
from pipeline.judge.statements.weighing import (
    WORDS,
    is_same_thing,
    ranked,
    row_ids,
    says_for_what,
    silence,
)
from pipeline.normalise.outcomes import ANY_HARM, INCIDENCE
from pipeline.records import Claim, Concept, EvidenceRow, Finding, Match

# Behind a denial: which harm it is.
_OF_ONE_HARM: Final = re.compile(r"\w*\s+(?:of|with|from)\b", re.IGNORECASE)


def judge_safety(claim: Claim, matches: Sequence[Match]) -> Finding:
    """Judge a statement about harm: that there is none, little, or some."""
    rows = ranked(m for m in matches if m.row.kind == "safety" and _is_on_it(claim, m))
    # Harms are told of a treatment as such, or in the very condition; what was
    # counted in another condition comes last, and a caution for some people after it.
    rows.sort(
        key=lambda m: (
            m.intervention != "same",
            m.row.statement.condition is not None and m.condition != "same",
            m.row.statement.population is not None,
        )
    )
    if claim.statement.comparators:
        return _compared(claim, rows, matches)
    if _names_people(claim):
        return _for_these_people(claim, rows, matches)
    if _is_of_serious(claim):
        # What is rare and serious is not told by what is common and mild.
        rows = [m for m in rows if _is_serious(m.row)]
    if not rows:
        return silence(claim, matches)
    for judge in (_spares, _limits, _denies_all, _plays_down, _denies_one):
        found = judge(claim, rows, matches)
        if found is not None:
            return found
    return _tells(claim, rows, matches)


def _limits(claim: Claim, rows: Sequence[Match], _: Sequence[Match]) -> Finding | None:
    """Judge "side effects are limited to bruises": all others are denied."""
    others = [m for m in rows if m.row.stance == "denies" and not _tells_of_it(claim, m)]
    if not others or WORDS["limited_to"].search(claim.clean) is None:
        return None
    told = f"It names all that may happen, and more is known: {row_text(others[0].row)}."
    return finding("UV004", told, rows=row_ids(others, 3))


def _denies_all(claim: Claim, rows: Sequence[Match], matches: Sequence[Match]) -> Finding | None:
    """Judge "no side effects": "no interactions with blood thinners" denies only these."""
    denial = WORDS["denies_harm"].search(claim.clean)
    if denial is None:
        return None
    named = [m for m in rows if _tells_of_it(claim, m)]
    of_one = _OF_ONE_HARM.match(claim.clean, denial.end()) is not None
    if of_one and _names_a_harm(claim) and not named:
        return silence(claim, matches)
    return _denial(named or rows, serious=_is_of_serious(claim))


def _plays_down(claim: Claim, rows: Sequence[Match], _: Sequence[Match]) -> Finding | None:
    """Judge "it is safe", "side effects are rare"."""
    if WORDS["plays_down"].search(claim.clean) is None or _denies(claim):
        return None
    beside = WORDS["combined"].search(claim.clean) is not None
    return _beside_a_medicine(claim, rows) if beside else _reassurance(claim, rows)


def _denies_one(claim: Claim, rows: Sequence[Match], _: Sequence[Match]) -> Finding | None:
    """Judge that one harm does not come, or never does."""
    if not _denies(claim):
        return None
    told = [m for m in rows if _tells_of_it(claim, m)]
    if told and WORDS["never"].search(claim.clean):
        text = f"This harm is known: {row_text(told[0].row)}."
        return finding("EF006", text, rows=row_ids(told, 3))
    return finding("UV004", f"The nearest row: {row_text(rows[0].row)}.", rows=row_ids(rows, 3))


def _tells(claim: Claim, rows: Sequence[Match], matches: Sequence[Match]) -> Finding:
    """Judge that a harm comes: that it does answers not how often, nor whether that is proven."""
    told = [m for m in rows if _tells_of_it(claim, m)]
    if not told:
        return silence(claim, matches)
    text = row_text(told[0].row)
    if not claim.by_pattern and not names_harm(claim) and not says_for_what(claim):
        # "Ginger might calm you, but …": the harm is in the next clause.
        told_by = "The sentence does not say itself what harm is meant."
        return finding("UV003", told_by, rows=row_ids(told, 3))
    unproven = claim.statement.hedge == "proven" and not told[0].row.certainty
    if unproven or _says_how_often(claim):
        return finding("UV004", f"The nearest row: {text}.", rows=row_ids(told, 3))
    return finding("EF001", f"{text}.", rows=row_ids(told, 3))


def _denies(claim: Claim) -> bool:
    return claim.statement.negated or _denies_this(claim)


def _is_of_serious(claim: Claim) -> bool:
    return WORDS["serious"].search(claim.clean) is not None


def _spares(claim: Claim, rows: Sequence[Match], matches: Sequence[Match]) -> Finding | None:
    """Judge "it is easy on the liver": that it is safe at large says nothing of one organ."""
    if WORDS["spares"].search(claim.clean) is None:
        return None
    harms = [m for m in rows if m.outcome in {"same", "narrower"} and m.row.stance == "denies"]
    if not harms or not _names_a_harm(claim):
        return silence(claim, matches)
    return finding(
        "EF006", f"This harm is known: {row_text(harms[0].row)}.", rows=row_ids(harms, 3)
    )


def _is_on_it(claim: Claim, match: Match) -> bool:
    """Say whether a row is on a treatment, or tells of the very harm with what it is a sort of.

    What vitamin D does, vitamin D3 does; that nothing came of relaxation says little of yoga.
    """
    wider = match.intervention == "wider" and not is_of_class(claim, match)
    return match.intervention == "same" or (wider and _tells_of_it(claim, match))


def names_harm(claim: Claim) -> bool:
    """Say whether a claim's own words speak of harm, or of its absence."""
    return any(
        WORDS[name].search(claim.clean)
        for name in ("tells_harm", "denies_harm", "plays_down", "serious", "advises_against")
    )


def judge_risk(claim: Claim, matches: Sequence[Match]) -> Finding | None:
    """Judge "aspirin raises the risk of bleeding" by reports of that harm; None without any.

    Who denies it is contradicted by a count that went up, and by reports alone only who says
    that it never happens: "it does not cause constipation".
    """
    rows = ranked(m for m in matches if m.row.kind == "safety" and _is_on_it(claim, m))
    told = [m for m in rows if _tells_of_it(claim, m)]
    said = claim.statement
    if not told or said.hedge == "proven" or said.comparators or _says_how_often(claim):
        return None
    if said.negated or said.direction == "no_difference":
        counted = [m.row for m in told if m.row.statement.direction == "increase"]
        raised = [row for row in counted if row.significant is not False]
        if not raised and WORDS["never"].search(claim.clean):
            raised = [m.row for m in told]
        if not raised:
            return None
        text = f"This harm is known: {row_text(raised[0])}."
        return finding("EF006", text, rows=[row.row_id for row in raised[:3]])
    return finding("EF001", f"{row_text(told[0].row)}.", rows=row_ids(told, 3))


def _says_how_often(claim: Claim) -> bool:
    counted = any(quantity.value is not None for quantity in claim.statement.quantities)
    return counted or WORDS["often"].search(claim.clean) is not None


def _tells_of_it(claim: Claim, match: Match) -> bool:
    """Say whether a row tells of the very harm that a claim names, in people in general.

    Who gets diarrhea has digestive problems; who has side effects may have any. What an oil
    does when it is swallowed, the plant need not do.
    """
    said, held = claim.statement, match.row.statement
    if WORDS["lowers_risk"].search(claim.clean):
        return False
    told_by = {"same"} if _is_any_harm(claim) else {"same", "narrower"}
    of_it = match.outcome in told_by
    harm = held.outcome
    if INCIDENCE in {_id_of(harm), _id_of(said.outcome)}:
        # Which risk it is, the condition says.
        of_it = of_it and match.condition == "same"
    if _id_of(harm) == INCIDENCE:
        harm = held.condition
    named = is_same_thing(harm, said.outcome) or is_same_thing(harm, said.condition)
    return (
        (of_it or named)
        and match.row.stance == "denies"
        and held.population is None
        and (held.form is None or held.form in {said.form, *_words_of(claim)})
        and {said.direction, held.direction} != TURNS
    )


def _words_of(claim: Claim) -> set[str]:
    return set(claim.clean.casefold().split())


def judge_raised_risk(claim: Claim, matches: Sequence[Match]) -> Finding | None:
    """Judge that more people, or no more, get a disease, by rows on harm; None if none is on it.

    Such a sentence reads like a promise, and what it says is a harm.
    """
    said = claim.statement
    of_getting_it = said.outcome is not None and said.outcome.concept_id == INCIDENCE
    ways = {"increase", "no_difference"}
    if not of_getting_it or said.condition is None or said.direction not in ways:
        return None
    people = said.population.concept_id if said.population is not None else None
    told = ranked(
        m
        for m in matches
        if m.row.kind == "safety"
        and (m.intervention, m.condition, m.outcome) == ("same", "same", "same")
        and m.row.statement.direction in ways
        and _id_of(m.row.statement.population) in {None, people}
    )
    if not told or said.comparators or said.hedge == "proven":
        return None
    raised = told[0].row.statement.direction == "increase"
    says_so = said.direction == "increase" and not said.negated
    code = "EF001" if raised is says_so else "EF002"
    return finding(code, f"{row_text(told[0].row)}.", rows=row_ids(told, 3))


def _id_of(concept: Concept | None) -> str | None:
    return concept.concept_id if concept is not None else None


def _compared(claim: Claim, rows: Sequence[Match], matches: Sequence[Match]) -> Finding:
    """More or fewer harms than with something: only a row against that answers."""
    against = [m for m in rows if m.comparator == "same" and m.outcome in {"same", "narrower"}]
    if not against:
        return silence(claim, matches)
    row, said = against[0].row, claim.statement.direction
    if said == "increase" and WORDS["plays_down"].search(claim.clean):
        # "Unlike pills it has few side effects" tells of fewer, not of more.
        said = "decrease"
    found = row.statement.direction
    equal = "no_difference"
    if (said == found != "unclear" and row.stance != "uncertain") or (
        claim.statement.negated and found == equal
    ):
        return finding("EF001", f"{row_text(row)}.", rows=row_ids(against, 3))
    if said in TURNS and found in TURNS:
        return finding("EF002", f"The evidence says otherwise: {row_text(row)}.", rows=[row.row_id])
    return finding("UV004", f"The nearest row: {row_text(row)}.", rows=row_ids(against, 3))


def _names_people(claim: Claim) -> bool:
    people = claim.statement.population
    named = people is not None and people.concept_id not in EVERYONE
    return named or WORDS["restricted"].search(claim.clean) is not None


def _for_these_people(claim: Claim, rows: Sequence[Match], matches: Sequence[Match]) -> Finding:
    """What holds for people in general is no answer for those who were not studied."""
    people = claim.statement.population
    wanted = people.concept_id if people is not None else ""
    named = [
        m
        for m in rows
        if (m.row.statement.population is not None
            and m.row.statement.population.concept_id == wanted)
        or (m.row.statement.condition is not None and m.condition == "same")
    ]  # fmt: skip
    if not named:
        return silence(claim, matches)
    # A caution for them tells of its own harm, and not of every other.
    cautions = [m for m in named if m.row.stance == "denies" and m.outcome != "other"]
    row = (cautions or named)[0].row
    warns = WORDS["advises_against"].search(claim.clean) is not None
    if claim.statement.negated and not warns and not WORDS["denies_harm"].search(claim.clean):
        return finding("UV004", f"The nearest row: {row_text(row)}.", rows=row_ids(named, 3))
    reassures = not warns and (
        WORDS["plays_down"].search(claim.clean) or WORDS["denies_harm"].search(claim.clean)
    )
    if reassures and cautions:
        return finding(
            "EF006",
            f"For these people harms are known: {row_text(cautions[0].row)}.",
            rows=row_ids(cautions, 3),
        )
    # Who is named beside a treatment is not warned of it by that alone.
    tells = warns or WORDS["tells_harm"].search(claim.clean) or claim.statement.outcome is not None
    if (cautions and tells and not _denies_this(claim)) or (reassures and row.stance == "affirms"):
        return finding("EF001", f"{row_text(row)}.", rows=row_ids(named, 3))
    return silence(claim, matches)


def _denial(rows: Sequence[Match], *, serious: bool) -> Finding:
    """A text that leaves no harm open."""
    harms = [m for m in rows if _reports_harm(m.row)]
    if harms:
        return finding(
            "EF006",
            f"The text leaves no harm open, but harms are known: {row_text(harms[0].row)}.",
            rows=row_ids(harms, 3),
        )
    if serious:
        return finding("EF001", f"{row_text(rows[0].row)}.", rows=row_ids(rows, 1))
    return finding(
        "EF003",
        f"The text says that there is no harm at all; the evidence says less: "
        f"{row_text(rows[0].row)}.",
        rows=row_ids(rows, 3),
        confidence=0.6,
    )


def _beside_a_medicine(claim: Claim, rows: Sequence[Match]) -> Finding:
    """A text that says that a thing is safe together with a medicine.

    That it is safe alone says nothing of that; only rows on interactions do.
    """
    known = [
        m
        for m in rows
        if m.row.stance == "denies"
        and m.row.statement.outcome is not None
        and WORDS["interaction"].search(m.row.statement.outcome.name)
    ]
    with_this = [m for m in known if m.outcome == "same"]
    if with_this:
        told = row_text(with_this[0].row)
        return finding("EF006", f"This is a known risk: {told}.", rows=row_ids(with_this, 3))
    if known:
        told = row_text(known[0].row)
        return finding("UV004", f"The nearest row: {told}.", rows=row_ids(known, 3), confidence=0.6)
    return silence(claim, rows)


def _reassurance(claim: Claim, rows: Sequence[Match]) -> Finding:
    """A text that says that harms are few or rare."""
    # That nothing serious was seen does not tell of what is common and mild.
    affirming = [
        m
        for m in rows
        if m.row.stance == "affirms" and not _is_serious(m.row) and _is_of_it_at_large(m)
    ]
    if affirming and WORDS["for_all"].search(claim.clean):
        # Few harms are not none for everybody.
        return _denial(rows, serious=False)
    if affirming:
        return finding("EF001", f"{row_text(affirming[0].row)}.", rows=row_ids(affirming, 3))
    harms = [m for m in rows if m.row.stance == "denies"]
    if harms:
        return finding(
            "UV004",
            "Whether these known harms still count as safe is a judgement: "
            f"{row_text(harms[0].row)}.",
            rows=row_ids(harms, 3),
        )
    return silence(claim, rows)


def _is_of_it_at_large(match: Match) -> bool:
    """Say whether a row tells of a treatment as such, or of what the claim takes it for."""
    return match.row.statement.condition is None or match.condition in {"same", "wider"}


def _denies_this(claim: Claim) -> bool:
    """Say whether a claim denies the very harm that it names: "no bad breath"."""
    outcome = claim.statement.outcome
    if outcome is None:
        return False
    place = claim.clean.find(outcome.text)
    return place >= 0 and WORDS["not_this"].search(claim.clean[:place]) is not None


def _is_any_harm(claim: Claim) -> bool:
    """Say whether a claim says that there is a harm, and not which."""
    outcome = claim.statement.outcome
    return outcome is not None and outcome.concept_id in ANY_HARM


def _names_a_harm(claim: Claim) -> bool:
    """Say whether a claim says which harm there is or is not: an interaction, a bleeding."""
    return claim.statement.outcome is not None and not _is_any_harm(claim)


def _is_serious(row: EvidenceRow) -> bool:
    """Say whether a row counts serious harms."""
    outcome = row.statement.outcome
    return outcome is not None and outcome.concept_id == "X-SERIOUS-ADVERSE-EVENTS"


def _reports_harm(row: EvidenceRow) -> bool:
    """Say whether a row counts harms or says that they occur."""
    counted = row.statement.of_role("prevalence", "intervention_arm")
    return row.stance == "denies" or any((q.value or 0) > 0 for q in counted)
