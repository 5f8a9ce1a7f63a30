import pytest
from hypothesis import given
from hypothesis import strategies as st
from quantities.reading import Case, check_reading

from pipeline.quantities import read_quantities

CASES: dict[str, Case] = {
    "range": ("[8–12 weeks]", {"value": None, "low": 8.0, "high": 12.0, "bound": "range"}),
    "range in words": ("[8 to 12 weeks]", {"low": 8.0}),
    "between": ("[between 8 and 12 weeks]", {"low": 8.0, "bound": "range"}),
    "from to without change": ("lasted [from 5 to 10 days]", {"low": 5.0}),
    "percent range": ("[10–15%] of us", {"low": 0.1, "high": 0.15}),
    "percent on both ends": ("[40% to 50%] of us", {"low": 0.4, "high": 0.5}),
    "unit on both ends": ("[8 weeks to 12 weeks]", {"low": 8.0, "unit": "wk"}),
    "two or three": ("[two or three weeks]", {"low": 2.0, "high": 3.0}),
    "six or twelve": ("[6] or [12 months]", {"value": 6.0, "unit": "mo"}),
    "a change is no range": ("rose from [4] to [9 points]", {"value": 4.0, "unit": "score"}),
    "a range that begins with the higher": (
        "ranged [from -18 °C to -34 °C]",
        {"low": -34.0, "high": -18.0, "bound": "range", "unit": "Cel"},
    ),
    "a fall is no range": ("fell from [9] to [4]", {"value": 9.0}),
    "hyphenated range": ("a [4-6-week] course", {"low": 4.0, "high": 6.0}),
    "p value": (
        "([p < 0.001])",
        {"kind": "p_value", "role": "p_value", "high": 0.001, "bound": "at_most"},
    ),
    "capital P": ("([P = 0.03])", {"kind": "p_value", "value": 0.03}),
    "p without a zero": ("([p=.04])", {"value": 0.04}),
    "P value of": ("([P value of 0.28])", {"kind": "p_value"}),
    "signed number": ("a change of [-9.22]", {"value": -9.22, "direction": "decrease"}),
    "clause dash": ("([n=6,318])—[12 trials]", {"value": 6318.0}),
    "arrow and clause dash": ("[↓60%]—([n=6,318])", {"value": 0.6}),
    "resolution of a count": ("[5,200 people]", {"resolution": 100.0}),
    "two lines": ("[5%]\n[6%]", {"value": 0.05}),
    "four digits before 1900": ("screened [1808] abstracts", {"value": 1808.0}),
    "more than behind and": ("[640 nurses] and [more than 6400 patients]", {"bound": "none"}),
    "possessive unit": ("at [6 months]' follow-up", {"unit": "mo"}),
    "number behind a unit": ("for [two years] [2.18 (95% CI 0.86 to 4.2)]", {"unit": "a"}),
    "at least one": ("[at least one]", {"bound": "at_least"}),
}


@pytest.mark.parametrize(("marked", "fields"), CASES.values(), ids=CASES)
def test_scan_reads_whole_quantities(marked, fields):
    check_reading(marked, fields)


def test_scan_reads_a_review_sentence_whole():
    check_reading(
        "Attacks [at least halved] in [57%] of those treated and [46%] of the others "
        "([RR 1.24, 95% CI 1.10 to 1.39]; [9 trials], [1390 participants]; I² = 31%; [P = 0.004]).",
        {"role": "threshold"},
    )


WORDS = (
    "0|1|2|12|95|100|2019|6,318|0.5|.05|½|%|-|–|+|±|~|≥|<|↓|(|)|[|]|/|:|;|,|.|$|£|one|two|half|"
    "twice|a|in|of|to|and|or|per|CI|RR|MD|n|=|p|fold|x|times|week|weeks|mg|day|people|trials|"
    "over|nearly|between|from|million|points|scale|95%CI|fewer|more|th|\n"
)
PIECES = st.lists(st.sampled_from(WORDS.split("|")), max_size=14)


@given(PIECES.flatmap(lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces)])))
def test_read_quantities_keeps_spans_ordered_and_disjoint_on_any_text(text):
    last = 0
    for quantity in read_quantities(text):
        assert last <= quantity.start < quantity.end <= len(text)
        assert quantity.text == text[quantity.start : quantity.end]
        assert "\n" not in quantity.text
        assert quantity.text == quantity.text.strip()
        last = quantity.end


@given(st.text(max_size=60))
def test_read_quantities_never_raises(text):
    for quantity in read_quantities(text):
        assert quantity.text == text[quantity.start : quantity.end]


@given(st.integers(0, 10000))
def test_a_percentage_prints_as_it_was_written(hundredths):
    text = f"{hundredths / 100:.2f}%"
    (quantity,) = read_quantities(f"It was {text} of adults")
    assert f"{quantity.value:.2%}" == text


@pytest.mark.parametrize(
    "text",
    [
        "1" * 400 + " people",
        "1,000" * 200,
        "1 000" * 200 + " people",
        "hundred " * 400,
        "9" * 400 + "%",
    ],
)
def test_read_quantities_survives_numbers_without_end(text):
    assert all(q.value is None or q.value < 1e24 for q in read_quantities(text))


def test_numbers_in_words_that_repeat_do_not_take_for_ever():
    assert len(read_quantities("one two " * 3000)) == 3000
