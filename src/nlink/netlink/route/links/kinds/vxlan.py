"""VXLANs: Ethernet over UDP (RFC 7348)."""

from __future__ import annotations

from collections.abc import Sequence

from ....schema.addresses import ip
from ....schema.durations import seconds
from ....schema.enums import enum
from ....schema.integers import Flag, be16, be32, boolean, flag, u8, u32
from ....schema.nesting import array
from ....schema.options import Setting, option
from ....schema.settings import Address, Bool, Choice, Duration, Int
from ....schema.text import octets
from ....uapi.if_link import IFLA_VXLAN, VXLAN_DF, VXLAN_LABEL
from ..options import LinkOptions


class OffByAbsence(Flag):
    """A byte that is left out for False: its presence alone, whatever the value, makes the kernel count bits of the
    header as used, and refuse the very ``reserved_bits`` that it has told (tried: 6.18)."""

    def dump(self, value: bool, /) -> bytes:
        return b"\1"


class Vxlan(LinkOptions, kind="vxlan", below="link"):
    """A VXLAN."""

    vni: Int = option(IFLA_VXLAN.ID, u32, le=0xFFFFFF)
    """The network's number, 0 to 16777215; may be left out with ``collect_metadata``."""
    remote: Address = option(IFLA_VXLAN.GROUP, ip, v6=IFLA_VXLAN.GROUP6)
    """Where frames for unknown addresses go: another end, or a multicast group."""
    local: Address = option(IFLA_VXLAN.LOCAL, ip, v6=IFLA_VXLAN.LOCAL6)
    """The source address of packets, of the same family."""
    link: Int = option(IFLA_VXLAN.LINK, u32)
    """The ifindex of the link that packets leave by."""
    port: Int = option(IFLA_VXLAN.PORT, be16)
    """The UDP port of the other end. The kernel's own choice is 8472, not 4789, which IANA has assigned."""
    port_range: Setting[tuple[int, ...], Sequence[int]] = option(IFLA_VXLAN.PORT_RANGE, array(be16, 2))
    """The first and the last source port to use."""
    ttl: Int = option(IFLA_VXLAN.TTL, u8)
    """The TTL of packets; 0: 1 for multicast, else the system's."""
    ttl_inherit: Bool = option(IFLA_VXLAN.TTL_INHERIT, flag)
    """Take the TTL from the packet inside."""
    tos: Int = option(IFLA_VXLAN.TOS, u8)
    """The TOS of packets; 1: that of the packet inside."""
    df: Choice[VXLAN_DF] = option(IFLA_VXLAN.DF, enum(VXLAN_DF, u8))
    """Don't-fragment: "unset", "set" or "inherit"."""
    label: Int = option(IFLA_VXLAN.LABEL, be32, le=0xFFFFF)
    """The IPv6 flow label."""
    label_policy: Choice[VXLAN_LABEL] = option(IFLA_VXLAN.LABEL_POLICY, enum(VXLAN_LABEL, u32))
    """"fixed" or "inherit"."""
    learning: Bool = option(IFLA_VXLAN.LEARNING, boolean(u8))
    """Learn where an address is from what comes in."""
    ageing: Duration = option(IFLA_VXLAN.AGEING, seconds)
    """How long what was learnt is kept; 0 is for ever."""
    limit: Int = option(IFLA_VXLAN.LIMIT, u32)
    """How many addresses may be learnt; 0 is any number."""
    proxy: Bool = option(IFLA_VXLAN.PROXY, boolean(u8))
    """Answer ARP and neighbour solicitations for the other ends."""
    rsc: Bool = option(IFLA_VXLAN.RSC, boolean(u8))
    """Route short circuit: send straight to the destination behind a router that is on this network."""
    l2miss: Bool = option(IFLA_VXLAN.L2MISS, boolean(u8))
    """Notify of unknown link-layer addresses."""
    l3miss: Bool = option(IFLA_VXLAN.L3MISS, boolean(u8))
    """Notify of unknown IP addresses."""
    udp_csum: Bool = option(IFLA_VXLAN.UDP_CSUM, boolean(u8))
    """Put UDP checksums into packets over IPv4."""
    udp_zero_csum6_tx: Bool = option(IFLA_VXLAN.UDP_ZERO_CSUM6_TX, boolean(u8))
    """Leave UDP checksums out of packets over IPv6."""
    udp_zero_csum6_rx: Bool = option(IFLA_VXLAN.UDP_ZERO_CSUM6_RX, boolean(u8))
    """Take packets over IPv6 without UDP checksums."""
    remcsum_tx: Bool = option(IFLA_VXLAN.REMCSUM_TX, boolean(u8))
    """Remote checksum offload, sending."""
    remcsum_rx: Bool = option(IFLA_VXLAN.REMCSUM_RX, OffByAbsence())
    """Remote checksum offload, receiving."""
    remcsum_nopartial: Bool = option(IFLA_VXLAN.REMCSUM_NOPARTIAL, flag)
    gbp: Bool = option(IFLA_VXLAN.GBP, flag)
    """Group policy extension."""
    gpe: Bool = option(IFLA_VXLAN.GPE, flag)
    """Generic protocol extension: packets without an Ethernet header; excludes ``learning``."""
    collect_metadata: Bool = option(IFLA_VXLAN.COLLECT_METADATA, boolean(u8))
    """VNI and remote come with each packet (from a route, from tc), as ``ip link ... external``."""
    vnifilter: Bool = option(IFLA_VXLAN.VNIFILTER, boolean(u8))
    """Take only the VNIs of a list; with ``collect_metadata``."""
    localbypass: Bool = option(IFLA_VXLAN.LOCALBYPASS, boolean(u8))
    """Hand a packet for an end on this machine to it directly."""
    reserved_bits: Setting[bytes, bytes | str] = option(IFLA_VXLAN.RESERVED_BITS, octets(8))
    """Bits of the VXLAN header that are not minded in what comes in; a string is hexadecimal."""
    mc_route: Bool = option(IFLA_VXLAN.MC_ROUTE, boolean(u8), told=False)  # not told by 6.18
    """Route packets to a multicast group through the multicast routing table."""
