"""Neighbour tables and what they go by: ``struct ndtmsg``, ``NDTA_*`` and ``NDTPA_*``."""

from __future__ import annotations

from datetime import timedelta

from ...schema.durations import Ticks, UnitDuration
from ...schema.field import attr, header, member
from ...schema.integers import u8, u16, u32, u64
from ...schema.message import Attributes, CStruct, Message
from ...schema.nesting import nested, structure
from ...schema.text import string
from ...uapi.neighbour import NDTA, NDTPA
from ...uapi.rtnetlink import RTM
from ..words import family_words

milliseconds64: Ticks[UnitDuration] = Ticks(timedelta(milliseconds=1), u64, numbers=False, rounds=True)


class NeighborTableConfig(CStruct):
    """``struct ndt_config``: the table as it is now."""

    key_len: int = member(u16)
    entry_size: int = member(u16)
    entries: int = member(u32)
    """How many neighbours it has, those of other network namespaces too."""
    last_flush: int = member(u32)
    """Milliseconds since it was emptied."""
    last_rand: int = member(u32)
    """Milliseconds since the times were made anew."""
    hash_rnd: int = member(u32)
    hash_mask: int = member(u32)
    hash_chain_gc: int = member(u32)
    proxy_qlen: int = member(u32)


class NeighborTableStatistics(CStruct):
    """``struct ndt_stats``: counters of the table."""

    allocs: int = member(u64)
    destroys: int = member(u64)
    hash_grows: int = member(u64)
    res_failed: int = member(u64)
    """Addresses that nobody answered for."""
    lookups: int = member(u64)
    hits: int = member(u64)
    rcv_probes_mcast: int = member(u64)
    rcv_probes_ucast: int = member(u64)
    periodic_gc_runs: int = member(u64)
    forced_gc_runs: int = member(u64)
    table_fulls: int = member(u64)
    """Neighbours for which there was no room."""


class NeighborParameters(Attributes, padding=(NDTPA.PAD,)):
    """``NDTA_PARMS``: what the neighbours of one device go by, or those of devices that are yet to come."""

    ifindex: int | None = attr(NDTPA.IFINDEX, u32)
    """None of the table's own, which devices begin with."""
    refcnt: int | None = attr(NDTPA.REFCNT, u32)
    reachable_time: timedelta | None = attr(NDTPA.REACHABLE_TIME, milliseconds64)
    """Drawn from around ``base_reachable_time``."""
    base_reachable_time: timedelta | None = attr(NDTPA.BASE_REACHABLE_TIME, milliseconds64)
    retrans_time: timedelta | None = attr(NDTPA.RETRANS_TIME, milliseconds64)
    gc_stale_time: timedelta | None = attr(NDTPA.GC_STALETIME, milliseconds64)
    delay_probe_time: timedelta | None = attr(NDTPA.DELAY_PROBE_TIME, milliseconds64)
    queue_length: int | None = attr(NDTPA.QUEUE_LEN, u32)
    """Packets that wait for an address; the kernel reckons it from ``queue_bytes``."""
    app_probes: int | None = attr(NDTPA.APP_PROBES, u32)
    ucast_probes: int | None = attr(NDTPA.UCAST_PROBES, u32)
    mcast_probes: int | None = attr(NDTPA.MCAST_PROBES, u32)
    anycast_delay: timedelta | None = attr(NDTPA.ANYCAST_DELAY, milliseconds64)
    proxy_delay: timedelta | None = attr(NDTPA.PROXY_DELAY, milliseconds64)
    proxy_queue_length: int | None = attr(NDTPA.PROXY_QLEN, u32)
    locktime: timedelta | None = attr(NDTPA.LOCKTIME, milliseconds64)
    queue_bytes: int | None = attr(NDTPA.QUEUE_LENBYTES, u32)
    mcast_reprobes: int | None = attr(NDTPA.MCAST_REPROBES, u32)
    interval_probe_time: timedelta | None = attr(NDTPA.INTERVAL_PROBE_TIME_MS, milliseconds64)


class NeighborTableMessage(
    Message, padding=(NDTA.PAD,), types={"get": RTM.GETNEIGHTBL, "new": RTM.NEWNEIGHTBL, "set": RTM.SETNEIGHTBL}
):
    """A neighbour table; or, with ``parameters.ifindex``, only what the neighbours of one device go by."""

    family: int = header("ndtm_family", u8, default=0, pad=3)
    name: str | None = attr(NDTA.NAME, string)
    """"arp_cache" or "ndisc_cache"."""
    threshold1: int | None = attr(NDTA.THRESH1, u32)
    """With fewer neighbours nothing is collected."""
    threshold2: int | None = attr(NDTA.THRESH2, u32)
    threshold3: int | None = attr(NDTA.THRESH3, u32)
    """There are never more neighbours."""
    config: NeighborTableConfig | None = attr(NDTA.CONFIG, structure(NeighborTableConfig))
    parameters: NeighborParameters | None = attr(NDTA.PARMS, nested(NeighborParameters))
    statistics: NeighborTableStatistics | None = attr(NDTA.STATS, structure(NeighborTableStatistics))
    gc_interval: timedelta | None = attr(NDTA.GC_INTERVAL, milliseconds64)

    def __str__(self) -> str:
        """One line: "arp_cache dev 2 reachable 30s retrans 1s"."""
        parts = [*family_words(self.family), self.name or ""]
        told = self.parameters
        if told is not None:
            if told.ifindex is not None:
                parts.append(f"dev {told.ifindex}")
            for name, value in (("base_reachable", told.base_reachable_time), ("retrans", told.retrans_time)):
                if value is not None:
                    parts.append(f"{name} {value.total_seconds():g}s")
        if self.threshold3 is not None:
            parts.append(f"thresholds {self.threshold1} {self.threshold2} {self.threshold3}")
        return " ".join(parts)
