"""What an EventStream hears, chosen step by step: here the selectors of all protocols come together."""

from __future__ import annotations

from functools import reduce
from typing import Self

from ...errors import InvalidInput
from ...namespace import NamespaceLike
from ..event import EventTable
from ..route.events import RouteSelectors
from .stream import EventStream


class EventStreamBuilder(RouteSelectors):
    """Chooses what an EventStream hears."""

    def __init__(self) -> None:
        super().__init__()
        self._namespace: NamespaceLike | None = None

    def namespace(self, namespace: NamespaceLike) -> Self:
        """In another network namespace than the caller's."""
        self._namespace = namespace
        return self

    def build(self) -> EventStream:
        """The stream; ``async with`` subscribes.

        Raises:
            InvalidInput: nothing was chosen, or what was given cannot be a namespace.
        """
        if not self._chosen:
            raise InvalidInput("events", "choose what to hear: .links(), .routes(), ...")
        events = reduce(EventTable.merged, self._chosen.values())
        groups = [group for _, groups in self._chosen for group in groups]
        return EventStream(events, groups, namespace=self._namespace)
