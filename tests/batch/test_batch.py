"""From what is named to results in a folder; workers of tests in place of the real ones."""

import json
from dataclasses import replace

import pyarrow.parquet
import pytest
from batch import works

from pipeline.baseline import Baseline, Known
from pipeline.batch import Limits, Options, find_inputs, run_batch
from pipeline.encoders import OnnxEncoder
from pipeline.errors import BatchOtherError, EvidenceMissingError, ReportUnwritableError
from pipeline.evidence.starting import start_package
from pipeline.settings import Settings


@pytest.fixture
def drafts(tmp_path, monkeypatch):
    folder = tmp_path / "drafts"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.md").write_text(f"text {number % 3}")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def batch(tmp_path, drafts, tiny_folder, monkeypatch):  # noqa: ARG001 - what it runs over
    """Run a batch over the drafts; returns its summary."""
    monkeypatch.setattr("pipeline.encoders.load_encoder", lambda: OnnxEncoder(tiny_folder))
    start_package(tmp_path / "evidence")
    mine = Settings(evidence=(tmp_path / "evidence",), shipped_evidence=False, finder="patterns")

    def run(*targets, out="out", settings=mine, baseline=None, make=works.echoing, **options):
        return run_batch(
            find_inputs(targets or ("drafts",), settings=settings, names={}),
            baseline=baseline,
            options=Options(
                tmp_path / out,
                limits=options.pop("limits", Limits(2, 8000)),
                n_workers=options.pop("n_workers", 2),
                **options,
            ),
            make=make,
        )

    run.settings = mine
    return run


def contents(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if not p.name.startswith("ledger")}


def lines(folder):
    shards = sorted(folder.glob("results-*.jsonl"))
    return [json.loads(line) for path in shards for line in path.read_text().splitlines()]


def test_batch_writes_shards_and_a_manifest_that_says_what_made_them(batch, tmp_path):
    summary = batch(per_shard=2)
    assert sorted(contents(tmp_path / "out")) == [
        "manifest.json",
        *(f"results-0000{n}.{ending}" for n in range(3) for ending in ("jsonl", "parquet")),
    ]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["tool"]["name"] == "health-claim-lint"
    assert {"tool", "evidence", "encoder", "baseline", "setting as_of"} <= set(
        manifest["made with"]
    )
    assert (manifest["counts"]["articles"], summary.n_articles) == (5, 5)
    assert [shard["articles"] for shard in manifest["shards"]] == [2, 2, 1]
    table = pyarrow.parquet.read_table(tmp_path / "out" / "results-00000.parquet")
    assert table.num_rows == 0


def test_batch_reports_in_order_each_under_its_name(batch, tmp_path):
    batch()
    _, *found = lines(tmp_path / "out")
    assert [(line["path"], line["message"]) for line in found] == [
        (f"drafts/{n}.md", f"drafts/{n}.md: text {n % 3} done") for n in range(5)
    ]


def test_batch_is_the_same_bytes_with_any_number_of_workers_and_a_second_time(batch, tmp_path):
    batch(out="one", n_workers=1)
    batch(out="two", n_workers=2)
    first = contents(tmp_path / "one")
    assert contents(tmp_path / "two") == first
    batch(out="two")
    assert contents(tmp_path / "two") == first


def test_batch_with_other_inputs_says_nothing_of_the_former(batch, drafts, tmp_path):
    batch(per_shard=1)
    (drafts / "0.md").unlink()
    (drafts / "1.md").write_text("another")
    batch(per_shard=1)
    batch(out="clean", per_shard=1)
    assert contents(tmp_path / "out") == contents(tmp_path / "clean")


def test_batch_goes_by_content_and_not_by_name(batch, drafts):
    batch()
    (drafts / "0.md").rename(drafts / "9.md")
    # Were it judged again, it would be given up: nothing is done in so little time.
    summary = batch(limits=Limits(1e-6, 8000))
    assert [trouble.message for trouble in summary.troubles][-1] == "drafts/9.md: text 0 done"


def test_batch_tries_again_what_was_given_up_only_where_asked(batch, drafts):
    (drafts / "9.md").write_text("sleep")
    tight, roomy = Limits(0.2, 8000), Limits(5, 8000)
    assert batch(limits=tight).errors["E511"] == 1
    assert batch(limits=roomy).errors["E511"] == 1
    assert batch(limits=roomy, retry=True).errors["E511"] == 0


def test_batch_refuses_a_folder_of_other_settings_unless_told_to_begin_afresh(batch, tmp_path):
    batch()
    before = contents(tmp_path / "out")
    other = replace(batch.settings, min_confidence=0.5)
    with pytest.raises(BatchOtherError, match=r"setting min_confidence is 0, now it would be 0\.5"):
        batch(settings=other)
    assert contents(tmp_path / "out") == before
    assert batch(settings=other, fresh=True).n_articles == 5


def test_batch_refuses_a_folder_with_results_and_no_ledger(batch, tmp_path):
    batch()
    (tmp_path / "out" / "ledger.sqlite").unlink()
    with pytest.raises(BatchOtherError, match=r"no ledger\.sqlite"):
        batch()
    assert batch(fresh=True).n_articles == 5


def test_batch_leaves_other_files_of_its_folder_alone(batch, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    batch(fresh=True)
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"


def test_batch_says_what_is_wrong_before_anything_is_judged(batch, tmp_path):
    nowhere = Settings(evidence=(tmp_path / "gone",), shipped_evidence=False)
    with pytest.raises(EvidenceMissingError):
        batch(settings=nowhere)
    assert not (tmp_path / "out").exists()
    (tmp_path / "file").touch()
    with pytest.raises(ReportUnwritableError):
        batch(out="file")


def test_batch_of_nothing_is_a_result_too(batch, tmp_path):
    (tmp_path / "list.csv").write_text("text\n")
    assert batch("list.csv").n_articles == 0
    assert sorted(contents(tmp_path / "out")) == ["manifest.json"]


def test_batch_tells_what_a_baseline_need_not_know_any_more(batch, tmp_path):
    known = [Known(f"drafts/{name}.md", "Zinc.", "zinc", "ST002") for name in ("0", "elsewhere")]
    baseline = Baseline(tmp_path / ".claims-baseline.json", tuple(known))
    (tmp_path / "drafts" / "elsewhere.md").write_text("an article that is not asked for")
    summary = batch("drafts/0.md", baseline=baseline, make=works.silent)
    assert [(told.code, told.message[-3:]) for told in summary.notices] == [("W201", " 1.")]
