from __future__ import annotations

from nlink.link import Team

GIVEN = [Team()]
TOLD = [("", Team())]
