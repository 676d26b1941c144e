"""Virtual functions: the requests are `ip`'s; what the kernel tells is read as it lays it out."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator
from typing import Any

import pytest

from nlink import Connection, InvalidInput, LinkMessage, LinkNotFound, NetlinkError
from nlink.link import Veth
from nlink.netlink.route.links.function_operations import VirtualFunctionChanges
from nlink.netlink.route.links.virtual_functions import FunctionRate, FunctionVlan
from nlink.netlink.uapi.if_link import IFLA_VF_LINK_STATE
from nlink.netlink.uapi.netlink import NLM_F
from tests.connection.recorded import Recorded, attributes, same, sent_by_ip
from tests.connection.sending import Sent
from tests.needs import requires
from tests.netns import Netns
from tests.unknown import unknown_attributes

MAC = "02:00:00:00:00:01"
GUID = "00:11:22:33:44:55:66:77"
IFINFOMSG, VFINFO_LIST, VF_INFO = 16, 22, 1


@pytest.fixture
async def conn(netns: Netns) -> AsyncIterator[Connection]:
    async with Connection(namespace=netns.path) as opened:
        yield opened


CASES: list[tuple[str, dict[str, Any]]] = [
    (f"mac {MAC}", {"address": MAC}),
    ("vlan 100", {"vlan": 100}),
    ("vlan 100 qos 3", {"vlan": 100, "vlan_qos": 3}),
    ("vlan 100 qos 3 proto 802.1ad", {"vlan": 100, "vlan_qos": 3, "vlan_protocol": "802.1ad"}),
    ("rate 100", {"max_tx_rate": 100}),
    ("max_tx_rate 100 min_tx_rate 50", {"max_tx_rate": 100, "min_tx_rate": 50}),
    ("spoofchk on", {"spoof_check": True}),
    ("spoofchk off", {"spoof_check": False}),
    ("trust on", {"trust": True}),
    ("query_rss off", {"rss_query": False}),
    ("state disable", {"link_state": "disable"}),
    ("state auto", {"link_state": 0}),
    (f"node_guid {GUID}", {"node_guid": GUID}),
    (f"port_guid {GUID}", {"port_guid": 0x0011223344556677}),
]


def test_every_change_has_a_case() -> None:
    assert {name for _, changes in CASES for name in changes} == set(VirtualFunctionChanges.__annotations__)


@requires("command:strace")
@pytest.mark.parametrize(("words", "changes"), CASES, ids=lambda it: str(it)[:40])
async def test_ip_sends_the_same(words: str, changes: Any, conn: Connection, netns: Netns) -> None:
    await conn.add_link("v0", Veth(peer="v1"))
    index = await conn.index_of("v0")
    request = Connection.set_virtual_function.build(conn, index, 3, **changes)
    ours = Recorded.of(request.type, request.flags | NLM_F.REQUEST | NLM_F.ACK, request.payload({}), IFINFOMSG)
    theirs = sent_by_ip(netns, f"link set v0 vf 3 {words}", IFINFOMSG, refused=True)  # a veth has none
    assert (ours.type, ours.flags, ours.header) == (theirs.type, theirs.flags, theirs.header)
    assert ours.attributes.keys() == theirs.attributes.keys()
    mine, other = (attributes(attributes(one.attributes[VFINFO_LIST])[VF_INFO]) for one in (ours, theirs))
    assert mine.keys() == other.keys()
    for number, data in mine.items():
        # of a struct with room for a longer address, ip leaves what it likes behind the address
        assert same(data[:10], other[number][:10]) if number == 1 else same(data, other[number])


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("changes", {}), ("address", {"address": ""}), ("address", {"address": "00:" * 32 + "00"}),
    ("vlan", {"vlan": 4096}),
    ("vlan_qos", {"vlan": 1, "vlan_qos": 8}), ("vlan_qos", {"vlan_qos": 1}), ("vlan_protocol", {"vlan_protocol": "x"}),
    ("vlan_protocol", {"vlan": 1, "vlan_protocol": "x"}), ("min_tx_rate", {"min_tx_rate": 1}),
    ("min_tx_rate", {"min_tx_rate": 5, "max_tx_rate": 4}), ("max_tx_rate", {"max_tx_rate": -1}),
    ("spoof_check", {"spoof_check": 1}), ("trust", {"trust": "on"}), ("rss_query", {"rss_query": 0}),
    ("link_state", {"link_state": "up"}), ("node_guid", {"node_guid": "00:11"}), ("port_guid", {"port_guid": -1}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "changes"), WRONG, ids=str)
async def test_what_is_wrong(field: str, changes: Any, conn: Connection) -> None:
    sent = Sent(conn)
    for to in (conn, conn.batch()):
        with pytest.raises(InvalidInput) as caught:
            await to.set_virtual_function("lo", 0, **changes)
        assert caught.value.field == field
    with pytest.raises(InvalidInput, match="vf"):
        await conn.set_virtual_function("lo", -1, trust=True)
    with pytest.raises(TypeError, match="mac"):
        await conn.set_virtual_function("lo", 0, mac=MAC)  # type: ignore[call-arg]
    assert sent.requests == []


async def test_a_link_without(conn: Connection) -> None:
    assert await conn.get_virtual_functions("lo") == ()
    with pytest.raises(NetlinkError):
        await conn.set_virtual_function("lo", 0, trust=True)
    with pytest.raises(LinkNotFound):
        await conn.set_virtual_function("nothing", 0, trust=True)
    with pytest.raises(LinkNotFound):
        await conn.get_virtual_functions("nothing")


def packed(number: int, payload: bytes) -> bytes:
    return struct.pack("=HH", 4 + len(payload), number) + payload + bytes(-len(payload) % 4)


def told(vf: int) -> bytes:
    """What the kernel tells of a function: each attribute, laid out by linux/if_link.h."""
    return packed(
        VF_INFO,
        packed(1, struct.pack("=I32s", vf, bytes.fromhex(MAC.replace(":", ""))))
        + packed(13, b"\xff" * 32)
        + packed(2, struct.pack("=III", vf, 100, 3))
        + packed(6, struct.pack("=III", vf, 50, 100))
        + packed(3, struct.pack("=II", vf, 100))
        + packed(4, struct.pack("=II", vf, 1))
        + packed(5, struct.pack("=II", vf, 1))
        + packed(7, struct.pack("=II", vf, 0xFFFFFFFF))
        + packed(9, struct.pack("=II", vf, 0))
        + packed(12, packed(1, struct.pack("=III", vf, 7, 2) + struct.pack(">H", 0x88A8) + bytes(2)))
        + packed(8, b"".join(packed(number, struct.pack("=Q", number + 1)) for number in (0, 1, 2, 3, 4, 5, 7, 8))),
    )


def test_what_is_told_of_functions() -> None:
    """No driver of the test kernels has any, so the kernel's message is laid out by hand."""
    functions = packed(VFINFO_LIST, told(0) + told(1))
    devlink = packed(62, packed(1, b"pci\0") + packed(2, b"0000:01:00.0\0") + packed(3, struct.pack("=I", 65535)))
    link: LinkMessage[Any] = LinkMessage.from_bytes(bytes(IFINFOMSG) + packed(21, b"\2\0\0\0") + functions + devlink)
    assert unknown_attributes(link.validate()) == []
    assert link.num_virtual_functions == 2
    assert link.virtual_functions is not None
    first, one = link.virtual_functions.entries
    assert (first.number, one.number) == (0, 1)
    assert one.address is not None
    assert one.address.address[:6].hex(":") == MAC
    assert one.broadcast == b"\xff" * 32
    assert one.vlan == FunctionVlan(vf=1, vlan=100, qos=3)
    assert one.rate == FunctionRate(vf=1, min_tx_rate=50, max_tx_rate=100)
    assert one.tx_rate is not None
    assert one.tx_rate.rate == 100
    assert [it.setting for it in (one.spoof_check, one.trust, one.rss_query) if it] == [1, 0, 0xFFFFFFFF]
    assert one.link_state is not None
    assert one.link_state.state == IFLA_VF_LINK_STATE.ENABLE
    assert one.vlans is not None
    assert (one.vlans.entries[0].vlan, one.vlans.entries[0].qos, one.vlans.entries[0].protocol) == (7, 2, 0x88A8)
    assert one.statistics is not None
    assert (one.statistics.rx_packets, one.statistics.tx_packets, one.statistics.tx_dropped) == (1, 2, 9)
    assert link.devlink_port is not None
    assert (link.devlink_port.bus, link.devlink_port.device, link.devlink_port.index) == ("pci", "0000:01:00.0", 65535)
