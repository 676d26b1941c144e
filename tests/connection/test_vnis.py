"""The VNIs that a VXLAN takes, by nlink and by ``bridge vni``."""

from __future__ import annotations

from typing import Any

import pytest

from nlink import Connection, InvalidInput, LinkNotFound, VniNotFound
from nlink.link import Veth, Vxlan
from tests.connection.recorded import Recorded, same, sent_by_ip
from tests.needs import requires
from tests.netns import Netns
from tests.unknown import unknown_attributes

pytestmark = requires("link:vxlan", "command:bridge", "linux:5.18")


@pytest.fixture(autouse=True)
async def vx0(conn: Connection) -> None:
    await conn.add_link("vx0", Vxlan(collect_metadata=True, vnifilter=True, port=4789, local="192.0.2.1"), up=True)


async def listed(conn: Connection) -> list[tuple[int, int, str | None]]:
    (told,) = await conn.get_vnis("vx0")
    assert unknown_attributes(told) == []
    return [(one.vni, one.last, one.remote and str(one.remote)) for one in told.entries]


async def test_added_and_deleted(conn: Connection, netns: Netns) -> None:
    await conn.add_vni("vx0", 7)
    await conn.add_vni("vx0", range(10, 20))
    await conn.add_vni("vx0", 30, remote="192.0.2.9")
    assert await listed(conn) == [(7, 7, None), (10, 19, None), (30, 30, "192.0.2.9")]
    shown = netns.run("bridge", "vni", "show")
    for words in ("7", "10-19", "30", "192.0.2.9"):
        assert words in shown
    assert [str(one) for one in await conn.get_vnis()] == [
        f"dev {await conn.index_of('vx0')} vni 7, 10-19, 30 remote 192.0.2.9"
    ]
    counted = await conn.get_vnis("vx0", statistics=True)
    assert all(one.statistics is not None for message in counted for one in message.entries)
    assert [unknown_attributes(message) for message in counted] == [[]] * len(counted)
    assert await conn.del_vni("vx0", range(10, 20)) is True
    assert await conn.del_vni("vx0", 7, missing_ok=True) is True
    assert await conn.del_vni("vx0", 7, missing_ok=True) is False
    assert [vni for vni, _, _ in await listed(conn)] == [30]
    with pytest.raises(VniNotFound, match="del_vni"):
        await conn.del_vni("vx0", 7)
    with pytest.raises(LinkNotFound):
        await conn.add_vni("absent", 7)


async def test_what_is_not_a_vxlan_with_vnifilter(conn: Connection) -> None:
    await conn.add_link("v0", Veth(peer="v1"))
    with pytest.raises(Exception, match=r"get_vnis\('v0'\)"):
        await conn.get_vnis("v0")


async def test_in_a_batch(conn: Connection) -> None:
    async with conn.batch() as batch:
        for vni in range(100, 200, 2):
            batch.add_vni("vx0", vni)
        failed = batch.del_vni("vx0", 101)
    assert [one.request for one in batch.failures] == [failed.request]
    assert len(await listed(conn)) == 50


@requires("command:strace")
@pytest.mark.parametrize(
    ("command", "make"),
    [
        ("vni add vni 7 dev vx0", lambda conn: Connection.add_vni.build(conn, "vx0", 7)),
        (
            "vni add vni 10-19 dev vx0 remote 192.0.2.9",
            lambda conn: Connection.add_vni.build(conn, "vx0", range(10, 20), remote="192.0.2.9"),
        ),
    ],
)
async def test_bridge_sends_the_same(command: str, make: Any, conn: Connection, netns: Netns) -> None:
    request = make(conn)
    payload = request.payload({name: await conn.index_of(name) for name in request.names})
    ours = Recorded.of(request.type, 0, payload, 8)
    theirs = sent_by_ip(netns, command, 8, tool="bridge")
    assert (ours.type, ours.header) == (theirs.type, theirs.header)
    assert ours.attributes.keys() == theirs.attributes.keys()
    for number, data in ours.attributes.items():
        assert same(data, theirs.attributes[number]), f"{number}: {data.hex(' ')}, {theirs.attributes[number].hex(' ')}"


@pytest.mark.parametrize("wrong", [0, 1 << 24, range(5, 5), range(5, 9, 2), "7"])
async def test_what_is_wrong_is_refused_by_name(wrong: Any, conn: Connection) -> None:
    with pytest.raises(InvalidInput, match="vni"):
        await conn.add_vni("vx0", wrong)
