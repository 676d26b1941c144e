"""The asyncio transport: requests, dumps and batches over netlink sockets of one protocol in one namespace."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Self, TypeVar

from typing_extensions import Unpack

from ...errors import NetlinkError
from ...namespace import Namespace, NamespaceLike, run_in
from ..extack import Refusal
from ..header import ACK, HEADER_LENGTH, pack_header
from ..socket import NetlinkSocket, RequestOptions, SocketOptions, check_options, namespace_id
from .bundle import Changes, Outgoing, bundle_bytes, bundle_end
from .bundles import send_long_batch
from .dump_reader import Reader
from .dump_stream import DumpStream
from .exchange import REQUEST, Exchange
from .failures import closed, not_open, of_socket, wrong_loop
from .multicast import Multicast
from .request_socket import RequestSocket
from .spare_sockets import SpareSockets
from .timeouts import DEFAULT, TimeoutLike, seconds
from .turns import Turns, turns_of
from .worker import Worker, kernel_is_held

T = TypeVar("T")

THREAD_SAFE: Final = "another thread calls asyncio.run_coroutine_threadsafe(..., its .loop)"


class Transport:
    """Netlink sockets of one protocol in one namespace, for asyncio: one for requests, and more for dumps on demand.

    It belongs to the event loop on which it was opened. The thread-safe way in, from any other thread, is
    ``asyncio.run_coroutine_threadsafe(transport.request(...), transport.loop)``.

    Args:
        protocol: a netlink protocol (``NETLINK.ROUTE``, ...).
        namespace: where the sockets live; None for the namespace of the thread that opens it.
        timeout: seconds to wait for an answer where a call does not say; None for no limit.
        options: see ``RequestOptions``.
    """

    def __init__(
        self,
        protocol: int,
        namespace: NamespaceLike | None = None,
        *,
        timeout: float | None = 30.0,
        **options: Unpack[RequestOptions],
    ) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._requests: RequestSocket | None = None
        self._closed = False
        check_options(options, RequestOptions.__optional_keys__)
        self.protocol = protocol
        self.timeout = seconds(timeout, None)
        self._namespace = None if namespace is None else Namespace.of(namespace)
        self._beside: Transport | None = None
        self._options = options

    def beside(self, protocol: int) -> Transport:
        """A transport for another protocol, to be opened, in the namespace that this one lives in.

        The namespace is the same also when its name is gone, or is another one's by now.
        """
        other = Transport(protocol, timeout=self.timeout, **self._options)
        other._beside = self
        return other

    async def open(self) -> Self:
        """Open the request socket.

        Raises:
            NamespaceNotFound: there is no such namespace.
            NetlinkError: the kernel lacks the protocol, or does not allow an option.
        """
        if self._closed:
            raise closed()
        if self._loop is not None:
            raise RuntimeError("already open, or being opened")
        self._loop = loop = asyncio.get_running_loop()
        try:
            open_socket = partial(_open, self.protocol, **self._options)
            if self._beside is not None:
                socket = await _open_beside(self._beside.socket, open_socket)
            elif self._namespace is not None:
                socket = await run_in(self._namespace, open_socket, discard=NetlinkSocket.close)
            else:
                socket = open_socket()
        except BaseException:
            self._loop = None
            raise
        if self._closed:
            socket.close()
            raise closed()
        self._turns: Turns = turns_of(loop)
        self._worker = Worker()
        self._spare = SpareSockets(partial(_open_beside, socket, open_socket), self._worker, self._turns)
        self._requests = RequestSocket(socket, self._worker, loop)
        self._port = socket.port
        self._beside = None  # it was for opening only, and need not be kept alive
        return self

    async def close(self) -> None:
        """Close the sockets; whoever waits for an answer gets ``ConnectionClosed``. Again does nothing."""
        self.shut()
        await self.ended()

    def shut(self) -> None:
        """The part of ``close`` that needs no waiting."""
        if self._closed:
            return
        if self._loop is not None and asyncio.get_running_loop() is not self._loop:
            raise wrong_loop(THREAD_SAFE)
        self._closed = True
        if self._requests is not None:
            self._requests.close()
            self._spare.close()
            self._worker.abandon()

    async def ended(self) -> None:
        """The other part: wait for the threads, which may be in the middle of a long operation."""
        if self._requests is not None:
            await self._worker.close()

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __del__(self) -> None:
        if self._requests is not None and not self._closed:
            found = repr(self)
            self._closed = True
            self._spare.close()
            self._worker.close_socket(self._requests.socket)
            self._worker.abandon()
            warnings.warn(f"never closed: {found}", ResourceWarning, source=self, stacklevel=2)

    def __repr__(self) -> str:
        state = "closed" if self._closed else "not open" if self._requests is None else f"port {self._port}"
        return f"<Transport protocol {self.protocol} {state}>"

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._closed

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The event loop that it belongs to, once open."""
        if self._loop is None:
            raise not_open()
        return self._loop

    @property
    def socket(self) -> NetlinkSocket:
        """The request socket, once open, to look at."""
        if self._requests is None:
            raise not_open()
        return self._requests.socket

    @property
    def port(self) -> int:
        """The port id (``nl_pid``) of the request socket."""
        return self.socket.port

    @property
    def namespace_id(self) -> int:
        """The inode of the network namespace that the sockets live in."""
        return self.socket.namespace_id

    async def request(
        self, type: int, flags: int, payload: bytes, *, waits: bool = False, timeout: TimeoutLike = DEFAULT
    ) -> list[bytes]:
        """Send one request and wait for its answer.

        With ``NLM_F_ACK`` in the flags, the acknowledgement answers it; without, the first message or, when that is
        part of a multipart reply, ``NLMSG_DONE``. A change, which has no other answer, must have ``NLM_F_ACK``.

        Args:
            type: the message's type.
            flags: ``NLM_F`` flags; ``NLM_F_REQUEST`` is added.
            payload: what follows the nlmsghdr.
            waits: the kernel's handler may wait for something (deleting a device, ...): send from a worker thread.
            timeout: seconds to wait for the answer.

        Returns:
            The messages of the reply, whole, with their nlmsghdr; without acknowledgements and ``NLMSG_DONE``.

        Raises:
            NetlinkError: the kernel refused; ``.refusal`` is what it said.
            Timeout: there was no answer. The kernel may have done, or may yet do, what was asked for.
            MessagesLost: the receive queue overran, perhaps with the answer.
            Truncated: the answer did not fit into the receive buffer, which has grown: ask again.
            ConnectionClosed: it is closed, or was closed meanwhile.
            WrongLoop: it belongs to another event loop.
        """
        requests = self._requests
        if requests is None or self._closed or self._loop is not asyncio.get_running_loop():
            raise self._unusable()
        limit = self.timeout if timeout is DEFAULT else seconds(timeout, None)
        if self._turns.over():
            await self._turns.next()
        sequence = requests.next_sequence()
        data = pack_header(HEADER_LENGTH + len(payload), type, flags | REQUEST, sequence, self._port) + payload
        entry = Exchange(sequence, flags & ACK != 0)
        if waits or kernel_is_held():
            await requests.exchange_by_worker(entry, data, waits, limit)
        else:
            requests.begin(entry, data)
            if not entry.finished:
                await requests.finish(entry, limit)
        if entry.error is not None:
            raise entry.error
        return entry.replies

    def dump(
        self, type: int, flags: int, payload: bytes, reader: Reader[T], *, timeout: TimeoutLike = DEFAULT
    ) -> DumpStream[T]:
        """List something: an async iterator, which begins when it is first asked.

        Args:
            type: the message's type.
            flags: ``NLM_F`` flags; ``NLM_F_REQUEST`` and ``NLM_F_DUMP`` are added.
            payload: what follows the nlmsghdr.
            reader: takes the messages apart; a new one for every dump.
            timeout: seconds to wait for each datagram.

        Returns:
            One list of the reader's objects for each datagram of the kernel's (up to 32 KiB); for the errors see
            ``DumpStream``.
        """
        return DumpStream(self._usable_sockets, (type, flags, payload), reader, seconds(timeout, self.timeout))

    async def send_many(self, requests: Sequence[Outgoing], *, timeout: TimeoutLike = DEFAULT) -> list[Refusal | None]:
        """Send many changes, in order, up to 64 in one send. Those after a refused one are done all the same.

        Args:
            requests: type, flags, payload (what follows the nlmsghdr), and whether the handler may wait, of each.
                ``NLM_F_REQUEST`` and ``NLM_F_ACK`` are seen to.
            timeout: seconds to wait for the answer to each send.

        Returns:
            For each request None, or what the kernel refused it with. Data messages (``NLM_F_ECHO``) are not kept.

        Raises:
            NetlinkError: as for ``request``, except for refusals. Any number of the requests may have been done.
        """
        sent_on = self._requests
        if sent_on is None or self._closed or self._loop is not asyncio.get_running_loop():
            raise self._unusable()
        limit = seconds(timeout, self.timeout)
        results: list[Refusal | None] = [None] * len(requests)
        if not requests:
            return results
        if bundle_end(requests, 0) < len(requests):
            await send_long_batch(self._spare, requests, results, limit)
            return results
        if self._turns.over():
            await self._turns.next()
        count = len(requests)
        first = sent_on.next_sequence(count)
        data = bundle_bytes(requests, 0, count, first, self._port)
        changes = Changes(first, count, results, 0)
        if requests[0][3] or kernel_is_held():
            await sent_on.exchange_by_worker(changes, data, requests[0][3], limit)
        else:
            sent_on.begin(changes, data)
            if not changes.finished:
                await sent_on.finish(changes, limit)
        if changes.error is not None:
            raise changes.error
        return results

    def multicast(
        self,
        *groups: int,
        receive_buffer: int | None = None,
        no_enobufs: bool = False,
        broadcast_error: bool = False,
        all_namespaces: bool = False,
    ) -> Multicast:
        """Hear multicast groups: ``async with transport.multicast(RTNLGRP.LINK) as heard``, ``async for ... in heard``.

        It has a socket of its own, in the same namespace, and is to be closed by itself.

        Args:
            groups: their numbers.
            receive_buffer: bytes of the kernel's receive buffer.
            no_enobufs: do not tell when messages were lost.
            broadcast_error: whoever causes a notification gets an error when it could not be delivered here.
            all_namespaces: hear all namespaces that have an id in this one, too.
        """
        self.check_usable()
        options: SocketOptions = {
            "groups": groups,
            "packet_info": True,
            "no_enobufs": no_enobufs,
            "broadcast_error": broadcast_error,
            "all_namespaces": all_namespaces,
        }
        if receive_buffer is not None:
            options["receive_buffer"] = receive_buffer
        return Multicast(partial(_open_beside, self.socket, partial(_open, self.protocol, **options)))

    async def turn(self) -> None:
        """Let the loop go round, if what runs on it has had its few milliseconds: for long work between requests."""
        self.check_usable()
        if self._turns.over():
            await self._turns.next()

    def afterwards(self, function: Callable[[], object]) -> None:
        """Call a function when no thread sends what it was given until now: at once, or from that thread.

        For what a request refers to by number. One that was cancelled may still be on its way to the kernel.
        """
        if self._requests is None:
            function()
        else:
            self._worker.afterwards(function)

    def check_usable(self) -> None:
        """Raise what a request would: ConnectionClosed when it is closed or not open, WrongLoop on another loop."""
        if self._requests is None or self._closed or self._loop is not asyncio.get_running_loop():
            raise self._unusable()

    def _usable_sockets(self) -> SpareSockets:
        self.check_usable()
        return self._spare

    def _unusable(self) -> NetlinkError:
        if self._closed:
            return closed()
        if self._requests is None:
            return not_open()
        return wrong_loop(THREAD_SAFE)


def _open(protocol: int, **options: Unpack[SocketOptions]) -> NetlinkSocket:
    try:
        return NetlinkSocket.open(protocol, **options)
    except OSError as error:
        raise of_socket(error) from None


async def _open_beside(first: NetlinkSocket, open_socket: Callable[[], NetlinkSocket]) -> NetlinkSocket:
    """Open a socket in the namespace that another one lives in, wherever this thread is by now."""
    if namespace_id() == first.namespace_id:
        return open_socket()
    with Namespace.holding(first.open_namespace()) as namespace:
        return await run_in(namespace, open_socket, discard=NetlinkSocket.close)
