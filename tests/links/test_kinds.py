"""Each kind of link, made by the kernel from our options: what was given reads back, and reads as `ip` shows it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address
from typing import Any

import pytest
from pydantic import ValidationError

from nlink import link as public
from nlink.errors import InvalidInput
from nlink.link import (
    Bond,
    BondPort,
    Bridge,
    BridgePort,
    Dummy,
    Ifb,
    LinkOptions,
    Macvlan,
    Macvtap,
    PortOptions,
    Tun,
    Veth,
    Vlan,
    Vxlan,
)
from nlink.netlink.route.links.message import LinkInfo, LinkMessage
from nlink.netlink.schema.path import attribute_path
from nlink.netlink.uapi.if_ether import ETH_P
from nlink.netlink.uapi.if_link import MACVLAN_FLAG, MACVLAN_MODE
from tests.links.kernel import Refused, add_link, get_link, set_kind, set_port
from tests.needs import lacking, requires
from tests.netns import Netns
from tests.unknown import unknown_attributes

SOURCES = ["02:00:00:00:00:02", "02:00:00:00:00:01"]
GIVEN = [
    Bridge(),
    Bridge(stp=True, ageing_time=30, hello_time="1500ms", forward_delay=timedelta(seconds=4), max_age="6s"),
    Bridge(priority=4096, group_fwd_mask=0x8, group_address="01:80:c2:00:00:05", fdb_max_learned=77, flush_fdb=True),
    Bridge(mcast_router="perm", mcast_querier=True, mcast_query_interval=12, mcast_last_member_interval="500ms"),
    Bridge(mcast_snooping=False, mcast_hash_max=512, mcast_startup_query_count=5, mcast_igmp_version=3),
    Bridge(no_linklocal_learn=True, nf_call_iptables=True, nf_call_arptables=False, mcast_stats=True),
    Veth(),
    Veth(peer="v1"),
    Ifb(),
    Dummy(),
    Vxlan(vni=42, local="10.0.0.1", remote="10.0.0.2", port=4789, port_range=[1000, 2000], ttl=5, tos=4, df="set"),
    Vxlan(vni=43, local="fd00::1", remote="ff02::5", link=1, port=4789, label=5, ttl_inherit=True, udp_csum=False),
    Vxlan(vni=44, learning=False, ageing="100s", limit=9, proxy=True, rsc=True, l2miss=True, l3miss=True, gbp=True),
    Vxlan(vni=45, remote="fd00::2", udp_zero_csum6_tx=True, udp_zero_csum6_rx=True, remcsum_tx=True, remcsum_rx=True),
    Vxlan(vni=46, remcsum_rx=False, gbp=False, ttl_inherit=False, proxy=False),
    Vxlan(vni=47, localbypass=False),
    pytest.param(Vxlan(vni=48, reserved_bits=bytes(7) + b"\xff"), marks=requires("linux:6.14")),
    Vxlan(collect_metadata=True, port=4790, vnifilter=True),
    Vxlan(collect_metadata=True, port=4791, gpe=True, learning=False),
    Macvlan(mode="bridge", flags=MACVLAN_FLAG.NOPROMISC, bc_queue_len=2000),
    Macvlan(mode="source", macaddr_data=SOURCES, bc_cutoff=3),
    Macvlan(mode=MACVLAN_MODE.PRIVATE),
    Macvtap(mode="vepa"),
    Vlan(id=100),
    Vlan(id=0, protocol="802.1ad", gvrp=True, reorder_hdr=False, egress_qos={1: 2, 3: 4}, ingress_qos=[(5, 6)]),
    Bond(),
    Bond(mode="active-backup", miimon="100ms", updelay="200ms", num_peer_notif=3, fail_over_mac="active"),
    Bond(mode="802.3ad", ad_lacp_rate="fast", ad_select="bandwidth", xmit_hash_policy="layer3+4", min_links=2),
    Bond(mode="active-backup", arp_interval="500ms", arp_ip_target=["10.0.0.1", "10.0.0.2"], arp_validate="all"),
]  # fmt: skip
ON_TOP = (Macvlan, Macvtap, Vlan)


def _lower(netns: Netns, options: LinkOptions) -> dict[str, Any]:
    if not isinstance(options, ON_TOP):
        return {}
    add_link(netns, "lower", Ifb())
    return {"link": get_link(netns, "lower").ifindex}


@pytest.mark.parametrize("given", GIVEN, ids=repr)
def test_what_is_given_reads_back_and_can_be_written_again(netns: Netns, given: LinkOptions) -> None:
    if (reason := lacking(f"link:{given.kind}")) is not None:
        pytest.skip(reason)
    below = _lower(netns, given)
    link = add_link(netns, "x", given, **below)
    assert unknown_attributes(link) == []
    read = link.options
    assert type(read) is type(given)
    assert given.matches(read)
    netns.run("ip", "link", "del", "x")
    again = add_link(netns, "x", read, **below).options
    assert again is not None
    assert read.matches(again)
    assert again.matches(read)


@pytest.mark.parametrize("given", GIVEN, ids=repr)
def test_options_pass_through_bytes_and_json(given: LinkOptions) -> None:
    members = type(given)
    read = members.from_bytes(given.to_bytes())
    assert given.matches(read)
    assert members.model_validate_json(given.model_dump_json()) == given
    assert given.replace() == given
    json.dumps(members.model_json_schema())


def test_what_was_read_passes_through_json(every_kind: Netns) -> None:
    for name in ("br0", "vx6", "mv0"):
        read = get_link(every_kind, name).options
        assert read is not None
        assert type(read).model_validate_json(read.model_dump_json()) == read
    port = get_link(every_kind, "v0").port_options
    assert port is not None
    assert BridgePort.model_validate_json(port.model_dump_json()) == port


def test_a_veth_gets_a_peer_of_the_name_given(netns: Netns) -> None:
    link = add_link(netns, "v0", Veth(peer="v1"))
    assert link.link == get_link(netns, "v1").ifindex
    assert link.options == Veth()


@requires("command:ip")
def test_a_bridge_reads_as_ip_shows_it(every_kind: Netns) -> None:
    shown = every_kind.json("ip", "-d", "-j", "link", "show", "br0")[0]["linkinfo"]["info_data"]
    read = get_link(every_kind, "br0").options
    assert isinstance(read, Bridge)
    expected = {
        "forward_delay": _hundredths(read.forward_delay),
        "hello_time": _hundredths(read.hello_time),
        "max_age": _hundredths(read.max_age),
        "ageing_time": _hundredths(read.ageing_time),
        "stp_state": int(read.stp or 0),
        "priority": read.priority,
        "group_fwd_mask": f"{read.group_fwd_mask:x}",
        "root_id": f"{read.root_id.priority:04x}.{_bridge_address(read.root_id.address)}" if read.root_id else "",
        "root_port": read.root_port,
        "root_path_cost": read.root_path_cost,
        "group_addr": read.group_address,
        "mcast_snooping": int(read.mcast_snooping or 0),
        "mcast_router": read.mcast_router,
        "mcast_querier": int(read.mcast_querier or 0),
        "mcast_hash_max": read.mcast_hash_max,
        "mcast_last_member_intvl": _hundredths(read.mcast_last_member_interval),
        "mcast_querier_intvl": _hundredths(read.mcast_querier_interval),
        "mcast_startup_query_intvl": _hundredths(read.mcast_startup_query_interval),
        "mcast_igmp_version": read.mcast_igmp_version,
        "nf_call_iptables": int(read.nf_call_iptables or 0),
    }
    assert expected == {key: shown[key] for key in expected}


def _hundredths(told: timedelta | None) -> int:
    return (told or timedelta()) // timedelta(milliseconds=10)


def _bridge_address(address: str) -> str:
    return ":".join(pair.lstrip("0") or "0" for pair in address.split(":"))


@requires("command:ip")
def test_a_vxlan_reads_as_ip_shows_it(every_kind: Netns) -> None:
    shown = every_kind.json("ip", "-d", "-j", "link", "show", "vx4")[0]["linkinfo"]["info_data"]
    four = get_link(every_kind, "vx4").options
    assert isinstance(four, Vxlan)
    assert (four.vni, str(four.remote), str(four.local)) == (shown["id"], shown["remote"], shown["local"])
    assert (four.port, four.ttl, four.learning) == (shown["port"], shown["ttl"], shown["learning"])
    assert four.ageing == timedelta(seconds=shown["ageing"])
    assert four.gbp is True
    six = get_link(every_kind, "vx6").options
    assert isinstance(six, Vxlan)
    assert (six.local, six.remote) == (IPv6Address("fd00::1"), IPv6Address("ff02::5"))
    assert six.link == get_link(every_kind, "v0").ifindex
    assert (six.label, six.ttl_inherit, six.learning) == (5, True, False)


def test_a_macvlan_and_a_macvtap_are_told_apart(every_kind: Netns) -> None:
    match get_link(every_kind, "mv0").options:
        case Macvlan(mode=mode):
            assert mode is MACVLAN_MODE.BRIDGE
        case other:
            pytest.fail(f"{other!r}")
    assert type(get_link(every_kind, "mt0").options) is Macvtap


def test_a_macvlan_lets_in_the_sources_given(netns: Netns) -> None:
    below = _lower(netns, Macvlan())
    add_link(netns, "x", Macvlan(mode="source", macaddr_data=SOURCES), **below)
    added = set_kind(netns, "x", Macvlan(macaddr_mode="add", macaddr="02:00:00:00:00:03")).options
    assert isinstance(added, Macvlan)
    assert added.macaddr_data == (*sorted(SOURCES), "02:00:00:00:00:03")
    assert added.macaddr_count == 3
    flushed = set_kind(netns, "x", Macvlan(macaddr_mode="flush")).options
    assert isinstance(flushed, Macvlan)
    assert flushed.macaddr_data is None


def test_a_tap_tells_what_it_is(every_kind: Netns) -> None:
    if lacking("link:tun") is not None:
        pytest.skip("no tun")
    read = get_link(every_kind, "tap0").options
    assert isinstance(read, Tun)
    assert (read.type, read.multi_queue, read.persist) == (2, True, True)


def test_only_what_is_given_is_changed(netns: Netns) -> None:
    before = add_link(netns, "br0", Bridge(stp=True, max_age="7s")).options
    after = set_kind(netns, "br0", Bridge(ageing_time=30)).options
    assert isinstance(before, Bridge)
    assert isinstance(after, Bridge)
    assert before.ageing_time == timedelta(seconds=300)
    assert before.replace(ageing_time=30).matches(after)


def test_one_switch_leaves_the_others_alone(netns: Netns) -> None:
    add_link(netns, "br0", Bridge(no_linklocal_learn=True))
    # Of the other switches, each kernel that this runs on has one of these only.
    other = "mdb_offload_fail_notification" if lacking("linux:6.16") is None else "mst"
    link = set_kind(netns, "br0", Bridge.model_validate({other: True}))
    assert isinstance(link.options, Bridge)
    assert link.options.no_linklocal_learn is True
    assert getattr(link.options, other) is True


def test_a_port_of_a_bridge_is_changed_and_read(every_kind: Netns) -> None:
    given = BridgePort(
        cost=7, priority=9, hairpin=True, guard=True, fast_leave=True, learning=False, flood=False, mcast_router="perm",
        isolated=True, neigh_suppress=True, mcast_to_unicast=True, group_fwd_mask=8, locked=True, flush=True,
    )  # fmt: skip
    link = set_port(every_kind, "v0", given)
    assert link.port_kind == "bridge"
    read = link.port_options
    assert isinstance(read, BridgePort)
    assert given.matches(read)
    # While the kernel runs STP, only that sets the state (EBUSY).
    again = set_port(every_kind, "v0", read.replace(state=None)).port_options
    assert again is not None
    assert read.replace(state=None).matches(again)
    shown = every_kind.json("ip", "-d", "-j", "link", "show", "v0")[0]["linkinfo"]["info_slave_data"]
    assert (read.cost, read.priority, read.hairpin) == (shown["cost"], shown["priority"], shown["hairpin"])
    assert (read.number, read.id) == (int(shown["no"], 16), int(shown["id"], 16))


def test_durations_may_be_rounded_to_the_kernels_ticks(netns: Netns) -> None:
    given = Bridge(ageing_time="30010ms")
    assert given.matches(add_link(netns, "br0", given).options or Bridge())
    assert not given.matches(Bridge(ageing_time="30050ms"))


def test_addresses_of_two_families_are_refused_by_the_kernel(netns: Netns) -> None:
    with pytest.raises(Refused) as caught:
        add_link(netns, "vx0", Vxlan(vni=42, local="10.0.0.1", remote="fd00::1"))
    assert "same family" in (caught.value.refusal.message or "")


def test_the_kernel_names_the_option_that_it_refuses(netns: Netns) -> None:
    with pytest.raises(Refused) as caught:
        add_link(netns, "vx0", Vxlan(vni=42, port_range=[5, 4]))
    offset = caught.value.refusal.offset
    assert offset is not None
    assert attribute_path(LinkMessage, caught.value.request, 16, offset) == "linkinfo.data.port_range"


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (Vxlan(local="10.0.0.1"), "local"),
        (Vxlan(local="fd00::1"), "local6"),
        (Vxlan(remote="fd00::1"), "remote6"),
        (Macvlan(mode="bridge"), "mode"),
        (Veth(peer="v1"), "peer"),
    ],
)
def test_an_option_is_named_by_where_it_stands_in_the_request(options: LinkOptions, name: str) -> None:
    message: LinkMessage = LinkMessage(name="x", linkinfo=LinkInfo(kind=options.kind, data=options))
    request = bytes(16) + message.to_bytes()
    assert attribute_path(LinkMessage, request, 16, request.rindex(options.to_bytes())) == f"linkinfo.data.{name}"


def test_what_is_given_for_the_peer_is_named_too() -> None:
    message: LinkMessage = LinkMessage(linkinfo=LinkInfo(kind="veth", data=Veth(peer="v1")))
    request = bytes(16) + message.to_bytes()
    assert attribute_path(LinkMessage, request, 16, request.rindex(b"v1") - 4) == "linkinfo.data.peer.name"


def test_an_address_goes_where_its_family_belongs() -> None:
    for options, local in (
        (Vxlan(vni=1, local="10.0.0.1"), IPv4Address("10.0.0.1")),
        (Vxlan(vni=1, local="fd00::1"), IPv6Address("fd00::1")),
    ):
        read = Vxlan.from_bytes(options.to_bytes())
        assert read == options
        assert read.local == local


def _vlan_protocols() -> list[tuple[Any, ETH_P]]:
    return [("802.1q", ETH_P.P_8021Q), ("802.1Q", ETH_P.P_8021Q), ("802.1AD", ETH_P.P_8021AD), (0x88A8, ETH_P.P_8021AD)]


@pytest.mark.parametrize(("given", "meant"), _vlan_protocols())
def test_a_vlan_protocol_has_the_standards_name(given: Any, meant: ETH_P) -> None:
    assert Vlan(id=1, protocol=given).protocol is meant
    assert Bridge(vlan_protocol=given).vlan_protocol is meant


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Vlan(id=4095), "id"),
        (lambda: Vlan(id=-1), "id"),
        (lambda: Vlan(), "id"),  # type: ignore[call-arg]
        (lambda: Vlan(id=1, protocol="802.1x"), "protocol"),
        (lambda: Vlan(id=1, egress_qos={1: -2}), "egress_qos"),
        (lambda: Vlan(id=1, egress_qos=[1, 2]), "egress_qos"),  # type: ignore[list-item]
        (lambda: Veth(peer="a" * 16), "peer"),
        (lambda: Veth(peer="a b"), "peer"),
        (lambda: Vxlan(vni=1 << 24), "vni"),
        (lambda: Vxlan(local="10.0.0"), "local"),
        (lambda: Vxlan(port=65536), "port"),
        (lambda: Vxlan(port_range=[1]), "port_range"),
        (lambda: Vxlan(ageing="1ms"), "ageing"),
        (lambda: Vxlan(ageing=-1), "ageing"),
        (lambda: Bridge(ageing_time="5 parsecs"), "ageing_time"),
        (lambda: Bridge(ageing_time=0.001), "ageing_time"),
        (lambda: Bridge(ageing_time=True), "ageing_time"),
        (lambda: Bridge(ageing_time=1e12), "ageing_time"),
        (lambda: Bridge(ageing_time=float("nan")), "ageing_time"),
        (lambda: Bridge(stp="yes"), "stp"),  # type: ignore[arg-type]
        (lambda: Bridge(stpp=True), "stpp"),  # type: ignore[call-arg]
        (lambda: Bond(miimon=100), "miimon"),  # type: ignore[arg-type]
        (lambda: Bond(mode="fastest"), "mode"),
        (lambda: Bond(arp_ip_target=["fd00::1"]), "arp_ip_target"),
        (lambda: Macvlan(macaddr_data=["02:00"]), "macaddr_data"),
        (lambda: BridgePort(priority=64), "priority"),
    ],
)
def test_wrong_options_are_refused_by_name(make: Callable[[], object], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make()
    assert [error["loc"][0] for error in caught.value.errors()] == [field]


def test_what_the_kernel_only_reports_cannot_be_given_nor_changed() -> None:
    with pytest.raises(InvalidInput, match="root_port"):
        Bridge(root_port=5)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="root_port"):
        Bridge().replace(root_port=5)
    with pytest.raises(InvalidInput, match="state"):
        BondPort(state=1)  # type: ignore[arg-type]


def test_what_the_kernel_only_reports_is_not_written_again(netns: Netns) -> None:
    read = add_link(netns, "br0", Bridge(stp=True)).options
    assert isinstance(read, Bridge)
    assert read.bridge_id is not None
    written = Bridge.from_bytes(read.to_bytes())
    assert written.bridge_id is None
    assert read.matches(written)
    assert read.replace(stp=False).bridge_id == read.bridge_id


def test_every_public_name_is_there() -> None:
    for name in public.__all__:
        assert getattr(public, name).__name__ == name
    assert set(public.__all__) <= set(dir(public))
    with pytest.raises(AttributeError, match="Bridg"):
        getattr(public, "Bridg")  # noqa: B009


def test_every_kind_is_in_the_module_of_its_name() -> None:
    for name in public.__all__:
        found = getattr(public, name)
        if isinstance(found, type) and issubclass(found, LinkOptions | PortOptions) and found.kind:
            assert found.__module__.rpartition(".")[2] == found.kind
