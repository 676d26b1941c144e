from __future__ import annotations

from nlink.link import Sit

GIVEN = [
    Sit(local="192.0.2.1"),
    Sit(local="192.0.2.1", pmtudisc=False),
    Sit(local="192.0.2.1", remote="192.0.2.2", ttl=9, tos=1, link=1, fwmark=7, pmtudisc=True),
    Sit(remote="192.0.2.2", proto="any", ttl=0, pmtudisc=False),
    Sit(remote="192.0.2.2", proto="ipip"),
    Sit(local="192.0.2.1", isatap=True),
    Sit(
        local="192.0.2.1", sixrd_prefix="2001:db8::", sixrd_prefixlen=32,
        sixrd_relay_prefix="192.0.0.0", sixrd_relay_prefixlen=8,
    ),
    Sit(
        remote="192.0.2.2", encap_type="none", encap_sport=5, encap_dport=6,
        encap_csum=True, encap_csum6=False, encap_remcsum=True,
    ),
]  # fmt: skip
NEEDING = [("module:fou", Sit(remote="192.0.2.2", encap_type="gue", encap_dport=6080, encap_remcsum=True))]
CHANGES = [
    (Sit(remote="192.0.2.2"), Sit(remote="192.0.2.3", ttl=7, tos=9)),
    (Sit(local="192.0.2.1"), Sit(local="192.0.2.1", sixrd_prefix="2001:db8::", sixrd_prefixlen=32)),
]
TOLD = [
    ("local 192.0.2.1 remote 192.0.2.2", Sit(local="192.0.2.1", remote="192.0.2.2", proto="any", ttl=0)),
    ("remote 192.0.2.2 mode any ttl 9 tos 4", Sit(remote="192.0.2.2", proto="any", ttl=9, tos=4)),
    ("local 192.0.2.1 isatap mode ip6ip ttl 64", Sit(local="192.0.2.1", isatap=True, proto="ipv6")),
    (
        "local 192.0.2.1 6rd-prefix 2001:db8::/32 6rd-relay_prefix 192.0.0.0/8 mode ip6ip ttl 64",
        Sit(
            local="192.0.2.1", sixrd_prefix="2001:db8::", sixrd_prefixlen=32,
            sixrd_relay_prefix="192.0.0.0", sixrd_relay_prefixlen=8,
        ),
    ),
]  # fmt: skip
