"""Statistics of links: read by groups, and what the hardware counts (``ip stats``)."""

from __future__ import annotations

from collections.abc import Mapping

from ....errors import InvalidInput, LinkNotFound
from ...device import Device, device_index, index_or_name, names
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.enums import flags
from ...schema.integers import u32
from ...schema.message import Message
from ...session import Session
from ...uapi.rtnetlink import RTM
from .. import arguments
from .message import ALL, StatisticsChange, StatisticsGroup, StatisticsMessage

GROUPS = flags(StatisticsGroup, u32)


class LinkStatisticsOperations(Operations):
    """What changes what is counted; a coroutine on a Connection, queued by a Batch."""

    @operation
    def set_link_statistics(self, device: Device, *, l3: bool) -> Request[None]:
        """Let the hardware count what it routes by itself, or not (``ip stats set dev DEVICE l3_stats on``).

        Args:
            device: name, interface index or link.
            l3: whether; if no hardware can, it is noted and nothing counts.

        Raises:
            LinkNotFound: it is not there.
            AlreadyExists: it is asked to count already.
        """
        told = index_or_name("device", device, self.namespace_id)
        switched = arguments.switch("l3", l3)

        def build(indexes: Mapping[str, int]) -> StatisticsChange:
            return StatisticsChange(ifindex=device_index(told, indexes), l3=switched)

        return Request(RTM.SETSTATS, 0, build, result=None, names=names(told), not_found=LinkNotFound)


class LinkStatisticsQueries(Session):
    """What reads statistics."""

    async def get_link_statistics(self, device: Device, groups: StatisticsGroup = ALL) -> StatisticsMessage:
        """The statistics of a link, by one request (and another one for a name).

        Args:
            device: name, alternative name, interface index or link.
            groups: what to read; less is faster.

        Raises:
            LinkNotFound: it is not there.
        """
        mask = _groups(groups)
        told = index_or_name("device", device, self.namespace_id)
        call = f"get_link_statistics({device!r})"
        asked = StatisticsMessage(ifindex=await self.index_of(told, call=call), groups=mask)
        return await self.get_one(StatisticsMessage, RTM.GETSTATS, asked.to_bytes(), call=call, not_found=LinkNotFound)

    def get_statistics(self, groups: StatisticsGroup = ALL) -> Dump[StatisticsMessage]:
        """List the statistics of all links; await it for a list, or iterate over it.

        Args:
            groups: what to read; less is faster.
        """
        mask = _groups(groups)

        async def build() -> Message:
            return StatisticsMessage(groups=mask)

        return self.dump_of(StatisticsMessage, RTM.GETSTATS, build, call="get_statistics()")


def _groups(groups: StatisticsGroup) -> StatisticsGroup:
    mask = arguments.parsed("groups", GROUPS, groups)
    if not mask or int(mask) & ~int(ALL):
        raise InvalidInput("groups", f"must be some of {ALL.name}, not {groups!r}")
    return mask
