"""The timer of one exchange, whole and in phases."""

from __future__ import annotations

import httpcore2
import pytest

from pipeline.read.web.wire import Timer, Wires


class Time:
    now_s = 0.0

    def __call__(self):
        return self.now_s


def test_wire_a_timer_gives_what_is_left_of_phase_and_whole():
    time = Time()
    timer = Timer(time, 10.0)
    timer.begin("connect", 3.0)
    assert (timer.left(), timer.phase_ends_first) == (3.0, True)
    time.now_s = 2.0
    timer.begin("answer", 20.0)
    assert (timer.left(), timer.phase_ends_first) == (8.0, False)
    time.now_s = 9.0
    timer.begin("page")
    assert (timer.left(), timer.phase) == (1.0, "page")
    time.now_s = 10.0
    with pytest.raises(httpcore2.TimeoutException):
        timer.left()


def test_wire_without_an_address_there_is_no_connection():
    with pytest.raises(httpcore2.ConnectError):
        Wires([], Timer(Time(), 1.0), None).connect_tcp("example.org", 80)
