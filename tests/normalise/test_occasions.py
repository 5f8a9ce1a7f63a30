"""What is told by a wider name and its occasion: each occasion by the words it was made for."""

import pytest

from pipeline.concepts import shipped_concepts
from pipeline.normalise.occasions import has_occasions, on_occasion, on_settled_occasion
from pipeline.resources import word_list

OCCASIONS = word_list("fields")["occasion"]
NAUSEA, PAIN = "D009325", "D010146"


@pytest.mark.parametrize("entry", OCCASIONS, ids=[entry["becomes"] for entry in OCCASIONS])
def test_occasions_each_is_told_by_its_example(entry):
    text = entry["example"].replace("[", "").replace("]", "")
    assert {on_occasion(one, text) for one in entry["concepts"]} == {entry["becomes"]}
    kinds = {shipped_concepts().entry(one).kind for one in (*entry["concepts"], entry["becomes"])}
    assert len(kinds) == 1


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (NAUSEA, "It eased nausea at sea."),
        (NAUSEA, "It eased nausea after chemo and in pregnancy."),
        (PAIN, "Pain costs the labour market billions."),
        ("D006973", "Hypertension in pregnancy."),
    ],
    ids=["none told", "two told", "another labour", "a concept without occasions"],
)
def test_occasions_leave_a_condition_as_it_is(condition, text):
    assert on_occasion(condition, text) is None


def test_occasions_know_which_concepts_have_any():
    assert has_occasions(NAUSEA)
    assert not has_occasions("D006973")


def test_occasions_settle_where_enough_blocks_tell_of_the_same_one():
    texts = ["Chemo.", "After chemo.", "Tea.", "Chemo again."]
    assert on_settled_occasion(NAUSEA, texts, fewest=3) == "X-CHEMOTHERAPY-INDUCED-NAUSEA"
    assert on_settled_occasion(NAUSEA, texts, fewest=4) is None
    assert on_settled_occasion(NAUSEA, [*texts, *["Pregnancy."] * 3], fewest=3) is None
