"""What is too wide to speak for its parts; each concept of the lists is one of the table's."""

import csv

import pytest
from factories import concept, make_claim, make_match, make_row
from spans import drawn

from pipeline.judge.classes import is_of_class
from pipeline.resources import evidence_dir, word_list

LISTS = word_list("judging")
ENTRIES = {
    f"{name}: {entry['name']}": entry
    for name in ("class", "felt", "of_anything")
    for entry in LISTS[name]
}


@pytest.fixture(scope="module")
def names():
    """The names of the concepts by their ids."""
    with (evidence_dir() / "concepts.csv").open(encoding="utf-8", newline="") as lines:
        return {row["concept_id"]: row["name"] for row in csv.DictReader(lines)}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_classes_are_concepts_with_a_claim_that_they_were_listed_for(entry, names):
    said = names.get(entry["id"])
    assert said == entry["name"]
    assert all(part in names for part in entry.get("but", ()))
    assert len(drawn(entry["example"])[1]) == 1


# How a row's treatment and condition relate, and whether it is on a class that is too wide.
ROWS = {
    "exercise for tai chi": (("D015444", "wider"), ("D010003", "same"), True),
    "exercise itself": (("D015444", "same"), ("D010003", "same"), False),
    "omega-3 for fish oil": (("D015525", "wider"), ("D010003", "same"), False),
    "pain of any kind": (("D004561", "same"), ("D010146", "wider"), True),
    "circulation for an irregular heart": (("D015525", "same"), ("D002318", "wider"), True),
}


@pytest.mark.parametrize(("treatment", "had", "expected"), ROWS.values(), ids=ROWS)
def test_classes_speak_for_none_of_their_members(treatment, had, expected):
    row = make_row(intervention=treatment[0], condition=had[0])
    match = make_match(row, intervention=treatment[1], condition=had[1])
    assert is_of_class(make_claim(condition=concept("D001281")), match) is expected


def test_classes_speak_for_what_they_are_made_of():
    match = make_match(make_row(condition="D002318"), condition="wider")
    assert not is_of_class(make_claim(condition=concept("D009203")), match)
