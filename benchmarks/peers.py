"""pyroute2, whose types are missing or wrong: any type to the checkers here."""

from __future__ import annotations

from typing import Any, Final

import pyroute2  # type: ignore[import-untyped]

AsyncIPRoute: Final[Any] = pyroute2.AsyncIPRoute
