from dataclasses import replace

import pytest
from factories import concept, make_claim, make_match, make_quantity, make_row, make_source

from pipeline.judge.comparing import compare
from pipeline.judge.figures import Figure, figures_of
from pipeline.judge.numbers import judge_number, repeats


def share(value, role="intervention_arm", **fields):
    return make_quantity(value, role=role, **fields)


def relative(value, **fields):
    return make_quantity(value, kind="relative_change", text=f"{value:.0%}", **fields)


def ratio(value, low=None, high=None, kind="risk_ratio"):
    bound = "ci95" if low is not None else "none"
    return make_quantity(value, "ratio", kind=kind, low=low, high=high, bound=bound)


ARMS = (share(0.50), share(0.41, role="comparator_arm"))

# What the writer claims of a share of 41%, and whether it agrees.
AS_WRITTEN = {
    "41%": (share(0.41), "agrees"),
    "40.5 rounds to 41": (share(0.41), "agrees"),
    "42%": (share(0.42), "contradicts"),
    "about 40%": (share(0.40, low=0.35, high=0.45, bound="about"), "agrees"),
    "over 40%": (share(0.40, low=0.40, bound="at_least"), "agrees"),
    "over 42%": (share(0.42, low=0.42, bound="at_least"), "contradicts"),
    "up to 41%": (share(0.41, high=0.41, bound="at_most"), "agrees"),
    "up to 40%": (share(0.40, high=0.40, bound="at_most"), "contradicts"),
    "30 to 41%": (share(None, low=0.30, high=0.41, bound="range"), "agrees"),
}


@pytest.mark.parametrize(("quantity", "expected"), AS_WRITTEN.values(), ids=AS_WRITTEN)
def test_numbers_agree_to_the_precision_written(quantity, expected):
    figure = Figure("proportion", "proportion", 0.41)
    assert compare(quantity, figure, direction="unclear") == expected


# Both sides of both ends of an interval of 0.20 to 0.40 around 0.30.
ENDS = {
    "the estimate": (0.30, "agrees"),
    "lower end": (0.20, "inside"),
    "below the lower end": (0.18, "contradicts"),
    "upper end": (0.40, "inside"),
    "above the upper end": (0.42, "contradicts"),
}


@pytest.mark.parametrize(("value", "expected"), ENDS.values(), ids=ENDS)
def test_numbers_know_both_ends_of_an_interval(value, expected):
    figure = Figure("proportion", "proportion", 0.30, 0.20, 0.40)
    assert compare(share(value), figure, direction="unclear") == expected


def test_numbers_up_against_down_is_opposite():
    figure = Figure("relative_change", "proportion", 0.2, direction="increase")
    assert compare(relative(0.2), figure, direction="decrease") == "opposite"


def test_figures_turn_a_risk_ratio_into_a_relative_change_with_its_interval():
    row = make_match(quantities=(ratio(0.77, 0.71, 0.83),)).row
    derived = [f for f in figures_of(row.statement) if f.measure == "relative_change"]
    assert len(derived) == 1
    assert derived[0].direction == "decrease"
    assert (derived[0].value, derived[0].low, derived[0].high) == pytest.approx((0.23, 0.17, 0.29))


def test_figures_never_turn_an_odds_ratio_into_a_relative_change():
    row = make_match(quantities=(ratio(0.5, kind="odds_ratio"),)).row
    assert [f.measure for f in figures_of(row.statement)] == ["odds_ratio"]


def test_figures_take_the_difference_of_two_arms():
    row = make_match(quantities=ARMS).row
    points = [f for f in figures_of(row.statement) if f.measure == "percentage_point_change"]
    assert points[0].value == pytest.approx(9)


def judged(claim_fields, *matches):
    claim = make_claim(kind="statistic", **claim_fields)
    return judge_number(claim, matches)[0]


def test_numbers_support_what_a_row_gives():
    found = judged({"quantities": (share(0.50),)}, make_match(quantities=ARMS))
    assert (found.code, found.row_ids) == ("ST001", ("R1",))
    assert (found.comparison.claimed, found.comparison.row_id) == ("50%", "R1")


def test_numbers_contradict_what_pooled_trials_exclude():
    found = judged(
        {"quantities": (relative(0.5),)}, make_match(quantities=(ratio(0.97, 0.94, 1.0),))
    )
    assert found.code == "ST002"


def test_numbers_of_one_trial_do_not_settle_it():
    trial = make_source(kind="trial", publisher="")
    found = judged(
        {"quantities": (relative(0.5),)},
        make_match(quantities=(ratio(0.97, 0.94, 1.0),), source=trial),
    )
    assert found.code == "UV004"


def test_numbers_agree_but_the_interval_includes_no_effect():
    found = judged(
        {"quantities": (relative(0.03),)},
        make_match(quantities=(ratio(0.97, 0.94, 1.01),), significant=False),
    )
    assert found.code == "ST004"


# What is told of a fall, beside a row that found no difference (-6% to 12%).
NO_DIFFERENCE = {
    "far outside": (0.40, "moderate", "ST002"),
    "still inside": (0.05, "moderate", "EF004"),
    "little is certain": (0.40, "low", "EF004"),
}


@pytest.mark.parametrize(("value", "certainty", "code"), NO_DIFFERENCE.values(), ids=NO_DIFFERENCE)
def test_numbers_far_outside_of_a_null_result_are_contradicted(value, certainty, code):
    row = make_match(quantities=(ratio(1.02, 0.94, 1.12),), significant=False, certainty=certainty)
    found = judged({"quantities": (relative(value),), "direction": "decrease"}, row)
    assert found.code == code


def test_numbers_a_share_of_responders_is_no_mean_change():
    found = judged({"quantities": (relative(0.5),)}, make_match(quantities=(share(0.5),)))
    assert found.code == "ST003"


def test_numbers_percent_are_no_percentage_points():
    points = make_quantity(9.0, "percentage_point", kind="percentage_point_change", text="9 points")
    against = {"comparators": ["X-SHAM"], "direction": "increase"}
    arms = make_match(quantities=ARMS, comparators=["X-SHAM"], comparator="same")
    agreeing = judged({"quantities": (points,), **against}, arms)
    percent = judged({"quantities": (relative(0.09),), **against}, arms)
    assert (agreeing.code, percent.code) == ("ST001", "ST002")


def test_numbers_of_two_arms_contradict_no_change_from_before():
    assert judged({"quantities": (relative(0.5),)}, make_match(quantities=ARMS)).code == "UV003"


PAIN = {"intervention": None, "outcome": "X-PREVALENCE"}


def counted(*shares, text="Many people have pain."):
    quantities = tuple(
        make_quantity(value, role="prevalence", text=f"{value:.1%}", resolution=0.001, start=place)
        for place, value in enumerate(shares)
    )
    return make_claim(text, kind="statistic", quantities=quantities, **PAIN)


def prevalence_row(row_id, value, year):
    row = make_row(
        row_id,
        kind="statistic",
        sentence=f"Prevalence of pain in {year}.",
        quantities=(make_quantity(value, role="prevalence", resolution=0.001),),
        source=make_source(kind="survey", publisher="CDC"),
        **PAIN,
    )
    return make_match(row, intervention="unknown")


def test_numbers_a_share_is_held_against_the_year_it_names():
    rows = prevalence_row("A", 0.204, 2019), prevalence_row("B", 0.243, 2023)
    text = "In 2019, 24.3% had pain."
    assert judge_number(counted(0.243, text=text), rows)[0].code == "ST002"
    assert judge_number(counted(0.204, text=text), rows)[0].code == "ST001"


def test_numbers_of_several_groups_need_a_row_each():
    rows = prevalence_row("A", 0.204, 2019), prevalence_row("B", 0.243, 2023)
    assert judge_number(counted(0.204, 0.243), rows)[0].code == "ST001"
    assert judge_number(counted(0.204, 0.300), rows)[0].code == "UV004"


# About whom a claim is, beside a row on people in general that excludes it.
OTHERS = {
    "some people": ("X-RUNNERS", "UV003"),
    "people in general": ("X-ADULTS", "ST002"),
    "whoever was treated": ("D010361", "ST002"),
}


@pytest.mark.parametrize(("people", "code"), OTHERS.values(), ids=OTHERS)
def test_numbers_of_people_in_general_contradict_nothing_about_some(people, code):
    claim = {"quantities": (relative(0.5),), "population": concept(people)}
    assert judged(claim, make_match(quantities=(ratio(0.97, 0.94, 1.0),))).code == code


USERS = {
    "who use it": ("About 2% of adults use yoga.", "ST001"),
    "who are harmed by it": ("About 2% of adults are harmed by yoga.", "UV001"),
}


@pytest.mark.parametrize(("text", "code"), USERS.values(), ids=USERS)
def test_numbers_of_users_count_nothing_else(text, code):
    match = prevalence_row("A", 0.02, 2019)
    statement = replace(match.row.statement, outcome=concept("X-USE"))
    match = replace(match, row=replace(match.row, statement=statement))
    assert judge_number(counted(0.02, text=text), [match])[0].code == code


def test_numbers_of_a_life_say_nothing_of_today():
    match = prevalence_row("A", 0.84, 2019)
    match = replace(match, row=replace(match.row, sentence="Pain: 84%. At some point in life."))
    assert judge_number(counted(0.2, text="20% have pain."), [match])[0].code == "UV004"
    assert judge_number(counted(0.84, text="84% ever have pain."), [match])[0].code == "ST001"


# What a text gives beside a fact sheet's 50%, and a survey's.
ROUND = {
    "a fact sheet, near": ("fact_sheet", 0.60, "UV004"),
    "a fact sheet, far": ("fact_sheet", 0.10, "ST002"),
    "a survey, near": ("survey", 0.60, "ST002"),
}


@pytest.mark.parametrize(("kind", "value", "code"), ROUND.values(), ids=ROUND)
def test_numbers_near_a_fact_sheets_round_one_are_not_contradicted(kind, value, code):
    match = prevalence_row("A", 0.50, 2019)
    match = replace(match, row=replace(match.row, source=make_source(kind=kind, publisher="CDC")))
    assert judge_number(counted(value), [match])[0].code == code


# How many have pain, beside 600 million worldwide.
HEADS = {
    "as many": (600e6, "600 million people have pain.", "ST001"),
    "some more": (700e6, "Worldwide 700 million people have pain.", "UV004"),
    "far more": (2e9, "Worldwide 2 billion people have pain.", "ST002"),
    "perhaps of a country": (50e6, "Some 50 million people have pain.", "UV004"),
}


@pytest.mark.parametrize(("value", "text", "code"), HEADS.values(), ids=HEADS)
def test_numbers_of_heads_are_contradicted_only_by_those_of_the_same_world(value, text, code):
    def heads(number):
        return make_quantity(number, "count", kind="count", role="prevalence")

    match = prevalence_row("A", 0.5, 2019)
    statement = replace(match.row.statement, quantities=(heads(600e6),))
    row = replace(match.row, statement=statement, sentence="Pain: 600 million worldwide.")
    claim = make_claim(text, kind="statistic", quantities=(heads(value),), **PAIN)
    assert judge_number(claim, [replace(match, row=row)])[0].code == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80% of people have back pain.", "ST002"),
        ("80% of people have back pain at some time.", "UV004"),
        ("80% of people have back pain in their lives.", "UV004"),
        ("39% of people have back pain in their lives.", "UV004"),
    ],
)
def test_numbers_of_three_months_say_nothing_of_a_life(text, expected):
    months = make_quantity(3, "mo", kind="duration", role="duration")
    of_months = prevalence_row("A", 0.39, 2019)
    row = replace(of_months.row, statement=replace(of_months.row.statement, timeframe=months))
    assert judge_number(counted(0.80, text=text), [replace(of_months, row=row)])[0].code == expected


def test_numbers_about_an_odd_number_leaves_little_open():
    figure = Figure("proportion", "proportion", 0.243)
    odd = share(0.26, low=0.234, high=0.286, bound="about")
    round_one = share(0.25, low=0.225, high=0.275, bound="about")
    assert compare(odd, figure, direction="unclear") == "contradicts"
    assert compare(round_one, figure, direction="unclear") == "agrees"


def test_numbers_against_sham_say_nothing_of_no_treatment():
    found = judged(
        {"quantities": (share(0.50),), "comparators": ["X-NO-TREATMENT"]},
        make_match(quantities=ARMS, comparators=["X-SHAM"], comparator="other"),
    )
    assert found.code == "ST005"


def test_numbers_of_the_same_comparison_that_do_not_fit_are_not_called_another():
    # A row on one sort of it does not contradict what is said of all.
    found = judged(
        {"quantities": (share(0.80),), "comparators": ["X-SHAM"]},
        make_match(
            quantities=ARMS, intervention="narrower", comparators=["X-SHAM"], comparator="same"
        ),
    )
    assert found.code == "UV003"


def test_numbers_beside_another_treatment_contradict_no_claim_that_names_none():
    drug = {"comparators": ["X-ACTIVE-DRUG"], "quantities": (ratio(1.39, 1.25, 1.54),)}
    claim = {"quantities": (relative(1.2, direction="increase"),)}
    assert judged(claim, make_match(**drug)).code == "UV003"
    both = {**claim, "comparators": ["X-ACTIVE-DRUG"]}
    assert judged(both, make_match(**drug, comparator="same")).code == "ST002"
    placebo = {**drug, "comparators": ["X-PLACEBO"]}
    assert judged(claim, make_match(**placebo)).code == "ST002"


def test_numbers_pooled_comparators_fail_where_each_fails():
    sham = make_match(
        row_id="S",
        quantities=(relative(0.12, direction="decrease"),),
        comparators=["X-SHAM"],
        comparator="same",
    )
    usual = make_match(
        row_id="U",
        quantities=(relative(0.30, direction="decrease"),),
        comparators=["X-USUAL-CARE"],
        comparator="same",
    )
    pooled = {"quantities": (relative(0.52),), "comparators": ["X-SHAM", "X-USUAL-CARE"]}
    found = judged(pooled, sham, usual)
    assert (found.code, found.row_ids) == ("ST006", ("S", "U"))
    assert "12%" in found.comparison.evidence
    assert "30%" in found.comparison.evidence
    # With one comparator unknown nothing is contradicted for each.
    assert judged(pooled, sham).code != "ST006"


def test_numbers_without_a_row_on_the_question_are_not_known():
    assert judged({"quantities": (share(0.5),)}).code == "UV001"
    elsewhere = make_match(quantities=ARMS, condition="other")
    assert judged({"quantities": (share(0.5),)}, elsewhere).code == "UV001"


def test_numbers_an_unverified_row_never_decides():
    found = judged({"quantities": (share(0.5),)}, make_match(quantities=ARMS, verified=False))
    assert found.code == "UV001"


def test_numbers_that_measure_nothing_are_too_vague():
    dose = make_quantity(600, "mg", kind="amount", role="dose", text="600 mg")
    assert judged({"quantities": (dose,)}).code == "UV003"


def test_numbers_of_two_rows_that_agree_the_one_that_found_a_benefit_is_named():
    rows = [
        make_match(make_row(stance, stance=stance, quantities=[relative(0.3)]))
        for stance in ("denies", "affirms")
    ]
    claim = make_claim(kind="statistic", quantities=[relative(0.3)])
    assert judge_number(claim, rows)[0].row_ids == ("affirms",)


def test_numbers_of_the_only_people_who_were_studied_need_not_name_them():
    women = make_match(make_row("W", population="X-WOMEN", quantities=[relative(0.3)]))
    men = make_match(make_row("M", population="X-MEN", quantities=[relative(0.3)]))
    claim = make_claim(kind="statistic", quantities=[relative(0.3)])
    assert judge_number(claim, [women])[0].code == "ST001"
    assert judge_number(claim, [women, men])[0].code == "ST009"


def test_numbers_a_difference_that_is_called_chance_is_one():
    row = make_match(make_row(significant=False, quantities=[relative(0.3)]))
    claim = {"kind": "statistic", "quantities": [relative(0.3)]}
    assert judge_number(make_claim("30% fewer.", **claim), [row])[0].code == "ST004"
    said = make_claim("30% fewer, not statistically significant.", **claim)
    assert judge_number(said, [row])[0].code == "ST001"


def test_numbers_that_are_supposed_are_no_result():
    row = make_match(make_row(quantities=[relative(0.1)]))
    fall = relative(0.3)
    said = {"kind": "statistic", "quantities": [fall]}
    assert judge_number(make_claim("It brings a fall of 30%.", **said), [row])[0].code == "ST002"
    claim = make_claim("A fall of 30% cuts the risk of strokes.", **said)
    assert judge_number(claim, [row])[0].code == "UV003"


# --- several results of one sentence -------------------------------------------------------------

ADULTS, CHILDREN = concept("X-ADULTS", "adults"), concept("D002648", "children")
RESULTS = {
    "each its own": ((0.08, 0.14), "ST001", ("A", "C")),
    "one that no row gives": ((0.08, 0.30), "UV004", ("A",)),
    "none that any row gives": ((0.5, 0.7), "ST002", ("A",)),
}


@pytest.mark.parametrize(("values", "code", "rows"), RESULTS.values(), ids=RESULTS)
def test_numbers_of_several_results_each_needs_its_row_and_none_is_anothers(values, code, rows):
    text = "It cuts colds by {:.0%} in adults and by {:.0%} in children.".format(*values)
    said = [
        replace(relative(value), direction="decrease", start=at, end=at + 3)
        for value in values
        for at in [text.index(f"{value:.0%}")]
    ]
    held = [
        make_match(
            row_id=name,
            population=people,
            quantities=[replace(relative(value), direction="decrease", low=low, high=high)],
        )
        for name, people, value, low, high in (
            ("A", ADULTS, 0.08, 0.03, 0.12),
            ("C", CHILDREN, 0.14, 0.07, 0.21),
        )
    ]
    claim = {"text": text, "quantities": said, "direction": "decrease", "population": ADULTS}
    found = judged(claim, *held)
    assert (found.code, found.row_ids) == (code, rows)


def test_numbers_of_one_result_are_its_rows_alone():
    found = judged({"quantities": ARMS}, make_match(quantities=ARMS))
    assert found.code == "ST001"


def test_numbers_a_number_needed_to_treat_is_the_result_and_not_what_counts_as_better():
    needed = make_quantity(
        11, "count", kind="number_needed_to_treat", role="effect", start=1, text="11"
    )
    half = relative(0.5, role="comparator_arm", start=9)
    needed = replace(needed, resolution=1.0)
    found = judged({"quantities": [needed, half]}, make_match(quantities=ARMS))
    assert (found.code, found.comparison.claimed) == ("ST001", "11")


def test_numbers_a_number_of_responders_answers_who_names_no_outcome():
    responders = concept("X-RESPONDERS", "responders (at least 50% better)")
    row = make_row(quantities=[ratio(1.23)], outcome=responders)
    held = make_match(row, outcome="unknown")
    assert judged({"quantities": [ratio(1.23)], "outcome": None}, held).code == "ST001"


POOLED = {"agrees": (0.50, "ST001"), "does not": (0.90, "ST005")}


@pytest.mark.parametrize(("value", "code"), POOLED.values(), ids=POOLED)
def test_numbers_against_a_pool_confirm_and_refute_nothing(value, code):
    usual = concept("X-USUAL-CARE", "usual care")
    claim = {"quantities": [share(value), share(0.41, "comparator_arm", start=9)],
             "comparators": [usual]}  # fmt: skip
    assert judged(claim, make_match(quantities=ARMS, comparator="wider")).code == code


def test_numbers_of_the_very_people_are_contradicted_wherever_they_live():
    adults = concept("X-US-ADULTS", "US adults")
    source = make_source("S", kind="survey")
    held = make_match(
        make_row(kind="statistic", source=source, population=adults,
                 quantities=[share(0.2, "prevalence")], **PAIN),
        outcome="same",
    )  # fmt: skip
    claim = {"text": "About half of American adults have pain.", "population": adults}
    found = judged({"quantities": [share(0.5, "prevalence")], **claim, **PAIN}, held)
    assert found.code == "ST002"


def test_numbers_say_that_the_text_names_no_condition():
    found = judged({"quantities": [ARMS[0]], "condition": None}, make_match(
        quantities=[ratio(2.0)], condition="unknown", outcome="other"))  # fmt: skip
    assert found.reason.startswith("The text does not say for what")


def test_numbers_an_outcome_that_was_taken_for_a_condition_is_the_outcome():
    held = make_match(
        make_row(quantities=ARMS, outcome=concept("X-NAUSEA", "nausea after an operation")),
        condition="other",
    )
    said = {"kind": "statistic", "quantities": ARMS}
    of_it = make_claim(condition=concept("D009325", "nausea"), **said)
    of_another = make_claim(condition="D009325", **said)
    assert repeats(of_it, held) is not None
    assert repeats(of_another, held) is None


UP_TO = {"near": (0.15, "agrees"), "a little beyond": (0.18, "agrees"), "far": (0.8, "contradicts")}


@pytest.mark.parametrize(("most", "expected"), UP_TO.values(), ids=UP_TO)
def test_numbers_up_to_is_not_said_of_far_less(most, expected):
    said = relative(most, high=most, bound="at_most")
    figure = Figure("relative_change", "proportion", 0.15)
    assert compare(said, figure, direction="decrease") == expected


TWICE = {
    "the chance": ("It doubles the chance of sleep.", "ST001"),
    "the hours": ("It doubles the hours of sleep.", "ST003"),
}


@pytest.mark.parametrize(("text", "code"), TWICE.values(), ids=TWICE)
def test_numbers_twice_as_much_is_told_by_no_ratio_of_risks(text, code):
    double = make_quantity(2.0, "ratio", kind="fold_change", role="effect", text="doubles")
    held = make_match(quantities=[ratio(2.0)], direction="increase")
    claim = {"text": text, "quantities": [double], "direction": "increase"}
    assert judged(claim, held).code == code


ODDS = {
    "of odds": ("It cut the odds of d008881 by 58%.", "ST001"),
    "as if of risk": ("It cut d008881 by 58%.", "UV004"),
}


@pytest.mark.parametrize(("text", "code"), ODDS.values(), ids=ODDS)
def test_numbers_an_odds_ratio_is_told_of_odds(text, code):
    odds = make_match(make_row("O", quantities=[ratio(0.42, kind="odds_ratio")]))
    risk = make_match(make_row("R", quantities=[ratio(0.9, 0.8, 0.95)]))
    claim = {"text": text, "quantities": [relative(0.58)], "direction": "decrease"}
    assert judged(claim, odds, risk).code == code


def test_numbers_of_one_body_are_not_refuted_by_anothers():
    held = make_match(quantities=ARMS)
    said = {"quantities": [share(0.8), share(0.41, "comparator_arm", start=9)]}
    assert judged({"text": "80% were better.", **said}, held).code == "ST002"
    assert judged({"text": "NICE says that 80% were better.", **said}, held).code == "UV004"


VERY = {
    "the same ends": ((-0.43, 0.56), "ST004"),
    "another end": ((-0.40, 0.56), "ST003"),
}


@pytest.mark.parametrize(("ends", "code"), VERY.values(), ids=VERY)
def test_numbers_an_estimate_with_its_interval_is_the_rows_whatever_it_is_called(ends, code):
    said = make_quantity(0.07, "count", kind="count", low=ends[0], high=ends[1], bound="ci95",
                         role="effect")  # fmt: skip
    held = make_quantity(0.07, "/d", kind="mean_difference", low=-0.43, high=0.56, bound="ci95",
                         role="effect")  # fmt: skip
    row = make_match(make_row(quantities=[held], significant=False))
    assert judged({"quantities": [said]}, row).code == code
