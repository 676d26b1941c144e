"""How long to wait for the kernel: a number of seconds, no limit, or what the transport was made with."""

from __future__ import annotations

import math
from enum import Enum
from typing import Final, TypeAlias

from ...errors import InvalidInput


class DefaultTimeout(Enum):
    """The type of ``DEFAULT``."""

    DEFAULT = "the transport's own timeout"


DEFAULT: Final = DefaultTimeout.DEFAULT
"""Not given: the transport's own timeout counts."""

TimeoutLike: TypeAlias = float | DefaultTimeout | None
"""Seconds; None for no limit; ``DEFAULT`` for what the transport was made with."""


def seconds(timeout: TimeoutLike, default: float | None) -> float | None:
    """The timeout of one call, in seconds, or None for no limit.

    Raises:
        InvalidInput: a negative number, or one that is no number.
    """
    if timeout is DEFAULT:
        return default
    if timeout is not None and (timeout < 0 or math.isnan(timeout)):
        raise InvalidInput("timeout", f"{timeout} is not a number of seconds from 0 on, nor None")
    return timeout
