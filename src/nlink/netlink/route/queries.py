"""All that asks for something over rtnetlink."""

from __future__ import annotations

from .addresses.operations import AddressQueries
from .fdb.operations import FdbQueries
from .links.operations import LinkQueries
from .mdb.operations import MdbQueries
from .neighbors.operations import NeighborQueries
from .nexthops.operations import NexthopQueries
from .routes.operations import RouteQueries
from .rules.operations import RuleQueries
from .vlans.operations import VlanQueries


class RtnetlinkQueries(
    LinkQueries,
    AddressQueries,
    RouteQueries,
    NeighborQueries,
    RuleQueries,
    NexthopQueries,
    FdbQueries,
    VlanQueries,
    MdbQueries,
):
    """The queries of each kind of object."""
