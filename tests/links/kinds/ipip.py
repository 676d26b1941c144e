from __future__ import annotations

from nlink.link import Ipip

GIVEN = [
    Ipip(local="192.0.2.1"),
    Ipip(local="192.0.2.1", remote="192.0.2.2", ttl=64, tos=1, link=1, fwmark=7, pmtudisc=True),
    Ipip(remote="192.0.2.2", proto="any", pmtudisc=False),
    Ipip(remote="192.0.2.2", proto="mpls"),
    Ipip(
        remote="192.0.2.2",
        encap_type="none",
        encap_sport=5,
        encap_dport=6,
        encap_csum=True,
        encap_csum6=False,
        encap_remcsum=True,
    ),
    Ipip(collect_metadata=True),
]
NEEDING = [("module:fou", Ipip(remote="192.0.2.2", encap_type="fou", encap_dport=5555))]
CHANGES = [(Ipip(remote="192.0.2.2", ttl=64), Ipip(remote="192.0.2.3", pmtudisc=False, tos=9))]
TOLD = [
    ("local 192.0.2.1 remote 192.0.2.2", Ipip(local="192.0.2.1", remote="192.0.2.2", proto="any")),
    (
        "remote 192.0.2.2 mode any ttl 9 tos 4 fwmark 3",
        Ipip(remote="192.0.2.2", proto="any", ttl=9, tos=4, fwmark=3),
    ),
    ("mode ipip remote 192.0.2.2 nopmtudisc", Ipip(remote="192.0.2.2", pmtudisc=False)),
    ("mode ipip external", Ipip(collect_metadata=True)),
]
