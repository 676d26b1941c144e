"""XFRM interfaces: packets for IPsec, chosen by a number that policies and states have in common."""

from __future__ import annotations

from ....schema.integers import flag, u32
from ....schema.options import option
from ....schema.settings import Bool, Int
from ....uapi.if_link import IFLA_XFRM
from ..options import LinkOptions


class Xfrm(LinkOptions, kind="xfrm", below="link"):
    """An XFRM interface."""

    whole = True

    if_id: Int = option(IFLA_XFRM.IF_ID, u32)
    """The ``if_id`` of policies and states; the kernel wants one, and not 0, unless with ``collect_metadata``."""
    link: Int = option(IFLA_XFRM.LINK, u32)
    """The ifindex of the link that packets leave by; it cannot be changed."""
    collect_metadata: Bool = option(IFLA_XFRM.COLLECT_METADATA, flag)
    """The ``if_id`` comes with each packet (from a route, from tc), as ``ip link ... external``; one such link in a
    namespace, which cannot be changed."""
