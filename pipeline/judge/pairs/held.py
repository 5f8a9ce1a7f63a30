"""Stage 5, pairs: a claim beside a sentence of evidence, as both were read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from pipeline.concepts import ConceptIndex, ConceptMention
from pipeline.evidence.extract.meaning import said_way
from pipeline.normalise.arms import Arm, arms_of
from pipeline.records import Claim, ConceptKind, Direction, Statement
from pipeline.resources import word_list

WORDS: Final = {
    entry["name"]: re.compile(entry["pattern"], re.IGNORECASE)
    for entry in word_list("pairs")["word"]
}
# A row on the thing itself, on a sort of it, or on what it is a sort of, speaks of it.
SPEAKS_OF: Final = frozenset({"same", "narrower", "wider"})
_TOKEN: Final = re.compile(r"[a-z][a-z'-]+", re.IGNORECASE)
_SIMPLE: Final = frozenset(word_list("pairs")["simple"])
# Two words are one where they begin with as many letters ("reduce", "reduction").
_STEM: Final = 5


@dataclass(frozen=True)
class Sentence:
    """A sentence as it was read.

    Attributes:
        claim: all of it as one statement.
        mentions: every concept that it names; places are in `claim.clean`'s text.
    """

    claim: Claim
    mentions: tuple[ConceptMention, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return self.claim.clean

    @property
    def statement(self) -> Statement:
        """What it says, in fields."""
        return self.claim.statement

    @cached_property
    def arms(self) -> Mapping[int, Arm]:
        """Of whom a number is, by its place, where the sentence says so."""
        quantities = self.statement.quantities
        at = self.claim.start
        here = [replace(q, start=q.start - at, end=q.end - at) for q in quantities]
        found = zip(quantities, arms_of(self.text, here), strict=True)
        return {q.start: arm for q, arm in found if arm.words}

    @property
    def comparators(self) -> list[tuple[str, str]]:
        """The ids and words of what was compared with: after "than", or as the other group."""
        found = [(c.concept_id, c.text) for c in self.statement.comparators]
        theirs = {q.start for q in self.statement.of_role("comparator_arm")}
        others = [arm.words for start, arm in self.arms.items() if start in theirs]
        for mention in self.named("comparator"):
            words = self.text[mention.start : mention.end]
            if not found and any(words in other for other in others):
                found.append((mention.concept_id, words))
        return found

    @cached_property
    def way(self) -> Direction:
        """Which way it goes, by its verbs, else by words like "higher" and "fewer"."""
        stated = self.statement.direction
        return stated if stated != "unclear" else said_way(self.text) or "unclear"

    def stems(self) -> frozenset[str]:
        """The beginnings of its words that carry a meaning of their own."""
        return stems_of(self.text)

    def named(self, *kinds: ConceptKind) -> list[ConceptMention]:
        """The concepts of some kinds that it names."""
        return [mention for mention in self.mentions if mention.kind in kinds]


def stems_of(text: str) -> frozenset[str]:
    """Return the beginnings of the words of a text that carry a meaning of their own."""
    words = (word.lower() for word in _TOKEN.findall(text))
    return frozenset(w[:_STEM] for w in words if w not in _SIMPLE and len(w) > 2)


@dataclass(frozen=True)
class Held:
    """A claim beside a sentence of evidence."""

    claim: Sentence
    evidence: Sentence
    index: ConceptIndex

    def answers(self, concept_id: str, words: str, *kinds: ConceptKind) -> bool:
        """Say whether the evidence names a thing that the claim names, or one above or below it."""
        named = self.evidence.named(*kinds)
        if any(self.index.relation(m.concept_id, concept_id) in SPEAKS_OF for m in named):
            return True
        return self.shares_words(words)

    def answers_any(self, said: Sequence[ConceptMention], *kinds: ConceptKind) -> bool:
        """Say whether the evidence names one of several things of the claim, of some kinds."""
        text = self.claim.text
        return any(self.answers(m.concept_id, text[m.start : m.end], *kinds) for m in said)

    def shares_words(self, words: str) -> bool:
        """Say whether the evidence has all of some words that carry a meaning."""
        stems = stems_of(words)
        return bool(stems) and stems <= self.evidence.stems()

    @cached_property
    def is_turned(self) -> bool:
        """Say whether the claim's treatment is what the evidence compares with, and the reverse."""
        said, found = self.claim.statement, self.evidence.statement
        if found.intervention is None:
            return False
        return found.intervention.concept_id in {c.concept_id for c in said.comparators}

    def is_same_arm(self, said: Arm, found: Arm) -> bool:
        """Say whether two names are of one group: they share a word or a concept."""
        if said.is_control and found.is_control:
            return True
        if stems_of(said.words) & stems_of(found.words):
            return True
        mine, theirs = (self.index.find(arm.words, every_name=True) for arm in (said, found))
        return any(
            self.index.relation(b.concept_id, a.concept_id) in SPEAKS_OF
            for a in mine
            for b in theirs
        )
