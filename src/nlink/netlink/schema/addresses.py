"""IP addresses and prefixes; the length of the payload tells v4 from v6."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from socket import AF_INET, AF_INET6, inet_pton
from typing import Any, Final, TypeAlias

from .ip_objects import ipv4_address, ipv4_network, ipv6_address, ipv6_network
from .kind import Kind, need

IPAddress: TypeAlias = IPv4Address | IPv6Address
IPNetwork: TypeAlias = IPv4Network | IPv6Network
AddressLike: TypeAlias = IPAddress | str
NetworkLike: TypeAlias = IPNetwork | IPAddress | str


ADDRESSES: Final = (IPv4Address, IPv6Address)


def parse_address(value: object) -> IPAddress:
    """An address from an address object or a string; ValueError or TypeError otherwise."""
    if isinstance(value, ADDRESSES):
        return value
    if not isinstance(value, str):
        raise TypeError(f"must be an IP address or a string, not {type(value).__name__}")
    # inet_pton is some five times quicker than the ipaddress module's own parser, and as strict.
    try:
        return ipv6_address(inet_pton(AF_INET6, value)) if ":" in value else ipv4_address(inet_pton(AF_INET, value))
    except (OSError, UnicodeError, ValueError):
        raise ValueError(f"{value!r} is not an IP address") from None


def _check_zone(address: IPAddress) -> None:
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        raise ValueError(f"{address} has a zone, and there is no room for one on the wire: name the device apart")


class Address(Kind[IPAddress, AddressLike]):
    """An IPv4 or IPv6 address."""

    def __init__(self, *, size: int | None = None) -> None:
        self.size = size

    def load(self, raw: Any, owner: Any, /) -> IPAddress:
        if len(raw) == 4:
            return ipv4_address(raw)
        if len(raw) == 16:
            return ipv6_address(raw)
        raise ValueError(f"an IP address has 4 or 16 bytes, not {len(raw)}")

    def dump(self, value: IPAddress, /) -> bytes:
        return value.packed

    def check(self, value: IPAddress, /) -> None:
        need(value, ADDRESSES, "an IP address")
        if self.size is not None and len(value.packed) != self.size:
            raise ValueError(f"must be an IPv{4 if self.size == 4 else 6} address, not {value}")
        _check_zone(value)

    def plain(self, value: IPAddress, /) -> str:
        return str(value)

    def parse(self, value: AddressLike, /) -> IPAddress:
        address = parse_address(value)
        self.check(address)
        return address


class _InexactIPv4Network(IPv4Network):
    """What the kernel keeps of a rule "from 10.0.0.1/8": it ignores the host bits, but finds the rule only by them."""

    given: bytes

    def __reduce__(self) -> tuple[Any, ...]:
        return _inexact, (self.given, self.prefixlen)


class _InexactIPv6Network(IPv6Network):
    given: bytes

    def __reduce__(self) -> tuple[Any, ...]:
        return _inexact, (self.given, self.prefixlen)


def _inexact(raw: bytes, length: int) -> IPNetwork:
    network = (_InexactIPv4Network if len(raw) == 4 else _InexactIPv6Network)((raw, length), strict=False)
    network.given = raw
    return network


class Prefix(Kind[IPNetwork, NetworkLike]):
    """An address whose prefix length stands in a header field of the same message.

    An object made with a prefix fills that field by itself.
    """

    after = True

    def __init__(self, length: str) -> None:
        self.length = length

    def load(self, raw: Any, owner: Any, /) -> IPNetwork:
        length = getattr(owner, self.length)
        if len(raw) not in (4, 16):
            raise ValueError(f"an IP address has 4 or 16 bytes, not {len(raw)}")
        try:
            return ipv4_network(raw, length) if len(raw) == 4 else ipv6_network(raw, length)
        except ValueError:
            return _inexact(raw, length)

    def dump(self, value: IPNetwork, /) -> bytes:
        return getattr(value, "given", None) or value.network_address.packed

    def check(self, value: IPNetwork, /) -> None:
        need(value, (IPv4Network, IPv6Network), "an IP network")
        _check_zone(value.network_address)

    def plain(self, value: IPNetwork, /) -> str:
        return str(value)

    def parse(self, value: NetworkLike, /) -> IPNetwork:
        network = value if isinstance(value, IPv4Network | IPv6Network) else ip_network(value)
        self.check(network)
        return network

    def fills(self, value: IPNetwork, /) -> tuple[str, object] | None:
        return self.length, value.prefixlen


ip: Final = Address()
ipv4: Final = Address(size=4)
ipv6: Final = Address(size=16)


def prefix(length: str) -> Prefix:
    """A prefix whose length is in the header field called ``length``."""
    return Prefix(length)
