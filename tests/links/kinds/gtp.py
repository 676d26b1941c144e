from __future__ import annotations

from nlink.link import Gtp

GIVEN = [
    Gtp(create_sockets=True),
    Gtp(role="sgsn", pdp_hashsize=131072, restart_count=7, create_sockets=True, local="127.0.0.1"),
    Gtp(role="ggsn", create_sockets=True, local="::1"),
]
AGAIN = {"create_sockets": True}
TOLD = [
    ("role sgsn hsize 2048 restart_count 3", Gtp(role="sgsn", pdp_hashsize=2048, restart_count=3, create_sockets=True))
]
WRITTEN = [Gtp(fd0=3, fd1=4)]
