"""TUN and TAP links: what a program reads and writes is their traffic."""

from __future__ import annotations

from ....schema.integers import boolean, u8, u32
from ....schema.options import reported
from ....schema.settings import Reported
from ....uapi.if_link import IFLA_TUN
from ..options import LinkOptions


class Tun(LinkOptions, kind="tun"):
    """A TUN or TAP link, which is made by opening /dev/net/tun: the kernel makes none over netlink."""

    owner: Reported[int] = reported(IFLA_TUN.OWNER, u32)
    """The user that may open it."""
    group: Reported[int] = reported(IFLA_TUN.GROUP, u32)
    """The group that may open it."""
    type: Reported[int] = reported(IFLA_TUN.TYPE, u8)
    """1: TUN, packets; 2: TAP, frames."""
    packet_information: Reported[bool] = reported(IFLA_TUN.PI, boolean(u8))
    vnet_header: Reported[bool] = reported(IFLA_TUN.VNET_HDR, boolean(u8))
    persist: Reported[bool] = reported(IFLA_TUN.PERSIST, boolean(u8))
    """It stays when nobody has it open."""
    multi_queue: Reported[bool] = reported(IFLA_TUN.MULTI_QUEUE, boolean(u8))
    num_queues: Reported[int] = reported(IFLA_TUN.NUM_QUEUES, u32)
    num_disabled_queues: Reported[int] = reported(IFLA_TUN.NUM_DISABLED_QUEUES, u32)
