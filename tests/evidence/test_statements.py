"""The cells of a finding become quantities with roles."""

from __future__ import annotations

import pytest
from evidence.packages import CONCEPTS, write_package

from pipeline.evidence import load_evidence
from pipeline.evidence.load import read_packages


def _quantities(tmp_path, line):
    (row,) = load_evidence([write_package(tmp_path, findings=[line])]).rows
    return row.statement


SHARES = {
    "measure": "proportion",
    "value": "0.50",
    "comparator_value": "0.41",
    "unit": "proportion",
}
ROLES = {
    "two arms": (SHARES, [("intervention_arm", 0.5), ("comparator_arm", 0.41)]),
    "an effect": (
        {"measure": "risk_ratio", "value": "1.23", "unit": "ratio"},
        [("effect", 1.23)],
    ),
    "with a baseline": (
        {"measure": "mean", "value": "3.5", "baseline_value": "6", "unit": "d"},
        [("effect", 3.5), ("baseline", 6.0)],
    ),
    "prevalence": (
        {"kind": "statistic", "measure": "proportion", "value": "0.2", "unit": "proportion"},
        [("prevalence", 0.2)],
    ),
    "money": (
        {"kind": "statistic", "measure": "money", "value": "89", "unit": "USD"},
        [("cost", 89.0)],
    ),
    "size": (
        {"n_trials": "14", "n_participants": "1825"},
        [("trials", 14), ("participants", 1825)],
    ),
    "time and dose": ({"timeframe": "8 wk", "dose": "600 mg/d"}, [("dose", 600), ("duration", 8)]),
}


@pytest.mark.parametrize(("line", "expected"), ROLES.values(), ids=ROLES)
def test_statements_give_each_number_its_role(tmp_path, line, expected):
    statement = _quantities(tmp_path, line)
    assert [(q.role, q.value) for q in statement.quantities] == expected


# What was counted in a million people.
COUNTED = {"people": ("X-PREVALENCE", "prevalence"), "something else": ("X-PAIN", "effect")}


@pytest.mark.parametrize(("outcome", "role"), COUNTED.values(), ids=COUNTED)
def test_statements_know_how_many_people_from_how_many_of_something(tmp_path, outcome, role):
    line = {"kind": "statistic", "measure": "count", "value": "1000000", "unit": "count"}
    counted = {"concept_id": "X-PREVALENCE", "kind": "outcome", "name": "prevalence"}
    folder = write_package(
        tmp_path, findings=[{**line, "outcome": outcome}], concepts=[*CONCEPTS, counted]
    )
    (row,) = load_evidence([folder]).rows
    assert [q.role for q in row.statement.quantities] == [role]


def test_statements_keep_the_interval_with_the_value(tmp_path):
    line = {"measure": "risk_ratio", "value": "1.2", "low": "1.1", "high": "1.4", "bound": "ci95"}
    (effect,) = _quantities(tmp_path, {**line, "unit": "ratio"}).quantities
    assert (effect.low, effect.high, effect.bound) == (1.1, 1.4, "ci95")
    assert effect.direction == "decrease"


def test_statements_read_a_range_of_time(tmp_path):
    time = _quantities(tmp_path, {"timeframe": "6-12 mo"}).timeframe
    assert (time.value, time.low, time.high, time.unit) == (None, 6.0, 12.0, "mo")


RESOLUTIONS = {
    "two places": ({"measure": "risk_ratio", "value": "1.20", "unit": "ratio"}, 0.01),
    "no places": ({"measure": "score", "value": "12", "unit": "score"}, 1.0),
    "a share is at least a per cent": (
        {"measure": "proportion", "value": "0.5", "unit": "proportion"},
        0.01,
    ),
}


@pytest.mark.parametrize(("line", "expected"), RESOLUTIONS.values(), ids=RESOLUTIONS)
def test_statements_know_how_precisely_a_number_was_given(tmp_path, line, expected):
    assert _quantities(tmp_path, line).quantities[0].resolution == pytest.approx(expected)


def test_statements_pool_comparators(tmp_path):
    statement = _quantities(tmp_path, {"comparator": "X-SHAM;X-CONTROL"})
    assert [c.name for c in statement.comparators] == ["sham", "any control"]


def test_statements_take_a_condition_for_an_outcome(tmp_path):
    assert _quantities(tmp_path, {"outcome": "D010146"}).outcome.name == "pain"


def test_statements_say_in_what_it_was_seen(tmp_path):
    assert _quantities(tmp_path, {"species": "animal"}).species == "animal"
    assert _quantities(tmp_path, {}).species == "human"


def test_statements_report_a_wrong_concept_on_every_line(tmp_path):
    faults = []
    lines = [{"outcome": "X-JOY"}, {"row_id": "R2", "outcome": "X-JOY"}]
    read_packages([write_package(tmp_path, findings=lines)], report=faults.append)
    assert [fault.line for fault in faults] == [2, 3]
