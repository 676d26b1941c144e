"""Values that share an integer: single bits, and numbers of a few bits."""

from __future__ import annotations

from typing import Any

from .integers import Integer
from .kind import Kind, need


class Bit(Kind[bool, bool]):
    """One bit of an integer."""

    def __init__(self, base: Integer, bit: int) -> None:
        self._base, self.bit = base, int(bit)

    def load(self, raw: Any, owner: Any, /) -> bool:
        return bool(self._base.decode(raw, owner) & self.bit)

    def dump(self, value: bool, /) -> bytes:
        return self._base.dump(self.bit if value else 0)

    def check(self, value: bool, /) -> None:
        need(value, bool, "True or False")


class Part(Kind[int, int]):
    """A number in those bits of an integer that the mask has."""

    def __init__(self, base: Integer, mask: int) -> None:
        self._base, self.mask = base, mask
        self._shift = (mask & -mask).bit_length() - 1
        self.low, self.high = 0, mask >> self._shift

    def load(self, raw: Any, owner: Any, /) -> int:
        return (self._base.decode(raw, owner) & self.mask) >> self._shift

    def dump(self, value: int, /) -> bytes:
        return self._base.dump(value << self._shift)

    def check(self, value: int, /) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"must be an integer, not {type(value).__name__}")
        if not 0 <= value <= self.mask >> self._shift:
            raise ValueError(f"must be from 0 to {self.high}, not {value}")
