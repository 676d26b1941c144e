"""What the builder chooses: groups, and the namespace."""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Iterator
from typing import Self

import pytest

from nlink import (
    EventStream,
    EventStreamBuilder,
    InvalidInput,
    InvalidRequest,
    Namespace,
    NamespaceNotFound,
    NewLink,
    Notification,
)
from nlink.netlink.event import EventTable
from nlink.netlink.route.events import EVENTS, RouteSelectors
from nlink.netlink.uapi.netlink import NETLINK
from nlink.netlink.uapi.rtnetlink import RTM, RTNLGRP
from nlink.schema import Message, attr, header, s32, string, u8, u32
from tests.events.hearing import heard, take
from tests.namespace.names import add, delete
from tests.netns import Netns


async def test_each_selector_joins_its_groups(netns: Netns) -> None:
    selectors = {
        "links": {RTNLGRP.LINK},
        "addresses": {RTNLGRP.IPV4_IFADDR, RTNLGRP.IPV6_IFADDR},
        "routes": {RTNLGRP.IPV4_ROUTE, RTNLGRP.IPV6_ROUTE, RTNLGRP.MPLS_ROUTE},
        "neighbors": {RTNLGRP.NEIGH},
        "rules": {RTNLGRP.IPV4_RULE, RTNLGRP.IPV6_RULE},
    }
    for selector, groups in selectors.items():
        builder = EventStream.builder().namespace(netns.path)
        async with getattr(builder, selector)().build() as stream:
            assert stream.socket.memberships() == groups


async def test_a_selector_can_be_turned_on_and_off(netns: Netns) -> None:
    builder = EventStream.builder().links(True).routes(False).rules().rules(False).namespace(netns.path)
    async with builder.build() as stream:
        assert stream.socket.memberships() == {RTNLGRP.LINK}
    async with builder.links(False).neighbors(True).build() as stream:
        assert stream.socket.memberships() == {RTNLGRP.NEIGH}


async def test_only_what_was_chosen_is_heard(veth: Netns) -> None:
    async with EventStream.builder().links().namespace(veth.path).build() as stream:
        veth.run("ip", "route", "add", "192.0.2.0/24", "dev", "v0")
        assert await heard(stream, veth) == []


def test_nothing_chosen_is_refused() -> None:
    for builder in (EventStream.builder(), EventStream.builder().links(False)):
        with pytest.raises(InvalidInput, match="choose what to hear"):
            builder.build()


def test_wrong_input_is_refused_before_anything_is_opened() -> None:
    with pytest.raises(InvalidInput, match="namespace"):
        EventStream.builder().links().namespace("").build()
    with pytest.raises(InvalidInput, match="queue"):
        EventStream(EVENTS, [RTNLGRP.LINK], queue=0)
    with pytest.raises(InvalidInput, match="receive_buffer"):
        EventStream(EVENTS, [RTNLGRP.LINK], receive_buffer=0)


async def test_a_group_that_the_kernel_does_not_have_is_its_error(netns: Netns) -> None:
    with pytest.raises(InvalidRequest):
        await EventStream(EVENTS, [1000], namespace=netns.path).__aenter__()


class Discipline(Message):
    """A queueing discipline (linux/rtnetlink.h): nlink has no events of it yet."""

    family: int = header("tcm_family", u8, default=0, pad=3)
    ifindex: int = header("tcm_ifindex", s32, default=0)
    handle: int = header("tcm_handle", u32, default=0)
    parent: int = header("tcm_parent", u32, default=0)
    info: int = header("tcm_info", u32, default=0)
    kind: str | None = attr(1, string)


class NewDiscipline(Notification, frozen=True, gc=False):
    """A device sends by other rules."""

    discipline: Discipline


DISCIPLINES = EventTable(NETLINK.ROUTE, {RTM.NEWQDISC: (Discipline, NewDiscipline)})


class MoreSelectors(RouteSelectors):
    """As another table of events brings its own."""

    def disciplines(self, enabled: bool = True, /) -> Self:
        return self._choose(enabled, DISCIPLINES, RTNLGRP.TC)


class MoreBuilder(MoreSelectors, EventStreamBuilder):
    """Every selector there is, and one more."""


async def test_other_events_are_a_table_and_a_selector(veth: Netns) -> None:
    async with MoreBuilder().disciplines().links().namespace(veth.path).build() as stream:
        veth.run("tc", "qdisc", "add", "dev", "v0", "root", "handle", "7:", "pfifo")
        veth.run("ip", "link", "set", "v0", "mtu", "1400")
        events = await heard(stream, veth)
    assert [event.discipline.kind for event in events if isinstance(event, NewDiscipline)] == ["pfifo"]
    assert {NewDiscipline, NewLink} <= {type(event) for event in events}


def test_events_of_two_protocols_do_not_go_into_one_stream() -> None:
    class Mixed(EventStreamBuilder):
        def policies(self) -> Self:
            return self._choose(True, EventTable(NETLINK.XFRM, {}), 1)

    with pytest.raises(InvalidInput, match=r"of one protocol only, not of route and xfrm"):
        Mixed().links().policies().build()


@pytest.fixture
def name() -> Iterator[str]:
    """The name of a namespace that `ip netns add` made."""
    name = f"nlink-test-{os.getpid()}-{secrets.token_hex(4)}"
    add(name)
    yield name
    delete(name)


def set_up(name: str) -> None:
    subprocess.run(["ip", "-n", name, "link", "set", "lo", "up"], check=True)


@pytest.fixture
def process(veth: Netns) -> Iterator[int]:
    """The id of a process in the namespace ``veth``."""
    command = ["nsenter", f"--net={veth.path}", "--", "sh", "-c", "echo here; read line"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as sleeper:
        assert sleeper.stdout is not None
        sleeper.stdout.readline()
        yield sleeper.pid
        sleeper.communicate(b"\n")


async def test_a_namespace_is_told_by_its_name(name: str) -> None:
    async with EventStream.builder().links().namespace(name).build() as stream:
        assert stream.namespace_id == os.stat(f"/run/netns/{name}").st_ino
        set_up(name)
        (event,) = await take(stream)
        assert isinstance(event, NewLink)
        assert (event.link.name, event.link.namespace) == ("lo", stream.namespace_id)


async def test_a_namespace_is_told_by_path_process_or_object(veth: Netns, process: int) -> None:
    with Namespace.from_fd(veth.fd) as namespace:
        for told in (namespace, veth.path, process):
            async with EventStream.builder().links().namespace(told).build() as stream:
                assert stream.namespace_id == veth.inode
                assert await heard(stream, veth) == []


async def test_without_a_namespace_it_listens_where_it_was_entered() -> None:
    async with EventStream.builder().links().build() as stream:
        assert stream.namespace_id == os.stat("/proc/self/ns/net").st_ino


async def test_two_namespaces_do_not_mix(veth: Netns) -> None:
    with Netns() as other:
        builder = EventStream.builder().links()
        async with builder.namespace(veth.path).build() as one, builder.namespace(other.path).build() as two:
            veth.run("ip", "link", "set", "v0", "mtu", "1400")
            assert {event.link.name for event in await heard(one, veth) if isinstance(event, NewLink)} == {"v0"}
            assert await heard(two, other) == []


async def test_a_namespace_that_is_not_there_can_be_waited_for(veth: Netns, tmp_path: os.PathLike[str]) -> None:
    path = os.path.join(tmp_path, "namespace")
    stream = EventStream.builder().links().namespace(path).build()
    with pytest.raises(NamespaceNotFound, match="there is no network namespace"):
        await stream.__aenter__()
    os.symlink(veth.path, path)
    async with stream:
        assert stream.namespace_id == veth.inode
