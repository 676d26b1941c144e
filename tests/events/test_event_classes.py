"""Event classes: frozen, comparable, and made for ``match``."""

from __future__ import annotations

import struct
from typing import Any

import pytest

import nlink
from nlink import (
    DecodeError,
    DelLink,
    Event,
    EventStream,
    LinkMessage,
    Malformed,
    MessageFlags,
    NewLink,
    NewRoute,
    Notification,
    Overrun,
    RouteMessage,
    Unknown,
)
from nlink.netlink.uapi.netlink import NLM_F
from tests.events.hearing import heard
from tests.netns import Netns

CLASSES = [
    found for name in nlink.__all__ if isinstance(found := getattr(nlink, name), type) and issubclass(found, Event)
]
OF_OBJECTS = [found for found in CLASSES if issubclass(found, Notification) and found is not Notification]


def test_there_is_a_class_to_come_and_one_to_go_for_each_kind_of_object() -> None:
    kinds = {
        "Link", "BridgePort", "Address", "Route", "Neighbor", "Rule", "Nexthop", "BridgeVlan", "MdbEntry", "Netconf",
        "Vni",
    }  # fmt: skip
    told_anew = {"NewNexthopBucket", "NewPrefix"}  # the kernel tells when they come or change, and not when they go
    both = {f"{what}{kind}" for what in ("New", "Del") for kind in kinds}
    assert {found.__name__ for found in OF_OBJECTS} == both | told_anew


@pytest.mark.parametrize("event", OF_OBJECTS)
def test_the_object_comes_by_position_and_the_flags_by_keyword(event: Any) -> None:
    assert len(event.__match_args__) == 1
    made = event(LinkMessage(name="v0"), flags=MessageFlags.REPLACE)
    match made:
        case Notification(replaced=False) | Notification(appended=True):
            pytest.fail("the flags are wrong")
        case event(message, flags=MessageFlags.REPLACE, replaced=True):
            assert message.name == "v0"
        case _:
            pytest.fail("it does not match")


def test_events_are_frozen_comparable_and_hashable() -> None:
    one, same, other = (NewLink(LinkMessage(name=name, mtu=1500)) for name in ("v0", "v0", "v1"))
    assert one == same != other
    gone: Event = DelLink(one.link)
    assert one != gone
    assert one != NewLink(one.link, flags=MessageFlags.APPEND)
    assert len({one, same, other}) == 2
    with pytest.raises(AttributeError):
        one.link = other.link  # type: ignore[misc]
    with pytest.raises(AttributeError):
        one.flags = MessageFlags.APPEND  # type: ignore[misc]
    assert Overrun() == Overrun()
    assert Unknown(16, b"1") == Unknown(16, b"1") != Unknown(17, b"1")


def test_the_flags_have_the_names_that_they_have_beside_a_new_object() -> None:
    assert {int(flag): flag.name for flag in MessageFlags} == {
        int(flag): name for name, flag in NLM_F.__members__.items() if name in MessageFlags.__members__
    }
    assert str(MessageFlags(NLM_F.CREATE | NLM_F.REPLACE | 0x8000)) == "replace|create|0x8000"


LINK = LinkMessage(ifindex=3, name="v0", mtu=1500)
ROUTE = RouteMessage.from_bytes(struct.pack("=8BI", 2, 32, 0, 0, 254, 3, 0, 1, 0) + struct.pack("=HHI", 7, 5, 0))
"""Its gateway has 3 bytes."""


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (NewLink(LINK), f"NewLink {LINK}"),
        (DelLink(LINK, flags=MessageFlags.REPLACE | MessageFlags.CREATE), f"DelLink {LINK} (replace|create)"),
        (NewRoute(ROUTE), "NewRoute (unreadable: "),
        (Overrun(), "Overrun"),
        (Unknown(88, bytes(60000)), "Unknown, 60000 bytes of type 88"),
        (
            Malformed(bytes(60000), DecodeError("has 2 bytes", attribute="mtu")),
            "Malformed, 60000 bytes: has 2 bytes [attribute mtu]",
        ),
    ],
)
def test_an_event_tells_in_one_line_what_happened(event: Event, told: str) -> None:
    assert str(event).startswith(told)
    assert repr(event) == f"<{event}>"
    assert "\n" not in str(event)
    assert len(str(event)) < 200


async def test_a_stream_is_watched_by_match(stream: EventStream, veth: Netns) -> None:
    veth.run("ip", "route", "add", "192.0.2.0/24", "dev", "v0")
    veth.run("ip", "route", "replace", "192.0.2.0/24", "dev", "v1")
    veth.run("ip", "link", "del", "v0")
    told: list[str] = []
    for event in await heard(stream, veth):
        match event:
            case NewLink(link=link):
                told.append(f"link {link.name}")
            case DelLink(link=link):
                told.append(f"gone {link.name}")
            case NewRoute(route=route, replaced=True):
                told.append(f"replaced {route.dst}")
            case NewRoute(route):
                told.append(f"route {route.dst}")
            case Overrun() | Malformed() | Unknown():
                pytest.fail(f"{event}")
    assert told[:2] == ["route 192.0.2.0/24", "replaced 192.0.2.0/24"]
    assert {"gone v0", "gone v1"} <= set(told)
