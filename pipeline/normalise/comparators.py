"""Stage 3: what something was compared with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.concepts import ConceptIndex, ConceptMention
from pipeline.normalise.stretches import Stretch, as_concept
from pipeline.records import ClaimKind, Concept, Quantity, QuantityKind
from pipeline.resources import word_list

_WORDS: Final = word_list("fields")
_COMPARED: Final = tuple(
    (entry["name"], re.compile(entry["pattern"], re.IGNORECASE)) for entry in _WORDS["compared"]
)
_MADE_OF: Final = re.compile(_WORDS["made_of"], re.IGNORECASE)
_NONE_OF: Final = re.compile(r"\b(?:no|without(?: a| any)?)\s$", re.IGNORECASE)
# A publication, a body and a code are compared with nothing.
_UNCOMPARED: Final[frozenset[ClaimKind]] = frozenset({"citation", "credential", "code"})
# A ratio and a number needed to treat always compare, if only with what was named before.
_COMPARING: Final[frozenset[QuantityKind]] = frozenset(
    {
        "risk_ratio",
        "odds_ratio",
        "hazard_ratio",
        "rate_ratio",
        "fold_change",
        "standardised_mean_difference",
        "number_needed_to_treat",
    }
)
_DUMMIES: Final = frozenset({"X-SHAM", "X-PLACEBO"})
_UNMISTAKABLE: Final = _DUMMIES | {"X-NO-TREATMENT", "X-WAITLIST"}


def read_comparators(stretch: Stretch, index: ConceptIndex) -> tuple[Concept, ...]:
    """Return what it was compared with; several where a text pools them.

    "A waiting list or no treatment" is no treatment: of a name and a wider one the wider holds.
    Without "than" or "versus" only a dummy or nothing at all counts: "41% with
    sham" compares, "talk to us about your medication" does not.
    """
    mark, context = stretch.mark, stretch.context
    if mark.kind in _UNCOMPARED or stretch.is_of_others():
        return ()
    found: list[ConceptMention] = []
    for start, end in stretch.compared:
        # "Compared with placebo, …" stands right before its clause.
        if start < mark.end and end >= mark.start - len(", "):
            found.extend(context.mentions(start, end, "comparator", "intervention"))
            found.extend(_phrases(stretch, index, start, min(end, mark.end)))
    for start, end in (*mark.beside, *mark.column_headers):
        # "Sham acupuncture" in a table's column of comparisons.
        found.extend(context.mentions(start, end, "comparator"))
    if not found:
        named = context.mentions(mark.start, mark.end, "comparator")
        told = _phrases(stretch, index, mark.start, mark.end)
        # "Nothing" and "those who did not" compare only after "than" and its like.
        named += [mention for mention in told if mention.concept_id in _DUMMIES]
        found = [
            mention
            for mention in named
            if mention.concept_id in _UNMISTAKABLE
            and not _NONE_OF.search(context.text, mark.start, mention.start)
        ]
    seen: dict[str, ConceptMention] = {}
    for mention in _longest_apart(found):
        seen.setdefault(mention.concept_id, mention)
    return tuple(
        as_concept(mention, context)
        for mention in seen.values()
        if not any(index.relation(mention.concept_id, other) == "narrower" for other in seen)
    )


def carried_comparators(
    stretch: Stretch, index: ConceptIndex, quantities: Sequence[Quantity]
) -> tuple[Concept, ...]:
    """Return what an estimate compares with that names nothing itself: what stands before it.

    "Against placebo it eased cramps. The risk ratio was 1.4" is against placebo too.
    """
    mark, context = stretch.mark, stretch.context
    compares = any(quantity.kind in _COMPARING for quantity in quantities)
    if not compares or mark.cell is not None or stretch.is_of_others():
        return ()
    begin = context.block_start(mark.start)
    told = _phrases(stretch, index, begin, mark.start)
    named = [
        *(
            m
            for m in context.mentions(begin, mark.start, "comparator")
            if m.concept_id in _UNMISTAKABLE
        ),
        *(mention for mention in told if mention.concept_id in _DUMMIES),
    ]
    last = max(named, key=lambda mention: mention.start, default=None)
    return () if last is None else (as_concept(last, context),)


def read_taken_with(
    stretch: Stretch, index: ConceptIndex, intervention: Concept | None
) -> tuple[Concept, ...]:
    """Return what a warning says is taken besides: "with warfarin it may cause bleeding"."""
    mark, context = stretch.mark, stretch.context
    seen: dict[str, ConceptMention] = {}
    for mention in context.mentions(mark.start, mark.end, "intervention"):
        own = intervention is not None and (
            index.relation(mention.concept_id, intervention.concept_id) != "other"
        )
        made = _MADE_OF.search(context.text, mark.start, mention.start) is not None
        if not (own or made or stretch.is_compared(mention)) and stretch.is_besides(mention):
            seen.setdefault(mention.concept_id, mention)
    return tuple(as_concept(mention, context) for mention in seen.values())


def _phrases(stretch: Stretch, index: ConceptIndex, start: int, end: int) -> list[ConceptMention]:
    """Read comparators that are told in words of their own: "than people who didn't"."""
    return [
        ConceptMention(found.start(), found.end(), entry.concept_id, entry.name, "comparator")
        for name, pattern in _COMPARED
        for found in pattern.finditer(stretch.context.text, start, end)
        if (entry := index.entry(name)) is not None
    ]


def _longest_apart(mentions: Iterable[ConceptMention]) -> list[ConceptMention]:
    """Of mentions that share words keep the longest: "sham acupuncture" is no acupuncture.

    Of two of one length the treatment: "statins" are statins, and not just any medication.
    """
    kept: list[ConceptMention] = []
    for mention in sorted(
        mentions, key=lambda m: (m.start - m.end, m.start, m.kind == "comparator", m.kind)
    ):
        if all(mention.end <= other.start or mention.start >= other.end for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)
