from __future__ import annotations

from nlink.link import Dummy

GIVEN = [Dummy()]
TOLD = [("", Dummy())]
