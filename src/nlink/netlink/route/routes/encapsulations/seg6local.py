"""IPv6 segment routing: what this host does as the end of a segment (RFC 8986)."""

from __future__ import annotations

import struct
from ipaddress import IPv6Address
from typing import Any, Final, Self, TypeAlias, cast

from pydantic import model_validator

from .....errors import DecodeError
from ....constants import Flags
from ....schema.addresses import ipv4, ipv6
from ....schema.decode import Buffer, walk
from ....schema.encode import attribute
from ....schema.enums import enum, flags
from ....schema.integers import u8, u16, u32, u64
from ....schema.kind import Kind
from ....schema.options import Needed, Options, Setting, needed, option, packed
from ....schema.settings import Address, Int, String
from ....schema.text import binary
from ....uapi.lwtunnel import LWTUNNEL_ENCAP
from ....uapi.seg6_local import (
    SEG6_LOCAL,
    SEG6_LOCAL_ACTION,
    SEG6_LOCAL_BPF_PROG,
    SEG6_LOCAL_CNT,
    SEG6_LOCAL_FLV,
    SEG6_LOCAL_FLV_OP,
)
from .base import DeviceOption, EncapsulationOptions, NestedOptions, device
from .bpf import NAME
from .segments import SegmentsLike, pack_header, segments_kind, segments_words, unpack_header

ACTION_WORDS: Final = {
    "end": SEG6_LOCAL_ACTION.END, "end.x": SEG6_LOCAL_ACTION.END_X, "end.t": SEG6_LOCAL_ACTION.END_T,
    "end.dx2": SEG6_LOCAL_ACTION.END_DX2, "end.dx6": SEG6_LOCAL_ACTION.END_DX6, "end.dx4": SEG6_LOCAL_ACTION.END_DX4,
    "end.dt6": SEG6_LOCAL_ACTION.END_DT6, "end.dt4": SEG6_LOCAL_ACTION.END_DT4, "end.b6": SEG6_LOCAL_ACTION.END_B6,
    "end.b6.encaps": SEG6_LOCAL_ACTION.END_B6_ENCAP, "end.bm": SEG6_LOCAL_ACTION.END_BM,
    "end.s": SEG6_LOCAL_ACTION.END_S, "end.as": SEG6_LOCAL_ACTION.END_AS, "end.am": SEG6_LOCAL_ACTION.END_AM,
    "end.bpf": SEG6_LOCAL_ACTION.END_BPF, "end.dt46": SEG6_LOCAL_ACTION.END_DT46,
}  # fmt: skip
ACTION_NAMES: Final = {
    action: word.upper().replace("END", "End").replace("ENCAPS", "Encaps") for word, action in ACTION_WORDS.items()
}
"""The actions as RFC 8986 and ``ip`` write them."""


class Flavors(Flags):
    """What is done with the segment routing header: a bit for each of ``SEG6_LOCAL_FLV_OP_*``."""

    PSP = 1 << SEG6_LOCAL_FLV_OP.PSP
    USP = 1 << SEG6_LOCAL_FLV_OP.USP
    USD = 1 << SEG6_LOCAL_FLV_OP.USD
    NEXT_CSID = 1 << SEG6_LOCAL_FLV_OP.NEXT_CSID


FlavorLike: TypeAlias = Flavors | int | str


class Seg6Flavors(Options):
    """The flavours of an action."""

    operations: Needed[Flavors, FlavorLike] = needed(SEG6_LOCAL_FLV.OPERATION, flags(Flavors))
    """"psp", "next-csid" ... or flags."""
    block_bits: Int = option(SEG6_LOCAL_FLV.LCBLOCK_BITS, u8)
    """Of NEXT_CSID: the bits of the locator's block; 32 by default."""
    function_bits: Int = option(SEG6_LOCAL_FLV.LCNODE_FN_BITS, u8)
    """Of NEXT_CSID: the bits of the locator's node and function; 16 by default."""


class Seg6Counters(Options, padding=(SEG6_LOCAL_CNT.PAD,)):
    """What the action has done. Given, they only ask the kernel to count."""

    packets: Int = option(SEG6_LOCAL_CNT.PACKETS, u64, told=False)
    bytes: Int = option(SEG6_LOCAL_CNT.BYTES, u64, told=False)
    errors: Int = option(SEG6_LOCAL_CNT.ERRORS, u64, told=False)


class Seg6Program(Options):
    """A loaded program of type ``BPF_PROG_TYPE_LWT_SEG6LOCAL``."""

    program: Int = option(SEG6_LOCAL_BPF_PROG.PROG, u32, told=False)
    """Its open descriptor when it is given; its number (``bpftool prog``) when it is read."""
    name: String = option(SEG6_LOCAL_BPF_PROG.PROG_NAME, NAME)
    """To be given; anything."""


class CountersKind(NestedOptions[Seg6Counters]):
    """True asks for counters."""

    def parse(self, value: Any, /) -> Seg6Counters:
        return Seg6Counters(packets=0, bytes=0, errors=0) if value is True else super().parse(value)


class FlavorsKind(NestedOptions[Seg6Flavors]):
    """Flags, or one by its name, stand for flavours without lengths."""

    def parse(self, value: Any, /) -> Seg6Flavors:
        return Seg6Flavors(operations=value) if isinstance(value, int | str) else super().parse(value)


COUNTERS: Final = cast("Kind[Seg6Counters, Seg6Counters | bool]", CountersKind(Seg6Counters))
FLAVORS: Final = cast("Kind[Seg6Flavors, Seg6Flavors | FlavorLike]", FlavorsKind(Seg6Flavors))


class Seg6Local(
    EncapsulationOptions, kind=LWTUNNEL_ENCAP.SEG6_LOCAL, devices=("iif", "oif"), padding=(SEG6_LOCAL.SRH,)
):
    """The end of a segment: ``Seg6Local(action="End.DX6", nh6="fc00::1")``. The kernel tells what each action needs."""

    action: Needed[SEG6_LOCAL_ACTION | int, SEG6_LOCAL_ACTION | int | str] = needed(
        SEG6_LOCAL.ACTION, enum(SEG6_LOCAL_ACTION, u32, words=ACTION_WORDS)
    )
    """"End", "End.X", "End.T", "End.DX2", "End.DX4", "End.DX6", "End.DT4", "End.DT6", "End.DT46", "End.B6",
    "End.B6.Encaps" or "End.BPF"."""
    segments: Setting[tuple[IPv6Address, ...], SegmentsLike] = packed(segments_kind)
    """Of End.B6 and End.B6.Encaps: the segments of the new header, in the order in which they are visited."""
    hmac: Int = packed(u32)
    """The number of the key for the new header's HMAC, from 1."""
    tag: Int = packed(u16)
    tlvs: Setting[bytes, bytes | str] = packed(binary)
    """Other options of the new header, as they are on the wire."""
    table: Int = option(SEG6_LOCAL.TABLE, u32)
    vrf_table: Int = option(SEG6_LOCAL.VRFTABLE, u32)
    """The table of a VRF, where ``net.vrf.strict_mode`` is on."""
    nh4: Address = option(SEG6_LOCAL.NH4, ipv4)
    nh6: Address = option(SEG6_LOCAL.NH6, ipv6)
    iif: DeviceOption = option(SEG6_LOCAL.IIF, device)
    oif: DeviceOption = option(SEG6_LOCAL.OIF, device)
    program: Setting[Seg6Program, Seg6Program] = option(SEG6_LOCAL.BPF, NestedOptions(Seg6Program))
    """Of End.BPF."""
    counters: Setting[Seg6Counters, Seg6Counters | bool] = option(SEG6_LOCAL.COUNTERS, COUNTERS)
    """True has the kernel count."""
    flavors: Setting[Seg6Flavors, Seg6Flavors | FlavorLike] = option(SEG6_LOCAL.FLAVORS, FLAVORS)
    """Of End and End.X."""

    @model_validator(mode="after")
    def _header(self) -> Self:
        if self.segments is None and (self.hmac is not None or self.tag is not None or self.tlvs is not None):
            raise ValueError("hmac, tag and tlvs are of a header, which needs segments")
        return self

    @classmethod
    def from_bytes(cls, data: Buffer, *, owner: object = None) -> Self:
        found: Any = None
        numbers = {number: (start, stop) for number, start, stop in walk(data, 0, len(data))}
        if SEG6_LOCAL.SRH in numbers and SEG6_LOCAL.ACTION in numbers:
            start, stop = numbers[SEG6_LOCAL.SRH]
            try:
                (action,) = struct.unpack_from("=I", data, numbers[SEG6_LOCAL.ACTION][0])
                found = unpack_header(bytes(data[start:stop]), inline=action == SEG6_LOCAL_ACTION.END_B6)
            except (ValueError, struct.error) as error:
                raise DecodeError(str(error), attribute="segments") from error
        return super().from_bytes(data, owner=found)

    def to_bytes(self) -> bytes:
        data = super().to_bytes()
        if self.segments is None:
            return data
        inline = self.action == SEG6_LOCAL_ACTION.END_B6
        header = pack_header(self.segments, inline=inline, hmac=self.hmac, tag=self.tag, tlvs=self.tlvs)
        return data + attribute(SEG6_LOCAL.SRH, header)

    def __str__(self) -> str:
        parts = [f"seg6local action {ACTION_NAMES.get(int(self.action), self.action)}"]  # type: ignore[call-overload]
        if self.segments is not None:
            parts.append(segments_words(self.segments, self.hmac))
        for word, value in (
            ("table", self.table), ("vrftable", self.vrf_table), ("nh4", self.nh4), ("nh6", self.nh6),
            ("iif", self.iif), ("oif", self.oif), ("endpoint", self.program and self.program.name),
        ):  # fmt: skip
            if value is not None:
                parts.append(f"{word} {value}")
        if self.flavors is not None:
            parts.append(f"flavors {str(self.flavors.operations).replace('|', ',').replace('_', '-')}")
            lengths = (("lblen", self.flavors.block_bits), ("nflen", self.flavors.function_bits))
            parts += [f"{word} {value}" for word, value in lengths if value is not None]
        return " ".join(parts)
