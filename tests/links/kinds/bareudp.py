from __future__ import annotations

from nlink.link import Bareudp

GIVEN = [
    Bareudp(port=6635, ethertype="mpls_uc", srcport_min=5000),
    Bareudp(port=4000, ethertype="ipv4", multiproto_mode=True),
    Bareudp(port=4000, ethertype=0x86DD),
]
TOLD = [
    ("dstport 6635 ethertype mpls_uc srcportmin 5000", Bareudp(port=6635, ethertype="mpls_uc", srcport_min=5000)),
    ("dstport 4000 ethertype ipv4 multiproto", Bareudp(port=4000, ethertype="ipv4", multiproto_mode=True)),
]
