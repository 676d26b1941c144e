"""Routing policy rules: ``struct fib_rule_hdr`` and ``FRA_*``."""

from __future__ import annotations

import socket
from typing import Any

from ...schema.addresses import IPNetwork, prefix
from ...schema.enums import enum
from ...schema.enums import flags as flag_set
from ...schema.field import attr, header, member
from ...schema.integers import be32, be64, boolean, u8, u16, u32
from ...schema.kind import Kind
from ...schema.message import CStruct, Message
from ...schema.nesting import structure
from ...schema.text import text
from ...schema.widened import widened
from ...uapi.fib_rules import FIB_RULE, FR_ACT, FRA
from ...uapi.rtnetlink import RTM, RTPROT
from ..tables import fit_table, table_name
from ..words import family_words, one_line, prefix_word, protocol_word, realms


class Unset(Kind[int | None, int]):
    """A u32 whose all ones, which the kernel sends where nothing is set, reads as None."""

    format, size, raw, low, high = "I", 4, int, 0, 0xFFFFFFFF

    def load(self, raw: Any, owner: Any, /) -> int | None:
        return None if raw == 0xFFFFFFFF else raw

    def dump(self, value: int | None, /) -> bytes:
        return u32.dump(0xFFFFFFFF if value is None else value)

    def check(self, value: int | None, /) -> None:
        if value is not None:
            u32.check(value)


class UidRange(CStruct):
    """``struct fib_rule_uid_range``: user ids, both ends included."""

    start: int = member(u32)
    end: int = member(u32)

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"


class PortRange(CStruct):
    """``struct fib_rule_port_range``: ports, both ends included."""

    start: int = member(u16)
    end: int = member(u16)

    def __str__(self) -> str:
        return str(self.start) if self.start == self.end else f"{self.start}-{self.end}"


class RuleMessage(Message, padding=(FRA.PAD,), types={"new": RTM.NEWRULE, "delete": RTM.DELRULE, "get": RTM.GETRULE}):
    """A rule: which packets are looked up in which table."""

    family: int = header("family", u8, default=0)
    dst_len: int = header("dst_len", u8, default=0)
    src_len: int = header("src_len", u8, default=0)
    tos: int = header("tos", u8, default=0)
    header_table: int = header("table", u8, default=0, pad=2)
    """``table`` where it is below 256; use that one."""
    action: FR_ACT | int = header("action", enum(FR_ACT), default=0)
    flags: FIB_RULE = header("flags", flag_set(FIB_RULE), default=FIB_RULE(0))
    dst: IPNetwork | None = attr(FRA.DST, prefix("dst_len"))
    """Destinations that match; None is all."""
    src: IPNetwork | None = attr(FRA.SRC, prefix("src_len"))
    """Sources that match; None is all."""
    iifname: str | None = attr(FRA.IIFNAME, text(longest=15))
    goto: int | None = attr(FRA.GOTO, u32)
    """The priority of the rule to go on with."""
    priority: int = attr(FRA.PRIORITY, u32, default=0)
    """Rules are tried from 0 up; the kernel leaves the attribute out for 0."""
    fwmark: int | None = attr(FRA.FWMARK, u32)
    flow: int | None = attr(FRA.FLOW, u32)
    """Realms that matching routes get: source << 16 | destination."""
    tun_id: int | None = attr(FRA.TUN_ID, be64)
    suppress_ifgroup: int | None = attr(FRA.SUPPRESS_IFGROUP, Unset())
    suppress_prefixlen: int | None = attr(FRA.SUPPRESS_PREFIXLEN, Unset())
    """Routes found with a prefix as short as this, or shorter, do not count."""
    table: int = widened(FRA.TABLE, u32, narrow="header_table", fit=fit_table)
    fwmask: int | None = attr(FRA.FWMASK, u32)
    oifname: str | None = attr(FRA.OIFNAME, text(longest=15))
    l3mdev: bool | None = attr(FRA.L3MDEV, boolean())
    uid_range: UidRange | None = attr(FRA.UID_RANGE, structure(UidRange))
    protocol: RTPROT | int | None = attr(FRA.PROTOCOL, enum(RTPROT))
    """Who installed it."""
    ip_proto: int | None = attr(FRA.IP_PROTO, u8)
    sport_range: PortRange | None = attr(FRA.SPORT_RANGE, structure(PortRange))
    dport_range: PortRange | None = attr(FRA.DPORT_RANGE, structure(PortRange))
    dscp: int | None = attr(FRA.DSCP, u8)
    flowlabel: int | None = attr(FRA.FLOWLABEL, be32)
    flowlabel_mask: int | None = attr(FRA.FLOWLABEL_MASK, be32)
    sport_mask: int | None = attr(FRA.SPORT_MASK, u16)
    dport_mask: int | None = attr(FRA.DPORT_MASK, u16)
    dscp_mask: int | None = attr(FRA.DSCP_MASK, u8)

    @property
    def is_inverted(self) -> bool:
        """It applies to the packets that do *not* match."""
        return FIB_RULE.INVERT in self.flags

    def __str__(self) -> str:
        """One line in the manner of ``ip rule``: "1000: from 10.1.0.0/16 lookup 100", "0: inet6 from all lookup 5"."""
        parts = [f"{self.priority}:", *family_words(self.family, self.src, self.dst)]
        if self.is_inverted:
            parts.append("not")
        parts.append(f"from {prefix_word(self.src) if self.src else 'all'}")
        if self.dst:
            parts.append(f"to {prefix_word(self.dst)}")
        if self.tos:
            parts.append(f"tos {self.tos:#04x}")
        if self.dscp is not None:
            parts.append(f"dscp {self.dscp}{_mask(self.dscp_mask, 0x3F)}")
        if self.fwmark is not None or self.fwmask:
            parts.append(f"fwmark {self.fwmark or 0:#x}{_mask(self.fwmask, 0xFFFFFFFF)}")
        for name, value in (
            ("iif", self.iifname and one_line(self.iifname)), ("oif", self.oifname and one_line(self.oifname)),
            ("uidrange", self.uid_range), ("tun_id", self.tun_id),
        ):  # fmt: skip
            if value is not None:
                parts.append(f"{name} {value}")
        if self.l3mdev:
            parts.append("lookup [l3mdev-table]")
        if self.ip_proto is not None:
            parts.append(f"ipproto {_protocol(self.ip_proto)}")
        for name, ports, mask in (
            ("sport", self.sport_range, self.sport_mask), ("dport", self.dport_range, self.dport_mask)
        ):  # fmt: skip
            if ports is not None:
                parts.append(f"{name} {ports}{_mask(mask, 0xFFFF)}")
        if self.flowlabel is not None:
            parts.append(f"flowlabel {self.flowlabel:#x}{_mask(self.flowlabel_mask, 0xFFFFF)}")
        if self.action == FR_ACT.TO_TBL:
            if self.table:
                parts.append(f"lookup {table_name(self.table)}")
        elif self.action == FR_ACT.GOTO:
            parts.append(f"goto {self.goto}" + (" [unresolved]" if FIB_RULE.UNRESOLVED in self.flags else ""))
        else:
            parts.append(str(self.action))
        if self.suppress_prefixlen is not None:
            parts.append(f"suppress_prefixlength {self.suppress_prefixlen}")
        if self.suppress_ifgroup is not None:
            parts.append(f"suppress_ifgroup {self.suppress_ifgroup}")
        if self.flow:
            parts.append(f"realms {realms(self.flow)}")
        if self.protocol is not None and self.protocol not in (RTPROT.UNSPEC, RTPROT.KERNEL, RTPROT.BOOT):
            parts.append(f"proto {protocol_word(self.protocol)}")
        return " ".join(parts)


PROTOCOLS = {
    getattr(socket, name): name[8:].lower()
    for name in ("IPPROTO_ICMP", "IPPROTO_TCP", "IPPROTO_UDP", "IPPROTO_ICMPV6", "IPPROTO_SCTP")
}


def _mask(mask: int | None, whole: int) -> str:
    return "" if mask is None or mask == whole else f"/{mask:#x}"


def _protocol(number: int) -> str:
    return PROTOCOLS.get(number, str(number))
