from __future__ import annotations

from nlink.link import Ip6erspan

GIVEN = [
    Ip6erspan(remote="2001:db8::2", ikey=30, okey=30, iseq=True, oseq=True, erspan_version=1, erspan_index=0xFFFFF),
    Ip6erspan(
        local="2001:db8::1", remote="2001:db8::2", okey=1023, oseq=True, icsum=False, ocsum=False,
        erspan_version=2, erspan_direction="egress", erspan_hwid=63,
    ),
    Ip6erspan(
        remote="2001:db8::2", okey=1, oseq=True, ttl=64, encap_limit=4, tclass=0xAB, flowlabel=9, link=1, fwmark=7,
        ignore_encap_limit=True, tclass_inherit=True, flowlabel_inherit=True, dscp_inherit=True, fwmark_inherit=True,
        allow_localremote=True, mip6=True,
    ),
    Ip6erspan(
        remote="2001:db8::2", okey=1, oseq=True, encap_type="none", encap_sport=5, encap_dport=6,
        encap_csum=True, encap_csum6=True, encap_remcsum=True,
    ),
    Ip6erspan(collect_metadata=True),
]  # fmt: skip
CHANGES = [
    (
        Ip6erspan(remote="2001:db8::2", okey=1, oseq=True),
        Ip6erspan(remote="2001:db8::3", okey=2, oseq=True, erspan_version=2, erspan_hwid=4),
    ),
]
TOLD = [
    (
        "remote 2001:db8::2 key 30 seq erspan_ver 1 erspan 123",
        Ip6erspan(
            remote="2001:db8::2", ikey=30, okey=30, iseq=True, oseq=True, erspan_version=1, erspan_index=123, ttl=64,
            encap_limit=4,
        ),
    ),
    (
        "remote 2001:db8::2 okey 30 oseq erspan_ver 2 erspan_dir ingress erspan_hwid 17",
        Ip6erspan(
            remote="2001:db8::2", okey=30, oseq=True, erspan_version=2, erspan_direction="ingress", erspan_hwid=17,
            ttl=64, encap_limit=4,
        ),
    ),
]  # fmt: skip
