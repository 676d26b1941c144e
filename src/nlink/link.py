"""Public names about links: the options of each kind, for ``add_link`` and ``match link.options``, and the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy import lazy

if TYPE_CHECKING:
    from .netlink.route.link_statistics.message import StatisticsGroup as StatisticsGroup
    from .netlink.route.link_statistics.message import StatisticsMessage as StatisticsMessage
    from .netlink.route.links.can_timing import BitTiming as BitTiming
    from .netlink.route.links.can_timing import DelayCompensation as DelayCompensation
    from .netlink.route.links.can_timing import PulseWidths as PulseWidths
    from .netlink.route.links.function_operations import VirtualFunctionChanges as VirtualFunctionChanges
    from .netlink.route.links.kinds.amt import Amt as Amt
    from .netlink.route.links.kinds.bareudp import Bareudp as Bareudp
    from .netlink.route.links.kinds.batadv import Batadv as Batadv
    from .netlink.route.links.kinds.bond import Bond as Bond
    from .netlink.route.links.kinds.bond import BondPort as BondPort
    from .netlink.route.links.kinds.bridge import Bridge as Bridge
    from .netlink.route.links.kinds.bridge import BridgePort as BridgePort
    from .netlink.route.links.kinds.can import Can as Can
    from .netlink.route.links.kinds.dsa import Dsa as Dsa
    from .netlink.route.links.kinds.dummy import Dummy as Dummy
    from .netlink.route.links.kinds.erspan import Erspan as Erspan
    from .netlink.route.links.kinds.geneve import Geneve as Geneve
    from .netlink.route.links.kinds.gre import Gre as Gre
    from .netlink.route.links.kinds.gretap import Gretap as Gretap
    from .netlink.route.links.kinds.gtp import Gtp as Gtp
    from .netlink.route.links.kinds.hsr import Hsr as Hsr
    from .netlink.route.links.kinds.ifb import Ifb as Ifb
    from .netlink.route.links.kinds.ip6erspan import Ip6erspan as Ip6erspan
    from .netlink.route.links.kinds.ip6gre import Ip6gre as Ip6gre
    from .netlink.route.links.kinds.ip6gretap import Ip6gretap as Ip6gretap
    from .netlink.route.links.kinds.ip6tnl import Ip6tnl as Ip6tnl
    from .netlink.route.links.kinds.ipip import Ipip as Ipip
    from .netlink.route.links.kinds.ipoib import Ipoib as Ipoib
    from .netlink.route.links.kinds.ipvlan import Ipvlan as Ipvlan
    from .netlink.route.links.kinds.ipvtap import Ipvtap as Ipvtap
    from .netlink.route.links.kinds.macsec import Macsec as Macsec
    from .netlink.route.links.kinds.macvlan import Macvlan as Macvlan
    from .netlink.route.links.kinds.macvtap import Macvtap as Macvtap
    from .netlink.route.links.kinds.netdevsim import Netdevsim as Netdevsim
    from .netlink.route.links.kinds.netkit import Netkit as Netkit
    from .netlink.route.links.kinds.nlmon import Nlmon as Nlmon
    from .netlink.route.links.kinds.ovpn import Ovpn as Ovpn
    from .netlink.route.links.kinds.pfcp import Pfcp as Pfcp
    from .netlink.route.links.kinds.rmnet import Rmnet as Rmnet
    from .netlink.route.links.kinds.sit import Sit as Sit
    from .netlink.route.links.kinds.team import Team as Team
    from .netlink.route.links.kinds.tun import Tun as Tun
    from .netlink.route.links.kinds.vcan import Vcan as Vcan
    from .netlink.route.links.kinds.veth import Veth as Veth
    from .netlink.route.links.kinds.virt_wifi import VirtWifi as VirtWifi
    from .netlink.route.links.kinds.vlan import Vlan as Vlan
    from .netlink.route.links.kinds.vrf import Vrf as Vrf
    from .netlink.route.links.kinds.vrf import VrfPort as VrfPort
    from .netlink.route.links.kinds.vti import Vti as Vti
    from .netlink.route.links.kinds.vti6 import Vti6 as Vti6
    from .netlink.route.links.kinds.vxcan import Vxcan as Vxcan
    from .netlink.route.links.kinds.vxlan import Vxlan as Vxlan
    from .netlink.route.links.kinds.wireguard import Wireguard as Wireguard
    from .netlink.route.links.kinds.wwan import Wwan as Wwan
    from .netlink.route.links.kinds.xfrm import Xfrm as Xfrm
    from .netlink.route.links.message import LinkMessage as LinkMessage
    from .netlink.route.links.options import LinkOptions as LinkOptions
    from .netlink.route.links.options import PortOptions as PortOptions
    from .netlink.route.links.peer import Peer as Peer
    from .netlink.route.links.settings import InetChanges as InetChanges
    from .netlink.route.links.settings import LinkChanges as LinkChanges
    from .netlink.route.links.settings import NewLinkSettings as NewLinkSettings
    from .netlink.route.links.statistics import LinkStatistics as LinkStatistics
    from .netlink.route.links.virtual_functions import VirtualFunction as VirtualFunction
    from .netlink.route.links.xdp import Xdp as Xdp

# With options comes pydantic: who only reads links, without looking at these, does not need it.
if not TYPE_CHECKING:
    __getattr__, __dir__, __all__ = lazy(
        __name__,
        {
            "netlink.route.link_statistics.message": ["StatisticsGroup", "StatisticsMessage"],
            "netlink.route.links.can_timing": ["BitTiming", "DelayCompensation", "PulseWidths"],
            "netlink.route.links.function_operations": ["VirtualFunctionChanges"],
            "netlink.route.links.kinds.amt": ["Amt"],
            "netlink.route.links.kinds.bareudp": ["Bareudp"],
            "netlink.route.links.kinds.batadv": ["Batadv"],
            "netlink.route.links.kinds.bond": ["Bond", "BondPort"],
            "netlink.route.links.kinds.bridge": ["Bridge", "BridgePort"],
            "netlink.route.links.kinds.can": ["Can"],
            "netlink.route.links.kinds.dsa": ["Dsa"],
            "netlink.route.links.kinds.dummy": ["Dummy"],
            "netlink.route.links.kinds.erspan": ["Erspan"],
            "netlink.route.links.kinds.geneve": ["Geneve"],
            "netlink.route.links.kinds.gre": ["Gre"],
            "netlink.route.links.kinds.gretap": ["Gretap"],
            "netlink.route.links.kinds.gtp": ["Gtp"],
            "netlink.route.links.kinds.hsr": ["Hsr"],
            "netlink.route.links.kinds.ifb": ["Ifb"],
            "netlink.route.links.kinds.ip6erspan": ["Ip6erspan"],
            "netlink.route.links.kinds.ip6gre": ["Ip6gre"],
            "netlink.route.links.kinds.ip6gretap": ["Ip6gretap"],
            "netlink.route.links.kinds.ip6tnl": ["Ip6tnl"],
            "netlink.route.links.kinds.ipip": ["Ipip"],
            "netlink.route.links.kinds.ipoib": ["Ipoib"],
            "netlink.route.links.kinds.ipvlan": ["Ipvlan"],
            "netlink.route.links.kinds.ipvtap": ["Ipvtap"],
            "netlink.route.links.kinds.macsec": ["Macsec"],
            "netlink.route.links.kinds.macvlan": ["Macvlan"],
            "netlink.route.links.kinds.macvtap": ["Macvtap"],
            "netlink.route.links.kinds.netdevsim": ["Netdevsim"],
            "netlink.route.links.kinds.netkit": ["Netkit"],
            "netlink.route.links.kinds.nlmon": ["Nlmon"],
            "netlink.route.links.kinds.ovpn": ["Ovpn"],
            "netlink.route.links.kinds.pfcp": ["Pfcp"],
            "netlink.route.links.kinds.rmnet": ["Rmnet"],
            "netlink.route.links.kinds.sit": ["Sit"],
            "netlink.route.links.kinds.team": ["Team"],
            "netlink.route.links.kinds.tun": ["Tun"],
            "netlink.route.links.kinds.vcan": ["Vcan"],
            "netlink.route.links.kinds.veth": ["Veth"],
            "netlink.route.links.kinds.virt_wifi": ["VirtWifi"],
            "netlink.route.links.kinds.vlan": ["Vlan"],
            "netlink.route.links.kinds.vrf": ["Vrf", "VrfPort"],
            "netlink.route.links.kinds.vti": ["Vti"],
            "netlink.route.links.kinds.vti6": ["Vti6"],
            "netlink.route.links.kinds.vxcan": ["Vxcan"],
            "netlink.route.links.kinds.vxlan": ["Vxlan"],
            "netlink.route.links.kinds.wireguard": ["Wireguard"],
            "netlink.route.links.kinds.wwan": ["Wwan"],
            "netlink.route.links.kinds.xfrm": ["Xfrm"],
            "netlink.route.links.message": ["LinkMessage"],
            "netlink.route.links.options": ["LinkOptions", "PortOptions"],
            "netlink.route.links.peer": ["Peer"],
            "netlink.route.links.settings": ["InetChanges", "LinkChanges", "NewLinkSettings"],
            "netlink.route.links.statistics": ["LinkStatistics"],
            "netlink.route.links.virtual_functions": ["VirtualFunction"],
            "netlink.route.links.xdp": ["Xdp"],
        },
    )
