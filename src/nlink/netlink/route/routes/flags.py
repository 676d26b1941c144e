"""The flags of a route, which the kernel takes from two enumerations."""

from __future__ import annotations

from ...constants import Flags
from ...uapi.rtnetlink import RTM_F, RTNH_F


class RouteFlags(Flags):
    """``rtm_flags``: those of its next hop (``RTNH_F_*``) and its own (``RTM_F_*``)."""

    DEAD = RTNH_F.DEAD
    PERVASIVE = RTNH_F.PERVASIVE
    ONLINK = RTNH_F.ONLINK
    OFFLOAD_NEXTHOP = RTNH_F.OFFLOAD
    LINKDOWN = RTNH_F.LINKDOWN
    UNRESOLVED = RTNH_F.UNRESOLVED
    TRAP_NEXTHOP = RTNH_F.TRAP
    NOTIFY = RTM_F.NOTIFY
    CLONED = RTM_F.CLONED
    EQUALIZE = RTM_F.EQUALIZE
    PREFIX = RTM_F.PREFIX
    LOOKUP_TABLE = RTM_F.LOOKUP_TABLE
    FIB_MATCH = RTM_F.FIB_MATCH
    OFFLOAD = RTM_F.OFFLOAD
    TRAP = RTM_F.TRAP
    OFFLOAD_FAILED = RTM_F.OFFLOAD_FAILED
