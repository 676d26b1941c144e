"""All that changes something over rtnetlink: on a Connection coroutines, on a Batch queued changes."""

from __future__ import annotations

from .addresses.operations import AddressOperations
from .link_statistics.operations import LinkStatisticsOperations
from .links.operations import LinkOperations
from .namespace_ids.operations import NamespaceIdOperations
from .neighbors.operations import NeighborOperations
from .routes.operations import RouteOperations
from .rules.operations import RuleOperations


class RtnetlinkOperations(
    LinkOperations,
    AddressOperations,
    RouteOperations,
    NeighborOperations,
    RuleOperations,
    NamespaceIdOperations,
    LinkStatisticsOperations,
):
    """The operations of each kind of object."""
