"""Public names about addresses, routes, neighbours and rules: the messages, and what operations take."""

from __future__ import annotations

from .netlink.route.addresses.message import AddressMessage as AddressMessage
from .netlink.route.neighbors.message import NeighborMessage as NeighborMessage
from .netlink.route.routes.message import RouteMessage as RouteMessage
from .netlink.route.routes.metrics import RouteMetrics as RouteMetrics
from .netlink.route.routes.nexthops import NextHop as NextHop
from .netlink.route.routes.nexthops import RouteNextHop as RouteNextHop
from .netlink.route.rules.message import RuleMessage as RuleMessage

__all__ = [
    "AddressMessage",
    "NeighborMessage",
    "NextHop",
    "RouteMessage",
    "RouteMetrics",
    "RouteNextHop",
    "RuleMessage",
]
