"""Layer 5, extraction: phrases become concepts, known ones or new ones.

A phrase that a known concept names whole is that concept. Any other phrase
becomes a concept of its own, narrower than the longest known one inside it, so
that "controlled-release oxycodone" is found under oxycodone and is not taken
for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from pipeline.concepts import ConceptEntry, ConceptIndex, ConceptMention
from pipeline.evidence.extract.phrases import better_of
from pipeline.records import Better, Concept, ConceptKind

# Where a phrase of the first kind may be looked up; a new one gets the first kind.
LOOK_UP: Final[Mapping[str, tuple[ConceptKind, ...]]] = {
    "intervention": ("intervention",),
    "comparator": ("comparator", "intervention"),
    "outcome": ("outcome", "condition"),
    "condition": ("condition",),
    "population": ("population",),
}
# What a new comparator is: the same thing is the treatment of another row.
_NEW_KIND: Final[Mapping[str, ConceptKind]] = {
    "intervention": "intervention",
    "comparator": "intervention",
    "outcome": "outcome",
    "condition": "condition",
}
_LETTER: Final = {"intervention": "I", "outcome": "O", "condition": "C"}
_SLUG: Final = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH: Final = 60
TOP_OUTCOME: Final = "X-IMPROVEMENT"


class Namer:
    """Names phrases and remembers the concepts that it made and used."""

    def __init__(self, index: ConceptIndex) -> None:
        self.index = index
        self.made: dict[str, ConceptEntry] = {}
        self.used: dict[str, None] = {}
        self._mentions: dict[str, tuple[ConceptMention, ...]] = {}
        # Names that differ from a known one by capitals only are that one.
        self._forms: dict[tuple[str, str], str] = {}
        for entry in index.entries:
            for name in (entry.name, *entry.synonyms):
                form = (entry.kind, index.normal_form(name))
                self._forms.setdefault(form, entry.concept_id)

    def mentions(self, phrase: str, kinds: Iterable[ConceptKind]) -> list[ConceptMention]:
        """Return the known concepts of some kinds in a phrase, in order."""
        found = self._mentions.get(phrase)
        if found is None:
            found = self._mentions[phrase] = tuple(self.index.find(phrase, every_name=True))
        wanted = set(kinds)
        return [mention for mention in found if mention.kind in wanted]

    def name(self, phrase: str, role: str) -> Concept | None:
        """Name a cleaned phrase; None for an empty one.

        Args:
            phrase: in few words, without article.
            role: which field of a statement it fills.
        """
        phrase = " ".join(phrase.split())
        if not phrase:
            return None
        inside = self.mentions(phrase, LOOK_UP[role])
        for kind in LOOK_UP[role]:
            for mention in inside:
                if mention.kind == kind and mention.end - mention.start >= len(phrase) - 1:
                    return self._use(phrase, mention.concept_id, mention.name)
        if role == "population":
            return self._use(phrase, inside[0].concept_id, inside[0].name) if inside else None
        return self._make(phrase, role, inside)

    def better(self, concept_id: str) -> Better:
        """Say which way of an outcome is good."""
        entry = self.made.get(concept_id)
        return entry.better if entry is not None else self.index.better(concept_id)

    def _use(self, phrase: str, concept_id: str, name: str) -> Concept:
        self.used[concept_id] = None
        return Concept(phrase, concept_id, name)

    def _make(self, phrase: str, role: str, inside: list[ConceptMention]) -> Concept:
        kind = _NEW_KIND[role]
        form = self.index.normal_form(phrase)
        same = self._forms.get((kind, form))
        known = self.index.entry(same) if same is not None else None
        if known is not None:
            return self._use(phrase, known.concept_id, known.name)
        concept_id = f"X-{_LETTER[kind]}-{_SLUG.sub('-', form.lower()).strip('-')[:_SLUG_LENGTH]}"
        concept_id = concept_id.rstrip("-").upper()
        if concept_id not in self.made:
            # A parent is of the same kind: a new comparator stands among the interventions.
            fitting = [m for m in inside if m.kind == kind]
            longest = max(fitting, key=lambda m: (m.end - m.start, m.start), default=None)
            parents: tuple[str, ...] = ()
            if longest is not None:
                parents = (longest.concept_id,)
            elif kind == "outcome":
                parents = (TOP_OUTCOME,)
            better: Better = "neither"
            if kind == "outcome":
                inherited = self.index.better(longest.concept_id) if longest else "neither"
                better = better_of(phrase) or inherited
                if better == "neither" and any(m.kind == "condition" for m in inside):
                    better = "lower"
            spelled = phrase if any(w.isupper() for w in phrase.split()) else phrase.lower()
            self.made[concept_id] = ConceptEntry(concept_id, spelled, kind, parents, (), better)
            for parent in parents:
                self.used[parent] = None
        return self._use(phrase, concept_id, self.made[concept_id].name)
