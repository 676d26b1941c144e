"""VRFs: virtual routing and forwarding, a routing table for the links that are in it."""

from __future__ import annotations

from ....schema.integers import u32
from ....schema.options import Needed, needed, reported
from ....schema.settings import Reported
from ....uapi.if_link import IFLA_VRF, IFLA_VRF_PORT
from ..options import LinkOptions, PortOptions


class Vrf(LinkOptions, kind="vrf"):
    """A VRF. It cannot be changed once it is made."""

    table: Needed[int, int] = needed(IFLA_VRF.TABLE, u32, ge=1)
    """The routing table of its ports."""


class VrfPort(PortOptions, kind="vrf"):
    """What a VRF tells of a port."""

    table: Reported[int] = reported(IFLA_VRF_PORT.TABLE, u32)
    """The routing table of the VRF."""
