from __future__ import annotations

from nlink.link import Peer, Veth

GIVEN = [Veth(), Veth(peer="x1"), Veth(peer=Peer(address="02:00:00:00:00:01"))]
TOLD = [("", Veth()), ("peer name x1 mtu 1400", Veth(peer=Peer(name="x1", mtu=1400)))]
