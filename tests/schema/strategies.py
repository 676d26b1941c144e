"""Values of every kind of the schema, and objects of any declared class."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from nlink.netlink.schema.addresses import Address, Prefix
from nlink.netlink.schema.durations import Ticks
from nlink.netlink.schema.enums import Bitfield, BitfieldKind, Enumeration, FlagSet, Switch
from nlink.netlink.schema.field import Field
from nlink.netlink.schema.integers import AutomaticInteger, Boolean, Flag, Integer
from nlink.netlink.schema.kind import Kind
from nlink.netlink.schema.layout import UnknownAttribute
from nlink.netlink.schema.message import Attributes
from nlink.netlink.schema.nesting import (
    Array,
    Indexed,
    Multi,
    Nested,
    Raw,
    Structured,
    SubMessage,
    Typed,
    TypeValue,
)
from nlink.netlink.schema.options import Options
from nlink.netlink.schema.text import Binary, DeviceName, HardwareAddress, Text

u32s = st.integers(0, 2**32 - 1)
v4 = u32s.map(IPv4Address)
v6 = st.integers(0, 2**128 - 1).map(IPv6Address)
networks = st.one_of(
    st.tuples(v4, st.integers(0, 32)).map(lambda pair: IPv4Network(pair, strict=False)),
    st.tuples(v6, st.integers(0, 128)).map(lambda pair: IPv6Network(pair, strict=False)),
)
names = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="/:%"), min_size=3, max_size=15)
NOTHING: Mapping[str, Any] = MappingProxyType({})
MOST = 3
"""Elements of what repeats: enough to be several."""


def values(kind: Kind[Any, Any], depth: int = 3, around: Mapping[str, Any] = NOTHING) -> st.SearchStrategy[Any]:
    """What a field of this kind may hold.

    Args:
        depth: bounds sets inside themselves.
        around: the fields of the set that it is in, for those that take a value from there.
    """
    match kind:
        case Integer() | AutomaticInteger():
            assert kind.low is not None
            assert kind.high is not None
            edges = st.sampled_from((kind.low, kind.high, 0, 1))
            return st.one_of(st.integers(kind.low, kind.high), edges)
        case Enumeration():
            return st.one_of(st.sampled_from(list(kind.members)), st.integers(kind.low, kind.high)).map(kind.parse)
        case FlagSet():
            return st.integers(kind.low, kind.high).map(kind.members)
        case BitfieldKind():
            return st.builds(Bitfield, u32s, u32s)
        case Boolean() | Flag() | Switch():
            return st.booleans()
        case DeviceName():
            return names
        case Text():
            return _texts(30 if kind.longest is None else kind.longest)
        case Binary():
            return st.binary(max_size=40) if kind.size is None else st.binary(min_size=kind.size, max_size=kind.size)
        case HardwareAddress():
            sizes = {"max_size": 20} if kind.size is None else {"min_size": kind.size, "max_size": kind.size}
            return st.binary(**sizes).map(lambda data: data.hex(":"))
        case Address():
            return {None: st.one_of(v4, v6), 4: v4, 16: v6}[kind.size]
        case Prefix():
            return networks
        case Ticks():
            most = min(kind.longest, timedelta.max // kind.unit)
            return st.integers(0, most).map(lambda count: count * kind.unit)
        case Structured() | Nested():
            return objects(kind.members, depth - 1, around)
        case Array():
            sizes = {"max_size": MOST} if kind.count is None else {"min_size": kind.count, "max_size": kind.count}
            return st.lists(_element(kind.element, depth), **sizes).map(tuple)
        case Multi() | Indexed():
            return st.lists(values(kind.element, depth, around), max_size=MOST).map(tuple)
        case TypeValue():
            types = st.lists(st.integers(0, 0x3FFF), min_size=kind.depth, max_size=kind.depth).map(tuple)
            return st.builds(Typed, types, values(kind.element, depth))
    raise TypeError(f"no strategy for {kind!r}")


def _element(kind: Kind[Any, Any], depth: int) -> st.SearchStrategy[Any]:
    """Of fixed size: a struct in a struct, or in an array, has no tail."""
    return objects(kind.members, depth - 1, tail=False) if isinstance(kind, Structured) else values(kind, depth)


def _texts(longest: int) -> st.SearchStrategy[str]:
    # Any bytes but NUL: what is no UTF-8 is kept as surrogates.
    data = st.binary(max_size=longest).map(lambda some: some.replace(b"\0", b"0"))
    plain = st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=longest)
    return st.one_of(plain, data.map(lambda some: some.decode("utf-8", "surrogateescape")))


@st.composite
def objects(
    draw: st.DrawFn, members: type[Any], depth: int = 3, around: Mapping[str, Any] = NOTHING, *, tail: bool = True
) -> Any:
    """Objects of a declared class (Message, Attributes, CStruct or Options) with any of their optional fields given."""
    fields: dict[str, Field] = members.__layout__.fields
    lengths = {field.kind.length for field in fields.values() if isinstance(field.kind, Prefix)}
    given = {name: around.get(name, field.default) for name, field in fields.items() if field.role == "outer"}
    if "unknown" in fields and draw(st.booleans()):
        given["unknown"] = draw(unknown(members))
    if "tail" in fields and tail:
        given["tail"] = draw(st.sampled_from((b"", b"more")))
    later = []
    for name, field in fields.items():
        kind = field.kind
        if kind is None or field.role == "rest" or name in lengths or field.reported:
            continue
        if kind.after and not isinstance(kind, Prefix):
            later.append((name, field, kind))
        elif field.role == "header":
            given[name] = draw(_element(kind, depth))
        elif field.required or draw(st.booleans()):
            given[name] = draw(values(kind, depth))
    there = {name: given.get(name, field.default) for name, field in fields.items()}
    for name, field, kind in later:
        if field.required or (depth > 0 and draw(st.booleans())):
            if isinstance(kind, SubMessage):
                given[name] = draw(_chosen(kind, there, depth))
            else:
                given[name] = draw(values(kind, depth, there))
    if issubclass(members, Options):  # what is off, or empty, is as if it had not been given
        kinds = {name: field.kind for name, field in fields.items() if field.kind is not None}
        given = {name: value for name, value in given.items() if value != kinds[name].nothing}
    return members(**given)


def _chosen(kind: SubMessage, there: Mapping[str, Any], depth: int) -> st.SearchStrategy[Any]:
    selected = there.get(kind.selector)
    members = kind.choose(selected)
    if members is None:
        return st.binary(max_size=20).map(lambda data: Raw(selected, data))
    return objects(members, depth - 1, there)


@st.composite
def unknown(draw: st.DrawFn, members: type[Attributes]) -> tuple[UnknownAttribute, ...]:
    """Attributes that a class does not declare."""
    layout = members.__layout__
    numbers = st.integers(0, 0x3FFF).filter(lambda n: n not in layout.by_number and n not in layout.padding)
    pairs = draw(st.lists(st.tuples(numbers, st.binary(max_size=9)), max_size=2))
    return tuple(UnknownAttribute(number, data) for number, data in pairs)
