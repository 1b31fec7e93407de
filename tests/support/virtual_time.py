"""An event loop in which waiting takes no time: timers fire in their order, at once, and nobody sleeps.

A day passes in as long as its events need. Work that would go to a thread runs where it is asked for, so that the same
seed gives the same course; a loop that would wait for ever fails the test instead.
"""

import asyncio
import os
import random
import selectors
import uuid
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")

START = 1_800_000_000.0  # seconds since 1970; the loop's clock is the world's clock


class _JumpingSelector(selectors.SelectSelector):
    """Never waits: when nothing is ready, the clock jumps to the next timer."""

    def __init__(self) -> None:
        super().__init__()
        self.loop: VirtualLoop | None = None

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("deadlock: everybody waits and no timer is set")
        if not ready and timeout and self.loop is not None:
            self.loop.now += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its time is `now`, in seconds since 1970."""

    def __init__(self) -> None:
        selector = _JumpingSelector()
        super().__init__(selector)
        selector.loop = self
        self.now = START
        self._clock_resolution = 1e-6  # the default would make the loop spin at numbers of this size

    def time(self) -> float:
        """Return the virtual time."""
        return self.now

    def run_in_executor(self, executor: Any, func: Callable[..., T], *args: Any) -> "asyncio.Future[T]":  # type: ignore[override]
        """Run `func` here and now."""
        future: asyncio.Future[T] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future


def run_virtually(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end in virtual time and return its result."""
    loop = VirtualLoop()
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(work)
    finally:
        try:
            leftovers = asyncio.all_tasks(loop)
            for task in leftovers:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*leftovers, return_exceptions=True))
        finally:
            asyncio.set_event_loop(None)
            loop.close()


@contextmanager
def seeded_chance(seed: int) -> Iterator[None]:
    """Make ids and nonces come from `seed`, so that what depends on their order repeats too."""
    chance = random.Random(seed)
    before = os.urandom, random._urandom  # type: ignore[attr-defined]

    def urandom(size: int) -> bytes:
        return chance.randbytes(size)

    os.urandom = urandom
    random._urandom = urandom  # type: ignore[attr-defined]
    try:
        assert uuid.uuid4() != uuid.uuid4()
        yield
    finally:
        os.urandom, random._urandom = before  # type: ignore[attr-defined]
