"""ERSPAN: mirrored Ethernet frames in GRE over IPv4."""

from __future__ import annotations

from enum import IntEnum

from ....schema.enums import enum
from ....schema.integers import u8, u16, u32
from ....schema.options import option
from ....schema.settings import Choice, Int
from ....uapi.if_tunnel import IFLA_GRE
from ..options import LinkOptions
from .gre import GreOverIpv4Options


class ErspanDirection(IntEnum):
    """Which way the mirrored traffic went; the header's bit, which no header for user space names."""

    INGRESS = 0
    EGRESS = 1


class ErspanOptions(LinkOptions):
    """What ERSPAN over IPv4 and over IPv6 share."""

    erspan_version: Int = option(IFLA_GRE.ERSPAN_VER, u8, le=2)
    """1 (the kernel's choice) or 2; over IPv4 also 0."""
    erspan_index: Int = option(IFLA_GRE.ERSPAN_INDEX, u32, le=0xFFFFF)
    """The port that is mirrored, as it is to be known at the other end, 0 to 1048575; version 1 only."""
    erspan_direction: Choice[ErspanDirection] = option(IFLA_GRE.ERSPAN_DIR, enum(ErspanDirection, u8), le=1)
    """"ingress" or "egress"; version 2 only."""
    erspan_hwid: Int = option(IFLA_GRE.ERSPAN_HWID, u16, le=0x3F)
    """The ERSPAN engine that sends, 0 to 63; version 2 only."""


class Erspan(ErspanOptions, GreOverIpv4Options, kind="erspan", below="link"):
    """An ERSPAN tunnel over IPv4.

    But for version 0 and with ``collect_metadata``, the kernel wants keys (the session's number, 0 to 1023) and
    sequence numbers: ``ikey`` or ``okey``, and ``iseq`` or ``oseq``; and no checksums.
    """
