"""Nexthop objects, their groups and the buckets of those: ``struct nhmsg`` and ``NHA_*``."""

from __future__ import annotations

from datetime import timedelta

from ...schema.addresses import IPAddress, ip
from ...schema.durations import clock_ticks, clock_ticks64
from ...schema.enums import enum
from ...schema.enums import flags as flag_set
from ...schema.field import attr, header, member
from ...schema.integers import boolean, flag, u8, u16, u32, uint
from ...schema.listed import listed
from ...schema.message import Attributes, CStruct, Message
from ...schema.nesting import array, nested, structure
from ...uapi.lwtunnel import LWTUNNEL_ENCAP
from ...uapi.nexthop import (
    NEXTHOP_GRP_TYPE,
    NHA,
    NHA_GROUP_STATS,
    NHA_GROUP_STATS_ENTRY,
    NHA_OP_FLAG,
    NHA_RES_BUCKET,
    NHA_RES_GROUP,
)
from ...uapi.rtnetlink import RT_SCOPE, RTM, RTNH_F, RTPROT
from ..routes.encapsulation import Encapsulation, encapsulation
from ..words import words


class NexthopMember(CStruct):
    """``struct nexthop_grp``: a nexthop of a group."""

    id: int = member(u32)
    low: int = member(u8, default=0)
    """The low byte of the weight less one."""
    high: int = member(u8, default=0, pad=2)
    """The high byte; since Linux 6.12, before which it was always zero."""

    @property
    def weight(self) -> int:
        """From 1 to 65535: its share of the flows."""
        return (self.high << 8 | self.low) + 1

    def __str__(self) -> str:
        return str(self.id) if self.weight == 1 else f"{self.id},{self.weight}"


class ResilientGroup(Attributes, padding=(NHA_RES_GROUP.PAD,)):
    """``NHA_RES_GROUP``: how a resilient group shares its flows among buckets."""

    buckets: int | None = attr(NHA_RES_GROUP.BUCKETS, u16)
    idle_timer: timedelta | None = attr(NHA_RES_GROUP.IDLE_TIMER, clock_ticks)
    """How long a bucket has to be idle before it may be given to another member."""
    unbalanced_timer: timedelta | None = attr(NHA_RES_GROUP.UNBALANCED_TIMER, clock_ticks)
    """How long the group may be unbalanced before buckets in use are given away too; zero is for ever."""
    unbalanced_time: timedelta | None = attr(NHA_RES_GROUP.UNBALANCED_TIME, clock_ticks64)
    """How long it has been unbalanced; only read."""

    def __str__(self) -> str:
        shown = (
            ("buckets", self.buckets), ("idle_timer", self.idle_timer), ("unbalanced_timer", self.unbalanced_timer)
        )  # fmt: skip
        return " ".join(f"{name} {_seconds(value)}" for name, value in shown if value is not None)


class NexthopBucket(Attributes, padding=(NHA_RES_BUCKET.PAD,)):
    """``NHA_RES_BUCKET``: a bucket of a resilient group."""

    index: int | None = attr(NHA_RES_BUCKET.INDEX, u16)
    idle_time: timedelta | None = attr(NHA_RES_BUCKET.IDLE_TIME, clock_ticks64)
    """Since it was last used."""
    nh_id: int | None = attr(NHA_RES_BUCKET.NH_ID, u32)
    """The nexthop that its flows take."""


class NexthopStatistics(Attributes):
    """``NHA_GROUP_STATS_ENTRY``: the packets that took one member of a group."""

    id: int | None = attr(NHA_GROUP_STATS_ENTRY.ID, u32)
    packets: int | None = attr(NHA_GROUP_STATS_ENTRY.PACKETS, uint)
    """All of them, those that hardware forwarded too."""
    packets_hw: int | None = attr(NHA_GROUP_STATS_ENTRY.PACKETS_HW, uint)
    """Those that hardware forwarded."""


class _Nexthop(Message):
    """What messages about nexthops and about buckets have in common."""

    family: int = header("nh_family", u8, default=0)
    """``AF_INET`` or ``AF_INET6``; 0 of a group."""
    scope: RT_SCOPE | int = header("nh_scope", enum(RT_SCOPE), default=RT_SCOPE.UNIVERSE)
    protocol: RTPROT | int = header("nh_protocol", enum(RTPROT), default=RTPROT.UNSPEC, pad=1)
    """Who installed it."""
    flags: RTNH_F = header("nh_flags", flag_set(RTNH_F), default=RTNH_F(0))
    id: int | None = attr(NHA.ID, u32)
    """The nexthop's number, or the group's."""
    oif: int | None = attr(NHA.OIF, u32)
    """The interface index of the device to send by."""
    master: int | None = attr(NHA.MASTER, u32)
    """In a request for a list: of devices that belong to this one."""
    bucket: NexthopBucket | None = attr(NHA.RES_BUCKET, nested(NexthopBucket))


class NexthopMessage(_Nexthop, types={"new": RTM.NEWNEXTHOP, "delete": RTM.DELNEXTHOP, "get": RTM.GETNEXTHOP}):
    """A nexthop object: a way to the next router, which routes share; or a group of such."""

    group: tuple[NexthopMember, ...] | None = attr(NHA.GROUP, array(structure(NexthopMember)))
    """Its members, if it is a group."""
    group_type: NEXTHOP_GRP_TYPE | int | None = attr(NHA.GROUP_TYPE, enum(NEXTHOP_GRP_TYPE, u16))
    is_blackhole: bool = attr(NHA.BLACKHOLE, flag, default=False)
    """What goes that way is dropped."""
    gateway: IPAddress | None = attr(NHA.GATEWAY, ip)
    """The router's address; of a nexthop for forwarding tables (``is_fdb``), the remote VTEP's."""
    encap_type: LWTUNNEL_ENCAP | int | None = attr(NHA.ENCAP_TYPE, enum(LWTUNNEL_ENCAP, u16))
    encap: Encapsulation | None = attr(NHA.ENCAP, encapsulation)
    groups_only: bool = attr(NHA.GROUPS, flag, default=False)
    """In a request for a list: groups only."""
    is_fdb: bool = attr(NHA.FDB, flag, default=False)
    """It is for entries of a VXLAN's forwarding table, not for routes."""
    resilient: ResilientGroup | None = attr(NHA.RES_GROUP, nested(ResilientGroup))
    op_flags: NHA_OP_FLAG | None = attr(NHA.OP_FLAGS, flag_set(NHA_OP_FLAG))
    statistics: tuple[NexthopStatistics, ...] | None = attr(
        NHA.GROUP_STATS, listed(nested(NexthopStatistics), NHA_GROUP_STATS.ENTRY)
    )
    """The counters of each member, if they were asked for (since Linux 6.9)."""
    hw_stats_enable: bool | None = attr(NHA.HW_STATS_ENABLE, boolean(u32))
    """Hardware is asked to count."""
    hw_stats_used: bool | None = attr(NHA.HW_STATS_USED, boolean(u32))
    """Hardware does count."""

    @property
    def is_group(self) -> bool:
        """It has members, rather than a device and a router."""
        return self.group is not None

    def __str__(self) -> str:
        """One line in the manner of ``ip nexthop``: "id 7 via 192.0.2.2 dev 3 scope link", "id 9 group 7,3/8"."""
        parts = [] if self.id is None else [f"id {self.id}"]
        if self.group is not None:
            parts += ["group", "/".join(map(str, self.group))]
        if self.group_type:
            parts.append(f"type {'resilient' if self.group_type == NEXTHOP_GRP_TYPE.RES else self.group_type}")
        if self.resilient is not None:
            parts.append(str(self.resilient))
        if self.encap is not None:
            parts.append(f"encap {self.encap}")
        if self.gateway is not None:
            parts.append(f"via {self.gateway}")
        if self.oif is not None:
            parts.append(f"dev {self.oif}")
        if self.scope and not self.is_group:
            parts.append(f"scope {self.scope}")
        parts += [word for word, told in (("blackhole", self.is_blackhole), ("fdb", self.is_fdb)) if told]
        if self.protocol:
            parts.append(f"proto {self.protocol}")
        return " ".join(parts + words(self.flags))


class NexthopBucketMessage(
    _Nexthop, types={"new": RTM.NEWNEXTHOPBUCKET, "delete": RTM.DELNEXTHOPBUCKET, "get": RTM.GETNEXTHOPBUCKET}
):
    """A bucket of a resilient group, and the nexthop that its flows take."""

    def __str__(self) -> str:
        """One line in the manner of ``ip nexthop bucket``: "id 10 index 0 idle_time 1.2s nhid 7"."""
        parts = [] if self.id is None else [f"id {self.id}"]
        if self.bucket is not None:
            shown = (("index", self.bucket.index), ("idle_time", self.bucket.idle_time), ("nhid", self.bucket.nh_id))
            parts += [f"{name} {_seconds(value)}" for name, value in shown if value is not None]
        return " ".join(parts + words(self.flags))


def _seconds(value: int | timedelta) -> str:
    return f"{value.total_seconds():g}s" if isinstance(value, timedelta) else str(value)
