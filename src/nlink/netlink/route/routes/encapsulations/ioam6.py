"""IOAM: packets get room for what IPv6 routers on the way write down (RFC 9197)."""

from __future__ import annotations

import struct
from types import SimpleNamespace
from typing import Any, Final, Self

from pydantic import model_validator

from .....errors import DecodeError
from ....schema.addresses import ipv6
from ....schema.decode import Buffer, walk
from ....schema.encode import attribute
from ....schema.enums import enum
from ....schema.integers import Integer, u16, u32
from ....schema.options import Needed, needed_packed, option
from ....schema.settings import Address, Choice, Int
from ....uapi.ioam6_iptunnel import IOAM6_IPTUNNEL, IOAM6_IPTUNNEL_MODE
from ....uapi.lwtunnel import LWTUNNEL_ENCAP
from .base import EncapsulationOptions

TRACE: Final = struct.Struct(">HBBI")
"""``struct ioam6_trace_hdr``: namespace, length of a node's data and flags, room left, what is written down."""
MOST_SIZE: Final = 244
MOST_FREQUENCY: Final = 1_000_000


class TraceType(Integer):
    """24 bits: which data a node writes down."""

    def __init__(self) -> None:
        super().__init__("I")
        self.low, self.high = 1, (1 << 24) - 1


class TraceSize(Integer):
    """Bytes, in words of 4."""

    def __init__(self) -> None:
        super().__init__("H")

    def check(self, value: int, /) -> None:
        u16.check(value)
        if value % 4 or not 0 < value <= MOST_SIZE:
            raise ValueError(f"must be a multiple of 4 from 4 to {MOST_SIZE}, not {value}")


class IOAM6(EncapsulationOptions, kind=LWTUNNEL_ENCAP.IOAM6, padding=(IOAM6_IPTUNNEL.TRACE,)):
    """A pre-allocated trace: ``IOAM6(trace_type=0x800000, namespace=1, size=12)``."""

    trace_type: Needed[int, int] = needed_packed(TraceType())
    """Which data each node writes down: a bit each, as in RFC 9197, from 0x800000 (hop limit and node) down."""
    namespace: Needed[int, int] = needed_packed(u16)
    """The IOAM namespace."""
    size: Needed[int, int] = needed_packed(TraceSize())
    """Room for the data, in bytes: a multiple of 4 up to 244."""
    mode: Choice[IOAM6_IPTUNNEL_MODE] = option(IOAM6_IPTUNNEL.MODE, enum(IOAM6_IPTUNNEL_MODE))
    """"inline" (the default), "encap" or "auto": encapsulate what others send."""
    source: Address = option(IOAM6_IPTUNNEL.SRC, ipv6)
    """Of the outer header, where there is one (since Linux 6.13)."""
    destination: Address = option(IOAM6_IPTUNNEL.DST, ipv6)
    """Of the outer header, where there is one."""
    frequency_k: Int = option(IOAM6_IPTUNNEL.FREQ_K, u32, ge=1, le=MOST_FREQUENCY)
    """So many packets of each ``frequency_n`` get it; 1 by default."""
    frequency_n: Int = option(IOAM6_IPTUNNEL.FREQ_N, u32, ge=1, le=MOST_FREQUENCY)

    @model_validator(mode="after")
    def _together(self) -> Self:
        inline = self.mode in (None, IOAM6_IPTUNNEL_MODE.INLINE)
        if inline and (self.source or self.destination):
            raise ValueError('source and destination are of an outer header, which mode "inline" has none of')
        if not inline and self.destination is None:
            raise ValueError(f"mode {self.mode} needs a destination")
        if (self.frequency_k is None) != (self.frequency_n is None):
            raise ValueError("frequency_k and frequency_n go together")
        if self.frequency_k is not None and self.frequency_n is not None and self.frequency_k > self.frequency_n:
            raise ValueError(f"{self.frequency_k} of each {self.frequency_n} packets is more than all")
        return self

    @classmethod
    def from_bytes(cls, data: Buffer, *, owner: object = None) -> Self:
        for number, start, stop in walk(data, 0, len(data)):
            if number == IOAM6_IPTUNNEL.TRACE:
                if stop - start < TRACE.size:
                    raise DecodeError(f"has {stop - start} bytes instead of {TRACE.size}", attribute="trace_type")
                namespace, _, room, kinds = TRACE.unpack_from(data, start)
                found: Any = SimpleNamespace(namespace=namespace, size=4 * (room & 0x7F), trace_type=kinds >> 8)
                return super().from_bytes(data, owner=found)
        raise DecodeError("is missing", attribute="trace_type")

    def to_bytes(self) -> bytes:
        trace = TRACE.pack(self.namespace, 0, self.size // 4, self.trace_type << 8)
        return super().to_bytes() + attribute(IOAM6_IPTUNNEL.TRACE, trace)

    def __str__(self) -> str:
        parts = ["ioam6"]
        if self.frequency_k is not None:
            parts.append(f"freq {self.frequency_k}/{self.frequency_n}")
        for word, value in (("mode", self.mode), ("tunsrc", self.source), ("tundst", self.destination)):
            if value is not None:
                parts.append(f"{word} {value}")
        trace = f"trace prealloc type {self.trace_type:#08x} ns {self.namespace} size {self.size}"
        return " ".join([*parts, trace])
