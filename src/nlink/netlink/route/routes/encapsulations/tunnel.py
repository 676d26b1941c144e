"""What the encapsulations in IPv4 and IPv6 tunnels share: the flags and options of the tunnel's header."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ....constants import Flags
from ....schema.decode import walk
from ....schema.enums import FlagSet
from ....schema.integers import be16, be32, u8, u32
from ....schema.nesting import Multi, nested
from ....schema.options import Needed, Options, Setting, needed, option
from ....schema.settings import Int
from ....schema.text import binary
from ....uapi.lwtunnel import (
    LWTUNNEL_IP_OPT_ERSPAN,
    LWTUNNEL_IP_OPT_GENEVE,
    LWTUNNEL_IP_OPT_VXLAN,
    LWTUNNEL_IP_OPTS,
)
from .base import NestedOptions


class TunnelFlags(Flags):
    """``TUNNEL_*``: what the header of a tunnelled packet has."""

    CSUM = 0x01
    KEY = 0x04
    SEQ = 0x08
    DONT_FRAGMENT = 0x0100
    OAM = 0x0200
    CRIT_OPT = 0x0400
    GENEVE_OPT = 0x0800
    VXLAN_OPT = 0x1000
    ERSPAN_OPT = 0x4000


PRESENT = TunnelFlags.GENEVE_OPT | TunnelFlags.VXLAN_OPT | TunnelFlags.ERSPAN_OPT
"""What the kernel sets by itself where there are such options."""


class TunnelFlagSet(FlagSet[TunnelFlags]):
    """The flags, of which the kernel sets some by itself."""

    def agrees(self, given: TunnelFlags, read: TunnelFlags | None, /) -> bool:
        return read is not None and given & ~PRESENT == read & ~PRESENT


FIRST: Final = LWTUNNEL_IP_OPT_GENEVE.CLASS
"""What each option begins with."""

tunnel_flags = TunnelFlagSet(TunnelFlags, be16)


class GeneveOption(Options):
    """One option of a GENEVE header (RFC 8926).

    Linux 6.18 built with ``CONFIG_FORTIFY_SOURCE`` takes a route with one for a buffer overflow of its own, and kills
    the process that adds it (6.12 does not).
    """

    option_class: Needed[int, int] = needed(LWTUNNEL_IP_OPT_GENEVE.CLASS, be16)
    type: Needed[int, int] = needed(LWTUNNEL_IP_OPT_GENEVE.TYPE, u8)
    data: Needed[bytes, bytes | str] = needed(LWTUNNEL_IP_OPT_GENEVE.DATA, binary)
    """A multiple of 4 bytes, up to 124."""


class VxlanOption(Options):
    """The group policy of a VXLAN header."""

    gbp: Needed[int, int] = needed(LWTUNNEL_IP_OPT_VXLAN.GBP, u32)


class ErspanOption(Options):
    """What an ERSPAN header has beside the session."""

    version: Needed[int, int] = needed(LWTUNNEL_IP_OPT_ERSPAN.VER, u8, ge=1, le=2)
    index: Int = option(LWTUNNEL_IP_OPT_ERSPAN.INDEX, be32)
    """Of version 1: the port's index."""
    direction: Int = option(LWTUNNEL_IP_OPT_ERSPAN.DIR, u8)
    """Of version 2: 0 is received, 1 sent."""
    hardware_id: Int = option(LWTUNNEL_IP_OPT_ERSPAN.HWID, u8)
    """Of version 2."""


class GeneveOptions(Multi[GeneveOption]):
    """Given, each is an attribute of its own; the kernel tells all in one, one behind the other."""

    def __init__(self) -> None:
        super().__init__(nested(GeneveOption))

    def load(self, raw: Any, owner: Any, /) -> tuple[GeneveOption, ...]:
        found = []
        for payload in raw:
            starts = [start - 4 for number, start, _ in walk(payload, 0, len(payload)) if number == FIRST]
            for start, stop in zip(starts, [*starts[1:], len(payload)], strict=True):
                found.append(GeneveOption.from_bytes(payload[start:stop]))
        return tuple(found)


class TunnelOptions(Options):
    """The options of the tunnel's header; of one kind only."""

    geneve: Setting[tuple[GeneveOption, ...], Sequence[GeneveOption]] = option(LWTUNNEL_IP_OPTS.GENEVE, GeneveOptions())
    vxlan: Setting[VxlanOption, VxlanOption] = option(LWTUNNEL_IP_OPTS.VXLAN, nested(VxlanOption))
    erspan: Setting[ErspanOption, ErspanOption] = option(LWTUNNEL_IP_OPTS.ERSPAN, NestedOptions(ErspanOption))
