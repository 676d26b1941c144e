"""B.A.T.M.A.N. advanced: a mesh network on the link layer."""

from __future__ import annotations

from ....schema.options import option
from ....schema.settings import String
from ....schema.text import text
from ....uapi.batman_adv import IFLA_BATADV
from ..options import LinkOptions


class Batadv(LinkOptions, kind="batadv"):
    """A mesh; the links that it runs over are its ports. All else belongs to the generic-netlink family "batadv"."""

    algorithm: String = option(IFLA_BATADV.ALGO_NAME, text(longest=19), told=False)
    """The routing algorithm: "BATMAN_IV" or "BATMAN_V"; without it the module's parameter ``routing_algo``. It cannot
    be changed, and is told over generic netlink only."""
