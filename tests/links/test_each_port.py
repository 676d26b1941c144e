"""What bridges, bonds and VRFs keep of a port, against the kernel and against `ip`."""

from __future__ import annotations

import time
from typing import Any

import pytest

from nlink.link import Bond, BondPort, Bridge, BridgePort, LinkOptions, PortOptions, Vrf, VrfPort
from nlink.uapi import IF_OPER
from tests.links.kernel import Refused, add_link, get_link, set_kind, set_port
from tests.needs import requires
from tests.netns import Netns
from tests.unknown import unknown_attributes

ACTIVE_BACKUP = Bond(mode="active-backup", miimon="100ms")
OTHER = 100
"""The ifindex of another port of the same master."""

GIVEN: list[tuple[LinkOptions, PortOptions]] = [
    (Bridge(), BridgePort(state="learning", cost=7, priority=9, hairpin=True, guard=True, root_block=True)),
    (Bridge(), BridgePort(learning=False, flood=False, mcast_flood=False, bcast_flood=False, flush=True)),
    (Bridge(), BridgePort(fast_leave=True, mcast_router="perm", mcast_to_unicast=True, mcast_eht_hosts_limit=9)),
    (Bridge(), BridgePort(mcast_max_groups=5, group_fwd_mask=8, isolated=True, locked=True, mab=True)),
    (Bridge(), BridgePort(proxy_arp=True, proxy_arp_wifi=True, neigh_suppress=True, neigh_vlan_suppress=True)),
    (Bridge(), BridgePort(vlan_tunnel=True, backup_port=OTHER, backup_nexthop=33)),
    (ACTIVE_BACKUP, BondPort(queue_id=3, prio=-5)),
    (Bond(mode="balance-rr"), BondPort(queue_id=3)),
    (Bond(mode="802.3ad"), BondPort(actor_port_prio=7)),
    (Vrf(table=10), VrfPort()),
]
TOLD: list[tuple[str, LinkOptions, PortOptions]] = [
    (
        "cost 7 priority 9 hairpin on guard on root_block on fastleave on learning off flood off",
        Bridge(),
        BridgePort(
            cost=7, priority=9, hairpin=True, guard=True, root_block=True, fast_leave=True, learning=False, flood=False
        ),
    ),
    (
        "mcast_flood off bcast_flood off mcast_router 2 mcast_to_unicast on group_fwd_mask 8 isolated on locked on",
        Bridge(),
        BridgePort(
            mcast_flood=False, bcast_flood=False, mcast_router="perm", mcast_to_unicast=True, group_fwd_mask=8,
            isolated=True, locked=True,
        ),
    ),
    (
        "proxy_arp on proxy_arp_wifi on neigh_suppress on vlan_tunnel on backup_port other",
        Bridge(),
        BridgePort(proxy_arp=True, proxy_arp_wifi=True, neigh_suppress=True, vlan_tunnel=True, backup_port=OTHER),
    ),
    ("queue_id 4 prio 6", ACTIVE_BACKUP, BondPort(queue_id=4, prio=6)),
]  # fmt: skip
ELSEWHERE = {"learning_sync", "neigh_forward_grat"}
"""The first is for switches in hardware, the second for a newer kernel."""


def parameters(examples: list[Any], master: int) -> list[Any]:
    return [
        pytest.param(*example, id=f"{example[master].kind}-{number}", marks=requires(f"link:{example[master].kind}"))
        for number, example in enumerate(examples)
    ]


def make_ports(netns: Netns, master: LinkOptions) -> None:
    """A master, and the ports `x` and `other`, which are up and have a carrier."""
    add_link(netns, "main", master)
    netns.run("ip", "link", "set", "main", "up")
    netns.run("ip", "link", "add", "other", "index", str(OTHER), "type", "veth", "peer", "name", "other-end")
    netns.run("ip", "link", "add", "x", "type", "veth", "peer", "name", "x-end")
    for end in ("x-end", "other-end"):
        netns.run("ip", "link", "set", end, "up")
    for port in ("x", "other"):
        netns.run("ip", "link", "set", port, "master", "main")
        netns.run("ip", "link", "set", port, "up")
    # The kernel looks at the carrier a moment later, and a bridge enables the port then.
    while get_link(netns, "x").operstate != IF_OPER.UP:
        time.sleep(0.01)


@pytest.mark.parametrize(("master", "given"), parameters(GIVEN, 0))
def test_what_is_given_reads_back_and_can_be_written_again(
    netns: Netns, master: LinkOptions, given: PortOptions
) -> None:
    make_ports(netns, master)
    link = get_link(netns, "x") if isinstance(given, VrfPort) else set_port(netns, "x", given)
    assert link.port_kind == given.kind
    assert unknown_attributes(link) == []
    read = link.port_options
    assert type(read) is type(given)
    assert given.matches(read)
    if isinstance(read, VrfPort):
        assert read.table == 10
        return
    again = set_port(netns, "x", read).port_options
    assert again is not None
    assert read.matches(again)


@pytest.mark.parametrize("given", [given for _, given in GIVEN])
def test_options_pass_through_bytes_and_json(given: PortOptions) -> None:
    members = type(given)
    assert given.matches(members.from_bytes(given.to_bytes()))
    assert members.model_validate_json(given.model_dump_json()) == given


@requires("command:ip")
@pytest.mark.parametrize(("words", "master", "given"), parameters(TOLD, 1))
def test_ip_says_of_ours_what_it_says_of_its_own(
    netns: Netns, words: str, master: LinkOptions, given: PortOptions
) -> None:
    make_ports(netns, master)
    before = get_link(netns, "x").port_options
    netns.run("ip", "link", "set", "x", "type", f"{master.kind}_slave", *words.split())
    read = get_link(netns, "x").port_options
    assert read is not None
    assert given.matches(read)
    theirs = _shown(netns)
    assert before is not None
    set_port(netns, "x", before)
    set_port(netns, "x", given)
    assert _shown(netns) == theirs


def _shown(netns: Netns) -> dict[str, Any]:
    shown: dict[str, Any] = netns.json("ip", "-d", "-j", "link", "show", "x")[0]["linkinfo"]["info_slave_data"]
    return {key: value for key, value in shown.items() if "timer" not in key}


@pytest.mark.parametrize("members", [BridgePort, BondPort])
def test_every_option_has_an_example(members: type[PortOptions]) -> None:
    given = {name for _, options in GIVEN if type(options) is members for name in options.model_fields_set}
    fields = members.__layout__.fields.items()
    assert {name for name, field in fields if not field.reported} - given <= ELSEWHERE


@requires("link:bond")
def test_a_bond_is_told_which_port_to_use(netns: Netns) -> None:
    make_ports(netns, ACTIVE_BACKUP)
    given = Bond(primary=OTHER, primary_reselect="always", active_slave=OTHER)
    read = set_kind(netns, "main", given).options
    assert read is not None
    assert given.matches(read)
    changed = set_kind(netns, "main", Bond(primary=0, active_slave=get_link(netns, "x").ifindex)).options
    assert isinstance(changed, Bond)
    assert changed.primary is None
    assert changed.active_slave == get_link(netns, "x").ifindex


@requires("link:bond")
def test_the_priority_of_a_bonds_port_is_refused_where_it_means_nothing(netns: Netns) -> None:
    make_ports(netns, Bond(mode="balance-rr"))
    with pytest.raises(Refused):
        set_port(netns, "x", BondPort(prio=5))
