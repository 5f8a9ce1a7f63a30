"""Turns: one at a time for a host, with its pause, and no waiting for other hosts."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.read.web.limits import Clock
from pipeline.read.web.polite import Politeness


class Time:
    def __init__(self):
        self.now_s, self.slept = 0.0, []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now_s += seconds

    @property
    def clock(self):
        return Clock(lambda: dt.datetime.now(dt.UTC), lambda: self.now_s, self.sleep)


@pytest.fixture
def time_():
    return Time()


@pytest.fixture
def politeness(time_):
    return Politeness(time_.clock, delay_s=1.0, max_delay_s=30.0)


def ask(politeness, time_, host, took_s=0.0):
    with politeness.turn(host):
        time_.now_s += took_s


def test_polite_the_pause_begins_where_a_request_ends(politeness, time_):
    ask(politeness, time_, "a", took_s=5.0)
    assert politeness.waits_s("a") == 1.0
    ask(politeness, time_, "a")
    assert time_.slept == [1.0]


def test_polite_no_host_waits_for_another(politeness, time_):
    for host in "abc":
        ask(politeness, time_, host)
    assert time_.slept == []


def test_polite_a_pause_that_is_over_is_not_waited_for(politeness, time_):
    ask(politeness, time_, "a")
    time_.now_s += 2.0
    ask(politeness, time_, "a")
    assert time_.slept == []


@pytest.mark.parametrize(("asked_s", "pause_s"), [(5.0, 5.0), (0.1, 1.0), (9_999.0, 30.0)])
def test_polite_a_host_may_ask_for_longer_pauses_within_a_bound(
    politeness, time_, asked_s, pause_s
):
    politeness.slow_down("a", asked_s)
    ask(politeness, time_, "a")
    ask(politeness, time_, "a")
    assert time_.slept == [pause_s]


def test_polite_a_busy_host_is_left_alone(politeness, time_):
    with politeness.turn("a"):
        politeness.leave_alone("a", 20.0)
    ask(politeness, time_, "a")
    assert time_.slept == [20.0]


def test_polite_a_request_that_fails_gives_its_turn_back(politeness, time_):
    with pytest.raises(ZeroDivisionError), politeness.turn("a"):
        raise ZeroDivisionError
    ask(politeness, time_, "a")
    assert time_.slept == [1.0]
