from __future__ import annotations

from nlink.link import Vti6

GIVEN = [
    Vti6(remote="2001:db8::2"),
    Vti6(local="2001:db8::1", remote="2001:db8::2", ikey=5, okey=6, link=1, fwmark=7),
]
CHANGES = [(Vti6(remote="2001:db8::2", ikey=5), Vti6(remote="2001:db8::3", okey=9, ikey=0))]
TOLD = [
    ("local 2001:db8::1 remote 2001:db8::2 key 5", Vti6(local="2001:db8::1", remote="2001:db8::2", ikey=5, okey=5)),
    ("remote 2001:db8::2 ikey 1 okey 2 fwmark 3", Vti6(remote="2001:db8::2", ikey=1, okey=2, fwmark=3)),
]
