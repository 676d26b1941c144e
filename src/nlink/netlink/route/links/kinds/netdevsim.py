"""Netdevsim: simulated network cards, for tests."""

from __future__ import annotations

from ..options import LinkOptions


class Netdevsim(LinkOptions, kind="netdevsim"):
    """A port of a simulated card. It has no options, and rtnetlink does not make it: write "ID PORTS" to
    /sys/bus/netdevsim/new_device, and "ID" to del_device. ``add_link`` gives the kernel's refusal, which says that.
    """
