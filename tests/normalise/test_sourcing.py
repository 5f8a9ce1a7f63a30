"""Which source a clause leans on, and by whose word it is."""

import re

import pytest
from normalise.reading import claims_in, last_statement
from spans import drawn

from pipeline.resources import word_list

ENTRIES = [
    (family, entry) for family, entries in word_list("sourcing").items() for entry in entries
]


@pytest.mark.parametrize(("family", "entry"), ENTRIES, ids=[f"{f}-{e['name']}" for f, e in ENTRIES])
def test_sourcing_finds_what_each_pattern_was_written_for(family, entry):  # noqa: ARG001  # an id
    text, spans = drawn(entry["example"])
    found = re.search(entry["pattern"], text, re.IGNORECASE)
    assert found is not None
    group = "name" if "(?P<name>" in entry["pattern"] else 0
    assert found.end(group) == spans[0][1]
    assert spans[0][0] <= found.start(group)


def test_sourcing_size_of_a_review_is_read_from_its_sentence(nlp):
    text = "A 2016 Cochrane review of 22 trials with 4,985 participants looked at acupuncture.\n"
    source = last_statement(nlp, text).source
    assert (source.n_trials, source.n_participants) == (22, 4985)


def test_sourcing_size_of_a_review_is_read_from_a_sentence_of_its_own(nlp):
    text = "Lee et al. wrote a review in Pain (2015) of yoga. It pooled 22 trials and 985 people.\n"
    source = last_statement(nlp, text).source
    assert (source.n_trials, source.n_participants) == (22, 985)
    apart = "A 2020 Cochrane review read it. Pain fell by 9% in 300 people on yoga.\n"
    assert last_statement(nlp, apart).source.n_participants is None


def test_sourcing_size_that_a_review_found_is_not_its_own(nlp):
    text = "A 2016 Cochrane review of ginger found that 300 participants felt 20% less nausea.\n"
    assert {c.statement.source.n_participants for c in claims_in(nlp, text)} == {None}


def test_sourcing_size_behind_another_work_is_that_ones(nlp):
    text = "The Cochrane review in 2022 says so, and DIETFITS said it, too: 609 people on yoga.\n"
    sizes = {c.clean: c.statement.source.n_participants for c in claims_in(nlp, text)}
    assert sizes["Cochrane review in 2022"] is None
    assert sizes["DIETFITS"] == 609
    text = "In a trial in JAMA in 2023, Elizabeth Roe and her team gave 276 adults yoga."
    assert claims_in(nlp, text)[0].statement.source.n_participants == 276


def test_sourcing_a_body_that_goes_on_is_the_one_that_the_block_named(nlp):
    text = "Medicare covers acupuncture for back pain. It also covers acupuncture for neck pain.\n"
    assert (
        last_statement(nlp, text).source.publisher
        == last_statement(nlp, "Medicare covers acupuncture.\n").source.publisher
    )
    apart = "Medicare covers yoga.\n\nIt also covers acupuncture for neck pain.\n"
    assert last_statement(nlp, apart).source is None


def test_sourcing_a_body_that_covers_is_the_source(nlp):
    assert last_statement(nlp, "Medicare covers acupuncture.\n").source.publisher is not None


def test_sourcing_a_bracket_closes_what_stands_before_it(nlp):
    text = "Ginger eased nausea in 40% of women (Lee et al., 2015); yoga cut stress by half.\n"
    by_words = {claim.clean: claim.statement.source for claim in claims_in(nlp, text)}
    assert by_words["Lee et al., 2015"].authors == ("Lee",)
    assert [source for words, source in by_words.items() if words.endswith("half")] == [None]


ON_AND_ON = {
    "the work that a paragraph told of": (
        "A Cochrane review of 86 trials found little. Ginger cut nausea by a third.",
        "Cochrane",
    ),
    "not of a study with a short name": (
        "A Cochrane review of 86 trials found little. QUELL, which had 90 people, cut nausea.",
        None,
    ),
    "not where it is told of such a study": (
        "A Cochrane review of 86 trials found little. Ginger cut nausea by a third in QUELL.",
        None,
    ),
    "what is so, told of by a word in capitals that is no study": (
        "A Cochrane review of 86 trials found little. In IBS it cut pain by a third.",
        "Cochrane",
    ),
    "not what a body got to know": (
        "A Cochrane review of 86 trials found little. The MHRA received a report of liver injury.",
        None,
    ),
    "not what is always so": (
        "A Cochrane review of 86 trials found little. Ginger reverses nausea in nine of ten women.",
        None,
    ),
}


@pytest.mark.parametrize(("text", "expected"), ON_AND_ON.values(), ids=ON_AND_ON)
def test_sourcing_a_text_goes_on_about_a_work_until_it_speaks_of_another(nlp, text, expected):
    source = last_statement(nlp, text).source
    assert (source and source.publisher) == expected


def test_sourcing_a_study_is_known_by_its_short_name(nlp):
    text = (
        "The QUELL trial (Lee et al., 2015) gave women ginger. A Cochrane review of 86 trials "
        "found little. Nausea was down by a third in QUELL."
    )
    source = last_statement(nlp, text).source
    assert source is not None
    assert source.authors == ("Lee",)


BODIES = {
    "with the year of the decision": (
        "The FDA approved ginger for nausea in 2016.",
        ("Food and Drug Administration", 2016),
    ),
    "named before": (
        "The American Heart Association met. In 2024 the association was told that guidelines "
        "recommend yoga for stress.",
        ("American Heart Association", 2024),
    ),
    "with the document that it wrote": (
        "The 2021 NICE guideline recommends yoga for back pain. It also recommends tai chi.",
        ("National Institute for Health and Care Excellence", 2021),
    ),
    "that no list names": (
        "Ginger is banned by the British allergy society.",
        ("British allergy society", None),
    ),
    "a state": ("Denmark banned ashwagandha in 2023.", ("Denmark", 2023)),
}


@pytest.mark.parametrize(("text", "expected"), BODIES.values(), ids=BODIES)
def test_sourcing_a_decision_is_of_a_body(nlp, text, expected):
    source = last_statement(nlp, text).source
    said = (None, None) if source is None else (source.publisher, source.year)
    assert said == expected


WHOSE = {
    "a man told it": ("Ginger cures colds, a man in the pub told me.", "opponent"),
    "a sticker says so": ("Ginger cures colds, says the sticker on the jar.", "opponent"),
    "a body is not a sticker": ("Ginger eases colds, says the WHO.", "named_source"),
    "somebody with a name": ("Ginger eases colds, says Dr. Lee.", "named_source"),
    "a profession": ("Ginger eases colds, my pharmacist told me.", "named_source"),
    "what a quotation goes on to say": (
        '"Rest is good," says Dr. Lee. "Ginger eases colds."',
        "named_source",
    ),
    "not what stands behind a quotation": (
        '"Rest is good," says Dr. Lee. Ginger eases colds.',
        "none",
    ),
    "what can be looked up at a body": (
        "The FDA has approved ginger, a man in the pub told me.",
        "named_source",
    ),
    "what a study without a name found": (
        "A newer Dutch trial had 20 people. With ginger nausea fell by 30%.",
        "vague_source",
    ),
    "not what is so, beside a study": (
        "A newer Dutch trial had 20 people. Ginger eases nausea.",
        "none",
    ),
    "hearsay": ("I read that ginger cures colds.", "vague_source"),
    "a study without a name": (
        "With ginger nausea fell by 30% in a small Dutch trial.",
        "vague_source",
    ),
    "the part of the sentence that is theirs": (
        "Ginger cures colds, some websites say; ginger eases nausea.",
        "none",
    ),
    "what goes on about own data": (
        "Our patients tell us a lot.\n\nOn average nausea fell by 30% with ginger.",
        "author_practice",
    ),
    "not what is always so": (
        "Our patients tell us a lot.\n\nThey ask. Ginger eases nausea.",
        "none",
    ),
    "not what trials did": (
        "Our patients tell us a lot.\n\nMost trials of ginger lowered nausea by 30%.",
        "none",
    ),
}


@pytest.mark.parametrize(("text", "expected"), WHOSE.values(), ids=WHOSE)
def test_sourcing_says_by_whose_word(nlp, text, expected):
    assert last_statement(nlp, text).attribution == expected
