"""What a neighbour may have beside its address, in a user's words."""

from __future__ import annotations

from typing_extensions import TypedDict

from ...uapi.neighbour import NUD
from ...uapi.rtnetlink import RTPROT


class NeighborSettings(TypedDict, total=False):
    """What a neighbour may have beside its address, for ``add_neighbor`` and ``replace_neighbor``."""

    lladdr: str | None
    """Its hardware address: "02:00:00:00:00:01"."""
    state: NUD | int | str
    """"permanent" (the default), "reachable", "stale", "noarp" ... or flags."""
    proxy: bool
    """Answer for this address on the device (proxy ARP, proxy NDP); such an entry has no ``lladdr`` and no state."""
    router: bool
    """IPv6: it is a router."""
    managed: bool
    """The kernel keeps its hardware address resolved (since Linux 5.16)."""
    use: bool
    """Have the kernel resolve the hardware address now; such an entry begins without a state."""
    externally_validated: bool
    """It was found valid outside of the kernel, which does not remove it (since Linux 6.17)."""
    externally_learned: bool
    """It was learned outside of the kernel, which does not let it age."""
    protocol: RTPROT | int | str | None
    """Who installed it."""
