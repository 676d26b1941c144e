"""Tunnels: those that are links, and those that are a property of a route."""

from __future__ import annotations

from ..table import Group, Header

HEADERS = (
    Header(
        "linux/if_tunnel.h",
        "Tunnels over IP.",
        (
            Group("IFLA_IPTUN", "Attributes of an IP in IP tunnel."),
            Group("IFLA_GRE", "Attributes of a GRE tunnel."),
            Group("IFLA_VTI", "Attributes of a VTI tunnel."),
            Group("TUNNEL_ENCAP", "What is put around a tunnel's packets.", block="tunnel_encap_types"),
            Group("TUNNEL_ENCAP_FLAG", "Flags of what is put around.", flags=True),
            Group(
                "GRE",
                "Flags of a GRE header, in host byte order.",
                flags=True,
                only=("GRE_CSUM", "GRE_ROUTING", "GRE_KEY", "GRE_SEQ", "GRE_STRICT"),
                expression="__be16_to_cpu({})",
            ),
            Group("SIT", "Flags of a sit tunnel, in host byte order.", flags=True, only=("SIT_ISATAP",)),
        ),
        skip=("IP_TUNNEL_CSUM_BIT",),
    ),
    Header(
        "linux/ip6_tunnel.h", "Tunnels over IPv6.", (Group("IP6_TNL_F", "Flags of a tunnel over IPv6.", flags=True),)
    ),
    Header(
        "linux/in.h",
        "Protocols of IP packets, and what multicast groups need.",
        (
            Group("IPPROTO", "Protocols of an IP packet, and the kernel's own beside them."),
            Group(
                "MCAST",
                "Whether a list of sources names those that are let through, or those that are not.",
                only=("MCAST_EXCLUDE", "MCAST_INCLUDE"),
            ),
        ),
        partial=True,
    ),
    Header(
        "linux/amt.h",
        "Automatic multicast tunnelling.",
        (Group("IFLA_AMT", "Attributes of an AMT link."), Group("AMT_MODE", "Which end of a tunnel this is.")),
    ),
    Header(
        "linux/lwtunnel.h",
        "Encapsulation by a route.",
        (
            Group("LWTUNNEL_ENCAP", "Kinds of encapsulation."),
            Group("LWTUNNEL_IP", "Attributes of encapsulation in an IPv4 tunnel."),
            Group("LWTUNNEL_IP6", "Attributes of encapsulation in an IPv6 tunnel."),
            Group("LWTUNNEL_IP_OPTS", "Options of the tunnel's header."),
            Group("LWTUNNEL_IP_OPT_GENEVE", "Attributes of a GENEVE option."),
            Group("LWTUNNEL_IP_OPT_VXLAN", "Attributes of a VXLAN option."),
            Group("LWTUNNEL_IP_OPT_ERSPAN", "Attributes of an ERSPAN option."),
            Group("LWT_BPF", "Attributes of encapsulation by BPF programs."),
            Group("LWT_BPF_PROG", "Attributes of such a program."),
            Group("LWT_XFRM", "Attributes of encapsulation by IPsec."),
        ),
    ),
    Header(
        "linux/mpls.h",
        "MPLS.",
        (
            Group("MPLS_LABEL", "Reserved labels."),
            Group("MPLS_STATS", "Attributes of MPLS statistics."),
        ),
    ),
    Header("linux/mpls_iptunnel.h", "MPLS by a route.", (Group("MPLS_IPTUNNEL", "Attributes of MPLS encapsulation."),)),
    Header(
        "linux/seg6_iptunnel.h",
        "IPv6 segment routing by a route.",
        (
            Group("SEG6_IPTUNNEL", "Attributes of segment routing encapsulation."),
            Group("SEG6_IPTUN_MODE", "Modes of segment routing encapsulation."),
        ),
    ),
    Header(
        "linux/seg6_local.h",
        "What the end of an IPv6 segment does.",
        (
            Group("SEG6_LOCAL", "Attributes of a segment's end."),
            Group("SEG6_LOCAL_ACTION", "Behaviours (RFC 8986)."),
            Group(
                "SEG6_LOCAL_BPF_PROG",
                "Attributes of a BPF program.",
                prefix="SEG6_LOCAL_BPF",
                block="SEG6_LOCAL_BPF_PROG",
            ),
            Group("SEG6_LOCAL_CNT", "Attributes of the counters."),
            Group("SEG6_LOCAL_FLV", "Attributes of the flavours."),
            Group("SEG6_LOCAL_FLV_OP", "Flavours, by number of their bit."),
        ),
    ),
    Header(
        "linux/rpl_iptunnel.h",
        "RPL source routing by a route.",
        (Group("RPL_IPTUNNEL", "Attributes of RPL source routing."),),
    ),
    Header(
        "linux/ioam6_iptunnel.h",
        "In-situ measurement of IPv6 (IOAM) by a route.",
        (
            Group("IOAM6_IPTUNNEL", "Attributes of IOAM encapsulation."),
            Group("IOAM6_IPTUNNEL_MODE", "Modes of IOAM encapsulation."),
        ),
    ),
    Header(
        "linux/ila.h",
        "Identifier locator addressing.",
        (
            Group("ILA_ATTR", "Attributes of a mapping."),
            Group("ILA_CMD", "Commands of the generic netlink family."),
            Group("ILA_CSUM", "How the checksum is kept right."),
            Group("ILA_ATYPE", "Types of an identifier."),
            Group("ILA_HOOK", "Where the mapping is done."),
        ),
    ),
)
