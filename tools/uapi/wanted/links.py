"""Links: rtnetlink's own attributes, and those of each kind of link."""

from __future__ import annotations

from ..table import Group, Header

HEADERS = (
    Header(
        "linux/if_link.h",
        "Attributes of links.",
        (
            Group("IFLA", "Attributes of a link."),
            Group("IFLA_PROTO_DOWN_REASON", "Attributes of the reasons for which a link is held down."),
            Group("IFLA_INFO", "Attributes of a link's kind."),
            Group("IFLA_INET", "IPv4 attributes of a link."),
            Group("IFLA_INET6", "IPv6 attributes of a link."),
            Group("IN6_ADDR_GEN_MODE", "How IPv6 link-local addresses are made."),
            Group("IFLA_EVENT", "What a notification is about."),
            Group("IFLA_XDP", "Attributes of a link's XDP program."),
            Group("XDP_ATTACHED", "Where an XDP program runs."),
        ),
        parts={
            "bareudp": (Group("IFLA_BAREUDP", "Attributes of a bare UDP tunnel."),),
            "bond": (
                Group("IFLA_BOND", "Attributes of a bond."),
                Group("IFLA_BOND_AD_INFO", "Attributes of a bond's active aggregator."),
                Group("IFLA_BOND_SLAVE", "Attributes of a bond's port."),
            ),
            "bridge": (
                Group("IFLA_BR", "Attributes of a bridge."),
                Group("BR_STP_MODE", "Who runs a bridge's spanning tree protocol."),
                Group("IFLA_BRPORT", "Attributes of a bridge's port."),
                Group(
                    "BRIDGE_PORT_MODE", "Whether a bridge's port sends back what came in by it.", prefix="BRIDGE_MODE"
                ),
            ),
            "dsa": (Group("IFLA_DSA", "Attributes of a switch's port."),),
            "geneve": (
                Group("IFLA_GENEVE", "Attributes of a GENEVE tunnel."),
                Group("GENEVE_DF", "What becomes of the don't-fragment bit."),
            ),
            "gtp": (
                Group("IFLA_GTP", "Attributes of a GTP tunnel."),
                Group("GTP_ROLE", "Which end of a GTP tunnel this is."),
            ),
            "hsr": (
                Group("IFLA_HSR", "Attributes of an HSR or PRP link."),
                Group("HSR_PROTOCOL", "HSR or PRP."),
            ),
            "ipoib": (
                Group("IFLA_IPOIB", "Attributes of an IP over InfiniBand link."),
                Group("IPOIB_MODE", "Modes of IP over InfiniBand."),
            ),
            "ipvlan": (
                Group("IFLA_IPVLAN", "Attributes of an ipvlan or ipvtap."),
                Group("IPVLAN_MODE", "Modes of an ipvlan."),
                Group("IPVLAN_F", "Flags of an ipvlan.", flags=True),
            ),
            "macsec": (
                Group("IFLA_MACSEC", "Attributes of a MACsec link."),
                Group("MACSEC_VALIDATE", "How strictly frames are checked."),
                Group("MACSEC_OFFLOAD", "Where MACsec runs."),
            ),
            "macvlan": (
                Group("IFLA_MACVLAN", "Attributes of a macvlan or macvtap."),
                Group("MACVLAN_MODE", "Modes of a macvlan."),
                Group("MACVLAN_MACADDR", "Changes of the list of source addresses."),
                Group("MACVLAN_FLAG", "Flags of a macvlan.", flags=True),
            ),
            "mctp": (Group("IFLA_MCTP", "Attributes of an MCTP link."),),
            "netkit": (
                Group("IFLA_NETKIT", "Attributes of a netkit link."),
                Group("NETKIT_ACTION", "What becomes of a packet by default.", prefix="NETKIT", block="netkit_action"),
                Group("NETKIT_MODE", "Modes of netkit.", prefix="NETKIT", block="netkit_mode"),
                Group("NETKIT_SCRUB", "Whether a packet's mark and priority are cleared."),
                Group("NETKIT_PAIRING", "Whether the link has a peer.", prefix="NETKIT", block="netkit_pairing"),
            ),
            "ovpn": (
                Group("IFLA_OVPN", "Attributes of an OpenVPN link."),
                Group("OVPN_MODE", "Modes of an OpenVPN link."),
            ),
            "ppp": (Group("IFLA_PPP", "Attributes of a PPP link."),),
            "rmnet": (
                Group("IFLA_RMNET", "Attributes of an rmnet link."),
                Group("RMNET_FLAGS", "Flags of an rmnet link.", flags=True),
            ),
            "statistics": (
                Group("IFLA_STATS", "Attributes of a link's statistics."),
                Group(
                    "IFLA_STATS_GETSET",
                    "Attributes of a query for statistics, and of a change of what is counted.",
                    prefix="IFLA_STATS",
                    block="IFLA_STATS_GETSET_UNSPEC",
                ),
                Group("LINK_XSTATS_TYPE", "Kinds of extended statistics."),
                Group("IFLA_OFFLOAD_XSTATS", "Attributes of statistics of offloaded traffic."),
                Group("IFLA_OFFLOAD_XSTATS_HW_S_INFO", "Whether the hardware's statistics are asked for, and used."),
            ),
            "tun": (Group("IFLA_TUN", "Attributes of a TUN or TAP link."),),
            "vf": (
                Group(
                    "IFLA_VF_INFO",
                    "The entry of the list of virtual functions.",
                    prefix="IFLA_VF",
                    block="IFLA_VF_INFO",
                ),
                Group("IFLA_VF", "Attributes of a virtual function."),
                Group(
                    "IFLA_VF_VLAN_INFO",
                    "The entry of a virtual function's list of VLANs.",
                    prefix="IFLA_VF_VLAN",
                    block="IFLA_VF_VLAN_INFO",
                ),
                Group("IFLA_VF_LINK_STATE", "The state of the link that a virtual function sees."),
                Group("IFLA_VF_STATS", "Attributes of a virtual function's counters."),
                Group(
                    "IFLA_VF_PORT", "The entry of the list of virtual ports.", prefix="IFLA_VF", block="IFLA_VF_PORT"
                ),
                Group("IFLA_PORT", "Attributes of a virtual port."),
                Group("PORT_REQUEST", "What is asked of a virtual port."),
                Group("PORT_RESPONSE", "What became of it.", prefix="PORT", block="PORT_VDP_RESPONSE_SUCCESS"),
            ),
            "vlan": (
                Group("IFLA_VLAN", "Attributes of a VLAN."),
                Group("IFLA_VLAN_QOS", "The entry of a VLAN's priority maps."),
            ),
            "vrf": (
                Group("IFLA_VRF", "Attributes of a VRF."),
                Group("IFLA_VRF_PORT", "Attributes of a VRF's port."),
            ),
            "vxlan": (
                Group("IFLA_VXLAN", "Attributes of a VXLAN."),
                Group("VXLAN_DF", "What becomes of the don't-fragment bit."),
                Group("VXLAN_LABEL", "Where the flow label comes from."),
                Group("VXLAN_VNIFILTER", "Attributes of a VXLAN's list of VNIs."),
                Group("VXLAN_VNIFILTER_ENTRY", "Attributes of a VNI."),
                Group("VNIFILTER_ENTRY_STATS", "Attributes of a VNI's counters."),
                Group("TUNNEL_MSG_FLAG", "What a dump of VNIs holds beyond the ordinary.", flags=True),
            ),
            "xdp": (Group("XDP_FLAGS", "How to attach an XDP program.", flags=True),),
            "xfrm": (Group("IFLA_XFRM", "Attributes of an xfrm link."),),
        },
    ),
    Header(
        "linux/ip.h",
        "IPv4 settings of a link.",
        (Group("IPV4_DEVCONF", "Numbers of the settings in IFLA_INET.CONF, which holds number 1 at its place 0."),),
    ),
    Header(
        "linux/ipv6.h",
        "IPv6 settings of a link.",
        (Group("DEVCONF", "Places of the settings in IFLA_INET6.CONF."),),
    ),
    Header(
        "linux/snmp.h",
        "Counters of IPv6.",
        (
            Group("IPSTATS_MIB", "Places of the counters in IFLA_INET6.STATS."),
            Group("ICMP6_MIB", "Places of the counters in IFLA_INET6.ICMP6STATS."),
        ),
        partial=True,
    ),
    Header(
        "linux/dpll.h",
        "Digital phase-locked loops: what a link tells of its pin.",
        (Group("DPLL_A_PIN", "Attributes of a pin."),),
        partial=True,
    ),
    Header(
        "linux/devlink.h",
        "Devlink: what a link tells of its port.",
        (
            Group("DEVLINK_ATTR", "Attributes of devlink's objects."),
            Group("DEVLINK_ATTR_STATS", "Attributes of devlink's counters."),
            Group("DEVLINK_ATTR_SELFTEST_ID", "Tests of itself that a device has."),
            Group("DEVLINK_ATTR_TRAP_METADATA_TYPE", "What a trap tells of a packet."),
        ),
        skip=("devlink_attr_selftest_result",),
        partial=True,
    ),
    Header("linux/veth.h", "Pairs of virtual Ethernet links.", (Group("VETH_INFO", "Attributes of a veth."),)),
    Header("linux/can/vxcan.h", "Pairs of virtual CAN links.", (Group("VXCAN_INFO", "Attributes of a vxcan."),)),
    Header(
        "linux/can/netlink.h",
        "CAN links.",
        (
            Group("IFLA_CAN", "Attributes of a CAN link."),
            Group("IFLA_CAN_TDC", "Attributes of the transmitter delay compensation."),
            Group("IFLA_CAN_CTRLMODE", "Attributes of what the controller can do."),
            Group("IFLA_CAN_PWM", "Attributes of the pulse-width modulation."),
            Group("CAN_CTRLMODE", "Modes of a CAN controller.", flags=True),
            Group("CAN_STATE", "States of a CAN controller."),
        ),
        name="can_netlink",
    ),
    Header(
        "linux/batman_adv.h",
        "B.A.T.M.A.N. advanced mesh links.",
        (Group("IFLA_BATADV", "Attributes of a batadv."),),
        partial=True,
    ),
    Header("linux/wwan.h", "Links of a WWAN modem.", (Group("IFLA_WWAN", "Attributes of a WWAN link."),)),
    Header(
        "linux/if_macsec.h",
        "MACsec.",
        (
            Group(
                "MACSEC_CIPHER",
                "Cipher suites (IEEE 802.1AE-2018, table 14-1).",
                prefix="MACSEC_CIPHER_ID",
                hexadecimal=True,
            ),
        ),
        partial=True,
    ),
    Header(
        "linux/if.h",
        "Interfaces: flags and states.",
        (
            Group("IFF", "Flags of a link.", flags=True),
            Group("IF_OPER", "Operational state of a link (RFC 2863)."),
            Group("IF_LINK_MODE", "Whether user space has a say in a link's operational state."),
        ),
        limits={"IFNAMSIZ": "IFNAMSIZ", "ALTIFNAMSIZ": "ALTIFNAMSIZ", "IFALIASZ": "IFALIASZ"},
    ),
    Header("linux/if_arp.h", "Link layer types.", (Group("ARPHRD", "Link layer type of a link."),)),
    Header(
        "linux/if_ether.h",
        "Ethernet.",
        (Group("ETH_P", "Protocols of an Ethernet frame, and the kernel's own beside them.", hexadecimal=True),),
        limits={"ETH_ALEN": "ETH_ALEN"},
    ),
    Header(
        "linux/if_vlan.h",
        "VLANs.",
        (Group("VLAN_FLAG", "Flags of a VLAN.", flags=True),),
        skip=("vlan_ioctl_cmds", "vlan_name_types"),
    ),
    Header(
        "linux/if_bonding.h",
        "Bonds: modes and states.",
        (
            Group("BOND_MODE", "Modes of a bond."),
            Group("BOND_LINK", "States of a port's link."),
            Group("BOND_STATE", "Whether a port is in use."),
            Group("BOND_XMIT_POLICY", "What a bond hashes to choose a port."),
            Group("LACP_STATE", "State of a port in LACP.", flags=True),
            Group("BOND_XSTATS", "Attributes of a bond's extended statistics."),
            Group("BOND_3AD_STAT", "Attributes of LACP's counters."),
        ),
    ),
)
