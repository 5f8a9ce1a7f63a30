"""A package of extracted findings can be read, laid on top, and rebuilt byte for byte."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from dataclasses import replace

import pytest
from evidence.extracting import ENTRIES, make_abstract

from pipeline.concepts import ConceptEntry, ConceptIndex
from pipeline.errors import EvidenceMissingError, EvidenceRowError, ReportUnwritableError
from pipeline.evidence import EvidenceTable, load_evidence
from pipeline.evidence.extract import Abstract, extract_package, read_mesh
from pipeline.evidence.extract.mesh import lay_below
from pipeline.evidence.validate import validate_evidence
from pipeline.records import Source

SENTENCE = (
    "Slow mint oil reduces pain compared with placebo "
    "(RR 0.50, 95% CI 0.30 to 0.80; 3 trials, 200 adults; low-certainty evidence)."
)
MINT = ConceptEntry("X-MINT", "mint oil", "intervention", synonyms=("oil of mint",))
NAMED = EvidenceTable((), {}, {}, (), (), ConceptIndex([MINT, *ENTRIES[1:]]), "base")
BASE = EvidenceTable((), {}, {}, (), (), ConceptIndex(ENTRIES), "base")


def build(folder, *abstracts, base=BASE):
    return extract_package(abstracts or [make_abstract(SENTENCE)], folder, base=base)


def test_a_package_stands_alone(tmp_path):
    done = build(tmp_path)
    table = load_evidence([tmp_path])
    (row,) = table.rows
    assert (done.n_rows, done.n_reviews_with_rows) == (1, 1)
    assert row.row_id.startswith("CD999001.pub2-x")
    assert row.source.source_id == "CD999001.pub2"
    assert (row.provenance, row.verified, row.certainty) == ("extracted", False, "low")
    assert 0.0 < row.score <= 1.0
    (effect,) = row.statement.of_role("effect")
    assert (effect.value, effect.low, effect.high, effect.resolution) == (0.5, 0.3, 0.8, 0.01)
    assert validate_evidence(tmp_path) == []


def test_concepts_of_a_package_say_where_they_are_found(tmp_path):
    heading = ConceptEntry("D1", "clove", "intervention", found_by="name")
    text = SENTENCE.replace("Slow mint oil", "Clove")
    reviews = [
        make_abstract(SENTENCE),
        *(
            make_abstract(text, objective="To assess clove for cramps.", review_id=f"CD99900{n}")
            for n in (2, 3)
        ),
    ]
    for n_reviews, found_by in ((2, "search"), (3, "name")):
        folder = tmp_path / str(n_reviews)
        extract_package(reviews[:n_reviews], folder, base=BASE, descriptors=[heading])
        concepts = load_evidence([folder]).concepts
        assert concepts.entry("D1").found_by == found_by
        # What the base package has is found by all its names, what was made of a phrase by none.
        assert concepts.entry("X-PAIN").found_by == "names"
        assert concepts.entry("X-I-SLOW-MINT-OIL").found_by == "nothing"
        assert {m.concept_id for m in concepts.find("Slow mint oil.")} == {"X-MINT"}


def test_the_id_of_a_finding_stands_for_what_it_says(tmp_path):
    other = SENTENCE.replace("0.50", "0.55")
    build(tmp_path / "a", make_abstract(SENTENCE))
    build(tmp_path / "b", make_abstract(f"{other} {SENTENCE}"))
    (alone,) = load_evidence([tmp_path / "a"]).rows
    both = load_evidence([tmp_path / "b"]).rows
    assert sorted(row.row_id == alone.row_id for row in both) == [False, True]


def test_what_is_unsure_is_kept_out_and_counted(tmp_path):
    far = "The length of uncommon long pain was low (RR 0.50, 95% CI 0.30 to 0.80)."
    done = build(tmp_path, make_abstract(SENTENCE), make_abstract(far, review_id="CD999003"))
    assert (done.n_rows, done.left_out) == (1, {"unsure": 1})


def test_what_a_source_calls_a_thing_is_kept_beside_the_concept(tmp_path):
    build(tmp_path, make_abstract(SENTENCE.replace("Slow mint oil", "Oil of mint")), base=NAMED)
    (row,) = load_evidence([tmp_path]).rows
    said = row.statement.intervention
    assert (said.text, said.name) == ("Oil of mint", "mint oil")
    assert row.sentence.startswith("Oil of mint against placebo")
    assert row.statement.outcome.text == row.statement.outcome.name == "pain"


def test_a_package_may_lie_on_one_whose_concepts_it_repeats(tmp_path):
    build(tmp_path / "below", make_abstract(SENTENCE, review_id="CD999002"))
    below = load_evidence([tmp_path / "below"])
    build(tmp_path / "above", base=below)
    table = load_evidence([tmp_path / "below", tmp_path / "above"])
    assert len(table.rows) == 2


def test_the_same_abstracts_in_any_order_give_the_same_bytes(tmp_path):
    abstracts = [make_abstract(SENTENCE), make_abstract(SENTENCE, review_id="CD999002")]
    build(tmp_path / "a", *abstracts)
    build(tmp_path / "b", *reversed(abstracts))
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_no_sentence_of_an_abstract_is_kept(tmp_path):
    build(tmp_path)
    (row,) = load_evidence([tmp_path]).rows
    kept = " ".join(p.read_text("utf-8") for p in sorted(tmp_path.glob("*.csv"))) + row.sentence
    words = SENTENCE.split()
    runs = (" ".join(words[i : i + 5]) for i in range(len(words) - 5))
    assert not any(run in kept for run in runs)


def test_versions_of_a_review_are_tied_together(tmp_path):
    build(tmp_path, make_abstract(version=1), make_abstract(version=3))
    sources = load_evidence([tmp_path]).sources
    assert (sources["CD999001"].status, sources["CD999001"].superseded_by) == (
        "superseded",
        "CD999001.pub3",
    )
    assert sources["CD999001.pub3"].status == "current"


def test_a_source_says_what_its_abstract_says(tmp_path):
    build(tmp_path, make_abstract("We included 4 trials with 310 participants."))
    source = load_evidence([tmp_path]).sources["CD999001.pub2"]
    assert (source.n_trials, source.n_participants) == (4, 310)
    assert (source.last_search, source.year_earliest, source.year) == ("2014-03-03", 2014, None)
    assert (source.held, source.doi) == ("abstract", "10.1002/14651858.CD999001.pub2")


def test_a_newer_version_in_the_base_supersedes(tmp_path):
    newer = Source("CD999001.pub5", "systematic_review", "Mint", publisher="Cochrane",
                   registry_id="CD999001", version=5)  # fmt: skip
    base = EvidenceTable((), {"CD999001.pub5": newer}, {}, (), (), BASE.concepts, "base")
    build(tmp_path, base=base)
    sources = load_evidence([tmp_path]).sources
    assert sources["CD999001.pub2"].superseded_by == "CD999001.pub5"


def test_the_listing_proves_nothing_absent(tmp_path):
    build(tmp_path)
    (listing,) = load_evidence([tmp_path]).listings
    assert not listing.complete
    assert listing.as_of == dt.date(2014, 3, 3)
    assert listing.note.startswith("1 reviews and versions, 1 of them the latest known")


def test_a_version_that_only_a_registry_names_is_known_to_exist(tmp_path):
    dois = [
        "10.1002/14651858.CD999001",
        "10.1002/14651858.CD999001.pub2",
        "10.1002/14651858.CD999001.pub4",
        "10.1002/14651858.CD999009",
    ]
    extract_package([make_abstract(SENTENCE)], tmp_path, base=BASE, versions=dois)
    sources = load_evidence([tmp_path]).sources
    # Of CD999009 nothing was read, so nothing is said of it.
    assert sorted(sources) == ["CD999001", "CD999001.pub2", "CD999001.pub4"]
    first, last = sources["CD999001"], sources["CD999001.pub4"]
    assert (first.held, first.title) == ("bibliographic", "Mint oil for cramps")
    assert (first.status, first.superseded_by) == ("superseded", "CD999001.pub2")
    read = sources["CD999001.pub2"]
    assert (read.held, read.superseded_by) == ("abstract", "CD999001.pub4")
    assert (last.status, last.year_earliest) == ("current", None)


def test_a_review_that_was_taken_back_says_so_and_is_not_held(tmp_path):
    gone = replace(make_abstract(), sections=(("", ("Gone.",)),), status="withdrawn")
    build(tmp_path, gone)
    source = load_evidence([tmp_path]).sources["CD999001.pub2"]
    assert (source.status, source.held) == ("withdrawn", "bibliographic")


def make_trial(**parts):
    fields = {
        "doi": "10.1000/mint",
        "review_id": "",
        "version": 1,
        "title": "Mint oil for cramps",
        "sections": make_abstract(SENTENCE).sections,
        "pmid": "101",
        "authors": ("Lee A", "Kim S", "Roe C", "Poe D"),
        "journal": "Journal of Leaves",
        "year": 2029,
        "kind": "trial",
        "design": "randomised controlled trial",
    }
    return Abstract(**(fields | parts))


def test_a_trial_is_a_source_of_its_own_kind(tmp_path):
    build(tmp_path, make_trial())
    table = load_evidence([tmp_path])
    (row,) = table.rows
    source = row.source
    assert source.source_id == "lee-2029-mint-oil-cramps"
    assert row.row_id.startswith("lee-2029-mint-oil-cramps-x")
    assert (source.kind, source.design) == ("trial", "randomised controlled trial")
    assert (source.authors, source.journal, source.year) == (
        "Lee A et al.",
        "Journal of Leaves",
        2029,
    )
    assert (source.doi, source.pmid, source.registry_id) == ("10.1000/mint", "101", "")
    # Only an overview counts trials and has a search.
    assert (source.version, source.n_trials, source.last_search) == (None, None, "")
    assert (source.publisher, table.listings) == ("", ())
    assert validate_evidence(tmp_path) == []


def test_one_publication_in_two_files_is_one_source(tmp_path):
    done = build(tmp_path, make_trial(), make_trial(journal="", doi="10.1000/MINT", pmid=""))
    assert (done.n_reviews, done.n_rows, len(done.merged)) == (1, 1, 1)


def test_a_newer_version_that_pubmed_names_supersedes(tmp_path):
    old = make_trial(updated_by=("102",))
    new = make_trial(pmid="102", doi="10.1000/new", year=2030)
    build(tmp_path, old, new)
    sources = load_evidence([tmp_path]).sources
    assert sources["lee-2029-mint-oil-cramps"].superseded_by == "lee-2030-mint-oil-cramps"


def test_a_source_that_the_base_has_keeps_its_id_and_its_words(tmp_path):
    known = Source("lee-mint", "trial", "Mint", doi="10.1000/Mint", design="checked by hand")
    base = EvidenceTable((), {"lee-mint": known}, {}, (), (), BASE.concepts, "base")
    build(tmp_path, make_trial(), make_trial(doi="10.1000/b", pmid="9"), base=base)
    table = load_evidence([tmp_path])
    assert sorted(table.sources) == ["lee-2029-mint-oil-cramps", "lee-mint"]
    assert table.sources["lee-mint"].design == "checked by hand"
    with (tmp_path / "sources.csv").open(encoding="utf-8", newline="") as file:
        lines = {line["source_id"]: line for line in csv.DictReader(file)}
    assert lines["lee-mint"]["replaces"] == "lee-mint"


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(ReportUnwritableError, match="out"):
        build(tmp_path / "out")


def test_a_file_that_is_no_parquet_is_named(tmp_path):
    build(tmp_path)
    (tmp_path / "extracted.parquet").write_bytes(b"rows")
    with pytest.raises(EvidenceMissingError, match=r"extracted\.parquet"):
        load_evidence([tmp_path])


def test_an_extracted_row_without_its_source_is_named(tmp_path):
    build(tmp_path)
    (tmp_path / "sources.csv").write_text("source_id,kind,title\n", encoding="utf-8")
    with pytest.raises(EvidenceRowError, match=r"extracted\.parquet, line 1, column 'source_id'"):
        load_evidence([tmp_path])


def test_descriptors_fill_what_a_package_lacks():
    known = ConceptEntry("X-CRAMPS", "cramps", "condition")
    same = ConceptEntry("D1", "Cramp", "condition")
    under = ConceptEntry(
        "D2", "leg cramps at night", "condition", ("D1",), ("cramps", "charley horse")
    )
    index = lay_below([known], [same, under])
    assert index.entry("D1") is None
    assert index.entry("D2").synonyms == ("charley horse",)
    assert index.entry("D2").parents == ()


def test_descriptors_are_read_from_the_registry(tmp_path):
    terms = (
        "DescriptorUI\tDescriptorName\tTermName\tRecordPreferredTermYN\tLexicalTag\n"
        "D1\tPain\tPain\tY\tNON\n"
        "D2\tPain, Chronic\tPain, Chronic\tY\tNON\n"
        "D2\tPain, Chronic\tLasting Pain\tN\tNON\n"
        "D3\tRivers\tRivers\tY\tNON\n"
    )
    trees = (
        "DescriptorUI\tDescriptorName\ttree_location\tcode\tcats\n"
        "D1\tPain\tC10.1\tC\tDiseases\nD2\tPain, Chronic\tC10.1.5\tC\tDiseases\n"
        "D3\tRivers\tG01.2\tG\tPhenomena\n"
    )
    for name, text in {"mesh_thesaurus": terms, "mesh_trees": trees}.items():
        (tmp_path / f"{name}.tsv.gz").write_bytes(gzip.compress(text.encode()))
    assert read_mesh(tmp_path) == [
        ConceptEntry("D1", "pain", "condition", found_by="name"),
        ConceptEntry(
            "D2", "chronic pain", "condition", ("D1",), ("lasting pain",), found_by="name"
        ),
    ]


def test_descriptors_that_stand_above_each_other_make_no_circle():
    one = ConceptEntry("D1", "squint", "condition", ("D2",))
    other = ConceptEntry("D2", "eye movements", "condition", ("D1",))
    index = lay_below([], [one, other])
    assert "D1" not in index.ancestors("D1")
    assert "D2" not in index.ancestors("D2")


def test_a_name_in_other_capitals_makes_no_second_concept(tmp_path):
    entries = (*ENTRIES, ConceptEntry("X-NSAID", "NSAIDs", "intervention"))
    base = EvidenceTable((), {}, {}, (), (), ConceptIndex(entries), "base")
    text = SENTENCE.replace("Slow mint oil", "NSAIDS")
    build(tmp_path, make_abstract(text, objective="To assess the effects of NSAIDS."), base=base)
    (row,) = load_evidence([tmp_path]).rows
    assert row.statement.intervention.concept_id == "X-NSAID"
