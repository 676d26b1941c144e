"""Public names about links: the options of each kind, for ``add_link`` and ``match link.options``, and the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy import lazy

if TYPE_CHECKING:
    from .netlink.route.link_statistics.message import StatisticsGroup as StatisticsGroup
    from .netlink.route.link_statistics.message import StatisticsMessage as StatisticsMessage
    from .netlink.route.links.function_operations import VirtualFunctionChanges as VirtualFunctionChanges
    from .netlink.route.links.kinds.bond import Bond as Bond
    from .netlink.route.links.kinds.bond import BondPort as BondPort
    from .netlink.route.links.kinds.bridge import Bridge as Bridge
    from .netlink.route.links.kinds.bridge import BridgePort as BridgePort
    from .netlink.route.links.kinds.dummy import Dummy as Dummy
    from .netlink.route.links.kinds.ifb import Ifb as Ifb
    from .netlink.route.links.kinds.macvlan import Macvlan as Macvlan
    from .netlink.route.links.kinds.macvtap import Macvtap as Macvtap
    from .netlink.route.links.kinds.tun import Tun as Tun
    from .netlink.route.links.kinds.veth import Veth as Veth
    from .netlink.route.links.kinds.vlan import Vlan as Vlan
    from .netlink.route.links.kinds.vxlan import Vxlan as Vxlan
    from .netlink.route.links.message import LinkMessage as LinkMessage
    from .netlink.route.links.options import LinkOptions as LinkOptions
    from .netlink.route.links.options import PortOptions as PortOptions
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
            "netlink.route.links.kinds.bond": ["Bond", "BondPort"],
            "netlink.route.links.kinds.bridge": ["Bridge", "BridgePort"],
            "netlink.route.links.kinds.dummy": ["Dummy"],
            "netlink.route.links.kinds.ifb": ["Ifb"],
            "netlink.route.links.kinds.macvlan": ["Macvlan"],
            "netlink.route.links.kinds.macvtap": ["Macvtap"],
            "netlink.route.links.kinds.tun": ["Tun"],
            "netlink.route.links.kinds.veth": ["Veth"],
            "netlink.route.links.kinds.vlan": ["Vlan"],
            "netlink.route.links.kinds.vxlan": ["Vxlan"],
            "netlink.route.link_statistics.message": ["StatisticsGroup", "StatisticsMessage"],
            "netlink.route.links.function_operations": ["VirtualFunctionChanges"],
            "netlink.route.links.message": ["LinkMessage"],
            "netlink.route.links.options": ["LinkOptions", "PortOptions"],
            "netlink.route.links.settings": ["InetChanges", "LinkChanges", "NewLinkSettings"],
            "netlink.route.links.statistics": ["LinkStatistics"],
            "netlink.route.links.virtual_functions": ["VirtualFunction"],
            "netlink.route.links.xdp": ["Xdp"],
        },
    )
