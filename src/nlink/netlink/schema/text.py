"""Strings, byte strings and hardware addresses."""

from __future__ import annotations

from typing import Any, Final

from .kind import Kind, need


class Text(Kind[str, str]):
    """A string that ends at the first NUL, or at the end of the payload.

    Bytes that are no UTF-8 are kept as surrogates (as ``os.fsdecode`` does), since the kernel takes any byte in a name.
    """

    def __init__(self, *, terminated: bool = True, longest: int | None = None, size: int | None = None) -> None:
        self.terminated, self.size = terminated, size
        self.longest = size if size is not None else longest

    def load(self, raw: Any, owner: Any, /) -> str:
        return raw.split(b"\0", 1)[0].decode("utf-8", "surrogateescape")  # type: ignore[no-any-return]

    def dump(self, value: str, /) -> bytes:
        data = value.encode("utf-8", "surrogateescape")
        if self.size is not None:
            return data.ljust(self.size, b"\0")
        return data + b"\0" if self.terminated else data

    def check(self, value: str, /) -> None:
        need(value, str, "a string")
        data = value.encode("utf-8", "surrogateescape")
        if b"\0" in data:
            raise ValueError("must not contain a NUL")
        if self.longest is not None and len(data) > self.longest:
            raise ValueError(f"must be at most {self.longest} bytes long, not {len(data)}")

    def plain(self, value: str, /) -> str:
        # JSON has no lone surrogates: bytes that are no UTF-8 are shown as "\\udcff", which does not read back.
        return value.encode("utf-8", "backslashreplace").decode()


class DeviceName(Text):
    """The name of a network device. A device always has one: the empty name is an absent attribute."""

    def absent(self, value: str, /) -> bool:
        return not value

    def check(self, value: str, /) -> None:
        super().check(value)
        if value in (".", "..") or any(character in "/:" or character.isspace() for character in value):
            raise ValueError(f"{value!r} is no name for a device: it has a slash, colon or space, or is a dot or two")


class Binary(Kind[bytes, bytes | str]):
    """Bytes as they are; as a string they are given in hexadecimal."""

    eager = True

    def __init__(self, *, size: int | None = None) -> None:
        self.size = size

    def load(self, raw: Any, owner: Any, /) -> bytes:
        return raw  # type: ignore[no-any-return]

    def dump(self, value: bytes, /) -> bytes:
        return bytes(value)

    def plain(self, value: bytes, /) -> str:
        return value.hex()

    def parse(self, value: bytes | str, /) -> bytes:
        data = bytes.fromhex(value) if isinstance(value, str) else value
        self.check(data)
        return data

    def check(self, value: bytes, /) -> None:
        need(value, bytes, "bytes")
        if self.size is not None and len(value) != self.size:
            raise ValueError(f"must be {self.size} bytes long, not {len(value)}")


class HardwareAddress(Kind[str, str]):
    """A link-layer address of any length as lower-case hexadecimal pairs: "02:00:00:00:00:01"."""

    def __init__(self, *, size: int | None = None) -> None:
        self.size = size

    def load(self, raw: Any, owner: Any, /) -> str:
        return raw.hex(":")  # type: ignore[no-any-return]

    def dump(self, value: str, /) -> bytes:
        return bytes.fromhex(value.replace(":", ""))

    def check(self, value: str, /) -> None:
        if self.parse(value) != value:
            raise ValueError(f"must be written as {self.parse(value)!r}")

    def parse(self, value: str, /) -> str:
        need(value, str, "a string")
        pairs = value.replace("-", ":").split(":") if value else []
        if not all(len(pair) in (1, 2) and set(pair) <= _HEX for pair in pairs):
            raise ValueError(f"{value!r} is not a hardware address")
        if self.size is not None and len(pairs) != self.size:
            raise ValueError(f"must be {self.size} bytes long, not {len(pairs)}")
        return ":".join(pair.lower().rjust(2, "0") for pair in pairs)


_HEX = frozenset("0123456789abcdefABCDEF")

string: Final = Text()
"""A string with a NUL behind it, as most of the kernel wants it."""
bare_string: Final = Text(terminated=False)
"""A string without a NUL behind it."""
binary: Final = Binary()
hardware_address: Final = HardwareAddress()
mac: Final = HardwareAddress(size=6)


device_name: Final = DeviceName(longest=15)


def text(*, longest: int) -> Text:
    """A string with a NUL behind it, of at most so many bytes (the NUL not counted)."""
    return Text(longest=longest)


def characters(size: int) -> Text:
    """A ``char[size]``: a string padded with NULs."""
    return Text(size=size)


def octets(size: int) -> Binary:
    """A ``__u8[size]``: so many bytes as they are."""
    return Binary(size=size)
