"""Kinds of value that several kinds of tunnel have."""

from __future__ import annotations

from typing import Final

from ...schema.addresses import Address, IPAddress
from ...schema.enums import enum
from ...schema.integers import Flag, u8, u16
from ...uapi.if_tunnel import TUNNEL_ENCAP
from ...uapi.in_ import IPPROTO


class Remote(Address):
    """The other end of a tunnel. The kernel tells 0.0.0.0 or :: where there is none, and some kinds refuse these."""

    def absent(self, value: IPAddress, /) -> bool:
        return value.is_unspecified

    def agrees(self, given: IPAddress, read: IPAddress | None, /) -> bool:
        return given == read or (given.is_unspecified and read is None)


class PresentByte(Flag):
    """A byte that is left out for False: the kernel looks only at whether it is there."""

    def dump(self, value: bool, /) -> bytes:
        return b"\1"


remote4: Final = Remote(size=4)
remote6: Final = Remote(size=16)
encapsulation: Final = enum(TUNNEL_ENCAP, u16)
inner_protocol: Final = enum(IPPROTO, u8, words={"any": IPPROTO.IP})

TRAFFIC_CLASS: Final = 0x0FF00000
"""Bits of ``flowinfo``, which holds the version, the traffic class and the flow label of an IPv6 header."""
FLOW_LABEL: Final = 0x000FFFFF
