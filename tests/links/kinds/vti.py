from __future__ import annotations

from nlink.link import Vti

GIVEN = [
    Vti(local="192.0.2.1"),
    Vti(local="192.0.2.1", remote="192.0.2.2", ikey=5, okey=6, link=1, fwmark=7),
]
CHANGES = [(Vti(remote="192.0.2.2", ikey=5), Vti(remote="192.0.2.3", okey=9, ikey=0))]
TOLD = [
    ("local 192.0.2.1 remote 192.0.2.2 key 5", Vti(local="192.0.2.1", remote="192.0.2.2", ikey=5, okey=5)),
    ("remote 192.0.2.2 ikey 1 okey 2 fwmark 3", Vti(remote="192.0.2.2", ikey=1, okey=2, fwmark=3)),
]
