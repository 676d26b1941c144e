from __future__ import annotations

from nlink.link import Erspan

GIVEN = [
    Erspan(erspan_version=0, remote="192.0.2.2"),
    Erspan(remote="192.0.2.2", ikey=30, okey=30, iseq=True, oseq=True, erspan_version=1, erspan_index=0xFFFFF),
    Erspan(
        local="192.0.2.1", remote="192.0.2.2", okey=1023, oseq=True, icsum=False, ocsum=False,
        erspan_version=2, erspan_direction="egress", erspan_hwid=63,
    ),
    Erspan(remote="192.0.2.2", okey=1, oseq=True, ttl=64, tos=1, link=1, fwmark=7),
    Erspan(remote="192.0.2.2", okey=1, oseq=True, pmtudisc=False, ignore_df=True),
    Erspan(
        remote="192.0.2.2", okey=1, oseq=True, encap_type="none", encap_sport=5, encap_dport=6,
        encap_csum=True, encap_csum6=True, encap_remcsum=True,
    ),
    Erspan(collect_metadata=True),
]  # fmt: skip
CHANGES = [
    (
        Erspan(remote="192.0.2.2", okey=1, oseq=True),
        Erspan(remote="192.0.2.2", okey=2, oseq=True, erspan_version=2, erspan_hwid=4),
    ),
    (
        Erspan(remote="192.0.2.2", okey=1, oseq=True, erspan_index=4),
        Erspan(remote="192.0.2.2", okey=1, oseq=True, erspan_index=5),
    ),
]
TOLD = [
    (
        "remote 192.0.2.2 key 30 seq erspan_ver 1 erspan 123",
        Erspan(remote="192.0.2.2", ikey=30, okey=30, iseq=True, oseq=True, erspan_version=1, erspan_index=123),
    ),
    (
        "remote 192.0.2.2 okey 30 oseq erspan_ver 2 erspan_dir egress erspan_hwid 17",
        Erspan(remote="192.0.2.2", okey=30, oseq=True, erspan_version=2, erspan_direction="egress", erspan_hwid=17),
    ),
    ("remote 192.0.2.2 erspan_ver 0", Erspan(remote="192.0.2.2", erspan_version=0)),
    ("external", Erspan(collect_metadata=True)),
]
