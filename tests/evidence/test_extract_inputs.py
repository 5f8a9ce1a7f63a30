"""Files of abstracts: PubMed XML, JSON Lines of two shapes, and what is wrong with them."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from evidence.publishing import DOCTYPE, STRUCTURED, Heard, article, article_set
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputUnreadableError
from pipeline.evidence.extract.abstracts import MAIN_RESULTS, OBJECTIVES, Abstract, review_of
from pipeline.evidence.extract.headings import section_name, split_abstract
from pipeline.evidence.extract.identity import merge_same, name_sources, speaking_id
from pipeline.evidence.extract.inputs import read_abstracts, read_review_dois
from pipeline.evidence.extract.publications import (
    author_name,
    bare_doi,
    bare_pmid,
    kind_and_design,
    status_of,
)
from pipeline.resources import word_list

REVIEW = {
    "doi": "10.1002/14651858.CD999001.pub3",
    "cochrane_id": "CD999001",
    "plain_title": "Mint oil for cramps",
    "sections": [{"heading": "Main results", "paragraphs": ["Nothing was found."]}],
}
PLAIN = {
    "pmid": "101",
    "title": "Mint oil for cramps",
    "abstract": "Mint oil reduces pain.",
    "year": 2029,
    "authors": ["Lee, Anna B."],
}


def read(path, heard=None):
    heard = Heard() if heard is None else heard
    return list(read_abstracts([path], report=heard)), heard


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# --- told by content --------------------------------------------------------------------------


def test_each_format_is_told_by_its_content_plain_and_gzipped(tmp_path):
    texts = {
        "reviews": json.dumps(REVIEW) + "\n\n",
        "plain": "\ufeff" + json.dumps(PLAIN),
        "pubmed": article_set(article()),
    }
    for name, text in texts.items():
        path = write(tmp_path, f"{name}.dat", text)
        zipped = tmp_path / f"{name}.dat.gz"
        zipped.write_bytes(gzip.compress(text.encode()))
        (one,), heard = read(path)
        (other,), _ = read(zipped)
        assert (one, heard) == (other, [])


def test_a_folder_is_read_file_by_file_in_the_order_of_their_names(tmp_path):
    write(tmp_path, "b.xml", article_set(article("2", doi="10.1000/2")))
    write(tmp_path, "a.jsonl", json.dumps(PLAIN))
    write(tmp_path, "README.md", "not one of them")
    found, heard = read(tmp_path)
    assert [abstract.pmid for abstract in found] == ["101", "2"]
    assert heard == []


UNREADABLE = {
    "empty": (b"", "it is empty"),
    "prose": (b"Dear reader", "it begins like neither"),
    "a list": (b"[{}]", "one object to a line is wanted"),
    "broken gzip": (b"\x1f\x8bnot gzip", "Cannot read"),
    "cut gzip": (gzip.compress(json.dumps(PLAIN).encode() * 99)[:-30], "Compressed file ended"),
    "not UTF-8": (b'{"title": "\xff\xfe"}', "can't decode"),
    "other XML": (b"<rss><item/></rss>", "its root is <rss>"),
}


@pytest.mark.parametrize(("data", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path, data, said):
    (tmp_path / "a.jsonl").write_bytes(data)
    write(tmp_path, "b.jsonl", json.dumps(PLAIN))
    found, heard = read(tmp_path)
    assert found[-1].pmid == "101"
    assert heard
    assert "a.jsonl" in heard[0]
    assert said in heard[0]


def test_a_file_or_folder_that_is_not_there_or_holds_nothing_is_named(tmp_path):
    _, heard = read(tmp_path / "none.xml")
    assert "No such file" in heard[0]
    _, heard = read(tmp_path)
    assert "no file in it ends in .xml" in heard[0]


# --- JSON Lines -------------------------------------------------------------------------------

BAD_LINES = {
    "no JSON": ("{nothing", "not JSON"),
    "deep": ("[" * 99999, "not JSON"),
    "a number": ("5", "not a JSON object"),
    "no CD number": (REVIEW | {"doi": "", "cochrane_id": ""}, "no CD number"),
    "no sections": (REVIEW | {"sections": "none"}, "'sections' is no list"),
    "no paragraphs": (REVIEW | {"sections": [{"heading": "A"}]}, "a section is no"),
    "version in words": (REVIEW | {"version": "second"}, "version 'second'"),
    "no title": (PLAIN | {"title": " "}, "no 'title'"),
    "no id": (PLAIN | {"pmid": None}, "none of 'id', 'pmid' and 'doi'"),
    "no abstract": (PLAIN | {"abstract": None}, "neither 'abstract'"),
    "unknown kind": (PLAIN | {"kind": "blog"}, "kind 'blog' is none of"),
    "id with a space": (PLAIN | {"id": "my id"}, "id 'my id'"),
    "authors as a number": (PLAIN | {"authors": 5}, "'authors' is neither"),
}


@pytest.mark.parametrize(("line", "said"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path, line, said):
    text = line if isinstance(line, str) else json.dumps(line)
    lines = [json.dumps(PLAIN), text, json.dumps(PLAIN)]
    found, heard = read(write(tmp_path, "a.jsonl", "\n".join(lines)))
    assert [abstract.pmid for abstract in found] == ["101", "101"]
    assert len(heard) == 1
    assert re.search(r"a\.jsonl, record 2: .*" + re.escape(said), heard[0])


def test_one_object_over_many_lines_is_told_of_once(tmp_path):
    found, heard = read(write(tmp_path, "a.json", json.dumps(PLAIN, indent=1)))
    assert found == []
    assert len(heard) == 2
    assert "its first line is no whole JSON object" in heard[1]


def test_a_review_is_read_with_its_version(tmp_path):
    (abstract,), _ = read(write(tmp_path, "a.jsonl", json.dumps(REVIEW)))
    assert (abstract.source_id, abstract.version) == ("CD999001.pub3", 3)
    assert (abstract.publisher, abstract.status) == ("Cochrane", "current")


NOTICES = {
    "this review": "At July 2019, this review has been withdrawn. The authors were not available.",
    "a heading of its own": "Reason for withdrawal",
    "was": "The 'Mint' review was withdrawn because it was out of date.",
}


@pytest.mark.parametrize("notice", NOTICES.values(), ids=NOTICES)
def test_a_notice_in_place_of_an_abstract_withdraws_a_review(tmp_path, notice):
    line = REVIEW | {"sections": [{"heading": "", "paragraphs": [notice]}]}
    (abstract,), _ = read(write(tmp_path, "a.jsonl", json.dumps(line)))
    assert abstract.status == "withdrawn"


def test_a_drug_withdrawn_from_the_market_withdraws_no_review(tmp_path):
    text = "The oil was withdrawn from the market, and the older review has been withdrawn too."
    line = REVIEW | {"sections": [{"heading": "Background", "paragraphs": [text]}]}
    (abstract,), _ = read(write(tmp_path, "a.jsonl", json.dumps(line)))
    assert abstract.status == "current"


def test_a_publication_is_read_with_what_its_line_says(tmp_path):
    line = PLAIN | {"kind": "survey", "journal": "Leaves", "doi": "https://doi.org/10.1000/Mint.1"}
    (abstract,), heard = read(write(tmp_path, "a.jsonl", json.dumps(line)))
    assert heard == []
    assert (abstract.doi, abstract.year, abstract.authors) == ("10.1000/Mint.1", 2029, ("Lee AB",))
    assert (abstract.kind, abstract.journal, abstract.review_id) == ("survey", "Leaves", "")


def test_an_identifier_that_is_none_is_named_and_the_record_kept(tmp_path):
    line = PLAIN | {"doi": "see below"}
    (abstract,), heard = read(write(tmp_path, "a.jsonl", json.dumps(line)))
    assert abstract.doi == ""
    assert "'see below' is no DOI; the record is kept without one" in heard[0]


# --- PubMed XML -------------------------------------------------------------------------------


def test_pubmed_gives_every_field(tmp_path):
    (abstract,), heard = read(write(tmp_path, "a.xml", article_set(article(updated_by="102"))))
    assert heard == []
    assert abstract.title == "Mint oil for cramps: a randomised trial"
    assert abstract.authors == ("Lee A", "van der Berg BC")
    assert (abstract.pmid, abstract.doi, abstract.year) == ("101", "10.1000/mint.1", 2029)
    assert (abstract.kind, abstract.design) == ("trial", "randomised controlled trial")
    assert (abstract.journal, abstract.updated_by) == ("Journal of Leaves", ("102",))
    assert abstract.paragraphs(OBJECTIVES) == (STRUCTURED["OBJECTIVE"],)
    assert abstract.paragraphs(MAIN_RESULTS) == (STRUCTURED["RESULTS"],)


def test_pubmed_keeps_the_words_inside_markup(tmp_path):
    text = article_set(article(plain="Pain fell by <b>half</b> (10<sup>2</sup> &lt; 5)."))
    (abstract,), _ = read(write(tmp_path, "a.xml", text))
    assert abstract.paragraphs(MAIN_RESULTS) == ("Pain fell by half (102 < 5).",)


def test_pubmed_knows_a_cochrane_review_by_its_doi(tmp_path):
    text = article_set(article(doi="10.1002/14651858.CD999001.pub2", types=("Journal Article",)))
    (abstract,), _ = read(write(tmp_path, "a.xml", text))
    assert (abstract.source_id, abstract.kind) == ("CD999001.pub2", "systematic_review")
    assert (abstract.publisher, abstract.year) == ("Cochrane", 2029)


def test_an_article_without_a_title_is_named_and_the_rest_goes_on(tmp_path):
    text = article_set(article("1", title=""), article("2"))
    (abstract,), heard = read(write(tmp_path, "a.xml", text))
    assert abstract.pmid == "2"
    assert "record 1: PMID 1 has no title" in heard[0]


def test_a_file_that_breaks_off_gives_what_stands_before(tmp_path):
    text = article_set(article("1"), article("2"))
    (abstract,), heard = read(write(tmp_path, "a.xml", text[: len(text) - 300]))
    assert abstract.pmid == "1"
    assert "after article 1 it is not XML: " in heard[0]


ENTITIES = {
    "bomb": "<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>",
    "file": "<!ENTITY a SYSTEM 'file:///etc/hostname'>",
    "address": "<!ENTITY a SYSTEM 'http://example.org/x'>",
    "parameter": "<!ENTITY % a SYSTEM 'http://example.org/x'> %a;",
}


@pytest.mark.parametrize("entities", ENTITIES.values(), ids=ENTITIES)
def test_xml_that_declares_entities_is_refused(tmp_path, entities):
    text = article_set(article(plain="&a;"), doctype=f"<!DOCTYPE PubmedArticleSet [{entities}]>")
    found, heard = read(write(tmp_path, "a.xml", text))
    assert found == []
    assert "declares entities of its own" in heard[0]


def test_xml_that_nests_without_end_is_refused(tmp_path):
    text = article_set("<a>" * 5000 + "</a>" * 5000)
    found, heard = read(write(tmp_path, "a.xml", text))
    assert found == []
    assert "not XML" in heard[0]


def test_the_doctype_of_pubmed_is_not_fetched(tmp_path):
    # The fixture that refuses sockets would not see libxml2's own.
    assert "https://" in DOCTYPE
    _, heard = read(write(tmp_path, "a.xml", article_set(article())))
    assert heard == []


# --- headings ---------------------------------------------------------------------------------

HEADINGS = {
    "RESULTS": "Main results",
    "Findings:": "Main results",
    "METHODS AND RESULTS": "Main results",
    "Aims and objectives": "Objectives",
    "Conclusion(s)": "Authors' conclusions",
    "Reviewers’ conclusions": "Authors' conclusions",
    "DATA SOURCES": "Search methods",
    "Registration": "Registration",
}


@pytest.mark.parametrize(("heading", "name"), HEADINGS.items(), ids=HEADINGS)
def test_a_heading_gets_the_name_that_is_read(heading, name):
    assert section_name(heading) == name


def test_no_heading_has_two_names():
    listed = [name for names in word_list("publications")["headings"].values() for name in names]
    assert len(listed) == len(set(listed))


def test_a_heading_that_nobody_lists_goes_by_how_pubmed_sorts_it():
    assert section_name("WHAT CAME OUT", category="RESULTS") == "Main results"


def test_headings_inside_a_text_are_found():
    text = "BACKGROUND. Cramps hurt. METHODS: We asked.\nResults: Pain fell. Conclusions: Good."
    assert split_abstract(text) == (
        ("Background", ("Cramps hurt.",)),
        ("Methods", ("We asked.",)),
        ("Main results", ("Pain fell.",)),
        ("Authors' conclusions", ("Good.",)),
    )


def test_a_text_without_headings_is_read_as_a_whole():
    text = "Cramps hurt. We assessed mint oil\nfor cramps. The results: pain fell."
    whole = "Cramps hurt. We assessed mint oil for cramps. The results: pain fell."
    assert split_abstract(text) == (
        ("Objectives", ("We assessed mint oil for cramps.",)),
        ("Main results", (whole,)),
    )
    assert split_abstract(" \n ") == ()


@given(st.text(alphabet="RESULTSresults:. \nMethods", max_size=60))
def test_no_text_breaks_the_headings(text):
    for _, paragraphs in split_abstract(text):
        assert all(paragraphs)


# --- what a record says that it is ------------------------------------------------------------


@pytest.mark.parametrize("entry", word_list("publications")["kind"], ids=lambda e: e["design"])
def test_every_kind_is_read_from_its_example(entry):
    marked = re.search(r"\[(.+)\]", entry["example"])[1]
    title = entry["example"].replace("[", "").replace("]", "")
    found = re.search(entry["pattern"], title, re.IGNORECASE)
    assert found is not None
    assert found[0].strip() == marked


KINDS = {
    "types first": (("Review", "Meta-Analysis"), "A randomised trial", "meta_analysis"),
    "the title of an article": (("Journal Article",), "Mint: a cohort", "cohort"),
    "an article": (("Journal Article",), "Mint and cramps", "study"),
    "a letter": (("Letter",), "Mint and cramps", "unspecified"),
    "as printed": (("article-journal",), "Mint and cramps", "study"),
}


@pytest.mark.parametrize(("types", "title", "kind"), KINDS.values(), ids=KINDS)
def test_a_publication_is_what_its_types_or_its_title_say(types, title, kind):
    assert kind_and_design(types, title)[0] == kind


def test_a_publication_stands_as_its_types_and_title_say():
    assert status_of(("Retracted Publication",), "Mint") == "retracted"
    assert status_of((), "WITHDRAWN: Mint for cramps") == "withdrawn"
    assert status_of((), "Mint for withdrawn people") == "current"


def test_identifiers_and_names_are_cut_out():
    assert bare_doi("doi:10.1000/a.b.") == "10.1000/a.b"
    assert bare_doi("10.1/a") == ""
    assert [bare_pmid(t) for t in ("PMID: 12", "PMC12", "0")] == ["12", "", ""]
    assert author_name("O'Brien, Ann-Marie") == "O'Brien AM"
    assert author_name("World Leaf Organisation") == "World Leaf Organisation"
    assert review_of("ABCD123456") is None


# --- one publication, one source --------------------------------------------------------------


def make(title="Mint oil for cramps", **parts):
    base = {"doi": "", "review_id": "", "version": 1, "title": title, "sections": ()}
    return Abstract(**(base | {"authors": ("Lee A",), "year": 2029, "kind": "trial"} | parts))


def test_records_with_one_doi_or_pmid_are_one_publication():
    one = make(doi="10.1000/A", place="a, record 1", year=None)
    other = make(doi="10.1000/a", pmid="7", place="b, record 1")
    third = make(pmid="7", journal="Leaves", place="b, record 2")
    (found,), merged = merge_same([one, other, third])
    assert (found.doi, found.pmid, found.year, found.journal) == ("10.1000/A", "7", 2029, "Leaves")
    assert [str(same) for same in merged] == [
        "b, record 1 is a, record 1 again (DOI 10.1000/a); merged",
        "b, record 2 is a, record 1 again (PMID 7); merged",
    ]


def test_a_record_may_say_that_two_before_it_are_one():
    by_doi, by_pmid = make(doi="10.1000/a", place="1"), make(pmid="7", place="2")
    apart = make(doi="10.1000/b")
    found, merged = merge_same([by_doi, by_pmid, apart, make(doi="10.1000/a", pmid="7", place="3")])
    assert [(a.doi, a.pmid) for a in found] == [("10.1000/a", "7"), ("10.1000/b", "")]
    assert [(same.place, same.first) for same in merged] == [("3", "1"), ("2", "1")]


def test_an_id_speaks_of_author_year_and_topic():
    assert speaking_id(make()) == "lee-2029-mint-oil-cramps"
    assert speaking_id(make(authors=("van der Berg BC",))) == "van-der-berg-2029-mint-oil-cramps"
    assert speaking_id(make("Ätherisches Öl", authors=(), year=None)) == "anon-nd-atherisches-ol"


def test_ids_are_the_same_in_whatever_order_records_come():
    records = [make(doi="10.1000/b"), make(doi="10.1000/a"), make(doi="10.1000/c")]
    taken = ["LEE-2029-mint-oil-cramps-2"]
    names = {a.doi: a.name for a in name_sources(records, taken=taken)}
    assert names == {a.doi: a.name for a in name_sources(records[::-1], taken=taken)}
    assert sorted(names.values()) == [
        "lee-2029-mint-oil-cramps",
        "lee-2029-mint-oil-cramps-3",
        "lee-2029-mint-oil-cramps-4",
    ]


# --- the registry of DOIs ---------------------------------------------------------------------


def test_the_registry_of_dois_is_read_where_it_is(tmp_path):
    assert read_review_dois(tmp_path) == []
    path = tmp_path / "cochrane_review_dois.txt.gz"
    path.write_bytes(gzip.compress(b"10.1002/14651858.CD999001\n\n"))
    assert read_review_dois(tmp_path) == ["10.1002/14651858.CD999001"]
    path.write_bytes(b"no archive")
    with pytest.raises(InputUnreadableError, match="cochrane_review_dois"):
        read_review_dois(tmp_path)
