"""`claims batch` as shipped: killed at any moment, on a full disk, where it may not write."""

import json
import os
import random
import subprocess
import sys
import time

import pyarrow.dataset
import pytest
from benchmarks.many import write_articles

from pipeline.report import to_jsonl
from pipeline.resources import samples_dir

N_ARTICLES = 500
N_KILLS = 20


def claims(*words, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *map(str, words)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **options,
    )


def finished(*words, **options):
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def contents(folder):
    """Return the results, byte for byte; the ledger is in order of arrival."""
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if not path.name.startswith("ledger.")
    }


def seconds_of(*words):
    begun = time.monotonic()
    assert finished(*words).returncode == 2, "a few articles are empty"
    return time.monotonic() - begun


def test_batch_killed_at_twenty_moments_ends_with_the_bytes_of_one_that_was_not(tmp_path):
    write_articles(tmp_path / "in", N_ARTICLES, seed=6, paragraphs=1)
    batch = ("batch", tmp_path / "in", "--per-shard", "40", "--out")
    whole = seconds_of(*batch, tmp_path / "whole")
    # The same once more judges nothing: it begins, and writes what is known.
    beginning = seconds_of(*batch, tmp_path / "whole")
    # So far that the last kill comes when all is judged, or nearly.
    latest = beginning + 2 * max(whole - beginning, 1) / N_KILLS
    rng = random.Random(6)
    n_killed = n_unfinished = 0
    while n_killed < N_KILLS:
        run = claims(*batch, tmp_path / "killed")
        try:
            run.wait(rng.uniform(0.1, latest))
        except subprocess.TimeoutExpired:
            run.kill()
            n_killed += 1
        run.wait()
        n_unfinished += not (tmp_path / "killed" / "manifest.json").exists()
    assert n_unfinished >= N_KILLS / 4
    finished(*batch, tmp_path / "killed")
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    out = tmp_path_factory.mktemp("batch") / "out"
    return finished("batch", samples_dir(), "--out", out), out


def test_batch_says_of_each_article_what_a_check_says(samples, shipped):
    ran, out = samples
    assert ran.returncode == 1
    checked = to_jsonl.write(shipped.check([str(samples_dir())], stdin=bytes))
    assert (out / "results-00000.jsonl").read_text(encoding="utf-8") == checked


def test_batch_tables_and_lines_and_manifest_count_the_same(samples):
    _, out = samples
    rows = pyarrow.dataset.dataset(sorted(map(str, out.glob("*.parquet")))).to_table().to_pylist()
    counts = json.loads((out / "manifest.json").read_text())["counts"]
    claims_of = [
        claim
        for line in (out / "results-00000.jsonl").read_text().splitlines()
        for claim in json.loads(line).get("claims", ())
    ]
    assert len(rows) == len(claims_of) == counts["claims"]
    assert [(row["claim_id"], row["code"]) for row in rows] == [
        (claim["id"], claim["code"]) for claim in claims_of
    ]


@pytest.fixture
def long_and_short(tmp_path):
    """A book in one file, and a note."""
    (tmp_path / "long.txt").write_text("The sea was calm. " * 1_000_000)
    (tmp_path / "short.txt").write_text("Yoga cut back pain by 30%.")
    return tmp_path


TOO_MUCH = {"time": (["--timeout", "2"], "E511"), "memory": (["--memory", "800"], "E512")}


@pytest.mark.parametrize(("words", "code"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_batch_gives_up_what_takes_too_much_and_does_the_rest(long_and_short, words, code):
    ran = finished("batch", long_and_short, "--out", long_and_short / "out", *words)
    assert ran.returncode == 2
    assert f"error {code}: {long_and_short / 'long.txt'} " in ran.stderr
    assert "2 articles, 1 checked, 1 claim" in ran.stdout


def test_batch_without_the_memory_to_begin_says_so(tmp_path):
    (tmp_path / "a.txt").write_text("Yoga cut back pain by 30%.")
    ran = finished("batch", tmp_path / "a.txt", "--out", tmp_path / "out", "--memory", "50")
    assert ran.returncode == 2
    assert "error E506" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.fixture
def mounted(tmp_path):
    """Mount a small disk; only root may, and not in every container."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "none", str(folder)]
    try:
        is_mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        is_mounted = False
    if not is_mounted:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_batch_on_a_full_disk_says_so_and_goes_on_once_there_is_room(mounted):
    ran = finished("batch", samples_dir(), "--out", mounted / "out")
    assert ran.returncode == 2
    assert "error E601: Cannot write" in ran.stderr
    assert "Traceback" not in ran.stderr
    subprocess.run(["mount", "-o", "remount,size=10m", str(mounted)], check=True)
    assert finished("batch", samples_dir(), "--out", mounted / "out").returncode == 1
    assert (mounted / "out" / "manifest.json").is_file()


def test_batch_into_a_folder_that_may_only_be_read_says_so(mounted):
    (mounted / "out").mkdir()
    subprocess.run(["mount", "-o", "remount,ro", str(mounted)], check=True)
    for out in (mounted / "out", mounted / "new"):
        ran = finished("batch", samples_dir(), "--out", out)
        assert ran.returncode == 2
        assert f"error E601: Cannot write {out}" in ran.stderr
        assert "Traceback" not in ran.stderr


def test_batch_into_a_folder_without_permission_says_so(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    tmp_path.chmod(0o500)
    ran = finished("batch", samples_dir(), "--out", tmp_path / "out")
    assert (ran.returncode, "error E601: Cannot write" in ran.stderr) == (2, True)
