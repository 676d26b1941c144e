"""Every class of event arises from what `ip` does in a namespace."""

from __future__ import annotations

import socket
import struct
from ipaddress import ip_address, ip_interface, ip_network

import pytest

from nlink import (
    DelAddress,
    DelBridgePort,
    DelBridgeVlan,
    DelLink,
    DelMdbEntry,
    DelNeighbor,
    DelNetconf,
    DelNexthop,
    DelRoute,
    DelRule,
    DelVni,
    Event,
    EventStream,
    NewAddress,
    NewBridgePort,
    NewBridgeVlan,
    NewLink,
    NewMdbEntry,
    NewNeighbor,
    NewNetconf,
    NewNexthop,
    NewNexthopBucket,
    NewPrefix,
    NewRoute,
    NewRule,
    NewVni,
    Notification,
)
from nlink.netlink.uapi.socket import AF
from tests.events.hearing import heard, take
from tests.needs import requires
from tests.netns import Netns, inside
from tests.unknown import unknown_attributes


def message_of(event: Event) -> object:
    assert isinstance(event, Notification)
    return getattr(event, type(event).__match_args__[0])


async def test_links(stream: EventStream, veth: Netns) -> None:
    veth.run("ip", "link", "add", "w0", "type", "veth", "peer", "name", "w1")
    veth.run("ip", "link", "set", "w0", "mtu", "1400")
    veth.run("ip", "link", "del", "w0")
    events = await heard(stream, veth)
    assert {event.link.name for event in events if isinstance(event, NewLink)} == {"w0", "w1"}
    assert [event.link.mtu for event in events if isinstance(event, NewLink) and event.link.name == "w0"][-1] == 1400
    assert [event.link.name for event in events if isinstance(event, DelLink)] in (["w0", "w1"], ["w1", "w0"])
    assert {event.link.kind for event in events if isinstance(event, NewLink)} == {"veth"}


async def test_a_link_that_moves_to_another_namespace_is_gone(stream: EventStream, veth: Netns) -> None:
    with Netns() as other:
        veth.run("ip", "link", "set", "v1", "netns", other.path)
        gone = [event.link.name for event in await heard(stream, veth) if isinstance(event, DelLink)]
    assert gone == ["v1"]


async def test_addresses(stream: EventStream, veth: Netns) -> None:
    veth.run("ip", "address", "add", "192.0.2.1/24", "dev", "v0")
    veth.run("ip", "address", "del", "192.0.2.1/24", "dev", "v0")
    events = [event for event in await heard(stream, veth) if isinstance(event, (NewAddress, DelAddress))]
    assert [type(event) for event in events] == [NewAddress, DelAddress]
    assert {event.address.interface for event in events} == {ip_interface("192.0.2.1/24")}


async def test_addresses_of_ipv6(stream: EventStream, netns: Netns) -> None:
    netns.run("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/lo/disable_ipv6")
    netns.run("ip", "address", "add", "2001:db8::1/64", "dev", "lo")
    netns.run("ip", "address", "del", "2001:db8::1/64", "dev", "lo")
    events = [event for event in await heard(stream, netns) if isinstance(event, (NewAddress, DelAddress))]
    added = [event.address.interface for event in events if isinstance(event, NewAddress)]
    assert ip_interface("2001:db8::1/64") in added
    assert [event.address.interface for event in events if isinstance(event, DelAddress)][-1] == ip_interface(
        "2001:db8::1/64"
    )


@pytest.mark.parametrize("prefix", ["192.0.2.0/24", "2001:db8::/64"])
async def test_routes(stream: EventStream, netns: Netns, prefix: str) -> None:
    netns.run("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/lo/disable_ipv6")
    netns.run("ip", "route", "add", prefix, "dev", "lo", "metric", "5")
    netns.run("ip", "route", "del", prefix)
    events = [event for event in await heard(stream, netns) if isinstance(event, (NewRoute, DelRoute))]
    events = [event for event in events if event.route.dst == ip_network(prefix)]
    assert [type(event) for event in events] == [NewRoute, DelRoute]
    assert [event.route.priority for event in events] == [5, 5]
    assert [(event.replaced, event.appended) for event in events] == [(False, False)] * 2


async def test_a_route_that_replaces_or_is_appended_says_so(stream: EventStream, veth: Netns) -> None:
    veth.run("ip", "address", "add", "192.0.2.1/24", "dev", "v0")
    await heard(stream, veth)
    for verb, hop in (("add", 2), ("append", 3), ("replace", 4)):
        veth.run("ip", "route", verb, "198.51.100.0/24", "via", f"192.0.2.{hop}")
    events = await heard(stream, veth)
    told = [(str(e.route.gateway), e.replaced, e.appended) for e in events if isinstance(e, NewRoute)]
    assert told == [("192.0.2.2", False, False), ("192.0.2.3", False, True), ("192.0.2.4", True, False)]
    assert len(told) == len(events)


async def test_neighbors(stream: EventStream, veth: Netns) -> None:
    veth.run("ip", "neighbor", "add", "192.0.2.9", "lladdr", "02:00:00:00:00:09", "dev", "v0")
    veth.run("ip", "neighbor", "del", "192.0.2.9", "dev", "v0")
    events = [event for event in await heard(stream, veth) if isinstance(event, (NewNeighbor, DelNeighbor))]
    assert isinstance(events[0], NewNeighbor)
    assert events[0].neighbor.lladdr == "02:00:00:00:00:09"
    assert isinstance(events[-1], DelNeighbor)
    assert {event.neighbor.dst for event in events} == {ip_address("192.0.2.9")}


@requires("link:bridge", "command:bridge")
async def test_forwarding_entries_are_neighbors_of_family_bridge(stream: EventStream, veth: Netns) -> None:
    veth.run("ip", "link", "add", "br0", "type", "bridge")
    veth.run("ip", "link", "set", "v0", "master", "br0")
    await heard(stream, veth)
    veth.run("bridge", "fdb", "add", "02:00:00:00:00:77", "dev", "v0", "master", "static")
    veth.run("bridge", "fdb", "del", "02:00:00:00:00:77", "dev", "v0", "master")
    events = [event for event in await heard(stream, veth) if isinstance(event, (NewNeighbor, DelNeighbor))]
    # A kernel that can filter by VLAN keeps a second entry, in the bridge's own VLAN 1.
    assert [type(event) for event in events if event.neighbor.vlan is None] == [NewNeighbor, DelNeighbor]
    assert {(event.neighbor.family, event.neighbor.lladdr) for event in events} == {(AF.BRIDGE, "02:00:00:00:00:77")}


async def test_rules(stream: EventStream, veth: Netns) -> None:
    veth.run("ip", "rule", "add", "from", "192.0.2.0/24", "table", "100", "priority", "1000")
    veth.run("ip", "rule", "del", "priority", "1000")
    veth.run("ip", "-6", "rule", "add", "from", "2001:db8::/32", "table", "100", "priority", "1001")
    events = await heard(stream, veth)
    assert [type(event) for event in events] == [NewRule, DelRule, NewRule]
    assert [event.rule.priority for event in events if isinstance(event, (NewRule, DelRule))] == [1000, 1000, 1001]


async def test_nexthops(stream: EventStream, veth: Netns) -> None:
    veth.run("ip", "address", "add", "192.0.2.1/24", "dev", "v0")
    veth.run("ip", "nexthop", "add", "id", "7", "via", "192.0.2.2", "dev", "v0")
    await heard(stream, veth)
    veth.run("ip", "nexthop", "add", "id", "8", "via", "192.0.2.3", "dev", "v0")
    veth.run("ip", "nexthop", "replace", "id", "8", "via", "192.0.2.4", "dev", "v0")
    veth.run("ip", "nexthop", "add", "id", "9", "group", "7/8")
    veth.run("ip", "nexthop", "del", "id", "8")
    events = await heard(stream, veth)
    told = [(type(e), e.nexthop.id, e.replaced) for e in events if isinstance(e, (NewNexthop, DelNexthop))]
    assert told[:3] == [(NewNexthop, 8, False), (NewNexthop, 8, True), (NewNexthop, 9, False)]
    assert (DelNexthop, 8, False) in told
    for event in events:
        assert unknown_attributes(message_of(event)) == []


async def test_a_bucket_that_moves_when_it_was_idle(stream: EventStream, veth: Netns) -> None:
    veth.run("ip", "address", "add", "192.0.2.1/24", "dev", "v0")
    for number in ("7", "8"):
        veth.run("ip", "nexthop", "add", "id", number, "dev", "v0")
    resilient = ("type", "resilient", "buckets", "4", "idle_timer", "1")
    veth.run("ip", "nexthop", "add", "id", "9", "group", "7/8", *resilient)
    veth.run("ip", "route", "add", "198.51.100.0/24", "nhid", "9")
    # A bucket that was never used moves at once, and of that the kernel says nothing.
    veth.run("bash", "-c", "for n in $(seq 32); do echo > /dev/udp/198.51.100.$n/9; done")
    veth.run("ip", "nexthop", "replace", "id", "9", "group", "7,3/8", *resilient)
    while not isinstance(event := (await take(stream))[0], NewNexthopBucket):
        pass
    assert event.bucket.id == 9
    assert event.bucket.bucket is not None
    assert event.bucket.bucket.nh_id == 7
    assert unknown_attributes(event.bucket) == []


@requires("link:bridge", "command:bridge")
async def test_entries_of_a_multicast_database(stream: EventStream, veth: Netns) -> None:
    veth.run("ip", "link", "add", "br0", "type", "bridge")
    veth.run("ip", "link", "set", "v0", "master", "br0")
    veth.run("ip", "link", "set", "br0", "up")
    await heard(stream, veth)
    for verb in ("add", "del"):
        veth.run("bridge", "mdb", verb, "dev", "br0", "port", "v0", "grp", "239.1.1.1", "permanent")
    events = [event for event in await heard(stream, veth) if isinstance(event, (NewMdbEntry, DelMdbEntry))]
    told = [(type(event), str(entry.group)) for event in events for entry in event.mdb.entries]
    assert [one for one in told if one[1] == "239.1.1.1"] == [(NewMdbEntry, "239.1.1.1"), (DelMdbEntry, "239.1.1.1")]
    for event in events:
        assert unknown_attributes(event.mdb) == []


async def test_what_devices_do_with_packets(stream: EventStream, veth: Netns) -> None:
    index = veth.json("ip", "-j", "link", "show", "v0")[0]["ifindex"]
    veth.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/conf/v0/forwarding")
    (changed,) = [event for event in await heard(stream, veth) if isinstance(event, NewNetconf)]
    assert (changed.netconf.ifindex, changed.netconf.forwarding, changed.netconf.rp_filter) == (index, True, None)
    veth.run("ip", "link", "del", "v0")
    gone = [event.netconf for event in await heard(stream, veth) if isinstance(event, DelNetconf)]
    assert {(AF.INET, index), (AF.INET6, index)} <= {(one.family, one.ifindex) for one in gone}
    assert [unknown_attributes(one) for one in gone] == [[]] * len(gone)


@requires("link:vxlan", "command:bridge")
async def test_vnis(stream: EventStream, veth: Netns) -> None:
    options = ("external", "vnifilter", "dstport", "4789", "local", "192.0.2.1")
    veth.run("ip", "link", "add", "vx0", "up", "type", "vxlan", *options)
    await heard(stream, veth)
    for verb in ("add", "delete"):
        veth.run("bridge", "vni", verb, "vni", "7", "dev", "vx0")
    events = [event for event in await heard(stream, veth) if isinstance(event, (NewVni, DelVni))]
    assert [(type(event), [one.vni for one in event.vnis.entries]) for event in events] == [
        (NewVni, [7]),
        (DelVni, [7]),
    ]
    assert [unknown_attributes(event.vnis) for event in events] == [[], []]


async def test_a_prefix_that_a_router_tells_of(stream: EventStream, veth: Netns) -> None:
    for name in ("v0", "v1"):
        veth.run("sh", "-c", f"echo 0 > /proc/sys/net/ipv6/conf/{name}/disable_ipv6")
        veth.run("sh", "-c", f"echo 0 > /proc/sys/net/ipv6/conf/{name}/accept_dad")
    veth.run("ip", "address", "replace", "fe80::1/64", "dev", "v1", "nodad")

    def advertise() -> None:
        option = struct.pack("!BBBBIII16s", 3, 4, 64, 0xC0, 3600, 1800, 0, ip_address("2001:db8::").packed)
        with socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6) as router:
            router.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
            router.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_LOOP, 0)
            router.bind(("fe80::1", 0, 0, socket.if_nametoindex("v1")))
            message = struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0) + option
            router.sendto(message, ("ff02::1", 0, 0, socket.if_nametoindex("v1")))

    inside(veth.fd, advertise)
    while not isinstance(event := (await take(stream))[0], NewPrefix):
        pass
    index = veth.json("ip", "-j", "link", "show", "v0")[0]["ifindex"]
    assert str(event.prefix) == f"prefix 2001:db8::/64 dev {index} onlink autoconf valid 3600 preferred 1800"
    assert unknown_attributes(event.prefix) == []


@requires("bridge:vlan", "command:bridge")
async def test_vlans_of_a_port(stream: EventStream, veth: Netns) -> None:
    veth.run("ip", "link", "add", "br0", "type", "bridge")
    veth.run("ip", "link", "set", "v0", "master", "br0")
    await heard(stream, veth)
    veth.run("bridge", "vlan", "add", "dev", "v0", "vid", "5-9")
    veth.run("bridge", "vlan", "del", "dev", "v0", "vid", "7")
    events = [event for event in await heard(stream, veth) if isinstance(event, (NewBridgeVlan, DelBridgeVlan))]
    assert [(type(event), sorted(event.vlans.vids)) for event in events] == [
        (NewBridgeVlan, [5, 6, 7, 8, 9]), (DelBridgeVlan, [7]),
    ]  # fmt: skip
    for event in events:
        assert unknown_attributes(event.vlans) == []


@requires("link:bridge")
async def test_a_link_that_leaves_its_bridge_is_a_port_no_more_and_a_link_still(
    stream: EventStream, veth: Netns
) -> None:
    veth.run("ip", "link", "add", "br0", "type", "bridge")
    veth.run("ip", "link", "set", "v0", "master", "br0")
    joined = await heard(stream, veth)
    assert "v0" in [event.link.name for event in joined if isinstance(event, NewBridgePort)]
    veth.run("ip", "link", "set", "v0", "nomaster")
    left = await heard(stream, veth)
    assert [event.link.name for event in left if isinstance(event, DelBridgePort)] == ["v0"]
    assert not [event for event in left if isinstance(event, DelLink)]
    assert [event.link.master for event in left if isinstance(event, NewLink) and event.link.name == "v0"][-1] is None
    # The same message type with family AF_BRIDGE never takes the place of the link's own.
    assert AF.BRIDGE not in [event.link.family for event in joined + left if isinstance(event, (NewLink, DelLink))]
    veth.run("ip", "link", "set", "v0", "master", "br0")
    veth.run("ip", "link", "del", "v0")
    gone = [
        type(e) for e in await heard(stream, veth) if isinstance(e, (DelBridgePort, DelLink)) and e.link.name == "v0"
    ]
    assert gone == [DelBridgePort, DelLink]


async def test_what_is_told_is_wholly_known_and_knows_its_namespace(stream: EventStream, netns: Netns) -> None:
    netns.run("sh", "-c", "for each in all default; do echo 0 > /proc/sys/net/ipv6/conf/$each/disable_ipv6; done")
    netns.run("ip", "link", "add", "w0", "up", "type", "veth", "peer", "name", "w1")
    netns.run("ip", "link", "set", "w1", "up")
    netns.run("ip", "address", "add", "192.0.2.1/24", "dev", "w0")
    netns.run("ip", "-6", "address", "add", "2001:db8::1/64", "dev", "w0", "nodad")
    netns.run("ip", "route", "add", "198.51.100.0/24", "nexthop", "via", "192.0.2.2", "nexthop", "via", "192.0.2.3")
    netns.run("ip", "route", "add", "2001:db8:1::/48", "via", "2001:db8::2", "mtu", "1400")
    netns.run("ip", "neighbor", "add", "192.0.2.9", "lladdr", "02:00:00:00:00:09", "dev", "w0")
    netns.run("ip", "rule", "add", "from", "192.0.2.0/24", "table", "100")
    netns.run("ip", "link", "del", "w0")
    events = await heard(stream, netns)
    assert len(events) > 20
    for event in events:
        message = message_of(event)
        assert unknown_attributes(message) == []
        assert getattr(message, "namespace", netns.inode) == netns.inode
