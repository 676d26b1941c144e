"""XDP programs of a link: which one is attached, and what attaches one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from ....errors import InvalidInput
from ...schema.enums import enum
from ...schema.field import attr
from ...schema.integers import s32, u8, u32
from ...schema.message import Attributes
from ...uapi.if_link import IFLA_XDP, XDP_ATTACHED, XDP_FLAGS

MODES: Final = {
    None: XDP_FLAGS(0),
    "generic": XDP_FLAGS.SKB_MODE,
    "driver": XDP_FLAGS.DRV_MODE,
    "offload": XDP_FLAGS.HW_MODE,
}
DETACH: Final = -1


class LinkXdp(Attributes):
    """The XDP programs of a link."""

    fd: int | None = attr(IFLA_XDP.FD, s32)
    attached: XDP_ATTACHED | int | None = attr(IFLA_XDP.ATTACHED, enum(XDP_ATTACHED, u8))
    flags: int | None = attr(IFLA_XDP.FLAGS, u32)
    program: int | None = attr(IFLA_XDP.PROG_ID, u32)
    driver_program: int | None = attr(IFLA_XDP.DRV_PROG_ID, u32)
    generic_program: int | None = attr(IFLA_XDP.SKB_PROG_ID, u32)
    hardware_program: int | None = attr(IFLA_XDP.HW_PROG_ID, u32)
    expected_fd: int | None = attr(IFLA_XDP.EXPECTED_FD, s32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Xdp:
    """What is to be done about a link's XDP program.

    Args:
        fd: a descriptor of the program (bpf(2)); None takes the one that is there off.
        mode: where it runs: "generic" (in the network stack), "driver" or "offload" (on the card); None leaves it to
            the kernel, which takes the driver where that can.
        replace: whether it may take the place of another one.
        expected_fd: do it only if this program is attached (since Linux 5.7).
    """

    fd: int | None = None
    mode: Literal["generic", "driver", "offload"] | None = None
    replace: bool = False
    expected_fd: int | None = None

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise InvalidInput("mode", f"must be 'generic', 'driver', 'offload' or None, not {self.mode!r}")
        descriptors: list[tuple[str, Any]] = [("fd", self.fd), ("expected_fd", self.expected_fd)]
        for name, value in descriptors:
            if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
                raise InvalidInput(name, f"must be a descriptor, not {value!r}")
        if not isinstance(self.replace, bool):
            raise InvalidInput("replace", f"must be True or False, not {self.replace!r}")
        if self.fd is None and self.replace:
            raise InvalidInput("replace", "there is nothing to put in its place")

    def request(self, fd: int | None, expected_fd: int | None) -> LinkXdp:
        """What asks for it, by descriptors that stay open until it was answered."""
        flags = MODES[self.mode]
        if expected_fd is not None:
            flags |= XDP_FLAGS.REPLACE
        elif fd is not None and not self.replace:
            flags |= XDP_FLAGS.UPDATE_IF_NOEXIST
        return LinkXdp(fd=DETACH if fd is None else fd, flags=int(flags) or None, expected_fd=expected_fd)
