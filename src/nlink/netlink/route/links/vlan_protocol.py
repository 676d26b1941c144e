"""The protocol of VLAN tags."""

from __future__ import annotations

from typing import Final

from ...schema.enums import Enumeration, enum
from ...schema.integers import be16
from ...uapi.if_ether import ETH_P

vlan_protocol: Final[Enumeration[ETH_P]] = enum(ETH_P, be16, words={"802.1q": ETH_P.P_8021Q, "802.1ad": ETH_P.P_8021AD})
"""The EtherType of a tag: "802.1q" or "802.1ad"."""
