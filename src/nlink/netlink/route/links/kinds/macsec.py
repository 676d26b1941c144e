"""MACsec: encryption and integrity on the link layer (IEEE 802.1AE)."""

from __future__ import annotations

from typing import Any, Self

from ....schema.decode import Buffer
from ....schema.enums import Enumeration, enum
from ....schema.integers import be16, boolean, u8, u32, u64
from ....schema.options import Setting, option
from ....schema.settings import Bool, Choice, Int
from ....schema.text import octets
from ....uapi.if_link import IFLA_MACSEC, MACSEC_OFFLOAD, MACSEC_VALIDATE
from ....uapi.if_macsec import MACSEC_CIPHER
from ..options import LinkOptions


class CipherSuite(Enumeration[MACSEC_CIPHER]):
    """A cipher suite, by its number in the standard."""

    def load(self, raw: Any, owner: Any, /) -> MACSEC_CIPHER | int:
        # For GCM-AES-128 the kernel tells the number of a draft of the standard.
        return MACSEC_CIPHER.GCM_AES_128 if raw == 0x0080020001000001 else super().load(raw, owner)


class Macsec(LinkOptions, kind="macsec", padding=(IFLA_MACSEC.PAD,)):
    """A MACsec link; the Ethernet link below it is given as ``link`` of ``add_link``. Keys and receive channels belong
    to the generic-netlink family "macsec". ``sci``, ``port``, ``cipher_suite`` and ``icv_len`` cannot be changed.
    """

    sci: Setting[bytes, bytes | str] = option(IFLA_MACSEC.SCI, octets(8))
    """The secure channel identifier: a MAC address and a port, as bytes or in hexadecimal. It excludes
    ``send_sci=False``."""
    port: Int = option(IFLA_MACSEC.PORT, be16)
    """The port of an identifier that has the link's own address; 1 if neither is given."""
    icv_len: Int = option(IFLA_MACSEC.ICV_LEN, u8, ge=8, le=16)
    """Bytes of the integrity check value: 8 to 16 (the kernel's choice)."""
    cipher_suite: Choice[MACSEC_CIPHER] = option(IFLA_MACSEC.CIPHER_SUITE, CipherSuite(MACSEC_CIPHER, u64, {}))
    """"gcm-aes-128" (the kernel's choice), "gcm-aes-256", "gcm-aes-xpn-128" or "gcm-aes-xpn-256"."""
    window: Int = option(IFLA_MACSEC.WINDOW, u32)
    """How far back a frame's number may be, with ``replay_protect``; at most 2**30 - 1 with an XPN suite."""
    encoding_sa: Int = option(IFLA_MACSEC.ENCODING_SA, u8, le=3)
    """The secure association that sends, 0 to 3."""
    encrypt: Bool = option(IFLA_MACSEC.ENCRYPT, boolean(u8))
    """Encrypt, instead of authenticating only; off unless switched on."""
    protect: Bool = option(IFLA_MACSEC.PROTECT, boolean(u8))
    """Protect what is sent; on unless switched off."""
    send_sci: Bool = option(IFLA_MACSEC.INC_SCI, boolean(u8))
    """Send the identifier in each frame (the kernel's choice); excludes the next two."""
    end_station: Bool = option(IFLA_MACSEC.ES, boolean(u8))
    """Say that this is the only station, so that the sender's address is the identifier; excludes ``scb``."""
    scb: Bool = option(IFLA_MACSEC.SCB, boolean(u8))
    """Single copy broadcast."""
    replay_protect: Bool = option(IFLA_MACSEC.REPLAY_PROTECT, boolean(u8))
    """Drop what was received before, or is older than ``window``, which has to be given with it."""
    validation: Choice[MACSEC_VALIDATE] = option(IFLA_MACSEC.VALIDATION, enum(MACSEC_VALIDATE, u8))
    """What becomes of bad frames: "strict" (they are dropped: the kernel's choice), "check" or "disabled"."""
    offload: Choice[MACSEC_OFFLOAD] = option(IFLA_MACSEC.OFFLOAD, enum(MACSEC_OFFLOAD, u8))
    """Where it is done: "off" (here), "phy" or "mac"."""

    @classmethod
    def from_bytes(cls, data: Buffer, *, owner: object = None) -> Self:
        read = super().from_bytes(data, owner=owner)
        if read.sci is None or read.port is not None:
            return read
        return read.replace(port=int.from_bytes(read.sci[6:], "big"))  # the kernel tells it as part of the identifier

    def to_bytes(self) -> bytes:
        # The kernel refuses an identifier that is not to be sent, though it tells one. The port makes the same again.
        idle = {"sci": None} if self.send_sci is False and self.port is not None else {}
        return super(Macsec, self.model_copy(update=idle)).to_bytes()
