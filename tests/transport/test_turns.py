"""Turns on the loop: nobody holds it for long, and everybody gets on."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

from nlink.netlink.transport import turns as module
from nlink.netlink.transport.turns import TURN, Turns, turns_of


class Clock:
    """A clock that goes on when somebody works."""

    def __init__(self) -> None:
        self.now = 1.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "monotonic", made)
    return made


async def work(turns: Turns, clock: Clock, pieces: int, duration: float, done: list[str], name: str) -> None:
    for _ in range(pieces):
        if turns.over():
            await turns.next()
        clock.now += duration
        done.append(name)


async def rounds(clock: Clock, longest: list[float]) -> None:
    before = clock.now
    while True:
        await asyncio.sleep(0)
        longest.append(clock.now - before)
        before = clock.now


async def test_short_work_does_not_go_round_the_loop(clock: Clock) -> None:
    went_round: list[bool] = []
    asyncio.get_running_loop().call_soon(went_round.append, True)
    await work(Turns(), clock, 100, TURN / 200, [], "")
    assert not went_round


async def test_long_work_goes_round_in_time(clock: Clock) -> None:
    longest: list[float] = []
    ticker = asyncio.create_task(rounds(clock, longest))
    turns = Turns()
    await asyncio.gather(*(work(turns, clock, 20, TURN / 4, [], "") for _ in range(20)))
    ticker.cancel()
    # The end of one turn and the beginning of the next can meet in one round.
    assert max(longest) <= 2 * (TURN + TURN / 4) + 1e-9


async def test_everybody_gets_on_in_order(clock: Clock) -> None:
    done: list[str] = []
    turns = Turns()
    names = [str(number) for number in range(40)]
    await asyncio.gather(*(work(turns, clock, 3, 2 * TURN, done, name) for name in names))
    assert all(done.count(name) == 3 for name in names)
    assert done.index("39") < 100, "the last to come does not wait until all others are through"


async def test_somebody_gets_on_however_busy_the_loop_is(clock: Clock) -> None:
    async def hog() -> None:
        while True:
            clock.now += 10 * TURN
            await asyncio.sleep(0)

    hogs = [asyncio.create_task(hog()) for _ in range(3)]
    done: list[str] = []
    turns = Turns()
    await asyncio.gather(*(work(turns, clock, 5, 2 * TURN, done, name) for name in "abc"))
    for task in hogs:
        task.cancel()
    assert len(done) == 15


async def test_who_leaves_the_queue_keeps_nobody_from_getting_on(clock: Clock) -> None:
    done: list[str] = []
    turns = Turns()
    tasks = [asyncio.create_task(work(turns, clock, 5, 2 * TURN, done, str(number))) for number in range(50)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.sleep(0)
    for task in tasks[1::4]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert all(done.count(str(number)) == 5 for number in range(3, 50, 4))


def test_a_loop_is_not_kept_alive() -> None:
    loop = asyncio.new_event_loop()
    gone = weakref.ref(loop)

    async def use() -> None:
        turns = turns_of(asyncio.get_running_loop())
        assert turns is turns_of(asyncio.get_running_loop())
        assert not turns.over()
        await turns.next()

    loop.run_until_complete(use())
    loop.close()
    del loop
    gc.collect()
    assert gone() is None
