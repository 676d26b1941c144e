"""Words for the kernel's numbers, as iproute2 writes them."""

from __future__ import annotations

from enum import IntEnum, IntFlag

from ..schema.addresses import IPNetwork


def word(value: int) -> str:
    """An enumeration's member as a lower-case word; a number that has no name as a number."""
    return value.name.lower() if isinstance(value, IntEnum) else str(int(value))


def words(value: IntFlag) -> list[str]:
    """The flags that are set, as lower-case words; bits that have no name as one number."""
    named = [flag for flag in type(value) if flag in value]
    rest = int(value) & ~sum(named)
    return [(flag.name or "").lower() for flag in named] + ([f"{rest:#x}"] if rest else [])


def realms(flow: int) -> str:
    """``RTA_FLOW`` and ``FRA_FLOW``: the source realm, if any, and the destination realm."""
    source, destination = flow >> 16, flow & 0xFFFF
    return f"{source}/{destination}" if source else str(destination)


def prefix_word(network: IPNetwork) -> str:
    """A prefix with the host bits that the kernel kept, if any; a host without its prefix length."""
    given: bytes | None = getattr(network, "given", None)
    address = type(network.network_address)(given) if given else network.network_address
    return str(address) if network.prefixlen == network.max_prefixlen else f"{address}/{network.prefixlen}"
