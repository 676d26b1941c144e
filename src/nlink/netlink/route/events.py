"""The events of rtnetlink: a frozen class for each, for ``match``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from ..schema.message import Message
from ..uapi.netlink import NLM_F
from ..uapi.rtnetlink import RTM, RTNLGRP
from ..uapi.socket import AF
from .addresses.message import AddressMessage
from .links.message import LinkMessage
from .neighbors.message import NeighborMessage
from .routes.message import RouteMessage
from .rules.message import RuleMessage

REPLACE: Final = int(NLM_F.REPLACE)
APPEND: Final = int(NLM_F.APPEND)


class Event(Struct, frozen=True, gc=False):
    """Something that the kernel told without being asked."""


class Notification(Event, frozen=True, gc=False, kw_only=True):
    """An event about an object of the kernel's; ``flags`` are the message's ``NLM_F_*``."""

    flags: int = 0

    @property
    def replaced(self) -> bool:
        """The object took the place of another one (``NLM_F_REPLACE``)."""
        return bool(self.flags & REPLACE)

    @property
    def appended(self) -> bool:
        """The object stands behind others with the same key (``NLM_F_APPEND``): IPv4 routes, IPv6 next hops."""
        return bool(self.flags & APPEND)


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


def _new_link(link: LinkMessage, *, flags: int) -> Event:
    return (NewBridgePort if link.family == AF.BRIDGE else NewLink)(link, flags=flags)


def _del_link(link: LinkMessage, *, flags: int) -> Event:
    # With AF_BRIDGE the kernel says RTM_DELLINK of a link that leaves its bridge, and that stays.
    return (DelBridgePort if link.family == AF.BRIDGE else DelLink)(link, flags=flags)


MESSAGES: Final[dict[int, tuple[type[Message], Callable[..., Event]]]] = {
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
}
"""Of each message type the class that it is decoded to, and what makes the event of it."""

GROUPS: Final[dict[str, tuple[int, ...]]] = {
    "links": (RTNLGRP.LINK,),
    "addresses": (RTNLGRP.IPV4_IFADDR, RTNLGRP.IPV6_IFADDR),
    "routes": (RTNLGRP.IPV4_ROUTE, RTNLGRP.IPV6_ROUTE, RTNLGRP.MPLS_ROUTE),
    "neighbors": (RTNLGRP.NEIGH,),
    "rules": (RTNLGRP.IPV4_RULE, RTNLGRP.IPV6_RULE),
}
"""The multicast groups of each selector of the builder."""
