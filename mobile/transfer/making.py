"""Making a file on this device: with a bar that moves, a way to stop it, and the platform's own way to save it.

A file is made in memory, once; no word of it touches the disk before the member says where it shall stand.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

import flet as ft

from mobile.sentences import is_expected, problem_sentence
from mobile.ui import feedback, inputs, type
from mobile.ui.guard import handler, log_failure
from mobile.words import t

Progress = Callable[[int, int], None]
Make = Callable[[BinaryIO, Progress], Awaitable[str]]
Buffer = io.BytesIO  # what a file is made in


@dataclass(frozen=True)
class Stage:
    """Where it stands: how many hundredths are done while it is `running`; then what became of it, as a sentence, and
    whether that is `trouble`."""

    running: bool = False
    percent: int = 0
    sentence: str = ""
    trouble: bool = False


@dataclass(frozen=True)
class Making:
    """How a file is being made. `stop` is a handler of a press; `forget` takes away what was said of the file before,
    once another one is asked for."""

    stage: Stage
    start: Callable[[Make, str], Awaitable[None]]
    stop: Callable[..., Any]
    forget: Callable[[], None]


def use_making() -> Making:
    """Return the making of the calling component; leaving the screen stops it."""
    page = ft.context.page
    stage, set_stage = ft.use_state(Stage())
    running: Any = ft.use_ref(None)

    def tell(done: int, total: int) -> None:
        percent = done * 100 // max(total, 1)
        set_stage(lambda before: before if before.percent == percent else replace(before, percent=percent))

    async def start(make: Make, file_name: str) -> None:
        if running.current is not None:
            return
        set_stage(lambda _: Stage(running=True))
        outcome = Stage()
        try:
            outcome = await _make_and_save(page, make, file_name, tell, running)
        except Exception as error:
            if not is_expected(error):
                log_failure("making a file", error)
            outcome = Stage(sentence=problem_sentence(error), trouble=True)
        finally:
            running.current = None
            set_stage(lambda _: outcome)

    def stop(*_event: Any) -> None:
        if running.current is not None:
            running.current.cancel()

    def forget() -> None:
        set_stage(lambda before: before if before.running else Stage())

    ft.use_effect(lambda: None, dependencies=[], cleanup=stop)
    return Making(stage, start, handler(stop), forget)


async def _make_and_save(page: ft.Page, make: Make, file_name: str, tell: Progress, running: Any) -> Stage:
    out = Buffer()
    task = asyncio.ensure_future(make(out, tell))
    running.current = task
    try:
        made = await task
    except asyncio.CancelledError:
        if not task.cancelled():
            raise
        return Stage(sentence=t("Stopped. No file was made."))
    except MemoryError:
        return Stage(sentence=t("This device has not enough memory for it. No file was made."), trouble=True)
    kind = file_name.rpartition(".")[2]
    saved = await ft.FilePicker().save_file(file_name=file_name, allowed_extensions=[kind], src_bytes=out.getvalue())
    if not saved and not page.web:  # a browser saves it by itself, and tells nobody where
        return Stage(sentence=t("The file was not saved."))
    return Stage(sentence=made)


def making_parts(making: Making, act_word: str, start: Callable[..., Any], icon: ft.IconData) -> list[ft.Control]:
    """Return the button that begins, or the bar with its way to stop, and below it what became of it."""
    stage = making.stage
    if stage.running:
        return [
            ft.Semantics(
                label=t("{percent} per cent done", percent=stage.percent),
                live_region=True,
                content=ft.ProgressBar(value=stage.percent / 100, height=8, border_radius=4),
            ),
            ft.Row(
                [
                    ft.Container(type.quiet(t("{percent} per cent done", percent=stage.percent)), expand=True),
                    inputs.text_button(t("Stop"), making.stop),
                ],
            ),
        ]
    parts: list[ft.Control] = []
    if stage.sentence and stage.trouble:
        parts.append(feedback.trouble(stage.sentence))
    elif stage.sentence:
        words = ft.Container(type.body(stage.sentence), expand=True)
        done = ft.Row([ft.Icon(ft.Icons.CHECK_CIRCLE_OUTLINE, size=22), words], spacing=12)
        parts.append(ft.Semantics(live_region=True, content=done))
    return [*parts, inputs.primary_button(act_word, start, icon=icon)]
