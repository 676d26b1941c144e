"""Rmnet: the channels of a Qualcomm modem (multiplexing and aggregation protocol, MAP)."""

from __future__ import annotations

from ....schema.integers import u16
from ....schema.options import Needed, needed, switch
from ....schema.settings import Bool
from ....uapi.if_link import IFLA_RMNET, RMNET_FLAGS
from ..options import LinkOptions


class Rmnet(LinkOptions, kind="rmnet"):
    """A channel; the modem's link below it is given as ``link`` of ``add_link``, and all on it share the switches."""

    mux_id: Needed[int, int] = needed(IFLA_RMNET.MUX_ID, u16, le=254)
    """The channel's number, 0 to 254."""
    ingress_deaggregation: Bool = switch(IFLA_RMNET.FLAGS, RMNET_FLAGS.INGRESS_DEAGGREGATION)
    """Take apart frames that hold several packets; on unless switched off."""
    ingress_map_commands: Bool = switch(IFLA_RMNET.FLAGS, RMNET_FLAGS.INGRESS_MAP_COMMANDS)
    """Obey the modem's flow control."""
    ingress_map_cksumv4: Bool = switch(IFLA_RMNET.FLAGS, RMNET_FLAGS.INGRESS_MAP_CKSUMV4)
    """Packets come in with MAPv4 checksums."""
    egress_map_cksumv4: Bool = switch(IFLA_RMNET.FLAGS, RMNET_FLAGS.EGRESS_MAP_CKSUMV4)
    """Packets are sent with MAPv4 checksums."""
    ingress_map_cksumv5: Bool = switch(IFLA_RMNET.FLAGS, RMNET_FLAGS.INGRESS_MAP_CKSUMV5)
    egress_map_cksumv5: Bool = switch(IFLA_RMNET.FLAGS, RMNET_FLAGS.EGRESS_MAP_CKSUMV5)
