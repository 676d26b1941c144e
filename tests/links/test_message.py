"""Links as this kernel reports them, against what `ip -d -j link show` makes of the same ones."""

from __future__ import annotations

import os
import subprocess
import sys
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlink.errors import InvalidInput
from nlink.link import Bridge, BridgePort, Ifb
from nlink.netlink.route.links.bridge_family import BridgeFamily
from nlink.netlink.route.links.inet import InetSettings
from nlink.netlink.route.links.inet6 import Icmp6Statistics, Inet6Settings, Inet6Statistics
from nlink.netlink.route.links.message import LinkInfo, LinkMessage
from nlink.netlink.route.links.registry import options_class, port_options_class
from nlink.netlink.schema.nesting import Raw
from nlink.netlink.uapi.if_ import IF_LINK_MODE, IF_OPER, IFF
from nlink.netlink.uapi.if_arp import ARPHRD
from nlink.netlink.uapi.if_link import IFLA, IN6_ADDR_GEN_MODE
from nlink.netlink.uapi.ip import IPV4_DEVCONF
from nlink.netlink.uapi.ipv6 import DEVCONF
from nlink.netlink.uapi.rtnetlink import RTEXT_FILTER
from nlink.netlink.uapi.snmp import ICMP6_MIB, IPSTATS_MIB
from nlink.netlink.uapi.socket import AF
from tests.links.kernel import add_link, get_link, get_links
from tests.needs import requires
from tests.netns import Netns
from tests.unknown import unknown_attributes

EVERYTHING = RTEXT_FILTER.VF | RTEXT_FILTER.BRVLAN | RTEXT_FILTER.MRP | RTEXT_FILTER.CFM_CONFIG | RTEXT_FILTER.MST


def test_a_dump_of_every_kind_holds_nothing_unknown(every_kind: Netns) -> None:
    links = get_links(every_kind, LinkMessage(ext_mask=RTEXT_FILTER.VF))
    assert len(links) > 5
    assert [unknown for link in links.values() for unknown in unknown_attributes(link)] == []


def test_a_dump_of_the_bridge_family_holds_nothing_unknown(every_kind: Netns) -> None:
    links = get_links(every_kind, LinkMessage(family=AF.BRIDGE, ext_mask=EVERYTHING))
    assert set(links) == {"br0", "v0"}
    assert [unknown for link in links.values() for unknown in unknown_attributes(link)] == []
    assert isinstance(links["v0"].protinfo, BridgePort)
    assert links["v0"].protinfo.learning is True


@requires("command:ip")
def test_every_field_is_what_ip_shows(every_kind: Netns) -> None:
    links, shown = _at_one_moment(every_kind)
    assert set(links) == set(shown)
    indexes = {name: link.ifindex for name, link in links.items()}
    for name, link in links.items():
        assert _as_ip_shows(link, indexes) == {key: shown[name].get(key) for key in _as_ip_shows(link, indexes)}, name


def _at_one_moment(netns: Netns) -> tuple[dict[str, LinkMessage[Any]], dict[str, Any]]:
    """The links, and what ip makes of them, when no packet was counted in between: the kernel sends some by itself."""
    while True:
        before = get_links(netns)
        shown = {link["ifname"]: link for link in netns.json("ip", "-d", "-s", "-j", "link", "show")}
        after = get_links(netns)
        if [link.statistics for link in before.values()] == [link.statistics for link in after.values()]:
            return after, shown


def _as_ip_shows(link: LinkMessage[Any], indexes: dict[str, int]) -> dict[str, Any]:
    names = {index: name for name, index in indexes.items()}
    assert link.statistics is not None
    assert link.inet6 is not None
    operstate, link_mode, generation = link.operstate, link.link_mode, link.inet6.addr_gen_mode
    assert isinstance(operstate, IF_OPER)
    assert isinstance(link_mode, IF_LINK_MODE)
    assert isinstance(generation, IN6_ADDR_GEN_MODE)
    return {
        "ifindex": link.ifindex,
        "mtu": link.mtu,
        "qdisc": link.qdisc,
        "master": names.get(link.master or 0),
        "link": names.get(link.link or 0),
        "operstate": operstate.name,
        "linkmode": link_mode.name,
        "group": "default" if link.group == 0 else str(link.group),
        "txqlen": link.tx_queue_length or None,
        "link_type": {ARPHRD.ETHER: "ether", ARPHRD.LOOPBACK: "loopback"}[ARPHRD(link.link_type)],
        "address": link.address,
        "broadcast": link.broadcast,
        "ifalias": link.alias,
        "altnames": list(link.alternative_names) or None,
        "promiscuity": link.promiscuity,
        "allmulti": link.all_multicast,
        "min_mtu": link.min_mtu,
        "max_mtu": link.max_mtu,
        "inet6_addr_gen_mode": generation.name.lower(),
        "num_tx_queues": link.num_tx_queues,
        "num_rx_queues": link.num_rx_queues,
        "gso_max_size": link.gso_max_size,
        "gso_max_segs": link.gso_max_segs,
        "tso_max_size": link.tso_max_size,
        "tso_max_segs": link.tso_max_segs,
        "gro_max_size": link.gro_max_size,
        "linkinfo": None if link.linkinfo is None else _kinds(link),
        "stats64": _counters(link),
    }


def _kinds(link: LinkMessage[Any]) -> Any:
    return _Kinds(link.kind, link.port_kind)


class _Kinds:
    """Equal to ip's "linkinfo" when it is about the same kinds; the options are compared in test_kinds."""

    def __init__(self, kind: str | None, port_kind: str | None) -> None:
        self.kind, self.port_kind = kind, port_kind

    def __eq__(self, other: object) -> bool:
        told = other if isinstance(other, dict) else {}
        return (told.get("info_kind"), told.get("info_slave_kind")) == (self.kind, self.port_kind)

    __hash__ = None  # type: ignore[assignment]


def _counters(link: LinkMessage[Any]) -> dict[str, dict[str, int]]:
    counted = link.statistics
    assert counted is not None
    return {
        "rx": {
            "bytes": counted.rx_bytes,
            "packets": counted.rx_packets,
            "errors": counted.rx_errors,
            "dropped": counted.rx_dropped,
            "over_errors": counted.rx_over_errors,
            "multicast": counted.multicast,
        },
        "tx": {
            "bytes": counted.tx_bytes,
            "packets": counted.tx_packets,
            "errors": counted.tx_errors,
            "dropped": counted.tx_dropped,
            "carrier_errors": counted.tx_carrier_errors,
            "collisions": counted.collisions,
        },
    }


def test_one_line_tells_what_the_message_knows(every_kind: Netns) -> None:
    links = get_links(every_kind)
    assert str(links["lo"]) == (
        "1: lo <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN address 00:00:00:00:00:00"
    )
    v0, v1, br0 = links["v0"], links["v1"], links["br0"]
    assert str(v0) == (
        f"{v0.ifindex}: v0 <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1400 qdisc {v0.qdisc} link {v1.ifindex} "
        f"master {br0.ifindex} state UP kind veth group 7 address 02:00:00:00:00:0a alias uplink-to-the-lab"
    )
    assert str(LinkMessage(ifindex=5, name="x", flags=IFF.UP)) == "5: x <NO-CARRIER,UP> mtu 0 state UNKNOWN"


def test_up_is_what_the_administrator_asked_for(every_kind: Netns) -> None:
    links = get_links(every_kind)
    assert links["v0"].is_up
    assert not links["mv0"].is_up
    assert links["v0"].flags & IFF.LOWER_UP


def test_settings_of_the_families_are_told_by_name(every_kind: Netns) -> None:
    for family, name in (("ipv4", "forwarding"), ("ipv6", "accept_ra")):
        every_kind.run("sh", "-c", f"echo 2 > /proc/sys/net/{family}/conf/v1/{name}")
    link = get_link(every_kind, "v1")
    assert link.inet is not None
    assert link.inet.conf is not None
    assert link.inet.conf.forwarding == 2
    assert link.inet6 is not None
    assert link.inet6.conf is not None
    assert link.inet6.conf.accept_ra == 2
    assert link.inet6.statistics is not None
    assert link.inet6.statistics.num >= len(IPSTATS_MIB) - 2


@pytest.mark.parametrize(
    ("settings", "numbers", "first"),
    [
        (InetSettings, IPV4_DEVCONF, 1),
        (Inet6Settings, DEVCONF, 0),
        (Inet6Statistics, IPSTATS_MIB, 0),
        (Icmp6Statistics, ICMP6_MIB, 0),
    ],
)
def test_members_of_an_array_stand_in_the_headers_order(settings: Any, numbers: type[IntEnum], first: int) -> None:
    places = list(settings.__layout__.fields)[1:]  # the first is the tail
    assert places == [number.name.lower() for number in sorted(numbers)]
    assert [int(number) for number in sorted(numbers)] == list(range(first, first + len(numbers)))


def test_links_of_a_kind_without_data_have_options_all_the_same(every_kind: Netns) -> None:
    ifb = get_link(every_kind, "ifb0")
    assert ifb.linkinfo is not None
    assert ifb.linkinfo.data is None
    assert ifb.options == Ifb()


def test_hardware_and_loopback_have_no_kind(netns: Netns) -> None:
    lo = get_link(netns, "lo")
    assert lo.kind is None
    assert lo.options is None
    assert lo.port_kind is None
    assert lo.port_options is None


def test_data_of_an_unknown_kind_is_kept() -> None:
    link = LinkMessage(name="x", linkinfo=LinkInfo(kind="notyet", data=Raw("notyet", b"\x05\0\1\0\7\0\0\0")))
    again: LinkMessage = LinkMessage.from_bytes(link.to_bytes())
    assert again.options is None
    assert again.linkinfo is not None
    assert again.linkinfo.data == Raw("notyet", b"\x05\0\1\0\7\0\0\0")
    assert again.to_bytes() == link.to_bytes()


@pytest.mark.parametrize("kind", [None, "", "notyet", "../secret", "os.path", "a b", "__init__", "class"])
def test_no_kind_makes_trouble(kind: str | None) -> None:
    assert options_class(kind) is None
    assert port_options_class(kind) is None


def test_a_kind_made_elsewhere_is_found_too() -> None:
    from nlink.netlink.route.links.options import LinkOptions

    class Made(LinkOptions, kind="made_elsewhere"):
        """A user's own."""

    try:
        assert options_class("made_elsewhere") is Made
    finally:
        del LinkOptions.kinds["made_elsewhere"]


def test_links_are_read_without_pydantic() -> None:
    program = """
import sys
from nlink.netlink.route.links.message import LinkInfo, LinkMessage
from nlink.netlink.schema.nesting import Raw
link = LinkMessage(name="x", mtu=5, linkinfo=LinkInfo(kind="bridge", data=Raw("bridge", b"")))
link = LinkMessage.from_bytes(link.to_bytes())
assert (link.name, link.mtu, link.kind, link.is_up) == ("x", 5, "bridge", False)
print(link, repr(link.linkinfo.kind))
assert "pydantic" not in sys.modules
link.options
assert "pydantic" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, env=dict(os.environ))


def test_a_request_holds_only_what_is_given() -> None:
    assert LinkMessage(ifindex=3).to_bytes() == LinkMessage(ifindex=3).to_bytes()[:16]
    assert LinkMessage(ifindex=3, group=0).to_bytes()[16:] == bytes([8, 0, IFLA.GROUP, 0, 0, 0, 0, 0])
    assert LinkMessage(ifindex=3).group == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "a" * 16}, "name"),
        ({"name": "a b"}, "name"),
        ({"name": "a/b"}, "name"),
        ({"name": ".."}, "name"),
        ({"mtu": -1}, "mtu"),
        ({"mtu": 1 << 32}, "mtu"),
        ({"mtu": "1500"}, "mtu"),
        ({"address": "02:00"[:4]}, "address"),
        ({"carrier": 1}, "carrier"),
        ({"alias": "a" * 256}, "alias"),
        ({"flags": "up"}, "flags"),
    ],
)
def test_wrong_values_are_refused_by_name(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        LinkMessage(**values)
    assert caught.value.field == field


def test_an_unknown_keyword_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="mut"):
        LinkMessage(mut=1500)  # type: ignore[call-arg]


def test_bridge_vlans_come_with_their_flags() -> None:
    from nlink.netlink.route.links.bridge_family import BridgeVlanInfo
    from nlink.netlink.uapi.if_bridge import BRIDGE_VLAN_INFO

    vlans = (
        BridgeVlanInfo(vid=1, flags=BRIDGE_VLAN_INFO.PVID | BRIDGE_VLAN_INFO.UNTAGGED),
        BridgeVlanInfo(vid=100, flags=BRIDGE_VLAN_INFO.RANGE_BEGIN),
    )
    link: LinkMessage = LinkMessage(family=AF.BRIDGE, ifindex=5, af_spec=BridgeFamily(vlans=vlans))
    again: LinkMessage = LinkMessage.from_bytes(link.to_bytes())
    assert isinstance(again.af_spec, BridgeFamily)
    assert again.af_spec.vlans == vlans
    assert again.inet is None
    assert again.inet6 is None


@given(st.integers(0, 0xFFFFFFFF), st.integers(-(1 << 31), (1 << 31) - 1), st.integers(0, 255), st.integers(0, 0xFFFF))
def test_any_header_reads_back(flags: int, ifindex: int, family: int, link_type: int) -> None:
    link: LinkMessage = LinkMessage(flags=IFF(flags), ifindex=ifindex, family=family, link_type=link_type)
    assert LinkMessage.from_bytes(link.to_bytes()) == link


def test_a_link_can_be_typed_by_its_options(netns: Netns) -> None:
    link: LinkMessage[Bridge] = add_link(netns, "br0", Bridge(stp=True))
    assert link.options.stp is True
    assert link.kind == Bridge.kind == "bridge"
