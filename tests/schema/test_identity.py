"""Messages are values: equal, hashable, copied, pickled, shown and told as JSON, whether they were read or not."""

from __future__ import annotations

import copy
import json
import pickle
from ipaddress import IPv4Address
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from nlink.errors import DecodeError
from nlink.netlink.route.links.message import LinkInfo, LinkMessage
from nlink.netlink.route.routes.message import RouteMessage
from nlink.netlink.schema.encode import attribute
from nlink.netlink.schema.message import Message
from tests.schema.declarations import messages
from tests.schema.real import OPTIONS
from tests.schema.strategies import objects

LINK = LinkMessage(name="eth0", ifindex=2, mtu=1500, linkinfo=LinkInfo(kind="vlan", data=OPTIONS[0]))
WIRE = LINK.to_bytes() + attribute(3000, b"\xff\0new")
slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def test_equal_and_hashable_read_or_unread() -> None:
    read, unread = LinkMessage.from_bytes(WIRE).validate(), LinkMessage.from_bytes(WIRE)
    assert read == unread
    assert (read != LinkMessage.from_bytes(WIRE)) is False
    assert len({read, LinkMessage.from_bytes(WIRE)}) == 1
    assert read != LINK
    assert read != WIRE
    assert RouteMessage() != LINK


def test_of_another_class_is_another_value() -> None:
    class Mine(RouteMessage):
        pass

    assert Mine() != RouteMessage()


@slow
@given(messages, st.data())
def test_copies_and_pickles_are_equal(members: type[Message], data: st.DataObject) -> None:
    made = data.draw(objects(members))
    assert copy.copy(made) == copy.deepcopy(made) == made
    assert made.__reduce__()[0](*made.__reduce__()[1]) == made


@pytest.mark.parametrize("touched", [False, True])
def test_pickles(touched: bool) -> None:
    read = LinkMessage.from_bytes(WIRE)
    if touched:
        read.validate()
    back = pickle.loads(pickle.dumps(read))
    assert back == LinkMessage.from_bytes(WIRE)
    assert back.to_bytes() == WIRE
    assert back.options == OPTIONS[0]


def test_what_cannot_be_read_can_be_kept_all_the_same() -> None:
    wire = RouteMessage().to_bytes() + attribute(5, b"abc")
    back = pickle.loads(pickle.dumps(RouteMessage.from_bytes(wire)))
    assert back.to_bytes() == wire
    with pytest.raises(DecodeError, match="attribute gateway"):
        back.validate()


def test_they_are_frozen() -> None:
    with pytest.raises(AttributeError):
        LINK.mtu = 9000
    with pytest.raises(AttributeError):
        LINK.anything = 1


def test_shown_as_they_are_made() -> None:
    route = RouteMessage(gateway=IPv4Address("10.0.0.1"), oif=2)
    assert repr(route) == "RouteMessage(oif=2, gateway=IPv4Address('10.0.0.1'))"


def test_as_a_dictionary_nested_ones_too() -> None:
    told = LINK.to_dict()
    assert told["name"] == "eth0"
    assert told["linkinfo"]["data"]["id"] == 5
    assert "address" not in told
    assert LinkMessage.from_bytes(WIRE).to_dict()["unknown"] == [(3000, b"\xff\0new")]


class Inventory(BaseModel):
    """A user's model that holds messages."""

    links: list[LinkMessage]
    default: RouteMessage | None = None


def test_in_a_model_of_the_user() -> None:
    inventory = Inventory(links=[LinkMessage.from_bytes(WIRE)], default=RouteMessage(oif=3))
    assert inventory.links[0].name == "eth0"
    assert inventory.model_dump()["default"] == RouteMessage(oif=3)
    told = json.loads(inventory.model_dump_json())
    assert told["links"][0]["linkinfo"]["kind"] == "vlan"
    assert told["default"]["oif"] == 3
    assert told["links"][0]["unknown"] == [[3000, "ff006e6577"]]
    with pytest.raises(ValidationError):
        Inventory(links=[RouteMessage()])
    assert Inventory.model_json_schema()["properties"]["links"]


def test_from_json_back() -> None:
    route = RouteMessage.from_bytes(RouteMessage(oif=3, gateway=IPv4Address("10.0.0.1"), table=1000).to_bytes())
    told = Inventory(links=[], default=route).model_dump_json()
    assert Inventory.model_validate_json(told).default == route
    with pytest.raises(ValidationError, match="oif: must be from 0"):
        Inventory.model_validate({"links": [], "default": {"oif": -1}})


@slow
@given(messages, st.data())
def test_plain_values_and_back(members: type[Message], data: st.DataObject) -> None:
    made: Any = data.draw(objects(members))
    told = json.dumps(made.to_plain())
    if not any(word in told for word in ("chosen", "by_outer", "udc")):  # a sub-message's class is not told
        assert members.from_plain(json.loads(told)).to_bytes() == made.to_bytes()
