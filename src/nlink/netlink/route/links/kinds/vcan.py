"""Virtual CAN links: a CAN bus without hardware, within one network namespace."""

from __future__ import annotations

from ..options import LinkOptions


class Vcan(LinkOptions, kind="vcan"):
    """A virtual CAN bus. It has no options; its ``mtu`` says what frames it takes: 16 classical, 72 CAN FD, 2060 XL."""
