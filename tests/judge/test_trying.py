"""Numbers of a claim, tried one by one against the figures of rows."""

from factories import make_match, make_quantity

from pipeline.judge.trying import side_by_side, try_all, worst_of_each_row


def shares(*values):
    return [make_quantity(value, start=place) for place, value in enumerate(values)]


def test_trying_holds_every_number_against_every_figure_of_its_measure():
    rows = [make_match(row_id=name, quantities=shares(0.5)) for name in "AB"]
    tried = try_all([*shares(0.5), make_quantity(2, "ratio", kind="risk_ratio")], rows, "unclear")
    assert [(one.match.row.row_id, one.outcome) for one in tried] == [
        ("A", "agrees"),
        ("B", "agrees"),
    ]


def test_trying_the_other_arm_answers_nothing():
    arm = make_quantity(0.4, role="comparator_arm")
    row = make_match(quantities=[make_quantity(0.4, role="intervention_arm")])
    assert try_all([arm], [row], "unclear") == []


def test_trying_the_least_confirmed_number_speaks_for_a_row():
    tried = try_all(shares(0.5, 0.9), [make_match(quantities=shares(0.5))], "unclear")
    (worst,) = worst_of_each_row(tried)
    assert (worst.quantity.value, worst.outcome) == (0.9, "contradicts")


def test_trying_shows_both_numbers_with_the_rule():
    (tried,) = try_all(shares(0.5), [make_match(quantities=shares(0.5))], "unclear")
    shown = side_by_side(tried, "agrees as written")
    assert (shown.rule, shown.row_id) == ("agrees as written", "R1")
