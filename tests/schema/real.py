"""Random contents for the messages of rtnetlink and of the generic-netlink controller."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from nlink.link import Bond, Bridge, Veth, Vlan, Vxlan
from nlink.netlink.generic.controller import Family
from nlink.netlink.route.addresses.message import AddressMessage
from nlink.netlink.route.links.message import LinkInfo, LinkMessage
from nlink.netlink.route.neighbors.message import NeighborMessage
from nlink.netlink.route.routes.message import RouteMessage
from nlink.netlink.route.rules.message import RuleMessage
from nlink.netlink.schema.message import Message
from tests.route.strategies import objects as of_routes
from tests.schema.strategies import objects

CLASSES: tuple[type[Message], ...] = (
    LinkMessage, RouteMessage, AddressMessage, NeighborMessage, RuleMessage, Family
)  # fmt: skip
OPTIONS = (
    Vlan(id=5, protocol="802.1ad", gvrp=True, egress_qos={1: 2}),
    Bridge(stp=True, ageing_time=30, group_address="01:80:c2:00:00:0f"),
    Bond(mode="802.3ad", miimon="100ms", arp_ip_target=["10.0.0.1", "10.0.0.2"]),
    Vxlan(vni=42, local="fd00::1", remote="fd00::2"),
    Veth(peer="v1"),
)


def contents(members: type[Message]) -> st.SearchStrategy[Any]:
    """Objects of one of the real classes."""
    if members is LinkMessage:
        return st.one_of(objects(LinkMessage), st.sampled_from(OPTIONS).map(_with_options))
    return objects(Family) if members is Family else of_routes(members)


def _with_options(options: Any) -> LinkMessage[Any]:
    return LinkMessage(name="eth0", ifindex=3, linkinfo=LinkInfo(kind=options.kind, data=options))
