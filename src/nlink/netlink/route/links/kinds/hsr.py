"""Rings and parallel networks without a single point of failure: HSR and PRP (IEC 62439-3)."""

from __future__ import annotations

from typing import Self

from ....schema.decode import Buffer
from ....schema.enums import enum
from ....schema.integers import u8, u16, u32
from ....schema.options import option, reported
from ....schema.settings import Choice, Int, Reported
from ....schema.text import mac
from ....uapi.if_link import HSR_PROTOCOL, IFLA_HSR
from ..options import LinkOptions


class Hsr(LinkOptions, kind="hsr"):
    """A link that sends each frame over two others. It cannot be changed once it is made."""

    slave1: Int = option(IFLA_HSR.SLAVE1, u32)
    """The ifindex of one of the two links; the kernel wants both, and tells one only while it is there."""
    slave2: Int = option(IFLA_HSR.SLAVE2, u32)
    """The ifindex of the other."""
    interlink: Int = option(IFLA_HSR.INTERLINK, u32, told=False)
    """The ifindex of a link to devices outside of the ring (HSR only, since Linux 6.10). Not told by 6.12."""
    multicast_spec: Int = option(IFLA_HSR.MULTICAST_SPEC, u8)
    """The last byte of the address that supervision frames go to; 0 if not given."""
    version: Int = option(IFLA_HSR.VERSION, u8, le=1, told=False)
    """Of HSR: 0 (the kernel's choice) or 1; not with PRP. Not told by 6.12."""
    protocol: Choice[HSR_PROTOCOL] = option(IFLA_HSR.PROTOCOL, enum(HSR_PROTOCOL, u8))
    """"hsr" (the kernel's choice) or "prp"."""
    supervision_address: Reported[str] = reported(IFLA_HSR.SUPERVISION_ADDR, mac)
    """Where supervision frames go."""
    sequence_number: Reported[int] = reported(IFLA_HSR.SEQ_NR, u16)
    """Of the frame that is sent next."""

    @classmethod
    def from_bytes(cls, data: Buffer, *, owner: object = None) -> Self:
        read = super().from_bytes(data, owner=owner)
        if read.supervision_address is None:
            return read
        # The kernel takes a byte and tells the address that it made of it.
        return read.replace(multicast_spec=int(read.supervision_address[-2:], 16))
