from __future__ import annotations

from nlink.link import Gretap

GIVEN = [
    Gretap(local="192.0.2.1"),
    Gretap(local="192.0.2.1", remote="192.0.2.2", ttl=64, tos=4, link=1, fwmark=7),
    Gretap(remote="192.0.2.2", ikey=5, okey=6, icsum=True, ocsum=True, iseq=True, oseq=True),
    Gretap(remote="192.0.2.2", pmtudisc=False, ignore_df=True),
    Gretap(
        remote="192.0.2.2",
        encap_type="none",
        encap_sport=5,
        encap_dport=6,
        encap_csum=True,
        encap_csum6=True,
        encap_remcsum=True,
    ),
    Gretap(collect_metadata=True),
]
NEEDING = [("module:fou", Gretap(remote="192.0.2.2", encap_type="fou", encap_sport=7, encap_dport=5555))]
CHANGES = [(Gretap(remote="192.0.2.2", ikey=5), Gretap(remote="192.0.2.3", okey=7, tos=8))]
TOLD = [
    (
        "remote 192.0.2.2 key 1.2.3.4 csum",
        Gretap(remote="192.0.2.2", ikey=0x01020304, okey=0x01020304, icsum=True, ocsum=True),
    ),
    ("remote 192.0.2.2 seq ttl 9 fwmark 3", Gretap(remote="192.0.2.2", iseq=True, oseq=True, ttl=9, fwmark=3)),
    ("external", Gretap(collect_metadata=True)),
]
