"""Several numbers in one sentence, each about other people."""

import re

import pytest
from factories import concept, make_claim, make_match, make_quantity, make_row

from pipeline.judge.groups import of_each_share, repeats_each
from pipeline.judge.trying import try_all

WOMEN, MEN = concept("X-WOMEN", "women"), concept("X-MEN", "men")


def numbers_in(text, **fields):
    return [
        make_quantity(float(found[1]) / 100, start=found.start(), end=found.end(), **fields)
        for found in re.finditer(r"([\d.]+)%", text)
    ]


def row_of(people, value, **fields):
    return make_match(
        row_id=people.name, population=people, quantities=[make_quantity(value, **fields)]
    )


SHARES = {
    "each its own": ("18.9% of women and 9.8% of men", ["women", "men"], None),
    "the other's": ("9.8% of women and 18.9% of men", [], "women"),
    "of nobody in particular": ("9.8% here and 18.9% there", ["men", "women"], None),
    "one that no row gives": ("18.9% of women and 3% of children", ["women"], None),
}


@pytest.mark.parametrize(("text", "agreeing", "contradicted"), SHARES.values(), ids=SHARES)
def test_groups_each_share_is_held_against_its_own_groups_row(text, agreeing, contradicted):
    shares = numbers_in(text, role="prevalence", resolution=0.001)
    rows = [
        row_of(people, value, role="prevalence", resolution=0.001)
        for people, value in ((WOMEN, 0.189), (MEN, 0.098))
    ]
    tried = try_all(shares, rows, "unclear")
    found, against = of_each_share(make_claim(text, quantities=shares), shares, tried)
    assert [one.match.row.row_id for one in found] == agreeing
    assert (against and against.match.row.row_id) == contradicted


CUTS = {
    "each its own": ("It fell by 26% in women and by 54% in men.", ["women", "men"]),
    "the other's": ("It fell by 54% in women and by 26% in men.", []),
    "one that no row gives": ("It fell by 26% in women and by 12% in men.", []),
    "one alone": ("It fell by 26% in women.", []),
    "in words and in figures": ("It fell by 26% (26%) in women, by 54% in men.", ["women", "men"]),
}


@pytest.mark.parametrize(("text", "rows"), CUTS.values(), ids=CUTS)
def test_groups_each_number_of_a_source_needs_a_row(text, rows):
    change = {"kind": "relative_change", "direction": "decrease"}
    claim = make_claim(text, quantities=numbers_in(text, **change), direction="decrease")
    matches = [row_of(WOMEN, 0.26, **change), row_of(MEN, 0.54, **change)]
    assert [one.match.row.row_id for one in repeats_each(claim, matches, {})] == rows


def test_groups_another_outcome_answers_the_number_behind_its_name():
    systolic, diastolic = concept("X-SBP", "systolic"), concept("X-DBP", "diastolic")
    text = "It lowered systolic pressure by 4 and diastolic pressure by 1."
    change = {"kind": "mean_difference", "direction": "decrease", "unit": "mm[Hg]"}
    said = [
        make_quantity(value, text=str(value), start=at, end=at + 1, **change)
        for value in (4, 1)
        for at in [text.index(f"by {value}") + 3]
    ]
    claim = make_claim(text, quantities=said, direction="decrease", outcome=systolic)
    rows = [
        make_match(row_id="S", outcome=systolic, quantities=[make_quantity(4, **change)]),
        make_match(
            make_row("D", outcome=diastolic, quantities=[make_quantity(1, **change)]),
            outcome="other",
        ),
    ]
    named = {"X-SBP": text.index("systolic"), "X-DBP": text.index("diastolic")}
    assert [one.match.row.row_id for one in repeats_each(claim, rows, named)] == ["S", "D"]
    assert repeats_each(claim, rows, {}) == []
