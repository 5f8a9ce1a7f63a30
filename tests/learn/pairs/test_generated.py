"""Claims made of rows, one thing in each turned or none."""

from collections import Counter

import pytest

from pipeline.learn.pairs.generated import SEED, generate_number_pairs


@pytest.fixture(scope="module")
def pairs(table):
    return generate_number_pairs(table, seed=SEED)


def test_generated_there_are_enough_of_every_sort(pairs):
    assert len(pairs) >= 1500
    sorts = Counter(pair.rule for pair in pairs)
    assert {
        *("value", "unit", "comparator", "time-frame", "direction", "arm-swap", "year"),
        *("participants-count", "trials-count", "unit-conversion"),
    } <= set(sorts)
    verdicts = Counter(pair.verdict for pair in pairs)
    assert min(verdicts.values()) > len(pairs) / 6


def test_generated_the_same_seed_makes_the_same(table, pairs):
    assert generate_number_pairs(table, seed=SEED) == pairs
    assert generate_number_pairs(table, seed=SEED + 1) != pairs


def test_generated_a_row_of_one_group_goes_right_and_wrong_together(pairs):
    assert len({pair.group for pair in pairs}) < len(pairs) / 5
