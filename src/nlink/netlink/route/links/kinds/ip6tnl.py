"""IPv6 and IPv4 over IPv6 (RFC 2473)."""

from __future__ import annotations

from ....schema.addresses import ipv6
from ....schema.integers import be32, flag, u8, u32
from ....schema.options import option, part, switch
from ....schema.settings import Address, Bool, Choice, Int
from ....uapi.if_tunnel import IFLA_IPTUN
from ....uapi.in_ import IPPROTO
from ....uapi.ip6_tunnel import IP6_TNL_F
from ..tunnel import FLOW_LABEL, TRAFFIC_CLASS, inner_protocol
from .ipip import IpTunnelOptions


class Ip6tnl(IpTunnelOptions, kind="ip6tnl", below="link"):
    """A tunnel over IPv6, for IPv6 and IPv4 packets."""

    local: Address = option(IFLA_IPTUN.LOCAL, ipv6)
    """The source address of packets; "::": the routes decide."""
    remote: Address = option(IFLA_IPTUN.REMOTE, ipv6)
    """The other end; "::": none, packets are taken from anywhere."""
    proto: Choice[IPPROTO] = option(IFLA_IPTUN.PROTO, inner_protocol)
    """What is inside: "ipv6", "ipip" (IPv4) or "any" (the kernel's choice)."""
    ttl: Int = option(IFLA_IPTUN.TTL, u8)
    """The hop limit of packets; 0 (the kernel's choice; ``ip`` gives 64): that of the packet inside."""
    encap_limit: Int = option(IFLA_IPTUN.ENCAP_LIMIT, u8)
    """How many more tunnels may be put around packets, which have an option for it (RFC 2473). The kernel's choice is
    0, none, where ``ip`` gives 4."""
    ignore_encap_limit: Bool = switch(IFLA_IPTUN.FLAGS, IP6_TNL_F.IGN_ENCAP_LIMIT, u32)
    """Packets have no such option: "encaplimit none" in ``ip``."""
    tclass: Int = part(IFLA_IPTUN.FLOWINFO, TRAFFIC_CLASS, be32)
    """The traffic class of packets."""
    tclass_inherit: Bool = switch(IFLA_IPTUN.FLAGS, IP6_TNL_F.USE_ORIG_TCLASS, u32)
    """Take the traffic class from the packet inside."""
    flowlabel: Int = part(IFLA_IPTUN.FLOWINFO, FLOW_LABEL, be32)
    """The flow label of packets."""
    flowlabel_inherit: Bool = switch(IFLA_IPTUN.FLAGS, IP6_TNL_F.USE_ORIG_FLOWLABEL, u32)
    """Take the flow label from the packet inside."""
    dscp_inherit: Bool = switch(IFLA_IPTUN.FLAGS, IP6_TNL_F.RCV_DSCP_COPY, u32)
    """Give what comes in the DSCP of the packet around it."""
    fwmark_inherit: Bool = switch(IFLA_IPTUN.FLAGS, IP6_TNL_F.USE_ORIG_FWMARK, u32)
    """Look up the route with the mark of the packet inside."""
    allow_localremote: Bool = switch(IFLA_IPTUN.FLAGS, IP6_TNL_F.ALLOW_LOCAL_REMOTE, u32)
    """The other end may be an address of this machine."""
    mip6: Bool = switch(IFLA_IPTUN.FLAGS, IP6_TNL_F.MIP6_DEV, u32)
    """For mobile IPv6; the kernel keeps it, and does nothing with it."""
    collect_metadata: Bool = option(IFLA_IPTUN.COLLECT_METADATA, flag)
    """Addresses come with each packet (from a route, from tc), as ``ip link ... external``; one such link in a
    namespace, which cannot be changed."""
