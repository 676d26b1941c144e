"""Many routes at once: flushed, saved and restored, by nlink and by ``ip``."""

from __future__ import annotations

import subprocess
from pathlib import Path
from socket import AF_INET, AF_INET6
from typing import Any, Literal

import pytest

from nlink import Connection, InvalidInput
from nlink.link import Veth
from nlink.netlink.uapi.if_addr import IFA_F
from nlink.route import NextHop
from tests.netns import Netns


@pytest.fixture(autouse=True)
async def routes(conn: Connection, netns: Netns) -> None:
    netns.run("sysctl", "-w", "net.ipv6.conf.default.addr_gen_mode=1")  # no addresses that come by themselves
    await conn.add_link("v1", Veth(peer="v0"), up=True)
    await conn.set_link_up("v0")
    await conn.add_address("v0", "192.0.2.1/24")
    await conn.add_address("v0", "2001:db8::1/64", flags=IFA_F.NODAD)
    netns.run("ip", "nexthop", "add", "id", "7", "via", "192.0.2.9", "dev", "v0")
    await conn.add_route("default", via="192.0.2.2", metric=100)
    await conn.add_route("default", via="192.0.2.3", metric=50, protocol="static")
    await conn.add_route("default", via="2001:db8::2")
    await conn.add_route(
        "10.0.0.0/8", nexthops=[NextHop(via="192.0.2.2", weight=3), NextHop(via="192.0.2.3")], mtu=1300
    )
    await conn.add_route("10.1.0.0/16", via="203.0.113.1", device="v0", onlink=True, realm=5, tos=0x10)
    await conn.add_route("10.2.0.0/16", nexthop_id=7)
    await conn.add_route("10.3.0.0/16", type="blackhole", protocol="static")
    await conn.add_route("10.4.0.0/16", device="v0", table=1000)
    await conn.add_route("10.5.0.0/16", via="2001:db8::5", device="v0")
    await conn.add_route("2001:db8:1::/48", nexthops=[NextHop(via="2001:db8::2"), NextHop(via="2001:db8::3")])
    await conn.add_route("2001:db8:2::/48", via="2001:db8::2", expires=10000, pref="high")
    await conn.add_route("2001:db8:3::/48", type="unreachable", metric=7)


def run(command: list[str], path: Path, mode: Literal["rb", "wb"]) -> None:
    """A command with that file as its input or output."""
    with path.open(mode) as opened:
        subprocess.run(command, check=True, **{"stdout" if mode == "wb" else "stdin": opened})  # type: ignore[call-overload]


def shown(netns: Netns) -> list[Any]:
    # Without -d; an expiry runs on.
    lines = [*netns.json("ip", "-j", "route", "show", "table", "all"),
             *netns.json("ip", "-6", "-j", "route", "show", "table", "all")]  # fmt: skip
    return sorted(str({key: value for key, value in line.items() if key != "expires"}) for line in lines)


async def test_the_default_route_is_the_one_with_the_lowest_metric(conn: Connection) -> None:
    found = await conn.default_route()
    assert found is not None
    assert str(found.gateway) == "192.0.2.3"
    six = await conn.default_route(AF_INET6)
    assert six is not None
    assert str(six.gateway) == "2001:db8::2"
    assert await conn.default_route(table=1000) is None
    with pytest.raises(InvalidInput, match="family"):
        await conn.default_route(0)


async def test_flushing_deletes_what_is_listed_and_nothing_else(conn: Connection, netns: Netns) -> None:
    before = shown(netns)
    assert await conn.flush_routes(protocol="static") == 2
    assert len(shown(netns)) == len(before) - 2
    assert await conn.flush_routes(table=1000) == 1
    assert await conn.flush_routes(table=1000) == 0
    assert await conn.flush_routes(table=77777) == 0
    listed = await conn.get_routes(family=AF_INET, table="main")
    assert await conn.flush_routes(family=AF_INET) == len(listed) > 5
    assert await conn.get_routes(family=AF_INET, table="main") == []
    assert await conn.flush_routes(device="v0", table="main") >= 3
    assert netns.json("ip", "-6", "-j", "route", "show", "dev", "v0") == []
    with pytest.raises(InvalidInput, match="table"):
        await conn.flush_routes()


async def test_what_was_saved_is_restored(conn: Connection, netns: Netns) -> None:
    before = shown(netns)
    saved = await conn.save_routes(table=None)
    await conn.flush_routes(table="main")
    await conn.flush_routes(table=1000)
    assert len(shown(netns)) < len(before) - 10
    assert await conn.restore_routes(saved) >= 12
    assert shown(netns) == before
    assert await conn.restore_routes(saved) == 0
    for wrong in (b"", b"12345678", saved[:-1], saved[:4] + bytes(16)):
        with pytest.raises(InvalidInput, match="saved"):
            await conn.restore_routes(wrong)


async def test_ip_restores_what_nlink_saved_and_the_other_way_round(
    conn: Connection, netns: Netns, tmp_path: Path
) -> None:
    await conn.flush_routes(family=AF_INET6, table="main")  # ip's restore does not take lifetimes
    await conn.flush_routes(protocol="boot", family=AF_INET)
    await conn.add_route("10.9.0.0/16", via="192.0.2.2", metric=5)
    before = shown(netns)
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.write_bytes(await conn.save_routes(family=AF_INET))
    enter = ["nsenter", f"--net={netns.path}", "ip", "-4", "route"]
    run([*enter, "save", "table", "main"], theirs, "wb")
    await conn.flush_routes(family=AF_INET, table="main")
    run([*enter, "restore"], ours, "rb")
    assert shown(netns) == before
    await conn.flush_routes(family=AF_INET, table="main")
    await conn.restore_routes(theirs.read_bytes())
    assert shown(netns) == before
