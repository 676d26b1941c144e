"""Neighbours as ``add_neighbor`` and its kin make them, read back by nlink and by ``ip``."""

from __future__ import annotations

from typing import Any

import pytest

from nlink import AlreadyExists, Connection, InvalidInput, LinkNotFound, NeighborNotFound
from nlink.link import Veth
from nlink.netlink.uapi.neighbour import NTF, NTF_EXT, NUD
from nlink.netlink.uapi.rtnetlink import RTPROT
from tests.netns import Netns

MAC = "02:00:00:00:00:01"


@pytest.fixture(autouse=True)
async def v0(conn: Connection) -> str:
    await conn.add_link("v1", Veth(peer="v0"), up=True)
    await conn.set_link_up("v0")
    return "v0"


@pytest.mark.parametrize("address", ["192.0.2.9", "2001:db8::9"])
@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"lladdr": MAC}, {"lladdr": MAC, "state": ["PERMANENT"]}),
        ({"lladdr": MAC, "state": "stale"}, {"lladdr": MAC, "state": ["STALE"]}),
        ({"lladdr": MAC, "state": NUD.REACHABLE}, {"state": ["REACHABLE"]}),
        ({"lladdr": MAC, "state": "noarp"}, {"state": ["NOARP"]}),
        ({"lladdr": MAC, "protocol": "static"}, {"protocol": "static"}),
        ({"lladdr": MAC, "protocol": 231}, {"protocol": "231"}),
        ({"lladdr": MAC, "externally_learned": True, "state": "reachable"}, {"extern_learn": None}),
        ({"managed": True}, {"managed": None}),
        ({"lladdr": MAC, "router": True}, {"lladdr": MAC}),
    ],
    ids=str,
)
async def test_each_setting_is_as_ip_tells_it(
    settings: dict[str, Any], told: dict[str, Any], address: str, conn: Connection, netns: Netns
) -> None:
    assert await conn.add_neighbor("v0", address, **settings) is True
    (by_ip,) = [
        one for one in netns.json("ip", "-d", "-j", "neigh", "show", "dev", "v0", "nud", "all") if one["dst"] == address
    ]
    assert {name: by_ip[name] for name in told} == told
    (read,) = [one for one in await conn.get_neighbors("v0") if str(one.dst) == address]
    assert read.lladdr == by_ip.get("lladdr")
    assert [state.name for state in NUD if state in read.state] == by_ip["state"]
    assert (read.protocol is None) is ("protocol" not in settings)
    if "protocol" in settings:
        assert read.protocol in (RTPROT.STATIC, 231)
    assert (NTF.EXT_LEARNED in read.flags) is bool(settings.get("externally_learned"))
    assert ((read.flags_ext or NTF_EXT(0)) == NTF_EXT.MANAGED) is bool(settings.get("managed"))
    assert read.is_router is ("router" in by_ip)
    assert await conn.del_neighbor("v0", address) is True


@pytest.mark.parametrize("address", ["192.0.2.9", "2001:db8::9"])
async def test_proxied_addresses(address: str, conn: Connection, netns: Netns) -> None:
    assert await conn.add_neighbor("v0", address, proxy=True) is True
    assert [one["dst"] for one in netns.json("ip", "-j", "neigh", "show", "proxy")] == [address]
    (read,) = await conn.get_neighbors(proxy=True)
    assert (str(read.dst), read.is_proxy) == (address, True)
    assert [one for one in await conn.get_neighbors("v0") if str(one.dst) == address] == []
    assert await conn.del_neighbor("v0", address, proxy=True) is True
    assert await conn.del_neighbor("v0", address, proxy=True, missing_ok=True) is False
    assert await conn.get_neighbors(proxy=True) == []


async def test_replace_changes_what_is_there(conn: Connection, netns: Netns) -> None:
    await conn.replace_neighbor("v0", "192.0.2.9", lladdr=MAC)
    await conn.replace_neighbor("v0", "192.0.2.9", lladdr="02:00:00:00:00:02", state="stale")
    (by_ip,) = netns.json("ip", "-4", "-j", "neigh", "show", "dev", "v0")
    assert (by_ip["lladdr"], by_ip["state"]) == ("02:00:00:00:00:02", ["STALE"])


async def test_there_already_and_not_there(conn: Connection) -> None:
    assert await conn.add_neighbor("v0", "192.0.2.9", lladdr=MAC) is True
    assert await conn.add_neighbor("v0", "192.0.2.9", lladdr=MAC, exist_ok=True) is False
    with pytest.raises(AlreadyExists, match=r"add_neighbor\('v0', '192.0.2.9'"):
        await conn.add_neighbor("v0", "192.0.2.9", lladdr=MAC)
    assert await conn.del_neighbor("v0", "192.0.2.9", missing_ok=True) is True
    assert await conn.del_neighbor("v0", "192.0.2.9", missing_ok=True) is False
    with pytest.raises(NeighborNotFound, match=r"del_neighbor\('v0', '192.0.2.9'\)"):
        await conn.del_neighbor("v0", "192.0.2.9")


@pytest.mark.parametrize("device", ["absent", 4711])
async def test_a_device_that_is_not_there(device: str | int, conn: Connection) -> None:
    for call in (conn.add_neighbor, conn.replace_neighbor, conn.del_neighbor):
        with pytest.raises(LinkNotFound):
            await call(device, "192.0.2.9")


async def test_an_unknown_state(conn: Connection) -> None:
    with pytest.raises(InvalidInput, match="'somehow' is none of incomplete, reachable, stale"):
        await conn.add_neighbor("v0", "192.0.2.9", state="somehow")
    with pytest.raises(InvalidInput, match="state"):
        conn.get_neighbors(state="somehow")
