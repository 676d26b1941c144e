"""Dumps: what ``get_links()`` and its kin return; awaited for a list, iterated over for a stream."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Generator
from types import TracebackType
from typing import Final, Generic

from typing_extensions import TypeVar

from ..errors import DumpInterrupted

T = TypeVar("T")

ATTEMPTS: Final = 10
"""How often a dump is made before an inconsistent one is an error."""


class Dump(Coroutine[object, None, list[T]], Generic[T]):
    """All objects of a kind that the kernel has.

    ``await`` gives the list. When the kernel says that the objects changed meanwhile and the list may be inconsistent
    (``NLM_F_DUMP_INTR``), it is made again, 10 times at most; then DumpInterrupted, with the list in ``partial``.

    ``async for`` gives one after the other and never has more than one datagram of them in memory. It cannot begin
    again, so an inconsistent dump raises DumpInterrupted at its end. Leaving the loop early is fine.

    It is a ``Coroutine``, so ``asyncio.create_task`` and ``gather`` take it, and type checkers see a forgotten await.
    """

    def __init__(self, start: Callable[[], AsyncGenerator[list[T], None]]) -> None:
        self._start = start
        self._coroutine: Coroutine[object, None, list[T]] | None = None

    async def _all(self) -> list[T]:
        for attempt in range(1, ATTEMPTS + 1):
            found: list[T] = []
            try:
                async for some in self._start():
                    found += some
            except DumpInterrupted as error:
                if attempt == ATTEMPTS:
                    error.partial = found
                    raise
            else:
                return found
        raise AssertionError("unreachable")

    async def __aiter__(self) -> AsyncIterator[T]:
        parts = self._start()
        try:
            async for some in parts:
                for item in some:
                    yield item
        finally:
            await parts.aclose()

    def _once(self) -> Coroutine[object, None, list[T]]:
        if self._coroutine is None:
            self._coroutine = self._all()
        return self._coroutine

    def __await__(self) -> Generator[object, None, list[T]]:
        return self._once().__await__()

    def send(self, value: None, /) -> object:
        return self._once().send(value)

    def throw(
        self,
        typ: type[BaseException] | BaseException,
        val: BaseException | object = None,
        tb: TracebackType | None = None,
        /,
    ) -> object:
        if isinstance(typ, BaseException):
            return self._once().throw(typ)
        return self._once().throw(typ, val, tb)

    def close(self) -> None:
        if self._coroutine is not None:
            self._coroutine.close()
