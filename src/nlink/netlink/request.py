"""A request: one message to the kernel, built by an operation, and what to make of the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias

from msgspec import Struct
from typing_extensions import TypeVar

from ..errors import NetlinkError, NotFound
from .schema.message import Message

if TYPE_CHECKING:
    from .session import Session

R = TypeVar("R")

Build: TypeAlias = Callable[[Mapping[str, int]], Message | bytes]
Prepare: TypeAlias = "Callable[[Session, Mapping[str, int], str], Awaitable[Message]]"
MessageClass: TypeAlias = type[Message]
ErrorClass: TypeAlias = type[NetlinkError]
NotFoundClass: TypeAlias = type[NotFound]


class Held(Protocol):
    """Something that is open while a request refers to it."""

    def close(self) -> None: ...


# The garbage collector passes it over, which would look at a large batch longer than it takes to make one. So nothing
# in a request may refer back to it.
class Request(Struct, Generic[R], gc=False, eq=False):
    """One message of an operation, not yet sent."""

    type: int
    """The ``nlmsg_type``."""
    flags: int
    """``NLM_F_*``; the transport adds ``NLM_F_REQUEST``, whoever sends it ``NLM_F_ACK``."""
    build: Build | bytes
    """Makes the message, or its bytes, from the interface index of each name in ``names``; or it is the bytes."""
    members: MessageClass = Message
    """The message's class; to be told where ``build`` makes or is bytes."""
    result: R | None = None
    """What a success gives."""
    names: tuple[str, ...] = ()
    """The device names in it that are to be resolved, each once, before it is built for sending."""
    prepare: Prepare | None = None
    """Makes the message instead, when it is its turn to be sent, from what it reads first: given the interface index of
    each name, and the call, for errors."""
    read: Callable[[Session], Awaitable[R]] | None = None
    """Gives the result instead, when the request and its ``steps`` have succeeded."""
    tolerated: ErrorClass | None = None
    """An error that counts as success, with the result False."""
    steps: tuple[Request[Any], ...] = ()
    """Requests that belong to the same operation and are sent after this one."""
    followers: tuple[Request[Any], ...] = ()
    """Requests of the same operation about the link that ``read`` gives, sent when it was read: the names in them mean
    that one, and are not asked for again."""
    waits: bool = False
    """The kernel works on it for milliseconds, holding the caller: it is sent from a worker thread."""
    not_found: NotFoundClass = NotFound
    """What the kernel's ENODEV, ENOENT, ESRCH ... mean here."""
    renames: bool = False
    """Afterwards a device name may mean another device."""
    holds: tuple[Held, ...] = ()
    """What has to stay open until it was answered."""
    operation: str = "request"
    """The call that it comes from."""
    positional: tuple[object, ...] = ()
    named: Mapping[str, object] | None = None

    def __post_init__(self) -> None:
        if isinstance(self.build, bytes):
            return
        # At once even when names are not known yet, so that wrong input is refused before anything is sent.
        built = self.build(dict.fromkeys(self.names, 1))
        if not isinstance(built, bytes):
            self.members, built = built.__class__, built.to_bytes()
        if not self.names:
            self.build = built

    def payload(self, indexes: Mapping[str, int]) -> bytes:
        """The bytes of the message to send, without nlmsghdr, by the interface index of each of ``names``."""
        built = self.build if isinstance(self.build, bytes) else self.build(indexes)
        return built if isinstance(built, bytes) else built.to_bytes()

    def belongs_to(self, other: Request[Any]) -> None:
        """Take over the call, for errors."""
        self.operation, self.positional, self.named = other.operation, other.positional, other.named

    def __str__(self) -> str:
        """The call as it was written: "add_route('10.0.0.0/8', via='192.0.2.1')"."""
        shown = [repr(value) for value in self.positional]
        shown += [f"{key}={value!r}" for key, value in (self.named or {}).items()]
        return f"{self.operation}({', '.join(shown)})"


def index_of_result(follower: Request[Any], result: Any) -> Mapping[str, int]:
    """What the names in a follower mean."""
    ifindex: int = result.ifindex
    return dict.fromkeys(follower.names, ifindex)
