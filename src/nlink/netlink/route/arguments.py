"""The arguments of operations: friendly values made exact, or refused by name before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
    ip_interface,
)
from socket import AF_INET, AF_INET6, inet_pton
from typing import Any, TypeAlias

from typing_extensions import TypeVar

from ...errors import InvalidInput, NetlinkError
from ..schema.addresses import AddressLike, IPAddress, IPNetwork, NetworkLike, ip, parse_address, prefix
from ..schema.enums import Enumeration
from ..schema.integers import u8, u32
from ..schema.kind import Kind
from ..uapi.rtnetlink import RT_SCOPE, RT_TABLE, RTN, RTPROT
from . import names

T = TypeVar("T")
S = TypeVar("S")
E = TypeVar("E", bound=NetlinkError)

InterfaceLike: TypeAlias = IPv4Interface | IPv6Interface | IPAddress | str
TableLike: TypeAlias = int | str

SCOPE = names.Named(RT_SCOPE, u8, names.SCOPES)
PROTOCOL = names.Named(RTPROT, u8, names.PROTOCOLS)
ROUTE_TYPE = Enumeration(RTN, u8)
TABLE = names.Named(RT_TABLE, u32, names.TABLES)
PREFIX = prefix("")

INET, INET6 = int(AF_INET), int(AF_INET6)
LENGTHS = {str(length): (length, (1 << 32 - length) - 1) for length in range(33)}
LENGTHS6 = {str(length): (length, (1 << 128 - length) - 1) for length in range(129)}
"""Of a prefix's length as it is written: the number, and the bits that are zero in such a prefix."""


def parsed(field: str, kind: Kind[T, S], value: S) -> T:
    """What a user gave for a kind of value; InvalidInput names the field and the reason."""
    try:
        result = kind.parse(value)
        kind.check(result)
    except InvalidInput:
        raise
    except (TypeError, ValueError, AttributeError) as error:
        raise InvalidInput(field, str(error)) from None
    return result


def address(field: str, value: AddressLike, *, family: int | None = None) -> IPAddress:
    """An IP address, of a family if one is told."""
    if isinstance(value, IPv4Interface | IPv6Interface):
        raise InvalidInput(field, f"must be an address without a prefix length, not {value}")
    try:
        result = parse_address(value)
        if result is value:
            ip.check(result)  # one that was given as an object may have a zone
    except (TypeError, ValueError) as error:
        raise InvalidInput(field, str(error)) from None
    if family is not None and family_of(result) != family:
        raise InvalidInput(field, f"{result} is not an IPv{4 if family == AF_INET else 6} address")
    return result


def interface(field: str, value: InterfaceLike) -> tuple[IPAddress, int]:
    """An address and its prefix length: the longest, if none is told."""
    if isinstance(value, IPv4Address | IPv6Address) and not isinstance(value, IPv4Interface | IPv6Interface):
        return address(field, value), value.max_prefixlen
    if not isinstance(value, str | IPv4Interface | IPv6Interface):
        raise InvalidInput(field, f"must be an address with a prefix length, not {type(value).__name__}")
    try:
        made = ip_interface(value)
    except ValueError as error:
        raise InvalidInput(field, str(error)) from None
    if isinstance(made, IPv6Interface) and made.scope_id is not None:
        raise InvalidInput(field, f"{made} has a zone, and there is no room for one on the wire: name the device apart")
    return made.ip, made.network.prefixlen


def network(field: str, value: NetworkLike) -> IPNetwork:
    """A prefix; one with bits set behind its length is refused, as the kernel does."""
    if not isinstance(value, str | IPv4Network | IPv6Network | IPv4Address | IPv6Address):
        raise InvalidInput(field, f"must be a prefix, not {type(value).__name__}")
    made = _quickly(value) if isinstance(value, str) else None
    return parsed(field, PREFIX, value if made is None else made)


def packed_network(field: str, value: NetworkLike) -> tuple[int, bytes, int]:
    """A prefix as its family, its address in bytes, and its length. The usual spellings make no object on the way."""
    if isinstance(value, str):
        text, slash, length = value.partition("/")
        family, lengths, longest = (INET6, LENGTHS6, "128") if ":" in text else (INET, LENGTHS, "32")
        found, behind = lengths.get(length if slash else longest, (0, -1))
        try:
            packed = inet_pton(family, text)
        except (OSError, ValueError):
            packed = b""
        if packed and behind >= 0 and not int.from_bytes(packed) & behind:
            return family, packed, found
    made = network(field, value)
    return family_of(made), made.network_address.packed, made.prefixlen


def _quickly(value: str) -> IPNetwork | None:
    """The usual spellings by inet_pton, at a third of the price; None for the others, and for errors."""
    text, slash, length = value.partition("/")
    try:
        if ":" in text:
            packed = inet_pton(AF_INET6, text)
            return IPv6Network((packed, int(length) if slash else 128)) if not slash or length.isdecimal() else None
        packed = inet_pton(AF_INET, text)
        return IPv4Network((packed, int(length) if slash else 32)) if not slash or length.isdecimal() else None
    except (OSError, ValueError):
        return None


def scope(field: str, value: RT_SCOPE | int | str) -> RT_SCOPE | int:
    """A scope: "global" (as ip-address(8) calls "universe"), "link", "host" ... or a number."""
    return RT_SCOPE.UNIVERSE if value == "global" else parsed(field, SCOPE, value)


def table(field: str, value: TableLike) -> int:
    """A routing table: "main", "local", "default", a name in rt_tables, or a number up to 2**32 - 1."""
    return int(parsed(field, TABLE, value))


def family_of(value: IPAddress | IPNetwork) -> int:
    """``AF_INET`` or ``AF_INET6``."""
    return INET if value.version == 4 else INET6


def family(field: str, value: int | None) -> int:
    """An address family, or 0 for all."""
    return 0 if value is None else int(parsed(field, u8, value))


def switch(field: str, value: object) -> bool:
    """True or False; what merely counts as true is refused."""
    if not isinstance(value, bool):
        raise InvalidInput(field, f"must be True or False, not {value!r}")
    return value


def tolerated(field: str, value: bool, error: type[E]) -> type[E] | None:
    """The error that counts as success, if ``exist_ok`` or ``missing_ok`` says so."""
    return error if switch(field, value) else None


def several(field: str, value: Iterable[T] | None) -> tuple[T, ...]:
    """Any number of values; a string is one value, not its letters."""
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise InvalidInput(field, f"must be a sequence, not {type(value).__name__}")
    return tuple(value)


def check_settings(call: str, given: Mapping[str, Any], known: Any) -> None:
    """Raise Python's own TypeError for a keyword that a TypedDict does not have, InvalidInput for a None that it does
    not allow."""
    optional = _optional(known)
    for name, value in given.items():
        if name not in known.__annotations__:
            raise TypeError(f"{call}() got an unexpected keyword argument {name!r}")
        if value is None and name not in optional:
            raise InvalidInput(name, "must not be None: leave it out")


@cache
def _optional(known: Any) -> frozenset[str]:
    """The settings of a TypedDict that may be None."""
    return frozenset(name for name, hint in known.__annotations__.items() if "None" in str(hint))
