"""IP addresses and networks from bytes, as the ipaddress module makes them, in a third of its time.

Its constructors look for every form that a user may write; what the kernel tells has one. The attributes that they set
are private to that module: where a Python has others, they are called after all.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any, Final

KNOWN: Final = (
    IPv4Address.__slots__ == ("_ip", "__weakref__")
    and IPv6Address.__slots__ == ("_ip", "_scope_id", "__weakref__")
    and vars(IPv4Network("0.0.0.0/0")).keys() == {"network_address", "netmask", "_prefixlen"}
    and vars(IPv6Network("::/0")).keys() == {"network_address", "netmask", "_prefixlen"}
)
"""Whether this Python's objects are made of what is set here."""


def _ipv4_address(raw: bytes) -> IPv4Address:
    address: Any = object.__new__(IPv4Address)
    address._ip = int.from_bytes(raw, "big")
    return address  # type: ignore[no-any-return]


def _ipv6_address(raw: bytes) -> IPv6Address:
    address: Any = object.__new__(IPv6Address)
    address._ip = int.from_bytes(raw, "big")
    address._scope_id = None
    return address  # type: ignore[no-any-return]


def _networks(cls: Any, address: Callable[[bytes], Any], bits: int) -> Callable[[bytes, int], Any]:
    # The networks of one address and of two have one attribute more, so they are left to the constructor.
    masks = [(mask.netmask, int(mask.hostmask)) for mask in (cls((0, length)) for length in range(bits - 1)) if KNOWN]

    def network(raw: bytes, length: int) -> Any:
        if length >= len(masks):
            return cls((raw, length))
        netmask, host_bits = masks[length]
        first = address(raw)
        if first._ip & host_bits:
            raise ValueError(f"{first}/{length} has host bits set")
        made = object.__new__(cls)
        made.network_address, made.netmask, made._prefixlen = first, netmask, length
        return made

    return network


ipv4_address: Final[Callable[[bytes], IPv4Address]] = _ipv4_address if KNOWN else IPv4Address
"""The address of 4 bytes."""
ipv6_address: Final[Callable[[bytes], IPv6Address]] = _ipv6_address if KNOWN else IPv6Address
"""The address of 16 bytes."""
ipv4_network: Final[Callable[[bytes, int], IPv4Network]] = _networks(IPv4Network, ipv4_address, 32)
"""The network of 4 bytes and a prefix length; ValueError when bits are set behind it, or it is over 32."""
ipv6_network: Final[Callable[[bytes, int], IPv6Network]] = _networks(IPv6Network, ipv6_address, 128)
"""The network of 16 bytes and a prefix length; ValueError when bits are set behind it, or it is over 128."""
