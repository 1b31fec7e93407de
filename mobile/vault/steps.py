"""Long work in small steps, so that the loop never waits for it and whoever started it can stop it.

Natively the steps run in a thread; a browser has none, so there they take turns with everything else on the loop.
"""

import asyncio
import gc
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

A = TypeVar("A")
T = TypeVar("T")

STEP = 100  # documents: some milliseconds of sealing
_MANY = 5_000  # documents; below that the collector walks through them in some milliseconds
_TURN = 10  # documents between two turns of a loop that has no thread to give them to
HAS_THREADS = sys.platform != "emscripten"

Progress = Callable[[int, int], None]


async def run_in_steps(
    work: Callable[[A], T],
    items: Sequence[A],
    on_progress: Progress | None = None,
    *,
    has_threads: bool = HAS_THREADS,
) -> list[T]:
    """Return `work(item)` for each item; `on_progress(done, total)` is called on the loop after each step.

    Cancelling ends it between two steps.
    """
    results: list[T] = []
    step = STEP if has_threads else _TURN
    for start in range(0, len(items), step):
        some = items[start : start + step]
        if has_threads and len(items) > _TURN:
            results += await asyncio.to_thread(_run, work, some)
        else:
            results += _run(work, some)
            await asyncio.sleep(0)
        if on_progress:
            on_progress(len(results), len(items))
    return results


async def run_aside(work: Callable[[], T]) -> T:
    """Return `work()`, run in a thread where there are any."""
    return await asyncio.to_thread(work) if HAS_THREADS else work()


@contextmanager
def without_collector(count: int) -> Iterator[None]:
    """Let the collector rest while `count` objects that stay are made: it would walk through all of them, again and
    again, and hold everything up for a third of a second each time."""
    if count < _MANY or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()


async def let_go(*collections: list[Any] | dict[Any, Any]) -> None:
    """Empty long lists and maps piece by piece: freeing ten years at once would hold everything up for a moment."""
    for collection in collections:
        items = collection if isinstance(collection, list) else list(collection.values())
        if items is not collection:
            collection.clear()
        while items:
            del items[-STEP:]
            await asyncio.sleep(0)


async def run_to_end(work: Coroutine[Any, Any, T]) -> T:
    """Await `work` to its end even when cancelled meanwhile: what is half on the disk must reach memory too."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            await asyncio.wait([task])
        raise


def _run(work: Callable[[A], T], some: Sequence[A]) -> list[T]:
    return [work(item) for item in some]
