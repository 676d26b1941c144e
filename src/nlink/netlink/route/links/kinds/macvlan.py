"""Macvlans: links with addresses of their own on top of another link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import model_validator

from ....schema.enums import enum
from ....schema.enums import flags as flag_set
from ....schema.integers import s32, u16, u32
from ....schema.listed import Listed
from ....schema.options import Setting, option, reported
from ....schema.settings import Choice, Int, Reported, String
from ....schema.text import mac
from ....uapi.if_link import IFLA_MACVLAN, MACVLAN_FLAG, MACVLAN_MACADDR, MACVLAN_MODE
from ..options import LinkOptions


class SourceAddresses(Listed[str, str]):
    """Addresses in no particular order: the kernel tells them in that of its hash table."""

    def __init__(self) -> None:
        super().__init__(mac, IFLA_MACVLAN.MACADDR)

    def load(self, raw: Any, owner: Any, /) -> tuple[str, ...]:
        return tuple(sorted(super().load(raw, owner)))

    def parse(self, value: Sequence[str], /) -> tuple[str, ...]:
        return tuple(sorted(super().parse(value)))


class MacvlanOptions(LinkOptions):
    """What macvlan and macvtap share."""

    mode: Choice[MACVLAN_MODE] = option(IFLA_MACVLAN.MODE, enum(MACVLAN_MODE, u32))
    """Who talks to whom: "private", "vepa" (the kernel's choice), "bridge", "passthru" or "source"."""
    flags: Setting[MACVLAN_FLAG, MACVLAN_FLAG | int | str] = option(IFLA_MACVLAN.FLAGS, flag_set(MACVLAN_FLAG, u16))
    macaddr_mode: Choice[MACVLAN_MACADDR] = option(IFLA_MACVLAN.MACADDR_MODE, enum(MACVLAN_MACADDR, u32), told=False)
    """What to do with the source addresses (of the mode "source"): "add" or "del" ``macaddr``, "flush", "set"."""
    macaddr: String = option(IFLA_MACVLAN.MACADDR, mac, told=False)
    """The source address to add or delete."""
    macaddr_data: Setting[tuple[str, ...], Sequence[str]] = option(IFLA_MACVLAN.MACADDR_DATA, SourceAddresses())
    """The source addresses that are let in; ``macaddr_mode`` is "set" then if nothing else is given."""
    macaddr_count: Reported[int] = reported(IFLA_MACVLAN.MACADDR_COUNT, u32)
    bc_queue_len: Int = option(IFLA_MACVLAN.BC_QUEUE_LEN, u32)
    """How many broadcast packets may wait; the lower link has the greatest of its macvlans'."""
    bc_queue_len_used: Reported[int] = reported(IFLA_MACVLAN.BC_QUEUE_LEN_USED, u32)
    bc_cutoff: Int = option(IFLA_MACVLAN.BC_CUTOFF, s32)
    """Multicast groups with so many members or fewer are not queued; -1 queues all."""

    @model_validator(mode="before")
    @classmethod
    def _set_sources(cls, given: Any) -> Any:
        # Without a mode the kernel would not look at the addresses, and it never tells one.
        if isinstance(given, dict) and given.get("macaddr_data") is not None and given.get("macaddr_mode") is None:
            return {**given, "macaddr_mode": MACVLAN_MACADDR.SET}
        return given


class Macvlan(MacvlanOptions, kind="macvlan"):
    """A macvlan; the link below it is given as ``link`` of ``add_link``."""
