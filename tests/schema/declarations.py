"""Classes with random sets of fields of all kinds, each from a number: the same number gives the same class."""

from __future__ import annotations

from enum import IntEnum, IntFlag
from functools import cache
from itertools import count
from random import Random
from types import new_class
from typing import Any

from hypothesis import strategies as st

from nlink.netlink.schema import integers
from nlink.netlink.schema.addresses import ip, ipv4, ipv6, prefix
from nlink.netlink.schema.durations import clock_ticks, milliseconds
from nlink.netlink.schema.enums import bitfield, enum, flags
from nlink.netlink.schema.field import attr, header, member, outer, required
from nlink.netlink.schema.integers import Integer, be16, be32, boolean, flag, sint, u8, u16, u32, u64, uint
from nlink.netlink.schema.kind import Kind
from nlink.netlink.schema.listed import listed
from nlink.netlink.schema.message import Attributes, CStruct, Message
from nlink.netlink.schema.nesting import array, indexed, multi, nested, structure, submessage, type_value
from nlink.netlink.schema.options import Options, Setting, option
from nlink.netlink.schema.text import (
    bare_string,
    binary,
    characters,
    device_name,
    hardware_address,
    mac,
    octets,
    string,
    text,
)


class Color(IntEnum):
    RED = 0
    GREEN = 1
    BLUE = 200


class Bits(IntFlag):
    ONE = 1
    SIXTEEN = 16


class Choice(IntEnum):
    FIRST = 0
    SECOND = 1
    THIRD = 2


few, few_be = enum(Choice, u8), enum(Choice, be16)
INTEGERS = [kind for kind in vars(integers).values() if isinstance(kind, Integer)]
ENUMS = [enum(Color, base) for base in (u8, u16, be16, uint)]
FLAGS = [flags(Bits, base) for base in (u8, u32, be32, u64)]
FIXED: list[Kind[Any, Any]] = [
    *INTEGERS, *ENUMS[:3], *FLAGS, boolean(), boolean(be16), mac, ipv4, ipv6, characters(5), octets(3), bitfield,
    clock_ticks, array(u16, 3), array(be32, 2),
]  # fmt: skip
"""What may stand in a struct."""
SINGLE: list[Kind[Any, Any]] = [
    *FIXED, *ENUMS, uint, sint, ip, string, bare_string, text(longest=7), binary, hardware_address, milliseconds,
    array(u8), array(ipv4),
]  # fmt: skip
"""What an attribute may be; these may also repeat, and be the elements of an array."""
NAMES = [f"field{number}" for number in range(12)]


SEEDS = 2000
"""As many classes of each sort; hypothesis chooses among them, and shrinks the values of a failing one."""


@cache
def struct_class(seed: int) -> type[CStruct]:
    """A C struct, perhaps with another one in it."""
    return _struct(Random(seed), 1)


@cache
def message_class(seed: int) -> type[Message]:
    """A message with sets, structs, options and sub-messages in it."""
    return _attributes(Random(seed), Message, 1 + seed % 2)


@cache
def options_class(seed: int) -> type[Options]:
    """A pydantic model with the same kinds of fields."""
    return _options(Random(seed), 1)


structs = st.integers(0, SEEDS).map(struct_class)
messages = st.integers(0, SEEDS).map(message_class)
options = st.integers(0, SEEDS).map(options_class)


def _struct(rng: Random, depth: int) -> type[CStruct]:
    kinds = rng.choices(FIXED, k=rng.randint(1, 6))
    if depth and rng.random() < 0.5:
        inner = structure(_struct(rng, depth - 1))
        kinds.insert(rng.randint(0, len(kinds)), rng.choice((inner, array(inner, 2))))
    fields = {name: member(kind, pad=rng.randint(0, 3)) for name, kind in zip(NAMES, kinds, strict=False)}
    return made("RandomStruct", CStruct, fields)


def _attributes(rng: Random, base: type[Attributes], depth: int, surrounding: str = "") -> type[Any]:
    """A set of attributes, perhaps behind a header; ``surrounding`` is a field that the set around it has."""
    free = iter(rng.sample(range(0x4000), 30))
    fields: dict[str, Any] = {}
    for position in range(rng.randint(0, 3)):
        fields[f"head{position}"] = header(f"h{position}", rng.choice(FIXED), pad=rng.randint(0, 2))
    if rng.random() < 0.5:
        fields["length"] = header("len", u8, default=0, pad=rng.choice((0, 3)))
        fields["network"] = attr(next(free), prefix("length"))
    if surrounding:
        fields[surrounding] = outer()
        fields["by_outer"] = attr(next(free), _submessage(rng, surrounding, depth - 1))
    for name in rng.sample(NAMES, rng.randint(0, 6)):
        kind = _kind(rng, depth)
        if kind is device_name:  # an empty one is an absent one
            fields[name] = attr(next(free), kind, default="")
        else:
            needed = not kind.repeats and kind is not flag and rng.random() < 0.3
            fields[name] = required(next(free), kind) if needed else attr(next(free), kind)
    if depth:
        both = [
            ("selector", attr(next(free), rng.choice((few, few_be)), default=Choice.FIRST)),
            ("chosen", attr(next(free), _submessage(rng, "selector", depth - 1))),
        ]
        fields |= dict(rng.sample(both, 2))  # either may come first on the wire
        fields["inner"] = attr(next(free), nested(_attributes(rng, Attributes, depth - 1, "selector")))
    return made("Random" + base.__name__, base, fields, padding=(next(free),))


def _submessage(rng: Random, selector: str, depth: int) -> Kind[Any, Any]:
    first = _attributes(rng, Attributes, depth) if depth >= 0 else _struct(rng, 0)
    return submessage(selector, {0: first, 1: _struct(rng, 0), 2: _options(rng, 0)})


def _options(rng: Random, depth: int) -> type[Options]:
    free = count(rng.randint(0, 100))
    fields = {name: option(next(free), _kind(rng, depth)) for name in rng.sample(NAMES, rng.randint(0, 6))}
    namespace = {"__module__": __name__, "__annotations__": dict.fromkeys(fields, Setting[Any, Any])}
    return new_class("RandomOptions", (Options,), {}, lambda body: body.update(namespace | fields))


def _kind(rng: Random, depth: int) -> Kind[Any, Any]:
    single = rng.choice(SINGLE)
    if depth and rng.random() < 0.5:
        single = rng.choice((structure(_struct(rng, 1)), nested(_attributes(rng, Attributes, depth - 1))))
    if rng.random() < 0.7:
        return single
    several: list[Kind[Any, Any]] = [multi(single), indexed(single, first=rng.randint(0, 2)), listed(single, 5)]
    return rng.choice([*several, type_value(single, depth=rng.randint(1, 3)), flag, device_name])


def made(name: str, base: type[Any], fields: dict[str, Any], **options: Any) -> type[Any]:
    """The class that a class statement with these fields makes."""
    annotations = dict.fromkeys(fields, object)
    namespace = {"__module__": __name__, "__annotations__": annotations, **fields}
    return new_class(name, (base,), options, lambda body: body.update(namespace))
