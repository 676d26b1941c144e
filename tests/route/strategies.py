"""Hypothesis strategies for any declared message of the route family: values for each kind of field."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any

from hypothesis import strategies as st

from nlink.netlink.route.routes.destination import Destination
from nlink.netlink.route.routes.labels import LabelStack, LabelStackKind
from nlink.netlink.route.routes.nexthops import Multipath, RouteNextHop
from nlink.netlink.route.routes.via import Via, ViaKind
from nlink.netlink.route.rules.message import Unset
from nlink.netlink.schema.addresses import Address, Prefix
from nlink.netlink.schema.enums import Enumeration, FlagSet
from nlink.netlink.schema.field import Field
from nlink.netlink.schema.integers import AutomaticInteger, Boolean, Flag, Integer
from nlink.netlink.schema.kind import Kind
from nlink.netlink.schema.message import Declared
from nlink.netlink.schema.nesting import Nested, Raw, Structured, SubMessage
from nlink.netlink.schema.text import Binary, HardwareAddress, Text
from nlink.netlink.schema.widened import Widened
from tests.route.encapsulation_examples import EXAMPLES

AF_INET, AF_INET6, AF_PACKET, AF_MPLS = 2, 10, 17, 28

v4 = st.integers(0, 2**32 - 1).map(IPv4Address)
v6 = st.integers(0, 2**128 - 1).map(IPv6Address)
networks = st.one_of(
    st.tuples(v4, st.integers(0, 32)).map(lambda pair: IPv4Network(pair, strict=False)),
    st.tuples(v6, st.integers(0, 128)).map(lambda pair: IPv6Network(pair, strict=False)),
)
hardware_addresses = st.binary(max_size=20).map(lambda data: data.hex(":"))
label_stacks = st.lists(st.integers(0, 2**20 - 1), min_size=1, max_size=4).map(LabelStack)
vias = st.one_of(
    v4.map(lambda address: Via(AF_INET, address)),
    v6.map(lambda address: Via(AF_INET6, address)),
    hardware_addresses.map(lambda address: Via(AF_PACKET, address)),
)


def values(kind: Kind[Any, Any]) -> st.SearchStrategy[Any]:
    """Values that a field of this kind may hold."""
    match kind:
        case Integer() | AutomaticInteger() | Unset():
            return st.integers(kind.low, kind.high)
        case Enumeration():
            return st.integers(kind.low, kind.high).map(kind.parse)
        case FlagSet():
            return st.integers(kind.low, kind.high).map(kind.members)
        case Widened():
            return values(kind._base)
        case Boolean() | Flag():
            return st.booleans()
        case Text():
            longest = 30 if kind.longest is None else kind.longest
            return st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=longest)
        case Binary():
            return st.binary(max_size=40)
        case HardwareAddress():
            return hardware_addresses
        case Address():
            return st.one_of(v4, v6)
        case Prefix() | Destination():
            return networks
        case LabelStackKind():
            return label_stacks
        case ViaKind():
            return vias
        case Structured() | Nested():
            return objects(kind.members)
        case Multipath():
            return st.lists(objects(RouteNextHop), max_size=3).map(tuple)
    raise TypeError(f"no strategy for {kind!r}")


@st.composite
def objects(draw: st.DrawFn, members: type[Any]) -> Any:
    """Objects of a declared class, any of their optional fields given."""
    fields: dict[str, Field] = members.__layout__.fields
    given: dict[str, Any] = {}
    for name, field in fields.items():
        # What another field fills in by itself is left to it; a struct's first member of a chain counts only there.
        if field.role in ("outer", "rest") or name in ("dst_len", "src_len", "header_table", "header_flags", "length"):
            continue
        if isinstance(field.kind, SubMessage):
            continue
        if field.required or draw(st.booleans()):
            given[name] = draw(values(field.kind))
    if isinstance(given.get("destination"), IPv4Network | IPv6Network) and given.get("family") == AF_MPLS:
        given["destination"] = draw(label_stacks)
    for name, field in fields.items():
        if isinstance(field.kind, SubMessage) and draw(st.booleans()):
            given[name] = draw(_chosen(field.kind, given))
    assert issubclass(members, Declared)
    return members(**given)


@st.composite
def _chosen(draw: st.DrawFn, kind: SubMessage, given: dict[str, Any]) -> Any:
    known = sorted({int(example.given.kind) for example in EXAMPLES})
    number = draw(st.sampled_from([*known, None, 200]))
    given.pop(kind.selector, None)
    if number is not None:
        given[kind.selector] = number
    members = kind.choose(number)
    options = [example.given.resolved({"lo": 1}) for example in EXAMPLES if example.given.kind == number]
    if options:
        return draw(st.sampled_from(options))
    assert members is None
    return Raw(number, draw(st.binary(max_size=20)))
