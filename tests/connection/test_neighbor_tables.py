"""Neighbour tables, by nlink and by ``ip ntable``."""

from __future__ import annotations

from datetime import timedelta
from socket import AF_INET, AF_INET6
from typing import Any

import pytest

from nlink import Connection, InvalidInput, LinkNotFound, NeighborTableMessage
from nlink.link import Veth
from nlink.route import NeighborParameters
from tests.netns import Netns
from tests.unknown import unknown_attributes


@pytest.fixture(autouse=True)
async def v0(conn: Connection) -> None:
    await conn.add_link("v0", Veth(peer="v1"))


async def of_device(conn: Connection, device: str, family: int) -> NeighborParameters:
    index = await conn.index_of(device)
    tables = await conn.get_neighbor_tables(family=family)
    (found,) = [one.parameters for one in tables if one.parameters and one.parameters.ifindex == index]
    return found


def milliseconds(value: timedelta | None) -> int | None:
    return None if value is None else round(value.total_seconds() * 1000)


@pytest.mark.parametrize("family", [AF_INET, AF_INET6])
async def test_the_tables_are_as_ip_tells_them(family: int, conn: Connection, netns: Netns) -> None:
    shown = netns.json("ip", "-4" if family == AF_INET else "-6", "-j", "ntable")
    read = await conn.get_neighbor_tables(family=family)
    assert len(shown) == len(read) >= 3
    links = {link.ifindex: link.name for link in await conn.get_links()}
    for one, other in zip(read, shown, strict=True):
        assert unknown_attributes(one) == []
        assert one.parameters is not None
        assert one.name == other["name"]
        assert other.get("dev") == (links[one.parameters.ifindex] if one.parameters.ifindex else None)
        assert milliseconds(one.parameters.base_reachable_time) == other["base_reachable"]
        assert milliseconds(one.parameters.gc_stale_time) == other["gc_stale"]
        assert one.parameters.ucast_probes == other["ucast_probes"]
        assert one.threshold3 == other.get("thresh3")
    table: NeighborTableMessage = read[0]
    assert table.config is not None
    assert table.statistics is not None
    assert f"{table}".endswith(f"thresholds {table.threshold1} {table.threshold2} {table.threshold3}")


@pytest.mark.parametrize("family", [AF_INET, AF_INET6])
async def test_each_setting(family: int, conn: Connection, netns: Netns) -> None:
    given: dict[str, Any] = {
        "base_reachable_time": "20s", "retrans_time": "500ms", "gc_stale_time": "50s", "delay_probe_time": "4s",
        "queue_length": 50, "app_probes": 2, "ucast_probes": 5, "mcast_probes": 6, "mcast_reprobes": 7,
        "anycast_delay": "2s", "proxy_delay": "900ms", "proxy_queue_length": 70, "locktime": "2s",
        "interval_probe_time": "6s",
    }  # fmt: skip
    await conn.set_neighbor_table(family, device="v0", **given)
    read = await of_device(conn, "v0", family)
    for name, value in given.items():
        found = getattr(read, name)
        if isinstance(found, timedelta):
            unit = 1 if value.endswith("ms") else 1000
            assert milliseconds(found) == int(value.rstrip("ms")) * unit, name
        else:
            assert found == value, name
    shown = netns.json("ip", "-4" if family == AF_INET else "-6", "-j", "ntable", "show", "dev", "v0")
    assert (shown[0]["base_reachable"], shown[0]["ucast_probes"]) == (20000, 5)
    untouched = await of_device(conn, "v1", family)
    assert untouched.ucast_probes == 3


async def test_in_a_batch(conn: Connection) -> None:
    async with conn.batch() as batch:
        batch.set_neighbor_table(AF_INET, device="v0", ucast_probes=9)
        batch.set_neighbor_table(AF_INET6, device="v0", ucast_probes=8)
    assert batch.failures == []
    assert (await of_device(conn, "v0", AF_INET)).ucast_probes == 9
    with pytest.raises(LinkNotFound):
        await conn.set_neighbor_table(AF_INET, device="absent", ucast_probes=9)


async def test_what_is_wrong_is_refused_by_name(conn: Connection) -> None:
    wrong: list[tuple[int, dict[str, Any], str]] = [
        (7, {"ucast_probes": 1}, "family"),
        (AF_INET, {}, "settings"),
        (AF_INET, {"ucast_probes": -1}, "ucast_probes"),
        (AF_INET, {"retrans_time": 5}, "retrans_time"),
        (AF_INET, {"threshold1": 5, "device": "v0"}, "threshold1"),
        (AF_INET, {"queue_length": 5, "queue_bytes": 7}, "queue_bytes"),
    ]
    for family, settings, field in wrong:
        with pytest.raises(InvalidInput) as caught:
            await conn.set_neighbor_table(family, **settings)
        assert caught.value.field == field
