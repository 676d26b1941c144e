"""All that asks for something over rtnetlink."""

from __future__ import annotations

from .addresses.operations import AddressQueries
from .link_statistics.operations import LinkStatisticsQueries
from .links.queries import LinkQueries
from .namespace_ids.operations import NamespaceIdQueries
from .neighbors.operations import NeighborQueries
from .routes.operations import RouteQueries
from .rules.operations import RuleQueries


class RtnetlinkQueries(
    LinkQueries, AddressQueries, RouteQueries, NeighborQueries, RuleQueries, NamespaceIdQueries, LinkStatisticsQueries
):
    """The queries of each kind of object."""
