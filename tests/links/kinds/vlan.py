from __future__ import annotations

from nlink.link import Vlan

BELOW = ["link", "add", "below", "type", "bridge"]
GIVEN = [
    Vlan(id=0),
    Vlan(id=4094, protocol="802.1ad", gvrp=True, mvrp=True, reorder_hdr=False),
    Vlan(id=5, loose_binding=True, egress_qos={1: 2, 3: 4, 9: 7}, ingress_qos=[(5, 6), (0, 3)]),
    Vlan(id=6, bridge_binding=True),
]
CHANGES = [
    (Vlan(id=7, gvrp=True, egress_qos={1: 2}), Vlan(id=7, mvrp=True, gvrp=False, egress_qos={1: 0, 3: 4})),
    (Vlan(id=7, ingress_qos={1: 2}), Vlan(id=7, ingress_qos={1: 3})),
]
TOLD = [
    (
        (
            "id 100 protocol 802.1ad gvrp on mvrp on reorder_hdr off loose_binding on bridge_binding on "
            "egress-qos-map 1:2 3:4 ingress-qos-map 5:6"
        ),
        Vlan(
            id=100,
            protocol="802.1ad",
            gvrp=True,
            mvrp=True,
            reorder_hdr=False,
            loose_binding=True,
            bridge_binding=True,
            egress_qos={1: 2, 3: 4},
            ingress_qos={5: 6},
        ),
    ),
]
