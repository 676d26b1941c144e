"""The requests are those that ``ip`` sends: the same type, flags, header, and attributes with the same payloads.

Apart from the order of attributes, NLA_F_NESTED (which ``ip`` sets nowhere but in new families) and the NUL behind a
string, what differs is told with each case, and why.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from nlink import Connection
from nlink.encap import Seg6, Seg6Local
from nlink.link import Bridge, Ifb, Macvlan, Veth, Vxlan
from nlink.netlink.request import Request
from nlink.netlink.uapi.netlink import NLM_F
from nlink.netlink.uapi.rtnetlink import RTM
from nlink.route import NextHop
from tests.connection.recorded import Recorded, same, sent_by_ip
from tests.needs import requires
from tests.netns import Netns

pytestmark = requires("command:strace")

MAC = "02:00:00:00:00:01"
IFINFOMSG, IFADDRMSG, RTMSG, NDMSG, RULE = 16, 8, 12, 12, 12
PREPARED = [
    "link add v0 type veth peer name v1",
    "link add br9 type bridge",
    "link set v0 up",
    "link set v1 up",
    "address add 192.0.2.1/24 dev v0",
    "-6 address add 2001:db8::1/64 dev v0 nodad",
]

V0, BR9 = 3, 4
"""The interface indexes of v0 and br9, by which ``ip`` tells them where nlink tells their names."""


def of(operation: Any, *positional: Any, **named: Any) -> Callable[[Connection], Request[Any]]:
    return lambda conn: operation.build(conn, *positional, **named)


C = Connection
TABLE = {15}
"""RTA_TABLE beside the header's field: tables above 255 need it, and the kernel prefers it, so it is always there."""
FRA_PROTOCOL, FRA_TABLE = {21}, {15, 21}
"""A rule's protocol is boot, as ip-rule(8) says; what ``ip`` sends has none, which the kernel takes for "unspec"."""
ADDRESS_FLAGS = {8}
"""IFA_FLAGS beside the header's field, for the flags above 255."""

CASES: list[tuple[str, int, Callable[[Connection], Request[Any]], set[int]]] = [
    ("link add i0 type ifb", IFINFOMSG, of(C.add_link, "i0", Ifb()), set()),
    (
        "link add x0 mtu 1400 address 02:00:00:00:00:01 type veth peer name x1",
        IFINFOMSG, of(C.add_link, "x0", Veth(peer="x1"), mtu=1400, address=MAC), set(),
    ),
    (
        "link add br0 up txqueuelen 7 type bridge stp_state 1 ageing_time 2000",
        IFINFOMSG, of(C.add_link, "br0", Bridge(stp=True, ageing_time=20), up=True, tx_queue_length=7), set(),
    ),
    (
        "link add vx0 type vxlan id 42 local 10.0.0.1 remote 10.0.0.2 dstport 4789 nolearning ttl 5",
        IFINFOMSG,
        of(C.add_link, "vx0", Vxlan(vni=42, local="10.0.0.1", remote="10.0.0.2", port=4789, learning=False, ttl=5)),
        set(),
    ),
    (
        "link add vx6 type vxlan id 43 local fd00::1 remote fd00::2 dstport 4789 learning",
        IFINFOMSG,
        of(C.add_link, "vx6", Vxlan(vni=43, local="fd00::1", remote="fd00::2", port=4789, learning=True)),
        set(),
    ),
    (
        "link add mv0 link v1 type macvlan mode bridge",
        IFINFOMSG, of(C.add_link, "mv0", Macvlan(mode="bridge"), link="v1"), set(),
    ),
    ("link set v0 mtu 1300", IFINFOMSG, of(C.set_link_mtu, V0, 1300), set()),
    ("link set v0 down", IFINFOMSG, of(C.set_link_down, V0), set()),
    ("link set v0 master br9", IFINFOMSG, of(C.set_link_master, V0, "br9"), set()),
    ("link set v0 nomaster", IFINFOMSG, of(C.set_link_master, V0, None), set()),
    ("link set v0 address 02:00:00:00:00:01", IFINFOMSG, of(C.set_link_address, V0, MAC), set()),
    ("link set v0 alias lab", IFINFOMSG, of(C.set_link, V0, alias="lab"), set()),
    ("link set v0 group 7", IFINFOMSG, of(C.set_link, V0, group=7), set()),
    ("link set v0 txqueuelen 7", IFINFOMSG, of(C.set_link, V0, tx_queue_length=7), set()),
    (
        "link set br9 type bridge ageing_time 3000",
        IFINFOMSG, of(C.set_link_kind, BR9, Bridge(ageing_time=30)), set(),
    ),
    ("link del dev v0", IFINFOMSG, of(C.del_link, V0), set()),
    ("address add 192.0.2.9/24 dev v0", IFADDRMSG, of(C.add_address, "v0", "192.0.2.9/24"), set()),
    (
        "address add 198.51.100.9/24 broadcast 198.51.100.255 label v0:x scope link dev v0",
        IFADDRMSG,
        of(C.add_address, "v0", "198.51.100.9/24", broadcast="198.51.100.255", label="v0:x", scope="link"),
        set(),
    ),
    (
        "address replace 192.0.2.9/24 valid_lft 100 preferred_lft 50 dev v0",
        IFADDRMSG, of(C.replace_address, "v0", "192.0.2.9/24", valid_lifetime=100, preferred_lifetime=50), set(),
    ),
    (
        "address add 192.0.2.9 peer 198.51.100.1/24 dev v0",
        IFADDRMSG, of(C.add_address, "v0", "192.0.2.9/24", peer="198.51.100.1"), set(),
    ),
    (
        "-6 address add 2001:db8::9/64 nodad dev v0",
        IFADDRMSG, of(C.add_address, "v0", "2001:db8::9/64", flags=2), ADDRESS_FLAGS,
    ),
    ("address add 127.0.0.9/8 dev lo", IFADDRMSG, of(C.add_address, "lo", "127.0.0.9/8"), set()),
    ("address del 192.0.2.1/24 dev v0", IFADDRMSG, of(C.del_address, "v0", "192.0.2.1/24"), set()),
    ("route add 10.0.0.0/8 via 192.0.2.2", RTMSG, of(C.add_route, "10.0.0.0/8", via="192.0.2.2"), TABLE),
    (
        "route add 10.0.0.0/8 dev v0 metric 7",
        RTMSG, of(C.add_route, "10.0.0.0/8", device="v0", metric=7), TABLE,
    ),
    (
        "route replace default via 192.0.2.2 dev v0",
        RTMSG, of(C.replace_route, "default", via="192.0.2.2", device="v0"), TABLE,
    ),
    (
        "route append 10.0.0.0/8 via 192.0.2.2",
        RTMSG, of(C.append_route, "10.0.0.0/8", via="192.0.2.2"), TABLE,
    ),
    (
        "route add 10.0.0.0/8 via 192.0.2.2 mtu 1300 hoplimit 9 initcwnd 20 congctl reno",
        RTMSG,
        of(C.add_route, "10.0.0.0/8", via="192.0.2.2", mtu=1300, hop_limit=9, initial_cwnd=20, congestion="reno"),
        TABLE,
    ),
    (
        "route add 10.0.0.0/8 table 70000 proto static via 203.0.113.1 dev v0 onlink realms 3/4 tos 0x10",
        RTMSG,
        of(C.add_route, "10.0.0.0/8", table=70000, protocol="static", via="203.0.113.1", device="v0", onlink=True,
           realm=3 << 16 | 4, tos=0x10),
        set(),
    ),
    (
        "route add 10.0.0.0/8 via inet6 2001:db8::2 dev v0",
        RTMSG, of(C.add_route, "10.0.0.0/8", via="2001:db8::2", device="v0"), TABLE,
    ),
    (
        "route add 10.0.0.0/8 nexthop via 192.0.2.2 weight 5 nexthop via 192.0.2.3 dev v0 onlink",
        RTMSG,
        of(C.add_route, "10.0.0.0/8", nexthops=[
            NextHop(via="192.0.2.2", weight=5), NextHop(via="192.0.2.3", device="v0", onlink=True)]),
        TABLE,
    ),
    (
        "route add 10.0.0.0/8 via 192.0.2.2 mtu lock 1300 cwnd lock 20 reordering 4 rtt 100ms fastopen_no_cookie 1",
        RTMSG,
        of(C.add_route, "10.0.0.0/8", via="192.0.2.2", mtu=1300, cwnd=20, reordering=4, rtt=800,
           fastopen_no_cookie=True, lock=["mtu", "cwnd"]),
        TABLE,
    ),
    (
        "-6 route add 2001:db8:9::/48 encap seg6 mode inline segs fc00::1,fc00::2 hmac 7 dev v0",
        RTMSG,
        of(C.add_route, "2001:db8:9::/48", device="v0",
           encap=Seg6(mode="inline", segments=["fc00::1", "fc00::2"], hmac=7)),
        TABLE,
    ),
    (
        "-6 route add 2001:db8:9::/48 encap seg6local action End.B6.Encaps srh segs fc00::1,fc00::2 dev v0",
        RTMSG,
        of(C.add_route, "2001:db8:9::/48", device="v0",
           encap=Seg6Local(action="End.B6.Encaps", segments=["fc00::1", "fc00::2"])),
        TABLE,
    ),
    (
        "route add 10.0.0.0/8 nexthop via 192.0.2.2 nexthop via 192.0.2.3 realms 7",
        RTMSG,
        of(C.add_route, "10.0.0.0/8", nexthops=[
            NextHop(via="192.0.2.2"), NextHop(via="192.0.2.3", realm=7)]),
        TABLE,
    ),
    ("route add blackhole 10.0.0.0/8", RTMSG, of(C.add_route, "10.0.0.0/8", type="blackhole"), TABLE),
    (
        "route add local 10.0.0.9 dev v0",
        RTMSG, of(C.add_route, "10.0.0.9", type="local", device="v0", table="local"), TABLE,
    ),
    (
        "-6 route add 2001:db8:9::/48 via 2001:db8::2",
        RTMSG, of(C.add_route, "2001:db8:9::/48", via="2001:db8::2"), TABLE,
    ),
    (
        "-6 route add 2001:db8:9::/48 dev v0 pref high expires 100",
        RTMSG, of(C.add_route, "2001:db8:9::/48", device="v0", pref=1, expires=100), TABLE,
    ),
    (
        "-6 route add 2001:db8:9::/48 from 2001:db8:8::/48 dev v0",
        RTMSG, of(C.add_route, "2001:db8:9::/48", source="2001:db8:8::/48", device="v0"), TABLE,
    ),
    ("route del 192.0.2.0/24", RTMSG, of(C.del_route, "192.0.2.0/24"), TABLE),
    (
        "neigh add 192.0.2.9 lladdr 02:00:00:00:00:01 dev v0",
        NDMSG, of(C.add_neighbor, "v0", "192.0.2.9", lladdr=MAC), set(),
    ),
    (
        "neigh replace 192.0.2.9 lladdr 02:00:00:00:00:01 nud stale protocol static dev v0",
        NDMSG, of(C.replace_neighbor, "v0", "192.0.2.9", lladdr=MAC, state="stale", protocol="static"), set(),
    ),
    ("neigh add proxy 192.0.2.9 dev v0", NDMSG, of(C.add_neighbor, "v0", "192.0.2.9", proxy=True), set()),
    ("neigh add 192.0.2.9 managed dev v0", NDMSG, of(C.add_neighbor, "v0", "192.0.2.9", managed=True), set()),
    (
        "rule add uidrange 0-0 suppress_prefixlength 0 priority 11 protocol static table 70000",
        RULE,
        of(C.add_rule, uids=range(1), suppress_prefixlen=0, priority=11, protocol="static", table=70000),
        set(),
    ),
    ("rule add from 10.0.0.0/8 table 100", RULE, of(C.add_rule, source="10.0.0.0/8", table=100), FRA_TABLE),
    (
        "rule add to 10.0.0.0/8 iif v0 fwmark 7/0xf tos 0x10 ipproto udp sport 53 dport 1000-2000 priority 10",
        RULE,
        of(C.add_rule, destination="10.0.0.0/8", iif="v0", mark=7, mark_mask=15, tos=0x10, ip_proto=17, sport=53,
           dport=range(1000, 2001), priority=10, table=254),
        FRA_TABLE,
    ),
    (
        "rule add not from 10.0.0.0/8 goto 32766",
        RULE, of(C.add_rule, invert=True, source="10.0.0.0/8", goto=32766), FRA_PROTOCOL,
    ),
    (
        "rule add blackhole from 10.0.0.0/8",
        RULE, of(C.add_rule, source="10.0.0.0/8", action="blackhole"), FRA_PROTOCOL,
    ),
    ("-6 rule add l3mdev", RULE, of(C.add_rule, family=10, l3mdev=True), FRA_PROTOCOL),
]  # fmt: skip


def shown(request: Recorded) -> str:
    """The header. For a table above 255 ``ip`` puts 0 there, nlink what the kernel itself says: RT_TABLE_COMPAT."""
    header = bytearray(request.header)
    if (
        request.type in (RTM.NEWROUTE, RTM.NEWRULE)
        and int.from_bytes(request.attributes.get(15, b""), sys.byteorder) > 255
    ):
        header[4] = 0
    return header.hex(" ")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
async def test_ip_sends_the_same(case: Any, conn: Connection, netns: Netns) -> None:
    command, fixed, make, ours_only = case
    for prepared in PREPARED:
        netns.run("ip", *prepared.split())
    request = make(conn)
    payload = request.payload({name: await conn.index_of(name) for name in request.names})
    flags = request.flags | NLM_F.REQUEST | NLM_F.ACK
    ours = Recorded.of(request.type, flags, payload, fixed)
    theirs = sent_by_ip(netns, command, fixed)
    assert (ours.type, NLM_F(ours.flags)) == (theirs.type, NLM_F(theirs.flags))
    assert shown(ours) == shown(theirs)
    mine = {number: data for number, data in ours.attributes.items() if number not in ours_only}
    assert mine.keys() == theirs.attributes.keys()
    for number, data in mine.items():
        assert same(data, theirs.attributes[number]), (
            f"{number}: {data.hex(' ')} != {theirs.attributes[number].hex(' ')}"
        )
