"""Constants newer than Linux 6.12, whose headers are the newest that Debian 12 has, and the version each came with.

A header that has one must give it the same value: headers of a newer kernel, or of a 6.12.y that some came back to.
"""

from __future__ import annotations

from typing import NamedTuple


class Newer(NamedTuple):
    """A constant that the headers may lack."""

    value: int
    since: str


# class -> C name
NEWER: dict[str, dict[str, Newer]] = {
    "RTM": {
        "RTM_NEWMULTICAST": Newer(56, "6.14"),
        "RTM_DELMULTICAST": Newer(57, "6.14"),
        "RTM_NEWANYCAST": Newer(60, "6.14"),
        "RTM_DELANYCAST": Newer(61, "6.14"),
    },
    "RTNLGRP": {
        "RTNLGRP_IPV4_MCADDR": Newer(37, "6.14"),
        "RTNLGRP_IPV6_MCADDR": Newer(38, "6.14"),
        "RTNLGRP_IPV6_ACADDR": Newer(39, "6.14"),
    },
    "RTPROT": {
        "RTPROT_OVN": Newer(84, "6.15"),
    },
    "RTA": {
        "RTA_FLOWLABEL": Newer(31, "6.14"),
    },
    "RTEXT_FILTER": {
        "RTEXT_FILTER_NAME_ONLY": Newer(0x100, "7.2"),
    },
    "IFLA": {
        "IFLA_MAX_PACING_OFFLOAD_HORIZON": Newer(66, "6.13"),
        "IFLA_NETNS_IMMUTABLE": Newer(67, "6.15"),
        "IFLA_HEADROOM": Newer(68, "6.18"),
        "IFLA_TAILROOM": Newer(69, "6.18"),
    },
    "IFLA_BR": {
        "IFLA_BR_STP_MODE": Newer(50, "7.1"),
    },
    "IFLA_BRPORT": {
        "IFLA_BRPORT_NEIGH_FORWARD_GRAT": Newer(45, "7.2"),
    },
    "BR_STP_MODE": {
        "BR_STP_MODE_AUTO": Newer(0, "7.1"),
        "BR_STP_MODE_USER": Newer(1, "7.1"),
        "BR_STP_MODE_KERNEL": Newer(2, "7.1"),
    },
    "IFLA_NETKIT": {
        "IFLA_NETKIT_SCRUB": Newer(6, "6.13"),
        "IFLA_NETKIT_PEER_SCRUB": Newer(7, "6.13"),
        "IFLA_NETKIT_HEADROOM": Newer(8, "6.14"),
        "IFLA_NETKIT_TAILROOM": Newer(9, "6.14"),
        "IFLA_NETKIT_PAIRING": Newer(10, "7.1"),
    },
    "NETKIT_SCRUB": {
        "NETKIT_SCRUB_NONE": Newer(0, "6.13"),
        "NETKIT_SCRUB_DEFAULT": Newer(1, "6.13"),
    },
    "NETKIT_PAIRING": {
        "NETKIT_DEVICE_PAIR": Newer(0, "7.1"),
        "NETKIT_DEVICE_SINGLE": Newer(1, "7.1"),
    },
    "IFLA_VXLAN": {
        "IFLA_VXLAN_RESERVED_BITS": Newer(33, "6.14"),
        "IFLA_VXLAN_MC_ROUTE": Newer(34, "6.17"),
    },
    "IFLA_GENEVE": {
        "IFLA_GENEVE_PORT_RANGE": Newer(15, "6.15"),
        "IFLA_GENEVE_GRO_HINT": Newer(16, "7.0"),
        "IFLA_GENEVE_LOCAL": Newer(17, "7.2"),
        "IFLA_GENEVE_LOCAL6": Newer(18, "7.2"),
    },
    "IFLA_BOND": {
        "IFLA_BOND_BROADCAST_NEIGH": Newer(33, "6.17"),
        "IFLA_BOND_LACP_STRICT": Newer(34, "7.2"),
    },
    "IFLA_BOND_SLAVE": {
        "IFLA_BOND_SLAVE_ACTOR_PORT_PRIO": Newer(10, "6.18"),
        "IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE": Newer(11, "7.1"),
        "IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE": Newer(12, "7.1"),
    },
    "IFLA_MCTP": {
        "IFLA_MCTP_PHYS_BINDING": Newer(2, "6.13"),
    },
    "IFLA_CAN": {
        "IFLA_CAN_XL_DATA_BITTIMING": Newer(18, "6.19"),
        "IFLA_CAN_XL_DATA_BITTIMING_CONST": Newer(19, "6.19"),
        "IFLA_CAN_XL_DATA_BITRATE_CONST": Newer(20, "6.19"),
        "IFLA_CAN_XL_TDC": Newer(21, "6.19"),
        "IFLA_CAN_XL_PWM": Newer(22, "6.19"),
    },
    "IFLA_CAN_PWM": {
        "IFLA_CAN_PWM_UNSPEC": Newer(0, "6.19"),
        "IFLA_CAN_PWM_PWMS_MIN": Newer(1, "6.19"),
        "IFLA_CAN_PWM_PWMS_MAX": Newer(2, "6.19"),
        "IFLA_CAN_PWM_PWML_MIN": Newer(3, "6.19"),
        "IFLA_CAN_PWM_PWML_MAX": Newer(4, "6.19"),
        "IFLA_CAN_PWM_PWMO_MIN": Newer(5, "6.19"),
        "IFLA_CAN_PWM_PWMO_MAX": Newer(6, "6.19"),
        "IFLA_CAN_PWM_PWMS": Newer(7, "6.19"),
        "IFLA_CAN_PWM_PWML": Newer(8, "6.19"),
        "IFLA_CAN_PWM_PWMO": Newer(9, "6.19"),
    },
    "CAN_CTRLMODE": {
        "CAN_CTRLMODE_RESTRICTED": Newer(0x800, "6.19"),
        "CAN_CTRLMODE_XL": Newer(0x1000, "6.19"),
        "CAN_CTRLMODE_XL_TDC_AUTO": Newer(0x2000, "6.19"),
        "CAN_CTRLMODE_XL_TDC_MANUAL": Newer(0x4000, "6.19"),
        "CAN_CTRLMODE_XL_TMS": Newer(0x8000, "6.19"),
    },
    "IFLA_OVPN": {
        "IFLA_OVPN_UNSPEC": Newer(0, "6.16"),
        "IFLA_OVPN_MODE": Newer(1, "6.16"),
    },
    "OVPN_MODE": {
        "OVPN_MODE_P2P": Newer(0, "6.16"),
        "OVPN_MODE_MP": Newer(1, "6.16"),
    },
    "ETH_P": {
        "ETH_P_GRE_OSI": Newer(0xFE, "7.2"),
        "ETH_P_8021AC": Newer(0x8870, "7.2"),
        "ETH_P_MXLGSW": Newer(0x88C3, "6.19"),
        "ETH_P_YT921X": Newer(0x9988, "6.19"),
        "ETH_P_NXP_NETC": Newer(0xFD3A, "7.2"),
    },
    "NTF_EXT": {
        "NTF_EXT_EXT_VALIDATED": Newer(4, "6.17"),
    },
    "FRA": {
        "FRA_FLOWLABEL": Newer(26, "6.14"),
        "FRA_FLOWLABEL_MASK": Newer(27, "6.14"),
        "FRA_SPORT_MASK": Newer(28, "6.15"),
        "FRA_DPORT_MASK": Newer(29, "6.15"),
        "FRA_DSCP_MASK": Newer(30, "6.15"),
    },
    "BR_BOOLOPT": {
        "BR_BOOLOPT_MDB_OFFLOAD_FAIL_NOTIFICATION": Newer(3, "6.16"),
        "BR_BOOLOPT_FDB_LOCAL_VLAN_0": Newer(4, "6.18"),
    },
    "BRIDGE_VLANDB_ENTRY": {
        "BRIDGE_VLANDB_ENTRY_NEIGH_FORWARD_GRAT": Newer(10, "7.2"),
    },
    "MDB_FLAGS": {
        "MDB_FLAGS_OFFLOAD_FAILED": Newer(0x10, "6.16"),
    },
    "NETCONFA": {
        "NETCONFA_FORCE_FORWARDING": Newer(9, "6.17"),
    },
    "DEVCONF": {
        "DEVCONF_FORCE_FORWARDING": Newer(59, "6.17"),
    },
    "SEG6_IPTUNNEL": {
        "SEG6_IPTUNNEL_SRC": Newer(2, "7.1"),
    },
}
