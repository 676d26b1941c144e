from __future__ import annotations

from nlink.link import Ip6tnl

GIVEN = [
    Ip6tnl(remote="2001:db8::2"),
    Ip6tnl(local="2001:db8::1", remote="2001:db8::2", ttl=64, encap_limit=4, tclass=0xAB, link=1, fwmark=7),
    Ip6tnl(remote="2001:db8::2", proto="ipip", flowlabel=0xFFFFF),
    Ip6tnl(
        remote="2001:db8::2", proto="ipv6",
        tclass_inherit=True, flowlabel_inherit=True, ignore_encap_limit=True, mip6=True,
    ),
    Ip6tnl(remote="2001:db8::2", dscp_inherit=True, fwmark_inherit=True, allow_localremote=True),
    Ip6tnl(
        remote="2001:db8::2", encap_type="none", encap_sport=5, encap_dport=6,
        encap_csum=True, encap_csum6=False, encap_remcsum=True,
    ),
    Ip6tnl(collect_metadata=True),
]  # fmt: skip
NEEDING = [("module:fou6", Ip6tnl(remote="2001:db8::2", encap_type="fou", encap_dport=5555))]
CHANGES = [
    (Ip6tnl(remote="2001:db8::2"), Ip6tnl(remote="2001:db8::3", flowlabel=9, tclass=3, proto="ipv6")),
    (Ip6tnl(remote="2001:db8::2", dscp_inherit=True), Ip6tnl(remote="2001:db8::2", ttl=7, dscp_inherit=False)),
]
TOLD = [
    (
        "mode any local 2001:db8::1 remote 2001:db8::2",
        Ip6tnl(local="2001:db8::1", remote="2001:db8::2", proto="any", ttl=64, encap_limit=4),
    ),
    (
        "mode ipip6 remote 2001:db8::2 encaplimit none tclass 0x12 flowlabel 0x345 dscp inherit hoplimit 9",
        Ip6tnl(
            proto="ipip", remote="2001:db8::2", ignore_encap_limit=True, encap_limit=4, tclass=0x12, flowlabel=0x345,
            dscp_inherit=True, ttl=9,
        ),
    ),
    (
        "mode ip6ip6 remote 2001:db8::2 tclass inherit flowlabel inherit fwmark inherit allow-localremote",
        Ip6tnl(
            proto="ipv6", remote="2001:db8::2", tclass_inherit=True, flowlabel_inherit=True, fwmark_inherit=True,
            allow_localremote=True, ttl=64, encap_limit=4,
        ),
    ),
    ("external", Ip6tnl(collect_metadata=True)),
]  # fmt: skip
