"""Whatever this kernel tells in a namespace that is full of everything, the schema knows."""

from __future__ import annotations

from nlink import Connection
from nlink.netlink.schema.message import Message
from tests.links.conftest import KINDS, every_kind  # noqa: F401
from tests.needs import lacking
from tests.netns import Netns
from tests.unknown import unknown_attributes

COMMANDS = [
    "address add 192.0.2.1/24 brd + dev v1 label v1:a metric 5",
    "address add 198.51.100.1 peer 198.51.100.2/32 dev v1",
    "address add 203.0.113.1/24 dev v1 valid_lft 3600 preferred_lft 1800",
    "address add 2001:db8::1/64 dev v1 nodad",
    "address add 2001:db8:1::1 peer 2001:db8:1::2 dev v1 nodad",
    "route add 10.0.0.0/8 via 192.0.2.2 mtu lock 1400 advmss 1300 window 65000 rto_min 5ms initcwnd 10 congctl reno",
    "route add 10.1.0.0/16 nexthop via 192.0.2.2 weight 5 nexthop via inet6 2001:db8::2 dev v1 nexthop dev v0",
    "route add 10.2.0.0/16 via inet6 2001:db8::2 dev v1 realms 3/4 table 70000",
    "route add blackhole 10.3.0.0/16 metric 7",
    "route add 10.4.0.0/16 dev v1 tos 0x10 src 192.0.2.1 proto static",
    "nexthop add id 7 via 192.0.2.2 dev v1",
    "nexthop add id 8 via 192.0.2.3 dev v1",
    "nexthop add id 9 group 7,3/8",
    "nexthop add id 10 group 7/8 type resilient buckets 4",
    "nexthop add id 11 via 192.0.2.4 fdb",
    "route add 10.5.0.0/16 nhid 9",
    "-6 route add 2001:db8:2::/48 via 2001:db8::2 expires 1000 pref high mtu 1400 hoplimit 9",
    "-6 route add 2001:db8:3::/48 nexthop via 2001:db8::2 nexthop via 2001:db8::3 weight 2",
    "-6 route add unreachable 2001:db8:4::/48",
    "-6 route add 2001:db8:5::/48 from 2001:db8:6::/48 dev v1",
    "neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 dev v1 proto static",
    "neigh add 192.0.2.3 dev v1 managed",
    "neigh add 2001:db8::2 lladdr 02:00:00:00:00:02 dev v1 router extern_learn nud reachable",
    "neigh add proxy 192.0.2.9 dev v1",
    "neigh add proxy 2001:db8::9 dev v1",
    "rule add from 10.0.0.0/8 to 10.1.0.0/16 fwmark 7/0xf iif v0 oif v1 tos 0x10 table 70000 priority 10 proto 4",
    "rule add ipproto udp sport 53 dport 1000-2000 uidrange 0-0 tun_id 7 goto 30000 priority 11",
    "rule add not from 10.0.0.0/8 table 5 suppress_prefixlength 0 suppress_ifgroup 3 realms 1/2 priority 12",
    "rule add l3mdev priority 13",
    "rule add blackhole from 10.9.0.0/16",
    "-6 rule add from 2001:db8::/32 table 5",
]


async def test_nothing_is_unknown_at_any_depth(every_kind: Netns) -> None:  # noqa: F811
    for command in COMMANDS:
        every_kind.run("ip", *command.split())
    async with Connection(namespace=every_kind.path) as conn:
        links = await conn.get_links()
        lists: list[list[Message]] = [
            [*links],
            [await conn.get_link(link) for link in links],
            [*await conn.get_addresses()],
            [*await conn.get_routes()],
            [await conn.get_route(address) for address in ("10.0.0.1", "10.5.0.1", "127.0.0.1", "2001:db8::7")],
            [*await conn.get_neighbors()],
            [*await conn.get_neighbors(proxy=True)],
            [*await conn.get_rules()],
            [*await conn.get_nexthops(hardware_statistics=True)],
            [*await conn.get_nexthop_buckets()],
            [*await conn.get_fdb()],
            [*await conn.get_mdb()],
        ]
        kinds = {link.kind for link in links}
        assert {kind for kind in KINDS if lacking(f"link:{kind}") is None} <= kinds
        for messages in lists:
            assert messages
            for message in messages:
                message.validate()
                assert unknown_attributes(message) == []
                assert str(message)
                assert repr(message)
