import json
import xml.etree.ElementTree as ET

import pytest
from learn.annotations.marking import LABELS, WHOLE, marked

from pipeline.errors import AnnotationFormatError
from pipeline.learn.annotations.formats import label_studio

ARTICLE = marked(
    "💊 [Mint\r\nhelps]. [Does it?]",
    {"kind": "statistic", "verdict": "unsupported", "fields": WHOLE},
    "none",
)


def written(tmp_path):
    label_studio.write([ARTICLE], tmp_path / "out.json", LABELS)
    return json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))


def read(tmp_path, tasks):
    (tmp_path / "in.json").write_text(json.dumps(tasks), encoding="utf-8")
    return label_studio.read(tmp_path / "in.json", LABELS)


def regions(tasks):
    return tasks[0]["annotations"][0]["result"]


def test_label_studio_regions_have_a_result_for_each_control(tmp_path):
    tasks = written(tmp_path)
    assert [(one["from_name"], one["id"]) for one in regions(tasks)] == [
        ("kind", "r1"),
        ("verdict", "r1"),
        ("why", "r1"),
        ("fields", "r1"),
        ("kind", "r2"),
        ("trap", "r2"),
    ]
    assert regions(tasks)[0]["value"] == {
        "start": 2,
        "end": 13,
        "text": "Mint\r\nhelps",
        "labels": ["statistic"],
    }


def test_label_studio_gets_an_interface_with_those_controls(tmp_path):
    tasks = written(tmp_path)
    root = ET.parse(tmp_path / "out.xml").getroot()
    controls = {one.get("name") for one in root if one.get("toName") == "text"}
    assert {one["from_name"] for one in regions(tasks)} <= controls
    assert [one.get("value") for one in root.find("Labels")] == list(LABELS.kinds)
    assert root.find("Text").get("value") == "$text"


def test_label_studio_export_has_more_keys_than_were_written(tmp_path):
    tasks = written(tmp_path)
    tasks[0] |= {"id": 4, "predictions": [], "meta": {}}
    tasks[0]["annotations"][0] |= {"completed_by": 1, "was_cancelled": False}
    tasks[0]["annotations"].append({"result": [], "was_cancelled": True})
    for one in regions(tasks):
        one["origin"] = "manual"
    assert read(tmp_path, tasks) == [ARTICLE]


def test_label_studio_places_may_be_counted_in_utf_16_and_breaks_escaped(tmp_path):
    tasks = written(tmp_path)
    for one in regions(tasks):
        one["value"] |= {"start": one["value"]["start"] + 1, "end": one["value"]["end"] + 1}
    regions(tasks)[0]["value"]["text"] = "Mint\\nhelps"
    assert read(tmp_path, tasks) == [ARTICLE]


def test_label_studio_task_that_nobody_annotated_has_none(tmp_path):
    (article,) = read(tmp_path, [{"data": {"article": "a.txt", "text": "Mint"}}])
    assert article.annotations == ()


def change(tasks, index, **value):
    regions(tasks)[index]["value"] |= value


FAULTS = {
    "other words": (lambda t: change(t, 0, text="Sage"), "does not read 'Sage'"),
    "two sets": (lambda t: t[0]["annotations"].append({"result": []}), "2 sets of annotations"),
    "fields are no JSON": (lambda t: change(t, 3, text=["{"]), "'fields' holds no JSON"),
    "fields are no object": (lambda t: change(t, 3, text=["3"]), "wanted an object"),
    "two kinds": (
        lambda t: change(t, 0, labels=["code", "safety"]),
        "interface cannot make: 'kind'",
    ),
    "another control": (
        lambda t: regions(t)[0].update(from_name="mood"),
        "interface cannot make: 'mood'",
    ),
}


@pytest.mark.parametrize(("spoil", "why"), FAULTS.values(), ids=FAULTS)
def test_label_studio_says_what_is_wrong(spoil, why, tmp_path):
    tasks = written(tmp_path)
    spoil(tasks)
    with pytest.raises(AnnotationFormatError, match=why):
        read(tmp_path, tasks)


def test_label_studio_wants_a_list_of_tasks(tmp_path):
    with pytest.raises(AnnotationFormatError, match="no list of tasks"):
        read(tmp_path, {})
