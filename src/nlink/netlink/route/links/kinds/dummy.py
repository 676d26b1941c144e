"""Dummies: links that swallow what is sent to them."""

from __future__ import annotations

from ..options import LinkOptions


class Dummy(LinkOptions, kind="dummy"):
    """A dummy; it has no options."""
