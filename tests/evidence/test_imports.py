"""Publications become lines of sources.csv: named, merged, and nothing that was there is lost."""

from __future__ import annotations

import csv

import pytest
from evidence.extracting import ENTRIES

from pipeline.concepts import ConceptIndex
from pipeline.errors import EvidenceMissingError, EvidenceRowError
from pipeline.evidence import EvidenceTable, load_evidence
from pipeline.evidence.extract.abstracts import Abstract
from pipeline.evidence.imports import import_sources
from pipeline.evidence.validate import validate_evidence
from pipeline.records import Source

OURS = Source("ours-2020", "trial", "Fennel", doi="10.1000/fennel")
BELOW = EvidenceTable((), {"ours-2020": OURS}, {}, (), (), ConceptIndex(ENTRIES), "below")


def make(title="Mint oil for cramps", **parts):
    base = {"doi": "", "review_id": "", "version": 1, "title": title, "sections": ()}
    return Abstract(**(base | {"authors": ("Lee A",), "year": 2029, "kind": "trial"} | parts))


def lines(folder):
    with (folder / "sources.csv").open(encoding="utf-8", newline="") as file:
        return {line["source_id"]: line for line in csv.DictReader(file)}


def test_import_writes_sources_that_nobody_has_checked(tmp_path):
    held = make("Fennel tea for colds", sections=(("Main results", ("Pain fell.",)),))
    done = import_sources([make(doi="10.1000/a"), held], tmp_path, below=BELOW)
    assert (done.n_read, done.n_new) == (2, 2)
    found = lines(tmp_path)
    assert list(found) == ["lee-2029-fennel-tea-colds", "lee-2029-mint-oil-cramps"]
    mint, fennel = found["lee-2029-mint-oil-cramps"], found["lee-2029-fennel-tea-colds"]
    assert (mint["held"], fennel["held"]) == ("bibliographic", "abstract")
    assert (mint["verified_on"], mint["verified_how"]) == ("", "")
    assert mint["url"] == "https://doi.org/10.1000/a"
    assert validate_evidence(tmp_path) == []
    assert len(load_evidence([tmp_path]).sources) == 2


def test_import_merges_what_is_one_and_says_so(tmp_path):
    one, other = make(doi="10.1000/a", place="a"), make("Mint", doi="10.1000/A", place="b")
    done = import_sources([one, other], tmp_path, below=BELOW)
    assert (done.n_read, done.n_new) == (1, 1)
    assert [str(same) for same in done.merged] == ["b is a again (DOI 10.1000/a); merged"]


def test_import_adds_to_what_is_there_and_changes_none_of_it(tmp_path):
    import_sources([make(doi="10.1000/a")], tmp_path, below=BELOW)
    path = tmp_path / "sources.csv"
    checked = path.read_text(encoding="utf-8").replace(",,,\n", ",2029-05-01,read,\n")
    path.write_text(checked, encoding="utf-8")
    again = make("Another title", doi="10.1000/A", place="list, record 1")
    done = import_sources([again, make(doi="10.1000/b")], tmp_path, below=BELOW)
    assert done.known == ["list, record 1 is lee-2029-mint-oil-cramps already; not added"]
    found = lines(tmp_path)
    assert found["lee-2029-mint-oil-cramps"]["verified_how"] == "read"
    assert found["lee-2029-mint-oil-cramps-2"]["doi"] == "10.1000/b"


def test_import_leaves_out_what_lies_below_and_takes_none_of_its_ids(tmp_path):
    known = make(doi="10.1000/FENNEL", place="list, record 1")
    alike = make(name="ours-2020")
    done = import_sources([known, alike], tmp_path, below=BELOW)
    assert done.known == ["list, record 1 is ours-2020 already; not added"]
    assert list(lines(tmp_path)) == ["ours-2020-2"]


def test_import_ties_the_versions_of_a_review(tmp_path):
    def review(version):
        doi = f"10.1002/14651858.CD999001.pub{version}"
        return make(doi=doi, review_id="CD999001", version=version, publisher="Cochrane")

    import_sources([review(3), review(2)], tmp_path, below=BELOW)
    found = lines(tmp_path)
    assert found["CD999001.pub2"]["superseded_by"] == "CD999001.pub3"
    assert found["CD999001.pub3"]["status"] == "current"


def test_import_the_same_lists_in_any_order_give_the_same_bytes(tmp_path):
    records = [make(doi=f"10.1000/{name}") for name in "abc"]
    import_sources(records, tmp_path / "a", below=BELOW)
    import_sources(records[::-1], tmp_path / "b", below=BELOW)
    assert (tmp_path / "a/sources.csv").read_bytes() == (tmp_path / "b/sources.csv").read_bytes()


def test_import_writes_over_no_file_that_it_cannot_read(tmp_path):
    path = tmp_path / "sources.csv"
    path.write_text("name,title\na,b\n", encoding="utf-8")
    with pytest.raises(EvidenceRowError, match=r"sources\.csv, line 1"):
        import_sources([make()], tmp_path, below=BELOW)
    assert path.read_text(encoding="utf-8") == "name,title\na,b\n"
    assert import_sources([], tmp_path / "new", below=BELOW).n_new == 0
    assert not (tmp_path / "new").exists()
    with pytest.raises(EvidenceMissingError, match="a folder is wanted"):
        import_sources([make()], path, below=BELOW)
