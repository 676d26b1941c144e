"""The VNIs that a VXLAN takes: list, add and delete them."""

from __future__ import annotations

from ....errors import InvalidInput, LinkNotFound, VniNotFound
from ...device import Device, index_or_name, names
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.addresses import AddressLike, IPAddress
from ...schema.message import Message
from ...session import Session
from ...uapi.if_link import TUNNEL_MSG_FLAG
from ...uapi.rtnetlink import RTM
from ...uapi.socket import AF
from .. import arguments
from ..about_device import about_device, known_index
from .message import VniEntry, VniMessage

MOST = (1 << 24) - 1


class VniOperations(Operations):
    """What changes the VNIs that a VXLAN takes; a coroutine on a Connection, queued by a Batch."""

    @operation
    def add_vni(self, device: Device, vni: int | range, *, remote: AddressLike | None = None) -> Request[None]:
        """Let a VXLAN take a VNI, or a range of them, as ``bridge vni add`` does (since Linux 5.18).

        What it takes already is changed, if ``remote`` is another.

        Args:
            device: a VXLAN with ``vnifilter``; name, interface index or link.
            vni: from 1 to 2**24 - 1; ``range(10, 20)`` is 10 to 19.
            remote: the remote VTEP, or the multicast group of them.

        Raises:
            LinkNotFound: there is no such device.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        address = None if remote is None else arguments.address("remote", remote)
        return _request(self, RTM.NEWTUNNEL, device, vni, address)

    @operation
    def del_vni(self, device: Device, vni: int | range, *, missing_ok: bool = False) -> Request[bool]:
        """Let a VXLAN take a VNI, or a range of them, no more.

        Args:
            device: the VXLAN.
            vni: from 1 to 2**24 - 1, or a range.
            missing_ok: it is no error if it does not take it.

        Returns:
            True; False if it did not take it.

        Raises:
            VniNotFound: it does not take it, unless ``missing_ok``.
            LinkNotFound: there is no such device.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        request = _request(self, RTM.DELTUNNEL, device, vni, None)
        return Request(
            request.type, 0, request.build, members=VniMessage, names=request.names, result=True,
            not_found=VniNotFound, tolerated=arguments.tolerated("missing_ok", missing_ok, VniNotFound),
        )  # fmt: skip


class VniQueries(Session):
    """What lists the VNIs that VXLANs take."""

    def get_vnis(self, device: Device | None = None, *, statistics: bool = False) -> Dump[VniMessage]:
        """List the VNIs, a message for each VXLAN with ``vnifilter`` (since Linux 5.18). The kernel chooses.

        VNIs that follow one another and are alike are one entry. Await it for a list, or iterate over it.

        Args:
            device: of this VXLAN.
            statistics: with the counters of each VNI, then without ranges.

        Raises:
            LinkNotFound: there is no such device.
        """
        flags = TUNNEL_MSG_FLAG.STATS if arguments.switch("statistics", statistics) else TUNNEL_MSG_FLAG(0)
        self.check_device("device", device)
        call = "get_vnis()" if device is None else f"get_vnis({device!r})"

        async def build() -> Message:
            index = 0 if device is None else await self.index_of(device, call=call)
            return VniMessage(family=AF.BRIDGE, flags=flags, ifindex=index)

        return self.dump_of(VniMessage, RTM.GETTUNNEL, build, call=call, not_found=LinkNotFound)


def _request(
    owner: Operations, message_type: RTM, device: Device, vni: int | range, remote: IPAddress | None
) -> Request[None]:
    if isinstance(vni, range):
        if vni.step != 1 or not vni:
            raise InvalidInput("vni", f"must be a range with a step of 1 that holds something, not {vni!r}")
        first, last = vni[0], vni[-1]
    elif type(vni) is int:
        first = last = vni
    else:
        raise InvalidInput("vni", f"must be an integer or a range, not {type(vni).__name__}")
    if first < 1 or last > MOST:
        raise InvalidInput("vni", f"must be from 1 to {MOST}, not {vni}")
    entry = VniEntry(start=first, end=None if first == last else last, remote=remote)
    told = index_or_name("device", device, owner.namespace_id)
    message = VniMessage(family=AF.BRIDGE, ifindex=known_index(told), entries=(entry,))
    build = about_device(told, message)
    return Request(message_type, 0, build, members=VniMessage, names=names(told), not_found=LinkNotFound)
