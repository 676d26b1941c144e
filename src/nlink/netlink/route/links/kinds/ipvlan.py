"""Ipvlans: links with IP addresses of their own on top of another link, whose hardware address they share."""

from __future__ import annotations

from ....schema.enums import enum
from ....schema.enums import flags as flag_set
from ....schema.integers import u16
from ....schema.options import Setting, option
from ....schema.settings import Choice
from ....uapi.if_link import IFLA_IPVLAN, IPVLAN_F, IPVLAN_MODE
from ..options import LinkOptions


class IpvlanOptions(LinkOptions):
    """What ipvlan and ipvtap share. All on top of one link have the same: the last one that is given counts."""

    mode: Choice[IPVLAN_MODE] = option(IFLA_IPVLAN.MODE, enum(IPVLAN_MODE, u16))
    """"l3" (the kernel's choice), "l2", or "l3s": as l3, but through netfilter."""
    flags: Setting[IPVLAN_F, IPVLAN_F | int | str] = option(IFLA_IPVLAN.FLAGS, flag_set(IPVLAN_F, u16))
    """0 (the kernel's choice, called "bridge" by ``ip``), "private": none talks to another one, or "vepa": through the
    switch outside only. Not both."""


class Ipvlan(IpvlanOptions, kind="ipvlan"):
    """An ipvlan; the link below it is given as ``link`` of ``add_link``."""
