"""nlink: everything that Linux lets a program do over netlink, for asyncio, fully typed.

Names are loaded when they are first used, so ``import nlink`` is cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy import lazy

if TYPE_CHECKING:
    from . import encap as encap
    from . import errors as errors
    from . import generic as generic
    from . import link as link
    from . import namespace as namespace
    from . import route as route
    from . import schema as schema
    from .errors import AddressLabelNotFound as AddressLabelNotFound
    from .errors import AddressNotFound as AddressNotFound
    from .errors import AlreadyExists as AlreadyExists
    from .errors import BridgeVlanNotFound as BridgeVlanNotFound
    from .errors import Busy as Busy
    from .errors import ConnectionClosed as ConnectionClosed
    from .errors import DecodeError as DecodeError
    from .errors import DumpInterrupted as DumpInterrupted
    from .errors import FamilyNotFound as FamilyNotFound
    from .errors import FdbEntryNotFound as FdbEntryNotFound
    from .errors import InvalidInput as InvalidInput
    from .errors import InvalidRequest as InvalidRequest
    from .errors import LinkNotFound as LinkNotFound
    from .errors import MdbEntryNotFound as MdbEntryNotFound
    from .errors import MessagesLost as MessagesLost
    from .errors import NamespaceNotFound as NamespaceNotFound
    from .errors import NeighborNotFound as NeighborNotFound
    from .errors import NetlinkError as NetlinkError
    from .errors import NexthopNotFound as NexthopNotFound
    from .errors import NotFound as NotFound
    from .errors import NotSupported as NotSupported
    from .errors import PermissionDenied as PermissionDenied
    from .errors import RouteNotFound as RouteNotFound
    from .errors import RuleNotFound as RuleNotFound
    from .errors import Timeout as Timeout
    from .errors import Truncated as Truncated
    from .errors import VniNotFound as VniNotFound
    from .errors import WrongLoop as WrongLoop
    from .namespace import Namespace as Namespace
    from .namespace import NamespaceLike as NamespaceLike
    from .netlink.batch import Batch as Batch
    from .netlink.batch import Pending as Pending
    from .netlink.connection import Connection as Connection
    from .netlink.device import Device as Device
    from .netlink.dump import Dump as Dump
    from .netlink.event import Event as Event
    from .netlink.event import Malformed as Malformed
    from .netlink.event import MessageFlags as MessageFlags
    from .netlink.event import Notification as Notification
    from .netlink.event import Overrun as Overrun
    from .netlink.event import Unknown as Unknown
    from .netlink.events import EventStream as EventStream
    from .netlink.events import EventStreamBuilder as EventStreamBuilder
    from .netlink.extack import Policy as Policy
    from .netlink.route.address_labels.message import AddressLabelMessage as AddressLabelMessage
    from .netlink.route.addresses.message import AddressMessage as AddressMessage
    from .netlink.route.events import DelAddress as DelAddress
    from .netlink.route.events import DelBridgePort as DelBridgePort
    from .netlink.route.events import DelBridgeVlan as DelBridgeVlan
    from .netlink.route.events import DelLink as DelLink
    from .netlink.route.events import DelMdbEntry as DelMdbEntry
    from .netlink.route.events import DelNeighbor as DelNeighbor
    from .netlink.route.events import DelNetconf as DelNetconf
    from .netlink.route.events import DelNexthop as DelNexthop
    from .netlink.route.events import DelRoute as DelRoute
    from .netlink.route.events import DelRule as DelRule
    from .netlink.route.events import DelVni as DelVni
    from .netlink.route.events import NewAddress as NewAddress
    from .netlink.route.events import NewBridgePort as NewBridgePort
    from .netlink.route.events import NewBridgeVlan as NewBridgeVlan
    from .netlink.route.events import NewLink as NewLink
    from .netlink.route.events import NewMdbEntry as NewMdbEntry
    from .netlink.route.events import NewNeighbor as NewNeighbor
    from .netlink.route.events import NewNetconf as NewNetconf
    from .netlink.route.events import NewNexthop as NewNexthop
    from .netlink.route.events import NewNexthopBucket as NewNexthopBucket
    from .netlink.route.events import NewPrefix as NewPrefix
    from .netlink.route.events import NewRoute as NewRoute
    from .netlink.route.events import NewRule as NewRule
    from .netlink.route.events import NewVni as NewVni
    from .netlink.route.links.message import LinkMessage as LinkMessage
    from .netlink.route.mdb.message import MdbMessage as MdbMessage
    from .netlink.route.neighbor_tables.message import NeighborTableMessage as NeighborTableMessage
    from .netlink.route.neighbors.message import NeighborMessage as NeighborMessage
    from .netlink.route.netconf.message import NetconfMessage as NetconfMessage
    from .netlink.route.nexthops.message import NexthopBucketMessage as NexthopBucketMessage
    from .netlink.route.nexthops.message import NexthopMessage as NexthopMessage
    from .netlink.route.prefixes.message import PrefixMessage as PrefixMessage
    from .netlink.route.routes.message import RouteMessage as RouteMessage
    from .netlink.route.rules.message import RuleMessage as RuleMessage
    from .netlink.route.vlans.message import VlanMessage as VlanMessage
    from .netlink.route.vnis.message import VniMessage as VniMessage
    from .netlink.transport import Transport as Transport

if not TYPE_CHECKING:
    __getattr__, __dir__, __all__ = lazy(
        __name__,
        {
            "errors": [
                "AddressLabelNotFound", "AddressNotFound", "AlreadyExists", "BridgeVlanNotFound", "Busy",
                "ConnectionClosed", "DecodeError", "DumpInterrupted", "FamilyNotFound", "FdbEntryNotFound",
                "InvalidInput", "InvalidRequest", "LinkNotFound", "MdbEntryNotFound", "MessagesLost",
                "NamespaceNotFound", "NeighborNotFound", "NetlinkError", "NexthopNotFound", "NotFound", "NotSupported",
                "PermissionDenied", "RouteNotFound", "RuleNotFound", "Timeout", "Truncated", "VniNotFound", "WrongLoop",
            ],
            "namespace": ["Namespace", "NamespaceLike"],
            "netlink.batch": ["Batch", "Pending"],
            "netlink.connection": ["Connection"],
            "netlink.device": ["Device"],
            "netlink.dump": ["Dump"],
            "netlink.event": ["Event", "Malformed", "MessageFlags", "Notification", "Overrun", "Unknown"],
            "netlink.events": ["EventStream", "EventStreamBuilder"],
            "netlink.route.address_labels.message": ["AddressLabelMessage"],
            "netlink.route.events": [
                "DelAddress", "DelBridgePort", "DelBridgeVlan", "DelLink", "DelMdbEntry", "DelNeighbor", "DelNetconf",
                "DelNexthop", "DelRoute", "DelRule", "DelVni", "NewAddress", "NewBridgePort", "NewBridgeVlan",
                "NewLink", "NewMdbEntry", "NewNeighbor", "NewNetconf", "NewNexthop", "NewNexthopBucket", "NewPrefix",
                "NewRoute", "NewRule", "NewVni",
            ],
            "netlink.extack": ["Policy"],
            "netlink.route.addresses.message": ["AddressMessage"],
            "netlink.route.links.message": ["LinkMessage"],
            "netlink.route.mdb.message": ["MdbMessage"],
            "netlink.route.neighbor_tables.message": ["NeighborTableMessage"],
            "netlink.route.neighbors.message": ["NeighborMessage"],
            "netlink.route.netconf.message": ["NetconfMessage"],
            "netlink.route.nexthops.message": ["NexthopBucketMessage", "NexthopMessage"],
            "netlink.route.prefixes.message": ["PrefixMessage"],
            "netlink.route.routes.message": ["RouteMessage"],
            "netlink.route.rules.message": ["RuleMessage"],
            "netlink.route.vlans.message": ["VlanMessage"],
            "netlink.route.vnis.message": ["VniMessage"],
            "netlink.transport": ["Transport"],
        },
        modules=["encap", "errors", "generic", "link", "namespace", "route", "schema"],
    )  # fmt: skip
