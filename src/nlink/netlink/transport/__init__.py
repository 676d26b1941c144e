"""The transport: requests, dumps and multicast over netlink sockets, for asyncio."""

from .multicast import Datagram, Multicast
from .transport import Transport

__all__ = ["Datagram", "Multicast", "Transport"]
