"""Teams: several links used as one, by rules that a daemon in user space makes."""

from __future__ import annotations

from ..options import LinkOptions


class Team(LinkOptions, kind="team"):
    """A team. Its options, and those of its ports, belong to the generic-netlink family "team"; here it has none."""
