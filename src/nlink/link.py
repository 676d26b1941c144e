"""Public names about links: the options of each kind, for ``add_link`` and ``match link.options``, and the message."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    from .netlink.route.links.statistics import LinkStatistics as LinkStatistics

__all__ = [
    "Bond",
    "BondPort",
    "Bridge",
    "BridgePort",
    "Dummy",
    "Ifb",
    "LinkMessage",
    "LinkOptions",
    "LinkStatistics",
    "Macvlan",
    "Macvtap",
    "PortOptions",
    "Tun",
    "Veth",
    "Vlan",
    "Vxlan",
]

_COMMON = {"LinkMessage": "message", "LinkOptions": "options", "LinkStatistics": "statistics", "PortOptions": "options"}


def __getattr__(name: str) -> object:
    # Options are imported when they are first used: with them comes pydantic. Their module is named as their kind.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = _COMMON.get(name) or f"kinds.{name.removesuffix('Port').lower()}"
    globals()[name] = found = getattr(import_module(f"{__package__}.netlink.route.links.{module}"), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
