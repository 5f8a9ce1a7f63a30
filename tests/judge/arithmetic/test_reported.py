"""Results of one sentence that cannot all be true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.judge.arithmetic import check_reported
from pipeline.quantities import read_quantities


def check(text):
    return check_reported(text, read_quantities(text))


WRONG = {
    "p too small for its interval": (
        "Pain fell (RR 0.80, 95% CI 0.60 to 1.10, p = 0.01).",
        "AR006",
        "p above 0.05",
    ),
    "p too large for its interval": (
        "Pain fell (RR 0.80, 95% CI 0.70 to 0.92; p = 0.30).",
        "AR006",
        "p below 0.05",
    ),
    "p of a difference": ("MD 2.1 (95% CI -0.3 to 4.5, P = 0.03).", "AR006", "p above 0.05"),
    "a ratio of two shares": (
        "It eased in 40% with ginger and 20% with placebo (RR 4.5).",
        "AR007",
        "2.00",
    ),
    "past a title that ends no sentence": (
        "It eased in 40% with ginger in the study of Dr. Lee and 20% with placebo (RR 4.5).",
        "AR007",
        "2.00",
    ),
    "people to be treated": (
        "30% improved with tea against 10% with placebo, a number needed to treat of 20.",
        "AR007",
        "5.0",
    ),
    "women and men": ("In all 120 people came, 70 women and 60 men.", "AR008", "130"),
    "in brackets": ("We asked 60 participants (35 women, 30 men).", "AR008", "65"),
    "a mean of counts": (
        "Among 12 people the mean number of attacks was 3.47.",
        "AR009",
        "3.500",
    ),
    "times cheaper": (
        "At $1,200 versus $8,500 a year, it is 10 times cheaper.",
        "AR001",
        "7.1 times",
    ),
}


@pytest.mark.parametrize(("text", "code", "recomputed"), WRONG.values(), ids=WRONG)
def test_reported_finds_what_cannot_all_be_true(text, code, recomputed):
    (result,) = check(text)
    assert (result.code, result.passed, result.recomputed) == (code, False, recomputed)
    start, end = result.spans[-1]
    assert text[start:end] == result.stated


RIGHT = {
    "p and interval": "Pain fell (RR 0.80, 95% CI 0.70 to 0.92; p<0.05).",
    "a crude ratio": "It eased in 40% with ginger and 20% with placebo (RR 1.8).",
    "the other way round": "It stayed in 20% with ginger and 40% with placebo (RR 0.5).",
    "women and men": "In all 130 people came, 70 women and 60 men.",
    "a mean of counts": "Among 12 people the mean number of attacks was 3.42.",
    "about as much cheaper": "At $1,200 versus $8,500 a year, it is 7 times cheaper.",
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_reported_passes_what_fits(text):
    assert [result.passed for result in check(text)] == [True]


SILENT = {
    "a limit at no effect": "RR 0.80 (95% CI 0.64 to 1.00, p = 0.04).",
    "p near the level": "RR 0.80 (95% CI 0.70 to 0.92, p = 0.05).",
    "p of another result": "RR 0.80 (95% CI 0.60 to 1.10), and more slept (p = 0.01).",
    "one share in two ways": "It eased in 24/188 (13%) of men with tea (RR 9.4).",
    "three shares": "40% with tea, 30% with mint and 20% with placebo (RR 4.5).",
    "two treatments": "It eased in 40% with ginger and 20% with mint (RR 4.5).",
    "some women and men": "Of 120 people 70 women and 30 men slept.",
    "two sorts of one sex": "We asked 60 people (35 women, 30 women on tea).",
    "so many people that any mean fits": "In 400 people the mean number of attacks was 3.47.",
    "a mean of no counts": "Among 12 people the mean score was 3.47.",
    "another sentence": "It costs $1,200. Drugs cost $8,500. They are 10 times more.",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_reported_says_nothing_where_numbers_may_be_of_other_things(text):
    assert check(text) == []


@given(st.text(alphabet="0123456789.,%()=<p RCI95to womenmenpeople", max_size=120))
def test_reported_never_fails(text):
    for result in check(text):
        assert all(0 <= start < end <= len(text) for start, end in result.spans)
