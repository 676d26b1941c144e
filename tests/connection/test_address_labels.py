"""Labels of IPv6 addresses, by nlink and by ``ip addrlabel``."""

from __future__ import annotations

from typing import Any

import pytest

from nlink import AddressLabelNotFound, AlreadyExists, Connection, InvalidInput, LinkNotFound
from nlink.link import Veth
from tests.connection.recorded import Recorded, same, sent_by_ip
from tests.needs import requires
from tests.netns import Netns
from tests.unknown import unknown_attributes


@pytest.fixture(autouse=True)
async def v0(conn: Connection) -> None:
    await conn.add_link("v0", Veth(peer="v1"))


async def listed(conn: Connection) -> set[tuple[str, int, int | None]]:
    labels = await conn.get_address_labels()
    for one in labels:
        assert unknown_attributes(one) == []
    return {(f"{one.address}/{one.prefixlen}", one.ifindex, one.label) for one in labels}


async def by_ip(conn: Connection, netns: Netns) -> set[tuple[str, int, int | None]]:
    found = set()
    for line in netns.run("ip", "addrlabel", "list").splitlines():
        words = line.split()  # its JSON lacks the default label's prefix in some versions
        told = dict(zip(words[::2], words[1::2], strict=True))
        address, _, length = told["prefix"].partition("/")
        index = await conn.index_of(told["dev"]) if "dev" in told else 0
        shown = "::ffff:0:0" if address == "::ffff:0.0.0.0" else address
        found.add((f"{shown}/{length}", index, int(told["label"])))
    return found


async def test_added_changed_and_deleted(conn: Connection, netns: Netns) -> None:
    assert await conn.add_address_label("2001:db8::/32", 77) is True
    await conn.add_address_label("2001:db8:1::/48", 78, device="v0")
    assert await listed(conn) == await by_ip(conn, netns)
    index = await conn.index_of("v0")
    assert {("2001:db8::/32", 0, 77), ("2001:db8:1::/48", index, 78)} <= await listed(conn)
    assert [one.label for one in await conn.get_address_labels("v0")] == [78]
    assert [str(one) async for one in conn.get_address_labels("v0")] == [f"prefix 2001:db8:1::/48 dev {index} label 78"]
    with pytest.raises(AlreadyExists, match="add_address_label"):
        await conn.add_address_label("2001:db8::/32", 79)
    assert await conn.add_address_label("2001:db8::/32", 79, exist_ok=True) is False
    await conn.replace_address_label("2001:db8::/32", 80)
    assert (await conn.get_address_label("2001:db8::1")).label == 80
    assert (await conn.get_address_label("2001:db8:1::1", device="v0")).label == 78
    assert await conn.del_address_label("2001:db8::/32") is True
    assert await conn.del_address_label("2001:db8::/32", missing_ok=True) is False
    with pytest.raises(AddressLabelNotFound, match="del_address_label"):
        await conn.del_address_label("2001:db8::/32")
    with pytest.raises(LinkNotFound):
        await conn.add_address_label("2001:db8::/32", 7, device="absent")


async def test_flushing(conn: Connection, netns: Netns) -> None:
    before = len(await conn.get_address_labels())
    assert before > 5
    assert await conn.flush_address_labels() == before
    assert await conn.get_address_labels() == []
    assert netns.run("ip", "addrlabel", "list") == ""
    with pytest.raises(AddressLabelNotFound):
        await conn.get_address_label("2001:db8::1")


async def test_in_a_batch(conn: Connection) -> None:
    async with conn.batch() as batch:
        batch.add_address_label("2001:db8::/32", 77, device="v1")
        failed = batch.del_address_label("2001:db8::/32")
    assert [one.request for one in batch.failures] == [failed.request]


@requires("command:strace")
@pytest.mark.parametrize(
    ("command", "make", "ours_only"),
    [
        (
            "addrlabel add prefix 2001:db8::/32 label 7",
            lambda conn: Connection.add_address_label.build(conn, "2001:db8::/32", 7), set[int](),
        ),
        (
            "addrlabel add prefix 2001:db8::/32 dev v0 label 7",
            lambda conn: Connection.add_address_label.build(conn, "2001:db8::/32", 7, device="v0"), set[int](),
        ),
        (
            "addrlabel del prefix ::/96 label 3",
            lambda conn: Connection.del_address_label.build(conn, "::/96"), set[int](),
        ),
    ],
)  # fmt: skip
async def test_ip_sends_the_same(command: str, make: Any, ours_only: set[int], conn: Connection, netns: Netns) -> None:
    request = make(conn)
    payload = request.payload({name: await conn.index_of(name) for name in request.names})
    ours = Recorded.of(request.type, request.flags | 5, payload, 12)
    theirs = sent_by_ip(netns, command, 12)
    assert (ours.type, ours.flags, ours.header) == (theirs.type, theirs.flags, theirs.header)
    assert ours.attributes.keys() == theirs.attributes.keys()
    for number, data in ours.attributes.items():
        # To delete one, ip has to be told the label; the kernel wants some label, and does not look at it.
        assert same(data, theirs.attributes[number]) or (number == 2 and command.startswith("addrlabel del"))


async def test_what_is_wrong_is_refused_by_name(conn: Connection) -> None:
    wrong: list[tuple[str, Any]] = [
        ("prefix", lambda: conn.add_address_label("192.0.2.0/24", 7)),
        ("prefix", lambda: conn.add_address_label("2001:db8::1/32", 7)),
        ("label", lambda: conn.add_address_label("2001:db8::/32", 0xFFFFFFFF)),
        ("label", lambda: conn.add_address_label("2001:db8::/32", -1)),
        ("address", lambda: conn.get_address_label("192.0.2.1")),
    ]
    for field, call in wrong:
        with pytest.raises(InvalidInput) as caught:
            await call()
        assert caught.value.field == field
