from __future__ import annotations

from nlink.link import Ipvlan
from nlink.uapi import IPVLAN_F

BELOW = ["link", "add", "below", "type", "ifb"]
GIVEN = [Ipvlan(), Ipvlan(mode="l2", flags="private"), Ipvlan(mode="l3s", flags=IPVLAN_F.VEPA)]
CHANGES = [(Ipvlan(mode="l3", flags="vepa"), Ipvlan(mode="l2")), (Ipvlan(flags="vepa"), Ipvlan(flags=0))]
TOLD = [
    ("mode l2 private", Ipvlan(mode="l2", flags="private")),
    ("mode l3s vepa", Ipvlan(mode="l3s", flags="vepa")),
    ("mode l3 bridge", Ipvlan(mode="l3", flags=0)),
]
