import json

import pytest
from learn.annotations.marking import LABELS, WHOLE, marked

from pipeline.errors import AnnotationFormatError
from pipeline.learn.annotations.formats import doccano

ARTICLE = marked(
    "💊 [Mint helps]. [Does it?]",
    {"kind": "statistic", "verdict": "unsupported", "fields": WHOLE},
    "none",
)


def written(tmp_path):
    doccano.write([ARTICLE], tmp_path / "out", LABELS)
    return json.loads((tmp_path / "out").read_text(encoding="utf-8"))


def read(tmp_path, line):
    (tmp_path / "in").write_text(json.dumps(line) + "\n", encoding="utf-8")
    return doccano.read(tmp_path / "in", LABELS)[0]


def test_doccano_labels_are_counted_in_utf_16_and_say_kind_and_verdict(tmp_path):
    assert written(tmp_path)["label"] == [
        [3, 13, "statistic/unsupported"],
        [15, 23, "none/question"],
    ]


def test_doccano_carries_why_and_fields_as_metadata(tmp_path):
    line = written(tmp_path)
    assert [note["why"] for note in line["notes"]] == ["seen"]
    assert line["notes"][0]["fields"]["hedge"] == "possible"


def as_exported(line, *, columns, entities):
    """What doccano gives back: its versions differ in where columns and labels go."""
    text, label = line.pop("text"), line.pop("label")
    labels = (
        {
            "entities": [
                {"id": n, "start_offset": start, "end_offset": end, "label": name}
                for n, (start, end, name) in enumerate(label)
            ],
            "relations": [],
        }
        if entities
        else {"label": label, "Comments": []}
    )
    return {"id": 7, "text": text, **labels, **({"meta": line} if columns == "meta" else line)}


@pytest.mark.parametrize("columns", ["meta", "beside"])
@pytest.mark.parametrize("entities", [True, False])
def test_doccano_export_of_any_version_is_read(columns, entities, tmp_path):
    line = as_exported(written(tmp_path), columns=columns, entities=entities)
    assert read(tmp_path, line) == ARTICLE


def test_doccano_stretch_that_was_moved_or_renamed_comes_back_bare(tmp_path):
    line = written(tmp_path)
    line["label"][0] = [3, 7, "efficacy/supported"]
    moved, none = read(tmp_path, line).annotations
    assert (moved.text, moved.kind, moved.verdict) == ("Mint", "efficacy", "supported")
    assert (moved.why, moved.fields) == ("", None)
    assert none == ARTICLE.annotations[1]


def test_doccano_label_may_be_a_kind_alone(tmp_path):
    line = {"article": "a.txt", "text": "Mint", "label": [[0, 4, "efficacy"]]}
    (one,) = read(tmp_path, line).annotations
    assert (one.kind, one.verdict) == ("efficacy", None)


FAULTS = {
    "inside of a character": ([[1, 3, "efficacy"]], "inside of a character"),
    "beyond the text": ([[0, 99, "efficacy"]], "beyond the text"),
    "no triple": ([[0, 1]], "wanted start, end and name"),
    "no list": ("efficacy", "wanted start, end and name"),
    "an unknown verdict": ([[0, 2, "efficacy/true"]], "'verdict' is 'true'"),
}


@pytest.mark.parametrize(("label", "why"), FAULTS.values(), ids=FAULTS)
def test_doccano_says_what_is_wrong(label, why, tmp_path):
    with pytest.raises(AnnotationFormatError, match=why):
        read(tmp_path, {"article": "a.txt", "text": "💊 Mint", "label": label})
