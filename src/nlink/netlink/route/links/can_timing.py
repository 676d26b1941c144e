"""How a CAN controller tells bits apart: the parts of its options that are structs and nests."""

from __future__ import annotations

import struct
from typing import Any, Final, Self

from typing_extensions import TypeVar

from ...schema.enums import Switch
from ...schema.field import member
from ...schema.integers import Flag, u16, u32
from ...schema.kind import Kind, need
from ...schema.message import CStruct
from ...schema.nesting import Nested, structure
from ...schema.options import Options, option, reported
from ...schema.settings import Int, Reported
from ...schema.text import characters
from ...uapi.can_netlink import IFLA_CAN_PWM, IFLA_CAN_TDC

_PAIR: Final = struct.Struct("=II")


class BitTiming(CStruct):
    """``struct can_bittiming``: a bit rate, from which the kernel calculates the rest; or the rest.

    The kernel tells all of it, and takes either: with ``tq`` the bit rate and the sample point are not sent.
    """

    bitrate: int = member(u32, default=0)
    """Bits per second."""
    sample_point: int = member(u32, default=0)
    """In tenths of a percent of a bit, below 1000; 0 is the kernel's choice (CiA 301: 875 up to 500 kbit/s)."""
    tq: int = member(u32, default=0)
    """Nanoseconds of a time quantum."""
    prop_seg: int = member(u32, default=0)
    """The propagation segment, in time quanta as all below."""
    phase_seg1: int = member(u32, default=0)
    phase_seg2: int = member(u32, default=0)
    sjw: int = member(u32, default=0)
    """The synchronisation jump width; 0 is the kernel's choice."""
    brp: int = member(u32, default=0)
    """The prescaler, which the kernel calculates."""


class BitTimingLimits(CStruct):
    """``struct can_bittiming_const``: what the controller can do."""

    name: str = member(characters(16))
    """Of the controller's driver."""
    tseg1_min: int = member(u32)
    """Of ``prop_seg`` and ``phase_seg1`` together."""
    tseg1_max: int = member(u32)
    tseg2_min: int = member(u32)
    """Of ``phase_seg2``."""
    tseg2_max: int = member(u32)
    sjw_max: int = member(u32)
    brp_min: int = member(u32)
    brp_max: int = member(u32)
    brp_inc: int = member(u32)


class ErrorCounters(CStruct):
    """``struct can_berr_counter``: the errors on the bus, as the controller counts them."""

    tx_errors: int = member(u16)
    rx_errors: int = member(u16)


class BitTimingKind(Kind[BitTiming, "BitTiming | int"]):
    """A BitTiming; an int is its bit rate."""

    _wire = structure(BitTiming)
    size = _wire.size

    def load(self, raw: Any, owner: Any, /) -> BitTiming:
        return self._wire.load(raw, owner)

    def dump(self, value: BitTiming, /) -> bytes:
        data = value.to_bytes()
        return bytes(8) + data[8:] if value.tq else data

    def check(self, value: BitTiming, /) -> None:
        need(value, BitTiming, "a BitTiming or a bit rate")

    def parse(self, value: BitTiming | int, /) -> BitTiming:
        if isinstance(value, int):
            u32.check(value)
            return BitTiming(bitrate=value)
        return self._wire.parse(value)

    def plain(self, value: BitTiming, /) -> object:
        return self._wire.plain(value)

    def agrees(self, given: BitTiming, read: BitTiming | None, /) -> bool:
        # The kernel takes the rate that the controller can do, up to 5 % off, and the sample point next to the wanted.
        if read is None or abs(given.bitrate - read.bitrate) * 20 > given.bitrate > 0:
            return False
        exact = ("tq", "prop_seg", "phase_seg1", "phase_seg2", "sjw")
        return all(getattr(given, name) in (0, getattr(read, name)) for name in exact)


class ModeSwitch(Switch):
    """One bit of ``struct can_ctrlmode``: as ``struct nla_bitfield32``, but the other way round, and of what it tells
    the kernel leaves the mask empty."""

    def load(self, raw: Any, owner: Any, /) -> bool | None:
        mask, modes = _PAIR.unpack(raw)
        return bool(modes & self.bit) if not mask or mask & self.bit else None

    def dump(self, value: bool | None, /) -> bytes:
        return _PAIR.pack(self.bit, self.bit if value else 0)


class Restart(Flag):
    """An order that the kernel wants as a number, which it does not look at."""

    def dump(self, value: bool, /) -> bytes:
        return u32.dump(1)


class TunedOptions(Options):
    """Numbers that the kernel tells together with their limits."""

    def to_be_sent(self, measured: bool) -> Self | None:
        """What of it can be written: nothing of what is not in use, which is told as limits alone."""
        return self


class DelayCompensation(TunedOptions):
    """Transmitter delay compensation, in minimum time quanta: periods of the controller's clock."""

    tdcv: Int = option(IFLA_CAN_TDC.TDCV, u32)
    """The delay: to be given when it is not measured, and only then."""
    tdco: Int = option(IFLA_CAN_TDC.TDCO, u32)
    """The offset of the second sample point, behind the delay; the kernel wants it."""
    tdcf: Int = option(IFLA_CAN_TDC.TDCF, u32)
    """The filter window: the least position of the second sample point."""
    tdcv_min: Reported[int] = reported(IFLA_CAN_TDC.TDCV_MIN, u32)
    tdcv_max: Reported[int] = reported(IFLA_CAN_TDC.TDCV_MAX, u32)
    tdco_min: Reported[int] = reported(IFLA_CAN_TDC.TDCO_MIN, u32)
    tdco_max: Reported[int] = reported(IFLA_CAN_TDC.TDCO_MAX, u32)
    tdcf_min: Reported[int] = reported(IFLA_CAN_TDC.TDCF_MIN, u32)
    tdcf_max: Reported[int] = reported(IFLA_CAN_TDC.TDCF_MAX, u32)

    def to_be_sent(self, measured: bool) -> Self | None:
        if self.tdco_max is None:  # a user has made it
            return self
        if self.tdco is None:
            return None
        return self.model_copy(update={"tdcv": None}) if measured else self


class PulseWidths(TunedOptions):
    """Pulse-width modulation of CAN XL, in minimum time quanta (since Linux 6.19)."""

    pwms: Int = option(IFLA_CAN_PWM.PWMS, u32)
    """The short phase."""
    pwml: Int = option(IFLA_CAN_PWM.PWML, u32)
    """The long phase."""
    pwmo: Int = option(IFLA_CAN_PWM.PWMO, u32)
    """The offset."""
    pwms_min: Reported[int] = reported(IFLA_CAN_PWM.PWMS_MIN, u32)
    pwms_max: Reported[int] = reported(IFLA_CAN_PWM.PWMS_MAX, u32)
    pwml_min: Reported[int] = reported(IFLA_CAN_PWM.PWML_MIN, u32)
    pwml_max: Reported[int] = reported(IFLA_CAN_PWM.PWML_MAX, u32)
    pwmo_min: Reported[int] = reported(IFLA_CAN_PWM.PWMO_MIN, u32)
    pwmo_max: Reported[int] = reported(IFLA_CAN_PWM.PWMO_MAX, u32)

    def to_be_sent(self, measured: bool) -> Self | None:
        return None if self.pwms_max is not None and self.pwms is None else self


TunedT = TypeVar("TunedT", bound=TunedOptions)


class Tuned(Nested[TunedT]):
    """Such numbers: those that are given have to be told."""

    def agrees(self, given: TunedT, read: TunedT | None, /) -> bool:
        return read is not None and given.matches(read)
