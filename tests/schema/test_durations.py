"""Times in the kernel's units."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlink.errors import InvalidInput
from nlink.netlink.schema.durations import (
    DurationLike,
    Ticks,
    clock_ticks,
    clock_ticks64,
    milliseconds,
    parse_duration,
    plain_duration,
    seconds,
)
from nlink.netlink.schema.field import attr
from nlink.netlink.schema.message import Attributes
from tests.schema.strategies import values


class Timers(Attributes):
    hello: timedelta | None = attr(1, clock_ticks)
    interval: timedelta | None = attr(2, seconds)
    delay: timedelta | None = attr(3, milliseconds)


@pytest.mark.parametrize("kind", [clock_ticks, clock_ticks64, seconds, milliseconds])
@given(data=st.data())
def test_what_is_dumped_loads_to_the_same(kind: Ticks[DurationLike], data: st.DataObject) -> None:
    duration = data.draw(values(kind))
    kind.check(duration)
    assert kind.decode(kind.dump(duration), None) == duration
    assert kind.parse(kind.plain(duration)) == duration


@pytest.mark.parametrize("given", ["100ms", "0.1s", 0.1, timedelta(milliseconds=100), "100 ms", "100000us"])
def test_one_duration_in_many_words(given: DurationLike) -> None:
    assert parse_duration(given) == timedelta(milliseconds=100)


@given(st.timedeltas(min_value=timedelta(0)))
def test_a_duration_in_plain_words_reads_back(duration: timedelta) -> None:
    assert parse_duration(plain_duration(duration)) == duration


def test_a_bare_number_of_milliseconds_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a unit, as in '100ms'"):
        milliseconds.parse(100)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["100", "ms", "1 week", "-1s", "1e3s", "", 1e300, float("nan"), float("inf")])
def test_words_that_are_no_duration_are_refused(wrong: DurationLike) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_duration(wrong)


@pytest.mark.parametrize(
    ("field", "wrong", "reason"),
    [
        ("hello", 3, "must be a timedelta, not int"),
        ("hello", timedelta(milliseconds=15), "must be a multiple of 10ms"),
        ("interval", timedelta(seconds=-1), "must be from 0"),
        ("delay", timedelta(days=50), "must be from 0 to 4294967295 times 1ms"),
        ("delay", "100ms", "must be a timedelta, not str"),
    ],
)
def test_what_cannot_be_is_refused_by_name(field: str, wrong: object, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Timers(**{field: wrong})
    assert caught.value.field == field
    assert reason in caught.value.reason


def test_more_ticks_than_a_timedelta_holds() -> None:
    assert clock_ticks64.decode(b"\xff" * 8, None) == timedelta.max
