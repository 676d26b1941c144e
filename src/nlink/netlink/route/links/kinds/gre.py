"""GRE: packets of any protocol over IPv4 (RFC 2784, RFC 2890)."""

from __future__ import annotations

from typing import Self

from ....schema.addresses import ipv4
from ....schema.decode import Buffer, walk
from ....schema.encode import attribute
from ....schema.integers import be16, be32, boolean, flag, u8, u16, u32
from ....schema.options import option, switch
from ....schema.settings import Address, Bool, Choice, Int
from ....uapi.if_tunnel import GRE, IFLA_GRE, TUNNEL_ENCAP, TUNNEL_ENCAP_FLAG
from ..options import LinkOptions
from ..tunnel import encapsulation, remote4


class GreOptions(LinkOptions):
    """What GRE, GRETAP and ERSPAN share, over IPv4 and over IPv6."""

    whole = True

    link: Int = option(IFLA_GRE.LINK, u32)
    """The ifindex of the link that packets leave by; 0: the routes decide."""
    ikey: Int = option(IFLA_GRE.IKEY, be32)
    """The key that packets have which come in; without it, they have none."""
    okey: Int = option(IFLA_GRE.OKEY, be32)
    """The key of packets that are sent; without it, they have none."""
    icsum: Bool = switch(IFLA_GRE.IFLAGS, GRE.CSUM, be16)
    """Take only packets that have a checksum."""
    ocsum: Bool = switch(IFLA_GRE.OFLAGS, GRE.CSUM, be16)
    """Send packets with a checksum."""
    iseq: Bool = switch(IFLA_GRE.IFLAGS, GRE.SEQ, be16)
    """Take only packets that have a sequence number, in order."""
    oseq: Bool = switch(IFLA_GRE.OFLAGS, GRE.SEQ, be16)
    """Send packets with sequence numbers."""
    encap_type: Choice[TUNNEL_ENCAP] = option(IFLA_GRE.ENCAP_TYPE, encapsulation)
    """What is put around packets: "none", "fou" or "gue", both of which are UDP. The kernel module "fou" (over IPv6
    "fou6") has to be there already: the kernel does not load it for this."""
    encap_sport: Int = option(IFLA_GRE.ENCAP_SPORT, be16)
    """The source port of what is put around; 0: by a hash of the packet."""
    encap_dport: Int = option(IFLA_GRE.ENCAP_DPORT, be16)
    encap_csum: Bool = switch(IFLA_GRE.ENCAP_FLAGS, TUNNEL_ENCAP_FLAG.CSUM, u16)
    """UDP checksums over IPv4."""
    encap_csum6: Bool = switch(IFLA_GRE.ENCAP_FLAGS, TUNNEL_ENCAP_FLAG.CSUM6, u16)
    """UDP checksums over IPv6."""
    encap_remcsum: Bool = switch(IFLA_GRE.ENCAP_FLAGS, TUNNEL_ENCAP_FLAG.REMCSUM, u16)
    """Remote checksum offload (GUE)."""
    collect_metadata: Bool = option(IFLA_GRE.COLLECT_METADATA, flag)
    """Addresses and keys come with each packet (from a route, from tc), as ``ip link ... external``; one such link in
    a namespace, and it cannot be changed to."""
    fwmark: Int = option(IFLA_GRE.FWMARK, u32)
    """The mark that the route is looked up with."""

    @classmethod
    def from_bytes(cls, data: Buffer, *, owner: object = None) -> Self:
        """Decode attributes. The kernel always tells both keys, and by a flag whether there is one at all.

        Raises:
            DecodeError: the bytes are no such options.
        """
        read = super().from_bytes(data, owner=owner)
        flags = {number: data[start:stop] for number, start, stop in walk(data, 0, len(data)) if number in _KEYS}
        unused = (name for number, name in _KEYS.items() if not _flags(flags.get(number)) & GRE.KEY)
        return read.model_copy(update=dict.fromkeys(unused))

    def to_bytes(self) -> bytes:
        """The attributes of all options that are given; of a key, the flag that there is one as well."""
        encoded = super().to_bytes()
        for number, name in _KEYS.items():
            if getattr(self, name) is not None:
                encoded = _with_key(encoded, number)
        return encoded


_KEYS = {int(IFLA_GRE.IFLAGS): "ikey", int(IFLA_GRE.OFLAGS): "okey"}


def _flags(payload: Buffer | None) -> int:
    return 0 if payload is None else be16.load(payload, None)


def _with_key(encoded: bytes, number: int) -> bytes:
    """The attributes with the flag of a key in the one of that number, which there may be none of yet."""
    for found, start, stop in walk(encoded, 0, len(encoded)):
        if found == number:
            return encoded[:start] + be16.dump(_flags(encoded[start:stop]) | GRE.KEY) + encoded[stop:]
    return encoded + attribute(number, be16.dump(GRE.KEY))


class GreOverIpv4Options(GreOptions):
    """What GRE, GRETAP and ERSPAN over IPv4 share."""

    local: Address = option(IFLA_GRE.LOCAL, ipv4)
    """The source address of packets; 0.0.0.0: the routes decide."""
    remote: Address = option(IFLA_GRE.REMOTE, remote4)
    """The other end, or a multicast group. Without one, a GRE link takes packets from anywhere."""
    ttl: Int = option(IFLA_GRE.TTL, u8)
    """The TTL of packets; 0: that of the packet inside."""
    tos: Int = option(IFLA_GRE.TOS, u8)
    """The TOS of packets; 1: that of the packet inside."""
    pmtudisc: Bool = option(IFLA_GRE.PMTUDISC, boolean(u8))
    """Path MTU discovery: packets are not to be fragmented. On unless switched off."""
    ignore_df: Bool = option(IFLA_GRE.IGNORE_DF, boolean(u8))
    """Fragment packets even if the packet inside must not be; only without ``pmtudisc``."""


class Gre(GreOverIpv4Options, kind="gre", below="link"):
    """A GRE tunnel over IPv4, for IPv4, IPv6 and MPLS packets."""
