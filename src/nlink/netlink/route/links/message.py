"""The messages about links: RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK and RTM_SETLINK (rtnetlink(7))."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, cast

from typing_extensions import TypeVar

from ...schema.enums import enum
from ...schema.enums import flags as flag_set
from ...schema.field import attr, header, outer
from ...schema.integers import boolean, s32, u8, u16, u32, uint
from ...schema.message import Attributes, Message
from ...schema.nesting import Raw, multi, nested, structure, submessage
from ...schema.text import binary, device_name, hardware_address, string, text
from ...uapi.devlink import DEVLINK_ATTR
from ...uapi.dpll import DPLL_A_PIN
from ...uapi.if_ import ALTIFNAMSIZ, IF_LINK_MODE, IF_OPER, IFALIASZ, IFF
from ...uapi.if_arp import ARPHRD
from ...uapi.if_link import IFLA, IFLA_EVENT, IFLA_INFO, IFLA_MCTP, IFLA_PROTO_DOWN_REASON
from ...uapi.rtnetlink import RTEXT_FILTER, RTM
from ...uapi.socket import AF
from ..words import one_line
from .bridge_family import BridgeFamily
from .inet import InetLink
from .inet6 import Inet6Link
from .registry import options_class, port_options_class
from .statistics import HardwareMap, LinkStatistics, LinkStatistics32
from .virtual_functions import VirtualFunctions, VirtualPort, VirtualPorts
from .xdp import LinkXdp

if TYPE_CHECKING:
    from .options import LinkOptions, PortOptions

OptionsT = TypeVar("OptionsT", bound="LinkOptions | None", default="LinkOptions | None", covariant=True)
alternative_name = text(longest=ALTIFNAMSIZ - 1)


class LinkInfo(Attributes):
    """The kind of a link and what that kind has beyond others; the same of the link that it is a port of."""

    kind: str | None = attr(IFLA_INFO.KIND, string)
    data: LinkOptions | Raw | None = attr(IFLA_INFO.DATA, submessage("kind", options_class))
    xstats: bytes | None = attr(IFLA_INFO.XSTATS, binary)
    port_kind: str | None = attr(IFLA_INFO.SLAVE_KIND, string)
    port_data: PortOptions | Raw | None = attr(IFLA_INFO.SLAVE_DATA, submessage("port_kind", port_options_class))


class MctpLink(Attributes):
    """MCTP on a link."""

    net: int | None = attr(IFLA_MCTP.NET, u32)
    physical_binding: int | None = attr(IFLA_MCTP.PHYS_BINDING, u8)


class LinkFamilies(Attributes):
    """What the address families keep for a link (``IFLA_AF_SPEC``)."""

    inet: InetLink | None = attr(AF.INET, nested(InetLink))
    inet6: Inet6Link | None = attr(AF.INET6, nested(Inet6Link))
    mctp: MctpLink | None = attr(AF.MCTP, nested(MctpLink))


class LinkProperties(Attributes):
    """The properties that a link can have several of."""

    alternative_names: tuple[str, ...] = attr(IFLA.ALT_IFNAME, multi(alternative_name), default=())


class ProtoDownReason(Attributes):
    """Why a link is held down: bits with a meaning given to them by the administrator."""

    mask: int | None = attr(IFLA_PROTO_DOWN_REASON.MASK, u32)
    value: int | None = attr(IFLA_PROTO_DOWN_REASON.VALUE, u32)


class DpllPin(Attributes):
    """The pin of a digital phase-locked loop that recovers the link's clock."""

    id: int | None = attr(DPLL_A_PIN.ID, u32)


class DevlinkPort(Attributes):
    """Which port of a devlink device the link is: devlink calls it "BUS/DEVICE/INDEX"."""

    bus: str | None = attr(DEVLINK_ATTR.BUS_NAME, string)
    device: str | None = attr(DEVLINK_ATTR.DEV_NAME, string)
    index: int | None = attr(DEVLINK_ATTR.PORT_INDEX, u32)


def _family_part(family: int) -> type[Attributes]:
    return BridgeFamily if family == AF.BRIDGE else LinkFamilies


def _protocol_part(family: int) -> Any:
    if family == AF.BRIDGE:
        return port_options_class("bridge")
    return Inet6Link if family == AF.INET6 else None


class LinkMessage(
    Message,
    Generic[OptionsT],
    padding=(IFLA.PAD,),
    types={"new": RTM.NEWLINK, "delete": RTM.DELLINK, "get": RTM.GETLINK, "set": RTM.SETLINK},
):
    """A link: a network device as the kernel tells of it, or what a request says of one.

    ``LinkMessage[Bridge]`` is one whose ``options`` are known to be a bridge's.
    """

    family: AF | int = header("ifi_family", enum(AF, u8), default=AF.UNSPEC, pad=1)
    link_type: ARPHRD | int = header("ifi_type", enum(ARPHRD, u16), default=ARPHRD.NETROM)
    """The type of the link layer."""
    ifindex: int = header("ifi_index", s32, default=0)
    flags: IFF = header("ifi_flags", flag_set(IFF, u32), default=IFF(0))
    change: IFF = header("ifi_change", flag_set(IFF, u32), default=IFF(0))
    """In a request, the flags that are to be changed; in a notification, those that were."""
    namespace: int | None = outer()
    """The network namespace that it was read in, by the inode number of its file."""

    name: str = attr(IFLA.IFNAME, device_name, default="")
    mtu: int = attr(IFLA.MTU, u32, default=0)
    address: str | None = attr(IFLA.ADDRESS, hardware_address)
    broadcast: str | None = attr(IFLA.BROADCAST, hardware_address)
    permanent_address: str | None = attr(IFLA.PERM_ADDRESS, hardware_address)
    link: int | None = attr(IFLA.LINK, u32)
    """The ifindex of the link below (of a VLAN, a macvlan) or of the peer (of a veth), perhaps in another namespace."""
    link_netnsid: int | None = attr(IFLA.LINK_NETNSID, s32)
    """The id of the other namespace that ``link`` is in; -1 where it has none here."""
    master: int | None = attr(IFLA.MASTER, u32)
    """The ifindex of the bridge, bond, VRF ... that it is a port of."""
    operstate: IF_OPER | int = attr(IFLA.OPERSTATE, enum(IF_OPER, u8), default=IF_OPER.UNKNOWN)
    link_mode: IF_LINK_MODE | int | None = attr(IFLA.LINKMODE, enum(IF_LINK_MODE, u8))
    group: int = attr(IFLA.GROUP, u32, default=0)
    alias: str | None = attr(IFLA.IFALIAS, text(longest=IFALIASZ - 1))
    """A description, for people."""
    alternative_name: str | None = attr(IFLA.ALT_IFNAME, alternative_name)
    """In a request, another name to find the link by."""
    properties: LinkProperties | None = attr(IFLA.PROP_LIST, nested(LinkProperties))
    linkinfo: LinkInfo | None = attr(IFLA.LINKINFO, nested(LinkInfo))
    statistics: LinkStatistics | None = attr(IFLA.STATS64, structure(LinkStatistics))
    statistics32: LinkStatistics32 | None = attr(IFLA.STATS, structure(LinkStatistics32))
    af_spec: LinkFamilies | BridgeFamily | None = attr(IFLA.AF_SPEC, submessage("family", _family_part))
    protinfo: PortOptions | Inet6Link | Raw | None = attr(IFLA.PROTINFO, submessage("family", _protocol_part))
    """Of the families AF_BRIDGE and AF_INET6, what they keep of the link."""

    qdisc: str | None = attr(IFLA.QDISC, string)
    tx_queue_length: int = attr(IFLA.TXQLEN, u32, default=0)
    """In packets."""
    num_tx_queues: int | None = attr(IFLA.NUM_TX_QUEUES, u32)
    num_rx_queues: int | None = attr(IFLA.NUM_RX_QUEUES, u32)
    min_mtu: int | None = attr(IFLA.MIN_MTU, u32)
    max_mtu: int | None = attr(IFLA.MAX_MTU, u32)
    """0 is no limit."""
    gso_max_size: int | None = attr(IFLA.GSO_MAX_SIZE, u32)
    gso_max_segs: int | None = attr(IFLA.GSO_MAX_SEGS, u32)
    gso_ipv4_max_size: int | None = attr(IFLA.GSO_IPV4_MAX_SIZE, u32)
    gro_max_size: int | None = attr(IFLA.GRO_MAX_SIZE, u32)
    gro_ipv4_max_size: int | None = attr(IFLA.GRO_IPV4_MAX_SIZE, u32)
    tso_max_size: int | None = attr(IFLA.TSO_MAX_SIZE, u32)
    tso_max_segs: int | None = attr(IFLA.TSO_MAX_SEGS, u32)
    headroom: int | None = attr(IFLA.HEADROOM, u16)
    """Bytes that the driver wants free before a packet."""
    tailroom: int | None = attr(IFLA.TAILROOM, u16)
    max_pacing_offload_horizon: int | None = attr(IFLA.MAX_PACING_OFFLOAD_HORIZON, uint)
    """How far ahead the card itself can hold packets back, in nanoseconds."""
    weight: int | None = attr(IFLA.WEIGHT, u32)

    promiscuity: int = attr(IFLA.PROMISCUITY, u32, default=0)
    """How many users want the link to receive every frame."""
    all_multicast: int | None = attr(IFLA.ALLMULTI, u32)
    """How many users want the link to receive every multicast frame."""
    carrier: bool | None = attr(IFLA.CARRIER, boolean(u8))
    carrier_changes: int | None = attr(IFLA.CARRIER_CHANGES, u32)
    carrier_up_count: int | None = attr(IFLA.CARRIER_UP_COUNT, u32)
    carrier_down_count: int | None = attr(IFLA.CARRIER_DOWN_COUNT, u32)
    proto_down: bool | None = attr(IFLA.PROTO_DOWN, boolean(u8))
    """Held down by a protocol in user space (VRRP, MLAG)."""
    proto_down_reason: ProtoDownReason | None = attr(IFLA.PROTO_DOWN_REASON, nested(ProtoDownReason))
    event: IFLA_EVENT | int | None = attr(IFLA.EVENT, enum(IFLA_EVENT, u32))
    """In a notification, what caused it."""

    parent_device: str | None = attr(IFLA.PARENT_DEV_NAME, string)
    """The hardware device, as its bus calls it: "0000:00:05.0"."""
    parent_bus: str | None = attr(IFLA.PARENT_DEV_BUS_NAME, string)
    """The bus of that: "pci"."""
    physical_port_id: bytes | None = attr(IFLA.PHYS_PORT_ID, binary)
    physical_port_name: str | None = attr(IFLA.PHYS_PORT_NAME, string)
    physical_switch_id: bytes | None = attr(IFLA.PHYS_SWITCH_ID, binary)
    map: HardwareMap | None = attr(IFLA.MAP, structure(HardwareMap))
    xdp: LinkXdp | None = attr(IFLA.XDP, nested(LinkXdp))
    wireless: bytes | None = attr(IFLA.WIRELESS, binary)
    devlink_port: DevlinkPort | None = attr(IFLA.DEVLINK_PORT, nested(DevlinkPort))
    dpll_pin: DpllPin | None = attr(IFLA.DPLL_PIN, nested(DpllPin))
    num_virtual_functions: int | None = attr(IFLA.NUM_VF, u32)
    virtual_functions: VirtualFunctions | None = attr(IFLA.VFINFO_LIST, nested(VirtualFunctions))
    virtual_ports: VirtualPorts | None = attr(IFLA.VF_PORTS, nested(VirtualPorts))
    own_port: VirtualPort | None = attr(IFLA.PORT_SELF, nested(VirtualPort))

    ext_mask: RTEXT_FILTER | None = attr(IFLA.EXT_MASK, flag_set(RTEXT_FILTER, u32))
    """In a request, what to tell beyond the ordinary."""
    target_netnsid: int | None = attr(IFLA.TARGET_NETNSID, s32)
    """In a request, the namespace that it is about, by its id here."""
    namespace_fd: int | None = attr(IFLA.NET_NS_FD, u32)
    """In a request, the namespace to move the link to, or to make it in."""
    namespace_pid: int | None = attr(IFLA.NET_NS_PID, u32)
    """The same, by a process in it."""
    namespace_immutable: bool | None = attr(IFLA.NETNS_IMMUTABLE, boolean(u8))
    """The link cannot be moved to another namespace."""
    new_netnsid: int | None = attr(IFLA.NEW_NETNSID, s32)
    """In the notification that a link has left, the id of the namespace that it went to."""
    new_ifindex: int | None = attr(IFLA.NEW_IFINDEX, s32)
    """In the same, its ifindex there."""

    @property
    def kind(self) -> str | None:
        """What the kernel calls the kind ("bridge"); None for hardware and for the loopback."""
        return self.linkinfo.kind if self.linkinfo else None

    @property
    def options(self) -> OptionsT:
        """What the kind has beyond others, as ``add_link`` takes it.

        None for a link without a kind, or of one that nlink does not know; the bytes are in ``linkinfo.data`` then.

        Raises:
            DecodeError: they are no options of that kind.
        """
        data: LinkOptions | Raw | None = None
        if self.linkinfo is not None:
            data = self.linkinfo.data
            if data is None and (members := options_class(self.linkinfo.kind)) is not None:
                data = members.from_bytes(b"")  # of a kind with nothing to tell (ifb, veth) the kernel sends no data
        return cast("OptionsT", None if isinstance(data, Raw) else data)

    @property
    def port_kind(self) -> str | None:
        """The kind of the link that it is a port of."""
        return self.linkinfo.port_kind if self.linkinfo else None

    @property
    def port_options(self) -> PortOptions | None:
        """What the link that it is a port of keeps of it."""
        data = self.linkinfo.port_data if self.linkinfo else None
        return None if isinstance(data, Raw) else data

    @property
    def is_up(self) -> bool:
        """Whether the administrator has set it up; whether it works is told by ``operstate``."""
        return bool(self.flags & IFF.UP)

    @property
    def alternative_names(self) -> tuple[str, ...]:
        """The other names that the link is found by."""
        return self.properties.alternative_names if self.properties else ()

    @property
    def inet(self) -> InetLink | None:
        """What IPv4 keeps of the link."""
        return self.af_spec.inet if isinstance(self.af_spec, LinkFamilies) else None

    @property
    def inet6(self) -> Inet6Link | None:
        """What IPv6 keeps of the link."""
        return self.af_spec.inet6 if isinstance(self.af_spec, LinkFamilies) else None

    def __str__(self) -> str:
        """One line in the manner of ``ip link``: "2: eth0 <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP"."""
        # As ip-link(8) shows it: the states last, and RUNNING only by its absence.
        states = IFF.UP | IFF.LOWER_UP
        names = ["NO-CARRIER"] if self.is_up and not self.flags & IFF.RUNNING else []
        shown = self.flags & ~IFF.RUNNING
        names += [str(flag.name) for part in (shown & ~states, shown & states) for flag in part]
        words = [f"{self.ifindex}: {one_line(self.name)} <{','.join(names)}>", f"mtu {self.mtu}"]
        state = self.operstate
        words += [
            f"{word} {value}"
            for word, value in (
                ("qdisc", self.qdisc),
                ("link", self.link),
                ("master", self.master),
                ("state", state.name if isinstance(state, IF_OPER) else state),
                ("kind", self.kind),
                ("group", self.group or None),
                ("address", self.address),
                ("alias", None if self.alias is None else one_line(self.alias)),
            )
            if value is not None
        ]
        return " ".join(words)
