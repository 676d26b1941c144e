"""Labels of IPv6 addresses (RFC 6724): ``struct ifaddrlblmsg`` and ``IFAL_*``."""

from __future__ import annotations

from ...schema.addresses import IPAddress, ip
from ...schema.field import attr, header
from ...schema.integers import u8, u32
from ...schema.message import Message
from ...uapi.if_addrlabel import IFAL
from ...uapi.rtnetlink import RTM


class AddressLabelMessage(
    Message, types={"new": RTM.NEWADDRLABEL, "delete": RTM.DELADDRLABEL, "get": RTM.GETADDRLABEL}
):
    """The label of a prefix, by which a source address is chosen for a destination."""

    family: int = header("ifal_family", u8, default=0, pad=1)
    prefixlen: int = header("ifal_prefixlen", u8, default=0)
    flags: int = header("ifal_flags", u8, default=0)
    ifindex: int = header("ifal_index", u32, default=0)
    """The device that it is for; 0 is all."""
    sequence: int = header("ifal_seq", u32, default=0)
    """Grows with every change of the table."""
    address: IPAddress | None = attr(IFAL.ADDRESS, ip)
    label: int | None = attr(IFAL.LABEL, u32)

    def __str__(self) -> str:
        """One line in the manner of ``ip addrlabel``: "prefix 2001:db8::/32 dev 2 label 7"."""
        parts = [f"prefix {'::' if self.address is None else self.address}/{self.prefixlen}"]
        if self.ifindex:
            parts.append(f"dev {self.ifindex}")
        return " ".join([*parts, f"label {self.label}"])
