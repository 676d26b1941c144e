"""Neighbour tables: list them, and set what they go by."""

from __future__ import annotations

from collections.abc import Mapping
from socket import AF_INET, AF_INET6
from typing import Any, Final

from msgspec import Struct
from typing_extensions import Unpack

from ....errors import InvalidInput, LinkNotFound
from ...device import device_index, index_or_name, names
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.integers import u32
from ...schema.kind import Kind
from ...schema.message import Message
from ...session import Session
from ...uapi.rtnetlink import RTM
from .. import arguments
from .message import NeighborParameters, NeighborTableMessage, milliseconds64
from .settings import NeighborTableSettings

NAMES: Final = {int(AF_INET): "arp_cache", int(AF_INET6): "ndisc_cache"}
TABLE: Final[dict[str, Kind[Any, Any]]] = {
    "threshold1": u32, "threshold2": u32, "threshold3": u32, "gc_interval": milliseconds64,
}  # fmt: skip
PARAMETERS: Final[dict[str, Kind[Any, Any]]] = {
    **dict.fromkeys(
        ("base_reachable_time", "retrans_time", "gc_stale_time", "delay_probe_time", "anycast_delay", "proxy_delay",
         "locktime", "interval_probe_time"), milliseconds64),
    **dict.fromkeys(
        ("queue_length", "queue_bytes", "app_probes", "ucast_probes", "mcast_probes", "mcast_reprobes",
         "proxy_queue_length"), u32),
}  # fmt: skip


class ForDevice(Struct, gc=False, eq=False):
    """The request, but for the index of the device."""

    table: dict[str, Any]
    parameters: dict[str, Any]
    device: int | str | None

    def __call__(self, indexes: Mapping[str, int]) -> NeighborTableMessage:
        known = dict(self.parameters)
        if self.device is not None:
            known["ifindex"] = device_index(self.device, indexes)
        return NeighborTableMessage(**self.table, parameters=NeighborParameters(**known) if known else None)


class NeighborTableOperations(Operations):
    """What changes neighbour tables; a coroutine on a Connection, queued by a Batch."""

    @operation
    def set_neighbor_table(self, family: int, **settings: Unpack[NeighborTableSettings]) -> Request[None]:
        """Set what neighbours go by, as ``ip ntable change`` does (ip-ntable(8)).

        Args:
            family: ``AF_INET`` (ARP) or ``AF_INET6`` (NDP).
            settings: see NeighborTableSettings.

        Raises:
            LinkNotFound: there is no such device.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        arguments.check_settings("set_neighbor_table", settings, NeighborTableSettings)
        if family not in NAMES:
            raise InvalidInput("family", f"must be AF_INET or AF_INET6, not {family!r}")
        table, parameters = _values(settings, TABLE), _values(settings, PARAMETERS)
        if not table and not parameters:
            raise InvalidInput("settings", "nothing is given that is to be changed")
        device = settings.get("device")
        if table and device is not None:
            raise InvalidInput(next(iter(table)), "is the whole table's, so not for one device")
        if "queue_length" in parameters and "queue_bytes" in parameters:
            raise InvalidInput("queue_bytes", "says the same as queue_length: give one of them")
        told = None if device is None else index_or_name("device", device, self.namespace_id)
        build = ForDevice({"family": int(family), "name": NAMES[family], **table}, parameters, told)
        return Request(
            RTM.SETNEIGHTBL, 0, build, members=NeighborTableMessage, names=names(told), not_found=LinkNotFound
        )  # fmt: skip


class NeighborTableQueries(Session):
    """What lists neighbour tables."""

    def get_neighbor_tables(self, *, family: int | None = None) -> Dump[NeighborTableMessage]:
        """List neighbour tables, each before what the neighbours of each device go by.

        Await it for a list, or iterate over it.

        Args:
            family: ``AF_INET`` or ``AF_INET6``; both by default.
        """
        asked = arguments.family("family", family)

        async def build() -> Message:
            return NeighborTableMessage(family=asked)

        return self.dump_of(NeighborTableMessage, RTM.GETNEIGHTBL, build, call="get_neighbor_tables()")


def _values(settings: Mapping[str, Any], kinds: Mapping[str, Kind[Any, Any]]) -> dict[str, Any]:
    return {
        name: arguments.parsed(name, kind, settings[name])
        for name, kind in kinds.items()
        if settings.get(name) is not None
    }
