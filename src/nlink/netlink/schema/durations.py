"""Times as the kernel counts them: in clock ticks, seconds, milliseconds."""

from __future__ import annotations

import re
import struct
from datetime import timedelta
from typing import Any, Final, Generic, TypeAlias

from typing_extensions import TypeVar

from .integers import Integer, u32, u64
from .kind import Kind

DurationLike: TypeAlias = timedelta | int | float | str
"""What may be given for a duration: "100ms", a timedelta, or a number of seconds."""
UnitDuration: TypeAlias = timedelta | str
"""The same without bare numbers, where many would take one for milliseconds."""

_UNITS: Final = {
    "us": timedelta(microseconds=1),
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
_FORM: Final = re.compile(r"(?:([0-9]+)|([0-9]+\.[0-9]+)) *(us|ms|s|min|h|d)", re.ASCII)
G = TypeVar("G")


def parse_duration(value: object) -> timedelta:
    """A timedelta, a number of seconds, or a string of a number and one of the units us, ms, s, min, h, d."""
    if isinstance(value, timedelta):
        return value
    try:
        if isinstance(value, str):
            found = _FORM.fullmatch(value)
            if found is None:
                raise ValueError(f"{value!r} is no duration such as '100ms', '1.5s' or '2min'")
            return (int(found[1]) if found[1] else float(found[2])) * _UNITS[found[3]]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return timedelta(seconds=value)
    except OverflowError:
        raise ValueError(f"{value!r} is too long") from None
    raise TypeError(f"must be a duration such as '100ms', a timedelta or seconds, not {type(value).__name__}")


def plain_duration(value: timedelta) -> str:
    """A duration as parse_duration takes it, in the largest unit up to seconds that divides it."""
    for name in ("s", "ms"):
        count, left = divmod(value, _UNITS[name])
        if not left:
            return f"{count}{name}"
    return f"{value // _UNITS['us']}us"


class Ticks(Kind[timedelta, G], Generic[G]):
    """A whole number of some unit of time.

    Args:
        unit: the unit on the wire.
        base: the integer on the wire.
        numbers: a bare number may be given, and is seconds.
        rounds: the kernel keeps the value only as exactly as the unit.
    """

    def __init__(self, unit: timedelta, base: Integer, *, numbers: bool = True, rounds: bool = False) -> None:
        self.unit, self.size, self._struct = unit, base.size, struct.Struct(f"={base.format}")
        self.longest = base.high or 0
        self.numbers, self.rounds = numbers, rounds

    def load(self, raw: Any, owner: Any, /) -> timedelta:
        try:
            return self._struct.unpack(raw)[0] * self.unit  # type: ignore[no-any-return]
        except OverflowError:  # 64 bits hold more than a timedelta's 2.7 million years
            return timedelta.max

    def dump(self, value: timedelta, /) -> bytes:
        return self._struct.pack(value // self.unit)

    def check(self, value: timedelta, /) -> None:
        if not isinstance(value, timedelta):
            raise TypeError(f"must be a timedelta, not {type(value).__name__}")
        count, left = divmod(value, self.unit)
        if left:
            raise ValueError(f"must be a multiple of {plain_duration(self.unit)}, not {plain_duration(value)}")
        if not 0 <= count <= self.longest:
            raise ValueError(f"must be from 0 to {self.longest} times {plain_duration(self.unit)}, not {count} times")

    def parse(self, value: G, /) -> timedelta:
        if not self.numbers and isinstance(value, int | float):
            raise ValueError(f"needs a unit, as in '{value}ms'")
        duration = parse_duration(value)
        self.check(duration)
        return duration

    def agrees(self, given: timedelta, read: timedelta | None, /) -> bool:
        return given == read or (self.rounds and read is not None and abs(given - read) <= self.unit)

    def plain(self, value: timedelta, /) -> str:
        return plain_duration(value)


# USER_HZ is 100 on every architecture but alpha and ia64. The kernel counts in its own ticks, and where a clock tick is
# no whole number of those (CONFIG_HZ=250) what was given reads back up to one clock tick shorter.
_CLOCK_TICK: Final = timedelta(milliseconds=10)

clock_ticks: Final[Ticks[DurationLike]] = Ticks(_CLOCK_TICK, u32, rounds=True)
clock_ticks64: Final[Ticks[DurationLike]] = Ticks(_CLOCK_TICK, u64, rounds=True)
seconds: Final[Ticks[DurationLike]] = Ticks(timedelta(seconds=1), u32)
milliseconds: Final[Ticks[UnitDuration]] = Ticks(timedelta(milliseconds=1), u32, numbers=False)
