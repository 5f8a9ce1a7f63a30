"""Links to publications: what they lead to, and which citation they stand on."""

import pytest
from factories import make_cited

from pipeline.citations import (
    identifier_of,
    leads_of,
    linked_pages,
    linked_source,
    read_citations,
    tie_links,
)
from pipeline.records import Lead, Link

LEADS = {
    "a DOI": ("https://doi.org/10.1000/Xy.1", ("doi", "10.1000/xy.1")),
    "an escaped DOI": ("http://dx.doi.org/10.1000%2Fxy?utm=1#a", ("doi", "10.1000/xy")),
    "a publisher's page": ("https://a.example/doi/full/10.1000/xy/pdf", ("doi", "10.1000/xy")),
    "PubMed": ("https://pubmed.ncbi.nlm.nih.gov/27351677/", ("pmid", "27351677")),
    "PubMed of old": ("https://www.ncbi.nlm.nih.gov/pubmed/27351677", ("pmid", "27351677")),
    "Europe PMC": ("https://europepmc.org/article/MED/27351677", ("pmid", "27351677")),
    "PMC": ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC4977344/", ("pmc", "PMC4977344")),
    "a trial": ("https://clinicaltrials.gov/study/NCT01234567", ("nct", "NCT01234567")),
    "the Cochrane Library": (
        "https://www.cochranelibrary.com/cdsr/doi/10.1002/14651858.CD001218.pub3/full",
        ("doi", "10.1002/14651858.cd001218.pub3"),
    ),
    "a review's summary": ("https://www.cochrane.org/CD001218/x", ("cochrane", "CD001218")),
    "a body's site": ("https://www.nih.gov/news", None),
    "a search": ("https://pubmed.ncbi.nlm.nih.gov/?term=zinc", None),
    "something else": ("https://example.org/a", None),
}


@pytest.mark.parametrize(("href", "expected"), LEADS.values(), ids=LEADS)
def test_links_lead_to_what_their_address_names(href, expected):
    assert identifier_of(href) == expected


PUBMED = "https://pubmed.ncbi.nlm.nih.gov/123"
# Brackets of the second kind are the link; the citation is what is read without it.
TIED = {
    "on the words": ("It helps ({Smith et al., 2019}).", True),
    "on some of them": ("A {2019 trial} in Pain found it.", True),
    "on vague words": ("{Studies show} that it helps.", True),
    "around them": ("{It helps (Smith et al., 2019)}.", True),
    "right behind": ("It helps (Smith et al., 2019) [{PubMed}].", True),
    "a note's number, gone from the text": ("It helps (Smith et al., 2019).{}", True),
    "a number behind a full stop": ("It helps (Smith et al., 2019). {3}", True),
    "words of their own": ("It helps (Smith et al., 2019), {as a trial of ours found}.", False),
    "the next sentence": ("It helps (Smith et al., 2019). {Zinc} does not.", False),
    "further on": ("It helps (Smith et al., 2019) and more {PubMed}.", False),
    "another line": ("It helps (Smith et al., 2019)\n{3}", False),
    "before": ("{Zinc} helps (Smith et al., 2019).", False),
}


def linked(drawn, href=PUBMED):
    start, end = drawn.index("{"), drawn.index("}") - 1
    return drawn.replace("{", "").replace("}", ""), Link(start, end, href)


@pytest.mark.parametrize(("drawn", "is_tied"), TIED.values(), ids=TIED)
def test_links_tell_the_citation_that_they_stand_on(drawn, is_tied):
    text, link = linked(drawn)
    (cited,) = tie_links(read_citations(text)[:1], [link], text)
    assert (("pmid", "123") in cited.identifiers) == is_tied
    assert cited.links == ((PUBMED,) if is_tied else ())


def test_links_of_two_citations_go_to_their_own():
    text = "It helps (Lee et al., 2019; Hall et al., 2020)."
    places = (text.index(";"), text.index(")"))
    links = [Link(at, at, f"https://doi.org/10.1000/{n}") for n, at in enumerate(places, 1)]
    lee, hall = tie_links(read_citations(text), links, text)
    assert lee.identifiers == (("doi", "10.1000/1"),)
    assert hall.identifiers == (("doi", "10.1000/2"),)


def test_links_do_not_take_the_place_of_what_the_text_says():
    text, link = linked("It helps ({PMID: 27351677}).")
    (cited,) = tie_links(read_citations(text), [link], text)
    assert (cited.identifiers, cited.links) == ((("pmid", "27351677"),), (PUBMED,))


def test_links_to_other_things_tell_citations_nothing():
    text, link = linked("It helps ({Smith et al., 2019}).", "https://shop.example/zinc")
    found = read_citations(text)
    assert tie_links(found, [link], text) == found


SOURCES = {
    "on the clause": ("{Zinc helps}.", True),
    "over its edge": ("So we {say. Zinc} helps.", True),
    "a note behind it": ("Zinc helps.{}", True),
    "words behind it": ("Zinc helps. {See}", False),
    "a note before it": ("{}Zinc helps.", False),
}


@pytest.mark.parametrize(("drawn", "is_linked"), SOURCES.values(), ids=SOURCES)
def test_links_are_the_source_of_a_clause_that_cites_nothing(drawn, is_linked):
    text, link = linked(drawn)
    start = text.index("Zinc")
    end = text.index("helps") + len("helps")
    source = linked_source([link], (start, end), end + 1)
    assert (source is not None) == is_linked
    if source is not None:
        assert source.is_only_linked
        assert not source.is_vague
        assert (source.identifiers, source.links) == ((("pmid", "123"),), (PUBMED,))


def test_links_to_other_things_are_no_source():
    text, link = linked("{Zinc helps}.", "https://shop.example/zinc")
    assert linked_source([link], (0, len(text)), len(text)) is None


def test_links_lead_to_each_identifier_by_the_address_that_says_it():
    cited = make_cited(
        identifiers=[("doi", "10.1000/a"), ("pmid", "123")], links=["https://a.example", PUBMED]
    )
    assert list(leads_of(cited)) == [
        Lead(("doi", "10.1000/a")),
        Lead(("pmid", "123"), PUBMED),
    ]


PAGE = "https://www.a.example/guideline"
# The clause is "Zinc helps colds"; brackets of the second kind are the link.
PAGES = {
    "on the clause": ("{Zinc helps} colds.", PAGE, True),
    "a note behind it": ("Zinc helps colds, they say.{}", PAGE, True),
    "a note of the next sentence": ("Zinc helps colds. Iron does not.{}", PAGE, False),
    "right behind, saying where it leads": ("Zinc helps colds ({source}).", PAGE, True),
    "right behind, in brackets": ("Zinc helps colds ({A Health Service}).", PAGE, True),
    "right behind, a thought of its own": ("Zinc helps colds, {iron does not}.", PAGE, False),
    "further on": ("Zinc helps colds, and more in {this guide}.", PAGE, False),
    "before": ("{Iron} and zinc: Zinc helps colds.", PAGE, False),
    "another line": ("Zinc helps colds\n({source})", PAGE, False),
    "to a publication": ("{Zinc helps} colds.", PUBMED, False),
    "to a shop, by its address": ("{Zinc helps} colds.", "https://a.example/shop/zinc", False),
    "to a shop, by its host": ("{Zinc helps} colds.", "https://shop.a.example/zinc", False),
    "to a shop, by its words": ("Zinc helps colds ({buy it here}).", PAGE, False),
    "to a page on products": ("{Zinc helps} colds.", "https://a.example/production", True),
}


@pytest.mark.parametrize(("drawn", "href", "is_linked"), PAGES.values(), ids=PAGES)
def test_links_to_pages_belong_to_the_clause_that_they_stand_on_or_behind(drawn, href, is_linked):
    text, link = linked(drawn, href)
    start = text.index("Zinc helps")
    clause = (start, start + len("Zinc helps colds"))
    sentence_end = text.index(".", start) + 1 if "." in text else len(text)
    found = linked_pages([link], clause, sentence_end, None, text)
    assert found == ((href,) if is_linked else ())


def test_links_to_pages_belong_to_the_clause_whose_citation_they_stand_on():
    text, link = linked("Zinc helps, says {the service} (2019).", PAGE)
    cited = make_cited(start=text.index("the"), end=text.index(" (2019)"))
    assert linked_pages([link], (0, 10), len(text), cited, text) == (PAGE,)
    assert linked_pages([link], (0, 10), len(text), None, text) == ()
