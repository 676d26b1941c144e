"""Neighbours and forwarding entries as this kernel reports them, against `ip -j neigh` and `bridge -j fdb`."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from nlink.netlink.route.neighbors.message import ForwardingExtension, NeighborMessage
from nlink.netlink.uapi.neighbour import FDB_NOTIFY, NTF, NTF_EXT, NUD
from nlink.netlink.uapi.rtnetlink import RTPROT
from nlink.netlink.uapi.socket import AF
from tests.needs import requires
from tests.netns import Netns
from tests.route.dumping import change, dump

NEIGHBORS = (
    "192.0.2.10 lladdr 02:00:00:00:00:10 dev v0",
    "192.0.2.11 lladdr 02:00:00:00:00:11 dev v0 nud stale protocol static",
    "192.0.2.12 lladdr 02:00:00:00:00:12 dev v0 extern_learn",
    "192.0.2.13 lladdr 02:00:00:00:00:13 dev v0 nud noarp",
    "2001:db8::10 lladdr 02:00:00:00:00:20 dev v0 router nud stale",
    "2001:db8::11 lladdr 02:00:00:00:00:21 dev v0",
)


@requires("link:veth", "command:ip")
def test_every_sort_of_neighbor_is_what_ip_shows(netns: Netns) -> None:
    devices(netns)
    for neighbor in NEIGHBORS:
        netns.run("ip", "neigh", "add", *neighbor.split())
    found = [one for one in dump(netns, NeighborMessage()) if one.dst and not one.dst.is_multicast]
    everything = netns.json("ip", "-j", "-s", "neigh", "show", "nud", "all")
    shown = [one for one in everything if not ip_address(one["dst"]).is_multicast]
    assert len(shown) == len(NEIGHBORS)
    for info in shown:
        [message] = [one for one in found if str(one.dst) == info["dst"] and not one.is_proxy]
        assert as_ip_shows(message) == {name: value for name, value in info.items() if name not in AGES}
        assert message.cacheinfo is not None
        assert abs(message.cacheinfo.used // 100 - info["used"]) < 30
        assert message.cacheinfo.refcnt == info.get("refcnt", 0)
        assert message.probes == info["probes"]
    by_address = {str(one.dst): one for one in found}
    assert by_address["192.0.2.10"].is_permanent
    assert by_address["192.0.2.11"].is_reachable
    assert by_address["2001:db8::10"].is_router


AGES = ("used", "confirmed", "updated", "refcnt", "probes")


def as_ip_shows(message: NeighborMessage) -> dict[str, Any]:
    made: dict[str, Any] = {
        "dst": str(message.dst),
        "dev": "v0",
        "state": [one.name for one in NUD if one in message.state and one],
    }
    if message.lladdr is not None:
        made["lladdr"] = message.lladdr
    for flag, name in ((NTF.PROXY, "proxy"), (NTF.ROUTER, "router"), (NTF.EXT_LEARNED, "extern_learn")):
        if flag in message.flags:
            made[name] = None
    if message.protocol:
        made["protocol"] = RTPROT(message.protocol).name.lower()
    return made


@requires("link:veth")
def test_a_proxied_address_is_told_apart(netns: Netns) -> None:
    devices(netns)
    for address in ("192.0.2.20", "2001:db8::20"):
        netns.run("ip", "neigh", "add", "proxy", address, "dev", "v0")
    found = [one for family in (2, 10) for one in dump(netns, NeighborMessage(family=family, flags=NTF.PROXY))]
    assert sorted(str(one.dst) for one in found) == ["192.0.2.20", "2001:db8::20"]
    assert all(one.is_proxy and one.ifindex == index_of(netns, "v0") for one in found)


@requires("link:veth")
def test_a_neighbor_as_given_is_what_is_read(netns: Netns) -> None:
    devices(netns)
    index = index_of(netns, "v0")
    given = NeighborMessage(
        family=AF.INET, ifindex=index, state=NUD.NONE, dst=ip_address("192.0.2.30"), flags_ext=NTF_EXT.MANAGED,
        protocol=RTPROT.ZEBRA,
    )  # fmt: skip
    change(netns, given)
    [read] = [one for one in dump(netns, NeighborMessage(family=AF.INET)) if one.dst == given.dst]
    assert read.flags_ext == NTF_EXT.MANAGED
    assert read.protocol == RTPROT.ZEBRA
    assert read.state in (NUD.INCOMPLETE, NUD.FAILED, NUD.PROBE, NUD.NONE)
    change(netns, NeighborMessage(family=AF.INET, ifindex=index, dst=given.dst), "delete")


@requires("link:vxlan")
def test_forwarding_entries_of_a_vxlan(netns: Netns) -> None:
    netns.run("ip", "link", "add", "vx0", "type", "vxlan", "dstport", "4789", "external")
    index = index_of(netns, "vx0")
    given = NeighborMessage(
        family=AF.BRIDGE, ifindex=index, state=NUD.PERMANENT, flags=NTF.SELF, lladdr="02:00:00:00:00:01",
        dst=ip_address("192.0.2.1"), port=9999, vni=7, src_vni=5, remote_ifindex=1,
    )  # fmt: skip
    change(netns, given)
    found = [one for one in dump(netns, NeighborMessage(family=AF.BRIDGE)) if one.lladdr == given.lladdr]
    assert len(found) == 1
    for name in ("family", "ifindex", "state", "flags", "lladdr", "dst", "port", "vni", "src_vni", "remote_ifindex"):
        assert getattr(found[0], name) == getattr(given, name), name
    shown = [one for one in netns.json("bridge", "-j", "fdb") if one["mac"] == given.lladdr]
    assert [(one["dst"], one["port"], one["vni"], one["src_vni"], one["viaIf"]) for one in shown] == [
        ("192.0.2.1", 9999, 7, 5, "lo")
    ]


@requires("link:bridge", "link:veth")
def test_forwarding_entries_of_a_bridge(netns: Netns) -> None:
    devices(netns)
    netns.run("ip", "link", "add", "br0", "type", "bridge")
    netns.run("ip", "link", "set", "v0", "master", "br0", "up")
    v0, br0 = index_of(netns, "v0"), index_of(netns, "br0")
    given = NeighborMessage(
        family=AF.BRIDGE, ifindex=v0, state=NUD.NOARP, flags=NTF.MASTER | NTF.STICKY, lladdr="02:00:00:00:00:01",
        fdb_extension=ForwardingExtension(activity_notify=FDB_NOTIFY.BIT | FDB_NOTIFY.INACTIVE_BIT),
    )  # fmt: skip
    change(netns, given)
    entries = [one for one in dump(netns, NeighborMessage(family=AF.BRIDGE)) if one.lladdr == given.lladdr]
    # A kernel that can filter by VLAN keeps a second entry, in the bridge's own VLAN 1.
    [read] = [one for one in entries if one.vlan is None]
    assert (read.master, read.ifindex) == (br0, v0)
    assert NTF.STICKY in read.flags
    assert read.fdb_extension is not None
    assert read.fdb_extension.activity_notify == FDB_NOTIFY.BIT | FDB_NOTIFY.INACTIVE_BIT


def test_as_text_it_is_one_line() -> None:
    neighbor = NeighborMessage(
        family=2,
        ifindex=2,
        state=NUD.REACHABLE,
        dst=ip_address("192.0.2.1"),
        lladdr="02:00:00:00:00:01",
        flags=NTF.ROUTER,
    )
    assert str(neighbor) == "192.0.2.1 dev 2 lladdr 02:00:00:00:00:01 router reachable"
    entry = NeighborMessage(
        ifindex=3, lladdr="02:00:00:00:00:01", vlan=5, master=4, state=NUD.PERMANENT, protocol=RTPROT.BGP
    )
    assert str(entry) == "dev 3 lladdr 02:00:00:00:00:01 vlan 5 master 4 permanent proto bgp"


def devices(netns: Netns) -> None:
    netns.run("ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1")
    netns.run("ip", "link", "set", "v0", "up")


def index_of(netns: Netns, name: str) -> int:
    return int(netns.json("ip", "-j", "link", "show", "dev", name)[0]["ifindex"])
