"""The transport's own errors, which no message of the kernel's carries."""

from __future__ import annotations

import errno
import os

from ...errors import ConnectionClosed, MessagesLost, NetlinkError, Timeout, WrongLoop


def not_open(advice: str = "use `async with`, or await open()") -> ConnectionClosed:
    """Used before it was opened."""
    return ConnectionClosed(errno.ENOTCONN, f"not open: {advice}")


def closed(advice: str = "") -> ConnectionClosed:
    """Used after it was closed, or closed while this waited."""
    return ConnectionClosed(errno.EBADF, f"closed: {advice}" if advice else "closed")


def wrong_loop(advice: str = "") -> WrongLoop:
    """Used from another event loop, or another thread, than where it was opened."""
    belongs = "it belongs to another event loop"
    return WrongLoop(errno.EXDEV, f"{belongs}; {advice}" if advice else belongs)


def late(timeout: float | None) -> Timeout:
    """No answer for so many seconds."""
    return Timeout(errno.ETIMEDOUT, f"the kernel did not answer within {timeout or 0:g} seconds")


def messages_lost() -> MessagesLost:
    """The receive queue overran while something was in flight."""
    return MessagesLost(
        errno.ENOBUFS, "the receive queue overran and replies were lost; what was asked for may have been done"
    )


def of_socket(error: OSError) -> NetlinkError:
    """What the socket itself refused, as the error of its meaning."""
    if isinstance(error, NetlinkError):
        return error
    if error.errno == errno.ENOBUFS:
        return messages_lost()
    number = error.errno or errno.EIO
    return NetlinkError.from_errno(number, error.strerror or os.strerror(number))
