"""BPF: programs look at the packets of a route, and change them."""

from __future__ import annotations

from ....schema.integers import u32
from ....schema.options import Options, Setting, option
from ....schema.settings import Int, String
from ....schema.text import text
from ....uapi.lwtunnel import LWT_BPF, LWT_BPF_PROG, LWTUNNEL_ENCAP
from .base import EncapsulationOptions, NestedOptions

NAME = text(longest=255)
"""``MAX_PROG_NAME`` less the NUL."""


class BPFProgram(Options):
    """A loaded program."""

    fd: Int = option(LWT_BPF_PROG.FD, u32, told=False)
    """Its open descriptor, to be given; the kernel tells the name only."""
    name: String = option(LWT_BPF_PROG.NAME, NAME)
    """To be given; anything."""


class BPF(EncapsulationOptions, kind=LWTUNNEL_ENCAP.BPF):
    """BPF programs: ``BPF(xmit=BPFProgram(fd=5, name="encap"))``."""

    input: Setting[BPFProgram, BPFProgram] = option(LWT_BPF.IN, NestedOptions(BPFProgram))
    """Of type ``BPF_PROG_TYPE_LWT_IN``, for packets that come in."""
    output: Setting[BPFProgram, BPFProgram] = option(LWT_BPF.OUT, NestedOptions(BPFProgram))
    """Of type ``BPF_PROG_TYPE_LWT_OUT``, for packets of this host."""
    xmit: Setting[BPFProgram, BPFProgram] = option(LWT_BPF.XMIT, NestedOptions(BPFProgram))
    """Of type ``BPF_PROG_TYPE_LWT_XMIT``, for packets that go out."""
    headroom: Int = option(LWT_BPF.XMIT_HEADROOM, u32, le=256, told=False)
    """Bytes that ``xmit`` may put before the packet, up to 256; the kernel does not tell them."""

    def __str__(self) -> str:
        parts = ["bpf"]
        for word, program in (("in", self.input), ("out", self.output), ("xmit", self.xmit)):
            if program is not None:
                parts.append(f"{word} {program.name}")
        if self.headroom:
            parts.append(f"headroom {self.headroom}")
        return " ".join(parts)
