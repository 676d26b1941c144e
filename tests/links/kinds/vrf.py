from __future__ import annotations

from nlink.link import Vrf

GIVEN = [Vrf(table=10), Vrf(table=0xFFFFFFFE)]
TOLD = [("table 77", Vrf(table=77))]
