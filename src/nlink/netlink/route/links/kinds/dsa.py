"""Ports of a switch that the kernel drives (distributed switch architecture)."""

from __future__ import annotations

from ....schema.integers import u32
from ....schema.options import option
from ....schema.settings import Int
from ....uapi.if_link import IFLA_DSA
from ..options import LinkOptions


class Dsa(LinkOptions, kind="dsa"):
    """A port of a switch. The driver makes it: ``add_link`` cannot."""

    conduit: Int = option(IFLA_DSA.CONDUIT, u32)
    """The ifindex of the link between the switch and this machine that the port's traffic takes."""
