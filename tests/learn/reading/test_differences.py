import json
from dataclasses import replace

from learn.annotations.marking import marked

from pipeline.learn.annotations.records import CellNamed, Fields, Named
from pipeline.learn.reading.differences import HEADERS, differences, write_differences
from pipeline.learn.reading.scores import hold_against

FIELDS = Fields(
    intervention=Named("mint", "X-MINT"), hedge="none", cell=CellNamed(1, 1, 1, ("a", "b"))
)
GOLD = marked(
    "[Mint helps]. [It is safe]. [So?] [Half do].",
    {"kind": "efficacy", "fields": FIELDS},
    "safety",
    "none",
    "statistic",
)
SAID = marked(
    "[Mint helps]. [It is safe]. [So?] Half do.",
    {
        "kind": "efficacy",
        "why": "a promise",
        "fields": replace(FIELDS, hedge="shown", cell=CellNamed(1, 1, 1, ("a",))),
    },
    "mechanism",
    {"kind": "code", "why": "a shape"},
)


def found():
    return differences([hold_against(GOLD.name, GOLD.annotations, SAID.annotations)])


def test_differences_tell_what_was_missed_made_up_flagged_and_misread():
    assert [(one.what, one.kind, one.text, one.field, one.wanted, one.said) for one in found()] == [
        ("wrong", "efficacy", "Mint helps", HEADERS, "a | b", "a"),
        ("wrong", "efficacy", "Mint helps", "hedge", "none", "shown"),
        ("extra", "mechanism", "It is safe", "", "safety", ""),
        ("missed", "safety", "It is safe", "", "", "mechanism"),
        ("extra", "code", "So?", "", "none/question", ""),
        ("flagged", "question", "So?", "", "", "code"),
        ("missed", "statistic", "Half do", "", "", ""),
    ]


def test_differences_say_what_made_the_tool_see_a_claim():
    assert {one.why for one in found() if one.what == "wrong"} == {"a promise"}
    assert {one.why for one in found() if one.text == "So?"} == {"a shape"}


def test_differences_are_written_without_what_is_empty(tmp_path):
    write_differences(tmp_path / "errors.jsonl", found())
    lines = (tmp_path / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1]) == {
        "article": "mint.txt",
        "start": 28,
        "end": 35,
        "what": "missed",
        "kind": "statistic",
        "text": "Half do",
    }


def test_differences_of_what_was_read_rightly_are_none():
    assert differences([hold_against(GOLD.name, GOLD.annotations, GOLD.claims)]) == []
