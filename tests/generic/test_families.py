"""Generic netlink over a connection: which families there are, what they accept, and a family declared by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from nlink import Connection, FamilyNotFound, InvalidInput, InvalidRequest, NotFound
from nlink.generic import Family
from nlink.netlink.generic.message import GenericMessage
from nlink.netlink.schema.field import attr
from nlink.netlink.schema.integers import u8, u16, u32
from nlink.netlink.schema.text import string
from nlink.netlink.transport import Transport
from nlink.netlink.uapi.genetlink import CTRL_ATTR, CTRL_CMD
from nlink.netlink.uapi.netlink import NL_ATTR_TYPE
from tests.needs import requires
from tests.netns import Netns
from tests.unknown import unknown_attributes


@pytest.fixture
async def conn(netns: Netns) -> AsyncIterator[Connection]:
    async with Connection(namespace=netns.path) as opened:
        yield opened


class Controller(GenericMessage):
    """The controller's messages, declared as a user would."""

    number: int | None = attr(1, u16)
    name: str | None = attr(2, string)
    highest: int | None = attr(5, u32)


class Wrong(GenericMessage):
    """An id of one byte, where two belong."""

    number: int | None = attr(1, u8)


async def test_all_families(conn: Connection) -> None:
    families = await conn.generic.get_families()
    names = [family.name for family in families]
    assert "nlctrl" in names
    assert len(set(names)) == len(names)
    for family in families:
        assert unknown_attributes(family) == []
        assert await conn.generic.get_family(family.name) == family
        assert family.name in str(family)
    assert [family.name async for family in conn.generic.get_families()] == names


async def test_a_family_is_asked_for_once(conn: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    transport = await conn.transport_of(16)
    sent: list[bytes] = []
    request = transport.request

    async def record(type: int, flags: int, payload: bytes, **options: object) -> list[bytes]:
        sent.append(payload)
        return await request(type, flags, payload)

    monkeypatch.setattr(transport, "request", record)
    first = await conn.generic.get_family("nlctrl")
    assert await conn.generic.get_family("nlctrl") is first
    assert len(sent) == 1
    assert isinstance(transport, Transport)
    assert (first.id, first.name) == (16, "nlctrl")
    assert first.group("notify") == 16
    assert first.group("absent") is None


async def test_a_family_that_is_not_there(conn: Connection) -> None:
    with pytest.raises(FamilyNotFound, match=r"get_family\('no-such-family'\)") as caught:
        await conn.generic.get_family("no-such-family")
    assert caught.value.is_not_found
    for name in ("", "x" * 16):
        with pytest.raises(InvalidInput, match="name"):
            await conn.generic.get_family(name)
    for call in (
        conn.generic.get_policy("no-such-family"),
        conn.generic.request("no-such-family", Controller(command=3)),
    ):
        with pytest.raises(FamilyNotFound):
            await call


async def test_what_the_controller_accepts(conn: Connection) -> None:
    policy = await conn.generic.get_policy("nlctrl")
    asked = policy.operations[CTRL_CMD.GETFAMILY]
    assert asked.do is not None
    attributes = policy.policies[asked.do]
    assert attributes[CTRL_ATTR.FAMILY_ID].kind == NL_ATTR_TYPE.U16
    assert attributes[CTRL_ATTR.FAMILY_NAME].kind == NL_ATTR_TYPE.NUL_STRING
    assert attributes[CTRL_ATTR.FAMILY_NAME].max_length == 15


@requires("genl:ethtool")
async def test_a_family_with_nested_policies(conn: Connection) -> None:
    policy = await conn.generic.get_policy("ethtool")
    assert len(policy.operations) > 10
    nested = [
        attribute
        for attributes in policy.policies.values()
        for attribute in attributes.values()
        if attribute.nested_policy is not None
    ]
    assert nested
    assert all(attribute.nested_policy in policy.policies for attribute in nested)


async def test_a_family_declared_by_hand(conn: Connection) -> None:
    (answer,) = await conn.generic.request("nlctrl", Controller(command=3, version=2, name="nlctrl"))
    assert (answer.number, answer.name) == (16, "nlctrl")
    everything = await conn.generic.dump("nlctrl", Controller(command=3, version=2))
    assert "nlctrl" in [one.name for one in everything]
    assert [one.name async for one in conn.generic.dump("nlctrl", Controller(command=3, version=2))] == [
        one.name for one in everything
    ]
    with pytest.raises(FamilyNotFound):
        await conn.generic.dump("no-such-family", Controller(command=3))


async def test_what_a_family_refuses(conn: Connection) -> None:
    with pytest.raises(InvalidRequest) as caught:
        await conn.generic.request("nlctrl", Wrong(command=3, number=16))
    error = caught.value
    assert error.attribute == "number"
    assert error.operation.startswith("request(Wrong(command=3")
    assert error.policy is not None
    assert error.policy.type == NL_ATTR_TYPE.U16


@pytest.fixture
async def stale(conn: Connection) -> int:
    """The connection knows nlctrl by a number that no family has, as after its module was loaded anew."""
    free = max(family.id for family in await conn.generic.get_families()) + 100
    known = await conn.generic.get_family("nlctrl")
    conn._families["nlctrl"] = Family(command=1, name="nlctrl", id=free, groups=known.groups)
    with pytest.raises(NotFound):
        await conn.request(Controller(command=3, version=2, name="nlctrl"), type=free, protocol=16)
    return free


async def test_a_number_that_is_not_right_any_more(stale: int, conn: Connection) -> None:
    question = Controller(command=3, version=2, name="nlctrl")
    (answer,) = await conn.generic.request("nlctrl", question)
    assert answer.number == (await conn.generic.get_family("nlctrl")).id == 16


async def test_a_dump_takes_the_number_of_its_beginning(stale: int, conn: Connection) -> None:
    dump = conn.generic.dump("nlctrl", Controller(command=3, version=2))
    assert "nlctrl" in [one.name for one in await dump]
    conn._families["nlctrl"] = Family(command=1, name="nlctrl", id=stale)
    assert "nlctrl" in [one.name async for one in conn.generic.dump("nlctrl", Controller(command=3, version=2))]
    conn._families["nlctrl"] = Family(command=1, name="nlctrl", id=stale)
    assert (await conn.generic.get_policy("nlctrl")).operations


async def test_a_family_that_has_gone(conn: Connection) -> None:
    conn._families["gone"] = Family(command=1, name="gone", id=1000)
    with pytest.raises(FamilyNotFound, match=r"get_family\('gone'\)") as caught:
        await conn.generic.request("gone", Controller(command=3))
    assert caught.value.__suppress_context__
    conn._families["gone"] = Family(command=1, name="gone", id=1000)
    with pytest.raises(FamilyNotFound):
        await conn.generic.dump("gone", Controller(command=3))


async def test_what_a_family_does_not_find_is_no_reason_to_ask_twice(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await conn.generic.get_family("nlctrl")
    transport = await conn.transport_of(16)
    request, asked = transport.request, 0

    async def count(type: int, flags: int, payload: bytes, **options: object) -> list[bytes]:
        nonlocal asked
        asked += b"absent" in payload
        return await request(type, flags, payload)

    monkeypatch.setattr(transport, "request", count)
    with pytest.raises(NotFound, match=r"request\(Controller") as caught:
        await conn.generic.request("nlctrl", Controller(command=3, version=2, name="absent"))
    assert not isinstance(caught.value, FamilyNotFound)
    assert asked == 1


@pytest.mark.parametrize("name", [None, 16, b"nlctrl", "", "x" * 16])
async def test_what_is_no_name(name: Any, conn: Connection) -> None:
    for call in (
        conn.generic.get_family(name),
        conn.generic.get_policy(name),
        conn.generic.request(name, Controller(command=3)),
    ):
        with pytest.raises(InvalidInput, match="name"):
            await call
    with pytest.raises(InvalidInput, match="name"):
        conn.generic.dump(name, Controller(command=3))
