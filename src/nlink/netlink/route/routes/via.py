"""``struct rtvia``: a next hop's address of another family than the route's."""

from __future__ import annotations

import struct
from ipaddress import IPv4Address, IPv6Address
from typing import Any, NamedTuple

from ...schema.addresses import IPAddress, ip
from ...schema.kind import Kind, need
from ...schema.text import hardware_address
from ...uapi.socket import AF

IP_FAMILIES = (AF.INET, AF.INET6)


class Via(NamedTuple):
    """The address of a next hop, with its family: an IPv6 router of an IPv4 route, any router of an MPLS route."""

    family: int
    address: IPAddress | str
    """An IP address; the link-layer address as hexadecimal pairs where the family is another (``AF_PACKET``)."""

    def __str__(self) -> str:
        names = {AF.INET: "inet", AF.INET6: "inet6", AF.PACKET: "link"}
        return f"{names.get(AF(self.family), self.family) if self.family in names else self.family} {self.address}"


class ViaKind(Kind[Via, Via]):
    """``RTA_VIA``."""

    def load(self, raw: Any, owner: Any, /) -> Via:
        (family,) = struct.unpack_from("=H", raw)
        kind = ip if family in IP_FAMILIES else hardware_address
        return Via(family, kind.load(raw[2:], owner))

    def dump(self, value: Via, /) -> bytes:
        address = value.address
        return struct.pack("=H", value.family) + (
            hardware_address.dump(address) if isinstance(address, str) else address.packed
        )

    def check(self, value: Via, /) -> None:
        need(value, Via, "a Via")
        if not 0 <= value.family <= 0xFFFF:
            raise ValueError(f"the family must be from 0 to 65535, not {value.family}")
        expected = {AF.INET: IPv4Address, AF.INET6: IPv6Address}.get(value.family, str)  # type: ignore[call-overload]
        need(value.address, expected, f"an address of family {value.family}")
        if isinstance(value.address, str):
            hardware_address.check(value.address)


via = ViaKind()
