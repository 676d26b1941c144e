"""OpenVPN's data channel in the kernel."""

from __future__ import annotations

from ....schema.enums import enum
from ....schema.integers import u8
from ....schema.options import option
from ....schema.settings import Choice
from ....uapi.if_link import IFLA_OVPN, OVPN_MODE
from ..options import LinkOptions


class Ovpn(LinkOptions, kind="ovpn"):
    """An OpenVPN link (since Linux 6.16). Peers and keys belong to the generic-netlink family "ovpn"."""

    mode: Choice[OVPN_MODE] = option(IFLA_OVPN.MODE, enum(OVPN_MODE, u8))
    """"p2p" (the kernel's choice): one peer, whose presence is the carrier; or "mp": several. It cannot be changed."""
