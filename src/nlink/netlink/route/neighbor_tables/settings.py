"""What neighbours of a device go by, and what a neighbour table goes by, in a user's words."""

from __future__ import annotations

from typing_extensions import TypedDict

from ...device import Device
from ...schema.durations import UnitDuration


class NeighborTableSettings(TypedDict, total=False):
    """What a neighbour table, or with ``device`` the neighbours of one device, go by; for ``set_neighbor_table``."""

    device: Device | None
    """For this device; else for the table, and devices that are yet to come."""
    base_reachable_time: UnitDuration | None
    """How long a neighbour counts as reachable, on the average."""
    retrans_time: UnitDuration | None
    """Between two probes."""
    gc_stale_time: UnitDuration | None
    delay_probe_time: UnitDuration | None
    queue_length: int | None
    """Packets that wait for an address."""
    queue_bytes: int | None
    """The same in bytes; one of the two."""
    app_probes: int | None
    ucast_probes: int | None
    mcast_probes: int | None
    mcast_reprobes: int | None
    anycast_delay: UnitDuration | None
    proxy_delay: UnitDuration | None
    proxy_queue_length: int | None
    locktime: UnitDuration | None
    interval_probe_time: UnitDuration | None
    """Between probes of managed neighbours (since Linux 6.0)."""
    threshold1: int | None
    """With fewer neighbours nothing is collected; of the whole table, and in the first network namespace only."""
    threshold2: int | None
    threshold3: int | None
    """There are never more neighbours."""
    gc_interval: UnitDuration | None
    """Between two collections."""
