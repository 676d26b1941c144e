"""What sysctl has of each device, of IPv4, IPv6 and MPLS: ``struct netconfmsg`` and ``NETCONFA_*``."""

from __future__ import annotations

from ...schema.field import attr, header
from ...schema.integers import boolean, s32, u8
from ...schema.message import Message
from ...uapi.netconf import NETCONFA, NETCONFA_IFINDEX_ALL, NETCONFA_IFINDEX_DEFAULT
from ...uapi.rtnetlink import RTM
from ..words import family_words

SWITCH = boolean(s32)


class NetconfMessage(Message, types={"new": RTM.NEWNETCONF, "delete": RTM.DELNETCONF, "get": RTM.GETNETCONF}):
    """What one device does with packets of one address family; None is what the family does not have."""

    family: int = header("ncm_family", u8, default=0, pad=3)
    """``AF_INET``, ``AF_INET6`` or ``AF_MPLS``."""
    ifindex: int | None = attr(NETCONFA.IFINDEX, s32)
    """Or ``NETCONFA_IFINDEX_ALL`` for all devices, ``NETCONFA_IFINDEX_DEFAULT`` for those that are yet to come."""
    forwarding: bool | None = attr(NETCONFA.FORWARDING, SWITCH)
    rp_filter: int | None = attr(NETCONFA.RP_FILTER, s32)
    """Whether sources are checked: 0 not, 1 strictly, 2 loosely."""
    mc_forwarding: bool | None = attr(NETCONFA.MC_FORWARDING, SWITCH)
    """Of multicast."""
    proxy_neigh: bool | None = attr(NETCONFA.PROXY_NEIGH, SWITCH)
    """It answers for neighbours (proxy ARP, proxy NDP)."""
    ignore_routes_with_linkdown: bool | None = attr(NETCONFA.IGNORE_ROUTES_WITH_LINKDOWN, SWITCH)
    input: bool | None = attr(NETCONFA.INPUT, SWITCH)
    """MPLS packets are taken."""
    bc_forwarding: bool | None = attr(NETCONFA.BC_FORWARDING, SWITCH)
    """Of directed broadcasts."""
    force_forwarding: bool | None = attr(NETCONFA.FORCE_FORWARDING, SWITCH)
    """Of IPv6, whatever the switch for all devices says (since Linux 6.17)."""

    def __str__(self) -> str:
        """One line in the manner of ``ip netconf``: "dev 2 forwarding off rp_filter 2 mc_forwarding off"."""
        special = {NETCONFA_IFINDEX_ALL: "all", NETCONFA_IFINDEX_DEFAULT: "default"}
        parts = family_words(self.family)
        if self.ifindex is not None:
            parts.append(f"dev {special.get(self.ifindex, self.ifindex)}")
        for name in SETTINGS:
            value = getattr(self, name)
            if value is not None:
                parts.append(f"{name} {value}" if name == "rp_filter" else f"{name} {'on' if value else 'off'}")
        return " ".join(parts)


SETTINGS = (
    "forwarding", "rp_filter", "mc_forwarding", "bc_forwarding", "proxy_neigh", "ignore_routes_with_linkdown", "input",
    "force_forwarding",
)  # fmt: skip
