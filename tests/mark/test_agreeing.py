"""Where patterns and detector meet: which of them makes a claim, and what of it is kept."""

import pytest
from mark.tagging import Told
from reading import read

from pipeline.mark.language import build_language, mark_articles
from pipeline.mark.marks import marks_of


def marked(table, text, **told):
    doc = build_language(table.concepts, tagger=Told(**told))(text)
    return [(mark.kind, doc.text[mark.start : mark.end], mark.why) for mark in marks_of(doc)]


def test_agreeing_keeps_what_both_find_as_the_pattern_cut_it(table):
    [(kind, text, why)] = marked(
        table,
        "Ginger eases nausea in pregnancy.",
        efficacy=["[Ginger eases nausea] in pregnancy."],
    )
    assert (kind, text) == ("efficacy", "Ginger eases nausea in pregnancy")
    assert why.endswith("; detector 0.58")


def test_agreeing_takes_the_detectors_stretch_of_a_clause_that_holds_much_else(table):
    sentence = "[Ginger eases nausea] and then my aunt in Leeds rang up about the new parish hall."
    found = marked(table, sentence.replace("[", "").replace("]", ""), efficacy=[sentence])
    assert [text for _, text, _ in found] == ["Ginger eases nausea"]


def test_agreeing_takes_a_word_with_what_follows_its_hyphen(table):
    told = {"efficacy": ["[Ginger sorts out COVID-]19, any day."]}
    found = marked(table, "Ginger sorts out COVID-19, any day.", **told)
    assert [text for _, text, _ in found] == ["Ginger sorts out COVID-19"]


TWICE = {
    "a result": (
        {
            "efficacy": ["[Melatonin sorts sleep] out by 30%."],
            "statistic": ["[Melatonin sorts sleep out by 30%]."],
        },
        "Melatonin sorts sleep out by 30%.",
        [("statistic", "Melatonin sorts sleep out by 30%")],
    ),
    "no result": (
        {"efficacy": ["[Ginger sorts nausea out]."], "safety": ["Ginger [sorts nausea out]."]},
        "Ginger sorts nausea out.",
        [("efficacy", "Ginger sorts nausea out")],
    ),
    "side by side": (
        {
            "efficacy": ["[Ginger sorts nausea out], it makes tea."],
            "safety": ["Ginger sorts nausea out, [it makes tea]."],
        },
        "Ginger sorts nausea out, it makes tea.",
        [("efficacy", "Ginger sorts nausea out"), ("safety", "it makes tea")],
    ),
}


@pytest.mark.parametrize(("told", "text", "wanted"), TWICE.values(), ids=TWICE)
def test_agreeing_claims_nothing_twice(table, told, text, wanted):
    assert [(kind, words) for kind, words, _ in marked(table, text, **told)] == wanted


# What the detector tells apart, and how many claims are made of it.
PARTS = {
    "two outcomes": ("[Yoga cut back pain by 30%] [stiffness by 20% all told].", 2),
    "two arms": ("[Yoga cut back pain by 30%] [against 20% with sham, all told].", 1),
    "a time is no result": ("[After three whole months] [yoga cut back pain by 30%].", 1),
}


@pytest.mark.parametrize(("sentence", "n_found"), PARTS.values(), ids=PARTS)
def test_agreeing_tells_several_results_of_a_clause_apart(table, sentence, n_found):
    text = sentence.replace("[", "").replace("]", "")
    assert len(marked(table, text, statistic=[sentence])) == n_found


def test_agreeing_tells_what_the_detector_alone_finds(table):
    found = marked(
        table, "Ginger sorts you out, any day.", efficacy=["[Ginger sorts you out], any day."]
    )
    assert found == [("efficacy", "Ginger sorts you out", "detector 0.90")]


def test_agreeing_says_whether_a_pattern_read_the_words(table):
    nlp = build_language(
        table.concepts,
        tagger=Told(efficacy=["[Zinc sorts you out].", "[Ginger eases nausea]."]),
    )
    doc = nlp("Zinc sorts you out. Ginger eases nausea.")
    assert [mark.by_pattern for mark in marks_of(doc)] == [False, True]


@pytest.mark.parametrize(("elsewhere", "n_found"), [(0.29, 0), (0.31, 1)])
def test_agreeing_keeps_a_pattern_alone_where_the_detector_does_not_object(
    table, elsewhere, n_found
):
    assert len(marked(table, "Ginger eases nausea.", elsewhere=elsewhere)) == n_found


def test_agreeing_joins_what_is_cut_before_what_it_is_held_against(table):
    sentence = "[Zinc shortens any cold vs.] [sugar pills and tea]."
    found = marked(table, sentence.replace("[", "").replace("]", ""), efficacy=[sentence])
    assert [text for _, text, _ in found] == ["Zinc shortens any cold vs. sugar pills and tea"]


PLAIN = {
    "what was done and what for": ("Yoga cut back pain by 30%.", 1),
    "not what for": ("Yoga cut the bill by 30%.", 0),
    "not what was done": ("Back pain fell by 30%.", 0),
}


@pytest.mark.parametrize(("text", "n_found"), PLAIN.values(), ids=PLAIN)
def test_agreeing_never_doubts_a_statistic_that_says_it_all(table, text, n_found):
    assert len(marked(table, text, elsewhere=0.0)) == n_found


def test_agreeing_leaves_kinds_alone_that_the_detector_does_not_know(table):
    found = marked(table, "Bill CPT 97810 (Lee et al., 2015).")
    assert [kind for kind, _, _ in found] == ["code", "citation"]


# A heading, and whether a detector that takes it for a claim is believed.
HEADINGS = {
    "a sentence": ("Zinc cures colds", True),
    "a sentence in capitals": ("Zinc Cures All Colds", True),
    "the name of a section": ("Lowers Blood Pressure", False),
    "when": ("When it helps your colds", False),
    "a phrase without a verb": ("Nausea and sleep at a glance", False),
    "a verb that no list holds": ("Zinc banjaxes all colds", True),
    "a verb that is joined": ("Zinc doesn't sort colds", True),
}


@pytest.mark.parametrize(("heading", "claims"), HEADINGS.values(), ids=HEADINGS)
def test_agreeing_lets_a_heading_claim_that_is_a_sentence(table, heading, claims):
    nlp = build_language(table.concepts, tagger=Told(efficacy=[f"[{heading}]"]))
    ((_, doc),) = mark_articles([read(f"# T\n\n## {heading}\n", format="markdown")], nlp)
    assert bool(marks_of(doc)) == claims


def test_agreeing_takes_names_in_a_list_of_nothing_for_labels(table):
    nlp = build_language(
        table.concepts, tagger=Told(efficacy=["[Nausea and migraine]"], elsewhere=0.4)
    )
    texts = [
        "Topics of May.\n\n- Nausea and migraine\n",
        "Ginger helps with:\n\n- Nausea and migraine\n",
    ]
    docs = mark_articles([read(text, format="markdown") for text in texts], nlp)
    assert [bool(marks_of(doc)) for _, doc in docs] == [False, True]


FRONTED = {
    "for whom": ("[For sore knees], [zinc sorts you out].", ["For sore knees, zinc sorts you out"]),
    "for whom, and nothing of it": ("[For sore knees], as I said, the sun was out.", []),
    "a clause before it": (
        "[After it was eaten], [zinc sorts you out].",
        ["After it was eaten", "zinc sorts you out"],
    ),
    "a lead-in": ("[No study shows] what he said of it.", []),
}


@pytest.mark.parametrize(("sentence", "wanted"), FRONTED.values(), ids=FRONTED)
def test_agreeing_takes_no_phrase_before_a_comma_for_a_claim(table, sentence, wanted):
    text = sentence.replace("[", "").replace("]", "")
    assert [said for _, said, _ in marked(table, text, efficacy=[sentence])] == wanted


def test_agreeing_without_a_detector_no_heading_claims(nlp):
    article = read("# T\n\n## Zinc cures colds (Lee et al., 2015)\n", format="markdown")
    ((_, doc),) = mark_articles([article], nlp)
    assert [mark.kind for mark in marks_of(doc)] == ["citation"]


# What the detector is told to find, as which kind, and the kind that is told.
OTHER_KINDS = {
    "by how much": ("efficacy", "[It shortens the worst of it by a third].", ["statistic"]),
    "no more than it says": ("efficacy", "[It sorts you out, any day].", ["efficacy"]),
    "only how many were asked": (
        "statistic",
        "[Among 60 participants yoga eased back pain].",
        ["efficacy"],
    ),
    "who must not": ("efficacy", "[This tea must not be taken by anyone].", ["safety"]),
    "a size inside of what is cited": (
        "statistic",
        "It was a Cochrane review of [59 trials with 7,667 participants], they found.",
        [],
    ),
    "that it does no harm": (
        "efficacy",
        "[This tea sorts you out, with no side effects].",
        ["safety"],
    ),
    "who approves, and not who pays": (
        "coverage",
        "[The FDA has approved it for IBS].",
        ["regulatory"],
    ),
    "what no body is said to do": ("regulatory", "[Ginger cures IBS].", ["efficacy"]),
    "what no body is said to do, beside one": (
        "regulatory",
        "It is not approved by the FDA, and [the tea has put people in hospital].",
        ["safety"],
    ),
    "what a body does, beside another": (
        "regulatory",
        "It is not approved by the FDA, and [the tea is banned in Oslo].",
        ["regulatory"],
    ),
    "what is said on of the same thing": (
        "regulatory",
        "It is not approved by the FDA, and [it has put the firm out of business].",
        ["regulatory"],
    ),
    "what a body does in words that no pattern knows": (
        "regulatory",
        "[The watchdog frowns on this tea].",
        ["regulatory"],
    ),
    "what is done against an illness": (
        "safety",
        "[Folic acid lowers the risk of colds].",
        ["efficacy"],
    ),
    "a harm, though an illness is named": (
        "safety",
        "[Folic acid brings on the worst of colds].",
        ["safety"],
    ),
    "the size of what is cited": ("statistic", "It was a 2014 trial [with 104 women].", []),
}


@pytest.mark.parametrize(("told", "sentence", "kinds"), OTHER_KINDS.values(), ids=OTHER_KINDS)
def test_agreeing_goes_by_the_words_where_they_leave_no_doubt(table, told, sentence, kinds):
    text = sentence.replace("[", "").replace("]", "")
    found = marked(table, text, **{told: [sentence]}, elsewhere=0.0)
    assert [kind for kind, _, why in found if why.startswith("detector")] == kinds


def test_agreeing_parts_what_is_denied_from_what_is_said_instead(table):
    sentence = "It [doesn't stop colds but shortens them by 8%]."
    text = sentence.replace("[", "").replace("]", "")
    found = marked(table, text, statistic=[sentence])
    assert ("statistic", "shortens them by 8%") in [(kind, words) for kind, words, _ in found]


def test_agreeing_takes_no_statistic_of_the_detector_without_a_number(table):
    told = {"statistic": ["[Most of them felt better]", "[Six of them felt better]"]}
    texts = ["Most of them felt better", "Six of them felt better"]
    assert [len(marked(table, text, **told)) for text in texts] == [0, 1]


WIDENED = {
    "to whole words": ("Zin[c cures cold]s.", "Zinc cures colds"),
    "without words that end none": ("[Zinc sorts colds and its] use", "Zinc sorts colds"),
    "without what ends no claim": ("So[, zinc cures colds.]", "zinc cures colds"),
}


@pytest.mark.parametrize(("sentence", "wanted"), WIDENED.values(), ids=WIDENED)
def test_agreeing_trims_a_stretch(table, sentence, wanted):
    assert [
        text
        for _, text, _ in marked(
            table, sentence.replace("[", "").replace("]", ""), efficacy=[sentence]
        )
    ] == [wanted]


def test_agreeing_goes_on_beyond_a_full_stop_that_ends_no_sentence(table):
    sentence = "[In all 87% of big U.S.] plans pay for yoga, they say."
    found = marked(table, sentence.replace("[", "").replace("]", ""), statistic=[sentence])
    assert "In all 87% of big U.S. plans pay for yoga" in [text for _, text, _ in found]


ASKED = {"asked": ("[Ginger sorts nausea out]?", 0), "told": ("[Ginger sorts nausea out].", 1)}


@pytest.mark.parametrize(("sentence", "found"), ASKED.values(), ids=ASKED)
def test_agreeing_takes_no_question_for_a_claim(table, sentence, found):
    text = sentence.replace("[", "").replace("]", "")
    assert len(marked(table, text, efficacy=[sentence])) == found


OFFERED = {
    "a price": ("statistic", "[A first visit is forty pounds].", 0),
    "a price for what is covered": ("coverage", "[A month's supply costs six pounds].", 0),
    "a price that was found out": (
        "statistic",
        "[A first visit is forty pounds], a survey found.",
        1,
    ),
    "free for customers": ("coverage", "[The first 50 customers get it free of charge].", 0),
    "free for patients": ("coverage", "[The ward lends them free of charge].", 1),
    "a weight": ("statistic", "[They shed as much as forty pounds].", 1),
    "what others pay for": ("coverage", "[The health service pays for six visits].", 1),
    "a use": ("efficacy", "[Serums are commonly used for dark spots].", 0),
    "what it does": ("efficacy", "[Serums sort dark spots out].", 1),
    "asked by somebody": ("coverage", "Peter asks whether [it's on the plan].", 0),
}


@pytest.mark.parametrize(("kind", "sentence", "n_found"), OFFERED.values(), ids=OFFERED)
def test_agreeing_takes_no_price_or_use_for_a_claim(table, kind, sentence, n_found):
    text = sentence.replace("[", "").replace("]", "")
    assert len(marked(table, text, **{kind: [sentence]}, elsewhere=0.0)) == n_found


def test_agreeing_parts_what_is_said_of_another_thing(table):
    sentence = "[Ginger may sort nausea out and valerian root improves sleep]."
    found = marked(table, sentence.replace("[", "").replace("]", ""), efficacy=[sentence])
    assert [text for _, text, _ in found] == [
        "Ginger may sort nausea out",
        "valerian root improves sleep",
    ]


def test_agreeing_by_how_much_is_no_claim_without_what_changed(table):
    text = "Ginger eases nausea in the first months of pregnancy by 12 points."
    told = {"statistic": ["Ginger eases nausea in the first months of pregnancy [by 12 points]."]}
    found = marked(table, text, **told)
    assert [(kind, said) for kind, said, _ in found] == [("statistic", text.removesuffix("."))]


def test_agreeing_gives_a_stretch_back_the_denial_before_it(table):
    sentence = "As time went by they did not [slow memory loss at all], she says."
    text = sentence.replace("[", "").replace("]", "")
    found = marked(table, text, efficacy=[sentence])
    assert [said for _, said, _ in found] == [
        "As time went by they did not slow memory loss at all"
    ]


def test_agreeing_widens_no_word_or_two(table):
    sentence = "[My tea] is hot as it stands there on the stove; [zinc sorts colds out] well."
    text = sentence.replace("[", "").replace("]", "")
    found = marked(table, text, efficacy=[sentence])
    assert [said for _, said, _ in found] == ["zinc sorts colds out well"]


def test_agreeing_tells_a_stretch_once_that_was_found_in_two_pieces(table):
    sentence = "It [never sorts you] [out of bed after all] of it."
    text = sentence.replace("[", "").replace("]", "")
    found = marked(table, text, safety=[sentence])
    assert [said for _, said, _ in found] == ["It never sorts you out of bed after all of it"]


def test_agreeing_cuts_no_clause_to_what_did_it(table):
    sentence = "[Ginger and much else] besides in the kitchen eases nausea in the end, I say."
    text = sentence.replace("[", "").replace("]", "")
    found = marked(table, text, efficacy=[sentence])
    assert [said for _, said, _ in found] == [text.removesuffix(".")]
