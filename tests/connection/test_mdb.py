"""Multicast databases as ``add_mdb_entry`` and its kin fill them, read back by nlink and by ``bridge``."""

from __future__ import annotations

from typing import Any

import pytest

from nlink import AlreadyExists, Connection, InvalidInput, LinkNotFound, MdbEntryNotFound
from nlink.link import Bridge, Veth, Vxlan
from nlink.netlink.uapi.in_ import MCAST
from nlink.netlink.uapi.rtnetlink import RTPROT
from nlink.route import MdbEntry
from tests.needs import requires
from tests.netns import Netns
from tests.unknown import unknown_attributes

pytestmark = requires("link:bridge", "command:bridge")


@pytest.fixture(autouse=True)
async def bridge(conn: Connection) -> None:
    """br0 with the port v0."""
    await conn.add_link("br0", Bridge(mcast_snooping=True, mcast_igmp_version=3), up=True)
    await conn.add_link("v0", Veth(peer="v1"), master="br0", up=True)
    await conn.set_link_up("v1")


async def entries(conn: Connection, device: str = "br0") -> list[MdbEntry]:
    """The entries that a test made: the host joins groups of its own."""
    found = [entry for message in await conn.get_mdb(device) for entry in message.entries]
    return [entry for entry in found if not str(entry.group).startswith(("ff02", "ff05", "224.0.0", "33:33"))]


SETTINGS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    # the group; given; as bridge tells it; the entry's fields
    ("239.1.1.1", {"port": "v0"}, {"port": "v0", "grp": "239.1.1.1", "state": "temp"}, {"is_permanent": False}),
    ("239.1.1.1", {"port": "v0", "permanent": True}, {"state": "permanent"}, {"is_permanent": True}),
    ("239.1.1.1", {"permanent": False}, {"port": "br0", "grp": "239.1.1.1"}, {}),
    ("ff0e::1", {"port": "v0", "permanent": True}, {"grp": "ff0e::1"}, {"vid": 0}),
    (
        "01:00:00:00:00:07", {"port": "v0", "permanent": True},
        {"grp": "01:00:00:00:00:07", "state": "permanent"}, {"protocol": 0},
    ),
    ("239.1.1.1", {"port": "v0", "source": "192.0.2.1"}, {"src": "192.0.2.1"}, {"source": "192.0.2.1"}),
    (
        "239.1.1.1", {"port": "v0", "filter_mode": "exclude", "protocol": "zebra"},
        {"filter_mode": "exclude", "protocol": "zebra"},
        {"filter_mode": MCAST.EXCLUDE, "installed_by": RTPROT.ZEBRA},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("group", "settings", "told", "fields"), SETTINGS, ids=str)
async def test_each_setting_is_as_bridge_tells_it(
    group: str, settings: dict[str, Any], told: dict[str, Any], fields: dict[str, Any], conn: Connection, netns: Netns
) -> None:
    assert await conn.add_mdb_entry("br0", group, **settings) is True
    (listed,) = netns.json("bridge", "-d", "-j", "mdb", "show", "dev", "br0")
    (shown,) = [one for one in listed["mdb"] if one["grp"] == group]
    assert {name: shown.get(name, "absent") for name in told} == told
    (read,) = await entries(conn)
    assert unknown_attributes(read) == []
    assert str(read.group) == group
    for name, value in fields.items():
        found = getattr(read, name)
        assert found == value or str(found) == value, name
    with pytest.raises(AlreadyExists, match=r"add_mdb_entry\('br0'"):
        await conn.add_mdb_entry("br0", group, **settings)
    assert await conn.add_mdb_entry("br0", group, exist_ok=True, **settings) is False
    await conn.replace_mdb_entry("br0", group, **settings)
    which = {name: settings[name] for name in ("port", "source") if name in settings}
    assert await conn.del_mdb_entry("br0", group, **which) is True
    assert await entries(conn) == []
    assert await conn.del_mdb_entry("br0", group, missing_ok=True, **which) is False
    with pytest.raises(MdbEntryNotFound, match=r"del_mdb_entry\('br0'"):
        await conn.del_mdb_entry("br0", group, **which)


@requires("linux:6.2")
async def test_lists_of_sources(conn: Connection, netns: Netns) -> None:
    given: dict[str, Any] = {"port": "v0", "permanent": True, "filter_mode": "include"}
    await conn.add_mdb_entry("br0", "239.1.1.1", sources=["192.0.2.1", "192.0.2.2"], **given)
    whole = next(entry for entry in await entries(conn) if entry.source is None)
    assert whole.filter_mode == MCAST.INCLUDE
    assert {str(one.address) for one in whole.sources or ()} == {"192.0.2.1", "192.0.2.2"}
    assert {str(one.source) for one in await entries(conn) if one.source} == {"192.0.2.1", "192.0.2.2"}
    (listed,) = netns.json("bridge", "-d", "-j", "mdb", "show", "dev", "br0")
    shown = next(one for one in listed["mdb"] if one["grp"] == "239.1.1.1" and "source_list" in one)
    assert {one["address"] for one in shown["source_list"]} == {"192.0.2.1", "192.0.2.2"}
    assert "filter_mode include source_list 192.0.2." in str(whole)
    await conn.replace_mdb_entry("br0", "239.1.1.1", sources=["192.0.2.3"], **given)
    assert {str(one.source) for one in await entries(conn) if one.source} == {"192.0.2.3"}


@requires("linux:6.8")
async def test_the_entries_of_one_group(conn: Connection) -> None:
    await conn.add_mdb_entry("br0", "239.1.1.1", port="v0", permanent=True)
    await conn.add_mdb_entry("br0", "239.1.1.1")
    found = await conn.get_mdb_entries("br0", "239.1.1.1")
    assert {entry.ifindex for entry in found} == {await conn.index_of("br0"), await conn.index_of("v0")}
    for entry in found:
        assert unknown_attributes(entry) == []
    with pytest.raises(MdbEntryNotFound, match=r"get_mdb_entries\('br0', '239.1.1.2'\)"):
        await conn.get_mdb_entries("br0", "239.1.1.2")


@requires("linux:6.8")
async def test_flushing(conn: Connection) -> None:
    await conn.add_mdb_entry("br0", "239.1.1.1", port="v0", permanent=True)
    await conn.add_mdb_entry("br0", "239.1.1.2", port="v0")
    await conn.add_mdb_entry("br0", "239.1.1.3", port="v0", permanent=True, filter_mode="exclude", protocol="zebra")
    await conn.flush_mdb("br0", permanent=False)
    assert {str(entry.group)[-1] for entry in await entries(conn)} == {"1", "3"}
    await conn.flush_mdb("br0", protocol="zebra")
    assert {str(entry.group)[-1] for entry in await entries(conn)} == {"1"}
    await conn.flush_mdb("br0", port="br0")
    assert len(await entries(conn)) == 1
    await conn.flush_mdb("br0", port="v0")
    assert await entries(conn) == []


@requires("link:vxlan", "linux:6.8")
async def test_the_database_of_a_vxlan(conn: Connection) -> None:
    await conn.add_link("vx0", Vxlan(collect_metadata=True, vnifilter=True, port=4789, local="192.0.2.1"), up=True)
    await conn.add_mdb_entry("vx0", "239.1.1.1", dst="192.0.2.9", dst_port=4790, vni=9, src_vni=7, via="v0")
    await conn.add_mdb_entry("vx0", "239.1.1.1", source="192.0.2.77", dst="192.0.2.9", src_vni=7)
    read = {entry.source is None: entry for entry in await entries(conn, "vx0")}
    one = read[True]
    assert (str(one.dst), one.port, one.vni, one.src_vni, one.is_permanent) == ("192.0.2.9", 4790, 9, 7, True)
    assert one.remote_ifindex == await conn.index_of("v0")
    assert str(read[False].source) == "192.0.2.77"
    assert unknown_attributes(one) == []
    (found,) = await conn.get_mdb_entries("vx0", "239.1.1.1", src_vni=7)
    assert found == one
    where: dict[str, Any] = {"dst": "192.0.2.9", "dst_port": 4790, "vni": 9, "src_vni": 7, "via": "v0"}
    assert await conn.del_mdb_entry("vx0", "239.1.1.1", **where) is True
    assert await conn.del_mdb_entry("vx0", "239.1.1.1", missing_ok=True, **where) is False
    await conn.flush_mdb("vx0", dst="192.0.2.9")
    assert await entries(conn, "vx0") == []


async def test_lists(conn: Connection, netns: Netns) -> None:
    await conn.add_link("br1", Bridge(mcast_router="perm"), up=True)
    await conn.add_mdb_entry("br0", "239.1.1.1", port="v0")
    netns.run("bridge", "link", "set", "dev", "v0", "mcast_router", "2")
    everything = await conn.get_mdb()
    assert {one.ifindex for one in everything} == {await conn.index_of("br0"), await conn.index_of("br1")}
    assert {message.ifindex async for message in conn.get_mdb("br0")} == {await conn.index_of("br0")}
    (own,) = await conn.get_mdb("br0")
    assert [one.ifindex for one in own.router_ports or ()] == [await conn.index_of("v0")]
    assert "grp 239.1.1.1 temp" in str(own)
    assert f"router port {await conn.index_of('v0')}" in str(own)
    for message in everything:
        assert unknown_attributes(message) == []
    with pytest.raises(LinkNotFound):
        await conn.get_mdb("absent")


async def test_in_a_batch(conn: Connection) -> None:
    async with conn.batch() as batch:
        for number in range(1, 51):
            batch.add_mdb_entry("br0", f"239.1.1.{number}", port="v0", permanent=True)
        missing = batch.del_mdb_entry("br0", "239.2.2.2", port="v0")
    assert [one.request for one in batch.failures] == [missing.request]
    assert isinstance(batch.failures[0].error, MdbEntryNotFound)
    assert len(await entries(conn)) == 50


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("239.1.1", {}, "group"),
    ("01:00:00:00:00", {}, "group"),
    ("239.1.1.1", {"vid": 0}, "vid"),
    ("239.1.1.1", {"source": "2001:db8::1"}, "source"),
    ("01:00:00:00:00:07", {"source": "192.0.2.1"}, "source"),
    ("01:00:00:00:00:07", {"permanent": False}, "permanent"),
    ("239.1.1.1", {"sources": ["192.0.2.1"]}, "sources"),
    ("239.1.1.1", {"sources": ["2001:db8::1"], "filter_mode": "include"}, "sources"),
    ("239.1.1.1", {"sources": "192.0.2.1", "filter_mode": "include"}, "sources"),
    ("239.1.1.1", {"filter_mode": "neither"}, "filter_mode"),
    ("239.1.1.1", {"filter_mode": "include", "source": "192.0.2.1"}, "filter_mode"),
    ("239.1.1.1", {"dst_port": 65536}, "dst_port"),
    ("239.1.1.1", {"permanent": 1}, "permanent"),
]


@pytest.mark.parametrize(("group", "settings", "field"), WRONG, ids=str)
async def test_what_is_wrong_is_refused_by_name(
    group: str, settings: dict[str, Any], field: str, conn: Connection
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await conn.add_mdb_entry("br0", group, **settings)
    assert caught.value.field == field
