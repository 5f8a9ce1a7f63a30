"""What a search asks for, and how far rows meet it.

A search asks for things: concepts that it names, and words that name none. Each
is met by what a row is about, or by words that it has, or by an identifier.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline.concepts import ConceptMention
from pipeline.evidence.indexes import NARROWER, SAME, Flags, identifier_name
from pipeline.evidence.table import EvidenceTable
from pipeline.evidence.words import words_of

# How far a thing is met: by what the row is about, or by something of that sort
# ("pain" by neck pain); by words of the row; by those of its source's title.
_ABOUT: Final = 1.0
_ABOUT_NARROWER: Final = 0.9
_SAID: Final = 0.8
_TITLED: Final = 0.5
# Of that, where a row could be about the thing and only has its words: massage
# compared with exercise is no answer on exercise.
_ASIDE: Final = 0.75
# Of that, where the thing is what a row compares with.
_COMPARED: Final = 0.7
# A row that nobody checked comes before one that was only where it is nearer.
_UNVERIFIED: Final = 0.85


@dataclass(slots=True)
class _Thing:
    """One thing that a search asks for: its words, and the concepts that they name together."""

    words: tuple[str, ...]
    concepts: list[ConceptMention] = field(default_factory=list)


def rows_met(table: EvidenceTable, words: str) -> NDArray[np.float64]:
    """Add up the things of a search that each row meets, each by how rare it is to meet it.

    An identifier of a row or a source, which has a digit, is met by its rows and leaves no other.

    Returns:
        float64 of shape (n_rows,), 0 for rows that meet none.
    """
    scores = np.zeros(len(table.rows))
    if not len(scores):
        return scores
    index = table.word_index
    for thing in _things(table, words):
        met = np.zeros(len(scores))
        for word in thing.words:
            places, said = index.having(word)
            met[places] += np.where(said, _SAID, _TITLED) / len(thing.words)
        if any(mention.kind != "comparator" for mention in thing.concepts):
            met *= _ASIDE
        for mention in thing.concepts:
            np.maximum(met, _about(table, mention), out=met)
        scores += met * (1 + index.rarity(int(np.count_nonzero(met))))
    meant = np.ones(len(scores), np.bool_)
    for name in dict.fromkeys(words.split()):
        called = _called(table, name)
        scores += called * (1 + index.rarity(int(np.count_nonzero(called))))
        if called.any() and any(map(str.isdigit, name)):
            meant &= called
    return meant * scores * np.where(table.row_index.verified, 1.0, _UNVERIFIED)


def _things(table: EvidenceTable, words: str) -> list[_Thing]:
    """Return what a search asks for; each word is in the longest name that it is part of."""
    concepts = table.concepts
    spans: dict[tuple[int, int], list[ConceptMention]] = {}
    for mention in concepts.find(words, every_name=True):
        spans.setdefault((mention.start, mention.end), []).append(mention)
    things, rest = [], words
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if rest[start:end] == words[start:end]:
            rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"
            (named,) = words_of([words[start:end]], concepts)
            things.append(_Thing(tuple(dict.fromkeys(named)), spans[start, end]))
    for word in dict.fromkeys(rest.split()):
        (named,) = words_of([word], concepts)
        # Nobody holds the shift key for "ibs" in a search.
        meant = concepts.find(word.upper(), every_name=True) if word.islower() else []
        things += [_Thing((part,), meant) for part in dict.fromkeys(named)]
    return things


def _called(table: EvidenceTable, name: str) -> Flags:
    """Say which rows have this id, or a source that is called so."""
    called = np.zeros(len(table.rows), np.bool_)
    row = table.row_index.ids.find(name)
    if row is not None:
        called[row] = True
    for source in table.source_index.called([identifier_name(name)]):
        called[table.row_index.of_source[source]] = True
    return called


def _about(table: EvidenceTable, mention: ConceptMention) -> NDArray[np.float64]:
    rows, relations = table.row_index, table.relations(mention.concept_id)
    columns = {
        "intervention": rows.intervention,
        "condition": rows.condition,
        "outcome": rows.outcome,
        "population": rows.population,
    }
    if mention.kind in columns:
        related = relations[columns[mention.kind]]
        return np.where(related == SAME, _ABOUT, np.where(related == NARROWER, _ABOUT_NARROWER, 0))
    # One of the comparators that a row pools is enough.
    of_pool = np.zeros(len(rows.pools) + 1)
    starts = rows.pools.ends - rows.pools.sizes()
    if len(rows.pools):
        members = relations[rows.pools.members]
        same: Flags = np.logical_or.reduceat(members == SAME, starts)
        narrower: Flags = np.logical_or.reduceat(members == NARROWER, starts)
        of_pool[:-1] = np.where(same, _ABOUT, np.where(narrower, _ABOUT_NARROWER, 0))
    return _COMPARED * of_pool[rows.pool]
