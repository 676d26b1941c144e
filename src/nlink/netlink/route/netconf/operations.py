"""What sysctl has of each device: list it, and get that of one."""

from __future__ import annotations

from socket import AF_INET

from ....errors import LinkNotFound
from ...device import Device
from ...dump import Dump
from ...schema.integers import s32
from ...schema.message import Message
from ...session import Session
from ...uapi.netconf import NETCONFA_IFINDEX_ALL, NETCONFA_IFINDEX_DEFAULT
from ...uapi.rtnetlink import RTM
from .. import arguments
from .message import NetconfMessage

SPECIAL = (NETCONFA_IFINDEX_ALL, NETCONFA_IFINDEX_DEFAULT)


class NetconfQueries(Session):
    """What asks for the settings of devices."""

    def get_netconfs(self, *, family: int | None = None) -> Dump[NetconfMessage]:
        """List what devices do with packets; await it for a list, or iterate over it.

        Args:
            family: ``AF_INET``, ``AF_INET6`` or ``AF_MPLS``; all by default.
        """
        asked = arguments.family("family", family)

        async def build() -> Message:
            return NetconfMessage(family=asked)

        def keep(message: NetconfMessage) -> bool:
            return not asked or message.family == asked  # of a family that it does not have, the kernel lists others

        return self.dump_of(NetconfMessage, RTM.GETNETCONF, build, call="get_netconfs()", keep=keep)

    async def get_netconf(self, device: Device, *, family: int = AF_INET) -> NetconfMessage:
        """What one device does with packets, by one request.

        Args:
            device: name, interface index or link; or ``NETCONFA_IFINDEX_ALL``, ``NETCONFA_IFINDEX_DEFAULT``.
            family: ``AF_INET``, ``AF_INET6`` or ``AF_MPLS``.

        Raises:
            LinkNotFound: there is no such device.
            InvalidRequest: the device has nothing to do with that family.
        """
        call = f"get_netconf({device!r})"
        asked = arguments.family("family", family)
        if isinstance(device, int) and device in SPECIAL:
            index = arguments.parsed("device", s32, device)
        else:
            self.check_device("device", device)
            index = await self.index_of(device, call=call)
        message = NetconfMessage(family=asked, ifindex=index)
        return await self.get_one(
            NetconfMessage, RTM.GETNETCONF, message.to_bytes(), call=call, not_found=LinkNotFound
        )  # fmt: skip
