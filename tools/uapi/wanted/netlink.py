"""Netlink itself, generic netlink, and namespaces."""

from __future__ import annotations

from ..table import Group, Header

_OPTIONS = (
    "NETLINK_ADD_MEMBERSHIP",
    "NETLINK_DROP_MEMBERSHIP",
    "NETLINK_PKTINFO",
    "NETLINK_BROADCAST_ERROR",
    "NETLINK_NO_ENOBUFS",
    "NETLINK_RX_RING",
    "NETLINK_TX_RING",
    "NETLINK_LISTEN_ALL_NSID",
    "NETLINK_LIST_MEMBERSHIPS",
    "NETLINK_CAP_ACK",
    "NETLINK_EXT_ACK",
    "NETLINK_GET_STRICT_CHK",
)

HEADERS = (
    Header(
        "linux/netlink.h",
        "Netlink itself: protocols, message headers, socket options, extended acknowledgements and policies.",
        (
            Group("NETLINK", "Netlink protocols: the third argument of socket()."),
            Group(
                "NETLINK_OPTION",
                "Socket options at level SOL_NETLINK (in C they too are called NETLINK_*).",
                prefix="NETLINK",
                only=_OPTIONS,
            ),
            Group(
                "NLM_F",
                "Flags of a message header; which of a bit's names is meant depends on the kind of request or reply.",
                flags=True,
            ),
            Group(
                "NLMSG",
                "Message types below the protocols' own.",
                only=("NLMSG_NOOP", "NLMSG_ERROR", "NLMSG_DONE", "NLMSG_OVERRUN", "NLMSG_MIN_TYPE"),
            ),
            Group("NLA_F", "Flags in an attribute's type.", flags=True),
            Group("NLMSGERR_ATTR", "Attributes of an extended acknowledgement."),
            Group("NL_ATTR_TYPE", "What an attribute holds, as a policy says."),
            Group("NL_POLICY_TYPE_ATTR", "Attributes of a policy's entry."),
        ),
        limits={
            "NLMSG_ALIGNTO": "NLMSG_ALIGNTO",
            "NLMSG_HDRLEN": "NLMSG_HDRLEN",
            "NLA_ALIGNTO": "NLA_ALIGNTO",
            "NLA_HDRLEN": "NLA_HDRLEN",
            "NLA_TYPE_MASK": "(__u16)NLA_TYPE_MASK",
        },
        skip=("nl_mmap_status", "NETLINK_UNCONNECTED"),
    ),
    Header(
        "linux/genetlink.h",
        "Generic netlink: the controller, which tells of the families.",
        (
            Group("CTRL_CMD", "Commands of the controller."),
            Group("CTRL_ATTR", "Attributes of the controller's messages."),
            Group("CTRL_ATTR_OP", "Attributes of an operation."),
            Group("CTRL_ATTR_MCAST_GRP", "Attributes of a multicast group."),
            Group("CTRL_ATTR_POLICY", "Attributes that name an operation's policies."),
            Group(
                "GENL",
                "What an operation can do, and what it asks of its caller.",
                flags=True,
                only=(
                    "GENL_ADMIN_PERM",
                    "GENL_CMD_CAP_DO",
                    "GENL_CMD_CAP_DUMP",
                    "GENL_CMD_CAP_HASPOL",
                    "GENL_UNS_ADMIN_PERM",
                ),
            ),
            Group("GENL_ID", "Fixed family numbers."),
        ),
        limits={
            "GENL_NAMSIZ": "GENL_NAMSIZ",
            "GENL_MIN_ID": "GENL_MIN_ID",
            "GENL_MAX_ID": "GENL_MAX_ID",
            "GENL_HDRLEN": "GENL_HDRLEN",
        },
    ),
    Header(
        "linux/net_namespace.h",
        "Numbers by which namespaces know one another.",
        (Group("NETNSA", "Attributes of a namespace's number."),),
        limits={"NETNSA_NSID_NOT_ASSIGNED": "NETNSA_NSID_NOT_ASSIGNED"},
    ),
    Header(
        "sys/socket.h",
        "Address families, those too that Python's socket module lacks (this header is libc's).",
        (
            Group(
                "AF",
                "Address families.",
                only=(
                    "AF_UNSPEC",
                    "AF_UNIX",
                    "AF_INET",
                    "AF_BRIDGE",
                    "AF_INET6",
                    "AF_NETLINK",
                    "AF_PACKET",
                    "AF_MPLS",
                    "AF_MCTP",
                ),
            ),
        ),
    ),
)
