from __future__ import annotations

from nlink.link import Vcan

GIVEN = [Vcan()]
TOLD = [("", Vcan())]
