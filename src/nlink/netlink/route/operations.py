"""All that changes something over rtnetlink: on a Connection coroutines, on a Batch queued changes."""

from __future__ import annotations

from .address_labels.operations import AddressLabelOperations
from .addresses.operations import AddressOperations
from .fdb.operations import FdbOperations
from .link_statistics.operations import LinkStatisticsOperations
from .links.operations import LinkOperations
from .mdb.operations import MdbOperations
from .namespace_ids.operations import NamespaceIdOperations
from .neighbor_tables.operations import NeighborTableOperations
from .neighbors.operations import NeighborOperations
from .nexthops.operations import NexthopOperations
from .routes.operations import RouteOperations
from .rules.operations import RuleOperations
from .vlans.operations import VlanOperations
from .vnis.operations import VniOperations


class RtnetlinkOperations(
    LinkOperations,
    AddressOperations,
    RouteOperations,
    NeighborOperations,
    RuleOperations,
    NexthopOperations,
    FdbOperations,
    VlanOperations,
    MdbOperations,
    AddressLabelOperations,
    NeighborTableOperations,
    VniOperations,
    NamespaceIdOperations,
    LinkStatisticsOperations,
):
    """The operations of each kind of object."""
