"""The ports of a bridge behind which multicast routers are: ``MDBA_ROUTER_PORT``."""

from __future__ import annotations

from datetime import timedelta

from ..schema.durations import clock_ticks
from ..schema.enums import enum
from ..schema.field import attr, header
from ..schema.integers import u8, u16, u32
from ..schema.listed import listed
from ..schema.message import Attributes
from ..schema.nesting import nested
from ..uapi.if_bridge import MDB_RTR_TYPE, MDBA_ROUTER, MDBA_ROUTER_PATTR


class RouterPort(Attributes):
    """A port that all multicast goes to, since a router is behind it."""

    ifindex: int = header("ifindex", u32, default=0)
    timer: timedelta | None = attr(MDBA_ROUTER_PATTR.TIMER, clock_ticks)
    """Until it is a router's port no more; zero of one that is for ever."""
    type: MDB_RTR_TYPE | int | None = attr(MDBA_ROUTER_PATTR.TYPE, enum(MDB_RTR_TYPE, u8))
    inet_timer: timedelta | None = attr(MDBA_ROUTER_PATTR.INET_TIMER, clock_ticks)
    inet6_timer: timedelta | None = attr(MDBA_ROUTER_PATTR.INET6_TIMER, clock_ticks)
    vid: int | None = attr(MDBA_ROUTER_PATTR.VID, u16)
    """The VLAN, where each has routers of its own."""


router_ports = listed(nested(RouterPort), MDBA_ROUTER.PORT)
