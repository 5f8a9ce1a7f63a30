import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.judge.arithmetic import check_quantities
from pipeline.quantities import read_quantities


def check(text):
    return check_quantities(text, read_quantities(text))


WRONG = {
    "change behind": ("Pain fell from 8.0 to 4.0 (a 60% drop).", "AR001", "50%"),
    "change behind a comma": ("Pain fell from 8 to 4 points, a 60% reduction.", "AR001", "50%"),
    "change before": ("Pain dropped by 60%, from 8.0 to 4.0.", "AR001", "50%"),
    "an arrow": ("Pain 8.0 → 4.0 (-60%)", "AR001", "50%"),
    "neither percent nor points": ("It fell from 40% to 30%, a 50% drop.", "AR001", "25%"),
    "points": ("The score rose from 31.2 to 49.6 (+22.4 points).", "AR001", "18.4"),
    "percentage points": ("It fell from 40% to 30% (5 percentage points).", "AR001", "10"),
    "between two arms": (
        "50% versus 41%, a difference of 19 percentage points.",
        "AR001",
        "9 percentage points",
    ),
    "points alone": ("50% versus 41%, a difference of 19 points.", "AR001", "9 percentage points"),
    "a part of those": ("Of those 40 patients, 30 (85%) slept.", "AR003", "75%"),
    "fold": ("It rose from 2.0 to 6.0, a 5-fold increase.", "AR001", "3.0-fold"),
    "share": ("30 of 120 patients (35%) slept.", "AR003", "25%"),
    "share in slashes": ("It helped 38% (8/26).", "AR003", "31%"),
    "interval": ("It differed (RR 1.8, 95% CI 0.7 to 1.4).", "AR004", "0.7 to 1.4"),
    "more than all": ("It helped 120% of participants.", "AR005", "100%"),
}


@pytest.mark.parametrize(("text", "code", "recomputed"), WRONG.values(), ids=WRONG)
def test_prose_finds_sums_that_fail(text, code, recomputed):
    (result,) = check(text)
    assert (result.code, result.passed) == (code, False)
    assert recomputed in result.recomputed
    start, end = result.spans[-1]
    assert text[start:end] == result.stated


RIGHT = {
    "rounded": "Pain fell from 6.4 to 2.6 (a 59% drop).",
    "before": "The score fell by 33% from 18.3 to 12.3.",
    "about": "It rose from 3.9% to 6.6%, an increase of about 70%.",
    "relative": "It rose from 40% to 60%, a 50% increase.",
    "in points": "It rose from 40% to 60%, a 20% increase.",
    "share": "30 of 120 patients (25%) slept.",
    "a part of those": "Of the 40, only 30 (75%) slept.",
    "points alone": "50% versus 41%, a difference of 9 points.",
    "share with a decimal": "It helped 7.3% (21/288).",
    "interval": "It differed (RR 1.23, 95% CI 1.11 to 1.36).",
    "estimate on the end of its interval": "It differed (RR 1.36, 95% CI 1.11 to 1.36).",
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_prose_passes_sums_that_hold(text):
    assert [result.passed for result in check(text)] == [True]


SILENT = {
    "another subject": "Pain fell from 8 to 4 and 60% of women slept.",
    "a comparison of groups": "Pain fell by 60%, from 8.0 to 7.0 versus 9.0 to 8.9.",
    "no from": "Pain was 8.0 to 4.0 (60%).",
    "share of something else": "30 of 120 patients (35% women) slept.",
    "a cut digit": "It helped 66% (199/299).",
    "a footnote mark": "Nausea 21/24 (4.17%)",
    "daily value": "It holds 120% of the daily value.",
    "effort": "We give 110%.",
    "interval of another number": "RR 1.8 was larger in women aged 50 (95% CI 0.7 to 1.4).",
    "sign slip": "It differed (MD 0.5, 95% CI -0.8 to -0.2).",
    "risk ratio of two shares": "50% versus 41% (RR 1.5).",
    "points of a scale": "50% versus 41%, a difference of 19 points on a scale of 100.",
    "more than the whole": "Of those 40, 60 (85%) slept.",
    "different units": "From 8 weeks to 4 points, a 60% drop.",
    "from nought": "It rose from 0 to 4, a 60% rise.",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_prose_says_nothing_when_unsure(text):
    assert [r for r in check(text) if not r.passed] == []


def test_prose_tells_the_writer_the_number():
    (result,) = check("Pain fell from 8.0 to 4.0 (a 60% drop).")
    assert result.detail == "From 8.0 to 4.0 is a fall of 50%, not 60%."


PIECES = (
    "from |to |8.0 |4 |40% |(60%) |a 50% drop |, |30 of 120 |patients |(25%) |RR 1.2 |"
    "(0.8 to 1.4) |versus |. "
)


@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=12))
def test_prose_spans_are_the_quantities(pieces):
    text = "".join(pieces)
    spans = {(q.start, q.end) for q in read_quantities(text)}
    for result in check(text):
        assert set(result.spans) <= spans


@given(st.integers(1, 2000), st.integers(1, 2000))
def test_a_share_that_was_computed_never_fails(part, more):
    whole = part + more
    assert all(
        r.passed for r in check(f"It helped {part} of {whole} patients ({part / whole:.1%}).")
    )
