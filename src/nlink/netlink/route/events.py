"""The events of rtnetlink: a frozen class for each, for ``match``, and the selectors that choose them."""

from __future__ import annotations

from typing import Final, Self

from ..event import EventTable, MessageFlags, Notification, Selectors
from ..uapi.netlink import NETLINK
from ..uapi.rtnetlink import RTM, RTNLGRP
from ..uapi.socket import AF
from .addresses.message import AddressMessage
from .links.message import LinkMessage
from .mdb.message import MdbMessage
from .neighbors.message import NeighborMessage
from .netconf.message import NetconfMessage
from .nexthops.message import NexthopBucketMessage, NexthopMessage
from .prefixes.message import PrefixMessage
from .routes.message import RouteMessage
from .rules.message import RuleMessage
from .vlans.message import VlanMessage
from .vnis.message import VniMessage


class NewLink(Notification, frozen=True, gc=False):
    """A link was made or changed; it is told whole."""

    link: LinkMessage


class DelLink(Notification, frozen=True, gc=False):
    """A link is gone from this namespace."""

    link: LinkMessage


class NewBridgePort(Notification, frozen=True, gc=False):
    """A bridge tells of one of its ports: it came, or changed. The link says what the bridge keeps of it."""

    link: LinkMessage


class DelBridgePort(Notification, frozen=True, gc=False):
    """A link is no port of its bridge any more; the link itself is still there, unless DelLink says otherwise."""

    link: LinkMessage


class NewAddress(Notification, frozen=True, gc=False):
    """An address was added to a device, or changed."""

    address: AddressMessage


class DelAddress(Notification, frozen=True, gc=False):
    """An address of a device is gone."""

    address: AddressMessage


class NewRoute(Notification, frozen=True, gc=False):
    """A route was added; or put in the place of another one, if ``replaced``."""

    route: RouteMessage


class DelRoute(Notification, frozen=True, gc=False):
    """A route is gone. Of IPv4 routes that go with a device, address or nexthop the kernel mostly says nothing."""

    route: RouteMessage


class NewNeighbor(Notification, frozen=True, gc=False):
    """A neighbour was found, or its state changed; of family ``AF_BRIDGE``, a forwarding entry."""

    neighbor: NeighborMessage


class DelNeighbor(Notification, frozen=True, gc=False):
    """A neighbour, or of family ``AF_BRIDGE`` a forwarding entry, is gone."""

    neighbor: NeighborMessage


class NewRule(Notification, frozen=True, gc=False):
    """A rule was added."""

    rule: RuleMessage


class DelRule(Notification, frozen=True, gc=False):
    """A rule is gone."""

    rule: RuleMessage


class NewNexthop(Notification, frozen=True, gc=False):
    """A nexthop object was added, or put in the place of another one, if ``replaced``."""

    nexthop: NexthopMessage


class DelNexthop(Notification, frozen=True, gc=False):
    """A nexthop object is gone; of the routes that went with it the kernel mostly says nothing."""

    nexthop: NexthopMessage


class NewNexthopBucket(Notification, frozen=True, gc=False):
    """A bucket of a resilient group was moved to another nexthop by one of the timers."""

    bucket: NexthopBucketMessage


class NewBridgeVlan(Notification, frozen=True, gc=False):
    """A bridge or port is a member of VLANs, or their options changed."""

    vlans: VlanMessage


class DelBridgeVlan(Notification, frozen=True, gc=False):
    """A bridge or port is no member of VLANs any more."""

    vlans: VlanMessage


class NewMdbEntry(Notification, frozen=True, gc=False):
    """A bridge or VXLAN has a multicast entry or router port that it had not, or it changed."""

    mdb: MdbMessage


class DelMdbEntry(Notification, frozen=True, gc=False):
    """A multicast entry or router port is gone."""

    mdb: MdbMessage


class NewNetconf(Notification, frozen=True, gc=False):
    """What a device does with packets of a family has changed; only that is told."""

    netconf: NetconfMessage


class DelNetconf(Notification, frozen=True, gc=False):
    """A device does nothing any more with packets of a family."""

    netconf: NetconfMessage


class NewVni(Notification, frozen=True, gc=False):
    """A VXLAN takes VNIs that it did not, or their remote ends changed."""

    vnis: VniMessage


class DelVni(Notification, frozen=True, gc=False):
    """A VXLAN does not take VNIs any more."""

    vnis: VniMessage


class NewPrefix(Notification, frozen=True, gc=False):
    """A router told of an IPv6 prefix."""

    prefix: PrefixMessage


def _new_link(link: LinkMessage, *, flags: MessageFlags) -> Notification:
    return (NewBridgePort if link.family == AF.BRIDGE else NewLink)(link, flags=flags)


def _del_link(link: LinkMessage, *, flags: MessageFlags) -> Notification:
    # With AF_BRIDGE the kernel says RTM_DELLINK of a link that leaves its bridge, and that stays.
    return (DelBridgePort if link.family == AF.BRIDGE else DelLink)(link, flags=flags)


EVENTS: Final = EventTable(
    NETLINK.ROUTE,
    {
        RTM.NEWLINK: (LinkMessage, _new_link),
        RTM.DELLINK: (LinkMessage, _del_link),
        RTM.NEWADDR: (AddressMessage, NewAddress),
        RTM.DELADDR: (AddressMessage, DelAddress),
        RTM.NEWROUTE: (RouteMessage, NewRoute),
        RTM.DELROUTE: (RouteMessage, DelRoute),
        RTM.NEWNEIGH: (NeighborMessage, NewNeighbor),
        RTM.DELNEIGH: (NeighborMessage, DelNeighbor),
        RTM.NEWRULE: (RuleMessage, NewRule),
        RTM.DELRULE: (RuleMessage, DelRule),
        RTM.NEWNEXTHOP: (NexthopMessage, NewNexthop),
        RTM.DELNEXTHOP: (NexthopMessage, DelNexthop),
        RTM.NEWNEXTHOPBUCKET: (NexthopBucketMessage, NewNexthopBucket),
        RTM.NEWVLAN: (VlanMessage, NewBridgeVlan),
        RTM.DELVLAN: (VlanMessage, DelBridgeVlan),
        RTM.NEWMDB: (MdbMessage, NewMdbEntry),
        RTM.DELMDB: (MdbMessage, DelMdbEntry),
        RTM.NEWNETCONF: (NetconfMessage, NewNetconf),
        RTM.DELNETCONF: (NetconfMessage, DelNetconf),
        RTM.NEWTUNNEL: (VniMessage, NewVni),
        RTM.DELTUNNEL: (VniMessage, DelVni),
        RTM.NEWPREFIX: (PrefixMessage, NewPrefix),
    },
)


class RouteSelectors(Selectors):
    """The events of rtnetlink that a stream can be made to hear."""

    def links(self, enabled: bool = True, /) -> Self:
        """Links, and what bridges tell of their ports."""
        return self._choose(enabled, EVENTS, RTNLGRP.LINK)

    def addresses(self, enabled: bool = True, /) -> Self:
        """Addresses of devices."""
        return self._choose(enabled, EVENTS, RTNLGRP.IPV4_IFADDR, RTNLGRP.IPV6_IFADDR)

    def routes(self, enabled: bool = True, /) -> Self:
        """Routes of IPv4, IPv6 and MPLS."""
        return self._choose(enabled, EVENTS, RTNLGRP.IPV4_ROUTE, RTNLGRP.IPV6_ROUTE, RTNLGRP.MPLS_ROUTE)

    def neighbors(self, enabled: bool = True, /) -> Self:
        """Neighbours, and bridges' forwarding entries."""
        return self._choose(enabled, EVENTS, RTNLGRP.NEIGH)

    def rules(self, enabled: bool = True, /) -> Self:
        """Routing policy rules."""
        return self._choose(enabled, EVENTS, RTNLGRP.IPV4_RULE, RTNLGRP.IPV6_RULE)

    def nexthops(self, enabled: bool = True, /) -> Self:
        """Nexthop objects, and buckets of resilient groups that move."""
        return self._choose(enabled, EVENTS, RTNLGRP.NEXTHOP)

    def bridge_vlans(self, enabled: bool = True, /) -> Self:
        """VLANs of bridges and their ports."""
        return self._choose(enabled, EVENTS, RTNLGRP.BRVLAN)

    def mdb(self, enabled: bool = True, /) -> Self:
        """Multicast databases of bridges and VXLANs."""
        return self._choose(enabled, EVENTS, RTNLGRP.MDB)

    def netconf(self, enabled: bool = True, /) -> Self:
        """What devices do with packets: forwarding and its like."""
        return self._choose(enabled, EVENTS, RTNLGRP.IPV4_NETCONF, RTNLGRP.IPV6_NETCONF, RTNLGRP.MPLS_NETCONF)

    def vnis(self, enabled: bool = True, /) -> Self:
        """VNIs that VXLANs take."""
        return self._choose(enabled, EVENTS, RTNLGRP.TUNNEL)

    def prefixes(self, enabled: bool = True, /) -> Self:
        """IPv6 prefixes that routers tell of."""
        return self._choose(enabled, EVENTS, RTNLGRP.IPV6_PREFIX)
