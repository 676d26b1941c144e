from __future__ import annotations

import pytest

from nlink.link import Bridge
from tests.needs import requires

ELSEWHERE = {"stp_mode"}  # test_kinds_by_bytes.py
UNTOLD = {"bridge_id", "root_id", "gc_timer"}
KNOWS_VLANS = Bridge(vlan_filtering=True, vlan_protocol="802.1ad", vlan_default_pvid=7, vlan_stats=True)
GIVEN = [
    Bridge(stp=True, ageing_time=30, hello_time="1500ms", forward_delay=4, max_age="6s", priority=4096),
    Bridge(group_fwd_mask=0x8, group_address="01:80:c2:00:00:05", fdb_max_learned=77, flush_fdb=True),
    Bridge(mcast_router="perm", mcast_querier=True, mcast_query_use_ifaddr=True, mcast_stats=True),
    Bridge(mcast_snooping=False, mcast_hash_max=512, mcast_hash_elasticity=16),
    Bridge(mcast_last_member_count=3, mcast_last_member_interval="500ms", mcast_membership_interval=300),
    Bridge(mcast_startup_query_count=5, mcast_startup_query_interval=20, mcast_igmp_version=3, mcast_mld_version=2),
    Bridge(mcast_querier_interval=200, mcast_query_interval=100, mcast_query_response_interval="5s"),
    Bridge(no_linklocal_learn=True, nf_call_iptables=True, nf_call_ip6tables=True, nf_call_arptables=False),
    pytest.param(KNOWS_VLANS, marks=requires("bridge:vlan")),
    pytest.param(
        Bridge(vlan_filtering=True, vlan_stats_per_port=True, mst=True, mcast_vlan_snooping=True),
        marks=requires("bridge:vlan"),
    ),
    pytest.param(Bridge(mdb_offload_fail_notification=True), marks=requires("linux:6.16")),
    pytest.param(Bridge(fdb_local_vlan_0=True), marks=requires("linux:6.18", "bridge:vlan")),
]
CHANGES = [
    (Bridge(), Bridge(stp=True, ageing_time=30)),
    (Bridge(no_linklocal_learn=True, mcast_snooping=False), Bridge(no_linklocal_learn=False)),
    pytest.param((KNOWS_VLANS, Bridge(vlan_default_pvid=0, vlan_filtering=False)), marks=requires("bridge:vlan")),
]
TOLD = [
    (
        "ageing_time 3000 stp_state 1 hello_time 150 forward_delay 400 max_age 700 priority 4096 group_fwd_mask 8",
        Bridge(
            ageing_time=30, stp=True, hello_time="1500ms", forward_delay=4, max_age=7, priority=4096, group_fwd_mask=8
        ),
    ),
    (
        (
            "mcast_router 2 mcast_querier 1 mcast_query_interval 1200 mcast_igmp_version 3 mcast_mld_version 2 "
            "mcast_stats_enabled 1 mcast_hash_max 1024 mcast_last_member_count 4 nf_call_iptables 1"
        ),
        Bridge(
            mcast_router="perm",
            mcast_querier=True,
            mcast_query_interval=12,
            mcast_igmp_version=3,
            mcast_mld_version=2,
            mcast_stats=True,
            mcast_hash_max=1024,
            mcast_last_member_count=4,
            nf_call_iptables=True,
        ),
    ),
    pytest.param(
        ("vlan_filtering 1 vlan_protocol 802.1ad vlan_default_pvid 7 vlan_stats_enabled 1", KNOWS_VLANS),
        marks=requires("bridge:vlan"),
    ),
]
