"""Words of the user's own lead to concepts of the table."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from pipeline.concepts import ConceptEntry, ConceptIndex
from pipeline.errors import WordUnknownError


def with_words(concepts: ConceptIndex, words: Sequence[tuple[str, str]]) -> ConceptIndex:
    """Return the concepts with further names.

    Args:
        concepts: of the table.
        words: a word, and what it stands for: the id of a concept, or a name that
            leads to one; a name of several concepts (an illness and an outcome)
            makes the word one of all of them.

    Raises:
        WordUnknownError: the table holds no such concept; the nearest name is told.
    """
    if not words:
        return concepts
    return concepts.with_names({word: _meant(word, name, concepts) for word, name in words})


def _meant(word: str, name: str, concepts: ConceptIndex) -> list[ConceptEntry]:
    entry = concepts.entry(name)
    if entry is not None:
        return [entry]
    targets = concepts.parts.forms.get(concepts.normal_form(name), ())
    meant = {t.concept_id: t for t, _ in targets if isinstance(t, ConceptEntry)}
    if meant:
        return list(meant.values())
    raise WordUnknownError(
        word=word,
        concept=name,
        why="the evidence table holds no concept of that name",
        hint=_nearest(name, concepts),
    )


def _nearest(name: str, concepts: ConceptIndex) -> str:
    names = {
        each.lower(): each for entry in concepts.entries for each in (entry.name, *entry.synonyms)
    }
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    if near:
        return f"Did you mean '{names[near[0]]}'?"
    return "`claims evidence search` finds rows, `claims evidence show` the concepts of one."
