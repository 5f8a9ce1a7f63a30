from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.learn.intervals import (
    bootstrap,
    bootstrap_sums,
    proportion,
    ratio,
    summed,
    wilson,
)

# Newcombe 1998, Stat Med 17:857-872, table I, method 3.
PRINTED = {
    "81 of 263": (81, 263, 0.2553, 0.3662),
    "15 of 148": (15, 148, 0.0624, 0.1605),
    "none of 20": (0, 20, 0.0, 0.1611),
    "1 of 29": (1, 29, 0.0061, 0.1718),
}


@pytest.mark.parametrize(("part", "whole", "low", "high"), PRINTED.values(), ids=PRINTED)
def test_intervals_wilson_is_as_printed(part, whole, low, high):
    assert wilson(part, whole) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_intervals_wilson_by_hand():
    # z² = 3.8415; middle (0.9 + 0.19207) / 1.38415; half 1.96·√(0.009 + 0.0096036) / 1.38415.
    assert wilson(9, 10) == (pytest.approx(0.59585, abs=1e-5), pytest.approx(0.98212, abs=1e-5))


def test_intervals_wilson_of_nothing_is_anything():
    assert wilson(0, 0) == (0.0, 1.0)


def test_intervals_wilson_refuses_more_than_all():
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_intervals_wilson_holds_the_share_and_stays_within_bounds(counted):
    part, whole = counted
    low, high = wilson(part, whole)
    assert 0.0 <= low <= part / whole <= high <= 1.0
    assert low < high


def test_intervals_bootstrap_of_one_cluster_is_its_share():
    assert bootstrap([(3, 4)]) == (0.75, 0.75)


def test_intervals_bootstrap_of_nothing_is_anything():
    assert bootstrap([]) == bootstrap([(0, 0)]) == (0.0, 1.0)


def test_intervals_bootstrap_leaves_out_clusters_that_say_nothing():
    assert bootstrap([(1, 2), (0, 0), (2, 2)]) == bootstrap([(1, 2), (2, 2)])


def test_intervals_bootstrap_comes_out_alike_each_time_and_otherwise_by_seed():
    clusters = [(n % 3, 3) for n in range(50)]
    assert bootstrap(clusters) == bootstrap(clusters)
    assert bootstrap(clusters) != bootstrap(clusters, seed=1)


def test_intervals_bootstrap_is_near_the_normal_where_every_thing_is_a_cluster():
    # 80 of 100: 0.8 ± 1.96 · 0.04.
    low, high = bootstrap([(1, 1)] * 80 + [(0, 1)] * 20)
    assert low == pytest.approx(0.72, abs=0.015)
    assert high == pytest.approx(0.88, abs=0.015)


def test_intervals_are_wider_where_a_cluster_goes_wrong_as_a_whole():
    apart = proportion((str(n), n % 5 > 0) for n in range(100))
    together = proportion((str(n // 20), n // 20 > 0) for n in range(100))
    assert (apart.share, apart.wilson) == (together.share, together.wilson)
    assert together.clustered[0] < apart.clustered[0]
    assert together.clustered[1] > apart.clustered[1]


def test_intervals_do_not_depend_on_the_order_of_things():
    things = [(str(n // 3), n % 4 > 0) for n in range(60)]
    assert proportion(things) == proportion(reversed(things))


def test_intervals_of_sums_are_those_of_the_things():
    assert summed([(1, 2), (2, 2)]) == proportion(
        [("a", True), ("a", False), ("b", True), ("b", True)]
    )


def test_intervals_nothing_counted_has_no_share():
    assert summed([]).share is None


def test_intervals_of_a_ratio_are_those_of_its_sums():
    found = ratio([(2, 5), (0, 0), (4, 4)])
    assert (found.value, found.n) == (6 / 9, 9)
    assert found.clustered == bootstrap([(2, 5), (4, 4)])
    assert (ratio([]).value, ratio([]).clustered) == (None, (0.0, 1.0))


def test_intervals_of_summed_arrays_are_those_of_shares():
    clusters = [(n % 3, 3) for n in range(50)]
    arrays = [np.array(cluster, dtype=np.float64) for cluster in clusters]
    low, high = bootstrap_sums(arrays, lambda summed: float(summed[0] / summed[1]))
    assert (low, high) == pytest.approx(bootstrap(clusters), abs=0.02)
    assert (low, high) == bootstrap_sums(arrays, lambda summed: float(summed[0] / summed[1]))


def test_intervals_of_a_statistic_leave_out_draws_that_say_nothing():
    arrays = [np.array([1.0]), np.array([0.0])]
    assert bootstrap_sums(arrays, lambda summed: 0.5 if summed[0] else None) == (0.5, 0.5)
    assert bootstrap_sums(arrays, lambda _: None) == (0.0, 1.0)
    assert bootstrap_sums([], lambda _: 0.5) == (0.0, 1.0)
