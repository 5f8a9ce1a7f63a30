"""Reference lists of every kind give the same publications."""

from __future__ import annotations

import gzip
import json

import pytest
from evidence.publishing import Heard, article, article_set

from pipeline.evidence.bibliographies import read_bibliographies

RIS = """\ufeffTY  - JOUR
AU  - Lee, Anna B.
AU  - van der Berg, C.
TI  - Mint oil for cramps
JO  - Journal of Leaves
PY  - 2029/03//
DO  - 10.1000/mint.1
AN  - 1234567
DB  - PubMed
AB  - Mint oil reduces pain.
UR  - https://example.org/mint
ER  -
"""
BIBTEX = r"""@string{leaves = "Journal of Leaves"}
@article{mint,
  title = {{Mint} oil for cramps}, author = {Lee, Anna B. and van der Berg, C.},
  journal = leaves, year = 2029, doi = {10.1000/mint.1}, pmid = {1234567},
  abstract = {Mint oil reduces pain.}, url = {https://example.org/mint}
}
"""
CSL = [
    {
        "type": "article-journal",
        "title": "Mint oil for <i>cramps</i>",
        "author": [
            {"family": "Lee", "given": "Anna B."},
            {"family": "Berg", "given": "C.", "non-dropping-particle": "van der"},
        ],
        "issued": {"date-parts": [[2029, 3]]},
        "container-title": "Journal of Leaves",
        "DOI": "10.1000/mint.1",
        "PMID": "1234567",
        "abstract": "<jats:p>Mint oil reduces pain.</jats:p>",
        "URL": "https://example.org/mint",
    }
]
CSV = (
    "Title;Author;Publication Title;Publication Year;DOI;PMID;Abstract Note;Url;Item Type\n"
    "Mint oil for cramps;Lee, Anna B.|van der Berg, C.;Journal of Leaves;2029;10.1000/mint.1;"
    "1234567;Mint oil reduces pain.;https://example.org/mint;journalArticle\n"
).replace("|", "; ")
LISTS = {
    "ris": RIS,
    "bibtex": BIBTEX,
    "csl": json.dumps(CSL),
    "csv": CSV.replace("Lee, Anna B.; van der Berg, C.", '"Lee, Anna B.; van der Berg, C."'),
    "pubmed": article_set(
        article(
            "1234567",
            title="Mint oil for cramps",
            plain="Mint oil reduces pain.",
            types=("Journal Article",),
            authors=(("Lee", "AB"), ("van der Berg", "C")),
        )
    ),
}


def read(folder, text, name="list.txt"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    heard = Heard()
    return list(read_bibliographies([path], report=heard)), heard


@pytest.mark.parametrize("name", LISTS)
def test_every_format_gives_the_same_publication(tmp_path, name):
    (found,), heard = read(tmp_path, LISTS[name])
    assert heard == []
    assert found.title == "Mint oil for cramps"
    assert found.authors == ("Lee AB", "van der Berg C")
    assert (found.journal, found.year, found.doi) == ("Journal of Leaves", 2029, "10.1000/mint.1")
    assert (found.pmid, found.kind) == ("1234567", "study")
    assert found.paragraphs("Main results") == ("Mint oil reduces pain.",)
    if name != "pubmed":
        assert found.url == "https://example.org/mint"


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_a_list_in_an_older_encoding_is_read(tmp_path, encoding):
    text = BIBTEX.replace("Lee, Anna B.", "Müller, Zoë") + "% Größe, Öl, Übung, schön, früh\n"
    path = tmp_path / "list.bib"
    path.write_bytes(text.encode(encoding))
    heard = Heard()
    (found,) = read_bibliographies([path], report=heard)
    assert (found.authors[0], heard) == ("Müller Z", [])


def test_a_gzipped_list_is_read(tmp_path):
    path = tmp_path / "list.gz"
    path.write_bytes(gzip.compress(RIS.encode()))
    (found,) = read_bibliographies([path], report=Heard())
    assert found.doi == "10.1000/mint.1"


TWO = "TY  - JOUR\nTI  - {}\nER  -\n"
BAD = {
    "ris without an end": (
        TWO.format("A") + "TY  - JOUR\nTI  - B\n" + TWO.format("C"),
        ["A", "C"],
        "record 2: it does not end in 'ER  - '",
    ),
    "ris without a title": (
        TWO.format("A") + "TY  - JOUR\nER  -\n",
        ["A"],
        "record 2: no title; it is left out",
    ),
    "bibtex with an open brace": (
        "@article{a, title={A}}\n@article{b, title={B\n@article{c, title={C}}\n",
        ["A", "C"],
        "record that begins on line 2: it is not BibTeX",
    ),
    "csl with a number": ('[{"title": "A"}, 5, {"title": "C"}]', ["A", "C"], "record 2: not a"),
    "csv with a kind of its own": (
        "title,kind\nA,trial\nC,blog\n",
        ["A", "C"],
        "record 2: kind 'blog' is none of",
    ),
    "a doi that is none": (
        "title,doi\nA,\nC,see above\n",
        ["A", "C"],
        "record 2: 'see above' is no DOI; the record is kept",
    ),
}


@pytest.mark.parametrize(("text", "titles", "said"), BAD.values(), ids=BAD)
def test_a_bad_record_is_named_and_the_rest_is_kept(tmp_path, text, titles, said):
    found, heard = read(tmp_path, text)
    assert [publication.title for publication in found] == titles
    assert len(heard) == 1
    assert said in heard[0]


UNREADABLE = {
    "prose": ("Dear reader,\nhello.", "no column is called 'title'"),
    "nothing": ("", "it is empty"),
    "broken json": ('[{"title": "A"', "not JSON"),
    "an endless cell": ("title\n" + "x" * 1_100_000, "is not CSV"),
}


@pytest.mark.parametrize(("text", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_is_no_list_is_named(tmp_path, text, said):
    found, heard = read(tmp_path, text)
    assert found == []
    assert said in heard[0]


def test_two_works_under_one_bibtex_key_are_two(tmp_path):
    text = r"@article{a, title={A}} @article{a, title={\"Ather}, title={\"Ol}}"
    found, heard = read(tmp_path, text)
    assert ([publication.title for publication in found], heard) == (["A", "Öl"], [])


def test_bibtex_names_and_accents_are_read(tmp_path):
    text = r"@article{a, title={A}, author={M{\"u}ller, Eva and {Leaf Group} and Jean de la Rue and others}}"  # noqa: E501 - one entry
    (found,), _ = read(tmp_path, text)
    assert found.authors == ("Müller E", "Leaf Group", "de la Rue J")


def test_a_csv_of_pubmed_is_read(tmp_path):
    text = (
        'PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,DOI\n'
        '7,Mint.,"Lee AB, van der Berg C.",Leaves. 2029,Lee AB,Leaves,2029,10.1000/mint.1\n'
    )  # fmt: skip
    (found,), _ = read(tmp_path, text)
    assert found.authors == ("Lee AB", "van der Berg C")
    assert (found.pmid, found.title, found.journal) == ("7", "Mint", "Leaves")


def test_an_accession_of_another_database_is_no_pmid(tmp_path):
    (found,), heard = read(tmp_path, RIS.replace("DB  - PubMed", "DB  - Embase"))
    assert (found.pmid, heard) == ("", [])
