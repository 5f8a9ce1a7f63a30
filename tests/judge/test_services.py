"""What tells the billing codes of one service apart, in a text and in their meanings."""

import re

import pytest
from spans import drawn

from pipeline.judge.services import contradicted, fits
from pipeline.resources import word_list

FEATURES = {
    f"{entry['name']}, {pole}": (entry[pole], entry[f"{pole}_example"])
    for entry in word_list("judging")["feature"]
    for pole in ("one", "other")
}
MANUAL = "acupuncture without electricity, first 15 minutes face to face"
ELECTRIC = "acupuncture with electricity, each further 15 minutes; added to the first code"


@pytest.mark.parametrize(("pattern", "example"), FEATURES.values(), ids=FEATURES)
def test_services_features_are_told_by_the_words_they_were_written_for(pattern, example):
    text, spans = drawn(example)
    found = re.search(pattern, text, re.IGNORECASE)
    assert found is not None
    assert found.span() == spans[0]


SAID = {
    "the same": (MANUAL, "needles without electrical current", None),
    "with electricity": (MANUAL, "electroacupuncture", "electroacupuncture"),
    "without": (ELECTRIC, "acupuncture without any electric stimulation", "without any electric"),
    "the first minutes": (ELECTRIC, "the first 15 minutes", "first 15 minutes"),
    "the first and further ones": (MANUAL, "the first 15 minutes and each additional 15", None),
    "nothing of it": (MANUAL, "a visit", None),
    "a new patient": ("office visit, established patient", "new patients", "new patients"),
    "a table for what is done by hand": ("traction by hand", "a traction table", "traction table"),
    "other regions": (
        "one or two regions of the spine",
        "3–4 spinal regions",
        "3–4 spinal regions",
    ),
    "the same regions": ("three or four regions of the spine", "3-4 spinal regions", None),
    "outside the spine": ("all five regions of the spine", "extraspinal", "extraspinal"),
    "an hour": ("psychotherapy, 60 minutes", "a 45-minute therapy session", "45-minute therapy"),
    "an hour of something else": ("group, each 30 minutes", "a 60-minute class", None),
    "what the meaning leaves open": ("dry needling", "the first 15 minutes", None),
}


@pytest.mark.parametrize(("meaning", "said", "words"), SAID.values(), ids=SAID)
def test_services_are_contradicted_by_another_feature_only(meaning, said, words):
    assert contradicted(meaning, said) == words


def test_services_fit_where_the_meaning_has_all_that_is_said():
    assert fits(MANUAL, "manual acupuncture, first 15 minutes")
    assert not fits(MANUAL, "manual acupuncture, each additional 15 minutes")
    assert not fits("dry needling", "the first 15 minutes")
