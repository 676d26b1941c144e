"""Changes that need more than one send: made from a thread, on a socket of their own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Final, NamedTuple

from ..extack import Refusal
from ..socket import NetlinkSocket
from .bundle import Changes, Outgoing, bundle_bytes, bundle_end
from .exchange import deliver
from .failures import of_socket
from .spare_sockets import SpareSocket, SpareSockets

BUNDLES_AT_ONCE: Final = 16
"""Sends that the thread makes in one go. It takes some milliseconds, and going to a thread and back a tenth of one."""


async def send_long_batch(
    sockets: SpareSockets, requests: Sequence[Outgoing], results: list[Refusal | None], timeout: float | None
) -> None:
    """Send many changes, in order, and note what the kernel refuses.

    Even changes that never wait go through a thread when there are many: at powers of two the kernel doubles its table
    of IPv4 routes, and that send takes up to 80 ms (seen in Linux 6.18 at 65,536 routes).

    Args:
        sockets: for the one that they are sent on.
        requests: the changes.
        results: the refusal of each is put here.
        timeout: seconds that each part, of about a thousand, may take.
    """
    used = await sockets.acquire()
    given_up = threading.Event()
    try:
        part = _part(requests, 0, results, used)
        while part is not None:
            job = used.submit(partial(_send_all, part.sends, given_up), holds=True)
            try:
                # Made while the thread sends: the kernel works without Python's lock.
                following = _part(requests, part.end, results, used)
                await _answers(used, part.changes, await used.result(job, timeout), timeout)
            except asyncio.CancelledError:
                # Whoever goes on after this finds done what will be done, and nothing is done behind its back.
                given_up.set()
                await asyncio.gather(asyncio.wrap_future(job), return_exceptions=True)
                raise
            part = following
    except OSError as error:
        given_up.set()
        sockets.discard(used)
        raise of_socket(error) from None
    except BaseException:
        given_up.set()
        sockets.discard(used)
        raise
    sockets.release(used)


class _Part(NamedTuple):
    """What the thread sends in one go."""

    changes: Changes
    sends: list[bytes]
    end: int


def _part(requests: Sequence[Outgoing], start: int, results: list[Refusal | None], used: SpareSocket) -> _Part | None:
    """The part that begins at ``start``, if any. A change that waits is one of its own, as it may take long."""
    if start == len(requests):
        return None
    bounds = [start]
    while bounds[-1] < len(requests) and len(bounds) <= BUNDLES_AT_ONCE:
        waits = requests[bounds[-1]][3]
        if waits and len(bounds) > 1:
            break
        bounds.append(bundle_end(requests, bounds[-1]))
        if waits:
            break
    end = bounds[-1]
    first = used.next_sequence(end - start)
    port = used.socket.port
    sends = [bundle_bytes(requests, *bound, first + bound[0] - start, port) for bound in pairwise(bounds)]
    return _Part(Changes(first, end - start, results, start), sends, end)


def _send_all(sends: list[bytes], given_up: threading.Event, socket: NetlinkSocket) -> list[bytes]:
    """In the thread: send all, and receive what has come after each, so that the queue does not overrun."""
    datagrams: list[bytes] = []
    for data in sends:
        if given_up.is_set():
            break
        socket.send(data)
        while (datagram := _next(socket)) is not None:
            datagrams.append(datagram)
    return datagrams


def _next(socket: NetlinkSocket) -> bytes | None:
    try:
        length = socket.receive()
    except BlockingIOError:
        return None
    return bytes(memoryview(socket.buffer)[:length])


async def _answers(used: SpareSocket, changes: Changes, datagrams: list[bytes], timeout: float | None) -> None:
    in_flight = dict.fromkeys(range(changes.first, changes.first + changes.count), changes)
    for datagram in datagrams:
        deliver(datagram, len(datagram), used.socket, in_flight)
    while not changes.finished:
        later = _next(used.socket)
        if later is None:
            await used.readable(timeout)
        else:
            deliver(later, len(later), used.socket, in_flight)
    if changes.error is not None:
        raise changes.error
