"""JSON Lines: each line can be read alone, and says what it is."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from factories import make_article, make_document, make_result, make_trouble
from jsonschema import Draft202012Validator
from report.builders import gallery

from pipeline.records import Result
from pipeline.report import to_json, to_jsonl
from pipeline.report.schema import json_schema

RESULTS = {
    "gallery": gallery(),
    "nothing": Result(documents=()),
    "only errors": make_result([], errors=[make_trouble()]),
}


def read(result):
    return [json.loads(line) for line in to_jsonl.write(result).splitlines()]


@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_jsonl_each_line_is_what_the_schema_says_of_a_line(result):
    line = {"$ref": "#/$defs/line", "$defs": json_schema()["$defs"]}
    for written in read(result):
        assert [fault.message for fault in Draft202012Validator(line).iter_errors(written)] == []


@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_jsonl_holds_what_json_holds_in_the_same_order(result):
    whole = json.loads(to_json.write(result))
    things = [whole["tool"], *whole["documents"], *whole["errors"]]
    for written, thing in zip(read(result), things, strict=True):
        assert {**written, **thing} == written
        assert set(written) - set(thing) == {"schema", "record"}


def test_jsonl_says_what_each_line_is():
    records = [written["record"] for written in read(gallery())]
    assert records == ["tool", "document", "document", "document", "error"]
    assert all(one <= other for one, other in pairwise(map("tde".index, (r[0] for r in records))))
    assert {written["schema"] for written in read(gallery())} == {to_json.SCHEMA}


def test_jsonl_no_character_of_an_article_ends_a_line():
    ends = "a\u2028b\u2029c\x85d\x0be\x0cf\rg\nh"
    article = make_article(ends, title=ends)
    text = to_jsonl.write(make_result([make_document(article, claims=[])]))
    assert len(text.splitlines()) == 2
    assert json.loads(text.splitlines()[1])["title"] == ends


def test_jsonl_schema_refuses_a_line_that_does_not_say_what_it_is():
    line = {"$ref": "#/$defs/line", "$defs": json_schema()["$defs"]}
    written = read(gallery())[1]
    del written["record"]
    assert not Draft202012Validator(line).is_valid(written)
