from __future__ import annotations

from nlink.link import Ip6gre

GIVEN = [
    Ip6gre(remote="2001:db8::2"),
    Ip6gre(local="2001:db8::1", remote="2001:db8::2", ttl=64, encap_limit=4, tclass=0xAB, link=1, fwmark=7),
    Ip6gre(remote="2001:db8::2", ikey=5, okey=6, icsum=True, ocsum=False, iseq=False, oseq=True, flowlabel=0xFFFFF),
    Ip6gre(remote="2001:db8::2", tclass_inherit=True, flowlabel_inherit=True, ignore_encap_limit=True, mip6=True),
    Ip6gre(remote="2001:db8::2", dscp_inherit=True, fwmark_inherit=True, allow_localremote=True),
    Ip6gre(
        remote="2001:db8::2",
        encap_type="none",
        encap_sport=5,
        encap_dport=6,
        encap_csum=True,
        encap_csum6=False,
        encap_remcsum=True,
    ),
    Ip6gre(collect_metadata=True),
]
NEEDING = [("module:fou6", Ip6gre(remote="2001:db8::2", encap_type="gue", encap_dport=6080, encap_csum6=True))]
CHANGES = [
    (Ip6gre(remote="2001:db8::2"), Ip6gre(remote="2001:db8::3", okey=6, flowlabel=9)),
    (Ip6gre(remote="2001:db8::2", tclass_inherit=True), Ip6gre(remote="2001:db8::2", ttl=7, encap_limit=3)),
]
TOLD = [
    (
        "local 2001:db8::1 remote 2001:db8::2 key 5 csum",
        Ip6gre(
            local="2001:db8::1", remote="2001:db8::2", ikey=5, okey=5, icsum=True, ocsum=True, ttl=64, encap_limit=4
        ),
    ),
    (
        "remote 2001:db8::2 encaplimit none tclass 0x12 flowlabel 0x345 dscp inherit hoplimit 9",
        Ip6gre(
            remote="2001:db8::2", ignore_encap_limit=True, encap_limit=4, tclass=0x12, flowlabel=0x345,
            dscp_inherit=True, ttl=9,
        ),
    ),
    (
        "remote 2001:db8::2 tclass inherit flowlabel inherit fwmark inherit allow-localremote",
        Ip6gre(
            remote="2001:db8::2", tclass_inherit=True, flowlabel_inherit=True, fwmark_inherit=True,
            allow_localremote=True, ttl=64, encap_limit=4,
        ),
    ),
    ("external", Ip6gre(collect_metadata=True)),
]  # fmt: skip
