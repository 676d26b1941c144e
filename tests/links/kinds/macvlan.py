from __future__ import annotations

from nlink.link import Macvlan
from nlink.uapi import MACVLAN_FLAG

MACS = ["02:00:00:00:00:01", "02:00:00:00:00:02"]
BELOW = ["link", "add", "below", "type", "ifb"]
GIVEN = [
    Macvlan(mode="private"),
    Macvlan(mode="bridge", flags=MACVLAN_FLAG.NOPROMISC | MACVLAN_FLAG.NODST, bc_queue_len=2000, bc_cutoff=-1),
    Macvlan(mode="source", macaddr_data=MACS),
]
CHANGES = [
    (Macvlan(mode="private"), Macvlan(mode="vepa", bc_cutoff=5)),
    (Macvlan(mode="source", macaddr_data=MACS), Macvlan(macaddr_data=MACS[:1])),
    (Macvlan(mode="source"), Macvlan(macaddr_mode="add", macaddr=MACS[0])),
]
TOLD = [
    ("mode passthru nopromisc", Macvlan(mode="passthru", flags="nopromisc")),
    ("mode bridge bcqueuelen 2000", Macvlan(mode="bridge", bc_queue_len=2000)),
    ("mode source macaddr set 02:00:00:00:00:02 02:00:00:00:00:01", Macvlan(mode="source", macaddr_data=MACS)),
]
