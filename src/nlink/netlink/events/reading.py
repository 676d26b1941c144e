"""Datagrams, made into events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import Any, Final

from ...errors import DecodeError
from ..event import Event, EventTable, Malformed, MessageFlags, Unknown
from ..header import HEADER, HEADER_LENGTH, align
from ..schema.reader import MessageReader

LENGTH_TYPE_FLAGS: Final = 8
"""Bytes of the beginning of an nlmsghdr."""
HEAD: Final = itemgetter(slice(LENGTH_TYPE_FLAGS))
BEHIND_HEADER: Final = itemgetter(slice(HEADER_LENGTH, None))
named_flags: Final = cache(MessageFlags)
"""Kept, since naming flags anew takes longer than making the event. 16 bits can hold 65536 of them; some ten occur."""


class EventReader:
    """Makes events of datagrams.

    Args:
        events: which there are.
        namespace_id: the inode of the namespace that they are of.
    """

    def __init__(self, events: EventTable, namespace_id: int) -> None:
        outer: dict[str, object] = {"namespace": namespace_id}
        self._known: dict[int, tuple[MessageReader[Any], Callable[..., Event]]] = {
            kind: (MessageReader(message, outer), event) for kind, (message, event) in events.messages.items()
        }

    def read(self, datagrams: Sequence[bytes]) -> Iterable[Event]:
        """The events of all that is in datagrams, in its order. Nothing is left out."""
        if len(datagrams) == 1:
            return self._read_one(datagrams[0])
        heads = list(map(HEAD, datagrams))
        if len({*heads}) == len(heads):  # no two are alike
            return chain.from_iterable(map(self._read_one, datagrams))
        alike: defaultdict[bytes, list[int]] = defaultdict(list)
        for number, head in enumerate(heads):
            alike[head].append(number)
        found: list[Iterable[Event]] = [()] * len(datagrams)
        for head, numbers in alike.items():
            if len(numbers) > 1:
                events = self._read_alike(head, [datagrams[number] for number in numbers])
                if len(events) == len(datagrams):
                    return events
                for number, event in zip(numbers, events, strict=False):
                    found[number] = (event,)
                numbers = numbers[len(events) :]
            for number in numbers:
                found[number] = self._read_one(datagrams[number])
        return chain.from_iterable(found)

    def _read_alike(self, head: bytes, datagrams: list[bytes]) -> Sequence[Event]:
        """The events of datagrams of one message each, of the same length, type and flags, as long as they are sound.

        In a storm of events most are alike; read together, as those of a dump are, each costs half as much.
        """
        if len(head) < LENGTH_TYPE_FLAGS:
            return ()
        start = head + bytes(HEADER_LENGTH - LENGTH_TYPE_FLAGS)  # who made each change, and in which request, differs
        length, kind, flags, _, _ = HEADER.unpack(start)
        known = self._known.get(kind)
        if known is None or length < HEADER_LENGTH or align(length) != length or {*map(len, datagrams)} != {length}:
            return ()
        reader, event = known
        events: list[Event] = []
        named = named_flags(flags)

        def take(message: object) -> None:
            events.append(event(message, flags=named))

        with suppress(DecodeError):  # whose it is shows when that one is read alone
            reader.read(start + start.join(map(BEHIND_HEADER, datagrams)), 0, length * len(datagrams), take)
        return events

    def _read_one(self, datagram: bytes) -> list[Event]:
        """The events of one datagram's messages."""
        events: list[Event] = []
        offset, end = 0, len(datagram)
        while end - offset >= HEADER_LENGTH:
            length, kind, flags, _, _ = HEADER.unpack_from(datagram, offset)
            if not HEADER_LENGTH <= length <= end - offset:
                break
            known = self._known.get(kind)
            if known is None:
                events.append(Unknown(kind, datagram[offset : offset + length]))
            else:
                reader, event = known
                try:
                    events.append(event(reader.read_one(datagram, offset), flags=named_flags(flags)))
                except DecodeError as error:
                    error.__traceback__ = error.__context__ = None  # their frames would keep the stream
                    events.append(Malformed(datagram[offset : offset + length], error))
            offset += align(length)
        if offset < end:
            reason = f"no message of netlink's fits into the last {end - offset} bytes of a datagram"
            events.append(Malformed(datagram[offset:], DecodeError(reason, offset=0)))
        return events
