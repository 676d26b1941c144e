from __future__ import annotations

from nlink.link import Netkit, Peer

ELSEWHERE = {"headroom", "tailroom", "pairing"}
GIVEN = [
    Netkit(),
    Netkit(peer="x1", mode="l3", policy="drop", peer_policy="blackhole"),
    Netkit(peer=Peer(address="02:00:00:00:00:01"), mode="l2", policy="pass", scrub="none", peer_scrub="default"),
]
CHANGES = [
    (Netkit(policy="drop"), Netkit(policy="pass", peer_policy="pass")),
    (Netkit(), Netkit(peer_policy="drop")),
]
