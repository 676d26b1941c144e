from __future__ import annotations

from nlink.link import Geneve

GIVEN = [
    Geneve(vni=0, remote="192.0.2.2"),
    Geneve(vni=0xFFFFFF, remote="192.0.2.2", port=6082, ttl=9, tos=1, df="inherit", udp_csum=True),
    Geneve(vni=5, remote="192.0.2.2", ttl_inherit=True, inner_proto_inherit=True),
    Geneve(vni=5, remote="192.0.2.2", ttl=9, ttl_inherit=False),
    Geneve(vni=5, remote="2001:db8::2", label=0xFFFFF, udp_zero_csum6_tx=True, udp_zero_csum6_rx=True),
    Geneve(vni=5, remote="2001:db8::2", udp_zero_csum6_tx=False, udp_zero_csum6_rx=False),
    Geneve(collect_metadata=True, port=6083, df="set"),
]
NEEDING = [
    ("linux:6.15", Geneve(vni=5, remote="192.0.2.2", port_range=(20000, 30000))),
    ("linux:7.0", Geneve(vni=5, remote="192.0.2.2", gro_hint=True)),
    ("linux:7.2", Geneve(vni=5, remote="192.0.2.2", local="192.0.2.1")),
]
CHANGES = [
    (Geneve(vni=5, remote="192.0.2.2", tos=4), Geneve(remote="192.0.2.3", ttl=7)),
    (Geneve(vni=5, remote="192.0.2.2", ttl_inherit=True), Geneve(ttl_inherit=False)),
    (Geneve(vni=5, remote="192.0.2.2", ttl_inherit=True), Geneve(ttl=7, df="set")),
]
TOLD = [
    ("id 5 remote 192.0.2.2", Geneve(vni=5, remote="192.0.2.2")),
    (
        "id 6 remote 192.0.2.2 ttl inherit tos 4 df set dstport 7000 udpcsum",
        Geneve(vni=6, remote="192.0.2.2", ttl_inherit=True, tos=4, df="set", port=7000, udp_csum=True),
    ),
    (
        "id 7 remote 2001:db8::2 flowlabel 0x345 udp6zerocsumtx noudp6zerocsumrx",
        Geneve(vni=7, remote="2001:db8::2", label=0x345, udp_zero_csum6_tx=True, udp_zero_csum6_rx=False),
    ),
    ("external", Geneve(collect_metadata=True)),
]
