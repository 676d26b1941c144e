from __future__ import annotations

from nlink.link import Gre

GIVEN = [
    Gre(remote="224.0.0.5", local="192.0.2.1"),
    Gre(local="192.0.2.1", remote="192.0.2.2", ttl=64, tos=1, link=1, fwmark=7),
    Gre(remote="192.0.2.2", ikey=5, okey=0xC0000201, icsum=True, ocsum=False, iseq=False, oseq=True),
    Gre(remote="192.0.2.2", ikey=0, ocsum=True, iseq=True),
    Gre(remote="192.0.2.2", pmtudisc=False, ignore_df=True),
    Gre(
        remote="192.0.2.2",
        encap_type="none",
        encap_sport=5,
        encap_dport=6,
        encap_csum=True,
        encap_csum6=False,
        encap_remcsum=True,
    ),
    Gre(collect_metadata=True),
]
NEEDING = [("module:fou", Gre(remote="192.0.2.2", encap_type="gue", encap_dport=6080, encap_csum=True))]
CHANGES = [
    (Gre(remote="192.0.2.2", ikey=5), Gre(remote="192.0.2.3", ikey=6, okey=7, oseq=True, ttl=9)),
    (Gre(remote="192.0.2.2"), Gre(remote="192.0.2.2", encap_type="none", encap_sport=9)),
]
TOLD = [
    ("local 192.0.2.1 remote 192.0.2.2 key 5", Gre(local="192.0.2.1", remote="192.0.2.2", ikey=5, okey=5)),
    ("remote 192.0.2.2 ikey 0 oseq icsum tos inherit", Gre(remote="192.0.2.2", ikey=0, oseq=True, icsum=True, tos=1)),
    ("remote 192.0.2.2 nopmtudisc ignore-df", Gre(remote="192.0.2.2", pmtudisc=False, ignore_df=True)),
    ("external", Gre(collect_metadata=True)),
]
