"""What the kernel tells without being asked: the stream of events, and what chooses them."""

from .builder import EventStreamBuilder
from .stream import EventStream

__all__ = ["EventStream", "EventStreamBuilder"]
