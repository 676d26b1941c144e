"""Event classes: frozen, comparable, and made for ``match``."""

from __future__ import annotations

from typing import Any

import pytest

import nlink
from nlink import DelLink, Event, EventStream, LinkMessage, Malformed, NewLink, NewRoute, Notification, Overrun, Unknown
from nlink.netlink.uapi.netlink import NLM_F
from tests.events.hearing import heard
from tests.netns import Netns

CLASSES = [
    found for name in nlink.__all__ if isinstance(found := getattr(nlink, name), type) and issubclass(found, Event)
]
OF_OBJECTS = [found for found in CLASSES if issubclass(found, Notification) and found is not Notification]


def test_there_is_a_class_to_come_and_one_to_go_for_each_kind_of_object() -> None:
    kinds = {"Link", "BridgePort", "Address", "Route", "Neighbor", "Rule"}
    assert {found.__name__ for found in OF_OBJECTS} == {f"{what}{kind}" for what in ("New", "Del") for kind in kinds}


@pytest.mark.parametrize("event", OF_OBJECTS)
def test_the_object_comes_by_position_and_the_flags_by_keyword(event: Any) -> None:
    assert len(event.__match_args__) == 1
    made = event(LinkMessage(name="v0"), flags=int(NLM_F.REPLACE))
    match made:
        case Notification(replaced=False) | Notification(appended=True):
            pytest.fail("the flags are wrong")
        case event(message, flags=0x100, replaced=True):
            assert message.name == "v0"
        case _:
            pytest.fail("it does not match")


def test_events_are_frozen_comparable_and_hashable() -> None:
    one, same, other = (NewLink(LinkMessage(name=name, mtu=1500)) for name in ("v0", "v0", "v1"))
    assert one == same != other
    gone: Event = DelLink(one.link)
    assert one != gone
    assert one != NewLink(one.link, flags=1)
    assert len({one, same, other}) == 2
    with pytest.raises(AttributeError):
        one.link = other.link  # type: ignore[misc]
    with pytest.raises(AttributeError):
        one.flags = 1  # type: ignore[misc]
    assert Overrun() == Overrun()
    assert Unknown(16, b"1") == Unknown(16, b"1") != Unknown(17, b"1")
    assert repr(Unknown(16, b"1")) == "Unknown(type=16, data=b'1')"


def test_a_repr_tells_what_happened() -> None:
    assert repr(NewLink(LinkMessage(name="v0"))) == "NewLink(link=LinkMessage(name='v0'), flags=0)"


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
