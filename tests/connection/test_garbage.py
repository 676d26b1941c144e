"""What a large batch leaves for the garbage collector to look at, each time that it runs."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from nlink import Batch, Connection
from nlink.netlink.batch import Pending

MANY = 500
MAC = "02:00:00:00:00:01"

OPERATIONS: list[tuple[str, Callable[[Batch, int], object]]] = [
    ("add_route by name", lambda batch, n: batch.add_route(f"10.{n >> 8}.{n & 255}.0/24", device="lo")),
    ("add_route by index", lambda batch, n: batch.add_route(f"10.{n >> 8}.{n & 255}.0/24", device=1)),
    ("add_route by router", lambda batch, n: batch.add_route(f"10.{n >> 8}.{n & 255}.0/24", via="192.0.2.1", metric=7)),
    ("del_route", lambda batch, n: batch.del_route(f"10.{n >> 8}.{n & 255}.0/24", device="lo", missing_ok=True)),
    ("add_address", lambda batch, n: batch.add_address("lo", f"10.{n >> 8}.{n & 255}.1/24", exist_ok=True)),
    ("del_address", lambda batch, n: batch.del_address("lo", f"10.{n >> 8}.{n & 255}.1/24")),
    ("add_neighbor", lambda batch, n: batch.add_neighbor("lo", f"10.{n >> 8}.{n & 255}.1", lladdr=MAC)),
    ("del_neighbor", lambda batch, n: batch.del_neighbor("lo", f"10.{n >> 8}.{n & 255}.1")),
    ("add_rule", lambda batch, n: batch.add_rule(table=5, priority=n + 1)),
    ("del_rule", lambda batch, n: batch.del_rule(priority=n + 1)),
]


@pytest.mark.parametrize(("name", "queue"), OPERATIONS, ids=[name for name, _ in OPERATIONS])
async def test_a_queued_change_is_not_looked_at(
    name: str, queue: Callable[[Batch, int], object], conn: Connection
) -> None:
    batch = conn.batch()
    for number in range(MANY):
        queue(batch, number)  # what is kept for all of them is made by the first
    gc.collect()
    gc.disable()
    try:
        before = {id(one) for one in gc.get_objects()}
        for number in range(MANY):
            queue(batch, number)
        gc.collect(0)  # looks at new tuples and dictionaries once, and never again at those that cannot be in a cycle
        left = [one for one in gc.get_objects() if id(one) not in before]
    finally:
        gc.enable()
    kinds = Counter(type(one) for one in left if not_of_the_call(one))
    assert sum(kinds.values()) < 10, kinds
    batch._queue.clear()


def not_of_the_call(found: Any) -> bool:
    """Pending is what the caller is given; the arguments are in a tuple and a dictionary that the call itself makes."""
    return not isinstance(found, Pending | dict | tuple)
