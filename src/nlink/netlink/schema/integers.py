"""Integers of every width, sign and byte order, booleans and flags."""

from __future__ import annotations

import struct
import sys
from typing import Any, Final

from .kind import Kind, need

_ORDERS = {"=": sys.byteorder, ">": "big", "<": "little"}


class Integer(Kind[int, int]):
    """An integer of a fixed width."""

    def __init__(self, character: str, order: str = "=") -> None:
        self._struct = struct.Struct(order + character)
        self.size = self._struct.size
        bits = 8 * self.size
        signed = character.islower()
        self.low, self.high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)
        self.native = _ORDERS[order] == sys.byteorder
        if self.native:
            self.format, self.raw, self.eager = character, int, True

    def load(self, raw: Any, owner: Any, /) -> int:
        return raw if self.native else self._struct.unpack(raw)[0]  # type: ignore[no-any-return]

    def dump(self, value: int, /) -> bytes:
        return self._struct.pack(value)

    def check(self, value: int, /) -> None:
        _check_range(self, value)


class AutomaticInteger(Kind[int, int]):
    """``uint`` and ``sint``: four bytes where the value fits, else eight."""

    def __init__(self, *, signed: bool) -> None:
        self._narrow = struct.Struct("=i" if signed else "=I")
        self._wide = struct.Struct("=q" if signed else "=Q")
        self._narrow_range = range(-(1 << 31), 1 << 31) if signed else range(1 << 32)
        self.low, self.high = (-(1 << 63), (1 << 63) - 1) if signed else (0, (1 << 64) - 1)

    def load(self, raw: Any, owner: Any, /) -> int:
        return (self._narrow if len(raw) == 4 else self._wide).unpack(raw)[0]  # type: ignore[no-any-return]

    def dump(self, value: int, /) -> bytes:
        return (self._narrow if value in self._narrow_range else self._wide).pack(value)

    def check(self, value: int, /) -> None:
        _check_range(self, value)


class Boolean(Kind[bool, bool]):
    """A yes or no in an integer."""

    def __init__(self, base: Integer) -> None:
        self._base = base
        self.format, self.size, self.raw = base.format, base.size, base.raw

    def load(self, raw: Any, owner: Any, /) -> bool:
        return bool(self._base.load(raw, owner))

    def dump(self, value: bool, /) -> bytes:
        return self._base.dump(int(value))

    def check(self, value: bool, /) -> None:
        need(value, bool, "True or False")


class Flag(Kind[bool, bool]):
    """An attribute without payload: there or not."""

    nothing = False

    def load(self, raw: Any, owner: Any, /) -> bool:
        return not raw or any(raw)  # the kernel takes IFLA_VXLAN_TTL_INHERIT as a flag, but tells it as a byte

    def dump(self, value: bool, /) -> bytes:
        return b""

    def check(self, value: bool, /) -> None:
        need(value, bool, "True or False")

    def absent(self, value: bool, /) -> bool:
        return not value

    def agrees(self, given: bool, read: bool | None, /) -> bool:
        return given == bool(read)


def _check_range(kind: Integer | AutomaticInteger, value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"must be an integer, not {type(value).__name__}")
    if not kind.low <= value <= kind.high:  # type: ignore[operator]
        raise ValueError(f"must be from {kind.low} to {kind.high}, not {value}")


u8: Final = Integer("B")
u16: Final = Integer("H")
u32: Final = Integer("I")
u64: Final = Integer("Q")
s8: Final = Integer("b")
s16: Final = Integer("h")
s32: Final = Integer("i")
s64: Final = Integer("q")
be16: Final = Integer("H", ">")
be32: Final = Integer("I", ">")
be64: Final = Integer("Q", ">")
be_s16: Final = Integer("h", ">")
be_s32: Final = Integer("i", ">")
be_s64: Final = Integer("q", ">")
le16: Final = Integer("H", "<")
le32: Final = Integer("I", "<")
le64: Final = Integer("Q", "<")
le_s16: Final = Integer("h", "<")
le_s32: Final = Integer("i", "<")
le_s64: Final = Integer("q", "<")
uint: Final = AutomaticInteger(signed=False)
sint: Final = AutomaticInteger(signed=True)
flag: Final = Flag()


def boolean(base: Integer = u8) -> Boolean:
    """A yes or no in an integer of that width; any value but zero is read as True."""
    return Boolean(base)
