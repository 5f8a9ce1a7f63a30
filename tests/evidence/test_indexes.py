"""Columns of the table: every relation and every name, as the records give them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from factories import CONCEPTS, make_row, make_source, make_table

from pipeline.concepts import ConceptIndex
from pipeline.evidence.indexes import (
    RELATIONS,
    ConceptNumbers,
    RowIndex,
    SourceIndex,
    author_words,
    identifier_name,
    names_of,
)

INDEX = ConceptIndex(CONCEPTS)


def test_indexes_relate_concepts_as_the_concepts_do():
    numbers = ConceptNumbers(INDEX)
    ids = [entry.concept_id for entry in CONCEPTS]
    for row_id, claim_id in itertools.product(ids, [*ids, "X-UNHEARD-OF"]):
        code = numbers.relations(claim_id)[numbers.find(row_id)]
        assert RELATIONS[code] == INDEX.relation(row_id, claim_id), (row_id, claim_id)


def test_indexes_know_nothing_of_what_is_not_named():
    numbers = ConceptNumbers(INDEX)
    assert RELATIONS[numbers.relations("D010146")[-1]] == "unknown"
    assert {RELATIONS[code] for code in numbers.relations(None)} == {"unknown"}


def test_indexes_number_concepts_that_only_rows_name():
    table = make_table([make_row(intervention="X-NEW"), make_row("R2", intervention="X-NEW")])
    assert table.row_index.intervention.tolist() == [len(CONCEPTS)] * 2
    assert RELATIONS[table.relations("X-NEW")[len(CONCEPTS)]] == "same"
    assert table.numbers.id_of(len(CONCEPTS)) == "X-NEW"


def test_indexes_hold_what_ranking_reads_of_rows():
    superseded = make_source("S2", kind="trial", status="superseded")
    table = make_table(
        [
            make_row("B", comparators=["X-SHAM", "X-USUAL-CARE"], primary=None),
            make_row("A", source=superseded, verified=False, condition=None, kind="safety"),
        ]
    )
    index = table.row_index
    assert (index.verified.tolist(), index.current.tolist()) == ([True, False], [True, False])
    assert (index.overview.tolist(), index.primary.tolist()) == ([True, False], [False, True])
    assert (index.condition[1], index.pool.tolist(), len(index.pools)) == (-1, [0, -1], 1)
    assert index.rank.tolist() == [1, 0]
    assert [group.tolist() for group in index.of_source] == [[0], [1]]


def test_indexes_of_rows_come_back_from_arrays():
    index = make_table([make_row(), make_row("R2", comparators=["X-SHAM"])]).row_index
    again = RowIndex.unpacked(index.packed())
    assert sorted(again.packed()) == sorted(index.packed())
    for name, array in again.packed().items():
        assert np.array_equal(array, index.packed()[name])


NAMES = {
    "a doi": ({"doi": "10.1002/14651858.CD001218.pub3"}, "10.1002/14651858.cd001218.pub3"),
    "a review by its doi": ({"doi": "10.1002/14651858.CD001218.pub3"}, "cd001218"),
    "a registry id": ({"registry_id": "NCT01234567"}, "nct01234567"),
    "a numbered policy": ({"registry_id": "NCD 30.3.3"}, "30.3.3"),
    "a pmid": ({"pmid": "27351677"}, "27351677"),
    "an address": ({"url": "https://example.org/mint/"}, "https://example.org/mint"),
    "a trial's name": ({"trial_names": ("SPRINT-MIND trial",)}, "sprintmind"),
    "an author": ({"authors": "Linde K, Müller-Ödön A"}, "odon"),
}


@pytest.mark.parametrize(("fields", "name"), NAMES.values(), ids=NAMES)
def test_indexes_find_sources_by(fields, name):
    table = make_table([make_row()], sources=[make_source("S9", **fields)])
    assert name in names_of(table.sources["S9"])
    assert [source.source_id for source in table.sources_called([name])] == ["S9"]
    assert table.sources_called(["nobody"]) == []


def test_indexes_compare_identifiers_and_authors_without_their_dress():
    assert identifier_name("10.1/ABC.") == identifier_name("10.1/abc")
    assert author_words("O'Brien, Çelik") == ["o", "brien", "celik"]


def test_indexes_know_what_sources_are_about():
    title = "Melatonin for low back pain"
    table = make_table([make_row(source=make_source("S1", title=title))])
    source = table.sources["S1"]
    assert table.topics_of(source) == (("D015670", "D008550"), ("D008881", "D017116"))
    index = table.source_index
    again = SourceIndex.unpacked(index.packed())
    assert [list(again.named[n]) for n in range(len(again.names))] == [
        list(index.named[n]) for n in range(len(index.names))
    ]


ABOUT = {
    "both": ("D015670", "D008881", ["S1"]),
    "a wider condition": ("D015670", "D010146", ["S2"]),
    "one of the two": (None, "D019547", ["S2"]),
    "a narrower treatment": ("D016756", None, ["S1", "S2"]),
    "not both": ("D008550", "D008881", []),
    "nothing named": (None, None, []),
}


@pytest.mark.parametrize(("intervention", "condition", "expected"), ABOUT.values(), ids=ABOUT)
def test_indexes_find_sources_on_a_topic(intervention, condition, expected):
    table = make_table(
        [
            make_row("R1", source=make_source("S1", title="One")),
            make_row("R2", source=make_source("S2", title="Two"), condition="D019547"),
        ]
    )
    found = table.sources_about(intervention, condition)
    assert [source.source_id for source in found] == expected
