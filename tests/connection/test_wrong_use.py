"""Every argument of every operation, given what it cannot be: InvalidInput names it, and nothing is sent."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from decimal import Decimal
from ipaddress import IPv6Address, ip_interface, ip_network
from typing import Any

import pytest

from nlink import Connection, InvalidInput, NamespaceNotFound
from nlink.link import Bridge, BridgePort, Veth, VirtualFunctionChanges, Vlan, Xdp
from nlink.netlink.route.links.settings import LinkChanges, NewLinkSettings
from nlink.netlink.route.operations import RtnetlinkOperations
from nlink.netlink.route.queries import RtnetlinkQueries
from nlink.route import AddressSettings, NeighborSettings, NextHop, RouteSettings, RuleSettings
from tests.connection.sending import Sent

NOBODY = object()
"""A value of no type that anything takes."""

NUMBER = [-1, 2**64, 1.0, Decimal(1), True, "x", "", b"1", [], NOBODY]
SWITCH = [0, 1, "yes", "", [], None, NOBODY]
WORD = ["nonsense", "", b"main", 1.0, True, [], -1, 2**32, NOBODY]
"""For an enumeration, which takes words and numbers."""
ADDRESS = ["", "x", "10.0.0", "10.0.0.0.1", "10.0.0.1/8", "fe80::1%1", "::g", b"\x0a\0\0\1", 10, 1.0, True, [], NOBODY,
           IPv6Address("fe80::1%1"), ip_network("10.0.0.0/8"), ip_interface("10.0.0.1/8")]  # fmt: skip
PREFIX = ["", "x", "10.0.0", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "fe80::1%1", b"\x0a\0\0\1", 10, 1.0,
          True, [], NOBODY, IPv6Address("fe80::1%1"), ip_interface("10.0.0.1/8")]  # fmt: skip
OWN = ["", "x", "10.0.0", "10.0.0.1/33", "fd00::1/129", "fe80::1%1/64", b"\x0a\0\0\1", 10, 1.0, True, [], NOBODY,
       IPv6Address("fe80::1%1"), ip_network("10.0.0.0/8"), None]  # fmt: skip
DEVICE = ["", "a\0b", "\ud800", "x" * 128, 0, -1, 2**31, 1.0, True, b"lo", [], NOBODY]
NAME = ["", ".", "..", "a/b", "a:b", "a b", "w%d", "a\0b", "\ud800", "x" * 16, "ü" * 8, 7, 1.0, True, b"x", [], NOBODY]
MAC = ["", "x", "02:00:00:00:00:zz", "02::1", b"\2\0\0\0\0\1", 2, True, [], NOBODY]
TEXT = [b"x", 7, 1.0, True, [], NOBODY, "a\0b", "x" * 300]
SEVERAL = ["10.0.0.1", b"x", 7, None, True, NOBODY, [NOBODY], ["x"]]
HOPS = [[], (), "x", {}, 7, True, NOBODY, [NOBODY], ["10.0.0.1"], [NextHop(device="lo"), None]]
PORT = [-1, 65536, 1.0, True, "80", [], (1, 2), NOBODY, range(0), range(5), range(5, 1), range(1, 9, 2), range(65537)]
RANGE = [5, "1-5", 1.0, True, [], NOBODY, range(0), range(5, 1), range(1, 9, 2), range(-1, 5), range(2**32 + 1)]
NAMESPACE = [1.0, [], NOBODY, "", -1, True]

ENCAP = ["mpls", 5, 1.0, True, [], {}, NOBODY, b"x"]
LABELS = ["", "x", "5/x", [], [-1], [1 << 20], -1, 1.0, ["5"], NOBODY]
AMOUNT = [*NUMBER, None]
LINK = {"up": SWITCH, "mtu": [*NUMBER, None], "address": [*MAC, None], "master": DEVICE, "alias": [*TEXT, None],
        "tx_queue_length": [*NUMBER, None], "group": [*NUMBER, None], "namespace": [*NAMESPACE, None],
        "broadcast": [*MAC, None], **dict.fromkeys(("arp", "multicast", "dynamic", "promiscuous", "all_multicast",
        "carrier", "proto_down"), SWITCH), "operstate": [*WORD, "down", 0, None], "link_mode": [*WORD, 256, None],
        "proto_down_reasons": [{}, {32: True}, {-1: True}, {1: 1}, {"1": True}, [], 1, "x", None, NOBODY],
        **dict.fromkeys(("gso_max_size", "gso_max_segs", "gso_ipv4_max_size", "gro_max_size", "gro_ipv4_max_size",
        "mctp_network"), AMOUNT), "addr_gen_mode": [*WORD, 256, None],
        "token": [*ADDRESS, "10.0.0.1", "fd00::1", None],
        "inet": [{}, {"nothing": 1}, {1: 1}, [], 1, "x", None, NOBODY],
        "xdp": [1, "x", True, [], NOBODY, Xdp(fd=1 << 20), Xdp(fd=2**40)]}  # fmt: skip
LINK_CHANGES = LINK | {"name": [*NAME, None], "new_ifindex": [*NUMBER, 0, 5, None]}
NEW_LINK = LINK | {
    "link": [*DEVICE, None], "link_netnsid": [*NUMBER, 2**31, None], "ifindex": [*NUMBER, 0, None],
    "num_tx_queues": [*NUMBER, 0, 4097, None], "num_rx_queues": [*NUMBER, 0, 4097, None],
    "alternative_names": ["x", b"x", 7, True, None, NOBODY, [NOBODY], [""], ["x" * 128], ["a\0b"], ["\ud800"]],
    "parent_device": [*[one for one in TEXT if one != "x" * 300], None, ""],
}  # fmt: skip
FUNCTION = {
    "address": [*MAC, None, ":".join(["00"] * 33)], "vlan": [*NUMBER, 4096, None], "vlan_qos": [*NUMBER, 1, 8, None],
    "vlan_protocol": [*WORD, "802.1q", None], "max_tx_rate": [*NUMBER, None], "min_tx_rate": [*NUMBER, 5, None],
    "spoof_check": SWITCH, "trust": SWITCH, "rss_query": SWITCH, "link_state": [*WORD, None],
    "node_guid": [*NUMBER, "00:11", None], "port_guid": [*NUMBER, "00:11", None],
}  # fmt: skip
ROUTE = {
    "via": ADDRESS, "device": DEVICE, "nexthops": HOPS, "nexthop_id": [*NUMBER, 0], "onlink": SWITCH,
    "table": [*WORD, None, 0], "metric": NUMBER, "source": PREFIX, "prefsrc": ADDRESS, "type": [*WORD, 256, None],
    "scope": [*WORD, 256], "protocol": [*WORD, 256, None], "tos": [*NUMBER, 256, None],
    "realm": [*NUMBER, 2**32, "x/1", "1/65536", "/1"], "encap": ENCAP, "swap": LABELS, "ttl_propagate": [0, 1, "x", []],
    **{name: [*NUMBER, 0, 2**32] for name in ("cwnd", "ssthresh", "reordering", "rtt", "rttvar")},
    "fastopen_no_cookie": [0, 1, "x", []], "lock": ["mtu", 7, True, NOBODY, ["x"], [5], [[]]],
    "pref": [*WORD, 256, "invalid"], "expires": [*NUMBER, 0], "mtu": [*NUMBER, 0, 65521],
    "advmss": [*NUMBER, 0, 65496], "window": [*NUMBER, 0, 2**32], "hop_limit": [*NUMBER, 0, 256],
    "initial_cwnd": [*NUMBER, 0], "initial_rwnd": [*NUMBER, 0], "rto_min": [*NUMBER, 0],
    "quick_ack": [one for one in SWITCH if one is not None], "congestion": TEXT, "features": WORD,
}  # fmt: skip
ADDRESSES = {
    "peer": ADDRESS, "broadcast": ADDRESS, "label": ["", "x" * 16, *TEXT], "scope": [*WORD, 256], "metric": NUMBER,
    "valid_lifetime": [*NUMBER, 0, 2**32 - 1], "preferred_lifetime": [*NUMBER, 5, 2**32 - 1],
    "protocol": [*NUMBER, 256], "flags": [*NUMBER, None, 1],
}  # fmt: skip
NEIGHBOR = {
    "lladdr": MAC, "state": [*WORD, None, 0x100], "proxy": SWITCH, "router": SWITCH, "managed": SWITCH,
    "externally_learned": SWITCH, "use": SWITCH, "externally_validated": SWITCH, "protocol": [*WORD, 256],
}  # fmt: skip
RULE = {
    "source": PREFIX, "destination": PREFIX, "table": [*WORD, None], "priority": NUMBER, "family": NUMBER,
    "action": [*WORD, 256, None], "goto": NUMBER, "invert": SWITCH, "iif": [*NAME], "oif": [*NAME], "mark": NUMBER,
    "mark_mask": NUMBER, "tos": [*NUMBER, 256, None], "ip_proto": [*NUMBER, 256], "sport": PORT, "dport": PORT,
    "dscp": [*NUMBER, 64], "dscp_mask": [*NUMBER, 5], "flow_label": [*NUMBER, 5], "flow_label_mask": [*NUMBER, 5],
    "sport_mask": [*NUMBER, 5], "dport_mask": [*NUMBER, 5],
    "uids": RANGE, "tunnel_id": NUMBER, "l3mdev": SWITCH, "suppress_prefixlen": NUMBER, "suppress_group": NUMBER,
    "realm": [*NUMBER, 2**32], "protocol": [*WORD, 256, None],
}  # fmt: skip

SETTINGS = {
    "VirtualFunctionChanges": (VirtualFunctionChanges, FUNCTION),
    "LinkChanges": (LinkChanges, LINK_CHANGES), "NewLinkSettings": (NewLinkSettings, NEW_LINK),
    "RouteSettings": (RouteSettings, ROUTE), "AddressSettings": (AddressSettings, ADDRESSES),
    "NeighborSettings": (NeighborSettings, NEIGHBOR), "RuleSettings": (RuleSettings, RULE),
}  # fmt: skip

NEEDED = [*DEVICE, None]
TO_ROUTE: dict[str, list[Any]] = {"destination": [one for one in PREFIX if one is not True] + [True, None]}
KIND = ["bridge", Bridge, 7, None, True, NOBODY]
PORTS = ["bridge", Bridge(), BridgePort, 7, None, True, NOBODY]
ALTNAME = ["", "a\0b", "\ud800", "x" * 128, 7, 1.0, True, b"x", [], None, NOBODY]
GROUPS = [0, 1 << 7, -1, 1.0, True, "x", "", [], None, NOBODY]
SEVERAL_DEVICES = ["lo", b"lo", 7, None, True, NOBODY, [NOBODY], [""], [0], ["lo", "x" * 128]]
KINDS = ["", 7, 1.0, True, b"bridge", NOBODY, int]
LISTED: dict[str, list[Any]] = {"device": DEVICE, "family": [*NUMBER, 256], "scope": [*WORD, 256]}

# Of each operation the arguments that make it right, and for each argument what is wrong.
OPERATIONS: dict[str, tuple[dict[str, Any], dict[str, list[Any]]]] = {
    "add_link": (
        {"name": "x0", "kind": Veth(peer="x1")},
        {"name": [*NAME, None], "kind": KIND, "addresses": SEVERAL, "exist_ok": SWITCH},
    ),
    "set_link": ({"device": "lo"}, {"device": NEEDED}),
    "set_link_up": ({}, {"device": NEEDED}),
    "set_link_down": ({}, {"device": NEEDED}),
    "set_link_mtu": ({"device": "lo", "mtu": 5}, {"device": NEEDED, "mtu": [*NUMBER, None]}),
    "set_link_name": ({"device": "lo", "name": "x"}, {"device": NEEDED, "name": [*NAME, None]}),
    "set_link_address": (
        {"device": "lo", "address": "02:00:00:00:00:01"},
        {"device": NEEDED, "address": [*MAC, None]},
    ),
    "set_link_master": ({"device": "lo", "master": None}, {"device": NEEDED, "master": DEVICE}),
    "set_link_namespace": (
        {"device": "lo", "namespace": "/proc/self/ns/net"},
        {"device": NEEDED, "namespace": [*NAMESPACE, None]},
    ),
    "set_link_kind": ({"device": "lo", "kind": Vlan(id=1)}, {"device": NEEDED, "kind": KIND}),
    "set_port": ({"device": "lo", "port": BridgePort()}, {"device": NEEDED, "port": PORTS}),
    "enslave": ({"device": "lo", "master": "x"}, {"device": NEEDED, "master": [*DEVICE, None]}),
    "release": ({}, {"device": NEEDED}),
    "add_link_altname": (
        {"device": "lo", "altname": "x"},
        {"device": NEEDED, "altname": ALTNAME, "exist_ok": SWITCH},
    ),
    "del_link_altname": (
        {"device": "lo", "altname": "x"},
        {"device": NEEDED, "altname": ALTNAME, "missing_ok": SWITCH},
    ),
    "set_virtual_function": ({"device": "lo", "vf": 0}, {"device": NEEDED, "vf": [*NUMBER, None]}),
    "set_namespace_id": (
        {"namespace": "/proc/self/ns/net"},
        {"namespace": [*NAMESPACE, None], "id": [*NUMBER, 2**31], "exist_ok": SWITCH},
    ),
    "set_link_statistics": ({"device": "lo", "l3": True}, {"device": NEEDED, "l3": SWITCH}),
    "del_link": ({"device": "lo"}, {"device": NEEDED, "missing_ok": SWITCH}),
    "add_address": ({"device": "lo", "address": "10.0.0.1/8"}, {"device": NEEDED, "address": OWN, "exist_ok": SWITCH}),
    "replace_address": ({"device": "lo", "address": "10.0.0.1/8"}, {"device": NEEDED, "address": OWN}),
    "del_address": (
        {"device": "lo", "address": "10.0.0.1/8"},
        {"device": NEEDED, "address": OWN, "peer": ADDRESS, "label": ["", *TEXT], "missing_ok": SWITCH},
    ),
    "add_route": ({"destination": "10.0.0.0/8"}, {**TO_ROUTE, "exist_ok": SWITCH}),
    "replace_route": ({"destination": "10.0.0.0/8"}, TO_ROUTE),
    "change_route": ({"destination": "10.0.0.0/8"}, TO_ROUTE),
    "append_route": ({"destination": "10.0.0.0/8"}, TO_ROUTE),
    "del_route": ({"destination": "10.0.0.0/8"}, {**TO_ROUTE, "missing_ok": SWITCH}),
    "add_neighbor": (
        {"device": "lo", "address": "10.0.0.1"},
        {"device": NEEDED, "address": [*ADDRESS, None], "exist_ok": SWITCH},
    ),
    "replace_neighbor": ({"device": "lo", "address": "10.0.0.1"}, {"device": NEEDED, "address": [*ADDRESS, None]}),
    "del_neighbor": (
        {"device": "lo", "address": "10.0.0.1"},
        {"device": NEEDED, "address": [*ADDRESS, None], "proxy": SWITCH, "missing_ok": SWITCH},
    ),
    "add_rule": ({"table": 5, "priority": 5}, {"exist_ok": SWITCH}),
    "del_rule": ({"table": 5}, {"missing_ok": SWITCH}),
}
QUERIES: dict[str, tuple[dict[str, Any], dict[str, list[Any]]]] = {
    "replace_rule": ({"table": 5, "priority": 5}, {}),
    "get_links": ({}, {"kind": KINDS, "master": DEVICE, "up": [0, 1, "x", [], NOBODY], "group": NUMBER}),
    "get_link": ({"device": "lo"}, {"device": NEEDED, "kind": KINDS}),
    "get_link_by_name": ({}, {"name": [one for one in NEEDED if not isinstance(one, int)] + [1, True]}),
    "get_link_by_index": ({}, {"ifindex": [0, -1, 2**31, 1.0, True, "lo", b"lo", [], NOBODY, None]}),
    "index_of": ({}, {"device": NEEDED}),
    "interface_exists": ({}, {"name": [one for one in NEEDED if not isinstance(one, int)] + [1, True]}),
    "set_links_up": ({}, {"devices": SEVERAL_DEVICES}),
    "set_links_down": ({}, {"devices": SEVERAL_DEVICES}),
    "get_virtual_functions": ({}, {"device": NEEDED}),
    "wait_for_link": (
        {"device": "lo", "timeout": 0},
        {"device": NEEDED, "up": [one for one in SWITCH if one is not None], "until": [1, "x", True, [], NOBODY],
         "carrier": [one for one in SWITCH if one is not None], "timeout": [-1, "1", True, b"1", [], NOBODY]},
    ),
    "get_namespace_id": ({}, {"namespace": [*NAMESPACE, None]}),
    "get_namespace_ids": ({}, {}),
    "get_link_statistics": ({"device": "lo"}, {"device": NEEDED, "groups": GROUPS}),
    "get_statistics": ({}, {"groups": GROUPS}),
    "get_addresses": ({}, LISTED),
    "get_addresses_for": ({"device": "lo"}, {"device": DEVICE, "family": [*NUMBER, 256]}),
    "get_routes": (
        {},
        {**LISTED, "table": [*WORD, 0], "protocol": [*WORD, 256], "type": [*WORD, 0, 256]},
    ),
    "get_routes_for": ({"device": "lo"}, {"device": DEVICE, "family": [*NUMBER, 256]}),
    "get_route": (
        {"destination": "10.0.0.1"},
        {"destination": [*ADDRESS, None], "source": [*ADDRESS, "fd00::1"], "iif": DEVICE, "oif": DEVICE, "mark": NUMBER,
         "uid": NUMBER, "tos": [*NUMBER, 256, None], "ip_proto": [*NUMBER, 256], "sport": [*NUMBER, 0, 65536],
         "dport": [*NUMBER, 0, 65536], "flow_label": [*NUMBER, 5, 1 << 20], "fib_match": SWITCH},
    ),
    "get_neighbors": (
        {},
        {"device": DEVICE, "family": [*NUMBER, 256], "master": DEVICE, "proxy": SWITCH, "state": [*WORD, 0x100]},
    ),
    "get_neighbors_for": ({"device": "lo"}, {"device": DEVICE, "family": [*NUMBER, 256]}),
    "get_rules": (
        {},
        {"family": [*NUMBER, 256], "table": WORD, "priority": NUMBER, "protocol": [*WORD, 256], "action": [*WORD, 256],
         "source": PREFIX, "destination": PREFIX, "iif": NAME, "oif": NAME, "mark": NUMBER},
    ),
    "flush_rules": ({}, {"family": [*NUMBER, 256], "table": WORD, "protocol": [*WORD, 256]}),
    "flush_addresses": ({"device": "lo"}, LISTED | {"device": NEEDED}),
    "flush_neighbors": (
        {},
        {"device": DEVICE, "family": [*NUMBER, 256], "state": [*WORD, 0x100], "proxy": SWITCH},
    ),
    "get_neighbor": (
        {"device": "lo", "address": "10.0.0.1"},
        {"device": NEEDED, "address": [*ADDRESS, None], "proxy": SWITCH},
    ),
    "default_route": ({}, {"family": [*NUMBER, None, 256, 0], "table": [*WORD, 0]}),
    "flush_routes": ({}, {**LISTED, "table": [*WORD, 0], "protocol": [*WORD, 256], "type": [*WORD, 0, 256]}),
    "save_routes": (
        {},
        {"device": DEVICE, "family": [*NUMBER, 256], "table": [*WORD, 0], "protocol": [*WORD, 256]},
    ),
    "restore_routes": ({}, {"saved": [b"", b"x", "x", 7, None, NOBODY]}),
}  # fmt: skip


def settings_of(name: str) -> tuple[Any, dict[str, list[Any]]]:
    """The TypedDict of an operation's settings, and what is wrong for each."""
    method = getattr(Connection, name)
    hints = inspect.signature(method).parameters.values()
    told = [str(hint.annotation) for hint in hints if hint.kind is hint.VAR_KEYWORD]
    return SETTINGS[told[0].removeprefix("Unpack[").removesuffix("]")] if told else (None, {})


def cases(operations: dict[str, tuple[dict[str, Any], dict[str, list[Any]]]]) -> list[Any]:
    return [
        pytest.param(name, field, right, wrong, id=f"{name}-{field}")
        for name, (right, own) in operations.items()
        for field, wrong in {**settings_of(name)[1], **own}.items()
    ]


def of_another_family(field: str) -> dict[str, Any]:
    """What IPv4 does not have is tried with IPv6 too."""
    return {"destination": "2001:db8::/32"} if field in ("source", "pref", "expires") else {}


@pytest.mark.parametrize(("name", "field", "right", "wrong"), cases(OPERATIONS))
async def test_an_operation(
    name: str, field: str, right: dict[str, Any], wrong: list[Any], conn: Connection, sent: Sent
) -> None:
    batch = conn.batch()
    more = of_another_family(field) if name.endswith("_route") else {}
    if name.endswith("_route") and field in ("onlink", "source", "prefsrc"):
        more["device"] = "lo"  # a route needs a way, which is looked for first
    complaints = [
        await complaint(getattr(owner, name), {**right, **more, field: value}, field)
        for value in wrong
        for owner in (conn, batch)
    ]
    assert list(filter(None, complaints)) == []
    assert sent.requests == []
    assert len(batch) == 0


@pytest.mark.parametrize(("name", "field", "right", "wrong"), cases(QUERIES))
async def test_a_question(
    name: str, field: str, right: dict[str, Any], wrong: list[Any], conn: Connection, sent: Sent
) -> None:
    complaints = [await complaint(getattr(conn, name), {**right, field: value}, field) for value in wrong]
    assert list(filter(None, complaints)) == []
    assert sent.requests == []


async def complaint(call: Callable[..., Any], given: dict[str, Any], field: str) -> str:
    """What is wrong with the answer to wrong input."""
    shown = ", ".join(f"{name}={value!r}" for name, value in given.items())
    try:
        made = call(**given)
        if inspect.isawaitable(made):
            await made
    except InvalidInput as error:
        if error.field != field:
            return f"{shown}: names {error.field}, not {field}: {error}"
        if not error.__suppress_context__ and error.__context__ is not None:
            return f"{shown}: is chained to {error.__context__!r}"
        return ""
    except NamespaceNotFound:
        return "" if field == "namespace" else f"{shown}: NamespaceNotFound"
    except Exception as error:  # noqa: BLE001  (whichever it is)
        return f"{shown}: {error!r}"
    return f"{shown}: was taken"


def test_every_operation_and_argument_is_tried() -> None:
    public = {name for name in dir(RtnetlinkOperations) if not name.startswith("_") and name != "namespace_id"}
    assert set(OPERATIONS) == public
    session = {
        "request",
        "dump",
        "dump_of",
        "get_one",
        "submit",
        "decode",
        "check_device",
        "namespace_id",
        "transport_of",
    }
    asked = {name for name in dir(RtnetlinkQueries) if not name.startswith("_")} - session
    assert set(QUERIES) == asked
    for name, (_, own) in (OPERATIONS | QUERIES).items():
        parameters = inspect.signature(getattr(Connection, name)).parameters.values()
        known = {one.name for one in parameters if one.kind is not one.VAR_KEYWORD} - {"self", "call"}
        assert set(own) == known, name
        declared, tried = settings_of(name)
        assert declared is None or set(tried) == set(declared.__annotations__), name


@pytest.mark.parametrize("name", [*OPERATIONS, *QUERIES])
async def test_an_unknown_keyword(name: str, conn: Connection, sent: Sent) -> None:
    right, _ = (OPERATIONS | QUERIES)[name]
    given = {"device": "lo", "ifindex": 1, "name": "lo"}
    names = inspect.signature(getattr(Connection, name)).parameters
    needed = {
        one: given[one] for one in names if one in given and one not in right and names[one].default is names[one].empty
    }
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'") as caught:
        await getattr(conn, name)(**right, **needed, colour="red")
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    assert sent.requests == []
