from __future__ import annotations

from nlink.link import Batadv

GIVEN = [Batadv(), Batadv(algorithm="BATMAN_V")]
TOLD = [("ra BATMAN_V", Batadv(algorithm="BATMAN_V"))]
