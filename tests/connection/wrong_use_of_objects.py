"""What test_wrong_use.py tries of nexthops, of what bridges and VXLANs know, and of the smaller tables."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from ipaddress import ip_interface, ip_network
from socket import AF_INET, AF_INET6
from typing import Any

from nlink.netlink.route.fdb.settings import FdbFlush, FdbSettings, FdbWhere
from nlink.netlink.route.mdb.settings import MdbFlush, MdbSettings, MdbWhere
from nlink.netlink.route.neighbor_tables.settings import NeighborTableSettings
from nlink.netlink.route.nexthops.message import NexthopMember
from nlink.netlink.route.nexthops.settings import NexthopSettings
from nlink.netlink.route.vlans.settings import VlanGlobalSettings, VlanSettings
from tests.connection.wrong_values import (
    ADDRESS,
    DEVICE,
    MAC,
    NEEDED,
    NOBODY,
    NUMBER,
    PREFIX,
    SWITCH,
    WORD,
)

MAYBE = [one for one in SWITCH if one is not None]
"""A switch that may be left as it is by None."""
FAMILY = [*NUMBER, 256]
"""Of a list: None is all families."""
ONE_FAMILY = [*NUMBER, 256, 0, 2.0, 10.0, Decimal(2), {}, None]
ID = [*NUMBER, 0, 2**32]
VLAN = [*NUMBER, 0, 4095, 2.0]
VNI = [*NUMBER, 1 << 24, 2**32]
COUNT = [*NUMBER, 2**32]
AMOUNT = [*COUNT, None]
UDP_PORT = [*NUMBER, 65536]
PROTOCOL = [*WORD, 256]
LABEL = [*NUMBER, 2**32 - 1, 2**32, None]
SPAN = [0, -1, 1.0, Decimal(1), True, "1", "1-5", b"1", [], (1, 5), None, NOBODY, 2**64, range(0), range(5, 1),
        range(1, 9, 2), range(9, 1, -1), range(5), range(-1, 5), range(1, 2**70)]  # fmt: skip
VLANS = [*SPAN, 4095, range(1, 4096)]
VNIS = [*SPAN, 1 << 24, range(1, (1 << 24) + 1)]
UNIT = [-1, 1, 1.0, "", "x", "5", "-1s", "1 parsec", "1us", 2**80, timedelta(-1), timedelta(microseconds=1),
        timedelta.min, "9" * 400 + "s", float("nan"), float("inf"), Decimal(1), True, [], b"1s", NOBODY]  # fmt: skip
"""For a duration with a unit."""
DURATION = [one for one in UNIT if one is True or one not in (1, 1.0)]
"""For one that may be a number of seconds."""
PERIOD = [*DURATION, None]
GROUP = [[], (), "x", b"x", {}, 7, True, NOBODY, [NOBODY], [None], ["1"], [0], [-1], [True], [1.0], [2**32], {0: 1},
         {"1": 1}, {1: 0}, {1: 65536}, {1: True}, {1: 1.0}, {1: None}, [NexthopMember(id=0)]]  # fmt: skip
ENCAPSULATION = ["mpls", 5, 1.0, True, [], {}, NOBODY, b"x"]
SOURCES = ["10.0.0.1", b"x", 7, True, NOBODY, [NOBODY], [None], ["x"], ["10.0.0.0/8"], ["fd00::1"], ["10.0.0.1", 7]]
MULTICAST_GROUP = [
    *ADDRESS,
    "01:00:5e:00:00:zz",
    "01:00:5e:00:00",
    None,
]
TABLE_FLAGS: dict[str, list[Any]] = {"master": SWITCH, "own": SWITCH}

NEXTHOP = {
    "device": [*DEVICE, None], "via": ADDRESS, "family": ONE_FAMILY[:-1], "onlink": SWITCH, "blackhole": SWITCH,
    "encap": ENCAPSULATION, "fdb": SWITCH, "group": GROUP, "type": [*WORD, 65536],
    "buckets": [*NUMBER, 65536], "idle_timer": DURATION, "unbalanced_timer": DURATION, "hardware_statistics": MAYBE,
    "protocol": PROTOCOL,
}  # fmt: skip
FDB_WHERE = TABLE_FLAGS | {
    "vlan": VLAN, "dst": ADDRESS, "port": UDP_PORT, "vni": VNI, "src_vni": VNI, "via": DEVICE, "nexthop_id": ID,
}  # fmt: skip
FDB = FDB_WHERE | {
    **dict.fromkeys(("sticky", "externally_learned", "router", "use", "no_refresh"), SWITCH),
    "state": [*WORD, None, 0x100], "activity_notify": [*WORD, 256], "protocol": PROTOCOL,
}  # fmt: skip
FDB_FLUSH = TABLE_FLAGS | {
    "bridge_port": DEVICE, "vlan": VLAN, "dst": ADDRESS, "port": [*UDP_PORT, 0], "vni": [*VNI, 0], "src_vni": [*VNI, 0],
    "nexthop_id": ID,
    **dict.fromkeys(("permanent", "static", "dynamic", "added_by_user", "externally_learned", "sticky", "offloaded",
                     "router"), MAYBE),
}  # fmt: skip
MDB_WHERE = {
    "port": DEVICE, "vid": VLAN, "source": [*ADDRESS, "fd00::1"], "dst": ADDRESS, "dst_port": UDP_PORT, "vni": VNI,
    "via": DEVICE, "src_vni": VNI,
}  # fmt: skip
MDB = MDB_WHERE | {"permanent": SWITCH, "sources": SOURCES, "filter_mode": [*WORD, 256], "protocol": PROTOCOL}
MDB_FLUSH = {
    "port": DEVICE, "vid": VLAN, "permanent": MAYBE, "protocol": PROTOCOL, "dst": ADDRESS, "dst_port": [*UDP_PORT, 0],
    "vni": [*VNI, 0], "src_vni": [*VNI, 0],
}  # fmt: skip
VLAN_OPTIONS = {
    "state": [*WORD, 256, None], "mcast_router": [*WORD, 256, None], "mcast_max_groups": AMOUNT,
    "neigh_suppress": SWITCH,
}  # fmt: skip
VLAN_GLOBALS = {
    "mcast_snooping": SWITCH, "mcast_querier": SWITCH, "mcast_igmp_version": [*NUMBER, 256, None],
    "mcast_mld_version": [*NUMBER, 256, None], "msti": [*NUMBER, 4095, 65536, None],
    **dict.fromkeys(("mcast_last_member_count", "mcast_startup_query_count"), AMOUNT),
    **dict.fromkeys(("mcast_last_member_interval", "mcast_membership_interval", "mcast_querier_interval",
                     "mcast_query_interval", "mcast_query_response_interval", "mcast_startup_query_interval"),
                    PERIOD),
}  # fmt: skip
NEIGHBOR_TABLE = {
    "device": DEVICE, "gc_interval": UNIT,
    **dict.fromkeys(("base_reachable_time", "retrans_time", "gc_stale_time", "delay_probe_time", "anycast_delay",
                     "proxy_delay", "locktime", "interval_probe_time"), UNIT),
    **dict.fromkeys(("queue_length", "queue_bytes", "app_probes", "ucast_probes", "mcast_probes", "mcast_reprobes",
                     "proxy_queue_length", "threshold1", "threshold2", "threshold3"), COUNT),
}  # fmt: skip

OBJECT_SETTINGS: dict[str, tuple[Any, dict[str, list[Any]]]] = {
    "NexthopSettings": (NexthopSettings, NEXTHOP),
    "FdbWhere": (FdbWhere, FDB_WHERE), "FdbSettings": (FdbSettings, FDB), "FdbFlush": (FdbFlush, FDB_FLUSH),
    "MdbWhere": (MdbWhere, MDB_WHERE), "MdbSettings": (MdbSettings, MDB), "MdbFlush": (MdbFlush, MDB_FLUSH),
    "VlanSettings": (VlanSettings, VLAN_OPTIONS), "VlanGlobalSettings": (VlanGlobalSettings, VLAN_GLOBALS),
    "NeighborTableSettings": (NeighborTableSettings, NEIGHBOR_TABLE),
}  # fmt: skip

TO = {"id": 5, "device": "lo"}
STATION = {"device": "lo", "address": "02:00:00:00:00:01"}
JOINED = {"device": "lo", "group": "239.1.1.1"}
LABELLED = {"prefix": "2001:db8::/32", "label": 5}
LABEL_PREFIX: list[Any] = [
    *PREFIX,
    "10.0.0.0/8",
    "10.0.0.1",
    ip_network("10.0.0.0/8"),
    ip_interface("fd00::1/64"),
    None,
]
OBJECT_OPERATIONS: dict[str, tuple[dict[str, Any], dict[str, list[Any]]]] = {
    "add_nexthop": (TO, {"id": [*ID, None], "exist_ok": SWITCH}),
    "replace_nexthop": (TO, {"id": [*ID, None]}),
    "change_nexthop": (TO, {"id": [*ID, None]}),
    "del_nexthop": ({"id": 5}, {"id": [*ID, None], "missing_ok": SWITCH}),
    "add_fdb_entry": (STATION, {"device": NEEDED, "address": [*MAC, None], "exist_ok": SWITCH}),
    "replace_fdb_entry": (STATION, {"device": NEEDED, "address": [*MAC, None]}),
    "append_fdb_entry": (STATION, {"device": NEEDED, "address": [*MAC, None]}),
    "del_fdb_entry": (STATION, {"device": NEEDED, "address": [*MAC, None], "missing_ok": SWITCH}),
    "flush_fdb": ({"device": "lo"}, {"device": NEEDED}),
    "add_mdb_entry": (JOINED, {"device": NEEDED, "group": MULTICAST_GROUP, "exist_ok": SWITCH}),
    "replace_mdb_entry": (JOINED, {"device": NEEDED, "group": MULTICAST_GROUP}),
    "del_mdb_entry": (JOINED, {"device": NEEDED, "group": MULTICAST_GROUP, "missing_ok": SWITCH}),
    "flush_mdb": ({"device": "lo"}, {"device": NEEDED}),
    "add_bridge_vlan": (
        {"device": "lo", "vid": 5},
        {"device": NEEDED, "vid": VLANS, "pvid": SWITCH, "untagged": SWITCH, "own": SWITCH,
         "tunnel_id": [*[one for one in VNIS if one is not None], range(1, 3)]},
    ),
    "del_bridge_vlan": ({"device": "lo", "vid": 5}, {"device": NEEDED, "vid": VLANS, "own": SWITCH}),
    "set_bridge_vlan": ({"device": "lo", "vid": 5, "state": "learning"}, {"device": NEEDED, "vid": VLANS}),
    "set_bridge_vlan_globals": ({"bridge": "lo", "vid": 5, "msti": 0}, {"bridge": NEEDED, "vid": VLANS}),
    "set_bridge_mst_state": (
        {"port": "lo", "msti": 5, "state": "learning"},
        {"port": NEEDED, "msti": [*NUMBER, 4095, None, range(1, 5)], "state": [*WORD, 256, None]},
    ),
    "add_address_label": (
        LABELLED,
        {"prefix": LABEL_PREFIX, "label": LABEL, "device": DEVICE, "exist_ok": SWITCH},
    ),
    "replace_address_label": (LABELLED, {"prefix": LABEL_PREFIX, "label": LABEL, "device": DEVICE}),
    "del_address_label": (
        {"prefix": "2001:db8::/32"},
        {"prefix": LABEL_PREFIX, "device": DEVICE, "missing_ok": SWITCH},
    ),
    "set_neighbor_table": ({"family": AF_INET}, {"family": ONE_FAMILY}),
    "add_vni": ({"device": "lo", "vni": 5}, {"device": NEEDED, "vni": VNIS, "remote": ADDRESS}),
    "del_vni": ({"device": "lo", "vni": 5}, {"device": NEEDED, "vni": VNIS, "missing_ok": SWITCH}),
}  # fmt: skip
LISTED_NEXTHOPS: dict[str, list[Any]] = {
    "family": FAMILY, "device": DEVICE, "groups": SWITCH, "fdb": SWITCH, "protocol": PROTOCOL,
}  # fmt: skip
COUNTED: dict[str, list[Any]] = {"statistics": SWITCH, "hardware_statistics": SWITCH}
OBJECT_QUERIES: dict[str, tuple[dict[str, Any], dict[str, list[Any]]]] = {
    "get_nexthops": ({}, LISTED_NEXTHOPS | COUNTED | {"master": DEVICE}),
    "get_nexthop": ({"id": 5}, COUNTED | {"id": [*ID, None]}),
    "get_nexthop_buckets": ({}, {"group": ID, "nexthop": ID, "device": DEVICE, "master": DEVICE}),
    "get_nexthop_bucket": ({"group": 5, "index": 0}, {"group": [*ID, None], "index": [*NUMBER, 65536, None]}),
    "flush_nexthops": ({}, LISTED_NEXTHOPS),
    "get_fdb": ({}, {"device": DEVICE, "bridge": DEVICE, "vlan": VLAN, "state": [*WORD, 0x100]}),
    "get_fdb_entry": (STATION, {"device": NEEDED, "address": [*MAC, None], "master": SWITCH, "vlan": VLAN, "vni": VNI}),
    "get_mdb": ({}, {"device": DEVICE}),
    "get_mdb_entries": (
        JOINED,
        {"device": NEEDED, "group": MULTICAST_GROUP, "vid": VLAN, "source": [*ADDRESS, "fd00::1"], "src_vni": VNI},
    ),
    "get_bridge_vlans": ({}, {"device": DEVICE, "statistics": SWITCH}),
    "get_bridge_vlan_globals": ({}, {"bridge": DEVICE}),
    "get_bridge_mst": ({}, {}),
    "get_vnis": ({}, {"device": DEVICE, "statistics": SWITCH}),
    "get_address_labels": ({}, {"device": DEVICE}),
    "get_address_label": ({"address": "fd00::1"}, {"address": [*ADDRESS, "10.0.0.1", None], "device": DEVICE}),
    "flush_address_labels": ({}, {}),
    "get_netconfs": ({}, {"family": FAMILY}),
    "get_netconf": ({"device": "lo"}, {"device": [one for one in NEEDED if one != -1] + [-3], "family": ONE_FAMILY}),
    "get_neighbor_tables": ({}, {"family": FAMILY}),
    "get_multicast_addresses": ({}, {"device": DEVICE, "family": ONE_FAMILY}),
    "get_anycast_addresses": ({}, {"device": DEVICE}),
}  # fmt: skip

OF_A_GROUP = ("type", "buckets", "idle_timer", "unbalanced_timer", "hardware_statistics")
RESILIENT = {"device": None, "group": [1], "type": "resilient"}
NEEDS: dict[str, dict[str, dict[str, Any]]] = {
    "nexthop": {
        **dict.fromkeys(("group", *OF_A_GROUP), RESILIENT),
        "encap": {"via": "10.0.0.1"}, "onlink": {"via": "10.0.0.1"},
    },
    "mdb_entry": {"sources": {"filter_mode": "include"}},
    "neighbor_table": {"device": {"app_probes": 3}},
}  # fmt: skip


def also(name: str, field: str) -> dict[str, Any]:
    """What has to be given beside a field, since it is nothing alone."""
    return next((needs.get(field, {}) for what, needs in NEEDS.items() if name.endswith(what)), {})


TOGETHER: list[tuple[str, dict[str, Any], str]] = [
    *[("add_nexthop", {"id": 5, "group": [1], field: value}, field)
      for field, value in {"device": "lo", "via": 0, "family": AF_INET, "onlink": True, "blackhole": True,
                           "encap": False}.items()],
    *[("add_nexthop", {"id": 5, "device": "lo", field: value}, field)
      for field, value in {"type": 0, "buckets": 0, "idle_timer": 0, "unbalanced_timer": 0,
                           "hardware_statistics": True}.items()],
    *[("add_nexthop", {"id": 5, "group": [1], field: 0}, field) for field in ("buckets", "idle_timer")],
    *[("add_nexthop", {"id": 5, "blackhole": True, field: value}, field)
      for field, value in {"device": "lo", "via": "10.0.0.1", "onlink": True, "fdb": True}.items()],
    *[("add_nexthop", {"id": 5, "fdb": True, "via": "10.0.0.1", field: value}, field)
      for field, value in {"device": "lo", "onlink": True, "family": AF_INET6}.items()],
    ("add_nexthop", {"id": 5, "fdb": True}, "via"),
    ("add_nexthop", {"id": 5}, "device"),
    ("add_nexthop", {"id": 5, "device": "lo", "onlink": True}, "onlink"),
    *[("add_fdb_entry", STATION | {"master": True, field: value}, field)
      for field, value in {"dst": "10.0.0.1", "port": 0, "vni": 0, "src_vni": 0, "via": "lo", "nexthop_id": 0,
                           "router": True}.items()],
    ("add_fdb_entry", STATION | {"own": False}, "own"),
    ("flush_fdb", {"device": "lo", "permanent": True, "dynamic": True}, "dynamic"),
    ("add_mdb_entry", JOINED | {"sources": ["10.0.0.1"]}, "sources"),
    ("add_mdb_entry", JOINED | {"source": "10.0.0.1", "filter_mode": "include"}, "filter_mode"),
    ("add_mdb_entry", JOINED | {"group": "01:00:5e:00:00:01", "permanent": False}, "permanent"),
    ("add_mdb_entry", JOINED | {"group": "01:00:5e:00:00:01", "source": "10.0.0.1"}, "source"),
    ("add_mdb_entry", JOINED | {"group": "ff0e::1", "source": "10.0.0.1"}, "source"),
    ("add_mdb_entry", JOINED | {"group": "ff0e::1", "filter_mode": "include", "sources": ["10.0.0.1"]}, "sources"),
    ("add_bridge_vlan", {"device": "lo", "vid": range(1, 5), "pvid": True}, "pvid"),
    ("add_bridge_vlan", {"device": "lo", "vid": range(1, 5), "tunnel_id": 5}, "tunnel_id"),
    ("set_bridge_vlan", {"device": "lo", "vid": 5}, "settings"),
    ("set_bridge_vlan_globals", {"bridge": "lo", "vid": 5}, "settings"),
    ("set_neighbor_table", {"family": AF_INET}, "settings"),
    ("set_neighbor_table", {"family": AF_INET, "device": "lo", "threshold1": 5}, "threshold1"),
    ("set_neighbor_table", {"family": AF_INET, "queue_length": 5, "queue_bytes": 5}, "queue_bytes"),
]  # fmt: skip
"""What is right by itself, and wrong beside something else."""
