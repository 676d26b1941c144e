"""SIT: IPv6 over IPv4 (RFC 4213), with 6rd (RFC 5969) and ISATAP (RFC 5214)."""

from __future__ import annotations

from ....schema.addresses import ipv4, ipv6
from ....schema.integers import u16
from ....schema.options import option, switch
from ....schema.settings import Address, Bool, Int
from ....uapi.if_tunnel import IFLA_IPTUN, SIT
from .ipip import IpOverIpv4Options

TTL = 64


class Sit(IpOverIpv4Options, kind="sit", below="link"):
    """A tunnel over IPv4, for IPv6, IPv4 or MPLS packets. Its TTL is 64 where none is given."""

    # Although the attribute is one in network byte order, this bit is the lowest of one in host byte order.
    isatap: Bool = switch(IFLA_IPTUN.FLAGS, SIT.ISATAP, u16)
    """The other ends are known by their addresses (ISATAP); it cannot be changed: the kernel ignores that."""
    sixrd_prefix: Address = option(IFLA_IPTUN.IPTUN_6RD_PREFIX, ipv6)
    """The provider's IPv6 prefix, 2002:: (that of 6to4) where none is given."""
    sixrd_prefixlen: Int = option(IFLA_IPTUN.IPTUN_6RD_PREFIXLEN, u16)
    """Bits; with those of the IPv4 address behind it 64 at most. When one of the four ``sixrd_...`` is given, what is
    not is 0."""
    sixrd_relay_prefix: Address = option(IFLA_IPTUN.IPTUN_6RD_RELAY_PREFIX, ipv4)
    """What the IPv4 addresses of all ends have in common, and is left out of their IPv6 addresses."""
    sixrd_relay_prefixlen: Int = option(IFLA_IPTUN.IPTUN_6RD_RELAY_PREFIXLEN, u16, le=32)
    """Bits."""

    def to_bytes(self) -> bytes:
        """The attributes of all options that are given.

        A TTL switches path MTU discovery on, even the one that the kernel chooses by itself: so that what was read can
        be written again, the kernel is left to choose it (tried: 6.12).
        """
        if self.ttl == TTL and self.pmtudisc is False:
            return super(Sit, self.model_copy(update={"ttl": None})).to_bytes()
        return super().to_bytes()
