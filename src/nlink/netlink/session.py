"""What the methods of a Connection stand on: its transports, and declared messages sent over them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from typing_extensions import TypeVar

from ..errors import InvalidInput, NetlinkError, NotFound
from .device import Device, index_or_name
from .dump import Dump
from .explain import explain
from .header import ACK
from .request import Request, index_of_result
from .schema.message import Message
from .schema.reader import MessageReader
from .transport import Transport
from .uapi.netlink import NETLINK

if TYPE_CHECKING:
    from ..namespace import NamespaceLike

M = TypeVar("M", bound=Message)
R = TypeVar("R")

ROUTE: Final = int(NETLINK.ROUTE)


class Session:
    """The transports of one network namespace, opened when they are needed. Connection adds the methods."""

    def __init__(self, *, namespace: NamespaceLike | None, timeout: float | None) -> None:
        self.transport = Transport(ROUTE, namespace, timeout=timeout)
        """The rtnetlink transport below; for what has no method here."""
        self._others: dict[int, Transport] = {}
        self._opening = asyncio.Lock()
        self._readers: dict[type[Message], MessageReader[Any]] = {}

    @property
    def namespace_id(self) -> int:
        """The inode of the network namespace, by which two connections to the same one are told."""
        return self.transport.namespace_id

    async def transport_of(self, protocol: int) -> Transport:
        """The transport of a protocol in this namespace, opened on first use."""
        if protocol == ROUTE:
            return self.transport
        async with self._opening:
            self.transport.check_usable()
            if protocol not in self._others:
                transport = self._others[protocol] = self.transport.beside(protocol)
                try:
                    await transport.open()
                except BaseException:
                    del self._others[protocol]
                    raise
        return self._others[protocol]

    async def request(
        self, message: M, *, type: int | None = None, flags: int = 0, waits: bool = False, protocol: int = ROUTE
    ) -> list[M]:
        """Send a message that nlink does not wrap, and take the messages that answer it.

        Args:
            message: any declared message.
            type: the ``nlmsg_type``; by default what its class calls "get".
            flags: ``NLM_F_*`` beside REQUEST and ACK.
            waits: the kernel works on it for milliseconds: send it from a worker thread.
            protocol: the netlink protocol.

        Returns:
            The answers, as the same class; [] when the kernel only acknowledges.

        Raises:
            NetlinkError: the kernel refuses it, or the answer does not come.
        """
        transport = await self.transport_of(protocol)
        payload = message.to_bytes()
        try:
            replies = await transport.request(type_of(message, type), flags | ACK, payload, waits=waits)
        except NetlinkError as error:
            raise explained(error, message.__class__, payload, f"request({message!r})") from None
        return [self.decode(message.__class__, reply) for reply in replies]

    def dump(self, message: M, *, type: int | None = None, flags: int = 0, protocol: int = ROUTE) -> Dump[M]:
        """Ask for all objects of a kind that nlink does not wrap; the message is the kernel's filter.

        The arguments are those of ``request``; the result is awaited for a list, or iterated over.
        """

        async def build() -> Message:
            return message

        kind = type_of(message, type)
        return self.dump_of(message.__class__, kind, build, flags=flags, protocol=protocol, call=f"dump({message!r})")

    def dump_of(
        self,
        members: type[M],
        message_type: int | Callable[[], Awaitable[int]],
        build: Callable[[], Awaitable[Message]],
        *,
        call: str,
        flags: int = 0,
        protocol: int = ROUTE,
        keep: Callable[[M], bool] | None = None,
        nothing: Callable[[NetlinkError], bool] | None = None,
        not_found: type[NotFound] = NotFound,
    ) -> Dump[M]:
        """A dump, for the methods that have a name for what they list.

        Args:
            members: the class of what is listed.
            message_type: the ``nlmsg_type``, or what finds it out when the dump begins.
            build: makes the request when the dump begins: device names are resolved then.
            call: how the call was written, for errors.
            keep: chooses what the kernel cannot choose.
            nothing: tells an error that means that there is nothing to list.
            not_found: what the kernel's ENODEV, ENOENT ... mean here.
        """

        async def start() -> AsyncGenerator[list[M], None]:
            number = message_type if isinstance(message_type, int) else await message_type()
            message = await build()
            payload = message.to_bytes()
            transport = await self.transport_of(protocol)
            reader = MessageReader(members, {"namespace": self.namespace_id})
            parts = transport.dump(number, flags, payload, reader)
            try:
                async for part in parts:
                    yield part if keep is None else [item for item in part if keep(item)]
            except NetlinkError as error:
                if nothing is None or not nothing(error):
                    raise explained(error, message.__class__, payload, call, not_found) from None
            finally:
                await parts.aclose()

        return Dump(start)

    async def get_one(
        self, members: type[M], message_type: int, payload: bytes, *, call: str, not_found: type[NotFound] = NotFound
    ) -> M:
        """One object by one request, which is a message of the same class, for the methods that have a name for it."""
        try:
            replies = await self.transport.request(message_type, 0, payload)
        except NetlinkError as error:
            raise explained(error, members, payload, call, not_found) from None
        return self.decode(members, replies[0])

    async def submit(self, request: Request[R]) -> R:
        """Send the request of a declared operation, and give its result."""
        try:
            if await self._done(request):
                for step in request.steps:
                    step.belongs_to(request)
                    await self._done(step)
                if request.followers and request.read is not None:
                    result = await request.read(self)
                    for follower in request.followers:
                        follower.belongs_to(request)
                        await self._done(follower, index_of_result(follower, result))
                    return result
            elif request.read is None:
                return False  # type: ignore[return-value]
            return request.result if request.read is None else await request.read(self)  # type: ignore[return-value]
        finally:
            for held in request.holds:
                self.transport.afterwards(held.close)

    async def _done(self, request: Request[R], known: Mapping[str, int] | None = None) -> bool:
        """Send one request; False for an error that the operation tolerates."""
        indexes = known or {name: await self.index_of(name, call=str(request)) for name in request.names}
        if request.prepare is None:
            payload = request.payload(indexes)
        else:
            payload = (await request.prepare(self, indexes, str(request))).to_bytes()
        try:
            await self.transport.request(request.type, request.flags | ACK, payload, waits=request.waits)
        except NetlinkError as error:
            refused = explained(error, request.members, payload, str(request), request.not_found)
            if request.tolerated is not None and isinstance(refused, request.tolerated):
                return False
            raise refused from None
        return True

    def decode(self, members: type[M], reply: bytes) -> M:
        """One message, with its nlmsghdr, as an object that knows this namespace."""
        reader = self._readers.get(members)
        if reader is None:
            reader = self._readers[members] = MessageReader(members, {"namespace": self.namespace_id})
        return reader.read_one(reply)  # type: ignore[no-any-return]

    def check_device(self, field: str, device: Device | None) -> None:
        """Refuse at once what is no device, in words of the parameter; None is no device that is asked for."""
        if device is not None:
            # A name or an index is known to be one before the connection is open.
            index_or_name(field, device, 0 if isinstance(device, str | int) else self.namespace_id)

    async def index_of(self, device: Device, *, call: str = "") -> int:
        """The interface index of a device; a name costs one request.

        Args:
            device: a name or alternative name, an index, or a link.
            call: how the call was written, for errors.

        Raises:
            LinkNotFound: no device has that name.
            InvalidInput: it is no device, or a link of another namespace.
        """
        raise NotImplementedError


def type_of(message: Message, type: int | None) -> int:
    """The message type that was told, or what the class calls "get"."""
    if type is None:
        type = message.__types__.get("get")
        if type is None:
            raise InvalidInput("type", f'{message.__class__.__name__} declares no "get" type, so it must be told')
    return type


def explained(
    error: NetlinkError, members: type[Message], payload: bytes, call: str, not_found: type[NotFound] | None = None
) -> NetlinkError:
    """An error with the call in it, and if the kernel refused, what it refused."""
    if error.refusal is None:
        error.operation = call
        return error
    return explain(error.refusal, members, payload, call, not_found)
