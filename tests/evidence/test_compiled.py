"""What comes out of the cache is what the files say, whatever happens to the cache."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from evidence.packages import write_package
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.concepts import ConceptIndex
from pipeline.errors import EvidenceRowError
from pipeline.evidence import EvidenceTable, compiled, load_evidence
from pipeline.evidence.cells import stop
from pipeline.evidence.load import read_codes, read_notices, read_packages
from pipeline.resources import evidence_dir


def alone(records):
    return {key: record for key, (record, _) in records.items()}


def eager(folders):
    """Read the table of packages without packing anything."""
    packages = read_packages(folders, report=stop)
    return EvidenceTable(
        rows=tuple(row for row, _ in packages.rows.values()),
        sources=alone(packages.sources),
        codes=alone(read_codes(folders, report=stop)),
        diagnoses=alone(read_codes(folders, report=stop, name="diagnoses")),
        notices=read_notices(folders, report=stop),
        code_systems=tuple(system for system, _ in packages.code_systems.values()),
        listings=tuple(listing for listing, _ in packages.listings.values()),
        concepts=ConceptIndex(entry for entry, _ in packages.concepts.values()),
        version="+".join(packages.versions),
    )


def assert_same(lazy, read):
    assert list(lazy.rows) == list(read.rows)
    assert dict(lazy.rows_by_id) == dict(read.rows_by_id)
    assert dict(lazy.rows_by_source) == dict(read.rows_by_source)
    assert dict(lazy.sources) == dict(read.sources)
    assert dict(lazy.codes) == dict(read.codes)
    assert dict(lazy.diagnoses) == dict(read.diagnoses)
    assert dict(lazy.notices) == dict(read.notices)
    assert (lazy.code_systems, lazy.listings) == (read.code_systems, read.listings)
    assert list(lazy.concepts.entries) == list(read.concepts.entries)
    assert lazy.version == read.version
    for index in ("row_index", "word_index", "source_index"):
        mine, other = getattr(lazy, index).packed(), getattr(read, index).packed()
        assert sorted(mine) == sorted(other)
        assert all(np.array_equal(mine[name], other[name]) for name in mine)
    for source in read.sources.values():
        assert lazy.topics_of(source) == read.topics_of(source)
    for system, concepts in {(c.system, c.concepts) for c in read.codes.values()}:
        for concept_id in concepts:
            assert lazy.codes_for(concept_id, system=system) == read.codes_for(
                concept_id, system=system
            )


def test_compiled_is_what_the_shipped_files_say(table):
    assert table.packed is not None
    assert_same(table, eager([evidence_dir()]))


CELLS = {
    "measure": st.sampled_from(["", "risk_ratio"]),
    "value": st.sampled_from(["0.5", "1.20"]),
    "low": st.sampled_from(["", "0.3"]),
    "condition": st.sampled_from(["", "D010146", "D019547"]),
    "comparator": st.sampled_from(["", "X-SHAM", "X-SHAM; X-CONTROL"]),
    "verified": st.sampled_from(["", "true", "false"]),
    "primary": st.sampled_from(["", "true", "false"]),
    "timeframe": st.sampled_from(["", "8 wk", "6-12 mo"]),
    "note": st.sampled_from(["", "Of 64 people; “first”, é.", 'A "quoted" one']),
    "kind": st.sampled_from(["efficacy", "safety", "coverage"]),
    "source_id": st.sampled_from(["S1", "S2"]),
}


@st.composite
def findings(draw):
    lines = draw(st.lists(st.fixed_dictionaries(CELLS), max_size=4))
    for number, line in enumerate(lines):
        line["row_id"] = f"R{number}"
        if line["measure"]:
            line["unit"] = "ratio"
        else:
            line["value"] = line["low"] = ""
    return lines


# Each example writes a package.
@settings(max_examples=25)
@given(lines=findings())
def test_compiled_is_what_any_files_say(tmp_path_factory, lines):
    folder = write_package(
        tmp_path_factory.mktemp("package"), findings=lines, sources=[{}, {"source_id": "S2"}]
    )
    assert_same(load_evidence([folder]), eager([folder]))


# --- the cache ------------------------------------------------------------------------------


@pytest.fixture
def large(tmp_path, monkeypatch):
    """A package that is worth keeping, and a cache of its own."""
    monkeypatch.setattr(compiled, "_WORTH_KEEPING", 1)
    monkeypatch.setenv("CLAIMS_CACHE_DIR", str(tmp_path / "cache"))
    return write_package(tmp_path / "package")


def kept(tmp_path):
    return sorted((tmp_path / "cache" / "evidence").iterdir())


def ids(table):
    return [row.row_id for row in table.rows]


def test_compiled_is_made_once_and_says_so(large, tmp_path):
    told = []
    assert ids(load_evidence([large], tell=told.append)) == ["R1"]
    (file,) = kept(tmp_path)
    content = file.read_bytes()
    assert ids(load_evidence([large], tell=told.append)) == ["R1"]
    assert [line.startswith("Preparing the evidence table") for line in told] == [True]
    assert (kept(tmp_path), file.read_bytes()) == ([file], content)


def test_compiled_small_packages_are_read_and_not_kept(tmp_path, own_cache):
    told = []
    assert ids(load_evidence([write_package(tmp_path / "small")], tell=told.append)) == ["R1"]
    assert (told, own_cache.exists()) == ([], False)


def test_compiled_follows_every_change_of_a_file(large):
    load_evidence([large], tell=lambda _: None)
    path = large / "findings.csv"
    # As long as it was, and within one tick of the clock.
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("R1", "R2"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert ids(load_evidence([large], tell=lambda _: None)) == ["R2"]


def test_compiled_follows_a_change_of_the_code(large, tmp_path, monkeypatch):
    load_evidence([large], tell=lambda _: None)
    monkeypatch.setattr(compiled, "_code_digest", lambda: b"another")
    told = []
    load_evidence([large], tell=told.append)
    assert (len(told), len(kept(tmp_path))) == (1, 2)


SPOILT = {
    "empty": lambda _: b"",
    "cut short": lambda whole: whole[: len(whole) // 2],
    "a byte changed": lambda whole: whole[:-80] + bytes([whole[-80] ^ 1]) + whole[-79:],
    "something else": lambda _: b"PK\x03\x04",
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_compiled_makes_a_spoilt_file_again(large, tmp_path, spoil):
    load_evidence([large], tell=lambda _: None)
    (file,) = kept(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(spoil(whole))
    told = []
    assert ids(load_evidence([large], tell=told.append)) == ["R1"]
    assert (len(told), file.read_bytes()) == (1, whole)


def test_compiled_works_where_nothing_can_be_kept(large, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("CLAIMS_CACHE_DIR", str(tmp_path / "file" / "cache"))
    told = []
    for _ in range(2):
        assert_same(load_evidence([large], tell=told.append), eager([large]))
    assert len(told) == 2


def test_compiled_keeps_only_what_was_used_last(large, tmp_path, monkeypatch):
    monkeypatch.setattr(compiled, "_FILES_KEPT", 2)
    packages = [write_package(tmp_path / str(n), sources=[{"year": str(2000 + n)}]) for n in (1, 2)]
    for number, folder in enumerate([large, *packages]):
        load_evidence([folder], tell=lambda _: None)
        newest = max(kept(tmp_path), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, ns=(number * 10**9, number * 10**9))
    assert len(kept(tmp_path)) == 2


def test_compiled_keeps_nothing_of_a_broken_package(large, tmp_path):
    (large / "findings.csv").write_text("row_id\nR1\n", encoding="utf-8")
    with pytest.raises(EvidenceRowError, match="the column is missing"):
        load_evidence([large], tell=lambda _: None)
    assert not (tmp_path / "cache").exists()


def test_compiled_may_be_made_by_two_processes_at_once(tmp_path):
    folder = write_package(tmp_path / "package", findings=[{"row_id": f"R{n}"} for n in range(200)])
    code = (
        "import sys; from pathlib import Path; from pipeline.evidence import compiled\n"
        "compiled._WORTH_KEEPING = 1\n"
        "print(len(compiled.load_evidence([Path(sys.argv[1])]).rows))"
    )
    environment = {**os.environ, "CLAIMS_CACHE_DIR": str(tmp_path / "cache")}
    root = Path(compiled.__file__).parents[2]
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(folder)],
            env=environment,
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answers = [process.communicate()[0] for process in both]
    assert answers == ["200\n", "200\n"]
    assert len(kept(tmp_path)) == 1


def test_compiled_loads_without_the_libraries_that_read_files(tmp_path):
    rows = [{"row_id": f"R{n}", "note": "x" * 400} for n in range(400)]
    folder = write_package(tmp_path / "package", findings=rows)
    code = (
        "import sys, json; from pathlib import Path; from pipeline.evidence import load_evidence\n"
        "table = load_evidence([Path(sys.argv[1])])\n"
        "print(json.dumps([len(table.rows), table.rows[7].row_id, 'pyarrow' in sys.modules]))"
    )
    environment = {**os.environ, "CLAIMS_CACHE_DIR": str(tmp_path / "cache")}
    for said in ("Preparing", ""):
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder)],
            env=environment,
            cwd=Path(compiled.__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(done.stdout) == [400, "R7", False]
        assert done.stderr.startswith(said) if said else done.stderr == ""
