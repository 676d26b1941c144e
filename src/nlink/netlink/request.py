"""A request: one message to the kernel, built by an operation, and what to make of the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Protocol

from typing_extensions import TypeVar

from ..errors import NetlinkError, NotFound
from .schema.message import Message

if TYPE_CHECKING:
    from .session import Session

R = TypeVar("R")


class Held(Protocol):
    """Something that is open while a request refers to it."""

    def close(self) -> None: ...


class Request(Generic[R]):
    """One message of an operation, not yet sent.

    Args:
        message_type: the ``nlmsg_type``.
        flags: ``NLM_F_*``; the transport adds ``NLM_F_REQUEST``, whoever sends it ``NLM_F_ACK``.
        build: makes the message from the interface index of each name in ``names``.
        members: the message's class, where ``build`` makes only its bytes, or is them.
        names: the device names in it that are to be resolved, each once, before it is built for sending.
        result: what a success gives.
        read: gives the result instead, when the request and its ``steps`` have succeeded.
        tolerated: an error that counts as success, with the result False.
        steps: requests that belong to the same operation and are sent after this one.
        waits: the kernel works on it for milliseconds, holding the caller: it is sent from a worker thread.
        not_found: what the kernel's ENODEV, ENOENT, ESRCH ... mean here.
        renames: afterwards a device name may mean another device.
        holds: what has to stay open until it was answered.
    """

    __slots__ = (
        "_build", "_payload", "call", "flags", "holds", "members", "names", "not_found", "read", "renames", "result",
        "steps", "tolerated", "type", "waits",
    )  # fmt: skip

    def __init__(
        self,
        message_type: int,
        flags: int,
        build: Callable[[Mapping[str, int]], Message | bytes] | bytes,
        *,
        members: type[Message] = Message,
        result: R | None = None,
        names: tuple[str, ...] = (),
        read: Callable[[Session], Awaitable[R]] | None = None,
        tolerated: type[NetlinkError] | None = None,
        steps: tuple[Request[Any], ...] = (),
        waits: bool = False,
        not_found: type[NotFound] = NotFound,
        renames: bool = False,
        holds: tuple[Held, ...] = (),
    ) -> None:
        self.type, self.flags, self.names = message_type, flags, names
        self._build = None
        if not isinstance(build, bytes):
            if names:
                self._build = build  # else it is built for good, and keeps nothing else alive: a batch may be large
            # At once even when names are not known yet, so that wrong input is refused before anything is sent.
            built = build(dict.fromkeys(names, 1))
            if isinstance(built, bytes):
                build = built
            else:
                members, build = built.__class__, built.to_bytes()
        self.members, self._payload = members, build
        self.result, self.read, self.tolerated, self.steps = result, read, tolerated, steps
        self.waits, self.not_found, self.renames, self.holds = waits, not_found, renames, holds
        self.call: tuple[str, tuple[object, ...], dict[str, object]] = ("request", (), {})

    def payload(self, indexes: Mapping[str, int]) -> bytes:
        """The bytes of the message to send, without nlmsghdr, by the interface index of each of ``names``."""
        if self._build is None:
            return self._payload
        built = self._build(indexes)
        return built if isinstance(built, bytes) else built.to_bytes()

    def __str__(self) -> str:
        """The call as it was written: "add_route('10.0.0.0/8', via='192.0.2.1')"."""
        name, positional, named = self.call
        shown = [repr(value) for value in positional] + [f"{key}={value!r}" for key, value in named.items()]
        return f"{name}({', '.join(shown)})"
