"""From marks to Claims: places that lead back, and names that stay."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from normalise.reading import article_and_claims, claims_in, last_statement
from reading import FRAGMENTS

TEXT = "Ginger eases nausea.\n\nGinger eases nausea.\n\nBill CPT 97810.\n"


def test_normalise_hashes_kind_text_and_ordinal(nlp):
    first, second, code = claims_in(nlp, TEXT)
    assert first.claim_id == hashlib.sha256(b"efficacy\0ginger eases nausea\x001").hexdigest()[:12]
    assert second.claim_id == hashlib.sha256(b"efficacy\0ginger eases nausea\x002").hexdigest()[:12]
    assert code.claim_id == hashlib.sha256(b"code\0cpt 97810\x001").hexdigest()[:12]


def test_normalise_ids_do_not_hang_on_the_place(nlp):
    before = [claim.claim_id for claim in claims_in(nlp, TEXT)]
    moved = claims_in(nlp, "# Hello\n\nA quiet evening.\n\n" + TEXT)
    assert [claim.claim_id for claim in moved] == before


def test_normalise_ids_do_not_hang_on_capitals_and_spaces(nlp):
    (spaced,) = claims_in(nlp, "GINGER  eases\nnausea.\n")
    assert spaced.claim_id == claims_in(nlp, TEXT)[0].claim_id


PLACES = {
    "lines and columns": (TEXT, "markdown", [(1, 1), (3, 1), (5, 6)]),
    "windows lines": (TEXT.replace("\n", "\r\n"), "text", [(1, 1), (3, 1), (5, 6)]),
    "in HTML": ("<p>Tea.</p>\n<p>  Ginger <b>eases</b>&nbsp;nausea.</p>\n", "html", [(2, 6)]),
    "a second sentence": ("Tea is hot. Ginger eases nausea.", "markdown", [(1, 13)]),
}


@pytest.mark.parametrize(("text", "format_", "expected"), PLACES.values(), ids=PLACES)
def test_normalise_counts_lines_and_columns_from_one(nlp, text, format_, expected):
    claims = claims_in(nlp, text, format=format_)
    assert [(claim.line, claim.column) for claim in claims] == expected


SOURCES = {
    "markdown": (
        "**Ginger** cut nausea by *30%* (n = 120;\nLee et al., 2015).\n\n"
        "| A | Change |\n|---|---|\n"
        "| Yoga | ↓31% |\n",
        "markdown",
    ),
    "html": (
        "<p>Ginger cut&nbsp;nausea by <b>30&#37;</b> &mdash; in 500&nbsp;mg doses</p>"
        "<table><tr><th>A</th><th>Change</th></tr><tr><td>Yoga</td><td>&darr;31%</td></tr></table>",
        "html",
    ),
    "windows lines": (
        "Ginger cut nausea\r\nby 30%.\r\n\r\nA 2020 Cochrane review of 12 trials\r\nlooked at it.",
        "text",
    ),
    "typographer's": ("\ufeff“Ginger” cut nausea by 30\u202f%\u00a0– or ½.\n", "text"),
}


@pytest.mark.parametrize(("text", "format_"), SOURCES.values(), ids=SOURCES)
def test_normalise_leads_every_place_back_to_the_source(nlp, text, format_):
    article, claims = article_and_claims(nlp, text, format=format_)
    assert claims
    source = article.source
    quantities = [q for claim in claims for q in claim.statement.quantities]
    assert any("3" in source[q.start : q.end] for q in quantities) or "2020" in source
    for claim in claims:
        assert claim.text == source[claim.start : claim.end]
        assert claim.clean == article.text[claim.start_clean : claim.end_clean]
        for quantity in claim.statement.quantities:
            assert claim.start <= quantity.start < quantity.end <= claim.end
            written = "".join(c for c in quantity.text if c.isdigit())
            there = source[quantity.start : quantity.end].replace("&#37;", "%")
            assert written in "".join(c for c in there if c.isdigit())


def test_normalise_dose_and_source_lead_back_too(nlp):
    text = "# T\n\nTaking **500 mg** of magnesium cut leg cramps by 30% (Lee et al., 2015).\n"
    article, claims = article_and_claims(nlp, text)
    statement = claims[0].statement
    number = next(c.statement for c in claims if c.kind == "statistic")
    assert article.source[number.dose.start : number.dose.end] == "500 mg"
    cited = statement.source
    assert article.source[cited.start : cited.end] == cited.text


def test_normalise_cells_carry_their_place_and_what_their_headers_say(nlp):
    table = "| Remedy | Pain before | Pain reduction |\n|---|---|---|\n| Yoga | 6.1 | 31% |\n"
    _, claim = claims_in(nlp, table)
    assert (claim.cell.table, claim.cell.row, claim.cell.column) == (1, 2, 3)
    statement = claim.statement
    assert statement.intervention.name == "yoga"
    assert statement.quantities[0].role == "effect"
    assert statement.direction == "decrease"


def test_normalise_code_claims_carry_system_and_code(nlp):
    assert claims_in(nlp, "Bill CPT 97810.")[0].code == ("CPT", "97810")


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [*FRAGMENTS, "Ginger eases nausea", " by 40%", "CPT 97810", " vs. sham"]
            ),
            st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=5),
        ),
        max_size=25,
    ).map("".join),
    st.sampled_from(["text", "markdown", "html"]),
)
def test_normalise_never_raises_and_every_span_lies_inside(nlp, text, format_):
    article, claims = article_and_claims(nlp, f"It helps.{text}", format=format_)
    for claim in claims:
        assert 0 <= claim.start < claim.end <= len(article.source)
        assert claim.text == article.source[claim.start : claim.end]
        for quantity in claim.statement.quantities:
            assert 0 <= quantity.start <= quantity.end <= len(article.source)
    ids = [claim.claim_id for claim in claims]
    assert len(ids) == len(set(ids))


DENIALS = {
    "of the approval": ("Turmeric is not FDA-approved.", "regulatory", True),
    "of something beside it": ("FDA-approved turmeric, no side effects.", "regulatory", False),
    "before the clause": ("No study shows that yoga eases pain.", "efficacy", True),
    "of the saying": ("Yoga eases pain, and I don't say that lightly.", "efficacy", False),
    "by a body": ("NICE recommends not to use yoga for back pain.", "regulatory", True),
    "of every one": ("No yoga class has ever been approved by the FDA.", "regulatory", True),
    "before the commas that say whose word it is": (
        "Valerian should not be used for insomnia, the AASM advises.",
        "regulatory",
        True,
    ),
    "as a myth": ("It is a myth that yoga eases back pain.", "efficacy", True),
    "of something else before it": ("It is not magic; yoga eases pain.", "efficacy", False),
}


@pytest.mark.parametrize(("text", "kind", "expected"), DENIALS.values(), ids=DENIALS)
def test_normalise_reads_a_denial_where_it_denies(nlp, text, kind, expected):
    claims = claims_in(nlp, text)
    assert [c.statement.negated for c in claims if c.kind == kind] == [expected]


def test_normalise_gives_a_claim_the_source_that_it_links_to(nlp):
    text = "<p>Zinc cut colds by 30%.<sup><a href='https://doi.org/10.1000/a'>1</a></sup> Well.</p>"
    (claim,) = claims_in(nlp, text, format="html")
    source = claim.statement.source
    assert source.is_only_linked
    assert (source.identifiers, source.start, source.end) == ((("doi", "10.1000/a"),), 0, 0)


def test_normalise_a_source_in_words_comes_before_a_link(nlp):
    text = (
        "<p><a href='https://doi.org/10.1000/a'>Zinc</a> cut colds by 30% (Lee et al., 2019).</p>"
    )
    claim = next(one for one in claims_in(nlp, text, format="html") if one.kind == "statistic")
    assert claim.statement.source.authors == ("Lee",)


def test_normalise_gives_claims_the_pages_that_they_and_their_citations_link_to(nlp):
    text = "<p>Zinc cut <a href='https://a.example/x'>colds</a> by 30%. Sage did not.</p>"
    claims = claims_in(nlp, text, format="html")
    assert [claim.links for claim in claims] == [("https://a.example/x",)]
    assert claims[0].statement.source is None


def test_normalise_cells_lean_on_what_announces_their_table(nlp):
    text = (
        "Mood is another matter.\n\nYoga was reviewed by Cochrane in 2019, a review of 12 trials. "
        "Its results:\n\n| Outcome | Reading |\n|---|---|\n| Migraine | slightly fewer |\n"
    )
    *_, claim = claims_in(nlp, text)
    assert claim.statement.intervention.text == "Yoga"
    assert claim.statement.direction == "decrease"
    assert (claim.statement.source.publisher, claim.statement.attribution) == (
        "Cochrane",
        "named_source",
    )


def test_normalise_cells_do_not_lean_on_a_paragraph_that_announces_nothing(nlp):
    text = (
        "Yoga was reviewed by Cochrane in 2019.\n\n| Outcome | Reading |\n|---|---|\n"
        "| Migraine | slightly fewer |\n"
    )
    *_, claim = claims_in(nlp, text)
    assert claim.statement.source is None


# Whose word a claim is, of the last one of a text.
WORDS_OF = {
    "a result after the study is named": (
        "A trial in The Lancet (2019) looked at yoga. Back pain fell by 30%.",
        "named_source",
    ),
    "an effect after it": (
        "A trial in The Lancet (2019) looked at yoga. Yoga eases back pain.",
        "none",
    ),
    "a result in another paragraph": (
        "A trial in The Lancet (2019) looked at yoga.\n\nWith yoga back pain fell by 30%.",
        "none",
    ),
    "a document with its year": ("A 2012 trial found that yoga eases back pain.", "named_source"),
    "what a payer pays for": ("Medicare covers acupuncture.", "none"),
    "what a body decides": ("Ephedra was banned by the FDA.", "named_source"),
    "one's own numbers": ("With yoga my back pain fell by 40%.", "author_practice"),
    "others' numbers": ("With yoga their back pain fell by 40%.", "none"),
}


@pytest.mark.parametrize(("text", "whose"), WORDS_OF.values(), ids=WORDS_OF)
def test_normalise_says_by_whose_word(nlp, text, whose):
    *_, claim = claims_in(nlp, text)
    assert claim.statement.attribution == whose


# Whether a cause is claimed, of the last claim of a text.
CAUSES = {
    "by a verb": ("Ginger relieves nausea.", "causal"),
    "by its kind": ("Ginger is safe in pregnancy.", "causal"),
    "no more than company": ("Ginger is associated with a lower risk of migraine.", "associative"),
    "a result in numbers": ("Nausea fell by 30% with ginger.", "causal"),
    "a result of one's own": ("In our clinic nausea fell by 30% with ginger.", "associative"),
    "what was seen": ("Nausea has been reported after ginger.", "associative"),
    "a payer": ("Medicare covers acupuncture that treats back pain.", "none"),
    "a share": ("About 12% of adults suffer from nausea.", "none"),
}


@pytest.mark.parametrize(("text", "causal"), CAUSES.values(), ids=CAUSES)
def test_normalise_says_whether_a_cause_is_claimed(nlp, text, causal):
    *_, claim = claims_in(nlp, text)
    assert claim.statement.causal == causal


def test_normalise_gives_a_qualification_no_treatment_of_the_heading(nlp):
    text = "# Ginger\n\nI am a registered dietitian.\n"
    *_, claim = claims_in(nlp, text)
    assert (claim.kind, claim.statement.intervention) == ("credential", None)


def test_normalise_gives_a_diagnosis_code_no_treatment(nlp):
    *_, claim = claims_in(nlp, "# Ginger\n\nThe form says ICD-10 code R11.0 for nausea.\n")
    assert (claim.kind, claim.statement.intervention) == ("code", None)


SAID = {
    "hedged": ("Yoga may ease stress.", "hedge", "possible"),
    "hedged before the clause": ("Trials suggest that yoga eases stress.", "hedge", "suggested"),
    "proven": ("Acupuncture has been proven to cure migraine.", "hedge", "proven"),
    "bare": ("Yoga eases stress.", "hedge", "none"),
    "cause": ("Yoga eases stress.", "causal", "causal"),
    "company": ("Acupuncture is associated with less pain.", "causal", "associative"),
    "denied": ("Garlic does not lower blood pressure.", "negated", True),
    "not denied": ("Garlic lowers blood pressure.", "negated", False),
}


@pytest.mark.parametrize(("text", "field", "expected"), SAID.values(), ids=SAID)
def test_normalise_reads_how_it_was_said(nlp, text, field, expected):
    assert getattr(last_statement(nlp, text), field) == expected


def test_normalise_dose_and_time_are_numbers_of_the_clause(nlp):
    statement = last_statement(nlp, "Taking 500 mg of magnesium cut leg cramps by 30% in 8 weeks.")
    assert (statement.dose.value, statement.dose.unit) == (500, "mg")
    assert (statement.timeframe.value, statement.timeframe.unit) == (8, "wk")
