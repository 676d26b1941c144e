"""The requests about nexthops, forwarding tables and the like are those that ``ip`` and ``bridge`` send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nlink import Connection
from nlink.netlink.request import Request
from nlink.netlink.uapi.netlink import NLM_F
from tests.connection.recorded import Recorded, same, sent_by_ip
from tests.needs import requires
from tests.netns import Netns

pytestmark = requires("command:strace", "command:bridge", "link:bridge", "link:vxlan")

MAC = "02:00:00:00:00:01"
NHMSG, NDMSG, BRPORT = 8, 12, 8
PREPARED = [
    "link add v0 type veth peer name v1",
    "link add br9 type bridge",
    "link add vx0 type vxlan id 7 dstport 4789 local 192.0.2.1",
    "link set v0 up",
    "link set v1 up",
    "link set vx0 up",
    "address add 192.0.2.1/24 dev v0",
    "link set v1 master br9",
    "link set br9 up",
    "nexthop add id 1 via 192.0.2.2 dev v0",
    "nexthop add id 2 via 192.0.2.3 dev v0",
    "nexthop add id 11 via 192.0.2.2 fdb",
    "nexthop add id 12 group 11 fdb",
]


def of(operation: Any, *positional: Any, **named: Any) -> Callable[[Connection], Request[Any]]:
    return lambda conn: operation.build(conn, *positional, **named)


C = Connection

CASES: list[tuple[str, int, Callable[[Connection], Request[Any]], set[int]]] = [
    ("ip nexthop add id 7 dev v0", NHMSG, of(C.add_nexthop, 7, device="v0"), set()),
    (
        "ip nexthop add id 7 via 198.51.100.1 dev v0 onlink protocol static",
        NHMSG, of(C.add_nexthop, 7, via="198.51.100.1", device="v0", onlink=True, protocol="static"), set(),
    ),
    ("ip nexthop replace id 1 dev v0", NHMSG, of(C.replace_nexthop, 1, device="v0"), set()),
    ("ip nexthop add id 7 blackhole", NHMSG, of(C.add_nexthop, 7, blackhole=True), set()),
    ("ip nexthop add id 7 via 192.0.2.9 fdb", NHMSG, of(C.add_nexthop, 7, via="192.0.2.9", fdb=True), set()),
    ("ip nexthop add id 7 group 1,3/2", NHMSG, of(C.add_nexthop, 7, group={1: 3, 2: 1}), set()),
    (
        "ip nexthop add id 7 group 1/2 type resilient buckets 4 idle_timer 60 unbalanced_timer 90",
        NHMSG,
        of(C.add_nexthop, 7, group=[1, 2], type="resilient", buckets=4, idle_timer=60, unbalanced_timer=90), set(),
    ),
    ("ip nexthop del id 1", NHMSG, of(C.del_nexthop, 1), set()),
    (f"bridge fdb add {MAC} dev v1 master static sticky", NDMSG,
     of(C.add_fdb_entry, "v1", MAC, master=True, state="static", sticky=True), set()),
    (f"bridge fdb add {MAC} dev v0", NDMSG, of(C.add_fdb_entry, "v0", MAC), set()),
    (f"bridge fdb replace {MAC} dev v1 master dynamic extern_learn", NDMSG,
     of(C.replace_fdb_entry, "v1", MAC, master=True, state="dynamic", externally_learned=True), set()),
    (f"bridge fdb add {MAC} dev vx0 dst 192.0.2.9 port 4790 vni 9 via v0", NDMSG,
     of(C.add_fdb_entry, "vx0", MAC, dst="192.0.2.9", port=4790, vni=9, via="v0"), set()),
    (f"bridge fdb add {MAC} dev vx0 nhid 12", NDMSG, of(C.add_fdb_entry, "vx0", MAC, nexthop_id=12), set()),
    ("bridge fdb append 00:00:00:00:00:00 dev vx0 dst 192.0.2.9", NDMSG,
     of(C.append_fdb_entry, "vx0", "00:00:00:00:00:00", dst="192.0.2.9"), set()),
    ("bridge fdb flush dev br9 brport v1 static", NDMSG, of(C.flush_fdb, "br9", bridge_port="v1", static=True), set()),
    ("bridge fdb flush dev br9 nopermanent sticky noextern_learn", NDMSG,
     of(C.flush_fdb, "br9", permanent=False, sticky=True, externally_learned=False), set()),
    ("bridge fdb flush dev br9 dynamic", NDMSG, of(C.flush_fdb, "br9", dynamic=True), set()),
    ("bridge fdb flush dev br9 nodynamic added_by_user", NDMSG,
     of(C.flush_fdb, "br9", dynamic=False, added_by_user=True), set()),
    ("bridge fdb flush dev br9 nostatic", NDMSG, of(C.flush_fdb, "br9", static=False), set()),
    ("bridge mdb add dev br9 port v1 grp 239.1.1.1 permanent", BRPORT,
     of(C.add_mdb_entry, "br9", "239.1.1.1", port="v1", permanent=True), set()),
    ("bridge mdb add dev br9 port v1 grp ff0e::1 src 2001:db8::1 vid 1", BRPORT,
     of(C.add_mdb_entry, "br9", "ff0e::1", port="v1", source="2001:db8::1", vid=1), set()),
    ("bridge mdb add dev br9 port br9 grp 01:00:00:00:00:07 permanent", BRPORT,
     of(C.add_mdb_entry, "br9", "01:00:00:00:00:07"), set()),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
async def test_the_same_is_sent(case: Any, conn: Connection, netns: Netns) -> None:
    command, fixed, make, ours_only = case
    for prepared in PREPARED:
        netns.run("ip", *prepared.split())
    request = make(conn)
    payload = request.payload({name: await conn.index_of(name) for name in request.names})
    ours = Recorded.of(request.type, request.flags | NLM_F.REQUEST | NLM_F.ACK, payload, fixed)
    tool, _, arguments = command.partition(" ")
    theirs = sent_by_ip(netns, arguments, fixed, tool=tool)
    assert (ours.type, NLM_F(ours.flags)) == (theirs.type, NLM_F(theirs.flags))
    assert ours.header.hex(" ") == theirs.header.hex(" ")
    mine = {number: data for number, data in ours.attributes.items() if number not in ours_only}
    assert mine.keys() == theirs.attributes.keys()
    for number, data in mine.items():
        assert same(data, theirs.attributes[number]), (
            f"{number}: {data.hex(' ')} != {theirs.attributes[number].hex(' ')}"
        )
