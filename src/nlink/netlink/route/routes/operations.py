"""Routes: list them, look one up, add, replace, change, append and delete them."""

from __future__ import annotations

from errno import EACCES, EINVAL, ENOENT
from socket import AF_INET, AF_UNSPEC
from typing import Any, Final

from typing_extensions import Unpack

from ....errors import AlreadyExists, InvalidInput, NetlinkError, RouteNotFound, words_for
from ...device import Device
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.addresses import AddressLike
from ...schema.integers import u32
from ...schema.message import Message
from ...session import Session
from ...uapi.rtnetlink import RT_SCOPE, RTM, RTN, RTPROT
from .. import arguments, names
from ..arguments import TableLike
from ..keeping import keeping
from ..verbs import ADD, APPEND, CHANGE, REPLACE
from .flags import RouteFlags
from .message import RouteMessage
from .request import DestinationLike, route_request
from .settings import RouteSettings

NEWROUTE: Final = int(RTM.NEWROUTE)
DELROUTE: Final = int(RTM.DELROUTE)


class RouteOperations(Operations):
    """What changes routes; a coroutine on a Connection, queued by a Batch."""

    @operation
    def add_route(
        self, destination: DestinationLike, *, exist_ok: bool = False, **settings: Unpack[RouteSettings]
    ) -> Request[bool]:
        """Add a route, as ``ip route add`` does (ip-route(8)).

        Args:
            destination: a prefix or an address: "10.0.0.0/8"; "default" is of the family of the router; an MPLS route
                is for a label, ``LabelStack([100])``.
            exist_ok: it is no error if a route with that prefix, tos, metric and table is there already, whichever way
                it leads.
            settings: see RouteSettings.

        Returns:
            True; False if it was there already.

        Raises:
            AlreadyExists: there is a route with that prefix, tos and metric, unless ``exist_ok``.
            NotFound: the device, or the way to the router, is not there.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return route_request(
            self, "add_route", NEWROUTE, ADD, destination, settings, result=True,
            tolerated=arguments.tolerated("exist_ok", exist_ok, AlreadyExists),
        )  # fmt: skip

    @operation
    def replace_route(self, destination: DestinationLike, **settings: Unpack[RouteSettings]) -> Request[None]:
        """Add a route, or put it in the place of the one with that prefix, tos and metric.

        Of several IPv4 routes with the same prefix, tos and metric the first one is replaced. Arguments and errors are
        those of ``add_route``.
        """
        return route_request(self, "replace_route", NEWROUTE, REPLACE, destination, settings, result=None)

    @operation
    def change_route(self, destination: DestinationLike, **settings: Unpack[RouteSettings]) -> Request[None]:
        """Put a route in the place of the one with that prefix, tos and metric, which has to be there.

        Arguments are those of ``add_route``.

        Raises:
            RouteNotFound: there is none.
        """
        return route_request(
            self, "change_route", NEWROUTE, CHANGE, destination, settings, result=None, not_found=RouteNotFound
        )

    @operation
    def append_route(self, destination: DestinationLike, **settings: Unpack[RouteSettings]) -> Request[None]:
        """Add a route behind those with the same prefix, tos and metric; to an IPv6 route, another next hop.

        Arguments and errors are those of ``add_route``.
        """
        return route_request(self, "append_route", NEWROUTE, APPEND, destination, settings, result=None)

    @operation
    def del_route(
        self, destination: DestinationLike, *, missing_ok: bool = False, **settings: Unpack[RouteSettings]
    ) -> Request[bool]:
        """Delete the first route that has this destination and these settings.

        Args:
            destination: its prefix, or "default".
            missing_ok: it is no error if there is none.
            settings: what it has to have; what is not given may be anything, but for the table, which is "main", and
                of IPv4 routes the tos, which is 0. Of an IPv6 route the kernel compares ``via``, ``device``,
                ``nexthops``, ``nexthop_id``, ``metric``, ``protocol`` and ``source``, and no other setting; of an IPv4
                one all but ``onlink``, and ``realm`` only beside ``via`` or ``device``. Of an MPLS one it compares
                nothing but the label, and does not say that there was none.

        Returns:
            True; False if there was none.

        Raises:
            RouteNotFound: there is none, unless ``missing_ok``.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return route_request(
            self, "del_route", DELROUTE, 0, destination, settings, result=True, not_found=RouteNotFound,
            tolerated=arguments.tolerated("missing_ok", missing_ok, RouteNotFound),
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
        """List routes; await it for a list, or iterate over it.

        The kernel chooses, but for ``scope``, and for the protocol 0, by which it means all.

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
        wanted: dict[str, int] = {}
        if table is not None:
            asked["table"] = arguments.table("table", table)
        if protocol is not None:
            asked["protocol"] = arguments.parsed("protocol", arguments.PROTOCOL, protocol)
        if type is not None:
            asked["type"] = arguments.parsed("type", arguments.ROUTE_TYPE, type)
        for name in ("table", "type"):
            if asked.get(name) == 0:
                raise InvalidInput(name, f"no route has the {name} 0: it would mean all")
        if asked.get("protocol") == 0:
            wanted["protocol"] = 0
        if scope is not None:
            wanted["scope"] = arguments.scope("scope", scope)
        if asked["family"] not in (AF_UNSPEC, AF_INET):
            wanted["family"] = asked["family"]  # of a family that it does not have, the kernel lists all others
        self.check_device("device", device)
        call = "get_routes()"

        async def build() -> Message:
            oif = None if device is None else await self.index_of(device, call=call)
            return RouteMessage(oif=oif, **asked)

        return self.dump_of(
            RouteMessage, RTM.GETROUTE, build, call=call,
            # The kernel answers ENOENT for a table that nothing was ever put into.
            nothing=(lambda error: error.errno == ENOENT) if table is not None else None, not_found=RouteNotFound,
            keep=keeping(wanted),
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
        tos: int | str = 0,
        ip_proto: int | None = None,
        sport: int | None = None,
        dport: int | None = None,
        flow_label: int | None = None,
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
            tos: from 0 to 255, or a name, "AF11".
            ip_proto: the number of its protocol: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6; rules look at it, and at the ports.
            sport: from 1 to 65535.
            dport: from 1 to 65535.
            flow_label: of an IPv6 packet, from 0 to 0xfffff; rules look at it (since Linux 6.14).
            fib_match: give the table's entry instead of what follows from it for this packet.

        Raises:
            RouteNotFound: there is no way, or a route of type unreachable, prohibit, blackhole or throw.
            LinkNotFound: there is no such device.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        target = arguments.address("destination", destination)
        family = arguments.family_of(target)
        origin = None if source is None else arguments.address("source", source, family=family)
        self.check_device("iif", iif)
        self.check_device("oif", oif)
        whole = arguments.switch("fib_match", fib_match)
        number = arguments.parsed("tos", names.field, tos)
        for name, value in (("sport", sport), ("dport", dport)):
            if value == 0:
                raise InvalidInput(name, "must be from 1 to 65535, not 0")
        if flow_label is not None and not 0 <= arguments.parsed("flow_label", u32, flow_label) <= 0xFFFFF:
            raise InvalidInput("flow_label", f"must be from 0 to {0xFFFFF}, not {flow_label}")
        if flow_label is not None and family == AF_INET:
            raise InvalidInput("flow_label", "is of IPv6 packets only")
        call = f"get_route({destination!r})"
        incoming = None if iif is None else await self.index_of(iif, call=call)
        outgoing = None if oif is None else await self.index_of(oif, call=call)
        # IPv6 tells the table unasked, and refuses the flag.
        flags = RouteFlags.LOOKUP_TABLE if family == AF_INET else RouteFlags(0)
        if whole:
            flags |= RouteFlags.FIB_MATCH
        message = RouteMessage(
            family=family, destination=arguments.network("destination", target), tos=number, flags=flags,
            src=None if origin is None else arguments.network("source", origin), iif=incoming, oif=outgoing, mark=mark,
            uid=uid, ip_proto=ip_proto, sport=sport, dport=dport, flowlabel=flow_label,
        )  # fmt: skip
        try:
            return await self.get_one(
                RouteMessage, RTM.GETROUTE, message.to_bytes(), call=call, not_found=RouteNotFound
            )
        except NetlinkError as error:
            # The way ends at a route of type prohibit, or (IPv4) blackhole: of a wrong request the kernel says more.
            if error.errno in (EACCES, EINVAL) and error.message == words_for(error.errno):
                words = f"it is for a route that leads nowhere ({error.message})"
                raise RouteNotFound(error.errno, words, operation=call, refusal=error.refusal) from None
            raise
