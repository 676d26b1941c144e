"""The peer of a veth and its like: a whole link, made together with its other end."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from nlink import AlreadyExists, Connection, InvalidInput, Namespace, NamespaceNotFound
from nlink.link import LinkOptions, Netkit, Peer, Veth, Vxcan
from nlink.uapi import IFLA_NETKIT, VETH_INFO, VXCAN_INFO
from tests.links.kernel import add_link, get_link
from tests.needs import requires
from tests.netns import Netns

WHOLE: dict[str, Any] = {
    "name": "x1",
    "address": "02:00:00:00:00:01",
    "broadcast": "ff:ff:ff:ff:ff:00",
    "mtu": 1400,
    "tx_queue_length": 77,
    "group": 7,
    "link_mode": "dormant",
    "num_tx_queues": 3,
    "num_rx_queues": 2,
    "gso_max_size": 40000,
    "gso_max_segs": 50,
    "gso_ipv4_max_size": 41000,
    "gro_max_size": 42000,
    "gro_ipv4_max_size": 43000,
}
PAIRS = [
    Veth(peer=Peer(**WHOLE)),
    pytest.param(Netkit(mode="l2", peer=Peer(**WHOLE)), marks=requires("link:netkit")),
    pytest.param(Vxcan(peer=Peer(name="x1", mtu=16, group=7, tx_queue_length=9)), marks=requires("link:vxcan")),
]


@pytest.mark.parametrize("given", PAIRS, ids=lambda given: given.kind)
def test_a_peer_is_made_as_it_is_given(netns: Netns, given: Veth | Netkit | Vxcan) -> None:
    link = add_link(netns, "x", given)
    peer = get_link(netns, "x1")
    assert (link.link, peer.link) == (peer.ifindex, link.ifindex)
    assert given.peer is not None
    expected = given.peer.model_dump(exclude_none=True)
    assert {name: getattr(peer, name) for name in expected} == expected


def test_every_setting_of_a_peer_has_an_example() -> None:
    assert WHOLE.keys() | {"namespace"} == Peer.__layout__.fields.keys()


def test_a_peer_passes_through_json_and_bytes() -> None:
    given = Veth(peer=Peer(**WHOLE))
    assert Veth.model_validate_json(given.model_dump_json()) == given
    assert Veth.from_bytes(given.to_bytes()) == given
    named = Netkit(peer=Peer(namespace="blue"))
    assert Netkit.model_validate_json(named.model_dump_json()) == named
    assert Veth(peer="x1") == Veth(peer=Peer(name="x1"))
    Netkit.model_json_schema()


@requires("command:ip")
def test_without_a_peer_the_kernel_gives_it_the_settings_of_the_link_itself(netns: Netns) -> None:
    add_link(netns, "x", Veth(), mtu=1400, group=7)
    assert (get_link(netns, "veth0").mtu, get_link(netns, "veth0").group) == (1400, 7)
    add_link(netns, "y", Veth(peer="y1"), mtu=1400, group=7)
    assert (get_link(netns, "y1").mtu, get_link(netns, "y1").group) == (1500, 0)


async def test_a_peer_is_made_in_another_namespace(netns: Netns, make_netns: Any) -> None:
    there = make_netns()
    async with Connection(namespace=netns.path) as conn, Connection(namespace=there.path) as far:
        for name, namespace in (("a", there.path), ("b", Path(there.path)), ("c", Namespace.from_fd(there.fd))):
            link = await conn.add_link(name, Veth(peer=Peer(name=name, namespace=namespace)), up=True)
            peer = await far.get_link(name)
            assert link.link == peer.ifindex
            assert link.link_netnsid is not None
            assert peer.link == link.ifindex
            if isinstance(namespace, Namespace):
                namespace.close()


async def test_both_ends_are_made_elsewhere(netns: Netns, make_netns: Any) -> None:
    here, there = make_netns(), make_netns()
    async with Connection(namespace=netns.path) as conn:
        await conn.add_link("a", Veth(peer=Peer(name="b", namespace=there.path)), namespace=here.path)
        assert [link.name for link in await conn.get_links()] == ["lo"]
    assert get_link(here, "a").kind == get_link(there, "b").kind == "veth"


async def test_peers_elsewhere_are_made_in_a_batch(netns: Netns, make_netns: Any) -> None:
    there = make_netns()
    async with Connection(namespace=netns.path) as conn, conn.batch() as batch:
        for number in range(5):
            batch.add_link(f"a{number}", Veth(peer=Peer(name=f"b{number}", namespace=there.path)))
    assert get_link(there, "b4").name == "b4"


async def test_the_namespace_of_a_peer_is_let_go_when_the_link_is_refused(netns: Netns) -> None:
    before = len(os.listdir("/proc/self/fd"))
    async with Connection(namespace=netns.path) as conn:
        opened = len(os.listdir("/proc/self/fd"))
        for _ in range(3):
            with pytest.raises(AlreadyExists):
                await conn.add_link("lo", Veth(peer=Peer(name="b", namespace=netns.path)))
        assert len(os.listdir("/proc/self/fd")) <= opened + 1
    assert len(os.listdir("/proc/self/fd")) == before


async def test_a_namespace_that_is_not_there_is_told_before_anything_is_sent(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        with pytest.raises(NamespaceNotFound, match="no-such"):
            await conn.add_link("a", Veth(peer=Peer(namespace="/run/no-such-namespace")))
        assert [link.name for link in await conn.get_links()] == ["lo"]
        with pytest.raises(InvalidInput, match="add_link alone"):
            await conn.set_link_kind("lo", Veth(peer=Peer(namespace=netns.path)))


def test_a_path_without_a_slash_is_not_taken_for_a_name() -> None:
    assert Peer(namespace=Path("blue")).namespace == "./blue"
    assert Peer(namespace="blue").namespace == "blue"


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: Peer(name="a" * 16), "name"),
        (lambda: Peer(num_tx_queues=0), "num_tx_queues"),
        (lambda: Peer(namespace=0), "namespace"),
        (lambda: Peer(up=True), "up"),  # type: ignore[call-arg]
        (lambda: Veth(peer="a b"), "peer"),
        (lambda: Veth(peer=5), "peer"),  # type: ignore[arg-type]
        (lambda: Veth.model_validate({"peer": {"mtu": -1}}), "peer"),
    ],
)
def test_wrong_settings_are_refused_by_name(make: Any, where: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make()
    assert caught.value.errors()[0]["loc"][0] == where


def test_the_peer_has_one_number_in_every_kind() -> None:
    kinds: list[type[LinkOptions]] = [Veth, Vxcan, Netkit]
    assert {kind.__layout__.fields["peer"].number for kind in kinds} == {VETH_INFO.PEER}
    assert VETH_INFO.PEER == VXCAN_INFO.PEER == IFLA_NETKIT.PEER_INFO
