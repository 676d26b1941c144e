"""Links of a WWAN modem, one for each of its data channels."""

from __future__ import annotations

from ....schema.integers import u32
from ....schema.options import Needed, needed
from ....uapi.wwan import IFLA_WWAN
from ..options import LinkOptions


class Wwan(LinkOptions, kind="wwan"):
    """A data channel of a modem, which the kernel wants as ``parent_device`` ("wwan0")."""

    link_id: Needed[int, int] = needed(IFLA_WWAN.LINK_ID, u32)
    """The channel's number."""
