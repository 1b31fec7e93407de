"""Work that takes a moment, with how far it is and a way to stop it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, cast

import flet as ft

from mobile.ui import inputs, type
from mobile.ui.guard import handler
from mobile.words import t

Progress = Callable[[int, int], None]
Work = Callable[[Progress], Coroutine[Any, Any, Any]]


@dataclass(frozen=True)
class LongWork:
    """`progress` is (done, of how many) while something runs, else None."""

    progress: tuple[int, int] | None
    run: Callable[[Work], Awaitable[Any]]
    stop: Callable[[], None]

    def view(self, text: str) -> ft.Control:
        """Return how far it is, and the button that stops it."""
        done, total = self.progress or (0, 1)
        part = done / max(1, total)
        return ft.Column(
            [
                type.body(text),
                ft.ProgressBar(value=part, semantics_label=text, semantics_value=round(100 * part)),
                inputs.text_button(t("Stop"), handler(lambda _event: self.stop())),
            ],
            spacing=12,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )


def use_long_work() -> LongWork:
    """Return what runs one piece of work at a time; `await run(work)` returns its result, None when it was stopped."""
    progress, set_progress = ft.use_state(None)
    task = ft.use_ref(cast("asyncio.Future[Any] | None", None))

    def show(done: int, total: int) -> None:
        set_progress(lambda _: (done, total))

    async def run(work: Work) -> Any:
        if task.current is not None:
            return None
        show(0, 1)
        running = task.current = asyncio.ensure_future(work(show))
        try:
            return await running
        except asyncio.CancelledError:
            if not running.cancelled():
                raise
            return None
        finally:
            task.current = None
            set_progress(lambda _: None)

    def stop() -> None:
        if task.current is not None:
            task.current.cancel()

    return LongWork(progress, run, stop)
