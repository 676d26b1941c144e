"""What can be told of a link, in a user's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from typing_extensions import TypedDict

from ...device import Device
from ...schema.addresses import AddressLike
from ...uapi.if_ import IF_LINK_MODE, IF_OPER
from ...uapi.if_link import IN6_ADDR_GEN_MODE
from .xdp import Xdp

if TYPE_CHECKING:
    from ....namespace import NamespaceLike


class InetChanges(TypedDict, total=False):
    """The sysctls under ``net.ipv4.conf.<link>`` that can be changed, as IPv4's part of ``set_link(inet=...)``.

    The values are the sysctls' own; ip-sysctl.rst of the kernel's documentation tells of each.
    """

    forwarding: int
    mc_forwarding: int
    proxy_arp: int
    accept_redirects: int
    secure_redirects: int
    send_redirects: int
    shared_media: int
    rp_filter: int
    accept_source_route: int
    bootp_relay: int
    log_martians: int
    tag: int
    arpfilter: int
    medium_id: int
    noxfrm: int
    nopolicy: int
    force_igmp_version: int
    arp_announce: int
    arp_ignore: int
    promote_secondaries: int
    arp_accept: int
    arp_notify: int
    accept_local: int
    src_vmark: int
    proxy_arp_pvlan: int
    route_localnet: int
    igmpv2_unsolicited_report_interval: int
    igmpv3_unsolicited_report_interval: int
    ignore_routes_with_linkdown: int
    drop_unicast_in_l2_multicast: int
    drop_gratuitous_arp: int
    bc_forwarding: int
    arp_evict_nocarrier: int


class LinkSettings(TypedDict, total=False):
    """What a link can be given when it is made, and changed to later."""

    up: bool
    """Set it up or down."""
    mtu: int
    """Bytes; what the device allows is in its ``min_mtu`` and ``max_mtu``."""
    address: str
    """The hardware address: "02:00:00:00:00:01"."""
    broadcast: str
    """The hardware address of all others: "ff:ff:ff:ff:ff:ff"."""
    master: Device | None
    """The bridge, bond, VRF ... that it becomes a port of; None releases it."""
    tx_queue_length: int
    """Packets."""
    alias: str
    """A description for people, at most 255 bytes; "" removes it."""
    group: int
    """A number that several links may have in common."""
    namespace: NamespaceLike
    """The network namespace that it moves to (or is made in)."""

    arp: bool
    """Resolve addresses of neighbours on it."""
    multicast: bool
    """It can send to many at once."""
    dynamic: bool
    """Its addresses are lost when it goes down."""
    promiscuous: bool
    """Want every frame. The kernel counts who does (``promiscuity``), and user space together is one of them."""
    all_multicast: bool
    """Want every multicast frame; counted likewise, in the link's ``all_multicast``."""

    carrier: bool
    """Pretend that the cable is plugged in, or not; for kinds without a cable, such as dummy."""
    operstate: IF_OPER | int | str
    """"up", "dormant" or "testing", as a program in user space found out (802.1X). To the last two the kernel goes only
    from up and unknown; else it ignores them."""
    link_mode: IF_LINK_MODE | int | str
    """"dormant": a link that gets a carrier is dormant until user space says "up"; "testing"; "default"."""
    proto_down: bool
    """Hold it down, for a protocol in user space (VRRP, MLAG). Only some kinds can: macvlan, vxlan."""
    proto_down_reasons: Mapping[int, bool]
    """Why it is held down: bits (0 to 31) to set or clear. The kernel does not let go while one of them is set."""

    gso_max_size: int
    """Bytes that the network stack hands over at once, for the card or the last moment to segment."""
    gso_max_segs: int
    """How many segments that may be."""
    gso_ipv4_max_size: int
    """The same for IPv4 only, where ``gso_max_size`` is above 65536."""
    gro_max_size: int
    """Bytes that received segments may be put together to."""
    gro_ipv4_max_size: int
    """The same for IPv4 only."""

    addr_gen_mode: IN6_ADDR_GEN_MODE | int | str
    """How IPv6 makes the link-local address: "eui64", "none", "stable_privacy" or "random"."""
    token: AddressLike
    """The lower 64 bits of the addresses that IPv6 makes of a router's prefixes: "::5"; "::" is none."""
    inet: InetChanges
    """Settings of IPv4 on the link: ``{"rp_filter": 2}``."""
    mctp_network: int
    """The MCTP network that it belongs to."""
    xdp: Xdp | None
    """The XDP program to attach; None takes off what is there."""


class LinkChanges(LinkSettings, total=False):
    """What can be changed of a link: for ``set_link`` and its batch form."""

    name: str
    """The new name, of at most 15 bytes."""
    new_ifindex: int
    """The interface index that it gets in the ``namespace`` that it moves to."""


class NewLinkSettings(LinkSettings, total=False):
    """What a link can be given when it is made: for ``add_link`` and its batch form."""

    link: Device
    """The device below, for kinds that have one: of a VLAN, a macvlan, a VXLAN."""
    link_netnsid: int
    """The namespace that ``link`` is in, an index then, by the id that it has here: ``get_namespace_id`` tells it."""
    ifindex: int
    """The interface index, chosen by you."""
    num_tx_queues: int
    """How many queues it has to send from, 1 to 4096."""
    num_rx_queues: int
    """How many it receives into, 1 to 4096."""
    alternative_names: Sequence[str]
    """More names to find it by, of at most 127 bytes each."""
    parent_device: str
    """The hardware device that it belongs to, for kinds made by one (wwan)."""
