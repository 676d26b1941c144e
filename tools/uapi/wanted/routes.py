"""Routing netlink: addresses, routes, next hops, neighbours and rules."""

from __future__ import annotations

from ..table import Group, Header

HEADERS = (
    Header(
        "linux/rtnetlink.h",
        "Routing netlink.",
        (
            Group("RTM", "Message types."),
            Group("RTNLGRP", "Multicast groups."),
            Group("RTNL_FAMILY", "Families beyond the AF_* ones."),
            Group("RTEXT_FILTER", "What a dump of links holds beyond the ordinary.", flags=True),
            Group("RTN", "Types of a route."),
            Group("RTPROT", "Who installed a route."),
            Group("RT_SCOPE", "How far away a destination is."),
            Group("RT_TABLE", "Routing tables that have a name."),
            Group("RTM_F", "Flags of a route.", flags=True),
            Group("RTA", "Attributes of a route."),
            Group("RTNH_F", "Flags of a next hop.", flags=True),
            Group("RTAX", "Metrics of a route."),
            Group("RTAX_FEATURE", "Bits of RTAX.FEATURES.", flags=True, exclude=("RTAX_FEATURE_MASK",)),
        ),
        parts={
            "ipv6": (
                Group("PREFIX", "Attributes of an IPv6 prefix that a router told of."),
                Group("NDUSEROPT", "Attributes of a neighbour discovery option for user space."),
            ),
            "tc": (
                Group("TCA", "Attributes of traffic control objects."),
                Group("TCA_DUMP_FLAGS", "What a dump of traffic control objects holds.", flags=True),
                Group("TCA_ROOT", "Attributes of a message about actions."),
                Group("TCA_ACT_FLAG", "Flags in TCA_ROOT.FLAGS.", flags=True),
            ),
        },
    ),
    Header(
        "linux/if_addr.h",
        "Addresses.",
        (
            Group("IFA", "Attributes of an address."),
            Group("IFA_F", "Flags of an address.", flags=True),
            Group("IFAPROT", "Who installed an address."),
        ),
    ),
    Header("linux/if_addrlabel.h", "Address labels (RFC 6724).", (Group("IFAL", "Attributes of an address label."),)),
    Header(
        "linux/neighbour.h",
        "Neighbours and bridge forwarding entries.",
        (
            Group("NDA", "Attributes of a neighbour."),
            Group("NTF", "Flags of a neighbour.", flags=True),
            # NTF_EXT_LEARNED is one of the ordinary flags, whatever it looks like.
            Group("NTF_EXT", "Flags in NDA.FLAGS_EXT.", flags=True, exclude=("NTF_EXT_LEARNED",)),
            Group("NUD", "States of a neighbour.", flags=True),
            Group("NDTA", "Attributes of a neighbour table."),
            Group("NDTPA", "Attributes of a neighbour table's parameters."),
            Group("NFEA", "Attributes in NDA.FDB_EXT_ATTRS."),
            Group("FDB_NOTIFY", "Bits of NFEA.ACTIVITY_NOTIFY.", flags=True),
        ),
    ),
    Header(
        "linux/fib_rules.h",
        "Routing policy rules.",
        (
            Group("FRA", "Attributes of a rule."),
            Group("FR_ACT", "What a rule does."),
            Group("FIB_RULE", "Flags of a rule.", flags=True),
        ),
    ),
    Header(
        "linux/nexthop.h",
        "Next hop objects.",
        (
            Group("NHA", "Attributes of a next hop."),
            Group("NEXTHOP_GRP_TYPE", "Types of a group of next hops."),
            Group("NHA_RES_GROUP", "Attributes of a resilient group."),
            Group("NHA_RES_BUCKET", "Attributes of a resilient group's bucket."),
            Group("NHA_GROUP_STATS", "The entry of a group's counters."),
            Group("NHA_GROUP_STATS_ENTRY", "Attributes of a group member's counters."),
            Group("NHA_OP_FLAG", "Flags in NHA.OP_FLAGS.", flags=True),
        ),
    ),
    Header(
        "linux/netconf.h",
        "Settings of links, as sysctl has them.",
        (Group("NETCONFA", "Attributes of a link's settings.", exclude=("NETCONFA_ALL",)),),
        limits={
            "NETCONFA_ALL": "NETCONFA_ALL",
            "NETCONFA_IFINDEX_ALL": "NETCONFA_IFINDEX_ALL",
            "NETCONFA_IFINDEX_DEFAULT": "NETCONFA_IFINDEX_DEFAULT",
        },
    ),
    Header(
        "linux/in_route.h",
        "IPv4 routes.",
        (Group("RTCF", "Flags of a cached IPv4 route.", flags=True, exclude=("RTCF_NOPMTUDISC",)),),
    ),
    Header(
        "linux/ipv6_route.h",
        "IPv6 routes.",
        (Group("RTF", "Flags of an IPv6 route.", flags=True),),
    ),
    Header(
        "linux/icmpv6.h",
        "ICMPv6.",
        (Group("ICMPV6_ROUTER_PREF", "How much a router wants to be used (RFC 4191)."),),
    ),
)
