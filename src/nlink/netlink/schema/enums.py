"""Enumerations, sets of flags and the kernel's bitfield32; all are open: an unknown value stays an int."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from enum import IntEnum, IntFlag
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, cast

from typing_extensions import TypeVar

from .integers import AutomaticInteger, Integer, u8, u32
from .kind import Kind, need

E = TypeVar("E", bound=IntEnum)
F = TypeVar("F", bound=IntFlag)


class Enumeration(Kind[E | int, E | int | str], Generic[E]):
    """One value of an enumeration, in an integer."""

    def __init__(
        self, members: type[E], base: Integer | AutomaticInteger, words: Mapping[str, E] = MappingProxyType({})
    ) -> None:
        self.members, self._base = members, base
        self._words = words
        self._shown = {value: word for word, value in words.items()}
        self._known = cast("dict[int, E]", members._value2member_map_)
        self.format, self.size, self.raw = base.format, base.size, base.raw
        self.low, self.high = base.low, base.high

    def load(self, raw: Any, owner: Any, /) -> E | int:
        value = self._base.load(raw, owner)
        return self._known.get(value, value)

    def dump(self, value: E | int, /) -> bytes:
        return self._base.dump(value)

    def check(self, value: E | int, /) -> None:
        self._base.check(value)

    def plain(self, value: E | int, /) -> object:
        known = self._known.get(value)
        return value if known is None else self._shown.get(known) or known.name.lower()

    def parse(self, value: E | int | str, /) -> E | int:
        if isinstance(value, str):
            word = self._words.get(value.lower())
            return member(self.members, value) if word is None else word
        self._base.check(value)
        return self._known.get(value, value)


class FlagSet(Kind[F, F | int | str], Generic[F]):
    """A set of flags in an integer; bits without a name are kept."""

    def __init__(self, members: type[F], base: Integer | AutomaticInteger) -> None:
        self.members, self._base = members, base
        self.format, self.size, self.raw = base.format, base.size, base.raw
        self.low, self.high = base.low, base.high

    def load(self, raw: Any, owner: Any, /) -> F:
        return self.members(self._base.load(raw, owner))

    def dump(self, value: F, /) -> bytes:
        return self._base.dump(value)

    def check(self, value: F, /) -> None:
        self._base.check(value)

    def parse(self, value: F | int | str, /) -> F:
        if isinstance(value, str):
            try:
                return self.members[value.upper().replace("-", "_")]
            except KeyError:
                names = ", ".join(known.lower() for known in self.members.__members__)
                raise ValueError(f"{value!r} is none of {names}") from None
        self._base.check(value)
        return self.members(value)


class Bitfield(NamedTuple):
    """A ``struct nla_bitfield32``: the values of some bits, and which bits are meant."""

    value: int
    selector: int


class BitfieldKind(Kind[Bitfield, Bitfield]):
    """The kernel's ``NLA_BITFIELD32``."""

    _struct = struct.Struct("=II")
    size = 8

    def load(self, raw: Any, owner: Any, /) -> Bitfield:
        return Bitfield(*self._struct.unpack(raw))

    def dump(self, value: Bitfield, /) -> bytes:
        return self._struct.pack(*value)

    def check(self, value: Bitfield, /) -> None:
        need(value, Bitfield, "a Bitfield")
        for number in value:
            u32.check(number)

    def parse(self, value: Bitfield, /) -> Bitfield:
        result = Bitfield(*value)  # JSON has a list for it
        self.check(result)
        return result


class Switch(Kind[bool | None, bool]):
    """One bit of a ``struct nla_bitfield32`` (or its like): on, off, or not told."""

    size = 8

    def __init__(self, bit: int) -> None:
        self.bit = int(bit)

    def load(self, raw: Any, owner: Any, /) -> bool | None:
        value, selector = bitfield.load(raw, owner)
        return bool(value & self.bit) if selector & self.bit else None

    def dump(self, value: bool | None, /) -> bytes:
        return bitfield.dump(Bitfield(self.bit if value else 0, self.bit))

    def check(self, value: bool | None, /) -> None:
        need(value, bool, "True or False")


bitfield = BitfieldKind()


def enum(
    members: type[E], base: Integer | AutomaticInteger = u8, *, words: Mapping[str, E] = MappingProxyType({})
) -> Enumeration[E]:
    """One of the members, as a name ("unicast") or number; numbers without a name stay ints.

    Args:
        words: what members are called in practice where that is no name for Python ("802.3ad"), in lower case.
    """
    return Enumeration(members, base, words)


def flags(members: type[F], base: Integer | AutomaticInteger = u32) -> FlagSet[F]:
    """Any of the members together."""
    return FlagSet(members, base)


def member(members: type[E], name: str) -> E:
    """The member of an enumeration by its name, in either case and with - for _; ValueError lists the names."""
    try:
        return members[name.upper().replace("-", "_").replace(".", "_")]
    except KeyError:
        names = ", ".join(known.lower() for known in members.__members__)
        raise ValueError(f"{name!r} is none of {names}") from None
