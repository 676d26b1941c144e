"""Addresses as ``add_address`` and its kin make them, read back by nlink and by ``ip``."""

from __future__ import annotations

from ipaddress import ip_address, ip_interface
from typing import Any

import pytest

from nlink import AddressNotFound, AlreadyExists, Connection, InvalidInput, InvalidRequest, LinkNotFound
from nlink.link import Veth
from nlink.netlink.uapi.if_addr import IFA_F
from tests.netns import Netns


@pytest.fixture
async def v0(conn: Connection) -> str:
    await conn.add_link("v1", Veth(peer="v0"), up=True)
    return "v0"


def ip_address_of(netns: Netns, address: str) -> dict[str, Any]:
    found = [
        one
        for link in netns.json("ip", "-d", "-j", "address")
        for one in link["addr_info"]
        if one.get("local") == address
    ]
    assert len(found) == 1, found
    return dict(found[0])


@pytest.mark.parametrize(
    ("address", "settings", "told"),
    [
        ("192.0.2.1/24", {}, {"prefixlen": 24, "scope": "global", "label": "v0"}),
        ("192.0.2.1", {}, {"prefixlen": 32}),
        (ip_interface("192.0.2.1/25"), {"label": "v0:web"}, {"prefixlen": 25, "label": "v0:web"}),
        (ip_address("192.0.2.1"), {"scope": "link"}, {"prefixlen": 32, "scope": "link"}),
        ("192.0.2.1/24", {"broadcast": "192.0.2.255", "scope": "host"}, {"broadcast": "192.0.2.255", "scope": "host"}),
        ("192.0.2.1/24", {"peer": "198.51.100.1"}, {"address": "198.51.100.1", "prefixlen": 24}),
        ("192.0.2.1/24", {"metric": 300}, {"metric": 300}),
        (
            "192.0.2.1/24",
            {"valid_lifetime": 3600, "preferred_lifetime": 1800},
            {"valid_life_time": 3600, "preferred_life_time": 1800, "dynamic": True},
        ),
        ("192.0.2.1/24", {"protocol": 17}, {}),  # ip does not tell it before 6.4
        ("192.0.2.1/24", {"flags": IFA_F.NOPREFIXROUTE}, {"noprefixroute": True}),
        ("2001:db8::1/64", {}, {"prefixlen": 64, "scope": "global"}),
        ("2001:db8::1", {"flags": IFA_F.NODAD}, {"prefixlen": 128, "nodad": True}),
        ("2001:db8::1/64", {"peer": "2001:db8::2"}, {"address": "2001:db8::2", "prefixlen": 64}),
        ("2001:db8::1/64", {"metric": 77, "protocol": 9}, {"metric": 77}),
        (
            "2001:db8::1/64",
            {"valid_lifetime": 100, "preferred_lifetime": 0},
            {"valid_life_time": 100, "preferred_life_time": 0, "deprecated": True},
        ),
    ],
    ids=str,
)
async def test_each_setting_is_as_ip_tells_it(
    address: Any, settings: dict[str, Any], told: dict[str, Any], v0: str, conn: Connection, netns: Netns
) -> None:
    assert await conn.add_address(v0, address, **settings) is True
    own = str(ip_interface(str(address)).ip)
    by_ip = ip_address_of(netns, own)
    lifetimes = {"valid_life_time", "preferred_life_time"}
    assert {name: by_ip.get(name) for name in told if name not in lifetimes} == {
        name: value for name, value in told.items() if name not in lifetimes
    }
    for name in lifetimes & told.keys():
        assert told[name] - 5 <= by_ip[name] <= told[name]
    (read,) = [one for one in await conn.get_addresses(v0) if str(one.ip) == own]
    assert read.prefixlen == by_ip["prefixlen"]
    assert str(read.peer or read.ip) == by_ip.get("address", own)
    for name, value in settings.items():
        if name in ("valid_lifetime", "preferred_lifetime"):
            assert value - 5 <= getattr(read, name) <= value
        elif name == "flags":
            assert value in read.flags
        elif name == "metric":
            assert read.priority == value
        elif name != "scope":
            assert str(getattr(read, name)) == str(value)
    assert await conn.del_address(v0, address, peer=settings.get("peer")) is True
    assert [one for one in await conn.get_addresses(v0) if str(one.ip) == own] == []


async def test_replace_changes_what_is_there(v0: str, conn: Connection, netns: Netns) -> None:
    await conn.add_address(v0, "2001:db8::1/64")
    await conn.replace_address(v0, "2001:db8::1/64", valid_lifetime=500, preferred_lifetime=400)
    assert 495 <= ip_address_of(netns, "2001:db8::1")["valid_life_time"] <= 500
    await conn.replace_address(v0, "192.0.2.1/24")
    await conn.replace_address(v0, "192.0.2.1/24", metric=50)
    assert ip_address_of(netns, "192.0.2.1")["metric"] == 50


async def test_there_already_and_not_there(v0: str, conn: Connection) -> None:
    assert await conn.add_address(v0, "192.0.2.1/24") is True
    assert await conn.add_address(v0, "192.0.2.1/24", exist_ok=True) is False
    with pytest.raises(AlreadyExists, match=r"add_address\('v0', '192.0.2.1/24'\)"):
        await conn.add_address(v0, "192.0.2.1/24")
    assert await conn.del_address(v0, "192.0.2.1/24", missing_ok=True) is True
    assert await conn.del_address(v0, "192.0.2.1/24", missing_ok=True) is False
    with pytest.raises(AddressNotFound, match=r"del_address\('v0', '192.0.2.1/24'\)"):
        await conn.del_address(v0, "192.0.2.1/24")
    with pytest.raises(AddressNotFound):
        await conn.del_address(v0, "2001:db8::1/64")


async def test_a_label_tells_apart_what_is_deleted(v0: str, conn: Connection) -> None:
    await conn.add_address(v0, "192.0.2.1/24", label="v0:a")
    with pytest.raises(AddressNotFound):
        await conn.del_address(v0, "192.0.2.1/24", label="v0:b")
    assert await conn.del_address(v0, "192.0.2.1/24", label="v0:a") is True


@pytest.mark.parametrize("device", ["absent", 4711])
async def test_a_device_that_is_not_there(device: str | int, conn: Connection) -> None:
    for call in (conn.add_address, conn.replace_address, conn.del_address):
        with pytest.raises(LinkNotFound):
            await call(device, "192.0.2.1/24")
    with pytest.raises(LinkNotFound):
        await conn.get_addresses(device)


async def test_what_the_kernel_does_not_allow_is_not_a_missing_link(v0: str, conn: Connection) -> None:
    """The kernel says EADDRNOTAVAIL, which means "not there" only where something is deleted."""
    with pytest.raises(InvalidRequest):
        await conn.add_address(v0, "ff02::1/64")


async def test_the_host_scope_of_loopback_addresses(conn: Connection, netns: Netns) -> None:
    await conn.add_address("lo", "127.1.2.3/8")
    assert ip_address_of(netns, "127.1.2.3")["scope"] == "host"


async def test_ipv4_only_settings(v0: str, conn: Connection) -> None:
    for setting in ({"broadcast": "2001:db8::2"}, {"label": "v0:1"}):
        with pytest.raises(InvalidInput, match="IPv4"):
            await conn.add_address(v0, "2001:db8::1/64", **setting)  # type: ignore[arg-type]
