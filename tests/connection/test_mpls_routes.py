"""MPLS routes: for a label, made by nlink and by ``ip``, read back by both."""

from __future__ import annotations

from typing import Any

import pytest

from nlink import Connection, InvalidInput
from nlink.link import Veth
from nlink.netlink.uapi.socket import AF
from nlink.route import LabelStack, NextHop, RouteMessage
from tests.needs import requires
from tests.netns import Netns
from tests.unknown import unknown_attributes


@pytest.fixture
async def v0(conn: Connection, netns: Netns) -> None:
    await conn.add_link("v1", Veth(peer="v0"), up=True)
    await conn.set_link_up("v0")
    await conn.add_address("v0", "192.0.2.1/24")
    netns.run("sysctl", "-w", "net.mpls.platform_labels=1000")


async def mpls_routes(conn: Connection) -> list[RouteMessage]:
    return await conn.get_routes(family=int(AF.MPLS))


# the settings, and the words for ip
ROUTES: list[tuple[dict[str, Any], str]] = [
    ({"via": "192.0.2.2"}, "via inet 192.0.2.2"),
    ({"via": "192.0.2.2", "device": "v0", "swap": [200]}, "as to 200 via inet 192.0.2.2 dev v0"),
    ({"via": "fe80::2", "device": "v0", "swap": "200/300"}, "as to 200/300 via inet6 fe80::2 dev v0"),
    ({"device": "lo"}, "dev lo"),
    ({"device": "lo", "ttl_propagate": False, "protocol": "static"}, "dev lo proto static ttl-propagate disabled"),
    (
        {"nexthops": [NextHop(via="192.0.2.2", swap=[200]), NextHop(via="192.0.2.3", device="v0")]},
        "nexthop as to 200 via inet 192.0.2.2 nexthop via inet 192.0.2.3 dev v0",
    ),
]


@requires("encap:mpls")
@pytest.mark.usefixtures("v0")
async def test_a_route_for_a_label_as_ip_makes_it(conn: Connection, netns: Netns) -> None:
    for number, (settings, words) in enumerate(ROUTES):
        ours, theirs = LabelStack([100 + number]), LabelStack([200 + number])
        assert await conn.add_route(ours, **settings)
        assert not await conn.add_route(ours, exist_ok=True, **settings)
        netns.run("ip", "-f", "mpls", "route", "add", str(theirs), *words.split())
        by_label = {route.labels: route for route in await mpls_routes(conn)}
        assert all(unknown_attributes(route) == [] for route in by_label.values())
        mine, other = (by_label[label].to_dict() for label in (ours, theirs))
        if "protocol" not in settings:
            assert (mine.pop("protocol"), other.pop("protocol")) == (3, 3)
        assert (mine.pop("destination"), other.pop("destination")) == ([*ours], [*theirs])
        assert mine == other
    assert len(await conn.get_routes(family=int(AF.INET))) > 0
    for number in range(len(ROUTES)):
        assert await conn.del_route(LabelStack([100 + number]))
    assert {route.labels for route in await mpls_routes(conn)} == {LabelStack([200 + n]) for n in range(len(ROUTES))}
    assert await conn.del_route(LabelStack([100]))  # the kernel does not say that there is none


async def test_what_mpls_routes_do_not_have_is_refused(conn: Connection) -> None:
    label = LabelStack([100])
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("metric", {"metric": 5}), ("table", {"table": 5}), ("mtu", {"mtu": 1500}), ("type", {"type": "blackhole"}),
        ("swap", {"swap": [1 << 20]}), ("ttl_propagate", {"ttl_propagate": 1}),
    ]  # fmt: skip
    for field, settings in wrong:
        with pytest.raises(InvalidInput) as refused:
            await conn.add_route(label, device="lo", **settings)
        assert refused.value.field == field
    with pytest.raises(InvalidInput, match="one label"):
        await conn.add_route(LabelStack([100, 200]), device="lo")
    with pytest.raises(InvalidInput, match="swap"):
        await conn.add_route("10.0.0.0/8", nexthops=[NextHop(device="lo", swap=[5])])
