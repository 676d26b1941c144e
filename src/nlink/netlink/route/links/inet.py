"""What a link tells of IPv4 on it."""

from __future__ import annotations

from ...schema.field import attr, member
from ...schema.integers import s32
from ...schema.message import Attributes, CStruct
from ...schema.nesting import structure
from ...uapi.if_link import IFLA_INET


class InetSettings(CStruct):
    """The sysctls under ``net.ipv4.conf.<link>``, in the order of the kernel's ``IPV4_DEVCONF_*``."""

    forwarding: int = member(s32, default=0)
    mc_forwarding: int = member(s32, default=0)
    proxy_arp: int = member(s32, default=0)
    accept_redirects: int = member(s32, default=0)
    secure_redirects: int = member(s32, default=0)
    send_redirects: int = member(s32, default=0)
    shared_media: int = member(s32, default=0)
    rp_filter: int = member(s32, default=0)
    accept_source_route: int = member(s32, default=0)
    bootp_relay: int = member(s32, default=0)
    log_martians: int = member(s32, default=0)
    tag: int = member(s32, default=0)
    arpfilter: int = member(s32, default=0)
    medium_id: int = member(s32, default=0)
    noxfrm: int = member(s32, default=0)
    nopolicy: int = member(s32, default=0)
    force_igmp_version: int = member(s32, default=0)
    arp_announce: int = member(s32, default=0)
    arp_ignore: int = member(s32, default=0)
    promote_secondaries: int = member(s32, default=0)
    arp_accept: int = member(s32, default=0)
    arp_notify: int = member(s32, default=0)
    accept_local: int = member(s32, default=0)
    src_vmark: int = member(s32, default=0)
    proxy_arp_pvlan: int = member(s32, default=0)
    route_localnet: int = member(s32, default=0)
    igmpv2_unsolicited_report_interval: int = member(s32, default=0)
    igmpv3_unsolicited_report_interval: int = member(s32, default=0)
    ignore_routes_with_linkdown: int = member(s32, default=0)
    drop_unicast_in_l2_multicast: int = member(s32, default=0)
    drop_gratuitous_arp: int = member(s32, default=0)
    bc_forwarding: int = member(s32, default=0)
    arp_evict_nocarrier: int = member(s32, default=0)


class InetLink(Attributes):
    """IPv4 on a link (``IFLA_INET_*``)."""

    conf: InetSettings | None = attr(IFLA_INET.CONF, structure(InetSettings))
