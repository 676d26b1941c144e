"""Operations: declared once, a coroutine method of Connection and a queued change of Batch."""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Concatenate, Protocol, cast, overload

from typing_extensions import ParamSpec, TypeVar

from .request import Request

if TYPE_CHECKING:
    from .batch import Batch, Pending
    from .connection import Connection

P = ParamSpec("P")
R = TypeVar("R")
Owner = TypeVar("Owner", bound="Operations")


class Operations:
    """The base of the classes that declare operations; ``submit`` is what tells Connection from Batch."""

    __slots__ = ()

    @property
    def namespace_id(self) -> int:
        """The inode of the network namespace that requests go to."""
        raise NotImplementedError


if TYPE_CHECKING:

    class Operation(Protocol[P, R]):
        """How the checkers see a declared operation."""

        def build(self, owner: Operations, /, *positional: P.args, **named: P.kwargs) -> Request[R]: ...
        @overload
        def __get__(self, obj: None, owner: object) -> Operation[P, R]: ...
        @overload
        def __get__(self, obj: Connection, owner: object) -> Callable[P, Coroutine[object, None, R]]: ...
        @overload
        def __get__(self, obj: Batch, owner: object) -> Callable[P, Pending[R]]: ...


def operation(build: Callable[Concatenate[Owner, P], Request[R]]) -> Operation[P, R]:
    """Declare an operation by the function that builds its request from the arguments.

    The function checks its arguments, so wrong input raises in the call, before anything is sent.
    """
    name = build.__name__

    @functools.wraps(build)
    def call(self: Connection | Batch, /, *positional: P.args, **named: P.kwargs) -> object:
        owner: Any = self
        request = build(owner, *positional, **named)
        request.operation, request.positional, request.named = name, positional, named
        return self.submit(request)

    # What help() shows as the result: of a Request[X] that is built, it is X that the caller gets.
    told: str = build.__annotations__["return"]
    build.__annotations__["return"] = told.removeprefix("Request[").removesuffix("]")
    call.build = build  # type: ignore[attr-defined]  # for operations that are steps of another one
    return cast("Operation[P, R]", call)
