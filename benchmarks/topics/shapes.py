"""Links that are all unlike each other, which is the worst for decoding by shape."""

from __future__ import annotations

from random import Random
from time import perf_counter
from typing import Any

from nlink import LinkMessage
from nlink.netlink.header import pack_header
from nlink.netlink.schema.reader import MessageReader
from nlink.schema import u32
from nlink.uapi import RTM

from ..report import NLINK, Row, Target
from ..rounds import in_turns
from ..sizes import Sizes

SHAPES = 500
FIELDS = [field.name for field in LinkMessage.__layout__.attributes if field.kind is u32]


async def run(sizes: Sizes) -> list[Row]:
    """Measure the decoding of the same messages by a reader, and attribute by attribute."""
    rng = Random(1)
    shapes = {tuple(rng.sample(FIELDS, rng.randint(1, len(FIELDS)))): None for _ in range(20 * SHAPES)}
    messages = [_message(fields) for fields in list(shapes)[:SHAPES]] * (sizes.links // 20)
    data = bytearray(b"".join(messages))

    async def by_shape() -> tuple[float, ...]:
        reader: MessageReader[LinkMessage[Any]] = MessageReader(LinkMessage)
        found: list[LinkMessage[Any]] = []
        started = perf_counter()
        reader.read(data, 0, len(data), found.append)
        return (perf_counter() - started,)

    async def plainly() -> tuple[float, ...]:
        reader: MessageReader[LinkMessage[Any]] = MessageReader(LinkMessage)
        found: list[LinkMessage[Any]] = []
        offset, started = 0, perf_counter()
        for message in messages:
            found.append(reader.read_plainly(data, offset, len(data)))
            offset += len(message)
        return (perf_counter() - started,)

    (times,) = await in_turns({"shape": by_shape, "plain": plainly}, sizes.rounds)
    share = [shape / plain for shape, plain in zip(times["shape"], times["plain"], strict=True)]
    name = f"links of {SHAPES} shapes, beside one attribute after the other"
    return [Row(name=name, rounds={NLINK: share}, unit="times", targets=(Target(1.05),))]


def _message(fields: tuple[str, ...]) -> bytes:
    """A link with these attributes, in this order, with nlmsghdr."""
    header = LinkMessage(ifindex=1).to_bytes()
    attributes = [LinkMessage(**{name: 1}).to_bytes()[len(header) :] for name in fields]
    payload = b"".join([header, *attributes])
    return pack_header(16 + len(payload), RTM.NEWLINK, 0, 1, 1) + payload
