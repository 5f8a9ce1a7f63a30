"""A new package is empty, sound, and can be filled as its README says."""

from __future__ import annotations

import json
import re

import pytest

from pipeline.check import check_articles
from pipeline.errors import EvidenceRowError, PackageExistsError
from pipeline.evidence import load_evidence
from pipeline.evidence.starting import FILES, README, start_package
from pipeline.evidence.validate import validate_evidence
from pipeline.mark.language import build_language
from pipeline.read import read_bytes
from pipeline.resources import data_path, evidence_dir
from pipeline.retrieve import TableRetriever
from pipeline.settings import Settings

EXAMPLE = re.compile(r"```(\w+\.csv)\n(.*?)```", re.DOTALL)
ARTICLE = b"# Hops at night\n\nHop pillows improve sleep quality compared with placebo.\n"


def fill_as_the_readme_says(folder):
    for name, lines in EXAMPLE.findall((folder / README).read_text(encoding="utf-8")):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(lines)


def test_a_new_package_is_empty_and_sound(tmp_path):
    folder = tmp_path / "Mein Paket"
    start_package(folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*(f"{name}.csv" for name in FILES), "datapackage.json", README]
    )
    assert validate_evidence(folder) == []
    assert validate_evidence(folder, on_top_of=[evidence_dir()]) == []
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert described["name"] == "mein-paket"
    assert f"claims evidence validate {folder}" in (folder / README).read_text(encoding="utf-8")


def test_a_new_package_has_an_example_for_every_file_that_is_filled_by_hand():
    names = [name for name, _ in EXAMPLE.findall(data_path("package.md").read_text("utf-8"))]
    assert sorted(names) == sorted(f"{name}.csv" for name in FILES if name != "listings")


def test_a_package_filled_as_its_readme_says_is_sound_and_decides(tmp_path):
    start_package(tmp_path / "mine")
    fill_as_the_readme_says(tmp_path / "mine")
    assert validate_evidence(tmp_path / "mine", on_top_of=[evidence_dir()]) == []
    table = load_evidence([evidence_dir(), tmp_path / "mine"])
    (document,) = check_articles(
        [read_bytes(ARTICLE, path="a.md", max_mb=1)],
        table=table,
        nlp=build_language(table.concepts),
        retriever=TableRetriever(table, None),
        settings=Settings(),
    )
    (judged,) = document.claims
    assert judged.decisive.verdict == "supported"
    assert judged.decisive.row_ids == ("example-2024-hop-pillow-sleep",)


def test_a_schema_fault_in_a_filled_package_is_named(tmp_path):
    start_package(tmp_path / "mine")
    fill_as_the_readme_says(tmp_path / "mine")
    path = tmp_path / "mine/sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2024-11-21", "21.11."), "utf-8")
    found = validate_evidence(tmp_path / "mine", on_top_of=[evidence_dir()])
    assert [(fault.line, fault.column) for fault in found] == [(2, "verified_on")]


CLASHES = {
    "sources.csv": "CD001218.pub3,trial,Mint" + "," * 21,
    "concepts.csv": "D015670,intervention,needles" + "," * 7,
    "findings.csv": "CD001218-3-sham-responders,CD001218.pub3,efficacy,affirms" + "," * 28,
    "listings.csv": "cms-acupuncture-ncd,CMS,policy" + "," * 9,
}


@pytest.mark.parametrize(("name", "line"), CLASHES.items(), ids=CLASHES)
def test_an_id_of_ours_is_refused_unless_its_line_replaces_it(tmp_path, name, line):
    start_package(tmp_path / "mine")
    with (tmp_path / "mine" / name).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    taken = line.partition(",")[0]
    with pytest.raises(EvidenceRowError) as caught:
        load_evidence([evidence_dir(), tmp_path / "mine"])
    assert f"{taken} is in " in str(caught.value)
    assert "to replace it, name it in 'replaces'" in str(caught.value)
    path = tmp_path / "mine" / name
    path.write_text(path.read_text(encoding="utf-8").replace(line, line + taken), "utf-8")
    load_evidence([evidence_dir(), tmp_path / "mine"])


def test_a_new_package_overwrites_nothing(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for name in ("full", "file"):
        with pytest.raises(PackageExistsError, match="nothing is overwritten"):
            start_package(tmp_path / name)
    start_package(tmp_path / "empty")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["notes.txt"]
