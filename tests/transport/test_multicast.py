"""Multicast groups, by number, on a socket of their own."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable

import pytest

from nlink.errors import ConnectionClosed, InvalidRequest, MessagesLost
from nlink.netlink.transport import Datagram, Multicast, Transport
from tests.netns import Netns
from tests.transport.messages import (
    ACK,
    CREATE,
    EXCL,
    RTM_GETLINK,
    RTM_NEWLINK,
    RTM_NEWROUTE,
    attribute,
    ifb,
    index_of,
    link,
    route,
    type_of,
)

LINK, IPV4_ROUTE, NSID = 1, 7, 28
RTM_NEWNSID = 88


async def add(transport: Transport, name: str) -> None:
    await transport.request(RTM_NEWLINK, ACK | CREATE | EXCL, ifb(name))


async def test_what_a_group_tells_comes_with_the_groups_number(transport: Transport) -> None:
    async with transport.multicast(LINK, IPV4_ROUTE) as heard:
        await add(transport, "ifb7")
        datagram = await anext(heard)
        assert (type_of(datagram.data), datagram.group, datagram.namespace) == (RTM_NEWLINK, LINK, None)
        await transport.request(RTM_NEWROUTE, ACK | CREATE, route(1))
        datagram = await anext(heard)
        assert (type_of(datagram.data), datagram.group) == (RTM_NEWROUTE, IPV4_ROUTE)


async def test_it_waits_for_the_next_one(transport: Transport) -> None:
    async with transport.multicast(LINK) as heard:
        waiting = asyncio.ensure_future(anext(heard))
        await asyncio.sleep(0.01)
        assert not waiting.done()
        with pytest.raises(RuntimeError, match="another task"):
            await anext(heard)
        await add(transport, "ifb7")
        assert index_of((await waiting).data) > 1


async def test_groups_are_joined_and_left_meanwhile(transport: Transport) -> None:
    async with transport.multicast() as heard:
        await add(transport, "ifb7")
        heard.socket.add_membership(LINK)
        await add(transport, "ifb8")
        assert b"ifb8\0" in (await anext(heard)).data
        heard.socket.drop_membership(LINK)
        await add(transport, "ifb9")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await anext(heard)


async def test_lost_messages_are_told_once_and_it_goes_on(transport: Transport) -> None:
    async with transport.multicast(LINK, receive_buffer=1) as heard:
        for number in range(10):
            await add(transport, f"ifb{number + 10}")
        assert b"ifb10\0" in (await anext(heard)).data
        heard.socket.receive_buffer = 1 << 20
        with pytest.raises(MessagesLost):
            await all_of(heard)  # what was there before
        await add(transport, "ifb30")  # from now on nothing is missing
        assert b"ifb30\0" in (await anext(heard)).data


async def test_lost_messages_are_not_told_when_that_is_asked_for(transport: Transport) -> None:
    async with transport.multicast(LINK, receive_buffer=1, no_enobufs=True) as heard:
        for number in range(10):
            await add(transport, f"ifb{number + 10}")
        assert b"ifb10\0" in (await anext(heard)).data


async def test_other_namespaces_are_heard_with_their_id(transport: Transport, make_netns: Callable[[], Netns]) -> None:
    other = make_netns()
    named = bytes(4) + attribute(1, struct.pack("=i", 5)) + attribute(3, struct.pack("=I", other.fd))
    await transport.request(RTM_NEWNSID, ACK | CREATE, named)
    async with transport.multicast(LINK, all_namespaces=True) as heard:
        other.run("ip", "link", "add", "ifb7", "type", "ifb")
        assert (await anext(heard)).namespace == 5
        await add(transport, "ifb7")
        async for datagram in heard:
            if datagram.namespace is None:
                break
            assert datagram.namespace == 5


async def test_requests_do_not_meet_with_multicast(transport: Transport) -> None:
    async with transport.multicast(LINK) as heard:
        for number in range(20):
            await add(transport, f"ifb{number + 10}")
            (reply,) = await transport.request(RTM_GETLINK, 0, link(1))
            assert index_of(reply) == 1
        assert transport.socket.memberships() == frozenset()
        assert heard.socket.memberships() == {LINK}


async def test_closing_wakes_who_waits(transport: Transport) -> None:
    heard = transport.multicast(LINK)
    async with heard:
        waiting = asyncio.ensure_future(anext(heard))
        await asyncio.sleep(0)
    with pytest.raises(ConnectionClosed):
        await waiting
    with pytest.raises(ConnectionClosed):
        await anext(heard)
    with pytest.raises(ConnectionClosed):
        await heard.__aenter__()


async def test_a_group_that_there_is_not(transport: Transport) -> None:
    with pytest.raises(InvalidRequest):
        await transport.multicast(4000).__aenter__()
    with pytest.raises(ConnectionClosed, match="not open"):
        await anext(transport.multicast(LINK))


async def all_of(heard: Multicast) -> list[Datagram]:
    return [datagram async for datagram in heard]
