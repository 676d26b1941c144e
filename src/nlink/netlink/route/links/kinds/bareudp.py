"""Bare UDP tunnels: packets of one protocol in UDP, without a header of their own."""

from __future__ import annotations

from ....schema.enums import enum
from ....schema.integers import be16, flag, u16
from ....schema.options import Needed, needed, option
from ....schema.settings import Bool, Int
from ....uapi.if_ether import ETH_P
from ....uapi.if_link import IFLA_BAREUDP
from ..options import LinkOptions

_PROTOCOLS = {"ipv4": ETH_P.IP}


class Bareudp(LinkOptions, kind="bareudp"):
    """A bare UDP tunnel; the other end comes with each packet (from a route, from tc). It cannot be changed."""

    port: Needed[int, int] = needed(IFLA_BAREUDP.PORT, be16)
    """The UDP port at both ends."""
    ethertype: Needed[ETH_P | int, ETH_P | int | str] = needed(
        IFLA_BAREUDP.ETHERTYPE, enum(ETH_P, be16, words=_PROTOCOLS)
    )
    """What is inside: "ipv4", "ipv6", "mpls_uc" or "mpls_mc"."""
    srcport_min: Int = option(IFLA_BAREUDP.SRCPORT_MIN, u16)
    """The least source port to use."""
    multiproto_mode: Bool = option(IFLA_BAREUDP.MULTIPROTO_MODE, flag)
    """Also IPv6 with "ipv4", also multicast with "mpls_uc"."""
