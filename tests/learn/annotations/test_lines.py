import json

import pytest
from hypothesis import given
from learn.annotations.marking import FIELDS, LABELS, WHOLE, marked

from pipeline.learn.annotations.lines import (
    as_line,
    as_object,
    fields_object,
    missing_from,
    parse_annotation,
    parse_fields,
)
from pipeline.learn.annotations.records import Annotation, Fields, Number
from pipeline.learn.judgements import LineFaultError

LINE = {"start": 0, "end": 4, "text": "mint", "kind": "efficacy", "verdict": "supported"}


@given(FIELDS)
def test_lines_keep_all_fields(fields):
    assert parse_fields(json.loads(json.dumps(fields_object(fields))), LABELS) == fields


def test_lines_say_no_more_than_was_said():
    (one,) = marked("[mint]", {"kind": "efficacy", "why": "", "fields": Fields()}).annotations
    assert as_object(one) == LINE | {"fields": {}}
    (none,) = marked("[mint]", "none").annotations
    assert as_object(none) == {
        "start": 0,
        "end": 4,
        "text": "mint",
        "kind": "none",
        "trap": "question",
    }


def test_lines_write_numbers_as_people_do():
    number = Number("30%", "proportion", "effect", value=0.3, low=2.0)
    assert fields_object(Fields(quantities=(number,))) == {
        "quantities": [
            {"text": "30%", "unit": "proportion", "role": "effect", "value": 0.3, "low": 2}
        ]
    }
    assert isinstance(fields_object(Fields(quantities=(number,)))["quantities"][0]["low"], int)


def test_lines_are_written_as_they_read():
    assert as_line(text="naïve 💊\n") == '{"text": "naïve 💊\\n"}\n'


def test_lines_take_two_named_headers_and_a_list_of_authors():
    cell = {"table": 1, "row": 2, "column": 3, "row_header": "Mint", "column_header": "Change"}
    fields = parse_fields({"cell": cell, "source": {"authors": ["Lee", "Kim"]}}, LABELS)
    assert fields.cell.headers == ("Mint", "Change")
    assert fields.source.authors == "Lee, Kim"
    assert parse_fields({"source": {"authors": []}}, LABELS).source.authors is None


FAULTS = {
    "no place": ({"start": None}, "'start' is missing"),
    "no number": ({"start": "0"}, "wanted a whole number"),
    "true is no number": ({"start": True}, "wanted a whole number"),
    "another text": ({"text": "mints"}, "not as long"),
    "no kind": ({"kind": None}, "'kind' is missing"),
    "an unknown kind": ({"kind": "promise"}, "wanted one of code, citation"),
    "an unknown verdict": ({"verdict": "true"}, "wanted one of supported"),
    "an unknown trap": ({"kind": "none", "verdict": None, "trap": "bait"}, "wanted one of"),
    "a trap that claims": ({"trap": "advice"}, "no trap"),
    "an unknown key": ({"kinds": "efficacy"}, "did you mean 'kind'"),
    "why is no text": ({"why": 3}, "wanted a text"),
    "fields are none": ({"fields": []}, "wanted an object"),
    "an unknown field": ({"fields": {"comparator": []}}, "did you mean 'comparators'"),
    "no concept": ({"fields": {"outcome": "pain"}}, "wanted an object"),
    "a concept without words": ({"fields": {"outcome": {"id": "X"}}}, "'text' is missing"),
    "no list": ({"fields": {"quantities": {}}}, "wanted a list of objects"),
    "no role": ({"fields": {"quantities": [{"text": "3", "unit": "count"}]}}, "needs its role"),
    "not a number": (
        {"fields": {"quantities": [{"text": "3", "unit": "a", "role": "age", "value": "3"}]}},
        "wanted a number",
    ),
    "too much": (
        {"fields": {"quantities": [{"text": "3", "unit": "a", "role": "age", "value": 1e301}]}},
        "wanted a number",
    ),
    "neither true nor false": ({"fields": {"negated": "no"}}, "wanted true or false"),
    "headers": (
        {"fields": {"cell": {"table": 1, "row": 1, "column": 1, "headers": "Mint"}}},
        "wanted a list of texts",
    ),
}


@pytest.mark.parametrize(("change", "why"), FAULTS.values(), ids=FAULTS)
def test_lines_say_what_is_wrong(change, why):
    line = {key: value for key, value in (LINE | change).items() if value is not None}
    with pytest.raises(LineFaultError, match=why):
        parse_annotation(line, LABELS)


def test_lines_refuse_what_is_not_a_number():
    quantity = {"text": "3", "unit": "a", "role": "age", "value": float("nan")}
    with pytest.raises(LineFaultError, match="wanted a number"):
        parse_fields({"quantities": [quantity]}, LABELS)


LACKING = {
    "all there": ({"kind": "efficacy", "verdict": "supported", "why": "seen"}, ""),
    "no verdict": ({"kind": "efficacy", "why": "seen"}, "needs a verdict"),
    "no why": ({"kind": "efficacy", "verdict": "supported"}, "needs its why"),
    "a trap": ({"kind": "none", "trap": "advice"}, ""),
    "no trap": ({"kind": "none"}, "needs its trap"),
}


@pytest.mark.parametrize(("said", "missing"), LACKING.values(), ids=LACKING)
def test_lines_know_what_an_annotation_lacks(said, missing):
    assert missing in missing_from(Annotation(0, 4, "mint", **said))
    assert bool(missing) == bool(missing_from(Annotation(0, 4, "mint", **said)))


def test_lines_read_what_they_wrote():
    (one,) = marked("[mint]", {"kind": "efficacy", "fields": WHOLE}).annotations
    assert parse_annotation(json.loads(as_line(**as_object(one))), LABELS) == one
