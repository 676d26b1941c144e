"""All that asks for something over rtnetlink."""

from __future__ import annotations

from .addresses.operations import AddressQueries
from .links.operations import LinkQueries
from .neighbors.operations import NeighborQueries
from .routes.tables import RouteTables
from .rules.operations import RuleQueries


class RtnetlinkQueries(LinkQueries, AddressQueries, RouteTables, NeighborQueries, RuleQueries):
    """The queries of each kind of object."""
