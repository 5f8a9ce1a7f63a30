"""Stage 5: what payers cover, regulators approve, guidelines advise and bodies certify."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.citations.names import organisation_named, wider_organisations
from pipeline.judge.classes import CLASSES
from pipeline.judge.findings import finding
from pipeline.judge.on_topic import YEAR
from pipeline.judge.phrases import row_text
from pipeline.judge.statements.allowances import judge_allowance
from pipeline.judge.statements.weighing import WORDS, names_treatment, row_ids, says_condition
from pipeline.records import Claim, Concept, EvidenceRow, Finding, Match, Quantity
from pipeline.resources import word_list

# Words no longer than this, such as "and", name nobody.
_SHORT: Final = 3
# Words longer than this tell what a thing is for: "diabetes", not "care".
_TELLING: Final = 5
# Dietary Reference Intakes of the United States and Canada are set by it alone.
_SETS_ALLOWANCES: Final = "Food and Nutrition Board"
_PRONOUN: Final = re.compile(r"\b(?:it|them|they|this|these|those|that)\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
# An aim, and the conditions that it speaks for: what is approved for weight loss is so for obesity.
_AIMS: Final = [
    (re.compile(entry["pattern"], re.IGNORECASE), frozenset(entry["conditions"]))
    for entry in word_list("aims")["aim"]
]


def judge_coverage(claim: Claim, matches: Sequence[Match]) -> Finding:
    """Judge what a payer is said to cover, by that payer's own policy only."""
    if not WORDS["pays"].search(claim.clean):
        said = (
            "names a payer, and"
            if _publisher(claim) is not None
            else "was read as one on paying and"
        )
        return finding("UV003", f"The sentence {said} does not say what is paid for.")
    paying = [m for m in matches if m.row.kind == "coverage"]
    rows = [m for m in paying if m.intervention == "same"]
    publisher = _publisher(claim)
    # Who pays for no supplement pays for none of them.
    if names_treatment(claim):
        rows += [m for m in paying if m.intervention == "wider" and m.row.stance == "denies"]
    by_publisher = [m for m in rows if publisher is not None and _is_from(m.row, publisher)]
    by_publisher = by_publisher or [m for m in rows if _is_on_its_people(claim, m.row)]
    if by_publisher:
        return judge_allowance(claim, by_publisher) or _scope_of(claim, by_publisher)
    nearest = f" The nearest one: {row_text(rows[0].row)}." if rows else ""
    if WORDS["varies"].search(claim.clean) or (publisher is None and not rows):
        told = "Coverage differs from plan to plan; no policy in the table decides this."
        return finding("CV004", told, rows=row_ids(rows, 2))
    if publisher is None:
        told = f"The text names no payer whose policy could be looked up.{nearest}"
        return finding("CV004", told, rows=row_ids(rows, 3))
    # One payer's rules do not differ from plan to plan.
    told = f"The table holds no policy of {publisher} on this.{nearest}"
    return finding("UV001", told, rows=row_ids(rows, 3))


def _is_on_its_people(claim: Claim, row: EvidenceRow) -> bool:
    """Say whether somebody else's row tells of a payer's rules for people whom a claim names."""
    people, publisher = row.statement.population, _publisher(claim)
    if people is None or publisher is None or publisher not in people.name:
        return False
    whom = people.name.replace(publisher, "").casefold().split()
    return any(len(word) > _SHORT and word in claim.clean.casefold() for word in whom)


def judge_regulatory(claim: Claim, matches: Sequence[Match]) -> Finding:
    """Judge what a regulator or guideline is said to approve or recommend."""
    if WORDS["agrees"].search(claim.clean):
        return finding("UV003", "With what it is said to agree, the text said before.")
    if not _says_what_is_decided(claim):
        return finding(
            "UV003", "The sentence was read as one on what a body decided, and does not say what."
        )
    # That no dietary supplement is approved holds for this one, but not for a medicine made of
    # it; and what else is said of a body's view of one thing is not its view of all.
    of_medicine = WORDS["medicine"].search(claim.clean) is not None
    of_all = WORDS["approves"].search(claim.clean) is not None and not of_medicine
    rows = [
        m
        for m in matches
        if m.row.kind == "regulatory"
        and (
            m.intervention == "same"
            or m.row.statement.intervention is None
            or (m.intervention == "wider" and not of_medicine and (of_all or not _is_class(m)))
        )
    ]
    # How much is advised and how much is too much are two questions.
    on_limit = WORDS["limit"].search(claim.clean) is not None
    rows = [m for m in rows if _is_limit(m.row) is on_limit]
    publisher = _publisher(claim)
    if publisher is not None and WORDS["warns"].search(claim.clean):
        # What a body reports as a harm it has warned of.
        warned = [m for m in matches if m.row.kind == "safety" and m.row.stance == "denies"]
        rows += [m for m in warned if m.intervention == "same"]
    if publisher is None:
        # Of bodies in general only what they say of this very thing compares.
        rows = [m for m in rows if m.intervention == "same"]
    else:
        rows = [m for m in rows if _is_from(m.row, publisher)]
    if not rows and publisher is not None:
        paying = [m for m in matches if m.row.kind == "coverage" and m.intervention == "same"]
        if any(_is_from(m.row, publisher) for m in paying) and WORDS["pays"].search(claim.clean):
            return judge_coverage(claim, matches)
    if not rows:
        who = publisher or "a regulator or guideline"
        return finding("UV001", f"The table holds nothing from {who} on this.", confidence=0.7)
    if publisher is None:
        return finding(
            "CI008",
            "The text names no body whose word on this could be looked up. For comparison: "
            f"{row_text(rows[0].row)}.",
            rows=row_ids(rows, 2),
        )
    return _scope_of(claim, rows)


def _says_what_is_decided(claim: Claim) -> bool:
    """Say whether a clause that names no body itself says that something is decided or advised.

    "It is not approved by the FDA, and it has put people in hospital" is two claims.
    """
    source = claim.statement.source
    named = source is None or claim.start <= source.start < claim.end
    return named or claim.cell is not None or WORDS["decides"].search(claim.clean) is not None


def _is_class(match: Match) -> bool:
    """Say whether a row is on a wide class of treatments."""
    treatment = match.row.statement.intervention
    return treatment is not None and treatment.concept_id in CLASSES


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
    if WORDS["warns"].search(claim.clean):
        # What a body approved is no warning.
        warned = [m for m in rows if m.row.stance == "denies"]
        if not warned:
            told = f"The table holds no such warning. The nearest row: {row_text(rows[0].row)}."
            return finding("UV004", told, rows=row_ids(rows, 3), confidence=0.6)
        rows = warned
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
    for_all = not named_one and bool(in_general) and in_general[0].row.stance == "affirms"
    decisive = on_condition or (in_general if for_all or not elsewhere else [])
    # What is sold without a prescription is answered by what is said of that, whatever it is for.
    sort = WORDS["sold_as"].search(claim.clean)
    if sort is not None and not on_condition:
        decisive = [m for m in newest if _speaks_of(m.row, sort[0])] or decisive
    # Who says that a limit must not be passed affirms it.
    negated = claim.statement.negated and not any(_is_limit(m.row) for m in rows)
    excluded = WORDS["but_not"].search(claim.clean)
    if excluded is not None and not negated:
        return _but_not(claim.clean[excluded.end() :], [*decisive, *elsewhere], newest)
    if negated and WORDS["but_for"].search(claim.clean):
        return _for_this_alone(on_condition, [*in_general, *newest])
    granted = [m for m in newest if m.row.stance == "affirms" and m.intervention == "same"]
    if sort is not None and decisive and not _is_answered_of(decisive[0].row, sort[0]):
        decisive, elsewhere = [], decisive
    if negated and not named_one and granted and WORDS["for_any"].search(claim.clean):
        told = f"There is one exception at least: {row_text(granted[0].row)}."
        return finding("CV002", told, rows=row_ids(granted, 2))
    if not decisive:
        if claim.statement.condition is not None and not says_condition(claim):
            return _of_the_page(claim, newest, negated=negated)
        return _beside_the_scope(claim, elsewhere, in_general, newest, negated=negated)
    row = decisive[0].row
    for_some = next((m.row for m in decisive if _is_only_for_some(m.row, row)), None)
    if for_some is not None and not of_them:
        told = f"It depends on who is asking: {row_text(row)}; {row_text(for_some)}."
        return finding("UV004" if negated else "CV003", told, rows=row_ids(decisive, 3))
    return _within_the_scope(claim, decisive, negated=negated)


def _beside_the_scope(
    claim: Claim,
    elsewhere: Sequence[Match],
    in_general: Sequence[Match],
    rows: Sequence[Match],
    *,
    negated: bool,
) -> Finding:
    """Judge where a body says nothing of this very condition, but something of others.

    That it covers or advises this for one condition is narrower than a claim without one only
    where it also says that it does so for no other.
    """
    named = row_ids([*elsewhere, *in_general] or rows, 3)
    nearest = f"The nearest row: {row_text((elsewhere or rows)[0].row)}."
    other = f"What the table holds of this body is on something else. {nearest}"
    if not elsewhere:
        return finding("UV001", other, rows=named)
    told = row_text(elsewhere[0].row)
    # "For women who …" may be the very people that the condition is about; and what a thing is
    # approved for, where that was not read, may be the very condition.
    for_something = claim.kind == "regulatory" and WORDS["purpose"].search(claim.clean) is not None
    people, condition = claim.statement.population, claim.statement.condition
    may_be_it = condition is None and not _aim_of(claim) and (people is not None or for_something)
    denied = [m for m in in_general if m.row.stance == "denies"]
    sort = WORDS["sold_as"].search(claim.clean)
    of_another = sort is not None and not _speaks_of(elsewhere[0].row, sort[0])
    of_another = of_another or (elsewhere[0].condition == "other" and not denied)
    if may_be_it or of_another or _unheard_numbers(claim, [*elsewhere, *in_general]):
        return finding("UV004", nearest, rows=named, confidence=0.6)
    if negated:
        return finding("UV001", other, rows=named)
    if _is_of_a_medicine(claim) and _approves(elsewhere[0].row):
        # That there is such a medicine says not for what; a supplement of it is another thing.
        return finding("CV001", f"{told}.", rows=named, confidence=0.7)
    if condition is None and _is_for_nothing_else(elsewhere[0].row):
        return finding("CV001", f"{told}.", rows=named)
    if not denied:
        told = f"Whether for this as well, the table does not say. {nearest}"
        return finding("UV004", told, rows=named, confidence=0.6)
    told = f"The source is narrower than the claim: {told}; {row_text(denied[0].row)}."
    return finding("CV003", told, rows=named)


def _is_for_nothing_else(row: EvidenceRow) -> bool:
    """Say whether what a row is on is for its condition by its name: a "diabetes programme"."""
    treatment, condition = row.statement.intervention, row.statement.condition
    if treatment is None or condition is None:
        return False
    words = (word for word in treatment.name.casefold().split() if len(word) > _TELLING)
    return any(word in condition.name.casefold() for word in words)


def _speaks_of(row: EvidenceRow, sort: str) -> bool:
    """Say whether a row is on what is sold in this way, by its words."""
    return sort.casefold().replace("-", " ") in row.sentence.casefold().replace("-", " ")


def _is_answered_of(row: EvidenceRow, sort: str) -> bool:
    """Say whether a row decides on what is sold in this way: none is none of these, too."""
    return row.stance != "affirms" or _speaks_of(row, sort)


def _within_the_scope(claim: Claim, decisive: Sequence[Match], *, negated: bool) -> Finding:
    """Judge by a body's rows on this very condition, or on none."""
    row, named = decisive[0].row, row_ids(decisive, 3)
    text = row_text(row)
    near = finding("UV004", f"The nearest row: {text}.", rows=named, confidence=0.6)
    if WORDS["warns"].search(claim.clean):
        # Who warns of a thing has not approved it; of what else is warned, no row says.
        of_it = decisive[0].intervention == "same" and row.stance == "denies"
        sure = of_it and not _unheard_numbers(claim, decisive)
        denied = WORDS["no_warning"].search(claim.clean) is not None
        return finding("CV002" if denied else "CV001", f"{text}.", rows=named) if sure else near
    excepted = claim.clean if negated else ""
    if claim.statement.condition is not None and row.statement.condition is None:
        # A rule with an exception may except the very condition.
        excepted += f" {row.sentence}"
    if WORDS["except"].search(excepted):
        return near
    if row.stance == "uncertain" and WORDS["inconclusive"].search(claim.clean):
        return finding("CV001", f"{text}.", rows=named)
    if row.stance == "uncertain":
        return finding("EF004", f"The source leaves it open: {text}.", rows=named)
    agrees = (row.stance == "affirms") is not negated
    if _is_of_another_time(claim, decisive, agrees=agrees):
        return near
    if agrees and not negated and _says_more(claim, decisive):
        told = f"The table does not hold all that this says; the nearest row: {text}."
        return finding("UV004", told, rows=named, confidence=0.6)
    return finding("CV001" if agrees else "CV002", f"{text}.", rows=named)


def _is_of_another_time(claim: Claim, rows: Sequence[Match], *, agrees: bool) -> bool:
    """Say whether a claim dates what no row of the body dates so.

    A body that stopped paying in a year may have stopped in another; and what it said before the
    year of a row may have been the opposite.
    """
    years = _unheard_years(claim, rows)
    if agrees:
        return bool(years) and claim.statement.negated
    decided = rows[0].row.source.year
    return bool(years) and decided is not None and max(map(int, years)) < decided


def _unheard_years(claim: Claim, rows: Sequence[Match]) -> set[str]:
    spoken = " ".join(m.row.sentence for m in rows)
    published = {str(m.row.source.year) for m in rows}
    return set(YEAR.findall(claim.clean)) - set(YEAR.findall(spoken)) - published


def _of_the_page(claim: Claim, rows: Sequence[Match], *, negated: bool) -> Finding:
    """Judge what a body is said to do, on a page about something that its rows do not name.

    What the page is about was not said of the body: where it says the same of this treatment
    for all that it names, that is what it says. "You pay nothing" names no treatment either.
    """
    row, stances = rows[0].row, {m.row.stance for m in rows if m.intervention == "same"}
    agrees = stances == {"denies" if negated else "affirms"} and not _unheard_numbers(claim, rows)
    # What it is said to be for, and how highly it is ranked, was not read.
    more = WORDS["purpose"].search(claim.clean) or WORDS["qualifies"].search(claim.clean)
    sure = agrees and more is None and (names_treatment(claim) or _PRONOUN.search(claim.clean))
    text = f"{row_text(row)}." if sure else f"The nearest row: {row_text(row)}."
    return finding("CV001" if sure else "UV004", text, rows=row_ids(rows, 3), confidence=0.7)


def _but_not(rest: str, granted: Sequence[Match], rows: Sequence[Match]) -> Finding:
    """Judge "for back pain, but not for gout": each half needs its row.

    Args:
        rest: what is said to be left out.
        granted: the rows that the first half is held against, best first.
        rows: all of the body's on the treatment.
    """
    left_out = [
        m.row
        for m in rows
        if m.row.stance == "denies"
        and (condition := m.row.statement.condition) is not None
        and condition.name.casefold() in rest.casefold()
    ]
    first = next((m.row for m in granted if m.row.stance == "affirms"), None)
    if first is not None and left_out:
        told = f"{row_text(first)}; {row_text(left_out[0])}."
        return finding("CV001", told, rows=[first.row_id, left_out[0].row_id])
    nearest = row_text(first or rows[0].row)
    return finding("UV004", f"Not both halves have their row. The nearest: {nearest}.",
                   rows=row_ids(rows, 3), confidence=0.6)  # fmt: skip


def _for_this_alone(on_condition: Sequence[Match], rows: Sequence[Match]) -> Finding:
    """Judge "for nothing but back pain": what is excepted is granted, all else is not.

    Args:
        on_condition: the rows on what is excepted.
        rows: all of the body's on the treatment, those on no condition first.
    """
    granted = next((m.row for m in on_condition if m.row.stance == "affirms"), None)
    denied = next((m.row for m in rows if m.row.stance == "denies"), None)
    if granted is not None and denied is not None:
        told = f"{row_text(granted)}; {row_text(denied)}."
        return finding("CV001", told, rows=[granted.row_id, denied.row_id])
    nearest = granted or rows[0].row
    return finding("UV004", f"Not both halves have their row. The nearest: {row_text(nearest)}.",
                   rows=[nearest.row_id], confidence=0.6)  # fmt: skip


def _aim_of(claim: Claim) -> frozenset[str]:
    """The conditions that a claim which names none is about, by the aim that it names."""
    if claim.statement.condition is not None:
        return frozenset()
    named = (conditions for pattern, conditions in _AIMS if pattern.search(claim.clean))
    return next(named, frozenset())


def _is_of_a_medicine(claim: Claim) -> bool:
    """Say whether a claim is on a medicine, by that word or by a brand's name: "Epidiolex"."""
    if WORDS["medicine"].search(claim.clean):
        return True
    treatment = claim.statement.intervention
    if treatment is None or claim.clean.find(treatment.text) <= 0:
        return False
    written = treatment.text
    is_name = written[:1].isupper() and written[1:].islower()
    return is_name and written.casefold() != treatment.name.casefold()


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
    ranked_so = _is_ranked_otherwise(claim, rows)
    return approved_for or ranked_so or _unheard_numbers(claim, rows)


def _is_ranked_otherwise(claim: Claim, rows: Sequence[Match]) -> bool:
    """Say whether a claim ranks it in words that no row of the body has: "strongly" is "strong"."""
    spoken = " ".join(m.row.sentence for m in rows).casefold()
    ranks = [found[0].casefold() for found in WORDS["qualifies"].finditer(claim.clean)]
    return any(
        rank.removesuffix("ly").replace("-", " ") not in spoken
        and not (rank.startswith("first") and WORDS["to_begin"].search(spoken))
        for rank in ranks
    )


def _unheard_numbers(claim: Claim, rows: Sequence[Match]) -> bool:
    """Say whether the claim gives a number that none of the rows gives, as value or in words."""
    held = [q for m in rows for q in m.row.statement.quantities]
    said = [q for q in claim.statement.quantities if q.value is not None]
    spoken = " ".join(m.row.sentence for m in rows)
    numbers = {float(number) for number in _NUMBER.findall(spoken.replace(",", ""))}
    return bool(_unheard_years(claim, rows)) or any(
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
    if source is not None and source.publisher is not None:
        return source.publisher
    # Who speaks of a "recommended dietary allowance" speaks of the one body that sets them.
    return _SETS_ALLOWANCES if WORDS["allowance"].search(claim.clean) else None


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
