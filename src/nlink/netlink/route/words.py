"""Parts of the lines that messages print as, in the manner of iproute2."""

from __future__ import annotations

from ..constants import Flags
from ..schema.addresses import IPNetwork
from ..uapi.rtnetlink import RTPROT
from ..uapi.socket import AF
from .names import PROTOCOLS, REALMS


def words(flags: Flags) -> list[str]:
    """The flags that are set, each a word; bits that have no name as one number."""
    return str(flags).split("|") if flags else []


def one_line(text: str) -> str:
    """A name or description, with what would break the line, or cannot be printed, escaped."""
    return text if text.isprintable() else text.encode("unicode_escape").decode()


def realms(flow: int) -> str:
    """``RTA_FLOW`` and ``FRA_FLOW``: the source realm, if any, and the destination realm."""
    source, destination = flow >> 16, flow & 0xFFFF
    return f"{REALMS.name(source)}/{REALMS.name(destination)}" if source else REALMS.name(destination)


def protocol_word(protocol: RTPROT | int) -> str:
    """Who installed something: by the kernel's name, or this machine's, or the number."""
    return str(protocol) if isinstance(protocol, RTPROT) else PROTOCOLS.name(protocol)


def prefix_word(network: IPNetwork) -> str:
    """A prefix with the host bits that the kernel kept, if any; a host without its prefix length."""
    given: bytes | None = getattr(network, "given", None)
    address = type(network.network_address)(given) if given else network.network_address
    return str(address) if network.prefixlen == network.max_prefixlen else f"{address}/{network.prefixlen}"


def family_words(family: int, *addresses: object) -> list[str]:
    """The family, where no address shows it; of IPv4 it is not told."""
    if family in (AF.UNSPEC, AF.INET) or any(address is not None for address in addresses):
        return []
    return ["inet6" if family == AF.INET6 else f"family {family}"]
