"""The multicast and anycast addresses that devices listen to: list them."""

from __future__ import annotations

from collections.abc import Callable
from socket import AF_INET6

from ....errors import LinkNotFound
from ...device import Device
from ...dump import Dump
from ...schema.message import Message
from ...session import Session
from ...uapi.rtnetlink import RTM
from .. import arguments
from ..addresses.message import AddressMessage


class MulticastQueries(Session):
    """What lists multicast and anycast addresses."""

    def get_multicast_addresses(
        self, device: Device | None = None, *, family: int = AF_INET6
    ) -> Dump[AddressMessage]:  # fmt: skip
        """List the groups that devices have joined, in ``multicast`` of each message; IPv4's since Linux 6.14.

        Await it for a list, or iterate over it.

        Args:
            device: of this device; nlink chooses.
            family: ``AF_INET`` or ``AF_INET6``, of which the kernel cannot list both at once.

        Raises:
            LinkNotFound: there is no such device.
        """
        return self._joined(RTM.GETMULTICAST, device, family, "get_multicast_addresses()", _has_multicast)

    def get_anycast_addresses(self, device: Device | None = None) -> Dump[AddressMessage]:
        """List the IPv6 anycast addresses of devices, in ``anycast`` of each message.

        Args:
            device: of this device; nlink chooses.

        Raises:
            LinkNotFound: there is no such device.
        """
        return self._joined(RTM.GETANYCAST, device, AF_INET6, "get_anycast_addresses()", _has_anycast)

    def _joined(
        self,
        message_type: RTM,
        device: Device | None,
        family: int,
        call: str,
        meant: Callable[[AddressMessage], bool],
    ) -> Dump[AddressMessage]:
        asked = arguments.family("family", family)
        self.check_device("device", device)
        wanted: list[int] = []

        async def build() -> Message:
            if device is not None:
                wanted[:] = [await self.index_of(device, call=call)]
            # Not all kernels take the index in the header of these.
            return AddressMessage(family=asked)

        def keep(message: AddressMessage) -> bool:
            # Of a family that has no such list, the kernel gives those of others.
            return (
                meant(message)
                and (not wanted or message.ifindex == wanted[0])
                and message.family == asked
            )  # fmt: skip

        return self.dump_of(AddressMessage, message_type, build, call=call, keep=keep, not_found=LinkNotFound)


def _has_multicast(message: AddressMessage) -> bool:
    return message.multicast is not None


def _has_anycast(message: AddressMessage) -> bool:
    return message.anycast is not None
