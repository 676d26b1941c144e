"""IPv6 segment routing: packets get a list of segments to visit."""

from __future__ import annotations

import struct
from ipaddress import IPv6Address
from typing import Final, Self

from .....errors import DecodeError
from ....schema.addresses import ipv6
from ....schema.decode import Buffer, walk
from ....schema.encode import attribute
from ....schema.enums import enum
from ....schema.integers import s32, u16, u32
from ....schema.options import Needed, Setting, needed_packed, option, packed
from ....schema.settings import Address, Int
from ....schema.text import binary
from ....uapi.lwtunnel import LWTUNNEL_ENCAP
from ....uapi.seg6_iptunnel import SEG6_IPTUN_MODE, SEG6_IPTUNNEL
from .base import EncapsulationOptions
from .segments import SegmentsLike, pack_header, segments_kind, segments_words, unpack_header

MODE: Final = struct.Struct("=i")
WORDS: Final = {"encap.red": SEG6_IPTUN_MODE.ENCAP_RED, "l2encap.red": SEG6_IPTUN_MODE.L2ENCAP_RED}


class Seg6(EncapsulationOptions, kind=LWTUNNEL_ENCAP.SEG6, padding=(SEG6_IPTUNNEL.SRH,)):
    """A segment routing header: ``Seg6(mode="encap", segments=["fc00::1", "fc00::2"])``."""

    mode: Needed[SEG6_IPTUN_MODE | int, SEG6_IPTUN_MODE | int | str] = needed_packed(
        enum(SEG6_IPTUN_MODE, s32, words=WORDS)
    )
    """"inline" (IPv6 packets only), "encap", "l2encap", "encap.red" or "l2encap.red"."""
    segments: Needed[tuple[IPv6Address, ...], SegmentsLike] = needed_packed(segments_kind)
    """In the order in which they are visited. The packet's own destination is not one of them."""
    hmac: Int = packed(u32)
    """The number of the key for the HMAC, from 1."""
    tag: Int = packed(u16)
    tlvs: Setting[bytes, bytes | str] = packed(binary)
    """Other options of the header, a multiple of 8 bytes, as they are on the wire."""
    source: Address = option(SEG6_IPTUNNEL.SRC, ipv6)
    """The source address of the outer header (since Linux 7.1); else the one that ``ip sr tunsrc`` has set."""

    @classmethod
    def from_bytes(cls, data: Buffer, *, owner: object = None) -> Self:
        for number, start, stop in walk(data, 0, len(data)):
            if number == SEG6_IPTUNNEL.SRH:
                try:
                    (mode,) = MODE.unpack_from(data, start)
                    found = unpack_header(bytes(data[start + MODE.size : stop]), inline=mode == SEG6_IPTUN_MODE.INLINE)
                except (ValueError, struct.error) as error:
                    raise DecodeError(str(error), attribute="segments") from error
                found.mode = mode
                return super().from_bytes(data, owner=found)
        raise DecodeError("is missing", attribute="segments")

    def to_bytes(self) -> bytes:
        header = pack_header(
            self.segments, inline=self.mode == SEG6_IPTUN_MODE.INLINE, hmac=self.hmac, tag=self.tag, tlvs=self.tlvs
        )
        return attribute(SEG6_IPTUNNEL.SRH, MODE.pack(self.mode) + header) + super().to_bytes()

    def __str__(self) -> str:
        mode = str(self.mode).replace("_", ".")
        source = f" tunsrc {self.source}" if self.source else ""
        return f"seg6 mode {mode}{source} {segments_words(self.segments, self.hmac)}"
