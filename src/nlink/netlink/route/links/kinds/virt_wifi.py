"""Virtual wireless links on top of an Ethernet link."""

from __future__ import annotations

from ..options import LinkOptions


class VirtWifi(LinkOptions, kind="virt_wifi"):
    """A wireless station that is always in reach of its one access point; the Ethernet link below it is given as
    ``link`` of ``add_link``. It has no options.
    """
