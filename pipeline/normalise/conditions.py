"""Stage 3: for what something was done, and in whom: what people have, and who they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.concepts import ConceptIndex, ConceptMention
from pipeline.normalise.outcomes import ANY_HARM, CAUSES, PAIN_FELT
from pipeline.normalise.stretches import (
    IN_WHOM,
    NOT_TREATED,
    Stretch,
    as_concept,
    concept_of,
    places_near,
)
from pipeline.records import ClaimKind, Concept, Quantity
from pipeline.resources import word_list

_WORDS: Final = word_list("fields")
_LACKING: Final = re.compile(r"\W*(?:an? |the )?(?:lack|shortage|absence) of\b", re.IGNORECASE)
_ADVISES: Final = re.compile(_WORDS["advises"], re.IGNORECASE)
# What was named before.
_IT: Final = re.compile(_WORDS["named_before"], re.IGNORECASE)
# A licence, a code or a mechanism is about a condition only where it names one.
_OF_ITSELF: Final[frozenset[ClaimKind]] = frozenset({"credential", "code", "mechanism"})
# What a paragraph spoke of last gives one to these.
_LEANS: Final[frozenset[ClaimKind]] = frozenset({"statistic", "citation"})
# What an article is about gives a condition to results, promises and citations alone.
_OF_TOPIC: Final[frozenset[ClaimKind]] = frozenset({"statistic", "efficacy", "citation"})


def read_condition(
    stretch: Stretch,
    index: ConceptIndex,
    quantities: Sequence[Quantity],
    intervention: Concept | None,
    outcome: Concept | None,
) -> Concept | None:
    """Return what was treated, or, where people are counted, what they have.

    Args:
        stretch: the clause.
        index: of all concepts.
        quantities: of the clause, with their roles.
        intervention: of the clause; tells with the outcome whether it is on the article's topic.
        outcome: of the clause.
    """
    counted = _counted_among(stretch, quantities)
    if counted is not None:
        return as_concept(counted[0], stretch.context)
    share = next((q for q in quantities if q.role == "prevalence"), None)
    if share is not None and not _IT.search(stretch.text):
        return _had_by(stretch, share)
    # What a treatment brings about is a harm of it; what its lack does is none.
    is_exposure = (
        intervention is None
        or _is_of_another(stretch, index, intervention)
        or _LACKING.match(stretch.text) is not None
    )
    found = _condition_near(stretch, is_exposure=is_exposure)
    if found is None:
        return _carried_condition(stretch, index, intervention, outcome)
    for wanted in (
        stretch.context.from_heading(stretch.mark.start, "condition"),
        stretch.context.topic.condition,
    ):
        if wanted is not None and _is_short_for(stretch, found, wanted, index):
            return as_concept(wanted, stretch.context)
    return found


def _is_short_for(
    stretch: Stretch, found: Concept, wanted: ConceptMention, index: ConceptIndex
) -> bool:
    """Say whether a text calls what it is about by a part of its name.

    "Diabetes" is that of type 2 in an article on it, and "pain reduction" in a table of an article
    on neck pain is neck pain's.
    """
    if index.relation(wanted.concept_id, found.concept_id) != "narrower":
        return False
    if stretch.mark.cell is not None:
        return True
    return index.is_part_of_name(found.text, wanted.name)


def _had_by(stretch: Stretch, share: Quantity) -> Concept | None:
    """Return what a share of people has: what is named behind it, else before it.

    What the article is about says nothing of "8% of adults saw a dentist".
    """
    mark, context = stretch.mark, stretch.context
    named = context.mentions(mark.start, mark.end, "condition")
    behind = [mention for mention in named if mention.start >= share.start]
    return concept_of(next(iter(behind or named), None), context)


def _condition_near(stretch: Stretch, *, is_exposure: bool) -> Concept | None:
    """Return what the sentence, its stem or its cell's headers name."""
    mark, context = stretch.mark, stretch.context
    if mark.focus is not None:
        return as_concept(context.on_its_occasion(mark.focus), context)
    near = places_near(mark) if mark.cell is None else [(mark.start, mark.end), *mark.headers]
    pain: ConceptMention | None = None
    for start, end in near:
        named = [
            mention
            for mention in context.mentions(start, end, "condition")
            if not NOT_TREATED.search(context.text, start, mention.start)
        ]
        # "The pain of arthritis": what is treated is the illness.
        named = [m for m in named if m.concept_id != PAIN_FELT] or named
        if mark.kind == "safety":
            # "No risk of bleeding": what may go wrong is not what is treated.
            named = [m for m in named if IN_WHOM.search(context.text, start, m.start)]
        if not named and mark.kind == "efficacy" and is_exposure:
            # "Poor sleep causes headaches": what comes of it is what it is about.
            named = [
                mention
                for mention in context.mentions(start, end, "condition")
                if CAUSES.search(context.text, start, mention.start)
            ]
        # "Memory loss in Alzheimer's disease": who has it comes after "in".
        borne = [m for m in named if IN_WHOM.search(context.text, start, m.start)]
        if named and pain is None and mark.cell is None and named[0].concept_id == PAIN_FELT:
            # "It eases pain and improves function in arthritis" is of arthritis, both times.
            pain = named[0]
        elif pain is not None and borne:
            return as_concept(borne[0], context)
        elif pain is None and named:
            return as_concept((borne or named)[0], context)
    return concept_of(pain, context)


def _carried_condition(
    stretch: Stretch, index: ConceptIndex, intervention: Concept | None, outcome: Concept | None
) -> Concept | None:
    """Return the condition of what stands before a sentence that names none.

    A heading gives it to whatever it stands above; the article's topic to what
    is about that topic; what the paragraph spoke of last to a number, where
    nothing above does or where it is what people have. A harm is the treatment's in anybody.
    """
    mark, context = stretch.mark, stretch.context
    if mark.kind in _OF_ITSELF or stretch.is_title():
        return None
    above = context.from_heading(mark.start, "condition")
    if outcome is not None and outcome.concept_id in ANY_HARM:
        return concept_of(above, context)
    if above is None and _is_on_topic(stretch, index, intervention, outcome):
        above = context.topic.condition
    if mark.kind in _LEANS and mark.cell is None:
        before = context.last_in_block(mark.sent_start, "condition")
        own = context.mentions(mark.start, mark.end, "intervention")
        leans = above is None and not (own and _is_of_another(stretch, index, intervention))
        if before is not None and (leans or stretch.is_had(before)):
            return concept_of(before, context)
    return concept_of(above, context)


def _is_on_topic(
    stretch: Stretch, index: ConceptIndex, intervention: Concept | None, outcome: Concept | None
) -> bool:
    """Say whether a clause is about what its article is about.

    Results, promises, citations and advice of bodies are; but what another
    treatment does to something that was measured ("prayer lowers mortality")
    need not be about the same people.
    """
    mark = stretch.mark
    if mark.kind not in _OF_TOPIC and not (
        mark.kind == "regulatory" and _ADVISES.search(stretch.text)
    ):
        return False
    return outcome is None or not _is_of_another(stretch, index, intervention)


def _is_of_another(stretch: Stretch, index: ConceptIndex, intervention: Concept | None) -> bool:
    """Say whether a clause is of another treatment than its article."""
    about = stretch.context.topic.intervention
    if intervention is None or about is None:
        return False
    return index.relation(intervention.concept_id, about.concept_id) == "other"


def _counted_among(
    stretch: Stretch, quantities: Iterable[Quantity]
) -> tuple[ConceptMention, ConceptMention] | None:
    """Of "sleep problems affect half of people with chronic pain" return both, in that order.

    None where nobody is counted, or only one condition is named.
    """
    if not any(quantity.role == "prevalence" for quantity in quantities):
        return None
    mark, context = stretch.mark, stretch.context
    named = context.mentions(mark.start, mark.end, "condition")
    people = [m for m in named if IN_WHOM.search(context.text, mark.start, m.start)]
    others = [m for m in named if m not in people]
    return (others[0], people[0]) if others and people else None


def read_population(stretch: Stretch, quantities: Iterable[Quantity]) -> Concept | None:
    """Return in whom; None where it is people in general."""
    counted = _counted_among(stretch, quantities)
    if counted is not None:
        return as_concept(counted[1], stretch.context)
    for start, end in places_near(stretch.mark):
        named = stretch.context.mentions(start, end, "population")
        # Whom a later clause names, "and it can be given to babies", that one is about.
        later = (stretch.mark.end, stretch.mark.sent_end)
        named = [m for m in named if not later[0] <= m.start < later[1]]
        if named:
            return concept_of(named[0], stretch.context)
    return None
