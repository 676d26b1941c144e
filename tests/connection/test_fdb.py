"""Forwarding tables as ``add_fdb_entry`` and its kin fill them, read back by nlink and by ``bridge``."""

from __future__ import annotations

from typing import Any

import pytest

from nlink import (
    AlreadyExists,
    Connection,
    FdbEntryNotFound,
    InvalidInput,
    LinkNotFound,
    NeighborMessage,
    NotSupported,
)
from nlink.link import Bridge, Veth, Vxlan
from nlink.netlink.uapi.neighbour import NTF, NUD
from tests.needs import requires
from tests.netns import Netns
from tests.unknown import unknown_attributes

pytestmark = requires("link:bridge", "link:vxlan", "command:bridge")

MAC, OTHER, ZERO = "02:00:00:00:00:01", "02:00:00:00:00:02", "00:00:00:00:00:00"


@pytest.fixture(autouse=True)
async def bridge(conn: Connection) -> None:
    """br0 with the port v0; and vx0, which is none."""
    # Where bridges know VLANs, an entry without one would be there for each VLAN of the port, too.
    await conn.add_link("br0", Bridge(vlan_default_pvid=0), up=True)
    await conn.add_link("v0", Veth(peer="v1"), master="br0", up=True)
    await conn.set_link_up("v1")
    await conn.add_link("vx0", Vxlan(vni=7, local="192.0.2.1", port=4789), up=True)
    await conn.add_link("d0", Veth(peer="d1"))


def by_bridge(netns: Netns, device: str, address: str = MAC) -> list[dict[str, Any]]:
    shown = netns.json("bridge", "-d", "-j", "fdb", "show", "dev", device)
    return [one for one in shown if one["mac"] == address]


SETTINGS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    # the device; given; as bridge tells it; the message's fields
    ("v0", {"master": True}, {"state": "permanent", "master": "br0", "flags": []}, {"is_permanent": True}),
    ("v0", {"master": True, "state": "static"}, {"state": "static"}, {"state": NUD.NOARP}),
    ("v0", {"master": True, "state": "dynamic"}, {"state": ""}, {"state": NUD.REACHABLE}),
    ("v0", {"master": True, "state": "static", "sticky": True}, {"flags": ["sticky"]}, {"flags": NTF.STICKY}),
    (
        "v0", {"master": True, "state": "dynamic", "externally_learned": True},
        {"flags": ["extern_learn"]}, {"flags": NTF.EXT_LEARNED},
    ),
    (
        "v0", {"master": True, "state": "static", "activity_notify": "bit"},
        {"state": "static"}, {"fdb_extension.activity_notify": 1},
    ),
    ("br0", {}, {"state": "permanent"}, {"is_permanent": True}),
    ("d0", {}, {"state": "permanent", "flags": ["self"]}, {"flags": NTF.SELF}),
    ("vx0", {"dst": "192.0.2.9"}, {"dst": "192.0.2.9", "flags": ["self"]}, {"dst": "192.0.2.9"}),
    (
        "vx0", {"dst": "192.0.2.9", "port": 4790, "vni": 9, "via": "v1"},
        {"dst": "192.0.2.9", "port": 4790, "vni": 9, "viaIf": "v1"}, {"port": 4790, "vni": 9},
    ),
    ("vx0", {"nexthop_id": 12}, {"nhid": 12}, {"nh_id": 12}),
    ("vx0", {"dst": "192.0.2.9", "router": True}, {"flags": ["self", "router"]}, {"is_router": True}),
]  # fmt: skip


@pytest.mark.parametrize(("device", "settings", "told", "fields"), SETTINGS, ids=str)
async def test_each_setting_is_as_bridge_tells_it(
    device: str, settings: dict[str, Any], told: dict[str, Any], fields: dict[str, Any], conn: Connection, netns: Netns
) -> None:
    await conn.add_nexthop(11, via="192.0.2.9", fdb=True)
    await conn.add_nexthop(12, group=[11], fdb=True)
    assert await conn.add_fdb_entry(device, MAC, **settings) is True
    (shown,) = by_bridge(netns, device)
    assert {name: shown.get(name, "absent") for name in told} == told
    (read,) = [one for one in await conn.get_fdb(device) if one.lladdr == MAC]
    assert unknown_attributes(read) == []
    for path, value in fields.items():
        found: Any = read
        for name in path.split("."):
            found = getattr(found, name)
        assert found == value or str(found) == value, path
    if "externally_learned" not in settings:  # of which a bridge does not say so
        with pytest.raises(AlreadyExists, match=r"add_fdb_entry\('"):
            await conn.add_fdb_entry(device, MAC, **settings)
        assert await conn.add_fdb_entry(device, MAC, exist_ok=True, **settings) is False
    if device != "d0":  # which cannot replace
        await conn.replace_fdb_entry(device, MAC, **settings)
        got = await conn.get_fdb_entry(device, MAC, master=settings.get("master", False))
        assert (got.lladdr, got.dst, got.nh_id) == (MAC, read.dst, read.nh_id)
        assert unknown_attributes(got) == []
    which = {name: settings[name] for name in settings if name in ("master", "dst", "port", "vni", "via", "nexthop_id")}
    assert await conn.del_fdb_entry(device, MAC, **which) is True
    assert by_bridge(netns, device) == []
    assert await conn.del_fdb_entry(device, MAC, missing_ok=True, **which) is False


async def test_in_the_bridge_and_in_the_device(conn: Connection, netns: Netns) -> None:
    await conn.set_link_master("vx0", "br0")
    await conn.add_fdb_entry("vx0", MAC, master=True, own=True, dst="192.0.2.9", state="static")
    assert [(one.get("master"), one.get("dst")) for one in by_bridge(netns, "vx0")] == [
        ("br0", None), (None, "192.0.2.9"),
    ]  # fmt: skip
    await conn.del_fdb_entry("vx0", MAC, master=True)
    assert [one.get("dst") for one in by_bridge(netns, "vx0")] == ["192.0.2.9"]


async def test_several_remote_ends(conn: Connection, netns: Netns) -> None:
    await conn.add_fdb_entry("vx0", ZERO, dst="192.0.2.9")
    await conn.append_fdb_entry("vx0", ZERO, dst="192.0.2.10")
    assert [one["dst"] for one in by_bridge(netns, "vx0", ZERO)] == ["192.0.2.9", "192.0.2.10"]
    await conn.del_fdb_entry("vx0", ZERO, dst="192.0.2.9")
    assert [str(one.dst) for one in await conn.get_fdb("vx0") if one.lladdr == ZERO] == ["192.0.2.10"]
    await conn.replace_fdb_entry("vx0", MAC, dst="192.0.2.9")
    await conn.replace_fdb_entry("vx0", MAC, dst="192.0.2.10")
    assert [one["dst"] for one in by_bridge(netns, "vx0")] == ["192.0.2.10"]


async def test_lists(conn: Connection, netns: Netns) -> None:
    await conn.add_fdb_entry("v0", MAC, master=True, state="static")
    await conn.add_fdb_entry("vx0", OTHER, dst="192.0.2.9")

    await conn.set_link_down("v1")  # nothing is learned from it now

    def told(entries: list[NeighborMessage]) -> list[tuple[int, str | None, str | None]]:
        return sorted((one.ifindex, one.lladdr, one.dst and str(one.dst)) for one in entries)

    async def shown(*chosen: str) -> list[tuple[int, str | None, str | None]]:
        listed = netns.json("bridge", "-j", "fdb", "show", *chosen)  # without the device's name, if that was asked for
        names = [one.get("ifname", chosen[-1:] and chosen[-1]) for one in listed]
        return sorted(
            [(await conn.index_of(name), one["mac"], one.get("dst")) for name, one in zip(names, listed, strict=True)]
        )

    assert told(await conn.get_fdb()) == await shown()
    assert told(await conn.get_fdb("v0")) == await shown("dev", "v0")
    assert told(await conn.get_fdb(bridge="br0")) == await shown("br", "br0")
    assert told([one async for one in conn.get_fdb("vx0")]) == await shown("dev", "vx0")
    assert [one.lladdr for one in await conn.get_fdb("v0", state="noarp")] == [MAC]
    assert await conn.get_fdb(vlan=5) == []
    assert f"{(await conn.get_fdb('v0', state='noarp'))[0]}".endswith("noarp")
    with pytest.raises(LinkNotFound):
        await conn.get_fdb("absent")


async def test_what_is_not_there(conn: Connection) -> None:
    for device, chosen in (("br0", {}), ("vx0", {}), ("v0", {"master": True})):
        with pytest.raises(FdbEntryNotFound, match="get_fdb_entry"):
            await conn.get_fdb_entry(device, MAC, **chosen)  # type: ignore[arg-type]
        with pytest.raises(FdbEntryNotFound, match="del_fdb_entry"):
            await conn.del_fdb_entry(device, MAC, **chosen)  # type: ignore[arg-type, misc]
    with pytest.raises(LinkNotFound):
        await conn.add_fdb_entry("absent", MAC)
    with pytest.raises(NotSupported):
        await conn.add_fdb_entry("d0", MAC, master=True)


async def test_flushing_a_bridge(conn: Connection, netns: Netns) -> None:
    async def fill() -> None:
        await conn.replace_fdb_entry("v0", MAC, master=True, state="static")
        await conn.replace_fdb_entry("v0", OTHER, master=True, state="dynamic")
        await conn.replace_fdb_entry("br0", "02:00:00:00:00:03")

    def left() -> set[str]:
        return {one["mac"][-1] for one in netns.json("bridge", "-j", "fdb", "show") if one["mac"].startswith("02:00:0")}

    for settings, expected in (
        ({"static": True}, "23"),
        ({"static": False}, "13"),
        ({"dynamic": True}, "13"),
        ({"dynamic": False}, "2"),
        ({"permanent": False}, "3"),
        ({"bridge_port": "v0", "permanent": False}, "3"),
        ({"sticky": True}, "123"),
        ({"added_by_user": True}, ""),
        ({"vlan": 5}, "123"),
        ({}, ""),
    ):
        await fill()
        chosen: dict[str, Any] = settings
        await conn.flush_fdb("br0", **chosen)
        assert left() == set(expected), settings
    await fill()
    await conn.flush_fdb("v0", master=True)
    assert left() == {"3"}


@requires("linux:6.7")
async def test_flushing_a_vxlan(conn: Connection, netns: Netns) -> None:
    await conn.add_fdb_entry("vx0", MAC, dst="192.0.2.9")
    await conn.add_fdb_entry("vx0", OTHER, dst="192.0.2.10", vni=9)
    await conn.flush_fdb("vx0", dst="192.0.2.9")
    assert [one["mac"] for one in netns.json("bridge", "-j", "fdb", "show", "dev", "vx0")] == [OTHER]
    await conn.flush_fdb("vx0", vni=9)
    assert netns.json("bridge", "-j", "fdb", "show", "dev", "vx0") == []


async def test_in_a_batch(conn: Connection) -> None:
    async with conn.batch() as batch:
        for number in range(100):
            batch.add_fdb_entry("vx0", f"02:00:00:00:01:{number:02x}", dst="192.0.2.9", via="v1")
        missing = batch.del_fdb_entry("v0", MAC, master=True)
    assert [one.request for one in batch.failures] == [missing.request]
    assert len(await conn.get_fdb("vx0")) == 100


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"master": True, "dst": "192.0.2.9"}, "dst"),
    ({"master": True, "nexthop_id": 7}, "nexthop_id"),
    ({"own": False}, "own"),
    ({"master": 1}, "master"),
    ({"vlan": 0}, "vlan"),
    ({"vlan": 4095}, "vlan"),
    ({"dst": "192.0.2"}, "dst"),
    ({"port": 65536}, "port"),
    ({"vni": 1 << 24}, "vni"),
    ({"state": "frozen"}, "state"),
    ({"sticky": 1}, "sticky"),
    ({"activity_notify": "never"}, "activity_notify"),
]


@pytest.mark.parametrize(("settings", "field"), WRONG, ids=str)
async def test_what_is_wrong_is_refused_by_name(settings: dict[str, Any], field: str, conn: Connection) -> None:
    with pytest.raises(InvalidInput) as caught:
        await conn.add_fdb_entry("vx0", MAC, **settings)
    assert caught.value.field == field


async def test_wrong_addresses_and_words(conn: Connection) -> None:
    with pytest.raises(InvalidInput, match="address"):
        await conn.add_fdb_entry("vx0", "02:00:00:00:00")
    with pytest.raises(InvalidInput, match="either permanent, static or dynamic"):
        await conn.flush_fdb("br0", static=True, dynamic=True)
    with pytest.raises(TypeError, match="unexpected keyword argument 'nud'"):
        await conn.add_fdb_entry("vx0", MAC, nud="static")  # type: ignore[call-arg]
