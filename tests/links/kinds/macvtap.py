from __future__ import annotations

from nlink.link import Macvtap
from nlink.uapi import MACVLAN_FLAG

MACS = ["02:00:00:00:00:01", "02:00:00:00:00:02"]
BELOW = ["link", "add", "below", "type", "ifb"]
GIVEN = [
    Macvtap(mode="vepa"),
    Macvtap(mode="bridge", flags=MACVLAN_FLAG.NOPROMISC, bc_queue_len=2000),
    Macvtap(mode="source", macaddr_data=MACS, bc_cutoff=3),
]
CHANGES = [
    (Macvtap(mode="private"), Macvtap(mode="bridge")),
    (Macvtap(mode="source"), Macvtap(macaddr_mode="add", macaddr=MACS[0])),
]
TOLD = [("mode bridge", Macvtap(mode="bridge")), ("mode passthru", Macvtap(mode="passthru"))]
