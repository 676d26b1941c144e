"""Messages that nlink does not wrap, declared by hand and sent: one of rtnetlink's, and two generic-netlink families.

Shows the network that it is started in, and changes nothing: python examples/declare_a_family.py
"""

from __future__ import annotations

from asyncio import run
from contextlib import suppress
from enum import IntEnum
from socket import AF_INET

from nlink import Connection, FamilyNotFound
from nlink.generic import GenericMessage
from nlink.schema import Attributes, Message, attr, boolean, enum, header, indexed, nested, s32, string, u8, u16, u32
from nlink.uapi import NETCONFA, RTM

with suppress(ImportError):  # asyncio's own loop does as well
    from uvloop import run


class ReversePath(IntEnum):
    """``net.ipv4.conf.*.rp_filter``."""

    OFF = 0
    STRICT = 1
    LOOSE = 2


class Netconf(Message, types={"new": RTM.NEWNETCONF, "get": RTM.GETNETCONF}):
    """Settings of a link as sysctl has them (linux/netconf.h): a fixed header, then attributes."""

    family: int = header("ncm_family", u8, default=0, pad=3)
    ifindex: int | None = attr(NETCONFA.IFINDEX, s32)
    forwarding: bool | None = attr(NETCONFA.FORWARDING, boolean(s32))
    rp_filter: ReversePath | int | None = attr(NETCONFA.RP_FILTER, enum(ReversePath, s32))
    proxy_neigh: bool | None = attr(NETCONFA.PROXY_NEIGH, boolean(s32))


class Operation(Attributes):
    """What a family can be asked (linux/genetlink.h, ``CTRL_ATTR_OP_*``)."""

    id: int | None = attr(1, u32)
    flags: int | None = attr(2, u32)


class Controller(GenericMessage):
    """A family, as the family ``nlctrl`` tells of it: command and version are the header of every GenericMessage."""

    family_id: int | None = attr(1, u16)
    family_name: str | None = attr(2, string)
    operations: tuple[Operation, ...] = attr(6, indexed(nested(Operation)), default=())


class EthtoolHeader(Attributes):
    """Which device (linux/ethtool_netlink.h, ``ETHTOOL_A_HEADER_*``)."""

    dev_index: int | None = attr(1, u32)
    dev_name: str | None = attr(2, string)


class LinkState(GenericMessage):
    """``ETHTOOL_MSG_LINKSTATE_GET`` of the family ``ethtool``, and its reply."""

    device: EthtoolHeader | None = attr(1, nested(EthtoolHeader))
    link: bool | None = attr(2, boolean())


async def main() -> None:
    async with Connection() as conn:
        # One answer to one request. The message type is the one that its class calls "get".
        for settings in await conn.request(Netconf(family=AF_INET, ifindex=1)):
            print("IPv4 on device 1: forwarding", settings.forwarding, "rp_filter", repr(settings.rp_filter))
        async for settings in conn.dump(Netconf(family=AF_INET)):
            print("IPv4 on", settings.ifindex, "has", len(settings.unknown), "more")  # what is not declared is kept

        for family in await conn.generic.request("nlctrl", Controller(command=3, family_name="nlctrl")):
            print(family.family_name, "is", family.family_id, "and knows", [one.id for one in family.operations])

        try:
            async for state in conn.generic.dump("ethtool", LinkState(command=6, device=EthtoolHeader())):
                print(state.device and state.device.dev_name, "has a link:", state.link)
        except FamilyNotFound as error:
            print(error)


if __name__ == "__main__":
    run(main())
