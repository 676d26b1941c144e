"""The next hops of a multipath route: as the kernel chains them (``struct rtnexthop``), and as a user gives them."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from socket import AF_INET
from typing import Any, Final

from ....errors import DecodeError, InvalidInput
from ...device import Device, index_or_name
from ...schema.addresses import AddressLike, IPAddress, ip
from ...schema.enums import enum
from ...schema.enums import flags as flag_set
from ...schema.field import attr, header
from ...schema.integers import s32, u8, u16, u32
from ...schema.kind import Kind, need
from ...schema.message import Attributes
from ...uapi.lwtunnel import LWTUNNEL_ENCAP
from ...uapi.rtnetlink import RTA, RTNH_F
from ...uapi.socket import AF
from .. import arguments, names
from ..words import realms, words
from .encapsulation import Encapsulation, encapsulation, encapsulation_devices, parse_encapsulation, resolved
from .labels import LabelsLike, LabelStack, label_stack
from .via import Via, via

MOST_WEIGHT = 256
NO_NAMES: Final[Mapping[str, int]] = {}


class RouteNextHop(Attributes):
    """One next hop of a multipath route, as the kernel tells it."""

    length: int = header("rtnh_len", u16, default=0)
    """Counts only in the chain, where it is filled in; 0 here."""
    flags: RTNH_F = header("rtnh_flags", flag_set(RTNH_F, u8), default=RTNH_F(0))
    hops: int = header("rtnh_hops", u8, default=0)
    """The weight less one; of a multicast route, the lowest TTL that is forwarded."""
    ifindex: int = header("rtnh_ifindex", s32, default=0)
    gateway: IPAddress | None = attr(RTA.GATEWAY, ip)
    flow: int | None = attr(RTA.FLOW, u32)
    """Realms: source << 16 | destination."""
    via: Via | None = attr(RTA.VIA, via)
    """The gateway where it is of another family than the route."""
    newdst: LabelStack | None = attr(RTA.NEWDST, label_stack)
    encap_type: LWTUNNEL_ENCAP | int | None = attr(RTA.ENCAP_TYPE, enum(LWTUNNEL_ENCAP, u16))
    encap: Encapsulation | None = attr(RTA.ENCAP, encapsulation)

    @property
    def next_hop(self) -> IPAddress | None:
        """The router's IP address, of either family."""
        return next_hop(self.gateway, self.via)

    @property
    def weight(self) -> int:
        """From 1 to 256: the share of the flows that go this way."""
        return self.hops + 1

    def __str__(self) -> str:
        parts = ["nexthop"]
        if self.encap is not None:
            parts.append(f"encap {self.encap}")
        if self.newdst:
            parts.append(f"as to {self.newdst}")
        if self.gateway or self.via:
            parts.append(f"via {self.gateway or self.via}")
        if self.ifindex:
            parts.append(f"dev {self.ifindex}")
        parts.append(f"weight {self.weight}")
        if self.flow:
            parts.append(f"realms {realms(self.flow)}")
        return " ".join(parts + words(self.flags))


class Multipath(Kind[tuple[RouteNextHop, ...], Sequence[RouteNextHop]]):
    """``RTA_MULTIPATH``: next hops one behind the other, each with its own length and attributes."""

    after = True

    def load(self, raw: Any, owner: Any, /) -> tuple[RouteNextHop, ...]:
        found = []
        offset, end = 0, len(raw)
        while offset < end:
            (length,) = struct.unpack_from("=H", raw, offset)
            if length < 8 or offset + length > end:
                raise DecodeError(f"a next hop of {length} bytes where {end - offset} are left", offset=offset)
            found.append(RouteNextHop.from_bytes(b"\0\0" + raw[offset + 2 : offset + length], owner=owner))
            offset += (length + 3) & ~3
        return tuple(found)

    def dump(self, value: tuple[RouteNextHop, ...], /) -> bytes:
        chain = []
        for hop in value:
            data = hop.to_bytes()
            chain.append(struct.pack("=H", len(data)) + data[2:])
        return b"".join(chain)

    def check(self, value: tuple[RouteNextHop, ...], /) -> None:
        need(value, tuple, "a tuple")
        for hop in value:
            need(hop, RouteNextHop, "a tuple of RouteNextHop")

    def parse(self, value: Sequence[RouteNextHop], /) -> tuple[RouteNextHop, ...]:
        hops = tuple(value)
        self.check(hops)
        return hops


multipath = Multipath()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextHop:
    """One next hop of a multipath route, as a user gives it.

    Args:
        via: the router's address, of the route's family, or an IPv6 one for an IPv4 route.
        device: the device to send by; the kernel finds it by ``via`` when it is not given.
        weight: from 1 to 256; the share of the flows that go this way.
        onlink: the router is reachable directly, although no address or route says so.
        encap: what packets are wrapped in, as ``MPLS(labels=[100])``; see ``nlink.encap``.
        swap: of an MPLS route: the labels that take the place of the route's; none pops it.
        realm: of an IPv4 route: realms, "source/destination" or a number.

    Raises:
        InvalidInput: a value that cannot be, or neither ``via`` nor ``device``.
    """

    via: IPAddress | None
    device: Device | None
    weight: int
    onlink: bool
    encap: Encapsulation | None
    swap: LabelStack | None
    realm: int | None

    def __init__(
        self,
        *,
        via: AddressLike | None = None,
        device: Device | None = None,
        weight: int = 1,
        onlink: bool = False,
        encap: Encapsulation | None = None,
        swap: LabelsLike | None = None,
        realm: int | str | None = None,
    ) -> None:
        if via is None and device is None:
            raise InvalidInput("via", "a next hop needs an address or a device")
        if type(weight) is not int or not 1 <= weight <= MOST_WEIGHT:
            raise InvalidInput("weight", f"must be an integer from 1 to {MOST_WEIGHT}, not {weight!r}")
        if arguments.switch("onlink", onlink) and via is None:
            raise InvalidInput("onlink", "is about via, so give that too")
        address = None if via is None else arguments.address("via", via)
        if device is not None:
            index_or_name("device", device, getattr(device, "namespace", 0))
        try:
            wrapped = None if encap is None else parse_encapsulation(encap)
        except TypeError as error:
            raise InvalidInput("encap", str(error)) from None
        labels = None if swap is None else arguments.parsed("swap", label_stack, swap)
        realms = None if realm is None else arguments.parsed("realm", names.realms, realm)
        for name, value in (
            ("via", address), ("device", device), ("weight", weight), ("onlink", onlink), ("encap", wrapped),
            ("swap", labels), ("realm", realms),
        ):  # fmt: skip
            object.__setattr__(self, name, value)

    @property
    def encapsulation_devices(self) -> tuple[str, ...]:
        """The devices that ``encap`` tells by their names."""
        return encapsulation_devices(self.encap)

    def to_wire(self, family: int, ifindex: int = 0, indexes: Mapping[str, int] = NO_NAMES) -> RouteNextHop:
        """The next hop for a route of that family.

        Args:
            family: ``AF_INET``, ``AF_INET6`` or ``AF_MPLS``.
            ifindex: the index of ``device``; 0 where there is none.
            indexes: of the devices that ``encap`` tells by their names.

        Raises:
            InvalidInput: an IPv4 router for an IPv6 route, or what routes of that family do not have.
        """
        for name, mine in (("encap", family != AF.MPLS), ("swap", family == AF.MPLS), ("realm", family == AF_INET)):
            if getattr(self, name) and not mine:
                raise InvalidInput(name, f"is not for next hops of {AF(family).name} routes")
        gateway, other = gateway_and_via("via", family, self.via)
        flags = RTNH_F.ONLINK if self.onlink else RTNH_F(0)
        return RouteNextHop(
            flags=flags, hops=self.weight - 1, ifindex=ifindex, gateway=gateway, via=other, newdst=self.swap,
            encap=resolved(self.encap, indexes), flow=self.realm,
        )  # fmt: skip


def gateway_and_via(field: str, family: int, address: IPAddress | None) -> tuple[IPAddress | None, Via | None]:
    """How a router's address is told: as ``RTA_GATEWAY``, or as ``RTA_VIA`` where its family is not the route's.

    Args:
        field: the parameter, for the error.
        family: the route's.
        address: the router's.

    Raises:
        InvalidInput: an IPv4 router for an IPv6 route, which the kernel does not have.
    """
    if address is None:
        return None, None
    if family == AF.MPLS:
        return None, Via(AF.INET if address.version == 4 else AF.INET6, address)
    if (address.version == 4) == (family == AF_INET):
        return address, None
    if address.version == 4:
        raise InvalidInput(field, f"an IPv6 route needs an IPv6 router, not {address}")
    return None, Via(AF.INET6, address)


def next_hop(gateway: IPAddress | None, other: Via | None) -> IPAddress | None:
    """The router's IP address, wherever it is told."""
    if gateway is not None:
        return gateway
    return None if other is None or isinstance(other.address, str) else other.address
