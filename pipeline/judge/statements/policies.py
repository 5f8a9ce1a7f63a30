"""Stage 5: what payers cover, regulators approve, guidelines advise and bodies certify."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.citations.names import organisation_named, wider_organisations
from pipeline.judge.findings import finding
from pipeline.judge.numbers import YEAR
from pipeline.judge.phrases import row_text
from pipeline.judge.statements.weighing import WORDS, row_ids
from pipeline.records import Claim, Concept, EvidenceRow, Finding, Match, Quantity
from pipeline.resources import word_list

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
# An aim, and the conditions that it speaks for: what is approved for weight loss is so for obesity.
_AIMS: Final = [
    (re.compile(entry["pattern"], re.IGNORECASE), frozenset(entry["conditions"]))
    for entry in word_list("aims")["aim"]
]


def judge_coverage(claim: Claim, matches: Sequence[Match]) -> Finding:
    """Judge what a payer is said to cover, by that payer's own policy only."""
    if not WORDS["pays"].search(claim.clean):
        return finding("UV003", "The sentence names a payer, and does not say what it pays for.")
    rows = [m for m in matches if m.row.kind == "coverage" and m.intervention == "same"]
    publisher = _publisher(claim)
    by_publisher = [m for m in rows if publisher is not None and _is_from(m.row, publisher)]
    if by_publisher:
        return _scope_of(claim, by_publisher)
    if WORDS["varies"].search(claim.clean) or not rows:
        return finding(
            "CV004",
            "Coverage differs from plan to plan; no policy in the table decides this.",
            rows=row_ids(rows, 2),
        )
    return finding(
        "CV004",
        f"The table holds no policy of the payer. The nearest one: {row_text(rows[0].row)}.",
        rows=row_ids(rows, 3),
    )


def judge_regulatory(claim: Claim, matches: Sequence[Match]) -> Finding:
    """Judge what a regulator or guideline is said to approve or recommend."""
    # What holds for all dietary supplements holds for this one, but not for a medicine made of it.
    related = {"same"} if WORDS["medicine"].search(claim.clean) else {"same", "wider"}
    rows = [
        m
        for m in matches
        if m.row.kind == "regulatory"
        and (m.intervention in related or m.row.statement.intervention is None)
    ]
    # How much is advised and how much is too much are two questions.
    on_limit = WORDS["limit"].search(claim.clean) is not None
    rows = [m for m in rows if _is_limit(m.row) is on_limit]
    publisher = _publisher(claim)
    if publisher is None:
        # Of bodies in general only what they say of this very thing compares.
        rows = [m for m in rows if m.intervention == "same"]
    else:
        rows = [m for m in rows if _is_from(m.row, publisher)]
    if not rows:
        who = publisher or "a regulator or guideline"
        return finding("UV001", f"The table holds nothing from {who} on this.", confidence=0.7)
    if publisher is None:
        return finding(
            "CI008",
            f"The text does not say who recommends this. For comparison: {row_text(rows[0].row)}.",
            rows=row_ids(rows, 2),
        )
    return _scope_of(claim, rows)


def judge_credential(claim: Claim, matches: Sequence[Match]) -> Finding:
    """Judge a credential: whether the body grants it; never whether a person has it."""
    if claim.why != "certified by" or WORDS["of_a_person"].search(claim.clean):
        return finding(
            "CR003",
            "A person's own qualification; only a public register of the profession decides it.",
        )
    publisher = _publisher(claim)
    rows = [
        m
        for m in matches
        if m.row.kind == "credential" and (publisher is None or _is_from(m.row, publisher))
    ]
    # That a body grants something comes before how many ask for it.
    rows.sort(key=lambda m: bool(m.row.statement.quantities))
    by_stance = {m.row.stance: m.row for m in reversed(rows)}
    if claim.statement.negated and rows:
        return finding("UV004", f"The nearest row: {row_text(rows[0].row)}.", rows=row_ids(rows, 2))
    if "denies" in by_stance and publisher is not None:
        row = by_stance["denies"]
        return finding("CR002", f"{row_text(row)}.", rows=[row.row_id])
    if "affirms" in by_stance and publisher is not None and not _unheard_numbers(claim, rows):
        row = by_stance["affirms"]
        return finding("CR001", f"{row_text(row)}.", rows=[row.row_id])
    return finding("UV001", "The table does not hold what this says of the body.", confidence=0.7)


def _scope_of(claim: Claim, rows: Sequence[Match]) -> Finding:
    """What a policy or guideline says of this, and whether the claim is wider.

    A rule on the very condition decides; else what is affirmed for other
    conditions only shows that the claim is wider; a rule on no condition is last,
    unless it affirms what is claimed of no condition.
    What a body says of the very people that are named comes before what it says of others.
    """
    people = claim.statement.population
    of_them = [m for m in rows if people is not None and _is_on(m.row, people)]
    newest = sorted(of_them or rows, key=lambda m: (-(m.row.source.year or 0), m.row.row_id))
    aim = _aim_of(claim)
    named_one = claim.statement.condition is not None or bool(aim)
    on_condition = [m for m in newest if _is_on_what_is_named(claim, m, aim)]
    in_general = [m for m in newest if m.row.statement.condition is None]
    elsewhere = [
        m
        for m in newest
        if m not in on_condition and m not in in_general and m.row.stance == "affirms"
    ]
    named = row_ids([*on_condition, *elsewhere, *in_general], 3)
    for_all = not named_one and bool(in_general) and in_general[0].row.stance == "affirms"
    decisive = on_condition or (in_general if for_all or not elsewhere else [])
    # Who says that a limit must not be passed affirms it.
    negated = claim.statement.negated and not any(_is_limit(m.row) for m in rows)
    # "For women who …" may be the very people that the condition is about; and what a thing is
    # approved for, where that was not read, may be the very condition.
    for_something = claim.kind == "regulatory" and WORDS["purpose"].search(claim.clean) is not None
    may_be_it = not named_one and (people is not None or for_something)
    if not decisive and elsewhere and may_be_it:
        return finding(
            "UV004", f"The nearest row: {row_text(elsewhere[0].row)}.", rows=named, confidence=0.6
        )
    other = bool(elsewhere) and elsewhere[0].condition == "other"
    if not decisive and other and elsewhere[0].row.source.kind == "guideline":
        # A society writes a guideline for each condition; one is silent on what another says.
        return finding("UV004", f"The nearest row: {row_text(elsewhere[0].row)}.", rows=named)
    if not decisive and elsewhere and not negated:
        told = row_text(elsewhere[0].row)
        denied = [m for m in in_general if m.row.stance == "denies"]
        rest = f"; {row_text(denied[0].row)}" if denied else ""
        return finding("CV003", f"The source is narrower than the claim: {told}{rest}.", rows=named)
    if not decisive:
        return finding("UV001", "The table holds nothing from this body on this.", rows=named)
    row = decisive[0].row
    text = row_text(row)
    for_some = next((m.row for m in decisive if _is_only_for_some(m.row, row)), None)
    if for_some is not None and not of_them:
        told = f"It depends on who is asking: {text}; {row_text(for_some)}."
        return finding("UV004" if negated else "CV003", told, rows=named)
    if WORDS["warns"].search(claim.clean):
        # Who warns of a thing has not approved it; of what else is warned, no row says.
        of_it = decisive[0].intervention == "same" and row.stance == "denies"
        if of_it and not _unheard_numbers(claim, decisive):
            return finding("CV001", f"{text}.", rows=named)
        return finding("UV004", f"The nearest row: {text}.", rows=named, confidence=0.6)
    if negated and WORDS["except"].search(claim.clean):
        return finding("UV004", f"The nearest row: {text}.", rows=named, confidence=0.6)
    if row.stance == "uncertain":
        return finding("EF004", f"The source leaves it open: {text}.", rows=named)
    agrees = (row.stance == "affirms") is not negated
    if agrees and not negated and _says_more(claim, decisive):
        return finding(
            "UV004", f"The table does not hold all that this says; the nearest row: {text}.",
            rows=named, confidence=0.6,
        )  # fmt: skip
    return finding("CV001" if agrees else "CV002", f"{text}.", rows=named)


def _aim_of(claim: Claim) -> frozenset[str]:
    """The conditions that a claim which names none is about, by the aim that it names."""
    if claim.statement.condition is not None:
        return frozenset()
    named = (conditions for pattern, conditions in _AIMS if pattern.search(claim.clean))
    return next(named, frozenset())


def _is_on_what_is_named(claim: Claim, match: Match, aim: frozenset[str]) -> bool:
    """Say whether a row is on the condition of a claim, or on that whose aim it names."""
    if claim.statement.condition is not None:
        return match.condition in {"same", "wider"}
    held = match.row.statement.condition
    return held is not None and held.concept_id in aim


def _approves(row: EvidenceRow) -> bool:
    """Say whether a row is about an approval, and not about advice."""
    outcome = row.statement.outcome
    return outcome is not None and outcome.concept_id == "X-APPROVAL"


def _is_limit(row: EvidenceRow) -> bool:
    """Say whether a row gives the most that may be taken."""
    outcome = row.statement.outcome
    return outcome is not None and outcome.concept_id == "X-UPPER-INTAKE-LIMIT"


def _is_on(row: EvidenceRow, people: Concept) -> bool:
    """Say whether a row is on these very people."""
    held = row.statement.population
    return held is not None and held.concept_id == people.concept_id


def _is_only_for_some(row: EvidenceRow, other: EvidenceRow) -> bool:
    """Say whether one text of a body grants to some people what it denies to others."""
    return (
        row.source == other.source
        and {row.stance, other.stance} == {"affirms", "denies"}
        and row.statement.population != other.statement.population
        and row.statement.condition == other.statement.condition
    )


def _says_more(claim: Claim, rows: Sequence[Match]) -> bool:
    """Say whether a claim holds a number, a rank or a use that no row of the body speaks of."""
    said = claim.statement
    # "Approved for memory": a use that was read as no condition is one all the same.
    for_a_use = claim.kind == "regulatory" and said.population is None and _approves(rows[0].row)
    named_a_use = for_a_use and WORDS["purpose"].search(claim.clean) is not None
    approved_for = (said.condition is not None or named_a_use) and all(
        m.row.statement.condition is None for m in rows
    )
    ranked_so = WORDS["qualifies"].search(claim.clean) is not None
    return approved_for or ranked_so or _unheard_numbers(claim, rows)


def _unheard_numbers(claim: Claim, rows: Sequence[Match]) -> bool:
    """Say whether the claim gives a number that none of the rows gives, as value or in words."""
    held = [q for m in rows for q in m.row.statement.quantities]
    said = [q for q in claim.statement.quantities if q.value is not None]
    spoken = " ".join(m.row.sentence for m in rows)
    numbers = {float(number) for number in _NUMBER.findall(spoken.replace(",", ""))}
    years = set(YEAR.findall(claim.clean)) - set(YEAR.findall(spoken))
    return bool(years) or any(
        _is_of_another_unit(q, held)
        or (_as_written(q) not in numbers and all(q.value != one.value for one in held))
        for q in said
    )


def _is_of_another_unit(quantity: Quantity, held: Sequence[Quantity]) -> bool:
    """Say whether an amount is a row's number in another unit: milligrams for micrograms."""
    unit = quantity.unit.partition("/")[0]
    same = [q.unit.partition("/")[0] for q in held if q.value == quantity.value]
    return quantity.kind == "amount" and bool(same) and unit not in same


def _as_written(quantity: Quantity) -> float | None:
    """Return a number as people write it: a share as percent."""
    if quantity.value is None or quantity.unit != "proportion":
        return quantity.value
    return round(quantity.value * 100, 6)


def _publisher(claim: Claim) -> str | None:
    source = claim.statement.source
    return source.publisher if source is not None else None


def _is_from(row: EvidenceRow, publisher: str) -> bool:
    """Say whether a row is from a body, or from a part of it (NCCIH is of the NIH).

    A wider body's row speaks for a part of it only where it names that part:
    the rules of CMS on Medicare are not those on Medicaid.
    """
    held = organisation_named(row.source.publisher) or row.source.publisher
    if not held:
        return False
    if publisher == held or publisher in wider_organisations(held):
        return True
    spoken = row.sentence.replace(row.source.publisher, "")
    return held in wider_organisations(publisher) and publisher in spoken
