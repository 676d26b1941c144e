from __future__ import annotations

from nlink.link import Hsr

SETUP = [
    "link add one index 100 type veth peer name two index 101",
    "link add three index 102 type veth peer name four index 103",
]
GIVEN = [
    Hsr(slave1=100, slave2=101),
    Hsr(slave1=100, slave2=102, multicast_spec=7, version=1, interlink=103),
    Hsr(slave1=102, slave2=100, protocol="prp", multicast_spec=255),
]
TOLD = [
    ("slave1 one slave2 two supervision 5 version 1", Hsr(slave1=100, slave2=101, multicast_spec=5, version=1)),
    ("slave1 one slave2 two proto 1", Hsr(slave1=100, slave2=101, protocol="prp")),
]
