"""All that asks for something over rtnetlink."""

from __future__ import annotations

from .address_labels.operations import AddressLabelQueries
from .addresses.operations import AddressQueries
from .fdb.operations import FdbQueries
from .link_statistics.operations import LinkStatisticsQueries
from .links.queries import LinkQueries
from .mdb.operations import MdbQueries
from .multicast.operations import MulticastQueries
from .namespace_ids.operations import NamespaceIdQueries
from .neighbor_tables.operations import NeighborTableQueries
from .neighbors.operations import NeighborQueries
from .netconf.operations import NetconfQueries
from .nexthops.operations import NexthopQueries
from .routes.tables import RouteTables
from .rules.operations import RuleQueries
from .vlans.operations import VlanQueries
from .vnis.operations import VniQueries


class RtnetlinkQueries(
    LinkQueries,
    AddressQueries,
    RouteTables,
    NeighborQueries,
    RuleQueries,
    NexthopQueries,
    FdbQueries,
    VlanQueries,
    MdbQueries,
    AddressLabelQueries,
    NetconfQueries,
    NeighborTableQueries,
    MulticastQueries,
    VniQueries,
    NamespaceIdQueries,
    LinkStatisticsQueries,
):
    """The queries of each kind of object."""
