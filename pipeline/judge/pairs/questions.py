"""Stage 5, pairs: whether a sentence of evidence answers a claim's question at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pipeline.judge.findings import finding
from pipeline.judge.groups import EVERYONE, PATIENTS
from pipeline.judge.on_topic import YEAR
from pipeline.judge.pairs.held import SPEAKS_OF, Held, Sentence
from pipeline.judge.pairs.numbers import all_it_says, in_its_unit
from pipeline.records import Finding, Quantity

# "Three months" are the 12 weeks and the 90 days of others.
_SAME_SPAN: Final = 0.1


def other_question(held: Held) -> Finding | None:
    """Say in what the evidence is about something else; None where it may answer."""
    return next(filter(None, (rule(held) for rule in _OTHERS)), None)


def other_source(claim: Sentence, evidence: Sequence[Sentence]) -> Finding | None:
    """A source of another year than the one that the claim names is another source."""
    cited = claim.statement.source
    years = [year for sentence in evidence for year in YEAR.findall(sentence.text)]
    if cited is None or cited.year is None or not years or str(cited.year) in years:
        return None
    return finding("CI003", f"The claim's source is of {cited.year}, the evidence of {years[0]}.")


def _other_treatment(held: Held) -> Finding | None:
    said, found = held.claim.statement.intervention, held.evidence.statement.intervention
    if said is None or found is None:
        return None
    # "Yoga eased pain, while sleep did not change": what follows keeps its subject; a number there
    # may be of anything.
    keeps = held.index.relation(found.concept_id, said.concept_id) in SPEAKS_OF
    if keeps and not held.evidence.statement.quantities:
        return None
    if held.answers(said.concept_id, said.text, "intervention", "comparator", "condition"):
        return None
    return finding("UV001", f"The evidence is about {found.text}, the claim about {said.text}.")


def other_outcome(held: Held) -> Finding | None:
    """Say that a sentence is about another outcome than the claim; None where it may not be."""
    said = held.claim.named("outcome", "condition")
    found = held.evidence.named("outcome", "condition")
    if not said or not found:
        return None
    if held.answers_any(said, "outcome", "condition"):
        return None
    return finding(
        "UV001",
        f"The evidence is about {found[0].name.lower()}, the claim about {said[0].name.lower()}.",
    )


def _other_people(held: Held) -> Finding | None:
    anybody = EVERYONE | PATIENTS
    said = [m for m in held.claim.named("population") if m.concept_id not in anybody]
    found = [m for m in held.evidence.named("population") if m.concept_id not in anybody]
    if not said or held.answers_any(said, "population"):
        return None
    told = f"is about {found[0].name.lower()}" if found else "does not say in whom"
    return finding("ST009", f"The claim is about {said[0].name.lower()}; the evidence {told}.")


def _other_comparator(held: Held) -> Finding | None:
    said = held.claim.comparators
    if not said:
        return None
    found = held.evidence.statement.comparators
    # A row against any control, sham among them, is no answer to a claim against sham.
    theirs = {c.concept_id for c in found} or {
        m.concept_id for m in held.evidence.named("comparator", "intervention")
    }
    # "Medicine alone" and "medication" are one comparator under two ids.
    theirs |= {other for one in theirs for other in held.index.as_compared(one)}
    named = [({i, *held.index.as_compared(i)}, words) for i, words in said]
    if any(ids & theirs or held.shares_words(words) for ids, words in named):
        return None
    if held.is_turned or not found:
        return None
    return finding(
        "ST005",
        f"The claim compares with {said[0][1]}, the evidence with {found[0].name}.",
    )


def _other_time(held: Held) -> Finding | None:
    if all_it_says(held.claim):
        return None
    return _other_span(held, held.claim.statement.timeframe, "duration", "time")


def _other_dose(held: Held) -> Finding | None:
    if all_it_says(held.claim):
        return None
    return _other_span(held, held.claim.statement.dose, "dose", "dose")


def _other_span(held: Held, said: Quantity | None, role: str, what: str) -> Finding | None:
    found = [q for q in held.evidence.statement.quantities if q.role == role]
    if said is None or said.value is None or not found:
        return None
    for one in found:
        converted = in_its_unit(one, said, of=held.evidence.text)
        if converted is None:
            # Milligrams and capsules say nothing of each other.
            return None
        ends = [e for e in (converted.value, converted.low, converted.high) if e is not None]
        if min(ends) * (1 - _SAME_SPAN) <= said.value <= max(ends) * (1 + _SAME_SPAN):
            return None
    told = " or ".join(q.text for q in found)
    return finding("ST007", f"The claim's {what} is {said.text}, the evidence's {told}.")


_OTHERS: Final[tuple[Callable[[Held], Finding | None], ...]] = (
    _other_treatment,
    other_outcome,
    _other_people,
    _other_comparator,
    _other_time,
    _other_dose,
)
