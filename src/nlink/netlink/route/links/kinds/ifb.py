"""Intermediate functional blocks: links to redirect traffic to, so that what comes in can be shaped."""

from __future__ import annotations

from ..options import LinkOptions


class Ifb(LinkOptions, kind="ifb"):
    """An intermediate functional block; it has no options."""
