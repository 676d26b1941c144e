"""IP in IP: IPv4 over IPv4 (RFC 2003)."""

from __future__ import annotations

from ....schema.addresses import ipv4
from ....schema.integers import be16, boolean, flag, u8, u16, u32
from ....schema.options import option, switch
from ....schema.settings import Address, Bool, Choice, Int
from ....uapi.if_tunnel import IFLA_IPTUN, TUNNEL_ENCAP, TUNNEL_ENCAP_FLAG
from ....uapi.in_ import IPPROTO
from ..options import LinkOptions
from ..tunnel import encapsulation, inner_protocol


class IpTunnelOptions(LinkOptions):
    """What IP tunnels share, over IPv4 and over IPv6."""

    whole = True

    link: Int = option(IFLA_IPTUN.LINK, u32)
    """The ifindex of the link that packets leave by; 0: the routes decide."""
    encap_type: Choice[TUNNEL_ENCAP] = option(IFLA_IPTUN.ENCAP_TYPE, encapsulation)
    """What is put around packets: "none", "fou" or "gue", both of which are UDP. The kernel module "fou" (over IPv6
    "fou6") has to be there already: the kernel does not load it for this."""
    encap_sport: Int = option(IFLA_IPTUN.ENCAP_SPORT, be16)
    """The source port of what is put around; 0: by a hash of the packet."""
    encap_dport: Int = option(IFLA_IPTUN.ENCAP_DPORT, be16)
    encap_csum: Bool = switch(IFLA_IPTUN.ENCAP_FLAGS, TUNNEL_ENCAP_FLAG.CSUM, u16)
    """UDP checksums over IPv4."""
    encap_csum6: Bool = switch(IFLA_IPTUN.ENCAP_FLAGS, TUNNEL_ENCAP_FLAG.CSUM6, u16)
    """UDP checksums over IPv6."""
    encap_remcsum: Bool = switch(IFLA_IPTUN.ENCAP_FLAGS, TUNNEL_ENCAP_FLAG.REMCSUM, u16)
    """Remote checksum offload (GUE)."""
    fwmark: Int = option(IFLA_IPTUN.FWMARK, u32)
    """The mark that the route is looked up with."""


class IpOverIpv4Options(IpTunnelOptions):
    """What ipip and sit share."""

    local: Address = option(IFLA_IPTUN.LOCAL, ipv4)
    """The source address of packets; 0.0.0.0: the routes decide."""
    remote: Address = option(IFLA_IPTUN.REMOTE, ipv4)
    """The other end; 0.0.0.0: none, packets are taken from anywhere. A link with one keeps one, and the reverse."""
    ttl: Int = option(IFLA_IPTUN.TTL, u8)
    """The TTL of packets; 0: that of the packet inside. With any other one ``pmtudisc`` is on whatever it is set to."""
    tos: Int = option(IFLA_IPTUN.TOS, u8)
    """The TOS of packets; 1: that of the packet inside."""
    pmtudisc: Bool = option(IFLA_IPTUN.PMTUDISC, boolean(u8))
    """Path MTU discovery: packets are not to be fragmented. On unless switched off."""
    proto: Choice[IPPROTO] = option(IFLA_IPTUN.PROTO, inner_protocol)
    """What is inside: "ipip" (IPv4), "ipv6" (sit only), "mpls" or "any"; it cannot be changed: the kernel ignores
    that."""


class Ipip(IpOverIpv4Options, kind="ipip", below="link"):
    """A tunnel over IPv4, for IPv4 or MPLS packets."""

    collect_metadata: Bool = option(IFLA_IPTUN.COLLECT_METADATA, flag)
    """Addresses come with each packet (from a route, from tc), as ``ip link ... external``; one such link in a
    namespace, which cannot be changed."""
