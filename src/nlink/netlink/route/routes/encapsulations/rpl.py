"""RPL source routing (RFC 6554): packets get a list of segments to visit."""

from __future__ import annotations

import struct
from ipaddress import IPv6Address
from typing import Any, Final

from ....schema.options import Needed, needed
from ....uapi.lwtunnel import LWTUNNEL_ENCAP
from ....uapi.rpl_iptunnel import RPL_IPTUNNEL
from .base import EncapsulationOptions
from .segments import SegmentsKind, SegmentsLike

HEADER: Final = struct.Struct("=BBBB4x")
"""``struct ipv6_rpl_sr_hdr``: next header, length in units of 8 bytes beyond the first, type, segments left."""
ROUTING_TYPE: Final = 3


class RplSegments(SegmentsKind):
    """The header. The kernel visits the first address in it first; ``ip`` puts, and prints, them in reverse."""

    def load(self, raw: bytes, owner: Any, /) -> tuple[IPv6Address, ...]:
        left = HEADER.unpack_from(raw)[3]
        stop = HEADER.size + 16 * left
        if len(raw) < stop:
            raise ValueError(f"{left} segments in {len(raw)} bytes")
        return super().load(raw[HEADER.size : stop], owner)

    def dump(self, value: tuple[IPv6Address, ...], /) -> bytes:
        return HEADER.pack(0, 2 * len(value), ROUTING_TYPE, len(value)) + super().dump(value)


class RPL(EncapsulationOptions, kind=LWTUNNEL_ENCAP.RPL):
    """An RPL source routing header: ``RPL(segments=["fc00::1", "fc00::2"])``."""

    segments: Needed[tuple[IPv6Address, ...], SegmentsLike] = needed(RPL_IPTUNNEL.SRH, RplSegments())
    """In the order in which they are visited, which is the reverse of what ``ip`` takes and prints (6.1 to 7.0)."""

    def __str__(self) -> str:
        return f"rpl segs {len(self.segments)} [ {' '.join(map(str, reversed(self.segments)))} ]"
