from __future__ import annotations

from nlink.link import Wireguard

GIVEN = [Wireguard()]
TOLD = [("", Wireguard())]
