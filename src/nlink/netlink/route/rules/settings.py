"""Which packets a rule is for and what it does with them, in a user's words."""

from __future__ import annotations

from typing_extensions import TypedDict

from ...schema.addresses import NetworkLike
from ...uapi.fib_rules import FR_ACT
from ...uapi.rtnetlink import RTPROT
from ..arguments import TableLike


class RuleSettings(TypedDict, total=False):
    """Which packets a rule is for, and what it does with them; for ``add_rule``, ``replace_rule`` and ``del_rule``."""

    source: NetworkLike | None
    """Packets from this prefix."""
    destination: NetworkLike | None
    """Packets to this prefix."""
    table: TableLike
    """Look the route up there: "main", "local", "default" or a number."""
    priority: int | None
    """From 0, which comes first; by default the kernel chooses one before the rules that were there."""
    family: int | None
    """``AF_INET`` or ``AF_INET6``; by default that of the prefixes, or else IPv4."""
    action: FR_ACT | int | str
    """"to_tbl" (the default), "goto", "nop", "blackhole", "unreachable" or "prohibit"."""
    goto: int | None
    """Go on with the rule of this priority."""
    invert: bool
    """For the packets that do not match."""
    iif: str | None
    """The name of the device by which it came in; it does not have to exist."""
    oif: str | None
    """The name of the device that a socket is bound to."""
    mark: int | None
    mark_mask: int | None
    tos: int | str
    """From 0 to 255, or a name."""
    dscp: int | str | None
    """From 0 to 63, or a name, "AF11" (since Linux 6.13); not with ``tos``. An older kernel ignores it, and the masks
    and the flow label below."""
    dscp_mask: int | None
    """From 1 to 63: the bits of ``dscp`` that count (since Linux 6.15)."""
    flow_label: int | None
    """IPv6 only: from 0 to 0xfffff (since Linux 6.14)."""
    flow_label_mask: int | None
    """The bits of ``flow_label`` that count (since Linux 6.14)."""
    ip_proto: int | str | None
    """A protocol: "tcp", "udp", "icmp", "icmpv6", "sctp" or its number."""
    sport: int | range | None
    """A port from 1 to 65534, or a range: range(1000, 2001)."""
    sport_mask: int | None
    """The bits of ``sport``, a single port, that count (since Linux 6.15)."""
    dport: int | range | None
    dport_mask: int | None
    uids: range | None
    """User ids of senders: range(1000, 2001)."""
    tunnel_id: int | None
    l3mdev: bool
    """Look up in the table of the VRF that the packet belongs to."""
    suppress_prefixlen: int | None
    """Do not take a route with a prefix this short or shorter."""
    suppress_group: int | str | None
    """Do not take a route that leads to a device of this group."""
    realm: int | str | None
    """IPv4 only: realms, "source/destination" or "destination", by names or numbers; or source << 16 | destination."""
    protocol: RTPROT | int | str
    """Who installed it; "boot" by default, as of ip-rule(8)."""
