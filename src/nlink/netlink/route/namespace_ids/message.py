"""The messages about namespaces' ids: RTM_NEWNSID, RTM_DELNSID and RTM_GETNSID (ip-netns(8))."""

from __future__ import annotations

from ...schema.enums import enum
from ...schema.field import attr, header
from ...schema.integers import s32, u8, u32
from ...schema.message import Message
from ...uapi.net_namespace import NETNSA
from ...uapi.rtnetlink import RTM
from ...uapi.socket import AF


class NamespaceIdMessage(Message, types={"new": RTM.NEWNSID, "delete": RTM.DELNSID, "get": RTM.GETNSID}):
    """The id that another network namespace has in this one; each has ids of its own for those that it knows."""

    family: AF | int = header("rtgen_family", enum(AF, u8), default=AF.UNSPEC)
    id: int | None = attr(NETNSA.NSID, s32)
    """-1: the kernel shall choose one, or there is none."""
    pid: int | None = attr(NETNSA.PID, u32)
    """In a request, the namespace by a process in it."""
    fd: int | None = attr(NETNSA.FD, u32)
    """In a request, the namespace by a descriptor."""
    target_id: int | None = attr(NETNSA.TARGET_NSID, s32)
    """In a request, the namespace that is asked, by its id here."""
    current_id: int | None = attr(NETNSA.CURRENT_NSID, s32)
    """When another namespace was asked, the id that the found one has here."""

    def __str__(self) -> str:
        """One line in the manner of ``ip netns list-id``."""
        current = "" if self.current_id is None else f" current-nsid {self.current_id}"
        return f"nsid {self.id}{current}"
