"""Which rows a number is held against, and which only confirm it."""

import pytest
from factories import concept, make_claim, make_match, make_quantity, make_row

from pipeline.judge.numbers import judge_number
from pipeline.judge.on_topic import is_on_topic, is_strict

RATIO = make_quantity(0.8, "ratio", kind="risk_ratio", low=0.7, high=0.9, bound="ci95")
INCIDENCE, FALLS = concept("X-INCIDENCE", "risk"), concept("X-FALLS", "rate of falls")
FREQUENCY = concept("X-FLUSHES", "frequency of hot flushes")
ONSET, PAIN = concept("X-SLEEP-ONSET", "time to fall asleep"), concept("X-PAIN", "pain")
DURATION, DIARRHOEA = concept("X-DURATION", "duration"), concept("X-D", "duration of diarrhoea")
# The outcome and condition of a claim, those of a row and how they relate; near, and strict.
ROWS = {
    "the very same": ((PAIN, "C"), (PAIN, "C"), ("same", "same"), True, True),
    "falls for the risk of falling": (
        (INCIDENCE, "C"), (FALLS, "C"), ("narrower", "same"), True, False,
    ),
    "falls for the risk of something else": (
        (INCIDENCE, "C"), (FALLS, "D"), ("narrower", "other"), False, False,
    ),
    "how long the illness lasts": (
        (DIARRHOEA, "C"), (DURATION, "C"), ("wider", "same"), True, False,
    ),
    "how often it comes, for no outcome": (
        (None, "C"), (FREQUENCY, "C"), ("unknown", "same"), True, False,
    ),
    "pain, for no outcome": ((None, "C"), (PAIN, "C"), ("unknown", "same"), False, False),
    "what one has to have to be measured so": (
        (ONSET, None), (ONSET, "C"), ("same", "unknown"), True, False,
    ),
    "what anybody may have": ((PAIN, None), (PAIN, "C"), ("same", "unknown"), False, False),
}  # fmt: skip


@pytest.mark.parametrize(("said", "held", "relations", "near", "strict"), ROWS.values(), ids=ROWS)
def test_on_topic_what_is_near_confirms_and_only_the_same_contradicts(
    said, held, relations, near, strict
):
    claim = make_claim(outcome=said[0], condition=said[1], quantities=[RATIO])
    row = make_row(outcome=held[0], condition=held[1], quantities=[RATIO])
    match = make_match(row, outcome=relations[0], condition=relations[1])
    assert is_on_topic(claim, match) is near
    assert is_strict(claim, match) is strict


def test_on_topic_a_row_that_is_only_near_contradicts_nothing():
    claim = make_claim(
        outcome=INCIDENCE,
        quantities=[make_quantity(0.6, kind="relative_change", text="60%")],
        kind="statistic",
    )
    match = make_match(make_row(outcome=FALLS, quantities=[RATIO]), outcome="narrower")
    assert judge_number(claim, [match])[0].code == "UV003"


def test_on_topic_who_is_half_better_is_not_rid_of_it():
    shares = [make_quantity(0.5, "proportion", kind="proportion", role="intervention_arm")]
    responders = concept("X-RESPONDERS", "responders")
    row = make_match(make_row(outcome=responders, quantities=shares), outcome="unknown")
    claim = {"kind": "statistic", "outcome": None, "quantities": shares}
    assert is_on_topic(make_claim("It eases migraine in half of all.", **claim), row)
    assert not is_on_topic(make_claim("It makes migraine disappear in half of all.", **claim), row)


def test_on_topic_no_class_gives_a_number_for_its_member():
    claim = make_claim(quantities=[RATIO])
    row = make_row(intervention="D015444", quantities=[RATIO])
    assert not is_on_topic(claim, make_match(row, intervention="wider"))


def test_on_topic_some_of_what_is_named_contradicts_nothing():
    attacks = concept("X-ATTACKS", "attacks")
    match = make_match()
    whole = make_claim("It cut attacks by half.", outcome=attacks)
    some = make_claim("It cut attacks that need hospital care by half.", outcome=attacks)
    assert (is_strict(whole, match), is_strict(some, match)) == (True, False)
