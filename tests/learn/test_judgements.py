from __future__ import annotations

import json

import pytest
from learn.judging import line_of, make_extracted, write_lines

from pipeline.errors import AnnotationsMissingError
from pipeline.learn.fields import FIELDS
from pipeline.learn.judgements import ANSWERS, NOTES, read_judgements, read_whole
from pipeline.resources import annotations_dir

ROW = make_extracted("CD999001-x1")
OTHER = make_extracted("CD999001-x2")
LINE = line_of(ROW)


def without(line, key):
    return {name: value for name, value in line.items() if name != key}


def test_judgements_are_read_with_their_lines(tmp_path):
    faults = []
    path = write_lines(tmp_path / "a.jsonl", [LINE, "", line_of(OTHER, value="wrong")])
    read = read_judgements(path, faults=faults)
    assert (list(read), faults) == (["CD999001-x1", "CD999001-x2"], [])
    assert (read["CD999001-x2"].answers["value"], read["CD999001-x2"].line) == ("wrong", 3)


BROKEN = {
    "no JSON": ("{", "not JSON"),
    "no object": ("[1]", "not a JSON object"),
    "a field left out": (without(LINE, "outcome"), "'outcome' is not judged"),
    "a blank left blank": ({**LINE, "outcome": ""}, "'outcome' is ''; wanted right, wrong"),
    "an answer that is none": ({**LINE, "value": "ok"}, "'value' is 'ok'"),
    "an answer that cannot be hashed": ({**LINE, "value": ["right"]}, "wanted right, wrong"),
    "no id": ({**LINE, "row_id": " "}, "'row_id' is empty"),
    "no annotator": (without(LINE, "annotator"), "'annotator' is empty"),
    "a name mistyped": ({**LINE, "vale": "right"}, "did you mean 'value'?"),
    "text": ({**LINE, "remark": "the number is that of sleep"}, "nothing is called 'remark'"),
    "a note that is none": ({**LINE, "note_code": "bad"}, "'note_code' is 'bad'"),
}


@pytest.mark.parametrize(("line", "why"), BROKEN.values(), ids=BROKEN)
def test_judgements_a_broken_line_is_told_and_the_others_are_read(tmp_path, line, why):
    faults = []
    path = write_lines(tmp_path / "a.jsonl", [line, line_of(OTHER)])
    assert list(read_judgements(path, faults=faults)) == [OTHER.row_id]
    assert len(faults) == 1
    assert f"{path}, line 1" in faults[0].message
    assert why in faults[0].message


def test_judgements_bytes_that_are_no_text_are_told(tmp_path):
    path, faults = tmp_path / "a.jsonl", []
    path.write_bytes(b'{"row_id": "\xff"}\n' + json.dumps(LINE).encode())
    assert list(read_judgements(path, faults=faults)) == [ROW.row_id]
    assert len(faults) == 1


def test_judgements_the_first_of_two_on_one_row_counts(tmp_path):
    faults = []
    path = write_lines(tmp_path / "a.jsonl", [LINE, {**LINE, "value": "wrong"}])
    assert read_judgements(path, faults=faults)[ROW.row_id].answers["value"] == "right"
    assert "was judged further up" in faults[0].message


def test_judgements_that_settle_hold_only_what_was_in_question(tmp_path):
    line = {"row_id": "CD999001-x1", "annotator": "c", "value": "wrong", "note_code": NOTES[0]}
    path, faults = write_lines(tmp_path / "s.jsonl", [line]), []
    read = read_judgements(path, faults=faults, partial=True)["CD999001-x1"]
    assert (dict(read.answers), read.note_code, faults) == ({"value": "wrong"}, NOTES[0], [])


def test_judgements_name_a_file_that_is_not_there(tmp_path):
    with pytest.raises(AnnotationsMissingError, match=r"none\.jsonl"):
        read_judgements(tmp_path / "none.jsonl", faults=[])


def test_judgements_of_whole_abstracts_are_read(tmp_path):
    line = {"source_id": "CD999001", "annotator": "a", "results": [["CD999001-x1"], []]}
    path, faults = write_lines(tmp_path / "w.jsonl", [line]), []
    (read,) = read_whole(path, faults=faults)
    assert (read.source_id, read.results, faults) == ("CD999001", (("CD999001-x1",), ()), [])


WHOLE = {"source_id": "CD999001", "annotator": "a", "results": []}
BROKEN_WHOLE = {
    "no list": ({**WHOLE, "results": 3}, "'results' is no list"),
    "ids without their lists": ({**WHOLE, "results": ["CD999001-x1"]}, "wanted a list of row ids"),
    "numbers": ({**WHOLE, "results": [[1]]}, "wanted a list of row ids"),
    "text": ({**WHOLE, "listed": []}, "nothing is called 'listed'"),
}


@pytest.mark.parametrize(("line", "why"), BROKEN_WHOLE.values(), ids=BROKEN_WHOLE)
def test_judgements_of_whole_abstracts_tell_a_broken_line(tmp_path, line, why):
    path, faults = write_lines(tmp_path / "w.jsonl", [line, WHOLE, WHOLE]), []
    assert len(read_whole(path, faults=faults)) == 1
    assert why in faults[0].message
    assert "a read CD999001 further up" in faults[1].message


def test_judgements_guidelines_name_every_field_answer_and_note():
    text = (annotations_dir() / "extraction" / "GUIDELINES.md").read_text(encoding="utf-8")
    assert [name for name in (*FIELDS, *ANSWERS, *NOTES) if f"`{name}`" not in text] == []
