"""ERSPAN: mirrored Ethernet frames in GRE over IPv6."""

from __future__ import annotations

from .erspan import ErspanOptions
from .ip6gre import GreOverIpv6Options


class Ip6erspan(ErspanOptions, GreOverIpv6Options, kind="ip6erspan", below="link"):
    """An ERSPAN tunnel over IPv6.

    But for ``collect_metadata``, the kernel wants keys (the session's number, 0 to 1023) and sequence numbers:
    ``ikey`` or ``okey``, and ``iseq`` or ``oseq``; and no checksums.
    """
