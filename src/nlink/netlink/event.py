"""What an event is, and how a protocol says what its own are: classes, the messages that tell them, selectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, Self, TypeAlias

from msgspec import Struct

from ..errors import DecodeError, InvalidInput, NetlinkError
from .constants import Flags
from .schema.message import Message
from .uapi.netlink import NLM_F


class MessageFlags(Flags):
    """The flags of a notification: what the change was asked for to do, where the kernel passes that on.

    They are ``NLM_F`` by the names that they have beside a new object: there other names share their bits.
    """

    REQUEST = NLM_F.REQUEST.value
    MULTI = NLM_F.MULTI.value
    ACK = NLM_F.ACK.value
    ECHO = NLM_F.ECHO.value
    REPLACE = NLM_F.REPLACE.value
    EXCL = NLM_F.EXCL.value
    CREATE = NLM_F.CREATE.value
    APPEND = NLM_F.APPEND.value


NO_FLAGS: Final = MessageFlags(0)
REPLACE: Final = int(MessageFlags.REPLACE)
APPEND: Final = int(MessageFlags.APPEND)


class Event(Struct, frozen=True, gc=False):
    """Something that the kernel told without being asked."""

    def __str__(self) -> str:
        return type(self).__name__

    def __repr__(self) -> str:
        return f"<{self}>"


class Overrun(Event, frozen=True, gc=False):
    """The kernel had no room left and dropped events: what is known from earlier ones may be wrong now.

    It stands where those are missing: what was already waiting then comes before it, and nothing is missing behind it.
    So a program that lists anew when it gets one knows all again.
    """


class Malformed(Event, frozen=True, gc=True):
    """A message that cannot be read, with the reason; the stream goes on with the next one.

    A value inside a message is read when it is first looked at: one that makes no sense raises DecodeError there.
    """

    data: bytes
    error: DecodeError | NetlinkError

    def __str__(self) -> str:
        return f"Malformed, {len(self.data)} bytes: {self.error}"


class Unknown(Event, frozen=True, gc=False):
    """A message of a type that nlink does not know, as it came (with its nlmsghdr)."""

    type: int
    data: bytes

    def __str__(self) -> str:
        return f"Unknown, {len(self.data)} bytes of type {self.type}"


class Notification(Event, frozen=True, gc=False, kw_only=True):
    """An event about an object of the kernel's, which comes by position; the flags are the message's own."""

    flags: MessageFlags = NO_FLAGS

    @property
    def replaced(self) -> bool:
        """The object took the place of another one (``NLM_F_REPLACE``)."""
        return bool(self.flags & REPLACE)

    @property
    def appended(self) -> bool:
        """The object stands behind others with the same key (``NLM_F_APPEND``): IPv4 routes, IPv6 next hops."""
        return bool(self.flags & APPEND)

    def __str__(self) -> str:
        told = [type(self).__name__]
        try:
            told += [str(getattr(self, name)) for name in type(self).__match_args__]
        except DecodeError as error:
            told.append(f"(unreadable: {error})")
        if self.flags:
            told.append(f"({self.flags})")
        return " ".join(told)


Messages: TypeAlias = "Mapping[int, tuple[type[Message], Callable[..., Notification]]]"
"""Of each message type what it is decoded to, and what makes the event: called with that, and with ``flags``."""


class EventTable(NamedTuple):
    """The events that messages of a netlink protocol tell."""

    protocol: int
    messages: Messages

    def merged(self, other: EventTable) -> EventTable:
        """The events of both.

        Raises:
            InvalidInput: they are of different protocols, and a socket speaks only one.
        """
        if self.protocol != other.protocol:
            raise InvalidInput("events", f"of one protocol only, not of {self.protocol} and {other.protocol}")
        return EventTable(self.protocol, {**self.messages, **other.messages})


class Selectors:
    """What a stream can be made to hear: a class for each table of events, with a method for each choice.

    They stand beside the events; ``EventStreamBuilder`` inherits them all.
    """

    def __init__(self) -> None:
        self._chosen: dict[tuple[int, tuple[int, ...]], EventTable] = {}
        """By protocol and multicast groups."""

    def _choose(self, enabled: bool, events: EventTable, *groups: int) -> Self:
        """Hear these multicast groups, or do not."""
        if enabled:
            self._chosen[events.protocol, groups] = events
        else:
            self._chosen.pop((events.protocol, groups), None)
        return self
