"""ClaimReview: drafts that JSON-LD understands and that say what is left to complete."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from factories import (
    make_article,
    make_claim,
    make_comparison,
    make_document,
    make_finding,
    make_judged,
    make_muted,
    make_page,
    make_parted,
    make_result,
    make_row,
    make_source,
)
from jsonschema import Draft202012Validator
from pyld import jsonld
from report.builders import gallery

from pipeline.records import CellAddress
from pipeline.report import to_claimreview
from pipeline.report.to_claimreview import TO_COMPLETE, completed_schema

# What schema.org's own context says of the terms that we use, and a closed list of them:
# a term that is not here expands to nothing.
_TEXTS = (
    "alternateName claimReviewed creativeWorkStatus identifier name ratingExplanation reviewBody"
)
_THINGS = (
    "Article Claim ClaimReview CreativeWork Organization Person Rating appearance author citation "
    "itemReviewed reviewRating"
)
SDO = "http://schema.org/"
CONTEXT = {
    **{term: f"{SDO}{term}" for term in f"{_TEXTS} {_THINGS}".split()},
    "url": {"@id": f"{SDO}url", "@type": "@id"},
    "datePublished": {"@id": f"{SDO}datePublished", "@type": f"{SDO}Date"},
}


def reviews(result):
    return json.loads(to_claimreview.write(result))["@graph"]


def review_of(judged, article=None):
    (review,) = reviews(make_result([make_document(article, claims=[judged])]))
    return review


def load(address, _options):
    assert address == "https://schema.org"
    return {"contextUrl": None, "documentUrl": address, "document": {"@context": CONTEXT}}


def terms_in(written):
    if isinstance(written, dict):
        for key, value in written.items():
            yield key
            yield from terms_in(value)
    elif isinstance(written, list):
        for value in written:
            yield from terms_in(value)


def test_claimreview_a_json_ld_processor_understands_every_word_of_it():
    draft = json.loads(to_claimreview.write(gallery()))
    expanded = jsonld.expand(draft, options={"documentLoader": load})
    assert len(expanded) == len(draft["@graph"])
    short = jsonld.compact(
        expanded, {"@context": CONTEXT}, options={"documentLoader": load, "graph": True}
    )
    # What it did not understand it would have dropped.
    assert sorted(terms_in(short["@graph"])) == sorted(terms_in(draft["@graph"]))
    assert expanded[0]["@type"] == [f"{SDO}ClaimReview"]
    (address,) = expanded[0][f"{SDO}url"]
    assert address == {"@id": "to-complete:address-of-the-published-review"}


def test_claimreview_reviews_what_the_evidence_speaks_of_and_nothing_else():
    codes = ("ST001", "ST002", "UV001", "EF004")
    claims = [make_judged(make_claim(start=n), code=code) for n, code in enumerate(codes)]
    document = make_document(claims=claims, muted=[make_muted()])
    ratings = [
        review["reviewRating"]["alternateName"] for review in reviews(make_result([document]))
    ]
    assert ratings == [
        "Supported: the number agrees with the evidence",
        "Unsupported: the number contradicts the evidence",
    ]


def test_claimreview_says_who_claimed_what_where_and_what_the_evidence_is():
    finding = make_finding(
        "ST002", reason="It gives 41%.", comparison=make_comparison(claimed="70%", evidence="41%")
    )
    sources = [
        make_source("S1", title="A review", doi="10.1/a", year=2016),
        make_source("S2", title="Looked at only"),
    ]
    rows = [make_row("R1", source=sources[0]), make_row("R9", source=sources[1])]
    article = make_article(path="a.md", title="Sleep", date=dt.date(2026, 3, 9))
    review = review_of(
        make_judged(make_claim("Half slept."), findings=[finding], evidence=rows), article
    )
    assert review["claimReviewed"] == "Half slept."
    assert review["itemReviewed"]["datePublished"] == "2026-03-09"
    assert review["itemReviewed"]["appearance"]["name"] == "Sleep"
    assert review["itemReviewed"]["appearance"]["identifier"] == "a.md"
    assert review["reviewBody"] == "It gives 41%. Article: 70%. Evidence: 41%."
    assert review["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "A review",
            "url": "https://doi.org/10.1/a",
            "datePublished": "2016",
        }
    ]


def test_claimreview_of_a_cell_says_what_the_cell_is_about():
    claim = make_claim("↓60%", cell=CellAddress(1, 2, 3, "Cramps", "Change"))
    assert review_of(make_judged(claim))["claimReviewed"] == "↓60% (Cramps, Change)"


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("https://example.org/sleep", "https://example.org/sleep"),
        ("a.md", "to-complete:address-of-the-article"),
        ("javascript:alert(1)", "to-complete:address-of-the-article"),
    ],
)
def test_claimreview_gives_the_address_of_an_article_that_has_one(path, address):
    review = review_of(make_judged(), make_article(path=path))
    assert review["itemReviewed"]["appearance"]["url"] == address


# --- what is left to complete


def faults(draft):
    found = Draft202012Validator(completed_schema()).iter_errors(draft)
    return {".".join(map(str, fault.absolute_path)): fault.message for fault in found}


def completed(thing):
    """Fill in what a publisher would."""
    if isinstance(thing, dict):
        return {key: completed(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [completed(value) for value in thing]
    if not str(thing).startswith(TO_COMPLETE):
        return thing
    if "address" in thing:
        return "https://example.org/page"
    return "2026-11-28" if "day" in thing else "The Evening Post"


def test_claimreview_validation_points_at_all_that_is_left_to_complete_and_at_nothing_else():
    draft = json.loads(to_claimreview.write(make_result()))
    found = faults(draft)
    assert set(found) == {
        "@graph.0.url",
        "@graph.0.datePublished",
        "@graph.0.author.name",
        "@graph.0.author.url",
        "@graph.0.itemReviewed.author.name",
        "@graph.0.itemReviewed.appearance.url",
    }
    assert all(TO_COMPLETE in message for message in found.values())


def test_claimreview_completed_passes_as_a_graph_and_alone():
    draft = completed(json.loads(to_claimreview.write(gallery())))
    assert faults(draft) == {}
    alone = {"@context": draft["@context"], **draft["@graph"][0]}
    assert faults(alone) == {}


@pytest.mark.parametrize("key", ["claimReviewed", "reviewRating", "url"])
def test_claimreview_schema_asks_for_what_search_engines_ask_for(key):
    draft = completed(json.loads(to_claimreview.write(make_result())))
    del draft["@graph"][0][key]
    assert faults(draft) == {"@graph.0": f"'{key}' is a required property"}


def test_claimreview_schema_is_a_schema_of_the_draft_it_names():
    schema = completed_schema()
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema)


def test_claimreview_of_nothing_is_an_empty_graph():
    assert reviews(make_result([])) == []


def test_claimreview_names_where_the_claim_appeared():
    page = make_page("http://example.org/a", final_url="https://example.org/b")
    document = make_document(
        make_article(path=page.url, page=page), claims=[make_judged(code="ST002")]
    )
    whole = json.loads(to_claimreview.write(make_result([document])))
    (review,) = whole.get("@graph", [whole])
    assert review["itemReviewed"]["appearance"]["url"] == "https://example.org/b"


def test_claimreview_names_the_part_in_which_the_claim_appeared():
    judged = make_judged(make_claim("Mint helps.", start=10), code="ST002")
    document = make_document(make_parted(), claims=[judged])
    whole = json.loads(to_claimreview.write(make_result([document])))
    (review,) = whole.get("@graph", [whole])
    assert review["itemReviewed"]["appearance"]["url"] == "https://example.org/a/2"
