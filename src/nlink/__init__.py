"""nlink: everything that Linux lets a program do over netlink, for asyncio, fully typed.

Names are loaded when they are first used, so ``import nlink`` is cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import errors, generic, link, namespace, route, schema
    from .errors import (
        AddressNotFound,
        AlreadyExists,
        Busy,
        ConnectionClosed,
        DecodeError,
        DumpInterrupted,
        FamilyNotFound,
        InvalidInput,
        InvalidRequest,
        LinkNotFound,
        MessagesLost,
        NamespaceNotFound,
        NeighborNotFound,
        NetlinkError,
        NotFound,
        NotSupported,
        PermissionDenied,
        RouteNotFound,
        RuleNotFound,
        Timeout,
        Truncated,
        WrongLoop,
    )
    from .namespace import Namespace, NamespaceLike
    from .netlink.batch import Batch, Pending
    from .netlink.connection import Connection
    from .netlink.device import Device
    from .netlink.dump import Dump
    from .netlink.event import Event, Malformed, MessageFlags, Notification, Overrun, Unknown
    from .netlink.events import EventStream, EventStreamBuilder
    from .netlink.route.addresses.message import AddressMessage
    from .netlink.route.events import (
        DelAddress,
        DelBridgePort,
        DelLink,
        DelNeighbor,
        DelRoute,
        DelRule,
        NewAddress,
        NewBridgePort,
        NewLink,
        NewNeighbor,
        NewRoute,
        NewRule,
    )
    from .netlink.route.links.message import LinkMessage
    from .netlink.route.neighbors.message import NeighborMessage
    from .netlink.route.routes.message import RouteMessage
    from .netlink.route.rules.message import RuleMessage
    from .netlink.transport import Transport

__all__ = [
    "AddressMessage",
    "AddressNotFound",
    "AlreadyExists",
    "Batch",
    "Busy",
    "Connection",
    "ConnectionClosed",
    "DecodeError",
    "DelAddress",
    "DelBridgePort",
    "DelLink",
    "DelNeighbor",
    "DelRoute",
    "DelRule",
    "Device",
    "Dump",
    "DumpInterrupted",
    "Event",
    "EventStream",
    "EventStreamBuilder",
    "FamilyNotFound",
    "InvalidInput",
    "InvalidRequest",
    "LinkMessage",
    "LinkNotFound",
    "Malformed",
    "MessageFlags",
    "MessagesLost",
    "Namespace",
    "NamespaceLike",
    "NamespaceNotFound",
    "NeighborMessage",
    "NeighborNotFound",
    "NetlinkError",
    "NewAddress",
    "NewBridgePort",
    "NewLink",
    "NewNeighbor",
    "NewRoute",
    "NewRule",
    "NotFound",
    "NotSupported",
    "Notification",
    "Overrun",
    "Pending",
    "PermissionDenied",
    "RouteMessage",
    "RouteNotFound",
    "RuleMessage",
    "RuleNotFound",
    "Timeout",
    "Transport",
    "Truncated",
    "Unknown",
    "WrongLoop",
    "errors",
    "generic",
    "link",
    "namespace",
    "route",
    "schema",
]

_HOMES = {
    "errors": [
        "AddressNotFound", "AlreadyExists", "Busy", "ConnectionClosed", "DecodeError", "DumpInterrupted",
        "FamilyNotFound", "InvalidInput", "InvalidRequest", "LinkNotFound", "MessagesLost", "NamespaceNotFound",
        "NeighborNotFound", "NetlinkError", "NotFound", "NotSupported", "PermissionDenied", "RouteNotFound",
        "RuleNotFound", "Timeout", "Truncated", "WrongLoop",
    ],
    "namespace": ["Namespace", "NamespaceLike"],
    "netlink.batch": ["Batch", "Pending"],
    "netlink.connection": ["Connection"],
    "netlink.device": ["Device"],
    "netlink.dump": ["Dump"],
    "netlink.event": ["Event", "Malformed", "MessageFlags", "Notification", "Overrun", "Unknown"],
    "netlink.events": ["EventStream", "EventStreamBuilder"],
    "netlink.route.events": [
        "DelAddress", "DelBridgePort", "DelLink", "DelNeighbor", "DelRoute", "DelRule", "NewAddress", "NewBridgePort",
        "NewLink", "NewNeighbor", "NewRoute", "NewRule",
    ],
    "netlink.route.addresses.message": ["AddressMessage"],
    "netlink.route.links.message": ["LinkMessage"],
    "netlink.route.neighbors.message": ["NeighborMessage"],
    "netlink.route.routes.message": ["RouteMessage"],
    "netlink.route.rules.message": ["RuleMessage"],
    "netlink.transport": ["Transport"],
}  # fmt: skip
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}
_MODULES = ("errors", "generic", "link", "namespace", "route", "schema")


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name in _MODULES:
        return import_module(f".{name}", __name__)
    try:
        module = import_module(f".{_HOME_OF[name]}", __name__)
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    found = globals()[name] = getattr(module, name)
    return found


def __dir__() -> list[str]:
    return __all__
