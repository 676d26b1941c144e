"""What is to happen to an object that is there, or is not: the flags of requests that add, replace or change one."""

from __future__ import annotations

from typing import Final

from ..uapi.netlink import NLM_F

ADD: Final = int(NLM_F.CREATE | NLM_F.EXCL)
"""Make it; that it is there already is an error."""
INSERT: Final = int(NLM_F.CREATE)
"""Make it, beside those that are like it."""
REPLACE: Final = int(NLM_F.CREATE | NLM_F.REPLACE)
"""Make it, or put it in the place of the one that is there."""
CHANGE: Final = int(NLM_F.REPLACE)
"""Put it in the place of the one that is there; that there is none is an error."""
APPEND: Final = int(NLM_F.CREATE | NLM_F.APPEND)
"""Make it, behind those that are like it."""
