"""Phrases become concepts, known ones or new ones.

A phrase that a known concept names is that concept, whatever words that name
nothing stand around it. Any other phrase becomes a concept of its own, narrower
than the known one that it is a kind of, so that "controlled-release oxycodone"
is found under oxycodone and is not taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pipeline.concepts import ConceptEntry, ConceptIndex, ConceptMention
from pipeline.evidence.extract.phrases import better_of
from pipeline.evidence.extract.stripping import (
    names_nothing,
    plain_arm,
    plain_outcome,
    softer_arms,
    softer_outcomes,
)
from pipeline.records import Better, Concept, ConceptKind
from pipeline.resources import word_list

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
    "population": "population",
}
_FAMILY: Final = {
    "intervention": "arm",
    "comparator": "arm",
    "outcome": "outcome",
    "population": "outcome",
}
_ARMS: Final = frozenset({"intervention", "comparator"})
_OTHER: Final = "X-OTHER-TREATMENT"
_LETTER: Final = {"intervention": "I", "outcome": "O", "condition": "C", "population": "P"}
_SLUG: Final = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH: Final = 60
TOP_OUTCOME: Final = "X-IMPROVEMENT"
_RULES: Final = word_list("naming")
_NOT_ITSELF: Final = re.compile(_RULES["not_itself"], re.IGNORECASE)
_NOT_BEFORE: Final = re.compile(_RULES["not_before"], re.IGNORECASE)
# Where the words for what was measured end, and those for where or in whom begin.
_OF_WHAT: Final = re.compile(
    r" (?:of|in|at|among|by|per|leading|due|associated|immediately)\b|$", re.IGNORECASE
)
_MEASURED: Final = tuple(
    re.compile(_RULES[name], re.IGNORECASE) for name in ("measured_front", "measured_back")
)
_ROUTE: Final = re.compile(rf"(?:{_RULES['route']}) ", re.IGNORECASE)
_VACCINATION: Final = re.compile(_RULES["vaccination"], re.IGNORECASE)
_TOGETHER: Final = re.compile(_RULES["together"], re.IGNORECASE)
_ADDED_TO: Final = re.compile(_RULES["added_to"], re.IGNORECASE)
_CLASS: Final = re.compile(_RULES["class_before"], re.IGNORECASE)
_NO_DRUG: Final = re.compile(_RULES["not_a_drug"], re.IGNORECASE)
_WEAK_PARENT: Final = re.compile(_RULES["weak_parents"], re.IGNORECASE)
_APART: Final = re.compile(_RULES["apart"], re.IGNORECASE)
_CONTROLS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (entry["concept"], re.compile(entry["pattern"], re.IGNORECASE)) for entry in _RULES["control"]
)


class Namer:
    """Names phrases and remembers the concepts that it made."""

    def __init__(self, index: ConceptIndex) -> None:
        self.index = index
        self.made: dict[str, ConceptEntry] = {}
        self._mentions: dict[str, tuple[ConceptMention, ...]] = {}
        self._named: dict[tuple[str, str], tuple[str, str] | None] = {}
        # Names that differ from a known one by capitals only are that one.
        self._forms: dict[tuple[str, str], str] = {}
        for entry in index.entries:
            for name in (entry.name, *entry.synonyms):
                form = (entry.kind, index.normal_form(name))
                self._forms.setdefault(form, entry.concept_id)
        # What a word means where it is all of a phrase wins over its other owners.
        self._alone: dict[tuple[str, str], str] = {
            (kind, index.normal_form(word)): concept_id
            for kind, owners in _RULES["alone"].items()
            for concept_id, words in owners.items()
            for word in words
            if index.entry(concept_id) is not None
        }

    def mentions(self, phrase: str, kinds: Iterable[ConceptKind]) -> list[ConceptMention]:
        """Return the known concepts of some kinds in a phrase, in order."""
        found = self._mentions.get(phrase)
        if found is None:
            found = self._mentions[phrase] = tuple(self.index.find(phrase, every_name=True))
        wanted = set(kinds)
        return [mention for mention in found if mention.kind in wanted]

    def name(self, phrase: str, role: str) -> Concept | None:
        """Name a cleaned phrase; None for one that names nothing.

        Args:
            phrase: in few words, without article.
            role: which field of a statement it fills.
        """
        phrase = " ".join(phrase.split())
        if not phrase:
            return None
        key = (phrase, role)
        if key not in self._named:
            self._named[key] = self._find(phrase, role)
        named = self._named[key]
        return Concept(phrase, *named) if named is not None else None

    def as_said(self, phrase: str, kind: ConceptKind) -> Concept | None:
        """Name a phrase by itself, though it may name nothing; None for an empty one."""
        named = self._use(self._entry(phrase, kind, ())) if phrase else None
        return Concept(phrase, *named) if named is not None else None

    def name_all(self, phrase: str, role: str) -> tuple[Concept, ...]:
        """Name what a phrase pools: both of "placebo or no treatment", else the one it names."""
        parts = [part.strip(" '\"") for part in _APART.split(phrase) if part and part.strip(" '\"")]
        if role == "comparator" and len(parts) > 1 and all(self.control(p) for p in parts):
            named = [self.name(part, role) for part in parts]
            return tuple({c.concept_id: c for c in named if c is not None}.values())
        alone = self.name(phrase, role)
        return (alone,) if alone is not None else ()

    def heads(self, phrase: str) -> bool:
        """Say whether an outcome is a kind of what is known to be measured.

        It, or what stands before its first preposition, ends in a known one ("total
        body pain in labour"), or begins or ends in words of measuring: "time to
        first rash", "voided volume".
        """
        named = self.mentions(phrase, LOOK_UP["outcome"])
        for end in {len(phrase), _OF_WHAT.search(phrase).start()}:  # type: ignore[union-attr]
            if any(end - 1 <= mention.end <= end for mention in named):
                return True
            if any(pattern.search(phrase[:end]) is not None for pattern in _MEASURED):
                return True
        return False

    def better(self, concept_id: str) -> Better:
        """Say which way of an outcome is good."""
        entry = self.made.get(concept_id)
        return entry.better if entry is not None else self.index.better(concept_id)

    def _find(self, phrase: str, role: str) -> tuple[str, str] | None:
        """Return id and name of what a phrase names, the surest reading first."""
        known = self._whole(phrase, role)
        if known is None and role == "comparator":
            known = self.control(phrase)
        if known is None and role == "population":
            groups = sorted({m.concept_id for m in self.mentions(phrase, LOOK_UP[role])})
            return self._use(self._entry(phrase, "population", tuple(groups)))
        plain = self._plain(phrase, role)
        if known is None:
            known = self._known(plain, role)
        if known is not None and role == "outcome" and self._turns(phrase, known):
            # More of it is less of the concept that has it among its names.
            name = f"{plain} ({better_of(phrase)} is better)"
            return self._use(self._entry(name, "outcome", (TOP_OUTCOME,)))
        if known is not None:
            return self._use(known)
        if role != "condition" and names_nothing(plain, _FAMILY[role]):
            return None
        several = self._several(plain, role) if role in _ARMS else None
        return several or self._make(plain, role)

    def _plain(self, phrase: str, role: str) -> str:
        """Return a phrase without the words that name nothing."""
        plain = plain_outcome(phrase) if role == "outcome" else phrase
        plain = plain_arm(phrase) if role in _ARMS else plain
        if role != "condition" and names_nothing(plain, _FAMILY[role]):
            # Too much fell off: "topically applied anaesthetics" is more than its adverb.
            plain = phrase
        return self._without_what_it_joins(plain) if role in _ARMS else plain

    def _several(self, plain: str, role: str) -> tuple[str, str] | None:
        """Return what names of known treatments together name: a combination, a drug of a class."""
        for variant in (plain, *_softer(plain, role)):
            combined = self._combined(variant, role)
            if combined is not None:
                return combined
        drug = self._drug_of_class(plain)
        return self._use(drug) if drug is not None else None

    def _without_what_it_joins(self, plain: str) -> str:
        """Leave out what a treatment is added to, and what is treated with it.

        "Zinc to chemotherapy", "mild anaemia with iron".
        """
        found = _ADDED_TO.match(plain)
        if found is not None and self._begins_in_treatment(found["b"]):
            return found["a"]
        treated, _, given = plain.partition(" with ")
        is_illness = any(m.end == len(treated) for m in self.mentions(treated, ("condition",)))
        if is_illness and not self.mentions(treated, ("intervention",)):
            return given if self._begins_in_treatment(given) else plain
        return plain

    def _begins_in_treatment(self, phrase: str) -> bool:
        return any(m.start == 0 for m in self.mentions(phrase, ("intervention",)))

    def _drug_of_class(self, plain: str) -> str | None:
        """Return the drug that a phrase names after its class: "calcium antagonist verapamil"."""
        for mention in self.mentions(plain, ("intervention",)):
            name = plain[mention.start : mention.end]
            is_last = mention.end >= len(plain) - 1 and " " not in name
            if is_last and _CLASS.match(plain[: mention.start]) and not _NO_DRUG.search(name):
                return mention.concept_id
        return None

    def _known(self, plain: str, role: str) -> str | None:
        """Return the known concept that a phrase names, but for words that name nothing."""
        variants = [plain, *_softer(plain, role)]
        if role in _ARMS and _VACCINATION.search(plain):
            variants += [_VACCINATION.sub("vaccine", variant) for variant in variants]
        named = (self._whole(variant, role) for variant in variants)
        return next((known for known in named if known is not None), None)

    def _whole(self, phrase: str, role: str) -> str | None:
        form = self.index.normal_form(phrase)
        for kind in LOOK_UP[role]:
            if (kind, form) in self._alone:
                return self._alone[kind, form]
        inside = self.mentions(phrase, LOOK_UP[role])
        whole = [m for m in inside if m.end - m.start >= len(phrase) - 1]
        for kind in LOOK_UP[role]:
            for mention in whole:
                # "Exercise" is one treatment more, but first of all it is exercise.
                if mention.kind == kind and not (len(whole) > 1 and mention.concept_id == _OTHER):
                    return mention.concept_id
        if not form:
            return None
        same = (self._forms.get((kind, form)) for kind in LOOK_UP[role])
        return next((concept_id for concept_id in same if concept_id is not None), None)

    def _turns(self, phrase: str, concept_id: str) -> bool:
        """Say whether more of a phrase is less of a concept: "pain relief" for pain."""
        of_phrase, of_concept = better_of(phrase), self.index.better(concept_id)
        return {of_phrase, of_concept} == {"higher", "lower"}

    def control(self, phrase: str) -> str | None:
        """Return the control that a phrase describes: "matching placebo", "no zinc"."""
        for concept_id, pattern in _CONTROLS:
            if pattern.fullmatch(phrase) and self.index.entry(concept_id) is not None:
                return str(concept_id)
        known = self._whole(phrase, "comparator")
        entry = self.index.entry(known) if known is not None else None
        return known if entry is not None and entry.kind == "comparator" else None

    def _use(self, concept_id: str) -> tuple[str, str]:
        entry = self.made.get(concept_id) or self.index.entry(concept_id)
        return concept_id, entry.name if entry is not None else ""

    def _combined(self, plain: str, role: str) -> tuple[str, str] | None:
        """Name "A plus B" and "B with A" alike, where both are known treatments."""
        for pattern, word in ((_TOGETHER, "plus"), (_APART, "or")):
            parts = [part for part in pattern.split(plain) if part and part.strip()]
            ids = [self._known(plain_arm(part), "intervention") for part in parts]
            if len(parts) < 2 or None in ids:
                continue
            names = {self._use(known)[1]: known for known in ids if known is not None}
            if len(names) > 1:
                name = f" {word} ".join(sorted(names, key=str.lower))
                whole = self._whole(name, role)
                parents = tuple(sorted(names.values()))
                return self._use(whole or self._entry(name, "intervention", parents))
        return None

    def _make(self, plain: str, role: str) -> tuple[str, str]:
        kind = _NEW_KIND[role]
        same = self._forms.get((kind, self.index.normal_form(plain)))
        if same is not None:
            return self._use(same)
        parent = self._parent(plain, kind)
        parents = (parent.concept_id,) if parent is not None else ()
        routed = _ROUTE.match(plain) if kind == "intervention" and not parents else None
        if routed is not None:
            rest = plain[routed.end() :]
            given = min((rest, *_softer(rest, role)), key=len)
            # "Intravenous atosiban" is atosiban, though no list has that.
            parents = () if names_nothing(given, "arm") else (self._make(given, role)[0],)
        if kind == "outcome" and not parents:
            parents = (TOP_OUTCOME,)
        return self._use(self._entry(plain, kind, parents))

    def _parent(self, plain: str, kind: ConceptKind) -> ConceptMention | None:
        """Return the known concept that a phrase is a kind of.

        That is what tells most, then what ends it, else the longest.

        A parent is of the same kind: a new comparator stands among the interventions.
        """
        fitting = [
            mention
            for mention in self.mentions(plain, (kind,))
            if _NOT_ITSELF.match(plain, mention.end) is None
            and _NOT_BEFORE.search(plain[: mention.start]) is None
        ]
        return max(
            fitting,
            key=lambda m: (
                _WEAK_PARENT.fullmatch(m.name) is None,
                m.end >= len(plain) - 1,
                m.end - m.start,
                m.start,
            ),
            default=None,
        )

    def _entry(self, plain: str, kind: ConceptKind, parents: tuple[str, ...]) -> str:
        """Make a concept, if it is not there, and return its id."""
        form = self.index.normal_form(plain)
        slug = _SLUG.sub("-", form.lower()).strip("-")[:_SLUG_LENGTH].rstrip("-")
        concept_id = f"X-{_LETTER[kind]}-{slug}".upper()
        if concept_id not in self.made:
            better = self._better_of(plain, parents) if kind == "outcome" else "neither"
            spelled = plain if any(w.isupper() for w in plain.split()) else plain.lower()
            self.made[concept_id] = ConceptEntry(concept_id, spelled, kind, parents, (), better)
        return concept_id

    def _better_of(self, plain: str, parents: tuple[str, ...]) -> Better:
        inherited = [self.index.better(p) for p in parents if p != TOP_OUTCOME]
        better = better_of(plain)
        if better is None:
            better = inherited[0] if inherited else "neither"
        if better == "neither" and self.mentions(plain, ("condition",)):
            return "lower"
        return better


def _softer(plain: str, role: str) -> Iterator[str]:
    if role in {"intervention", "comparator"}:
        return softer_arms(plain)
    return softer_outcomes(plain) if role == "outcome" else iter(())
