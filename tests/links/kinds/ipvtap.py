from __future__ import annotations

from nlink.link import Ipvtap

BELOW = ["link", "add", "below", "type", "ifb"]
GIVEN = [Ipvtap(), Ipvtap(mode="l2", flags="private")]
CHANGES = [(Ipvtap(mode="l3", flags="vepa"), Ipvtap(mode="l2"))]
TOLD = [("mode l2 vepa", Ipvtap(mode="l2", flags="vepa"))]
