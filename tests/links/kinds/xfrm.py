from __future__ import annotations

from nlink.link import Xfrm

GIVEN = [Xfrm(if_id=5), Xfrm(if_id=0xFFFFFFFF, link=1), Xfrm(collect_metadata=True)]
CHANGES = [(Xfrm(if_id=5), Xfrm(if_id=6))]
TOLD = [("dev lo if_id 5", Xfrm(if_id=5, link=1)), ("external", Xfrm(collect_metadata=True))]
