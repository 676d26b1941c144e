"""CAN links: controllers of a controller area network (ISO 11898)."""

from __future__ import annotations

from typing import Self, TypeAlias

from ....schema.decode import Buffer
from ....schema.durations import milliseconds
from ....schema.enums import enum
from ....schema.enums import flags as flag_set
from ....schema.field import attr
from ....schema.integers import u16, u32
from ....schema.message import Attributes
from ....schema.nesting import array, nested, structure
from ....schema.options import Setting, option, reported, switch
from ....schema.settings import Bool, Int, Reported, UnitTime
from ....uapi.can_netlink import CAN_CTRLMODE, CAN_STATE, IFLA_CAN, IFLA_CAN_CTRLMODE
from ..can_timing import (
    BitTiming,
    BitTimingKind,
    BitTimingLimits,
    DelayCompensation,
    ErrorCounters,
    ModeSwitch,
    PulseWidths,
    Restart,
    Tuned,
)
from ..options import LinkOptions

Timing: TypeAlias = Setting[BitTiming, BitTiming | int]


class ControllerModes(Attributes):
    """What the controller can do."""

    supported: CAN_CTRLMODE | None = attr(IFLA_CAN_CTRLMODE.SUPPORTED, flag_set(CAN_CTRLMODE, u32))
    """The modes that can be switched."""


class Can(LinkOptions, kind="can"):
    """A CAN controller. The driver makes it: ``add_link`` cannot, and ``set_link_kind`` wants it to be down.

    A mode reads None where the kernel says that the controller does not have it (since Linux 5.18).
    """

    bittiming: Timing = option(IFLA_CAN.BITTIMING, BitTimingKind())
    """The bits of classical CAN, and of the arbitration phase of CAN FD and CAN XL; an int is the bit rate."""
    data_bittiming: Timing = option(IFLA_CAN.DATA_BITTIMING, BitTimingKind())
    """The bits of the data phase of CAN FD. Both timings have to be given with ``fd``, and this one only then."""
    tdc: Setting[DelayCompensation, DelayCompensation] = option(IFLA_CAN.TDC, Tuned(DelayCompensation))
    """Transmitter delay compensation of CAN FD: has to be given with ``tdc_auto`` or ``tdc_manual``, and only then."""
    xl_data_bittiming: Timing = option(IFLA_CAN.XL_DATA_BITTIMING, BitTimingKind())
    """The bits of the data phase of CAN XL (since Linux 6.19)."""
    xl_tdc: Setting[DelayCompensation, DelayCompensation] = option(IFLA_CAN.XL_TDC, Tuned(DelayCompensation))
    xl_pwm: Setting[PulseWidths, PulseWidths] = option(IFLA_CAN.XL_PWM, Tuned(PulseWidths))
    """Pulse-width modulation of the data phase of CAN XL, with ``xl_tms``."""

    loopback: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.LOOPBACK, ModeSwitch)
    listen_only: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.LISTENONLY, ModeSwitch)
    triple_sampling: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.CTRLMODE_3_SAMPLES, ModeSwitch)
    """Sample each bit three times."""
    one_shot: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.ONE_SHOT, ModeSwitch)
    """Do not repeat what was not acknowledged."""
    berr_reporting: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.BERR_REPORTING, ModeSwitch)
    """Tell of each error on the bus."""
    fd: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.FD, ModeSwitch)
    """CAN FD; the kernel changes the link's ``mtu`` with it."""
    presume_ack: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.PRESUME_ACK, ModeSwitch)
    """Take what was sent for acknowledged."""
    fd_non_iso: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.FD_NON_ISO, ModeSwitch)
    """CAN FD as Bosch first specified it."""
    cc_len8_dlc: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.CC_LEN8_DLC, ModeSwitch)
    """Tell the length codes 9 to 15 of classical frames, which have 8 bytes too."""
    tdc_auto: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.TDC_AUTO, ModeSwitch)
    """The transceiver measures the delay; excludes ``tdc_manual``."""
    tdc_manual: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.TDC_MANUAL, ModeSwitch)
    """The delay is ``tdc.tdcv``."""
    restricted: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.RESTRICTED, ModeSwitch)
    """Receive and acknowledge, but never send; this and the modes below since Linux 6.19."""
    xl: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.XL, ModeSwitch)
    """CAN XL."""
    xl_tdc_auto: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.XL_TDC_AUTO, ModeSwitch)
    xl_tdc_manual: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.XL_TDC_MANUAL, ModeSwitch)
    xl_tms: Bool = switch(IFLA_CAN.CTRLMODE, CAN_CTRLMODE.XL_TMS, ModeSwitch)
    """Transceiver mode switching."""

    restart_delay: UnitTime = option(IFLA_CAN.RESTART_MS, milliseconds)
    """How long after "bus off" the controller is started again; 0 (the kernel's choice) is never."""
    restart: Bool = option(IFLA_CAN.RESTART, Restart(), told=False)
    """Start it again now, of a link that is up, in the state "bus off" and without ``restart_delay``."""
    termination: Int = option(IFLA_CAN.TERMINATION, u16)
    """The resistor at the end of the bus, in ohms: one of ``termination_const``; 0 is none."""

    state: Reported[CAN_STATE | int] = reported(IFLA_CAN.STATE, enum(CAN_STATE, u32))
    clock: Reported[int] = reported(IFLA_CAN.CLOCK, u32)
    """Of the controller, in Hz."""
    berr_counter: Reported[ErrorCounters] = reported(IFLA_CAN.BERR_COUNTER, structure(ErrorCounters))
    ctrlmode_ext: Reported[ControllerModes] = reported(IFLA_CAN.CTRLMODE_EXT, nested(ControllerModes))
    bittiming_const: Reported[BitTimingLimits] = reported(IFLA_CAN.BITTIMING_CONST, structure(BitTimingLimits))
    data_bittiming_const: Reported[BitTimingLimits] = reported(
        IFLA_CAN.DATA_BITTIMING_CONST, structure(BitTimingLimits)
    )
    xl_data_bittiming_const: Reported[BitTimingLimits] = reported(
        IFLA_CAN.XL_DATA_BITTIMING_CONST, structure(BitTimingLimits)
    )
    bitrate_const: Reported[tuple[int, ...]] = reported(IFLA_CAN.BITRATE_CONST, array(u32))
    """The bit rates of a controller that has no others, here and below."""
    data_bitrate_const: Reported[tuple[int, ...]] = reported(IFLA_CAN.DATA_BITRATE_CONST, array(u32))
    xl_data_bitrate_const: Reported[tuple[int, ...]] = reported(IFLA_CAN.XL_DATA_BITRATE_CONST, array(u32))
    bitrate_max: Reported[int] = reported(IFLA_CAN.BITRATE_MAX, u32)
    """The greatest that the transceiver takes; 0 is not known."""
    termination_const: Reported[tuple[int, ...]] = reported(IFLA_CAN.TERMINATION_CONST, array(u16))
    """The resistors that there are, in ohms."""

    @classmethod
    def from_bytes(cls, data: Buffer, *, owner: object = None) -> Self:
        read = super().from_bytes(data, owner=owner)
        if read.ctrlmode_ext is None or read.ctrlmode_ext.supported is None:
            return read
        # The kernel tells the modes that are on, so that it says False of those too that the controller does not have;
        # before Linux 5.18 it refused to be told that.
        fields = cls.__layout__.fields.items()
        modes = {name: field.kind for name, field in fields if isinstance(field.kind, ModeSwitch)}
        lacking = [name for name, mode in modes.items() if not read.ctrlmode_ext.supported & mode.bit]
        return read.model_copy(update={name: None for name in lacking if getattr(read, name) is False})

    def to_bytes(self) -> bytes:
        """The attributes of all options that are given, so that what was read can be written again."""
        measured = {"tdc": self.tdc_auto, "xl_tdc": self.xl_tdc_auto}
        tuned = {"tdc": self.tdc, "xl_tdc": self.xl_tdc, "xl_pwm": self.xl_pwm}
        sent = {name: value and value.to_be_sent(bool(measured.get(name))) for name, value in tuned.items()}
        return super(Can, self.model_copy(update=sent)).to_bytes()
