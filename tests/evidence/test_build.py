"""Registries become files of the package, the same bytes every time."""

from __future__ import annotations

import gzip

import pytest

from pipeline.evidence.build import main

LISTS = ("medicus", "entrez", "lifescience", "general")
SOURCES = {
    "hcpcs": {"hcpcs_level2_2019.tsv.gz": "code\tshort\tlong\nS8930\tEar\tNeedles\nA0021\tCar\t\n"},
    "icd10": {
        "icd10_categories.csv.gz": 'M54,"Dorsalgia"\nM542,"Cervicalgia"\n',
        **{f"icd10cm_{year}.csv.gz": "M542,Cervicalgia\n" for year in (2021, 2025, 2026)},
    },
    "retractions": {"retraction_watch_dois.txt.gz": "10.1000/b\n10.1000/A\n"},
    "journals": {
        f"journals/journal_abbreviations_{name}.csv.gz": "Needle Letters,Needle Lett.\n"
        for name in LISTS
    },
}
TARGETS = {
    "hcpcs": ("codes.csv", "2 lines"),
    "icd10": ("diagnoses.csv", "2 lines"),
    "retractions": ("notices.csv", "2 lines"),
    "journals": ("journals.csv", "2 lines"),
}


@pytest.fixture
def data(tmp_path):
    """A folder of registries, each of a line or two."""
    for files in SOURCES.values():
        for name, text in files.items():
            path = tmp_path / "registries" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(gzip.compress(text.encode()))
    return tmp_path


@pytest.mark.parametrize("what", SOURCES)
def test_build_writes_into_a_package_and_the_same_again(what, data, capsys):
    options = [what, "--data-dir", str(data), "--out", str(data)]
    target, count = TARGETS[what]
    assert main(options) == 0
    first = (data / target).read_bytes()
    assert main(options) == 0
    assert (data / target).read_bytes() == first
    assert count in capsys.readouterr().err


def test_build_writes_several_at_once(data):
    assert main([*SOURCES, "--data-dir", str(data), "--out", str(data)]) == 0
    assert all((data / target).is_file() for target, _ in TARGETS.values())


def test_build_says_where_it_looked_for_the_registry(tmp_path, capsys):
    assert main(["hcpcs", "--data-dir", str(tmp_path), "--out", str(tmp_path)]) == 2
    assert "hcpcs_level2_2019.tsv.gz" in capsys.readouterr().err


def test_build_asks_for_a_data_folder(monkeypatch, capsys):
    monkeypatch.delenv("CLAIMS_DATA_DIR", raising=False)
    with pytest.raises(SystemExit):
        main(["hcpcs"])
    assert "CLAIMS_DATA_DIR" in capsys.readouterr().err
