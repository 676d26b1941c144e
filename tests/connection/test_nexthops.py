"""Nexthop objects as ``add_nexthop`` and its kin make them, read back by nlink and by ``ip``."""

from __future__ import annotations

from datetime import timedelta
from socket import AF_INET, AF_INET6
from typing import Any

import pytest

from nlink import AlreadyExists, Connection, InvalidInput, InvalidRequest, LinkNotFound, NetlinkError, NexthopNotFound
from nlink.encap import IP
from nlink.link import Veth
from nlink.netlink.uapi.nexthop import NEXTHOP_GRP_TYPE
from nlink.route import NexthopMember, NexthopMessage
from tests.needs import requires
from tests.netns import Netns
from tests.unknown import unknown_attributes


@pytest.fixture(autouse=True)
async def v0(conn: Connection) -> str:
    await conn.add_link("v1", Veth(peer="v0"), up=True, addresses=["192.0.2.1/24", "2001:db8::1/64"])
    await conn.set_link_up("v0")
    return "v1"


async def singles(conn: Connection) -> None:
    """Two of IPv4, 1 and 2; and two for forwarding tables, 11 and 12."""
    for number in (1, 2):
        await conn.add_nexthop(number, via=f"192.0.2.{number + 1}", device="v1")
        await conn.add_nexthop(number + 10, via=f"192.0.2.{number + 1}", fdb=True)


SETTINGS: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    # given; as ip tells it; as the message's text has it
    ({"device": "v1"}, {"dev": "v1", "scope": "host"}, {"family": AF_INET, "gateway": None}),
    ({"device": "v1", "family": AF_INET6}, {"dev": "v1", "flags": []}, {"family": AF_INET6}),
    ({"device": "v1", "via": "192.0.2.2"}, {"gateway": "192.0.2.2", "dev": "v1"}, {"gateway": "192.0.2.2"}),
    ({"device": "v1", "via": "2001:db8::2"}, {"gateway": "2001:db8::2"}, {"family": AF_INET6}),
    (
        {"device": "v1", "via": "203.0.113.9", "onlink": True},
        {"flags": ["onlink"]}, {"gateway": "203.0.113.9", "flags": "onlink"},
    ),
    ({"blackhole": True}, {"blackhole": None}, {"is_blackhole": True, "family": AF_INET}),
    ({"blackhole": True, "family": AF_INET6}, {"blackhole": None}, {"family": AF_INET6}),
    ({"via": "198.51.100.1", "fdb": True}, {"gateway": "198.51.100.1", "fdb": None}, {"is_fdb": True, "oif": None}),
    ({"via": "2001:db8:1::1", "fdb": True}, {"gateway": "2001:db8:1::1", "fdb": None}, {"family": AF_INET6}),
    ({"device": "v1", "protocol": "static"}, {"protocol": "static"}, {"protocol": "static"}),
    (
        {"device": "v1", "encap": IP(id=77, dst="192.0.2.9", ttl=9)},
        {"encap": "ip", "id": 77}, {"encap_type": "ip"},
    ),
    ({"group": [1, 2]}, {"group": [{"id": 1}, {"id": 2}]}, {"is_group": True, "group_type": "mpath", "family": 0}),
    ({"group": {1: 7, 2: 256}}, {"group": [{"id": 1, "weight": 7}, {"id": 2, "weight": 256}]}, {}),
    ({"group": [NexthopMember(id=1, low=2), 2]}, {"group": [{"id": 1, "weight": 3}, {"id": 2}]}, {}),
    ({"group": [11, 12], "fdb": True}, {"group": [{"id": 11}, {"id": 12}], "fdb": None}, {"is_fdb": True}),
    (
        {"group": [1, 2], "type": "resilient", "buckets": 4, "idle_timer": 90, "unbalanced_timer": "5min"},
        {"type": "resilient", "group": [{"id": 1}, {"id": 2}]}, {"group_type": "res", "is_group": True},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "told", "fields"), SETTINGS, ids=str)
async def test_each_setting_is_as_ip_tells_it(
    settings: dict[str, Any], told: dict[str, Any], fields: dict[str, Any], conn: Connection, netns: Netns
) -> None:
    await singles(conn)
    assert await conn.add_nexthop(77, **settings) is True
    (by_ip,) = [one for one in netns.json("ip", "-d", "-j", "nexthop") if one["id"] == 77]
    for name, value in told.items():
        assert by_ip.get(name, "absent") == value, name
    read = await conn.get_nexthop(77)
    assert [one for one in await conn.get_nexthops() if one.id == 77] == [read]
    assert unknown_attributes(read) == []
    for name, value in fields.items():
        found = getattr(read, name)
        assert found == value or str(found) == value, name
    assert str(read).startswith("id 77 ")
    with pytest.raises(AlreadyExists, match=r"add_nexthop\(77"):
        await conn.add_nexthop(77, **settings)
    assert await conn.add_nexthop(77, exist_ok=True, **settings) is False
    await conn.replace_nexthop(77, **settings)
    assert await conn.get_nexthop(77) == read
    assert await conn.del_nexthop(77) is True
    assert await conn.del_nexthop(77, missing_ok=True) is False


async def test_what_is_not_there(conn: Connection) -> None:
    for call in (conn.del_nexthop(7), conn.get_nexthop(7), conn.change_nexthop(7, device="v1")):
        with pytest.raises(NexthopNotFound, match=r"nexthop\(7"):
            await call
    with pytest.raises(LinkNotFound):
        await conn.add_nexthop(7, device="absent")
    with pytest.raises(LinkNotFound):
        await conn.get_nexthops(device="absent")
    with pytest.raises(InvalidRequest, match="group"):
        await conn.add_nexthop(7, group=[1])


async def test_changed_in_place(conn: Connection, netns: Netns) -> None:
    await singles(conn)
    await conn.add_route("198.51.100.0/24", nexthop_id=1)
    await conn.replace_nexthop(1, via="192.0.2.99", device="v1")
    (route,) = [one for one in netns.json("ip", "-d", "-j", "route") if one["dst"] == "198.51.100.0/24"]
    assert (route["nhid"], route["gateway"]) == (1, "192.0.2.99")
    await conn.change_nexthop(1, via="192.0.2.98", device="v1")
    assert str((await conn.get_nexthop(1)).gateway) == "192.0.2.98"
    await conn.del_nexthop(1)
    assert [one for one in netns.json("ip", "-j", "route") if one["dst"] == "198.51.100.0/24"] == []


async def test_lists_chosen_by_the_kernel(conn: Connection, netns: Netns) -> None:
    await singles(conn)
    await conn.add_nexthop(3, device="v0", family=AF_INET6, protocol="static")
    await conn.add_nexthop(4, group=[1, 2])

    async def listed(**chosen: Any) -> list[int | None]:
        return [one.id for one in await conn.get_nexthops(**chosen)]

    assert await listed() == [1, 2, 3, 4, 11, 12]
    assert [one["id"] for one in netns.json("ip", "-j", "nexthop")] == [1, 2, 3, 4, 11, 12]
    assert await listed(device="v0") == [3]
    assert await listed(family=AF_INET6) == [3]
    assert await listed(groups=True) == [4]
    assert await listed(fdb=True) == [11, 12]
    assert await listed(protocol="static") == [3]
    assert [one.id async for one in conn.get_nexthops(fdb=True)] == [11, 12]


@requires("link:vrf")
async def test_those_of_a_master(conn: Connection, netns: Netns) -> None:
    netns.run("ip", "link", "add", "red", "up", "type", "vrf", "table", "10")
    netns.run("ip", "link", "set", "v0", "master", "red")
    await conn.add_nexthop(1, device="v1")
    await conn.add_nexthop(2, device="v0")
    assert [one.id for one in await conn.get_nexthops(master="red")] == [2]


async def test_the_buckets_of_a_resilient_group(conn: Connection, netns: Netns) -> None:
    await singles(conn)
    await conn.add_nexthop(5, group={1: 3, 2: 1}, type="resilient", buckets=8, idle_timer=60, unbalanced_timer="300s")
    group = await conn.get_nexthop(5)
    assert group.group_type == NEXTHOP_GRP_TYPE.RES
    assert group.resilient is not None
    assert (group.resilient.buckets, group.resilient.idle_timer) == (8, timedelta(seconds=60))
    assert group.resilient.unbalanced_timer == timedelta(seconds=300)
    assert "group 1,3/2 type resilient buckets 8 idle_timer 60s unbalanced_timer 300s" in str(group)
    buckets = await conn.get_nexthop_buckets(5)
    by_ip = netns.json("ip", "-j", "nexthop", "bucket", "show", "id", "5")
    told = [(one.bucket.index, one.bucket.nh_id) for one in buckets if one.bucket is not None]
    assert told == [(one["bucket"]["index"], one["bucket"]["nhid"]) for one in by_ip]
    assert len(await conn.get_nexthop_buckets(5, nexthop=1)) == 6
    assert len(await conn.get_nexthop_buckets()) == 8
    assert len(await conn.get_nexthop_buckets(device="v1")) == 8
    assert len(await conn.get_nexthop_buckets(device="v0")) == 0
    one = await conn.get_nexthop_bucket(5, 3)
    assert one.bucket is not None
    assert (one.id, one.bucket.index, one.bucket.nh_id) == (5, *told[3])
    assert str(one).startswith("id 5 index 3 idle_time ")
    for message in (group, one, *buckets):
        assert unknown_attributes(message) == []
    with pytest.raises(NexthopNotFound):
        await conn.get_nexthop_bucket(5, 8)
    with pytest.raises(NexthopNotFound):
        await conn.get_nexthop_buckets(6)


@requires("linux:6.9")
async def test_the_counters_of_a_group(conn: Connection) -> None:
    await singles(conn)
    await conn.add_nexthop(5, group=[1, 2], hardware_statistics=True)
    counted = await conn.get_nexthop(5, statistics=True)
    assert counted.hw_stats_enable is True
    assert [(one.id, one.packets) for one in counted.statistics or ()] == [(1, 0), (2, 0)]
    (listed,) = await conn.get_nexthops(groups=True, hardware_statistics=True)
    assert [one.id for one in listed.statistics or ()] == [1, 2]
    assert listed.hw_stats_used is False
    assert unknown_attributes(listed) == []


@requires("linux:6.12")
async def test_weights_of_sixteen_bits(conn: Connection) -> None:
    await singles(conn)
    await conn.add_nexthop(5, group={1: 65535, 2: 257})
    group = (await conn.get_nexthop(5)).group
    assert [one.weight for one in group or ()] == [65535, 257]
    assert str(await conn.get_nexthop(5)) == "id 5 group 1,65535/2,257"


async def test_flushing(conn: Connection) -> None:
    await singles(conn)
    await conn.add_nexthop(3, device="v0", protocol="static")
    await conn.add_nexthop(4, group=[1, 2])
    assert await conn.flush_nexthops(protocol="static") == 1
    assert await conn.flush_nexthops(fdb=True) == 2
    assert await conn.flush_nexthops(groups=True) == 1
    assert [one.id for one in await conn.get_nexthops()] == [1, 2]
    await conn.add_nexthop(4, group=[1, 2])
    assert await conn.flush_nexthops(device="v1") == 2
    assert await conn.get_nexthops() == []  # a group goes with its last member
    assert await conn.flush_nexthops() == 0


async def test_in_a_batch(conn: Connection) -> None:
    async with conn.batch() as batch:
        first = batch.add_nexthop(1, device="v1", via="192.0.2.2")
        batch.add_nexthop(2, device="v1", via="192.0.2.3")
        batch.add_nexthop(3, group=[1, 2])
        again = batch.add_nexthop(1, blackhole=True, exist_ok=True)
        missing = batch.del_nexthop(9)
    assert (first.result, again.result) == (True, False)
    assert [one.request for one in batch.failures] == [missing.request]
    assert len(await conn.get_nexthops()) == 3


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "device"),
    ({"via": "192.0.2.2"}, "device"),
    ({"device": "v1", "onlink": True}, "onlink"),
    ({"device": "v1", "family": 17}, "family"),
    ({"device": "v1", "via": "192.0.2.2", "family": AF_INET6}, "family"),
    ({"device": "v1", "blackhole": True}, "device"),
    ({"via": "192.0.2.2", "blackhole": True}, "via"),
    ({"fdb": True}, "via"),
    ({"fdb": True, "via": "192.0.2.2", "device": "v1"}, "device"),
    ({"device": "v1", "type": "resilient"}, "type"),
    ({"device": "v1", "buckets": 4}, "buckets"),
    ({"device": "v1", "hardware_statistics": True}, "hardware_statistics"),
    ({"group": [1], "device": "v1"}, "device"),
    ({"group": [1], "buckets": 4}, "buckets"),
    ({"group": []}, "group"),
    ({"group": [0]}, "group"),
    ({"group": {1: 0}}, "group"),
    ({"group": {1: 65536}}, "group"),
    ({"group": "12"}, "group"),
    ({"group": [1], "type": "elastic"}, "type"),
    ({"device": "v1", "encap": 7}, "encap"),
    ({"device": "v1", "protocol": None, "blackhole": 1}, "blackhole"),
]


@pytest.mark.parametrize(("settings", "field"), WRONG, ids=str)
async def test_what_is_wrong_is_refused_by_name(settings: dict[str, Any], field: str, conn: Connection) -> None:
    with pytest.raises(InvalidInput) as caught:
        await conn.add_nexthop(7, **settings)
    assert caught.value.field == field
    assert await conn.get_nexthops() == []


async def test_numbers_from_one_on(conn: Connection) -> None:
    for wrong in (0, -1, 1 << 32):
        with pytest.raises(InvalidInput, match="id"):
            await conn.get_nexthop(wrong)
        with pytest.raises(InvalidInput, match="id"):
            await conn.add_nexthop(wrong, blackhole=True)
    with pytest.raises(TypeError, match="unexpected keyword argument 'gateway'"):
        await conn.add_nexthop(1, gateway="192.0.2.2")  # type: ignore[call-arg]


async def test_a_group_does_not_take_the_place_of_what_is_none(conn: Connection) -> None:
    await singles(conn)
    with pytest.raises(NetlinkError, match=r"replace_nexthop\(1, group=\[2\]\)"):
        await conn.replace_nexthop(1, group=[2])
    assert str(NexthopMessage(id=1)) == "id 1"
