"""GENEVE: Ethernet over UDP with options (RFC 8926)."""

from __future__ import annotations

from collections.abc import Sequence

from ....schema.addresses import ip
from ....schema.enums import enum
from ....schema.integers import Boolean, be16, be32, boolean, flag, u8, u32
from ....schema.nesting import array
from ....schema.options import Setting, option
from ....schema.settings import Address, Bool, Choice, Int
from ....uapi.if_link import GENEVE_DF, IFLA_GENEVE
from ..options import LinkOptions


class Inherited(Boolean):
    """A byte; without it, it is not inherited."""

    def agrees(self, given: bool, read: bool | None, /) -> bool:
        return given == bool(read)


class Geneve(LinkOptions, kind="geneve"):
    """A GENEVE tunnel. What cannot be changed: ``vni``, ``port``, the family of ``remote``, checksums, and what a link
    with ``collect_metadata`` has."""

    vni: Int = option(IFLA_GENEVE.ID, u32, le=0xFFFFFF)
    """The network's number, 0 to 16777215."""
    remote: Address = option(IFLA_GENEVE.REMOTE, ip, v6=IFLA_GENEVE.REMOTE6)
    """The other end; neither a multicast group nor a link-local address."""
    local: Address = option(IFLA_GENEVE.LOCAL, ip, v6=IFLA_GENEVE.LOCAL6)
    """The source address of packets, of the same family (since Linux 7.2)."""
    port: Int = option(IFLA_GENEVE.PORT, be16)
    """The UDP port of the other end, 6081 where none is given."""
    port_range: Setting[tuple[int, ...], Sequence[int]] = option(IFLA_GENEVE.PORT_RANGE, array(be16, 2))
    """The first and the last source port to use (since Linux 6.15)."""
    ttl: Int = option(IFLA_GENEVE.TTL, u8)
    """The TTL of packets; 0: the system's."""
    ttl_inherit: Bool = option(IFLA_GENEVE.TTL_INHERIT, Inherited(u8))
    """Take the TTL from the packet inside; ``ttl`` is not minded then."""
    tos: Int = option(IFLA_GENEVE.TOS, u8)
    """The TOS of packets; 1: that of the packet inside."""
    df: Choice[GENEVE_DF] = option(IFLA_GENEVE.DF, enum(GENEVE_DF, u8))
    """Don't-fragment, over IPv4: "unset", "set" or "inherit"."""
    label: Int = option(IFLA_GENEVE.LABEL, be32, le=0xFFFFF)
    """The IPv6 flow label."""
    udp_csum: Bool = option(IFLA_GENEVE.UDP_CSUM, boolean(u8))
    """Put UDP checksums into packets over IPv4."""
    udp_zero_csum6_tx: Bool = option(IFLA_GENEVE.UDP_ZERO_CSUM6_TX, boolean(u8))
    """Leave UDP checksums out of packets over IPv6."""
    udp_zero_csum6_rx: Bool = option(IFLA_GENEVE.UDP_ZERO_CSUM6_RX, boolean(u8))
    """Take packets over IPv6 without UDP checksums; the kernel tells True of a link without an IPv6 ``remote``."""
    collect_metadata: Bool = option(IFLA_GENEVE.COLLECT_METADATA, flag)
    """VNI and remote come with each packet (from a route, from tc), as ``ip link ... external``; one such link for a
    port."""
    inner_proto_inherit: Bool = option(IFLA_GENEVE.INNER_PROTO_INHERIT, flag)
    """What is inside is a packet, not an Ethernet frame, and its protocol stands in the header."""
    gro_hint: Bool = option(IFLA_GENEVE.GRO_HINT, flag)
    """Tell the receiver by an option how to put packets together (since Linux 7.0)."""

    def to_bytes(self) -> bytes:
        """The attributes of all options that are given.

        The kernel does not look at a TTL beside ``ttl_inherit``, not even if that is False (tried: 6.12); and a TTL
        says by itself that it is not inherited.
        """
        if self.ttl is not None and self.ttl_inherit is False:
            return super(Geneve, self.model_copy(update={"ttl_inherit": None})).to_bytes()
        return super().to_bytes()
