"""What holds for addresses, routes, neighbours and rules whatever is in them."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from ipaddress import IPv4Network
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlink.errors import DecodeError, InvalidInput
from nlink.netlink.route.addresses.message import AddressMessage
from nlink.netlink.route.neighbors.message import NeighborMessage
from nlink.netlink.route.routes.labels import LabelStack
from nlink.netlink.route.routes.message import RouteCacheInfo, RouteMessage
from nlink.netlink.route.routes.nexthops import RouteNextHop
from nlink.netlink.route.rules.message import RuleMessage
from nlink.netlink.schema.encode import attribute
from nlink.netlink.schema.layout import UnknownAttribute
from nlink.netlink.schema.message import Message
from nlink.netlink.schema.nesting import Raw
from tests.corpus import past_failures
from tests.route.strategies import objects
from tests.unknown import unknown_attributes

CLASSES: tuple[type[Message], ...] = (AddressMessage, RouteMessage, NeighborMessage, RuleMessage)
messages = st.sampled_from(CLASSES).flatmap(objects)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(messages)
def test_what_is_encoded_decodes_to_the_same(message: Message) -> None:
    decoded = type(message).from_bytes(message.to_bytes())
    assert decoded == message
    assert hash(decoded) == hash(message)
    assert decoded.to_bytes() == message.to_bytes()
    assert type(message).from_bytes(message.to_bytes()).to_bytes() == message.to_bytes()  # never looked at
    assert pickle.loads(pickle.dumps(message)) == message == copy.deepcopy(message)
    assert str(decoded) == str(message)
    assert repr(decoded) == repr(message)


@past_failures("route_messages")
@given(st.binary(max_size=200))
def test_any_bytes_decode_or_raise_decode_error(data: bytes) -> None:
    for members in CLASSES:
        look_at_everything(members, data)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(messages, st.data())
def test_damaged_messages_decode_or_raise_decode_error(message: Message, data: st.DataObject) -> None:
    body = bytearray(message.to_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    look_at_everything(type(message), bytes(body[: data.draw(st.integers(0, len(body)))]))
    look_at_everything(type(message), bytes(body))


def look_at_everything(members: type[Message], data: bytes) -> None:
    try:
        message = members.from_bytes(data)
    except DecodeError:
        return
    for look in (Message.validate, str, repr, Message.to_dict, Message.to_bytes, *properties(members)):
        try:
            look(message)
        except DecodeError:
            continue


def properties(members: type[Message]) -> list[Any]:
    own = [getattr(members, name) for name in vars(members) if name not in members.__layout__.fields]
    return [made.fget for made in own if isinstance(made, property)]


@pytest.mark.parametrize(
    ("members", "given", "field"),
    [
        (AddressMessage, {"prefixlen": 256}, "prefixlen"),
        (AddressMessage, {"label": "x" * 16}, "label"),
        (RouteMessage, {"table": 1 << 32}, "table"),
        (RouteMessage, {"destination": "10.0.0.0/8"}, "destination"),
        (RouteMessage, {"newdst": LabelStack([1 << 20])}, "newdst"),
        (RouteMessage, {"newdst": LabelStack([])}, "newdst"),
        (RouteMessage, {"multipath": [1]}, "multipath"),
        (RouteMessage, {"sport": 65536}, "sport"),
        (NeighborMessage, {"lladdr": "02:xx"}, "lladdr"),
        (NeighborMessage, {"state": 1 << 16}, "state"),
        (RuleMessage, {"tun_id": -1}, "tun_id"),
        (RuleMessage, {"iifname": "x" * 16}, "iifname"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(members: type[Message], given: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        members(**given)
    assert caught.value.field == field


def test_a_prefix_fills_the_length_in_the_header() -> None:
    assert RouteMessage(destination=IPv4Network("10.0.0.0/8")).dst_len == 8
    assert RouteMessage(destination=LabelStack([100])).dst_len == 20
    assert RuleMessage(src=IPv4Network("10.0.0.0/8")).src_len == 8


@pytest.mark.parametrize("members", [RouteMessage, RuleMessage])
def test_a_table_beyond_the_header_is_told_by_the_attribute(members: type[RouteMessage | RuleMessage]) -> None:
    assert members(table=100).header_table == 100
    assert members(table=1000).header_table == 252  # RT_TABLE_COMPAT
    assert members(header_table=254).table == 254
    assert members.from_bytes(members(header_table=254).to_bytes()).table == 254
    assert members.from_bytes(members(table=1000).to_bytes()).table == 1000


def test_importing_the_messages_imports_no_pydantic() -> None:
    modules = ", ".join(f"nlink.netlink.route.{name}.message" for name in ("addresses", "routes", "neighbors", "rules"))
    subprocess.run([sys.executable, "-c", f"import sys, {modules}; assert 'pydantic' not in sys.modules"], check=True)


def test_undeclared_attributes_are_noticed_at_any_depth() -> None:
    """What the tests of dumps rely on."""
    unknown = UnknownAttribute(300, b"1234")
    hop = RouteNextHop.from_bytes(RouteNextHop().to_bytes() + attribute(*unknown))
    route = RouteMessage.from_bytes(
        RouteMessage(multipath=(hop,), encap=Raw(None, b"")).to_bytes() + attribute(8, attribute(*unknown))
    )
    assert unknown_attributes(route) == [
        "RouteMessage.metrics.300 (31323334)",
        "RouteMessage.multipath[0].300 (31323334)",
        "RouteMessage.encap (None)",
    ]
    cacheinfo = RouteCacheInfo.from_bytes(bytes(36))
    assert unknown_attributes(RouteMessage(cacheinfo=cacheinfo)) == [
        "RouteMessage.cacheinfo: 4 bytes more than declared"
    ]
