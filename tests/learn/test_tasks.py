from __future__ import annotations

import json

import pytest
from evidence.extracting import OBJECTIVE, make_abstract
from learn.judging import make_extracted, make_findings, table_of, write_lines

from pipeline.errors import ReportUnwritableError, SamplePlaceError, SampleSourceError
from pipeline.evidence.extract import KeptOut
from pipeline.learn.drawing import draw_abstracts, draw_findings
from pipeline.learn.judgements import read_judgements
from pipeline.learn.tasks import (
    Listed,
    abstract_tasks,
    finding_tasks,
    match_tasks,
    read_listed,
    refuse_repository,
    write_abstracts,
    write_matches,
    write_rows,
)

ROW = make_extracted("CD999001.pub2-x1")
RESULT = "Mint oil eased cramps more than sham (RR 0.50, 95% CI 0.30 to 0.80)."
ABSTRACT = make_abstract(RESULT)


def blanks(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def rows_written(tmp_path):
    table = table_of(ROW)
    drawn = draw_findings(table, seed=1, n=1)
    tasks = finding_tasks(drawn, table, [ABSTRACT])
    (path,) = write_rows(tmp_path / "tasks", drawn, tasks, per_file=20)
    return path


def test_tasks_of_findings_show_fields_and_abstract(rows_written):
    text = rows_written.read_text(encoding="utf-8")
    for shown in (
        "## CD999001.pub2-x1",
        "- value: 0.5\n",
        "- interval: 95% CI 0.3 to 0.8\n",
        "- participants: (empty)\n",
        "- comparator: sham\n",
        OBJECTIVE,
        "Randomised trials.",
        RESULT,
    ):
        assert shown in text


def test_tasks_of_findings_come_with_what_was_drawn(rows_written):
    drawn = json.loads((rows_written.parent / "rows.drawn.json").read_text())
    assert (drawn["seed"], drawn["ids"]) == (1, ["CD999001.pub2-x1"])


def test_tasks_of_findings_filled_in_are_judgements(rows_written, tmp_path):
    (blank,) = blanks(rows_written.with_suffix(".jsonl"))
    filled = {k: v or ("" if k == "note_code" else "unclear") for k, v in blank.items()}
    faults = []
    path = write_lines(tmp_path / "a.jsonl", [filled, blank | {"row_id": "CD999001-x2"}])
    assert list(read_judgements(path, faults=faults)) == ["CD999001.pub2-x1"]
    assert len(faults) == 1


def test_tasks_are_split_over_numbered_files_in_the_order_of_the_draw(tmp_path):
    rows = make_findings(5)
    table = table_of(*rows)
    abstracts = [make_abstract(RESULT, review_id=f"CD{999000 + n}", version=1) for n in range(3)]
    drawn = draw_findings(table, seed=1, n=5)
    tasks = finding_tasks(drawn, table, abstracts)
    paths = write_rows(tmp_path, drawn, tasks, per_file=2)
    assert [path.name for path in paths] == ["rows-001.md", "rows-002.md", "rows-003.md"]
    written = [line["row_id"] for path in paths for line in blanks(path.with_suffix(".jsonl"))]
    assert tuple(written) == drawn.ids


def test_tasks_need_every_abstract():
    table = table_of(ROW)
    with pytest.raises(SampleSourceError, match=r"the first CD999001\.pub2"):
        finding_tasks(draw_findings(table, seed=1, n=1), table, [])


def test_tasks_of_whole_abstracts_do_not_tell_what_was_extracted(tmp_path):
    drawn = draw_abstracts([ABSTRACT], seed=1, n=1)
    (path,) = write_abstracts(tmp_path, drawn, abstract_tasks(drawn, [ABSTRACT]), per_file=9)
    text = path.read_text(encoding="utf-8")
    assert RESULT in text
    assert "-x1" not in text
    assert blanks(path.with_suffix(".jsonl")) == [
        {"source_id": "CD999001.pub2", "annotator": "", "listed": []}
    ]


def test_tasks_match_what_was_listed_with_the_findings_of_the_abstract(tmp_path):
    listed = [
        Listed("CD999001.pub2", "ann", ("cramps", "nausea")),
        Listed("CD999002.pub2", "ann", ()),
    ]
    abstracts = [ABSTRACT, make_abstract(RESULT, review_id="CD999002")]
    table = table_of(ROW, make_extracted("CD999003-x1"))
    (path,) = write_matches(tmp_path, match_tasks(listed, table, abstracts), per_file=9)
    text = path.read_text(encoding="utf-8")
    assert "1. cramps\n2. nausea" in text
    assert f"- `CD999001.pub2-x1` {ROW.sentence}" in text
    assert "CD999003" not in text
    assert blanks(path.with_suffix(".jsonl")) == [
        {"source_id": "CD999001.pub2", "annotator": "ann", "results": [[], []]},
        {"source_id": "CD999002.pub2", "annotator": "ann", "results": []},
    ]


def test_tasks_match_with_what_was_read_and_is_not_kept_and_do_not_tell_it_apart(tmp_path):
    listed = [Listed("CD999001.pub2", "ann", ("cramps",))]
    doubted = KeptOut("CD999001.pub2-x0", "unsure", "Mint oil against sham: nausea")
    tasks = match_tasks(listed, table_of(ROW), [ABSTRACT], kept_out=[doubted])
    (path,) = write_matches(tmp_path, tasks, per_file=9)
    text = path.read_text(encoding="utf-8")
    assert "- `CD999001.pub2-x0` Mint oil against sham: nausea\n- `CD999001.pub2-x1` " in text
    assert "unsure" not in text


GOOD = {"source_id": "CD999001", "annotator": "ann", "listed": ["pain\n less"]}
BROKEN = {
    "nobody": {**GOOD, "annotator": ""},
    "no list": {**GOOD, "listed": "pain"},
    "an empty text": {**GOOD, "listed": ["pain", " "]},
    "no source": {"annotator": "ann", "listed": []},
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN)
def test_tasks_tell_a_list_that_is_broken(tmp_path, line):
    path = write_lines(tmp_path / "abstracts-001.jsonl", [line, GOOD])
    listed, faults = read_listed([path])
    assert listed == [Listed("CD999001", "ann", ("pain less",))]
    assert [f"{path}, line 1" in fault.message for fault in faults] == [True]


def test_tasks_are_never_written_into_a_repository(tmp_path):
    (tmp_path / ".git").mkdir()
    drawn = draw_abstracts([ABSTRACT], seed=1, n=1)
    tasks = abstract_tasks(drawn, [ABSTRACT])
    with pytest.raises(SamplePlaceError, match="git repository"):
        write_abstracts(tmp_path / "some" / "where", drawn, tasks, per_file=9)
    assert list(tmp_path.iterdir()) == [tmp_path / ".git"]


def test_tasks_know_the_working_tree_of_a_repository(tmp_path):
    # Of a working tree beside the repository, ".git" is a file.
    (tmp_path / ".git").write_text("gitdir: elsewhere")
    with pytest.raises(SamplePlaceError):
        refuse_repository(tmp_path)


def test_tasks_do_not_overwrite_what_was_filled_in(rows_written):
    answers = rows_written.with_suffix(".jsonl")
    answers.write_text("filled in")
    rows_written.unlink()
    table = table_of(ROW)
    drawn = draw_findings(table, seed=1, n=1)
    tasks = finding_tasks(drawn, table, [ABSTRACT])
    with pytest.raises(ReportUnwritableError, match="an empty folder is wanted"):
        write_rows(rows_written.parent, drawn, tasks, per_file=20)
    assert answers.read_text() == "filled in"
