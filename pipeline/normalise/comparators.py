"""Stage 3: what something was compared with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pipeline.concepts import ConceptIndex, ConceptMention
from pipeline.normalise.stretches import Stretch, as_concept
from pipeline.records import ClaimKind, Concept
from pipeline.resources import word_list

_WORDS: Final = word_list("fields")
_COMPARED: Final = tuple(
    (entry["name"], re.compile(entry["pattern"], re.IGNORECASE)) for entry in _WORDS["compared"]
)
_NONE_OF: Final = re.compile(r"\b(?:no|without(?: a| any)?)\s$", re.IGNORECASE)
# A publication, a body and a code are compared with nothing.
_UNCOMPARED: Final[frozenset[ClaimKind]] = frozenset({"citation", "credential", "code"})
_DUMMIES: Final = frozenset({"X-SHAM", "X-PLACEBO"})
_UNMISTAKABLE: Final = _DUMMIES | {"X-NO-TREATMENT", "X-WAITLIST"}


def read_comparators(stretch: Stretch, index: ConceptIndex) -> tuple[Concept, ...]:
    """Return what it was compared with; several where a text pools them.

    "A waiting list or no treatment" is no treatment: of a name and a wider one the wider holds.
    Without "than" or "versus" only a dummy or nothing at all counts: "41% with
    sham" compares, "talk to us about your medication" does not.
    """
    mark, context = stretch.mark, stretch.context
    if mark.kind in _UNCOMPARED:
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


def _phrases(stretch: Stretch, index: ConceptIndex, start: int, end: int) -> list[ConceptMention]:
    """Read comparators that are told in words of their own: "than people who didn't"."""
    return [
        ConceptMention(found.start(), found.end(), entry.concept_id, entry.name, "comparator")
        for name, pattern in _COMPARED
        for found in pattern.finditer(stretch.context.text, start, end)
        if (entry := index.entry(name)) is not None
    ]


def _longest_apart(mentions: Iterable[ConceptMention]) -> list[ConceptMention]:
    """Of mentions that share words keep the longest: "sham acupuncture" is no acupuncture."""
    kept: list[ConceptMention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start, m.kind)):
        if all(mention.end <= other.start or mention.start >= other.end for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)
