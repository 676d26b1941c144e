"""Routes: list them, look one up, add, replace, change, append and delete them."""

from __future__ import annotations

from errno import ENOENT
from socket import AF_INET
from typing import Any, Final

from typing_extensions import Unpack

from ....errors import AlreadyExists, RouteNotFound
from ...device import Device
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.addresses import AddressLike, NetworkLike
from ...schema.message import Message
from ...session import Session
from ...uapi.netlink import NLM_F
from ...uapi.rtnetlink import RT_SCOPE, RTM, RTN, RTPROT
from .. import arguments
from ..arguments import TableLike
from .flags import RouteFlags
from .message import RouteMessage
from .requests import route_request
from .settings import RouteSettings

NEWROUTE: Final = int(RTM.NEWROUTE)
DELROUTE: Final = int(RTM.DELROUTE)
CREATE: Final = int(NLM_F.CREATE)
EXCL: Final = int(NLM_F.EXCL)
REPLACE: Final = int(NLM_F.REPLACE)
APPEND: Final = int(NLM_F.APPEND)


class RouteOperations(Operations):
    """What changes routes; a coroutine on a Connection, queued by a Batch."""

    @operation
    def add_route(
        self, destination: NetworkLike, *, exist_ok: bool = False, **settings: Unpack[RouteSettings]
    ) -> Request[bool]:
        """Add a route, as ``ip route add`` does (ip-route(8)).

        Args:
            destination: a prefix or an address: "10.0.0.0/8"; "default" is of the family of the router.
            exist_ok: it is no error if a route for that prefix and metric is there already.
            settings: see RouteSettings.

        Returns:
            True; False if it was there already.

        Raises:
            AlreadyExists: there is a route with that prefix, tos and metric, unless ``exist_ok``.
            NotFound: the device, or the way to the router, is not there.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        tolerated = AlreadyExists if exist_ok else None
        return route_request(
            self, "add_route", NEWROUTE, CREATE | EXCL, destination, settings, result=True, tolerated=tolerated
        )

    @operation
    def replace_route(self, destination: NetworkLike, **settings: Unpack[RouteSettings]) -> Request[None]:
        """Add a route, or put it in the place of the one with that prefix, tos and metric.

        Of several IPv4 routes with the same prefix, tos and metric the first one is replaced. Arguments and errors are
        those of ``add_route``.
        """
        return route_request(self, "replace_route", NEWROUTE, CREATE | REPLACE, destination, settings, result=None)

    @operation
    def change_route(self, destination: NetworkLike, **settings: Unpack[RouteSettings]) -> Request[None]:
        """Put a route in the place of the one with that prefix, tos and metric, which has to be there.

        Arguments are those of ``add_route``.

        Raises:
            RouteNotFound: there is none.
        """
        return route_request(
            self, "change_route", NEWROUTE, REPLACE, destination, settings, result=None, not_found=RouteNotFound
        )

    @operation
    def append_route(self, destination: NetworkLike, **settings: Unpack[RouteSettings]) -> Request[None]:
        """Add a route behind those with the same prefix, tos and metric; to an IPv6 route, another next hop.

        Arguments and errors are those of ``add_route``.
        """
        return route_request(self, "append_route", NEWROUTE, CREATE | APPEND, destination, settings, result=None)

    @operation
    def del_route(
        self, destination: NetworkLike, *, missing_ok: bool = False, **settings: Unpack[RouteSettings]
    ) -> Request[bool]:
        """Delete the first route that has this destination and these settings.

        Args:
            destination: its prefix, or "default".
            missing_ok: it is no error if there is none.
            settings: what it has to have; what is not given may be anything, but for the table, which is "main".

        Returns:
            True; False if there was none.

        Raises:
            RouteNotFound: there is none, unless ``missing_ok``.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        # What is not told may be anything: RT_SCOPE_NOWHERE and zeros say so (fib_table_delete, fib6_del).
        told: RouteSettings = {"scope": RT_SCOPE.NOWHERE, "protocol": 0, "type": 0}
        told.update({name: value for name, value in settings.items() if value is not None})  # type: ignore[typeddict-item]
        return route_request(
            self, "del_route", DELROUTE, 0, destination, told, result=True,
            tolerated=RouteNotFound if missing_ok else None, not_found=RouteNotFound,
        )  # fmt: skip


class RouteQueries(Session):
    """What lists routes and looks them up."""

    def get_routes(
        self,
        *,
        family: int | None = None,
        table: TableLike | None = None,
        device: Device | None = None,
        protocol: RTPROT | int | str | None = None,
        type: RTN | int | str | None = None,
        scope: RT_SCOPE | int | str | None = None,
    ) -> Dump[RouteMessage]:
        """List routes; await it for a list, or iterate over it. The kernel chooses, by all arguments but ``scope``.

        Args:
            family: ``AF_INET``, ``AF_INET6`` ...; all by default.
            table: "main", "local", "default" or a number; all by default. One that does not exist holds nothing.
            device: routes that lead to it.
            protocol: who installed them: "static", "kernel" ... or a number.
            type: "unicast", "local", "blackhole" ... or a number.
            scope: "universe", "link", "host" ... or a number.

        Raises:
            LinkNotFound: there is no such device.
        """
        asked: dict[str, Any] = {"family": arguments.family("family", family)}
        if table is not None:
            asked["table"] = arguments.table("table", table)
        if protocol is not None:
            asked["protocol"] = arguments.parsed("protocol", arguments.PROTOCOL, protocol)
        if type is not None:
            asked["type"] = arguments.parsed("type", arguments.ROUTE_TYPE, type)
        wanted = None if scope is None else arguments.scope("scope", scope)
        self.check_device("device", device)
        call = "get_routes()"

        async def build() -> Message:
            oif = None if device is None else await self.index_of(device, call=call)
            return RouteMessage(oif=oif, **asked)

        return self.dump_of(
            RouteMessage, RTM.GETROUTE, build, call=call,
            # The kernel answers ENOENT for a table that nothing was ever put into.
            nothing=(lambda error: error.errno == ENOENT) if table is not None else None, not_found=RouteNotFound,
            keep=None if wanted is None else lambda route: route.scope == wanted,
        )  # fmt: skip

    def get_routes_for(self, device: Device, *, family: int | None = None) -> Dump[RouteMessage]:
        """List the routes that lead to a device."""
        return self.get_routes(device=device, family=family)

    async def get_route(
        self,
        destination: AddressLike,
        *,
        source: AddressLike | None = None,
        iif: Device | None = None,
        oif: Device | None = None,
        mark: int | None = None,
        uid: int | None = None,
        tos: int = 0,
        ip_proto: int | None = None,
        sport: int | None = None,
        dport: int | None = None,
        fib_match: bool = False,
    ) -> RouteMessage:
        """Ask the kernel which way a packet would take, as ``ip route get`` does.

        Args:
            destination: an address.
            source: the packet's source address.
            iif: the device by which it came in; it is forwarded then.
            oif: the device that it has to leave by.
            mark: its mark.
            uid: the user id of its sender.
            tos: from 0 to 255.
            ip_proto: the number of its protocol: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6; rules look at it, and at the ports.
            sport: from 1 to 65535.
            dport: from 1 to 65535.
            fib_match: give the table's entry instead of what follows from it for this packet.

        Raises:
            RouteNotFound: there is no way (ENETUNREACH, EHOSTUNREACH).
            LinkNotFound: there is no such device.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        target = arguments.address("destination", destination)
        family = arguments.family_of(target)
        origin = None if source is None else arguments.address("source", source, family=family)
        self.check_device("iif", iif)
        self.check_device("oif", oif)
        call = f"get_route({destination!r})"
        incoming = None if iif is None else await self.index_of(iif, call=call)
        outgoing = None if oif is None else await self.index_of(oif, call=call)
        # IPv6 tells the table unasked, and refuses the flag.
        flags = RouteFlags.LOOKUP_TABLE if family == AF_INET else RouteFlags(0)
        if fib_match:
            flags |= RouteFlags.FIB_MATCH
        message = RouteMessage(
            family=family, destination=arguments.network("destination", target), tos=tos, flags=flags,
            src=None if origin is None else arguments.network("source", origin), iif=incoming, oif=outgoing, mark=mark,
            uid=uid, ip_proto=ip_proto, sport=sport, dport=dport,
        )  # fmt: skip
        return await self.get_one(RouteMessage, RTM.GETROUTE, message.to_bytes(), call=call, not_found=RouteNotFound)
