from __future__ import annotations

from nlink.link import Amt

BELOW = ["link", "add", "below", "type", "dummy"]
GIVEN = [
    Amt(mode="relay", local="192.0.2.1", relay_port=2269, max_tunnels=9, link=2),
    Amt(mode="gateway", local="192.0.2.1", discovery="192.0.2.2", gateway_port=2270, link=2),
]
TOLD = [("mode relay local 192.0.2.1 dev below", Amt(mode="relay", local="192.0.2.1", link=2))]
