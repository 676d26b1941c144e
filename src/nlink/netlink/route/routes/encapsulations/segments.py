"""Segment routing headers (RFC 8754): ``struct ipv6_sr_hdr``, the segments of which are in reverse order."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from ipaddress import IPv6Address
from types import SimpleNamespace
from typing import Any, Final, TypeAlias

from ....schema.addresses import ipv6
from ....schema.kind import Kind, need

HEADER: Final = struct.Struct(">BBBBBBH")
"""next header, length in units of 8 bytes beyond the first, type, segments left, last entry, flags, tag."""
ROUTING_TYPE: Final = 4
HMAC_FLAG: Final = 0x08
HMAC: Final = struct.Struct(">BBHI32x")
"""``struct sr6_tlv_hmac``: type, length, reserved, key, and the digest, which the kernel computes."""
HMAC_TYPE: Final = 5
MOST: Final = 126

SegmentsLike: TypeAlias = Sequence[IPv6Address | str] | str


class SegmentsKind(Kind["tuple[IPv6Address, ...]", SegmentsLike]):
    """IPv6 addresses, in the order in which they are visited."""

    after = True

    def load(self, raw: bytes, owner: Any, /) -> tuple[IPv6Address, ...]:
        if len(raw) % 16:
            raise ValueError(f"{len(raw)} bytes are no whole number of addresses of 16")
        return tuple([IPv6Address(raw[at : at + 16]) for at in range(0, len(raw), 16)])

    def dump(self, value: tuple[IPv6Address, ...], /) -> bytes:
        return b"".join(address.packed for address in value)

    def check(self, value: tuple[IPv6Address, ...], /) -> None:
        need(value, tuple, "a tuple of IPv6 addresses")
        if not 0 < len(value) <= MOST:
            raise ValueError(f"must be from 1 to {MOST} segments, not {len(value)}")
        for address in value:
            ipv6.check(address)

    def parse(self, value: SegmentsLike, /) -> tuple[IPv6Address, ...]:
        given: Iterable[IPv6Address | str] = value.split(",") if isinstance(value, str) else value
        return tuple([parsed for one in given if isinstance(parsed := ipv6.parse(one), IPv6Address)])

    def plain(self, value: tuple[IPv6Address, ...], /) -> object:
        return [str(address) for address in value]


segments_kind = SegmentsKind()


def pack_header(
    segments: tuple[IPv6Address, ...], *, inline: bool, hmac: int | None, tag: int | None, tlvs: bytes | None
) -> bytes:
    """The header as the kernel takes it.

    Args:
        segments: in the order of the visit.
        inline: the packet's own destination comes last, for which the kernel wants room.
        hmac: the number of the key for the HMAC; 0 and None are none.
        tag: the tag of the packets.
        tlvs: other options, as they are on the wire.
    """
    addresses = b"".join(address.packed for address in reversed(segments))
    if inline:
        addresses = bytes(16) + addresses
    options = (tlvs or b"") + (HMAC.pack(HMAC_TYPE, HMAC.size - 2, 0, hmac) if hmac else b"")
    last, length = len(addresses) // 16 - 1, (len(addresses) + len(options)) // 8
    return HEADER.pack(0, length, ROUTING_TYPE, last, last, HMAC_FLAG if hmac else 0, tag or 0) + addresses + options


def unpack_header(data: bytes, *, inline: bool) -> SimpleNamespace:
    """The opposite; the segments as the bytes that their kind loads, in the order of the visit."""
    _, length, _, _, last, flags, tag = HEADER.unpack_from(data)
    start, stop, end = HEADER.size, HEADER.size + 16 * (last + 1), HEADER.size + 8 * length
    if not stop <= end <= len(data):
        raise ValueError(f"a segment routing header of {end} bytes with {last + 1} segments, in {len(data)} bytes")
    addresses = [data[at : at + 16] for at in range(start, stop, 16)]
    if inline and len(addresses) > 1 and not any(addresses[0]):
        del addresses[0]
    hmac, options = None, data[stop:end]
    if flags & HMAC_FLAG and len(options) >= HMAC.size:
        hmac, options = HMAC.unpack(options[-HMAC.size :])[3], options[: -HMAC.size]
    return SimpleNamespace(
        segments=b"".join(reversed(addresses)), hmac=hmac, tag=tag or None, tlvs=options or None,
    )  # fmt: skip


def segments_words(segments: tuple[IPv6Address, ...], hmac: int | None) -> str:
    """As ``ip`` prints them."""
    return f"segs {len(segments)} [ {' '.join(map(str, segments))} ]" + (f" hmac {hmac:X}" if hmac else "")
