"""What can be told of a link, in a user's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import TypedDict

from ...device import Device

if TYPE_CHECKING:
    from ....namespace import NamespaceLike


class LinkSettings(TypedDict, total=False):
    """What a link can be given when it is made, and changed to later."""

    up: bool
    """Set it up or down."""
    mtu: int
    """Bytes; what the device allows is in its ``min_mtu`` and ``max_mtu``."""
    address: str
    """The hardware address: "02:00:00:00:00:01"."""
    master: Device | None
    """The bridge, bond, VRF ... that it becomes a port of; None releases it."""
    tx_queue_length: int
    """Packets."""
    alias: str
    """A description for people, at most 255 bytes; "" removes it."""
    group: int
    """A number that several links may have in common."""
    namespace: NamespaceLike
    """The network namespace that it moves to (or is made in)."""


class LinkChanges(LinkSettings, total=False):
    """What can be changed of a link: for ``set_link`` and its batch form."""

    name: str
    """The new name, of at most 15 bytes."""


class NewLinkSettings(LinkSettings, total=False):
    """What a link can be given when it is made: for ``add_link`` and its batch form."""

    link: Device
    """The device below, for kinds that have one: of a VLAN, a macvlan, a VXLAN."""
