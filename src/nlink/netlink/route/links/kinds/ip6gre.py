"""GRE over IPv6."""

from __future__ import annotations

from ....schema.addresses import ipv6
from ....schema.integers import be32, u8, u32
from ....schema.options import option, part, switch
from ....schema.settings import Address, Bool, Int
from ....uapi.if_tunnel import IFLA_GRE
from ....uapi.ip6_tunnel import IP6_TNL_F
from ..tunnel import FLOW_LABEL, TRAFFIC_CLASS, remote6
from .gre import GreOptions


class GreOverIpv6Options(GreOptions):
    """What GRE, GRETAP and ERSPAN over IPv6 share."""

    local: Address = option(IFLA_GRE.LOCAL, ipv6)
    """The source address of packets; "::": the routes decide."""
    remote: Address = option(IFLA_GRE.REMOTE, remote6)
    """The other end, or a multicast group. Without one, a GRE link takes packets from anywhere."""
    ttl: Int = option(IFLA_GRE.TTL, u8)
    """The hop limit of packets; 0 (the kernel's choice; ``ip`` gives 64): that of the packet inside."""
    encap_limit: Int = option(IFLA_GRE.ENCAP_LIMIT, u8)
    """How many more tunnels may be put around packets, which have an option for it (RFC 2473). The kernel's choice is
    0, none, where ``ip`` gives 4."""
    ignore_encap_limit: Bool = switch(IFLA_GRE.FLAGS, IP6_TNL_F.IGN_ENCAP_LIMIT, u32)
    """Packets have no such option: "encaplimit none" in ``ip``."""
    tclass: Int = part(IFLA_GRE.FLOWINFO, TRAFFIC_CLASS, be32)
    """The traffic class of packets."""
    tclass_inherit: Bool = switch(IFLA_GRE.FLAGS, IP6_TNL_F.USE_ORIG_TCLASS, u32)
    """Take the traffic class from the packet inside."""
    flowlabel: Int = part(IFLA_GRE.FLOWINFO, FLOW_LABEL, be32)
    """The flow label of packets."""
    flowlabel_inherit: Bool = switch(IFLA_GRE.FLAGS, IP6_TNL_F.USE_ORIG_FLOWLABEL, u32)
    """Take the flow label from the packet inside."""
    dscp_inherit: Bool = switch(IFLA_GRE.FLAGS, IP6_TNL_F.RCV_DSCP_COPY, u32)
    """Give what comes in the DSCP of the packet around it."""
    fwmark_inherit: Bool = switch(IFLA_GRE.FLAGS, IP6_TNL_F.USE_ORIG_FWMARK, u32)
    """Look up the route with the mark of the packet inside."""
    allow_localremote: Bool = switch(IFLA_GRE.FLAGS, IP6_TNL_F.ALLOW_LOCAL_REMOTE, u32)
    """The other end may be an address of this machine."""
    mip6: Bool = switch(IFLA_GRE.FLAGS, IP6_TNL_F.MIP6_DEV, u32)
    """For mobile IPv6; the kernel keeps it, and does nothing with it."""


class Ip6gre(GreOverIpv6Options, kind="ip6gre", below="link"):
    """A GRE tunnel over IPv6, for IPv4, IPv6 and MPLS packets."""
