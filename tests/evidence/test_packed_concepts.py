"""An index of concepts that comes out of arrays answers as the one that went in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.concepts import ConceptEntry, ConceptIndex
from pipeline.evidence.packed_concepts import pack_concepts, unpack_concepts

NAMES = st.sampled_from(
    ["pain", "neck pain", "Neck Pains", "IBS", "tea", "vitamin B12", "cup of tea", "é", "…"]
)
IDS = ["D1", "D2", "X-3", "X-I-4"]


@st.composite
def entries(draw):
    ids = draw(st.lists(st.sampled_from(IDS), unique=True))
    return [
        ConceptEntry(
            concept_id,
            draw(NAMES),
            draw(st.sampled_from(["condition", "intervention", "outcome"])),
            tuple(draw(st.lists(st.sampled_from([*IDS, "gone"]), max_size=2))),
            tuple(draw(st.lists(NAMES, max_size=2))),
            draw(st.sampled_from(["higher", "lower", "neither"])),
            *draw(st.sampled_from([(None, None), (0.0, 10.0)])),
            draw(st.sampled_from(["names", "name", "search", "nothing"])),
        )
        for concept_id in ids
    ]


TEXT = "A cup of tea with vitamin B 12 for neck pains, IBS or ibs; é … NECK PAIN."


@given(entries())
def test_packed_concepts_answer_as_those_that_were_packed(made):
    index = ConceptIndex(made)
    again = unpack_concepts(pack_concepts(index))
    assert (list(again.entries), len(again)) == (made, len(made))
    assert list(again.ids) == [entry.concept_id for entry in made]
    for every_name in (False, True):
        assert again.find(TEXT, every_name=every_name) == index.find(TEXT, every_name=every_name)
    for one in (*IDS, "gone"):
        assert again.entry(one) == index.entry(one)
        assert again.ancestors(one) == index.ancestors(one)
        assert again.number(one) == index.number(one)
        assert sorted(again.narrower(one)) == sorted(index.narrower(one))
        assert again.wider(one) == index.wider(one)
        assert again.better(one) == index.better(one)


def test_packed_concepts_of_nothing_find_nothing():
    assert unpack_concepts(pack_concepts(ConceptIndex(()))).find(TEXT) == []
