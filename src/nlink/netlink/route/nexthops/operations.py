"""Nexthop objects, their groups and the buckets of those: list, get, add, replace, change and delete them."""

from __future__ import annotations

from typing import Any

from typing_extensions import Unpack

from ....errors import AlreadyExists, LinkNotFound, NexthopNotFound
from ...device import Device
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.integers import u16
from ...schema.message import Message
from ...session import Session
from ...uapi.nexthop import NHA_OP_FLAG
from ...uapi.rtnetlink import RTM, RTPROT
from .. import arguments
from ..keeping import keeping
from ..verbs import ADD, CHANGE, REPLACE
from .message import NexthopBucket, NexthopBucketMessage, NexthopMessage
from .request import deleted_nexthop, nexthop_id, nexthop_request
from .settings import NexthopSettings


class NexthopOperations(Operations):
    """What changes nexthops; a coroutine on a Connection, queued by a Batch."""

    @operation
    def add_nexthop(
        self, id: int, *, exist_ok: bool = False, **settings: Unpack[NexthopSettings]
    ) -> Request[bool]:  # fmt: skip
        """Add a nexthop object or a group of them, as ``ip nexthop add`` does (ip-nexthop(8)).

        Args:
            id: its number, from 1 on, by which routes name it.
            exist_ok: it is no error if there is one of that number, wherever it leads.
            settings: see NexthopSettings.

        Returns:
            True; False if it was there already.

        Raises:
            AlreadyExists: there is one of that number, unless ``exist_ok``.
            NotFound: the device, or the way to the router, is not there.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return nexthop_request(
            self, "add_nexthop", ADD, id, settings, result=True,
            tolerated=arguments.tolerated("exist_ok", exist_ok, AlreadyExists),
        )  # fmt: skip

    @operation
    def replace_nexthop(self, id: int, **settings: Unpack[NexthopSettings]) -> Request[None]:
        """Add a nexthop, or put it in the place of the one of that number; routes go the new way from then on.

        A group cannot take the place of what is none, nor the other way round. Arguments and errors are those of
        ``add_nexthop``.
        """
        return nexthop_request(self, "replace_nexthop", REPLACE, id, settings, result=None)

    @operation
    def change_nexthop(self, id: int, **settings: Unpack[NexthopSettings]) -> Request[None]:
        """Put a nexthop in the place of the one of that number, which has to be there.

        Arguments are those of ``add_nexthop``.

        Raises:
            NexthopNotFound: there is none.
        """
        return nexthop_request(self, "change_nexthop", CHANGE, id, settings, result=None, not_found=NexthopNotFound)

    @operation
    def del_nexthop(self, id: int, *, missing_ok: bool = False) -> Request[bool]:
        """Delete a nexthop; the kernel takes it out of its groups, and deletes the routes that go by it.

        Args:
            id: its number.
            missing_ok: it is no error if there is none.

        Returns:
            True; False if there was none.

        Raises:
            NexthopNotFound: there is none, unless ``missing_ok``.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return deleted_nexthop(id, missing_ok=missing_ok)


class NexthopQueries(Session):
    """What lists nexthops and buckets, gets one, and empties the list."""

    def get_nexthops(
        self,
        *,
        family: int | None = None,
        device: Device | None = None,
        master: Device | None = None,
        groups: bool = False,
        fdb: bool = False,
        protocol: RTPROT | int | str | None = None,
        statistics: bool = False,
        hardware_statistics: bool = False,
    ) -> Dump[NexthopMessage]:
        """List nexthops; await it for a list, or iterate over it. The kernel chooses, but for ``fdb`` and ``protocol``.

        Args:
            family: ``AF_INET`` or ``AF_INET6``; both, and groups, by default.
            device: those that lead to it; no groups.
            master: those that lead to devices of this bridge, bond or VRF; no groups.
            groups: groups only.
            fdb: those for forwarding tables only.
            protocol: who installed them.
            statistics: with the counters of each group (since Linux 6.9).
            hardware_statistics: with those that hardware keeps, too.

        Raises:
            LinkNotFound: there is no such device.
        """
        asked: dict[str, Any] = {
            "family": arguments.family("family", family), "groups_only": arguments.switch("groups", groups),
            "is_fdb": arguments.switch("fdb", fdb), "op_flags": _counters(statistics, hardware_statistics),
        }  # fmt: skip
        # The kernel reads NHA_FDB, and lists the others nevertheless (as of 6.18).
        wanted: dict[str, object] = {"is_fdb": True} if fdb else {}
        if protocol is not None:
            wanted["protocol"] = arguments.parsed("protocol", arguments.PROTOCOL, protocol)
        self.check_device("device", device)
        self.check_device("master", master)
        call = "get_nexthops()"

        async def build() -> Message:
            oif = None if device is None else await self.index_of(device, call=call)
            above = None if master is None else await self.index_of(master, call=call)
            return NexthopMessage(oif=oif, master=above, **asked)

        return self.dump_of(
            NexthopMessage, RTM.GETNEXTHOP, build, call=call, keep=keeping(wanted), not_found=LinkNotFound
        )

    async def get_nexthop(
        self, id: int, *, statistics: bool = False, hardware_statistics: bool = False
    ) -> NexthopMessage:
        """One nexthop, by one request.

        Args:
            id: its number.
            statistics: with the counters of the group (since Linux 6.9).
            hardware_statistics: with those that hardware keeps, too.

        Raises:
            NexthopNotFound: there is none of that number.
        """
        message = NexthopMessage(id=nexthop_id("id", id), op_flags=_counters(statistics, hardware_statistics))
        return await self.get_one(
            NexthopMessage, RTM.GETNEXTHOP, message.to_bytes(), call=f"get_nexthop({id})", not_found=NexthopNotFound
        )

    def get_nexthop_buckets(
        self,
        group: int | None = None,
        *,
        nexthop: int | None = None,
        device: Device | None = None,
        master: Device | None = None,
    ) -> Dump[NexthopBucketMessage]:
        """List the buckets of resilient groups; await it for a list, or iterate over it. The kernel chooses.

        Args:
            group: the number of a group; of all of them by default.
            nexthop: those whose flows take this member.
            device: those whose flows leave by it.
            master: those whose flows leave by a device of this bridge, bond or VRF.

        Raises:
            NexthopNotFound: there is no such group.
            LinkNotFound: there is no such device.
        """
        asked = None if group is None else nexthop_id("group", group)
        taken = None if nexthop is None else NexthopBucket(nh_id=nexthop_id("nexthop", nexthop))
        self.check_device("device", device)
        self.check_device("master", master)
        call = f"get_nexthop_buckets({'' if group is None else group})"

        async def build() -> Message:
            oif = None if device is None else await self.index_of(device, call=call)
            above = None if master is None else await self.index_of(master, call=call)
            return NexthopBucketMessage(id=asked, oif=oif, master=above, bucket=taken)

        return self.dump_of(
            NexthopBucketMessage, RTM.GETNEXTHOPBUCKET, build, call=call, not_found=NexthopNotFound
        )  # fmt: skip

    async def get_nexthop_bucket(self, group: int, index: int) -> NexthopBucketMessage:
        """One bucket of a resilient group, by one request.

        Args:
            group: the group's number.
            index: the bucket's, from 0 on.

        Raises:
            NexthopNotFound: there is no such group, or no such bucket in it.
        """
        bucket = NexthopBucket(index=arguments.parsed("index", u16, index))
        message = NexthopBucketMessage(id=nexthop_id("group", group), bucket=bucket)
        return await self.get_one(
            NexthopBucketMessage, RTM.GETNEXTHOPBUCKET, message.to_bytes(),
            call=f"get_nexthop_bucket({group}, {index})", not_found=NexthopNotFound,
        )  # fmt: skip

    async def flush_nexthops(
        self,
        *,
        family: int | None = None,
        device: Device | None = None,
        groups: bool = False,
        fdb: bool = False,
        protocol: RTPROT | int | str | None = None,
    ) -> int:
        """Delete all nexthops that ``get_nexthops`` lists with these arguments, and give how many there were.

        A group goes with its last member, and is counted only where it is listed and still there.
        """
        found = await self.get_nexthops(family=family, device=device, groups=groups, fdb=fdb, protocol=protocol)
        deleted = 0
        for one in found:
            request = deleted_nexthop(one.id or 0, missing_ok=True)
            request.operation = "flush_nexthops"
            deleted += await self.submit(request)
        return deleted


def _counters(statistics: bool, hardware: bool) -> NHA_OP_FLAG | None:
    """What a reply holds beyond the ordinary; the kernel tells what hardware counts only beside the whole."""
    if arguments.switch("hardware_statistics", hardware):
        return NHA_OP_FLAG.DUMP_STATS | NHA_OP_FLAG.DUMP_HW_STATS
    return NHA_OP_FLAG.DUMP_STATS if arguments.switch("statistics", statistics) else None
