from __future__ import annotations

from nlink.link import Nlmon

GIVEN = [Nlmon()]
TOLD = [("", Nlmon())]
