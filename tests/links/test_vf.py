"""Virtual functions: the requests are `ip`'s, and netdevsim, which has some, does what they say."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from nlink import Connection, InvalidInput, LinkNotFound, NetlinkError
from nlink.link import Veth
from nlink.netlink.route.links.function_operations import VirtualFunctionChanges
from nlink.netlink.uapi.if_link import IFLA_VF_LINK_STATE
from nlink.netlink.uapi.netlink import NLM_F
from tests.connection.recorded import Recorded, attributes, same, sent_by_ip
from tests.connection.sending import Sent
from tests.needs import requires
from tests.netns import Netns, inside
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


BUS = Path("/sys/bus/netdevsim")
NUMBER = 77


@pytest.fixture
def simulated(netns: Netns) -> Iterator[str]:
    """The name of a device with three virtual functions."""
    inside(netns.fd, lambda: (BUS / "new_device").write_text(f"{NUMBER} 1"))
    try:
        device = BUS / "devices" / f"netdevsim{NUMBER}"
        (device / "sriov_numvfs").write_text("3")
        (name,) = {one["ifname"] for one in netns.json("ip", "-j", "link")} - {"lo"}
        yield name
    finally:
        (BUS / "del_device").write_text(f"{NUMBER}")


@requires("link:netdevsim", "root")
async def test_a_device_does_what_it_is_told(conn: Connection, netns: Netns, simulated: str) -> None:
    assert len(await conn.get_virtual_functions(simulated)) == 3
    await conn.set_virtual_function(
        simulated, 1, address=MAC, vlan=100, vlan_qos=3, max_tx_rate=100, min_tx_rate=50, spoof_check=True, trust=True,
        rss_query=True, link_state="enable",
    )  # fmt: skip
    functions = await conn.get_virtual_functions(simulated)
    one = functions[1]
    assert unknown_attributes(one) == []
    assert one.number == 1
    assert one.address is not None
    assert one.address.address[:6].hex(":") == MAC
    assert one.vlan is not None
    assert (one.vlan.vlan, one.vlan.qos) == (100, 3)
    assert one.rate is not None
    assert (one.rate.min_tx_rate, one.rate.max_tx_rate) == (50, 100)
    assert [setting.setting for setting in (one.spoof_check, one.trust, one.rss_query) if setting] == [1, 1, 1]
    assert one.link_state is not None
    assert one.link_state.state == IFLA_VF_LINK_STATE.ENABLE
    shown = netns.json("ip", "-d", "-j", "link", "show", simulated)[0]["vfinfo_list"][1]
    assert (shown["vf"], shown["trust"], shown["spoofchk"], shown["link_state"]) == (1, True, True, "enable")
    assert shown["vlan_list"][0]["vlan"] == 100
    await conn.set_virtual_function(simulated, 1, max_tx_rate=200)
    async with conn.batch() as batch:
        batch.set_virtual_function(simulated, 2, vlan=7, vlan_protocol="802.1ad")
        batch.set_virtual_function(simulated, 1, trust=False, spoof_check=False)
        absent = batch.set_virtual_function(simulated, 3, trust=False)
    assert absent.error is not None
    _, one, two = await conn.get_virtual_functions(simulated)
    assert one.rate is not None
    assert (one.rate.min_tx_rate, one.rate.max_tx_rate) == (50, 200)
    assert one.trust is not None
    assert one.trust.setting == 0
    assert two.vlans is not None
    assert (two.vlans.entries[0].vlan, two.vlans.entries[0].protocol) == (7, 0x88A8)


@requires("link:netdevsim", "root")
async def test_what_a_device_tells_of_itself(conn: Connection, simulated: str) -> None:
    link = await conn.get_link(simulated)
    assert link.validate() is link
    assert unknown_attributes(link) == []
    assert (link.parent_bus, link.parent_device) == ("netdevsim", f"netdevsim{NUMBER}")
    assert link.devlink_port is not None
    assert (link.devlink_port.bus, link.devlink_port.device, link.devlink_port.index) == (
        "netdevsim", f"netdevsim{NUMBER}", 0,
    )  # fmt: skip
    statistics = await conn.get_link_statistics(simulated)
    assert unknown_attributes(statistics.validate()) == []
