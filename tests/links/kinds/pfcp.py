from __future__ import annotations

from nlink.link import Pfcp

GIVEN = [Pfcp()]
TOLD = [("", Pfcp())]
