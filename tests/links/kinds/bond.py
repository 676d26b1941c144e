from __future__ import annotations

from nlink.link import Bond

# The first two in test_each_port.py, the others in test_kinds_by_bytes.py.
ELSEWHERE = {"active_slave", "primary", "broadcast_neigh", "lacp_strict"}
TARGETS = ["10.0.0.1", "10.0.0.2"]
AGGREGATION = Bond(
    mode="802.3ad",
    ad_lacp_rate="fast",
    ad_lacp_active=False,
    ad_select="count",
    ad_actor_sys_prio=5,
    ad_user_port_key=7,
    ad_actor_system="02:00:00:00:00:01",
    xmit_hash_policy="layer3+4",
    miimon="100ms",
)
GIVEN = [
    Bond(mode="balance-rr", miimon="100ms", updelay="200ms", downdelay="300ms", packets_per_slave=5, min_links=1),
    Bond(miimon="100ms", use_carrier=True, peer_notif_delay="200ms", resend_igmp=3, all_slaves_active=True),
    Bond(mode="active-backup", num_peer_notif=2, fail_over_mac="follow", primary_reselect="failure"),
    Bond(mode="active-backup", arp_interval="500ms", arp_ip_target=TARGETS, arp_validate="filter-active", missed_max=5),
    Bond(mode="active-backup", arp_interval="500ms", ns_ip6_target=["fd00::1", "fd00::2"], arp_all_targets="all"),
    AGGREGATION,
    Bond(mode="802.3ad", coupled_control=False),
    Bond(mode="balance-xor", xmit_hash_policy="encap3+4"),
    Bond(mode="broadcast"),
    Bond(mode="balance-tlb", tlb_dynamic_lb=False, lp_interval=2),
    Bond(mode="balance-alb", tlb_dynamic_lb=True),
]
CHANGES = [
    (Bond(mode="active-backup", miimon="100ms"), Bond(miimon="200ms", num_peer_notif=7)),
    (Bond(mode="802.3ad"), Bond(ad_lacp_rate="fast", xmit_hash_policy="vlan+srcmac")),
    (Bond(mode="802.3ad"), Bond(mode="balance-xor")),
    (Bond(mode="active-backup", arp_interval="500ms", arp_ip_target=TARGETS), Bond(arp_ip_target=["10.0.0.3"])),
]
TOLD = [
    ("", Bond()),
    (
        (
            "mode 802.3ad lacp_rate fast lacp_active off ad_select count ad_actor_sys_prio 5 ad_user_port_key 7 "
            "ad_actor_system 02:00:00:00:00:01 xmit_hash_policy layer3+4 miimon 100"
        ),
        AGGREGATION,
    ),
    (
        (
            "mode active-backup arp_interval 300 arp_ip_target 10.0.0.1,10.0.0.2 ns_ip6_target fd00::1 "
            "arp_validate all arp_all_targets any arp_missed_max 4 primary_reselect better fail_over_mac active"
        ),
        Bond(
            mode="active-backup",
            arp_interval="300ms",
            arp_ip_target=TARGETS,
            ns_ip6_target=["fd00::1"],
            arp_validate="all",
            arp_all_targets="any",
            missed_max=4,
            primary_reselect="better",
            fail_over_mac="active",
        ),
    ),
]
