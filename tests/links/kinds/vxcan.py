from __future__ import annotations

from nlink.link import Peer, Vxcan

GIVEN = [Vxcan(), Vxcan(peer="x1"), Vxcan(peer=Peer(name="x1", mtu=72))]
TOLD = [("peer name x1", Vxcan(peer="x1"))]
