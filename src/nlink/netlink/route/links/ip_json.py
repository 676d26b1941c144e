"""A link as ``ip -d -j link`` prints it: the same keys in the same order, with the same values.

What is not here yet: the options of each kind and port, XDP programs, virtual functions. Keys that are only printed by
an iproute2 newer than 6.1 are in NEWER.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, Final

from ...uapi.if_ import IF_LINK_MODE, IF_OPER, IFF
from ...uapi.if_arp import ARPHRD
from ...uapi.if_link import IN6_ADDR_GEN_MODE
from .message import LinkMessage

NEWER: Final = frozenset(("gso_ipv4_max_size", "gro_ipv4_max_size"))
"""Since iproute2 6.3."""

FLAGS: Final = (
    IFF.LOOPBACK, IFF.BROADCAST, IFF.POINTOPOINT, IFF.MULTICAST, IFF.NOARP, IFF.ALLMULTI, IFF.PROMISC, IFF.MASTER,
    IFF.SLAVE, IFF.DEBUG, IFF.DYNAMIC, IFF.AUTOMEDIA, IFF.PORTSEL, IFF.NOTRAILERS, IFF.UP, IFF.LOWER_UP, IFF.DORMANT,
    IFF.ECHO,
)  # fmt: skip
"""In the order that they are printed in; of RUNNING only the absence is."""

LINK_TYPES: Final = {
    ARPHRD.TUNNEL: "ipip",
    ARPHRD.IPGRE: "gre",
    ARPHRD.IP6GRE: "gre6",
}
"""Where it is not the name of the constant."""

IP_ADDRESSES: Final = {ARPHRD.TUNNEL: 4, ARPHRD.SIT: 4, ARPHRD.IPGRE: 4, ARPHRD.TUNNEL6: 16, ARPHRD.IP6GRE: 16}
"""The link types whose addresses are IP addresses, by their lengths."""

GEN_MODES: Final = {IN6_ADDR_GEN_MODE.STABLE_PRIVACY: "stable_secret"}

COUNTED: Final = ("min_mtu", "max_mtu")
LIMITS: Final = (
    "num_tx_queues", "num_rx_queues", "gso_max_size", "gso_max_segs", "tso_max_size", "tso_max_segs", "gro_max_size",
    "gso_ipv4_max_size", "gro_ipv4_max_size",
)  # fmt: skip


def link_to_ip(link: LinkMessage[Any], links: Mapping[int, LinkMessage[Any]]) -> dict[str, object]:
    """What ``ip -d -j link`` prints for a link.

    Args:
        links: the others by index: whose names it prints, and of which it looks whether they are up.
    """
    told: dict[str, object] = {"ifindex": link.ifindex}
    below = None if link.link is None or link.link_netnsid is not None else links.get(link.link)
    if link.link is not None:
        told |= _below(link, below)
    told["ifname"] = link.name
    told["flags"] = _flags(link, below)
    told["mtu"] = link.mtu
    if link.qdisc is not None:
        told["qdisc"] = link.qdisc
    if link.master is not None:
        told["master"] = _name(link.master, links)
    told |= _state(link)
    told |= _addresses(link)
    if link.link_netnsid is not None:
        told["link_netnsid"] = link.link_netnsid if link.link_netnsid >= 0 else "unknown"
    if link.proto_down:
        told["proto_down"] = True
    reasons = link.proto_down_reason.value if link.proto_down_reason else None
    if reasons:
        told["proto_down_reason"] = [str(bit) for bit in range(32) if reasons >> bit & 1]
    told["promiscuity"] = link.promiscuity
    if link.all_multicast is not None:
        told["allmulti"] = link.all_multicast
    told |= {name: getattr(link, name) for name in COUNTED if getattr(link, name) is not None}
    if link.linkinfo is not None and (link.kind or link.port_kind):
        told["linkinfo"] = {
            **({"info_kind": link.kind} if link.kind else {}),
            **({"info_slave_kind": link.port_kind} if link.port_kind else {}),
        }
    mode = link.inet6.addr_gen_mode if link.inet6 else None
    if isinstance(mode, IN6_ADDR_GEN_MODE):
        told["inet6_addr_gen_mode"] = GEN_MODES.get(mode) or mode.name.lower()
    told |= {name: getattr(link, name) for name in LIMITS if getattr(link, name) is not None}
    told |= _hardware(link)
    if link.alias is not None:
        told["ifalias"] = link.alias
    if link.alternative_names:
        told["altnames"] = list(link.alternative_names)
    return told


def _name(ifindex: int, links: Mapping[int, LinkMessage[Any]]) -> str:
    known = links.get(ifindex)
    return f"if{ifindex}" if known is None else known.name


def _below(link: LinkMessage[Any], below: LinkMessage[Any] | None) -> dict[str, object]:
    if not link.link:
        return {"link": None}
    if link.link_netnsid is not None:
        return {"link_index": link.link}
    return {"link": f"if{link.link}" if below is None else below.name}


def _flags(link: LinkMessage[Any], below: LinkMessage[Any] | None) -> list[str]:
    names = ["NO-CARRIER"] if link.is_up and not link.flags & IFF.RUNNING else []
    names += [str(flag.name) for flag in FLAGS if flag in link.flags]
    if below is not None and not below.is_up:
        names.append("M-DOWN")  # of the link below, or of the peer
    return names


def _state(link: LinkMessage[Any]) -> dict[str, object]:
    state, mode = link.operstate, link.link_mode
    told: dict[str, object] = {}
    if isinstance(state, IF_OPER):
        told["operstate"] = state.name
    else:
        told["operstate_index"] = state
    if mode in (IF_LINK_MODE.DEFAULT, IF_LINK_MODE.DORMANT):
        told["linkmode"] = IF_LINK_MODE(mode).name
    elif mode is not None:
        told["linkmode_index"] = int(mode)
    told["group"] = str(link.group) if link.group else "default"
    if link.tx_queue_length:
        told["txqlen"] = link.tx_queue_length
    return told


def _addresses(link: LinkMessage[Any]) -> dict[str, object]:
    kind = link.link_type
    named = LINK_TYPES.get(ARPHRD(kind)) or kind.name.lower() if isinstance(kind, ARPHRD) else f"[{kind}]"
    told: dict[str, object] = {"link_type": named}
    if link.address is not None:
        told["address"] = _address(link, link.address)
    if link.broadcast is not None:
        if IFF.POINTOPOINT in link.flags:
            told["link_pointtopoint"] = True
        told["broadcast"] = _address(link, link.broadcast)
    if link.permanent_address is not None and link.permanent_address != link.address:
        told["permaddr"] = _address(link, link.permanent_address)
    return told


def _address(link: LinkMessage[Any], address: str) -> str:
    packed = bytes.fromhex(address.replace(":", ""))
    is_ip = isinstance(link.link_type, ARPHRD) and IP_ADDRESSES.get(link.link_type) == len(packed)
    return str(ip_address(packed)) if is_ip else address


def _hardware(link: LinkMessage[Any]) -> dict[str, object]:
    told: dict[str, object] = {}
    if link.physical_port_name is not None:
        told["phys_port_name"] = link.physical_port_name
    if link.physical_port_id is not None:
        told["phys_port_id"] = link.physical_port_id.hex()
    if link.physical_switch_id is not None:
        told["phys_switch_id"] = link.physical_switch_id.hex()
    if link.parent_bus is not None:
        told["parentbus"] = link.parent_bus
    if link.parent_device is not None:
        told["parentdev"] = link.parent_device
    return told
