"""Routes: ``struct rtmsg`` and ``RTA_*``."""

from __future__ import annotations

from ...schema.addresses import IPAddress, IPNetwork, ip, prefix
from ...schema.enums import enum
from ...schema.enums import flags as flag_set
from ...schema.field import attr, header, member
from ...schema.integers import be16, be32, boolean, s32, u8, u16, u32, u64, uint
from ...schema.message import CStruct, Message
from ...schema.nesting import nested, structure
from ...schema.widened import widened
from ...uapi.icmpv6 import ICMPV6_ROUTER_PREF
from ...uapi.lwtunnel import LWTUNNEL_ENCAP
from ...uapi.rtnetlink import RT_SCOPE, RT_TABLE, RTA, RTM, RTN, RTPROT
from ...uapi.socket import AF
from ..tables import fit_table, table_name
from ..words import family_words, prefix_word, protocol_word, realms, words
from .destination import destination
from .encapsulation import Encapsulation, encapsulation
from .flags import RouteFlags
from .labels import LabelStack, label_stack
from .metrics import RouteMetrics
from .nexthops import RouteNextHop, multipath, next_hop
from .via import Via, via


class RouteCacheInfo(CStruct):
    """``struct rta_cacheinfo``; times are in hundredths of a second."""

    clntref: int = member(u32, default=0)
    lastuse: int = member(u32, default=0)
    expires: int = member(s32, default=0)
    """Until it is removed; 0 is never."""
    error: int = member(s32, default=0)
    """The negative errno that packets of an unreachable, prohibit or blackhole IPv6 route get."""
    used: int = member(u32, default=0)
    id: int = member(u32, default=0)
    ts: int = member(u32, default=0)
    tsage: int = member(u32, default=0)


class MulticastStatistics(CStruct):
    """``struct rta_mfc_stats``: what a multicast route has forwarded."""

    packets: int = member(u64, default=0)
    bytes: int = member(u64, default=0)
    wrong_interface: int = member(u64, default=0)
    """Packets that came in by another device than the route's."""


class RouteMessage(
    Message, padding=(RTA.PAD,), types={"new": RTM.NEWROUTE, "delete": RTM.DELROUTE, "get": RTM.GETROUTE}
):
    """A route of a table, or what a lookup found."""

    family: int = header("rtm_family", u8, default=0)
    dst_len: int = header("rtm_dst_len", u8, default=0)
    src_len: int = header("rtm_src_len", u8, default=0)
    tos: int = header("rtm_tos", u8, default=0)
    header_table: int = header("rtm_table", u8, default=0)
    """``table`` where it is below 256; use that one."""
    protocol: RTPROT | int = header("rtm_protocol", enum(RTPROT), default=0)
    """Who installed it."""
    scope: RT_SCOPE | int = header("rtm_scope", enum(RT_SCOPE), default=0)
    type: RTN | int = header("rtm_type", enum(RTN), default=0)
    flags: RouteFlags = header("rtm_flags", flag_set(RouteFlags), default=RouteFlags(0))
    destination: IPNetwork | LabelStack | None = attr(RTA.DST, destination)
    """What it is for, of any family; see ``dst`` and ``labels``."""
    src: IPNetwork | None = attr(RTA.SRC, prefix("src_len"))
    iif: int | None = attr(RTA.IIF, u32)
    oif: int | None = attr(RTA.OIF, u32)
    """The interface index of the device that it leads to; None with several next hops (``multipath``)."""
    gateway: IPAddress | None = attr(RTA.GATEWAY, ip)
    priority: int | None = attr(RTA.PRIORITY, u32)
    """The metric: of routes for the same prefix the lowest is used."""
    prefsrc: IPAddress | None = attr(RTA.PREFSRC, ip)
    """The source address that is preferred."""
    metrics: RouteMetrics | None = attr(RTA.METRICS, nested(RouteMetrics))
    multipath: tuple[RouteNextHop, ...] | None = attr(RTA.MULTIPATH, multipath)
    flow: int | None = attr(RTA.FLOW, u32)
    """Realms: source << 16 | destination."""
    cacheinfo: RouteCacheInfo | None = attr(RTA.CACHEINFO, structure(RouteCacheInfo))
    table: int = widened(RTA.TABLE, u32, narrow="header_table", fit=fit_table)
    mark: int | None = attr(RTA.MARK, u32)
    mfc_stats: MulticastStatistics | None = attr(RTA.MFC_STATS, structure(MulticastStatistics))
    via: Via | None = attr(RTA.VIA, via)
    """The gateway where it is of another family than the route."""
    newdst: LabelStack | None = attr(RTA.NEWDST, label_stack)
    """The labels that take the place of an MPLS route's."""
    pref: ICMPV6_ROUTER_PREF | int | None = attr(RTA.PREF, enum(ICMPV6_ROUTER_PREF))
    encap_type: LWTUNNEL_ENCAP | int | None = attr(RTA.ENCAP_TYPE, enum(LWTUNNEL_ENCAP, u16))
    encap: Encapsulation | None = attr(RTA.ENCAP, encapsulation)
    expires: int | None = attr(RTA.EXPIRES, uint)
    """Seconds, in a request for an IPv6 route (4 bytes); hundredths of a second since a multicast route was last used
    (8 bytes)."""
    uid: int | None = attr(RTA.UID, u32)
    ttl_propagate: bool | None = attr(RTA.TTL_PROPAGATE, boolean())
    ip_proto: int | None = attr(RTA.IP_PROTO, u8)
    sport: int | None = attr(RTA.SPORT, be16)
    dport: int | None = attr(RTA.DPORT, be16)
    nh_id: int | None = attr(RTA.NH_ID, u32)
    """The nexthop object that it uses."""
    flowlabel: int | None = attr(RTA.FLOWLABEL, be32)

    @property
    def dst(self) -> IPNetwork | None:
        """The prefix that it is for; None is the default route (or an MPLS route: see ``labels``)."""
        found = self.destination
        return None if isinstance(found, LabelStack) else found

    @property
    def labels(self) -> LabelStack | None:
        """The label that an MPLS route is for."""
        found = self.destination
        return found if isinstance(found, LabelStack) else None

    @property
    def next_hop(self) -> IPAddress | None:
        """The router's IP address, of either family; None when it is directly connected, or has several."""
        return next_hop(self.gateway, self.via)

    @property
    def is_default(self) -> bool:
        """It is for every destination."""
        return self.dst_len == 0 and self.family != AF.MPLS

    def __str__(self) -> str:
        """One line in the manner of ``ip route``: "10.0.0.0/8 via 192.0.2.1 dev 2 proto static metric 100"."""
        parts = [] if self.type in (RTN.UNSPEC, RTN.UNICAST) else [str(self.type)]
        if self.destination is None:
            hops = [hop.gateway for hop in self.multipath or ()]
            parts += family_words(self.family, self.src, self.gateway, self.prefsrc, *hops)
        parts.append(_destination(self.destination))
        if self.src:
            parts.append(f"from {prefix_word(self.src)}")
        if self.newdst:
            parts.append(f"as to {self.newdst}")
        if self.encap is not None:
            parts.append(f"encap {self.encap}")
        if self.tos:
            parts.append(f"tos {self.tos:#04x}")
        if self.nh_id is not None:
            parts.append(f"nhid {self.nh_id}")
        if self.gateway or self.via:
            parts.append(f"via {self.gateway or self.via}")
        if self.oif is not None:
            parts.append(f"dev {self.oif}")
        if self.table not in (RT_TABLE.UNSPEC, RT_TABLE.MAIN) and RouteFlags.CLONED not in self.flags:
            parts.append(f"table {table_name(self.table)}")
        if self.protocol not in (RTPROT.UNSPEC, RTPROT.BOOT):
            parts.append(f"proto {protocol_word(self.protocol)}")
        if self.scope != RT_SCOPE.UNIVERSE and RouteFlags.CLONED not in self.flags:
            parts.append(f"scope {self.scope}")
        for name, value in (("src", self.prefsrc), ("metric", self.priority), ("mark", self.mark), ("uid", self.uid)):
            if value is not None:
                parts.append(f"{name} {value}")
        parts += words(self.flags)
        if self.flow:
            parts.append(f"realms {realms(self.flow)}")
        if self.metrics is not None:
            parts.append(str(self.metrics))
        if self.cacheinfo is not None and self.cacheinfo.expires:
            parts.append(f"expires {self.cacheinfo.expires // 100}s")
        if self.iif is not None:
            parts.append(f"iif {self.iif}")
        if self.pref:
            parts.append(f"pref {self.pref}")
        parts += map(str, self.multipath or ())
        return " ".join(parts)


def _destination(value: IPNetwork | LabelStack | None) -> str:
    if value is None:
        return "default"
    return str(value) if isinstance(value, LabelStack) else prefix_word(value)
