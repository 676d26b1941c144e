"""Public names about addresses, routes, neighbours and rules: the messages, and what operations take."""

from __future__ import annotations

from .netlink.route.address_labels.message import AddressLabelMessage as AddressLabelMessage
from .netlink.route.addresses.message import AddressMessage as AddressMessage
from .netlink.route.addresses.settings import AddressSettings as AddressSettings
from .netlink.route.fdb.settings import FdbFlush as FdbFlush
from .netlink.route.fdb.settings import FdbSettings as FdbSettings
from .netlink.route.fdb.settings import FdbWhere as FdbWhere
from .netlink.route.mdb.message import MdbEntry as MdbEntry
from .netlink.route.mdb.message import MdbMessage as MdbMessage
from .netlink.route.mdb.message import MdbSource as MdbSource
from .netlink.route.mdb.settings import MdbFlush as MdbFlush
from .netlink.route.mdb.settings import MdbSettings as MdbSettings
from .netlink.route.mdb.settings import MdbWhere as MdbWhere
from .netlink.route.neighbor_tables.message import NeighborParameters as NeighborParameters
from .netlink.route.neighbor_tables.message import NeighborTableMessage as NeighborTableMessage
from .netlink.route.neighbor_tables.settings import NeighborTableSettings as NeighborTableSettings
from .netlink.route.neighbors.message import NeighborMessage as NeighborMessage
from .netlink.route.neighbors.settings import NeighborSettings as NeighborSettings
from .netlink.route.netconf.message import NetconfMessage as NetconfMessage
from .netlink.route.nexthops.message import NexthopBucketMessage as NexthopBucketMessage
from .netlink.route.nexthops.message import NexthopMember as NexthopMember
from .netlink.route.nexthops.message import NexthopMessage as NexthopMessage
from .netlink.route.nexthops.message import ResilientGroup as ResilientGroup
from .netlink.route.nexthops.settings import NexthopSettings as NexthopSettings
from .netlink.route.prefixes.message import PrefixMessage as PrefixMessage
from .netlink.route.routes.labels import LabelStack as LabelStack
from .netlink.route.routes.message import RouteMessage as RouteMessage
from .netlink.route.routes.metrics import RouteMetrics as RouteMetrics
from .netlink.route.routes.nexthops import NextHop as NextHop
from .netlink.route.routes.nexthops import RouteNextHop as RouteNextHop
from .netlink.route.routes.settings import RouteSettings as RouteSettings
from .netlink.route.rules.message import RuleMessage as RuleMessage
from .netlink.route.rules.settings import RuleSettings as RuleSettings
from .netlink.route.vlans.message import VlanEntry as VlanEntry
from .netlink.route.vlans.message import VlanGlobals as VlanGlobals
from .netlink.route.vlans.message import VlanMessage as VlanMessage
from .netlink.route.vlans.settings import VlanGlobalSettings as VlanGlobalSettings
from .netlink.route.vlans.settings import VlanSettings as VlanSettings
from .netlink.route.vnis.message import VniEntry as VniEntry
from .netlink.route.vnis.message import VniMessage as VniMessage

__all__ = [
    "AddressLabelMessage",
    "AddressMessage",
    "AddressSettings",
    "FdbFlush",
    "FdbSettings",
    "FdbWhere",
    "LabelStack",
    "MdbEntry",
    "MdbFlush",
    "MdbMessage",
    "MdbSettings",
    "MdbSource",
    "MdbWhere",
    "NeighborMessage",
    "NeighborParameters",
    "NeighborSettings",
    "NeighborTableMessage",
    "NeighborTableSettings",
    "NetconfMessage",
    "NextHop",
    "NexthopBucketMessage",
    "NexthopMember",
    "NexthopMessage",
    "NexthopSettings",
    "PrefixMessage",
    "ResilientGroup",
    "RouteMessage",
    "RouteMetrics",
    "RouteNextHop",
    "RouteSettings",
    "RuleMessage",
    "RuleSettings",
    "VlanEntry",
    "VlanGlobalSettings",
    "VlanGlobals",
    "VlanMessage",
    "VlanSettings",
    "VniEntry",
    "VniMessage",
]
