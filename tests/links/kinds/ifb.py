from __future__ import annotations

from nlink.link import Ifb

GIVEN = [Ifb()]
TOLD = [("", Ifb())]
