"""How far rows meet what a search asks for."""

from __future__ import annotations

import numpy as np
import pytest
from factories import CONCEPTS, make_row, make_source, make_table

from pipeline.concepts import ConceptEntry
from pipeline.evidence.things import rows_met

ENTRIES = (
    *CONCEPTS,
    ConceptEntry("X-CRAMPS", "cramps", "condition", synonyms=("belly ache", "IBS")),
)
MINT = make_source("mint-2029", title="Peppermint oil", registry_id="CD009999", year=2029)


def met(words, *rows):
    return rows_met(make_table(rows, concepts=ENTRIES), words)


NEARER = {
    "being about it and having its word": (
        {"condition": "X-CRAMPS", "sentence": "Something."},
        {"condition": "D017116", "sentence": "It eases cramps."},
    ),
    "having a word and having it in the title": (
        {"sentence": "Peppermint eases."},
        {"sentence": "Something.", "source": MINT},
    ),
    "having both words and having one": (
        {"sentence": "Peppermint eases cramps."},
        {"sentence": "Peppermint eases."},
    ),
    "checked and unchecked": ({"source": MINT}, {"source": MINT, "verified": False}),
}


@pytest.mark.parametrize(("near", "far"), NEARER.values(), ids=NEARER)
def test_things_tell_apart(near, far):
    nearer, farther = met("peppermint for cramps", make_row("1", **near), make_row("2", **far))
    assert nearer > farther > 0


def test_things_a_rare_word_weighs_more_than_a_common_one():
    rows = [make_row("rare", sentence="Sage.")]
    rows += [make_row(f"common-{n}", sentence="Mint.") for n in range(5)]
    scores = met("mint sage", *rows)
    assert scores[0] > scores[1] > 0


def test_things_an_identifier_is_met_by_the_rows_of_its_source():
    assert np.flatnonzero(met("CD009999", make_row("1"), make_row("2", source=MINT))).tolist() == [
        1
    ]


def test_things_that_nothing_meets_are_met_by_none():
    assert met("homeopathy", make_row("1")).tolist() == [0.0]
