"""Many routes at once: flush them, save and restore them; and the default route among them."""

from __future__ import annotations

import struct
from socket import AF_INET, AF_INET6
from typing import Any, Final

from ....errors import AlreadyExists, InvalidInput, RouteNotFound
from ...device import Device
from ...request import Request
from ...uapi.netlink import NLM_F
from ...uapi.rtnetlink import RT_SCOPE, RT_TABLE, RTM, RTN, RTNH_F, RTPROT
from ..arguments import TableLike
from ..verbs import ADD
from .flags import RouteFlags
from .message import RouteMessage
from .nexthops import RouteNextHop
from .operations import RouteQueries

MAGIC: Final = struct.pack("=I", 0x45311224)
"""What ``ip route save`` begins with; netlink messages follow."""
MESSAGE: Final = struct.Struct("=IHHII")
KEY: Final = ("family", "destination", "src", "tos", "protocol", "scope", "type", "priority")
"""The fields that tell a route from another one; where it leads comes beside them."""
WAY: Final = ("oif", "gateway", "via", "multipath", "encap")
REST: Final = ("prefsrc", "metrics", "flow", "newdst", "pref", "ttl_propagate")


class RouteTables(RouteQueries):
    """What does something with many routes, or looks for one among them."""

    async def default_route(self, family: int = AF_INET, *, table: TableLike = "main") -> RouteMessage | None:
        """The default route that counts: that with the lowest metric; None where there is none.

        Args:
            family: ``AF_INET`` or ``AF_INET6``.
            table: where it is looked for.
        """
        if family not in (AF_INET, AF_INET6):
            raise InvalidInput("family", f"must be AF_INET or AF_INET6, not {family}")
        found: RouteMessage | None = None
        async for route in self.get_routes(family=family, table=table, type=RTN.UNICAST):
            if route.is_default and not route.src and (found is None or (route.priority or 0) < (found.priority or 0)):
                found = route
        return found

    async def flush_routes(
        self,
        *,
        family: int | None = None,
        table: TableLike | None = None,
        device: Device | None = None,
        protocol: RTPROT | int | str | None = None,
        type: RTN | int | str | None = None,
        scope: RT_SCOPE | int | str | None = None,
    ) -> int:
        """Delete all routes that ``get_routes`` lists with these arguments, at least one of which has to be given.

        Args:
            table: "main" by default, as ``ip route flush`` does.

        Returns:
            How many were deleted.
        """
        given = {"family": family, "table": table, "device": device, "protocol": protocol, "type": type, "scope": scope}
        if all(value is None for value in given.values()):
            raise InvalidInput("table", 'has to be given, or another argument: table="main" flushes all of it')
        listed = await self.get_routes(
            family=family, table="main" if table is None else table, device=device, protocol=protocol, type=type,
            scope=scope,
        )  # fmt: skip
        deleted = 0
        for route in listed:
            if RouteFlags.CLONED in route.flags:
                continue
            request = Request(
                RTM.DELROUTE, 0, _same(route, WAY).to_bytes(), members=RouteMessage, result=True,
                not_found=RouteNotFound, tolerated=RouteNotFound,
            )  # fmt: skip
            request.operation, request.named = "flush_routes", {k: v for k, v in given.items() if v is not None}
            deleted += await self.submit(request)
        return deleted

    async def save_routes(
        self,
        *,
        family: int | None = None,
        table: TableLike | None = "main",
        device: Device | None = None,
        protocol: RTPROT | int | str | None = None,
    ) -> bytes:
        """The routes that ``get_routes`` lists with these arguments, in the form of ``ip route save``.

        Args:
            table: None is all.

        Returns:
            What ``restore_routes`` and ``ip route restore`` take, on a machine of this byte order.
        """
        parts = [MAGIC]
        async for route in self.get_routes(family=family, table=table, device=device, protocol=protocol):
            body = route.to_bytes()
            parts.append(MESSAGE.pack(MESSAGE.size + len(body), RTM.NEWROUTE, NLM_F.MULTI, 0, 0) + body)
        return b"".join(parts)

    async def restore_routes(self, saved: bytes) -> int:
        """Add the routes that ``save_routes`` or ``ip route save`` told; those that are there already are left alone,
        and so are those of IPv6 that the kernel makes for its own addresses.

        Devices are told by their index, so they have to be the same ones.

        Returns:
            How many were added.

        Raises:
            InvalidInput: these are no saved routes.
            NetlinkError: the kernel refuses one; those before it were added.
        """
        # A router has to be reachable before a route leads to it.
        routes = sorted(_saved(saved), key=lambda route: bool(route.gateway or route.via or route.multipath))
        added = 0
        for route in routes:
            if RouteFlags.CLONED in route.flags or _comes_with_its_address(route):
                continue
            request = Request(
                RTM.NEWROUTE, ADD, _same(route, (*WAY, *REST)).to_bytes(), members=RouteMessage, result=True,
                tolerated=AlreadyExists,
            )  # fmt: skip
            request.operation, request.positional = "restore_routes", (str(route),)
            added += await self.submit(request)
        return added


def _comes_with_its_address(route: RouteMessage) -> bool:
    """The kernel made it for an IPv6 address. It would take its metric, 0, for 1024, and add another one."""
    return route.family == AF_INET6 and route.table == RT_TABLE.LOCAL and route.protocol == RTPROT.KERNEL


def _same(route: RouteMessage, fields: tuple[str, ...]) -> RouteMessage:
    """A message for the same route, without what the kernel only tells."""
    told: dict[str, Any] = {name: getattr(route, name) for name in (*KEY, *fields)}
    if route.family in (AF_INET, AF_INET6):
        told["table"] = route.table
    else:
        told["header_table"] = RT_TABLE.MAIN  # of MPLS routes: the kernel refuses RTA_TABLE
    told["flags"] = route.flags & RouteFlags.ONLINK
    if route.nh_id is not None:
        told |= dict.fromkeys(WAY)  # the nexthop object tells it, and the kernel wants one or the other
        told["nh_id"] = route.nh_id
    if told.get("multipath"):
        told["multipath"] = tuple(map(_same_hop, told["multipath"]))
    if "metrics" in fields and route.cacheinfo is not None and route.cacheinfo.expires > 0:
        told["expires"] = max(1, route.cacheinfo.expires // 100)
    return RouteMessage(**told)


def _same_hop(hop: RouteNextHop) -> RouteNextHop:
    return RouteNextHop(
        flags=hop.flags & RTNH_F.ONLINK, hops=hop.hops, ifindex=hop.ifindex, gateway=hop.gateway, flow=hop.flow,
        via=hop.via, newdst=hop.newdst, encap=hop.encap,
    )  # fmt: skip


def _saved(saved: bytes) -> list[RouteMessage]:
    if not isinstance(saved, bytes):
        raise InvalidInput("saved", f"must be bytes, not {type(saved).__name__}")
    if saved[: len(MAGIC)] != MAGIC:
        raise InvalidInput("saved", "these are no routes saved on a machine of this byte order")
    found, offset = [], len(MAGIC)
    while offset < len(saved):
        if len(saved) - offset < MESSAGE.size:
            raise InvalidInput("saved", f"{len(saved) - offset} bytes are left over at its end")
        length, number, *_ = MESSAGE.unpack_from(saved, offset)
        if length < MESSAGE.size or offset + length > len(saved) or number != RTM.NEWROUTE:
            raise InvalidInput("saved", f"at byte {offset} is no message about a route")
        found.append(RouteMessage.from_bytes(saved[offset + MESSAGE.size : offset + length]))
        offset += length + 3 & ~3
    return found
