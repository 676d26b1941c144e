"""Bridges beyond their link attributes: VLANs, multicast database, MRP, CFM."""

from __future__ import annotations

from ..table import Group, Header

HEADERS = (
    Header(
        "linux/if_bridge.h",
        "Bridges.",
        (
            Group("BR_STATE", "States of a bridge's port."),
            Group(
                "BR_BOOLOPT", "Options of a bridge that are on or off: numbers of the bits in IFLA_BR.MULTI_BOOLOPT."
            ),
            Group("BRIDGE_FLAGS", "Whom a bridge message is for.", flags=True),
            Group("BRIDGE_MODE", "Modes of a network card's own bridge."),
            Group("IFLA_BRIDGE", "Bridge attributes of a link."),
            Group("BRIDGE_VLAN_INFO", "Flags of a VLAN.", flags=True),
            Group("IFLA_BRIDGE_VLAN_TUNNEL", "Attributes of a VLAN's tunnel."),
            Group("BRIDGE_QUERIER", "Attributes of the state of the multicast queriers."),
            Group("BRIDGE_XSTATS", "Attributes of a bridge's extended statistics."),
        ),
        parts={
            "cfm": (
                Group("IFLA_BRIDGE_CFM", "Attributes of Connectivity Fault Management."),
                Group("IFLA_BRIDGE_CFM_MEP_CREATE", "Attributes of a new end point."),
                Group("IFLA_BRIDGE_CFM_MEP_DELETE", "Attributes of an end point to delete."),
                Group("IFLA_BRIDGE_CFM_MEP_CONFIG", "Attributes of an end point."),
                Group("IFLA_BRIDGE_CFM_CC_CONFIG", "Attributes of the continuity check."),
                Group(
                    "IFLA_BRIDGE_CFM_CC_PEER_MEP",
                    "Attributes of a peer.",
                    prefix="IFLA_BRIDGE_CFM_CC_PEER",
                    block="IFLA_BRIDGE_CFM_CC_PEER_MEP_UNSPEC",
                ),
                Group("IFLA_BRIDGE_CFM_CC_RDI", "Attributes of the remote defect indication."),
                Group("IFLA_BRIDGE_CFM_CC_CCM_TX", "Attributes of the continuity check messages that are sent."),
                Group("IFLA_BRIDGE_CFM_MEP_STATUS", "Attributes of an end point's status."),
                Group("IFLA_BRIDGE_CFM_CC_PEER_STATUS", "Attributes of a peer's status."),
            ),
            "mdb": (
                Group("MDBA", "Attributes of a multicast database message."),
                Group("MDBA_MDB", "The entry of a multicast database."),
                Group("MDBA_MDB_ENTRY", "The entry of a multicast group."),
                Group("MDBA_MDB_EATTR", "Attributes of a group's port."),
                Group("MDBA_MDB_SRCLIST", "The entry of its list of sources."),
                Group("MDBA_MDB_SRCATTR", "Attributes of a source."),
                Group("MDBA_ROUTER", "The entry of the list of router ports."),
                Group("MDBA_ROUTER_PATTR", "Attributes of a router port."),
                Group("MDB_RTR_TYPE", "Why a port is a router port."),
                Group("MDBA_SET_ENTRY", "Attributes of a change.", prefix="MDBA_SET", block="MDBA_SET_ENTRY"),
                Group("MDBA_GET_ENTRY", "Attributes of a query.", prefix="MDBA_GET", block="MDBA_GET_ENTRY"),
                Group("MDBE_ATTR", "Attributes of what is changed or asked for."),
                Group("MDBE_SRC_LIST", "The entry of its list of sources."),
                Group("MDBE_SRCATTR", "Attributes of such a source."),
                Group("MDB_FLAGS", "Flags of an entry.", flags=True),
                Group(
                    "MDB_STATE",
                    "Whether an entry ages.",
                    prefix="MDB",
                    only=("MDB_TEMPORARY", "MDB_PERMANENT"),
                ),
            ),
            "mrp": (
                Group("IFLA_BRIDGE_MRP", "Attributes of the Media Redundancy Protocol."),
                Group("IFLA_BRIDGE_MRP_INSTANCE", "Attributes of an instance."),
                Group("IFLA_BRIDGE_MRP_PORT_STATE", "Attributes of a port's state."),
                Group("IFLA_BRIDGE_MRP_PORT_ROLE", "Attributes of a port's role."),
                Group("IFLA_BRIDGE_MRP_RING_STATE", "Attributes of a ring's state."),
                Group("IFLA_BRIDGE_MRP_RING_ROLE", "Attributes of a ring's role."),
                Group("IFLA_BRIDGE_MRP_START_TEST", "Attributes of a ring's test."),
                Group("IFLA_BRIDGE_MRP_INFO", "Attributes of what is known of an instance."),
                Group("IFLA_BRIDGE_MRP_IN_STATE", "Attributes of an interconnection's state."),
                Group("IFLA_BRIDGE_MRP_IN_ROLE", "Attributes of an interconnection's role."),
                Group("IFLA_BRIDGE_MRP_START_IN_TEST", "Attributes of an interconnection's test."),
            ),
            "mst": (
                Group("IFLA_BRIDGE_MST", "The entry of a port's list of spanning trees."),
                Group("IFLA_BRIDGE_MST_ENTRY", "Attributes of a spanning tree."),
            ),
            "vlandb": (
                Group("BRIDGE_VLANDB", "Attributes of a VLAN message."),
                Group("BRIDGE_VLANDB_DUMP", "Attributes of a query for VLANs."),
                Group("BRIDGE_VLANDB_DUMPF", "What a dump of VLANs holds beyond the ordinary.", flags=True),
                Group("BRIDGE_VLANDB_ENTRY", "Attributes of a VLAN."),
                Group("BRIDGE_VLANDB_TINFO", "Attributes of a VLAN's tunnel."),
                Group("BRIDGE_VLANDB_STATS", "Attributes of a VLAN's counters."),
                Group("BRIDGE_VLANDB_GOPTS", "Attributes of a VLAN's options in the whole bridge."),
            ),
        },
        skip=("BR_MCAST_DIR_RX",),
    ),
)
