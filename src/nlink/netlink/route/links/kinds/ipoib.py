"""IP over InfiniBand (RFC 4391, RFC 4755)."""

from __future__ import annotations

from ....schema.enums import enum
from ....schema.integers import boolean, u16
from ....schema.options import option
from ....schema.settings import Bool, Choice, Int
from ....uapi.if_link import IFLA_IPOIB, IPOIB_MODE
from ..options import LinkOptions


class Ipoib(LinkOptions, kind="ipoib"):
    """A link of an InfiniBand partition; the card's own link is given as ``link`` of ``add_link``."""

    pkey: Int = option(IFLA_IPOIB.PKEY, u16, ge=1)
    """The partition's key; that of the link below if not given. 0 and 0x8000 are not valid; it cannot be changed."""
    mode: Choice[IPOIB_MODE] = option(IFLA_IPOIB.MODE, enum(IPOIB_MODE, u16))
    """"datagram" or "connected"."""
    umcast: Bool = option(IFLA_IPOIB.UMCAST, boolean(u16))
    """User space joins multicast groups itself; unicast multicast traffic is let through."""
