"""VLANs of bridges as ``add_bridge_vlan`` and its kin make them, read back by nlink and by ``bridge``."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from nlink import BridgeVlanNotFound, Connection, InvalidInput, LinkNotFound
from nlink.link import Bridge, Veth, Vxlan
from nlink.netlink.route.links.bridge_family import BridgeFamily
from nlink.netlink.uapi.if_bridge import BR_STATE, MDB_RTR_TYPE
from nlink.route import VlanEntry
from tests.connection.recorded import Recorded, same, sent_by_ip
from tests.needs import requires
from tests.netns import Netns
from tests.unknown import unknown_attributes

IFINFOMSG, BRVLAN = 16, 8


@pytest.fixture
async def bridge(conn: Connection) -> None:
    """br0, which filters VLANs, with the port v0."""
    await conn.add_link("br0", Bridge(vlan_filtering=True, mcast_snooping=True, mcast_vlan_snooping=True), up=True)
    await conn.add_link("v0", Veth(peer="v1"), master="br0", up=True)


async def entries(conn: Connection, device: str) -> list[VlanEntry]:
    (told,) = await conn.get_bridge_vlans(device)
    assert unknown_attributes(told) == []
    return list(told.entries)


def by_bridge(netns: Netns, device: str) -> list[dict[str, Any]]:
    (shown,) = netns.json("bridge", "-j", "-compressvlans", "vlan", "show", "dev", device)
    # Beside the end of a range it tells flags even if there are none.
    return [{key: value for key, value in one.items() if value != []} for one in shown["vlans"] if one["vlan"] > 1]


@requires("bridge:vlan", "command:bridge", "link:veth")
async def test_membership(bridge: None, conn: Connection, netns: Netns) -> None:
    await conn.add_bridge_vlan("v0", 5)
    await conn.add_bridge_vlan("v0", 7, pvid=True, untagged=True)
    await conn.add_bridge_vlan("v0", range(100, 201))
    await conn.add_bridge_vlan("br0", 5, own=True)
    assert by_bridge(netns, "v0") == [
        {"vlan": 5}, {"vlan": 7, "flags": ["PVID", "Egress Untagged"]}, {"vlan": 100, "vlanEnd": 200},
    ]  # fmt: skip
    assert by_bridge(netns, "br0") == [{"vlan": 5}]
    read = await entries(conn, "v0")
    assert [(one.vid, one.last, one.is_pvid, one.is_untagged) for one in read] == [
        (1, 1, False, True), (5, 5, False, False), (7, 7, True, True), (100, 200, False, False),
    ]  # fmt: skip
    everything = await conn.get_bridge_vlans()
    assert {one.ifindex for one in everything} == {await conn.index_of("br0"), await conn.index_of("v0")}
    assert "100-200 state forwarding" in str(everything[-1])
    assert everything[-1].vids == {1, 5, 7, *range(100, 201)}
    await conn.del_bridge_vlan("v0", range(101, 201))
    await conn.del_bridge_vlan("v0", 7)
    await conn.del_bridge_vlan("v0", 7)
    await conn.del_bridge_vlan("br0", 5, own=True)
    assert by_bridge(netns, "v0") == [{"vlan": 5}, {"vlan": 100}]
    assert by_bridge(netns, "br0") == []
    with pytest.raises(LinkNotFound):
        await conn.get_bridge_vlans("absent")


@requires("bridge:vlan", "command:bridge", "link:vxlan")
async def test_tunnels(bridge: None, conn: Connection, netns: Netns) -> None:
    await conn.add_link("vx0", Vxlan(collect_metadata=True, port=4789), master="br0", up=True)
    netns.run("bridge", "link", "set", "dev", "vx0", "vlan_tunnel", "on")
    await conn.add_bridge_vlan("vx0", 5, tunnel_id=5000)
    await conn.add_bridge_vlan("vx0", range(10, 20), tunnel_id=range(1010, 1020))
    (shown,) = netns.json("bridge", "-j", "-compressvlans", "vlan", "tunnelshow", "dev", "vx0")
    assert [(one["vlan"], one["tunid"]) for one in shown["tunnels"]] == [(5, 5000), (10, 1010)]
    read = {one.vid: one for one in await entries(conn, "vx0")}
    assert read[5].tunnel is not None
    assert read[5].tunnel.id == 5000
    assert read[10].tunnel is not None
    assert (read[10].tunnel.id, read[10].last) == (1010, 19)


@requires("bridge:vlan", "command:bridge")
async def test_the_options_of_a_vlan(bridge: None, conn: Connection, netns: Netns) -> None:
    await conn.add_bridge_vlan("v0", range(5, 10))
    await conn.set_bridge_vlan("v0", range(5, 8), state="blocking", neigh_suppress=True)
    await conn.set_bridge_vlan("v0", 9, mcast_router="perm", mcast_max_groups=7)
    read = {one.vid: one for one in await entries(conn, "v0")}
    assert (read[5].state, read[5].last, read[5].neigh_suppress) == (BR_STATE.BLOCKING, 7, True)
    assert read[9].mcast_router == MDB_RTR_TYPE.PERM
    assert read[9].mcast_max_groups == 7
    (shown,) = netns.json("bridge", "-d", "-j", "vlan", "show", "dev", "v0")
    assert {one["vlan"]: one["state"] for one in shown["vlans"]}[5] == "blocking"
    counted = (await conn.get_bridge_vlans("v0", statistics=True))[0]
    assert unknown_attributes(counted) == []
    assert all(one.statistics is not None and one.statistics.rx_bytes is not None for one in counted.entries)
    with pytest.raises(BridgeVlanNotFound, match=r"set_bridge_vlan\('v0', 77"):
        await conn.set_bridge_vlan("v0", 77, state="blocking")


@requires("bridge:vlan", "command:bridge")
async def test_the_options_of_a_vlan_in_the_whole_bridge(bridge: None, conn: Connection, netns: Netns) -> None:
    await conn.add_bridge_vlan("br0", range(5, 10), own=True)
    given: dict[str, Any] = {
        "mcast_snooping": False, "mcast_querier": True, "mcast_igmp_version": 3, "mcast_mld_version": 2,
        "mcast_last_member_count": 3, "mcast_startup_query_count": 4, "mcast_last_member_interval": "2s",
        "mcast_membership_interval": 100, "mcast_querier_interval": 101, "mcast_query_interval": 102,
        "mcast_query_response_interval": 9, "mcast_startup_query_interval": 33,
    }  # fmt: skip
    await conn.set_bridge_vlan_globals("br0", range(5, 8), **given)
    (told,) = await conn.get_bridge_vlan_globals("br0")
    assert unknown_attributes(told) == []
    read = {one.vid: one for one in told.globals}
    assert (read[5].vid, read[5].last) == (5, 7)
    for name, value in given.items():
        found = getattr(read[5], name)
        assert found == (timedelta(seconds=int(str(value).rstrip("s"))) if name.endswith("interval") else value), name
    (shown,) = netns.json("bridge", "-d", "-j", "vlan", "global", "show", "dev", "br0")
    one = next(one for one in shown["vlans"] if one["vlan"] == 5)
    assert (one["mcast_snooping"], one["mcast_querier"], one["mcast_query_interval"]) == (0, 1, 10200)
    with pytest.raises(BridgeVlanNotFound):
        await conn.set_bridge_vlan_globals("br0", 77, mcast_snooping=True)
    assert str(told).startswith(f"dev {await conn.index_of('br0')} global vlan 1")


@requires("bridge:vlan")
async def test_multiple_spanning_trees(conn: Connection) -> None:
    await conn.add_link("br0", Bridge(vlan_filtering=True, vlan_default_pvid=0), up=True)
    await conn.add_link("v0", Veth(peer="v1"), master="br0", up=True)
    await conn.set_link_kind("br0", Bridge(mst=True))
    await conn.add_bridge_vlan("br0", 5, own=True)
    await conn.set_bridge_vlan_globals("br0", 5, msti=7)
    await conn.add_bridge_vlan("v0", 5)
    await conn.set_bridge_mst_state("v0", 7, "blocking")
    (told,) = await conn.get_bridge_mst()
    assert told.name == "v0"
    assert isinstance(told.af_spec, BridgeFamily)
    assert told.af_spec.spanning_trees is not None
    assert {one.msti: one.state for one in told.af_spec.spanning_trees.entries}[7] == BR_STATE.BLOCKING
    (read,) = await conn.get_bridge_vlan_globals("br0")
    assert [one.msti for one in read.globals] == [7]


@requires("bridge:vlan")
async def test_in_a_batch(bridge: None, conn: Connection) -> None:
    async with conn.batch() as batch:
        for vid in range(10, 60, 2):
            batch.add_bridge_vlan("v0", vid)
        failed = batch.set_bridge_vlan("v0", 11, state="blocking")
    assert [one.request for one in batch.failures] == [failed.request]
    assert len(await entries(conn, "v0")) == 26


CASES: list[tuple[str, int, Any]] = [
    ("vlan add vid 5 dev v0 pvid untagged", IFINFOMSG,
     lambda conn: Connection.add_bridge_vlan.build(conn, "v0", 5, pvid=True, untagged=True)),
    ("vlan add vid 5-9 dev v0", IFINFOMSG, lambda conn: Connection.add_bridge_vlan.build(conn, "v0", range(5, 10))),
    ("vlan add vid 5 dev br0 self", IFINFOMSG,
     lambda conn: Connection.add_bridge_vlan.build(conn, "br0", 5, own=True)),
    ("vlan del vid 1 dev v0", IFINFOMSG, lambda conn: Connection.del_bridge_vlan.build(conn, "v0", 1)),
    ("vlan set vid 1 dev v0 state blocking", BRVLAN,
     lambda conn: Connection.set_bridge_vlan.build(conn, "v0", 1, state="blocking")),
    ("vlan global set vid 1 dev br0 mcast_query_interval 10200", BRVLAN,
     lambda conn: Connection.set_bridge_vlan_globals.build(conn, "br0", 1, mcast_query_interval=102)),
]  # fmt: skip


@requires("bridge:vlan", "command:bridge", "command:strace")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
async def test_bridge_sends_the_same(bridge: None, case: Any, conn: Connection, netns: Netns) -> None:
    command, fixed, make = case
    request = make(conn)
    payload = request.payload({name: await conn.index_of(name) for name in request.names})
    ours = Recorded.of(request.type, 0, payload, fixed)
    theirs = sent_by_ip(netns, command, fixed, tool="bridge")
    assert (ours.type, ours.header.hex(" ")) == (theirs.type, theirs.header.hex(" "))
    assert ours.attributes.keys() == theirs.attributes.keys()
    for number, data in ours.attributes.items():
        assert same(data, theirs.attributes[number]), f"{number}: {data.hex(' ')}, {theirs.attributes[number].hex(' ')}"


async def test_what_is_wrong_is_refused_by_name(conn: Connection) -> None:
    wrong: list[tuple[str, Any]] = [
        ("vid", lambda: conn.add_bridge_vlan("v0", 0)),
        ("vid", lambda: conn.add_bridge_vlan("v0", 4095)),
        ("vid", lambda: conn.add_bridge_vlan("v0", range(5, 5))),
        ("vid", lambda: conn.add_bridge_vlan("v0", range(5, 9, 2))),
        ("vid", lambda: conn.del_bridge_vlan("v0", "5")),  # type: ignore[arg-type]
        ("pvid", lambda: conn.add_bridge_vlan("v0", range(5, 9), pvid=True)),
        ("tunnel_id", lambda: conn.add_bridge_vlan("v0", range(5, 9), tunnel_id=7)),
        ("tunnel_id", lambda: conn.add_bridge_vlan("v0", 5, tunnel_id=1 << 24)),
        ("settings", lambda: conn.set_bridge_vlan("v0", 5)),
        ("state", lambda: conn.set_bridge_vlan("v0", 5, state="frozen")),
        ("mcast_querier", lambda: conn.set_bridge_vlan_globals("br0", 5, mcast_querier=1)),  # type: ignore[arg-type]
        ("msti", lambda: conn.set_bridge_mst_state("v0", 4095, "blocking")),
        ("state", lambda: conn.set_bridge_mst_state("v0", 5, "frozen")),
    ]
    for field, call in wrong:
        with pytest.raises(InvalidInput) as caught:
            await call()
        assert caught.value.field == field
