"""Nothing that goes wrong on one screen may take the app with it.

In Flet 1.0 an exception in a handler replaces the whole interface, and one in a re-render freezes it without a word.
So every handler passes through `handler`, every component through `component`, every routed screen through `screen`;
a test walks the rendered trees and fails on one that does not.
"""

import functools
import inspect
import logging
from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.words import t

log = logging.getLogger("kith.ui")
_explain: list[Callable[[BaseException], str]] = []
_used: list[Callable[[], None]] = []
_acts: set[object] = set()  # handlers that wait for something just now, such as a file to be chosen


def explain_with(explain: Callable[[BaseException], str]) -> None:
    """Let `explain` find the sentence for what fails in a handler; this floor does not know what errors mean."""
    _explain[:] = [explain]


def use_with(touched: Callable[[], None]) -> None:
    """Let `touched` hear whenever somebody uses a control: every handler of the app passes through here."""
    _used[:] = [touched]


def is_acting() -> bool:
    """Whether something that somebody began is still under way."""
    return bool(_acts)


def handler(function: Callable[..., Any], *, is_act: bool = True) -> Callable[..., Any]:
    """Return `function` so that a failure in it is told in one sentence, logged by its type alone, and ends there.

    `is_act` is False for what the platform tells and nobody did."""

    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def guarded_async(*arguments: Any) -> Any:
            act = object()
            if is_act:
                _touch()
                _acts.add(act)
            try:
                return await function(*arguments)
            except Exception as error:
                _tell(error)
            finally:
                _acts.discard(act)

        guarded: Callable[..., Any] = guarded_async
    else:

        @functools.wraps(function)
        def guarded_sync(*arguments: Any) -> Any:
            if is_act:
                _touch()
            try:
                return function(*arguments)
            except Exception as error:
                _tell(error)

        guarded = guarded_sync
    guarded.is_guarded = True  # type: ignore[attr-defined]
    return guarded


def _touch() -> None:
    for touched in _used:
        touched()


def _tell(error: Exception) -> None:
    log_failure("handler", error)
    sentence = t("Something went wrong here. What you wrote is kept; please try again.")
    ft.context.page.show_dialog(ft.SnackBar(_explain[0](error) if _explain else sentence))


def log_failure(where: str, error: BaseException) -> None:
    """Log where and what kind, with the code path but never the message: it may hold words of the member."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    log.error("%s failed: %s at %s", where, type(error).__name__, " > ".join(frames))


def component(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a Flet component with an error boundary around its body."""
    return _bounded(function, lambda: ft.Text(t("This part could not be shown.")))


def screen(function: Callable[..., ft.View]) -> Callable[..., Any]:
    """Make a routed component, which returns a View, with an error boundary that keeps the way back."""

    def fallback() -> ft.View:
        return ft.View(
            route=ft.use_view_path(),
            appbar=ft.AppBar(),
            controls=[ft.Text(t("This screen could not be shown. Nothing you wrote is lost."))],
        )

    return _bounded(function, fallback)


def _bounded(function: Callable[..., Any], fallback: Callable[[], Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def body(*arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        except Exception as error:
            log_failure(function.__name__, error)
            return fallback()

    made: Callable[..., Any] = ft.component(body)
    made.is_guarded = True  # type: ignore[attr-defined]
    return made
