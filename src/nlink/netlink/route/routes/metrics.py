"""The metrics of a route: ``RTA_METRICS`` and ``RTAX_*``."""

from __future__ import annotations

from ...schema.enums import flags
from ...schema.field import attr
from ...schema.integers import u32
from ...schema.message import Attributes
from ...schema.text import text
from ...uapi.rtnetlink import RTAX, RTAX_FEATURE
from ..words import words


class RouteMetrics(Attributes):
    """What TCP and IP do with packets of a route; None is the kernel's default."""

    lock: int | None = attr(RTAX.LOCK, u32)
    """The metrics that the kernel must not change by itself: a bit ``1 << RTAX.MTU`` ... for each."""
    mtu: int | None = attr(RTAX.MTU, u32)
    window: int | None = attr(RTAX.WINDOW, u32)
    """Bytes; the most that the peer is offered."""
    rtt: int | None = attr(RTAX.RTT, u32)
    """In eighths of a millisecond."""
    rttvar: int | None = attr(RTAX.RTTVAR, u32)
    """In quarters of a millisecond."""
    ssthresh: int | None = attr(RTAX.SSTHRESH, u32)
    cwnd: int | None = attr(RTAX.CWND, u32)
    """Segments; counts only where it is locked."""
    advmss: int | None = attr(RTAX.ADVMSS, u32)
    """Bytes; the largest segment that the peer is told to send."""
    reordering: int | None = attr(RTAX.REORDERING, u32)
    hoplimit: int | None = attr(RTAX.HOPLIMIT, u32)
    initcwnd: int | None = attr(RTAX.INITCWND, u32)
    features: RTAX_FEATURE | None = attr(RTAX.FEATURES, flags(RTAX_FEATURE))
    rto_min: int | None = attr(RTAX.RTO_MIN, u32)
    """Milliseconds."""
    initrwnd: int | None = attr(RTAX.INITRWND, u32)
    quickack: int | None = attr(RTAX.QUICKACK, u32)
    congestion: str | None = attr(RTAX.CC_ALGO, text(longest=15))
    """The congestion control algorithm's name."""
    fastopen_no_cookie: int | None = attr(RTAX.FASTOPEN_NO_COOKIE, u32)

    @property
    def locked(self) -> tuple[str, ...]:
        """The names of the metrics that the kernel must not change by itself."""
        fields = self.__layout__.attributes
        return tuple([field.name for field in fields if self.is_locked(RTAX(field.number))])

    def is_locked(self, metric: RTAX) -> bool:
        """The kernel must not change this metric by itself (``mtu lock 1300``)."""
        return bool((self.lock or 0) >> metric & 1)

    def __str__(self) -> str:
        parts = []
        for field in self.__layout__.attributes:
            value = getattr(self, field.name)
            if value is None or field.number == RTAX.LOCK:
                continue
            lock = "lock " if self.is_locked(RTAX(field.number)) else ""
            shown = " ".join(words(value)) if isinstance(value, RTAX_FEATURE) else value
            parts.append(f"{field.name} {lock}{shown}")
        return " ".join(parts)
