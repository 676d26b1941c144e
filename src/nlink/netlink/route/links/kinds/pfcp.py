"""PFCP: the packets that control a mobile network's forwarding (3GPP TS 29.244), for tc to match."""

from __future__ import annotations

from ..options import LinkOptions


class Pfcp(LinkOptions, kind="pfcp"):
    """A PFCP link, which takes UDP port 8805; it has no options."""
