import pytest
from hypothesis import given
from hypothesis import strategies as st
from spans import drawn

from pipeline.mark.clauses import cut_clauses

CUT = {
    "one clause": "[It lowers blood pressure].",
    "a dash": "[It works] — and [it lasts six weeks].",
    "what a review found": "[A review] found that [it eases pain].",
    "a semicolon": "[Pain fell]; [sleep improved].",
    "verbs in a row": "[It eases pain], [lowers stress], and [boosts mood].",
    "nouns in a row stay": "[It eases pain, stress and low mood].",
    "a number of its own": "[Half slept better] and [30% had less pain].",
    "brackets are not cut": "[It helps (and lowers stress, and boosts mood) at night].",
    "an open bracket encloses nothing": "[It helps (a lot], [lowers stress].",
    "a hyphenated word is not a dash": "[A well-known long-term effect].",
    "a subject of its own": "[Yoga eases back pain], and [acupuncture cures sciatica].",
    "a subject without a comma": "[It eases pain] while [valerian root has no effect].",
    "an adjective is no verb": "[It eases pain in the neck and lower back].",
    "two bodies": "[It is advised by the ACP] and [strongly recommended by the AASM].",
    "half of a subject": "[Hearing loss, age and loneliness are three of them].",
    "half of a count": "[64% of people on it and 60% of those on placebo had less pain].",
    "half of a list": "[For coughs and colds in children such pills have no effect].",
    "what may be done besides": "[It has no side effects] and [can be given to babies].",
    "nouns in a row have no verb": "[It reduces falls and hip fractures].",
    "a reservation": "[It is no better than sham], though [it beat doing nothing].",
    "a reservation on another thing": "[Ginger may help], although [lemon is of no use].",
    "a reservation on the evidence": "[Ginger may help, although the evidence is thin].",
    "what studies show besides": "[Ginger may help], and [studies show it eases pain].",
    "a reservation without a verb": "[It cuts sleep, though not by much].",
    "it, whatever it does": "[We gave it to 250 people], and [it fared no better than sham].",
    "nobody": "[It prevents colds], and [nobody should skip it].",
    "no subject of its own": "[It eases pain in it and them].",
    "a range is not a dash": "[It takes 8–12 weeks].",
}


@pytest.mark.parametrize("marked", CUT.values(), ids=CUT)
def test_clauses_end_where_a_new_statement_begins(marked):
    text, spans = drawn(marked)
    assert cut_clauses(text) == spans


@given(st.text(alphabet="ab ,;—()[]and.", max_size=80))
def test_clauses_are_ordered_and_inside(text):
    last = 0
    for start, end in cut_clauses(text):
        assert last <= start < end <= len(text)
        last = end
