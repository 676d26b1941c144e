"""A namespace with a link of every kind that this kernel has, set up by `ip`."""

from __future__ import annotations

import pytest

from tests.needs import lacking
from tests.netns import Netns

KINDS = {
    "bridge": ["link add br0 type bridge ageing_time 3000 stp_state 1 mcast_querier 1", "link set br0 up"],
    "veth": [
        "link add v0 mtu 1400 address 02:00:00:00:00:0a numtxqueues 3 type veth peer name v1",
        "link set v0 alias uplink-to-the-lab group 7 txqueuelen 77",
        "link property add dev v0 altname an-alternative-name-that-is-long altname another",
        "link set v0 master br0",
        "link set v0 up",
        "link set v1 up",
        "link set v1 promisc on",
    ],
    "dummy": ["link add dummy0 type dummy"],
    "ifb": ["link add ifb0 type ifb", "link set ifb0 up"],
    "vxlan": [
        "link add vx4 type vxlan id 42 local 10.0.0.1 remote 10.0.0.2 dstport 4789 ttl 5 tos 4 ageing 100 gbp",
        "link add vx6 type vxlan id 43 local fd00::1 group ff02::5 dev v0 flowlabel 5 ttl inherit nolearning",
        "link add vxe type vxlan external dstport 4790",
    ],
    "macvlan": ["link add mv0 link v1 type macvlan mode bridge"],
    "macvtap": ["link add mt0 link v1 type macvtap mode vepa"],
    "vlan": ["link add vl0 link v1 type vlan id 100 gvrp on egress-qos-map 1:2"],
    "bond": ["link add bond0 type bond mode active-backup miimon 100", "link set dummy0 master bond0"],
}


@pytest.fixture
def every_kind(netns: Netns) -> Netns:
    for kind, commands in KINDS.items():
        if lacking(f"link:{kind}") is None:
            for command in commands:
                netns.run("ip", *command.split())
    if lacking("link:tun") is None:
        netns.run("ip", "tuntap", "add", "mode", "tap", "name", "tap0", "multi_queue")
    return netns
