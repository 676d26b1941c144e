"""What a nexthop object leads to, in a user's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from typing_extensions import TypedDict

from ...device import Device
from ...schema.addresses import AddressLike
from ...schema.durations import DurationLike
from ...uapi.nexthop import NEXTHOP_GRP_TYPE
from ...uapi.rtnetlink import RTPROT
from ..routes.encapsulation import Encapsulation
from .message import NexthopMember


class NexthopSettings(TypedDict, total=False):
    """What a nexthop leads to, for ``add_nexthop``, ``replace_nexthop`` and ``change_nexthop``."""

    device: Device | None
    """The device to send by; every nexthop needs one, but groups, blackholes and those for forwarding tables."""
    via: AddressLike | None
    """The router; of a nexthop for forwarding tables (``fdb``), the remote VTEP."""
    family: int | None
    """``AF_INET`` or ``AF_INET6``; by default that of ``via``, or else IPv4. A group has none."""
    onlink: bool
    """The router is reachable directly, although no address or route says so."""
    blackhole: bool
    """What goes that way is dropped."""
    encap: Encapsulation | None
    """What packets are wrapped in."""
    fdb: bool
    """For entries of a VXLAN's forwarding table, not for routes; of a group, its members are such too."""
    group: Sequence[int | NexthopMember] | Mapping[int, int] | None
    """The numbers of its members; or of each its weight, from 1 to 256 (to 65535 since Linux 6.12)."""
    type: NEXTHOP_GRP_TYPE | int | str | None
    """"mpath" (the default): flows are hashed anew when members change. "resilient": only those that have to move."""
    buckets: int | None
    """Resilient: how many there are to share; to be given, and then never to be changed."""
    idle_timer: DurationLike | None
    """Resilient: how long a bucket has to be idle before it moves; seconds, or "90s"."""
    unbalanced_timer: DurationLike | None
    """Resilient: how long until buckets in use move too; 0 is never."""
    hardware_statistics: bool | None
    """Ask hardware to count what takes each member of the group (since Linux 6.9)."""
    protocol: RTPROT | int | str | None
    """Who installed it."""
