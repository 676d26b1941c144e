"""What a request tells the address families of a link (``IFLA_AF_SPEC``)."""

from __future__ import annotations

from collections.abc import Mapping
from socket import AF_INET6
from typing import Any, Final

from ....errors import InvalidInput
from ...schema.encode import attribute
from ...schema.enums import enum
from ...schema.integers import s32, u8, u32
from ...schema.layout import UnknownAttribute
from ...uapi.if_link import IFLA_INET, IN6_ADDR_GEN_MODE
from .. import arguments
from .inet import InetLink, InetSettings
from .inet6 import Inet6Link
from .message import LinkFamilies, MctpLink

ADDR_GEN_MODE: Final = enum(IN6_ADDR_GEN_MODE, u8, words={"stable_secret": IN6_ADDR_GEN_MODE.STABLE_PRIVACY})
DEVCONF: Final = {
    name: number for number, name in enumerate([name for name in InetSettings.__layout__.fields if name != "tail"], 1)
}
"""``IPV4_DEVCONF_*`` by the names of the sysctls; it counts from 1."""


def families(settings: Mapping[str, Any]) -> LinkFamilies:
    """The families' part of a request.

    Raises:
        InvalidInput: a setting is wrong.
        TypeError: there is no such setting of IPv4.
    """
    inet6: dict[str, Any] = {}
    if "addr_gen_mode" in settings:
        inet6["addr_gen_mode"] = arguments.parsed("addr_gen_mode", ADDR_GEN_MODE, settings["addr_gen_mode"])
    if "token" in settings:
        token = arguments.address("token", settings["token"], family=AF_INET6)
        if int(token) >> 64:
            # The kernel takes the lower half, and says nothing.
            raise InvalidInput("token", f"has 64 bits, as in '::5': there is more in {token}")
        inet6["token"] = token
    return LinkFamilies(
        inet=_inet(settings["inet"]) if "inet" in settings else None,
        inet6=Inet6Link(**inet6) if inet6 else None,
        mctp=MctpLink(net=arguments.parsed("mctp_network", u32, settings["mctp_network"]))
        if "mctp_network" in settings
        else None,
    )


def _inet(settings: Any) -> InetLink:
    # The kernel tells an array of them, and wants to be told a nest, of which InetLink.conf knows nothing.
    if not isinstance(settings, Mapping) or not settings:
        raise InvalidInput("inet", f"must be a mapping of settings to numbers, not {settings!r}")
    told = b""
    for name, value in settings.items():
        if name not in DEVCONF:
            raise InvalidInput("inet", f"there is no setting {name!r}, only {', '.join(DEVCONF)}")
        number = int(value) if isinstance(value, bool) else arguments.parsed(f"inet.{name}", s32, value)
        told += attribute(DEVCONF[name], s32.dump(number))
    return InetLink(unknown=(UnknownAttribute(IFLA_INET.CONF, told),))
