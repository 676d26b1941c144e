"""Public names about encapsulations: what routes and next hops wrap packets in, for ``add_route(..., encap=...)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy import lazy

if TYPE_CHECKING:
    from .netlink.route.routes.encapsulations.base import EncapsulationOptions as EncapsulationOptions
    from .netlink.route.routes.encapsulations.bpf import BPF as BPF
    from .netlink.route.routes.encapsulations.bpf import BPFProgram as BPFProgram
    from .netlink.route.routes.encapsulations.ila import ILA as ILA
    from .netlink.route.routes.encapsulations.ioam6 import IOAM6 as IOAM6
    from .netlink.route.routes.encapsulations.ip import IP as IP
    from .netlink.route.routes.encapsulations.ip6 import IP6 as IP6
    from .netlink.route.routes.encapsulations.mpls import MPLS as MPLS
    from .netlink.route.routes.encapsulations.rpl import RPL as RPL
    from .netlink.route.routes.encapsulations.seg6 import Seg6 as Seg6
    from .netlink.route.routes.encapsulations.seg6local import Flavors as Flavors
    from .netlink.route.routes.encapsulations.seg6local import Seg6Counters as Seg6Counters
    from .netlink.route.routes.encapsulations.seg6local import Seg6Flavors as Seg6Flavors
    from .netlink.route.routes.encapsulations.seg6local import Seg6Local as Seg6Local
    from .netlink.route.routes.encapsulations.seg6local import Seg6Program as Seg6Program
    from .netlink.route.routes.encapsulations.tunnel import ErspanOption as ErspanOption
    from .netlink.route.routes.encapsulations.tunnel import GeneveOption as GeneveOption
    from .netlink.route.routes.encapsulations.tunnel import TunnelFlags as TunnelFlags
    from .netlink.route.routes.encapsulations.tunnel import TunnelOptions as TunnelOptions
    from .netlink.route.routes.encapsulations.tunnel import VxlanOption as VxlanOption
    from .netlink.route.routes.encapsulations.xfrm import XFRM as XFRM

# With options comes pydantic: who has no encapsulations does not need it.
if not TYPE_CHECKING:
    _HOME = "netlink.route.routes.encapsulations"
    __getattr__, __dir__, __all__ = lazy(
        __name__,
        {
            f"{_HOME}.base": ["EncapsulationOptions"],
            f"{_HOME}.bpf": ["BPF", "BPFProgram"],
            f"{_HOME}.ila": ["ILA"],
            f"{_HOME}.ioam6": ["IOAM6"],
            f"{_HOME}.ip": ["IP"],
            f"{_HOME}.ip6": ["IP6"],
            f"{_HOME}.mpls": ["MPLS"],
            f"{_HOME}.rpl": ["RPL"],
            f"{_HOME}.seg6": ["Seg6"],
            f"{_HOME}.seg6local": ["Flavors", "Seg6Counters", "Seg6Flavors", "Seg6Local", "Seg6Program"],
            f"{_HOME}.tunnel": ["ErspanOption", "GeneveOption", "TunnelFlags", "TunnelOptions", "VxlanOption"],
            f"{_HOME}.xfrm": ["XFRM"],
        },
    )
