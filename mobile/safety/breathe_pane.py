"""Breathing and grounding on the screen. It leads by words and counts, works offline, and stops at any moment.

A circle grows and shrinks with the breath for those who like that. Where the device asks for less motion Flutter lets
it jump instead, a tick takes it away, and the words and counts say the same without it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import flet as ft

from mobile.safety.breathing import (
    EXERCISES,
    Exercise,
    Moment,
    act_word,
    exercise_hint,
    exercise_name,
    grounding,
    moments,
)
from mobile.session import use_services
from mobile.ui import cards, inputs, theme, type
from mobile.ui.guard import component, handler, log_failure
from mobile.words import t, tn

STILL_PREFERENCE = "breathe_still"
_SMALL, _LARGE = 96, 200  # the circle with empty and with full lungs
Pause = Callable[[float], Awaitable[None]]
pause: list[Pause] = [asyncio.sleep]  # a test puts its own clock here


@component
def BreathePane() -> ft.Control:
    """The choice of exercises, or the one that runs, to stand in something that scrolls."""
    chosen, set_chosen = ft.use_state("")

    def choose(identity: str) -> Callable[..., Any]:
        return handler(lambda _event: set_chosen(lambda _: identity))

    def stop() -> None:
        set_chosen(lambda _: "")

    exercise = next((one for one in EXERCISES if one.id == chosen), None)
    if exercise is not None:
        leading: ft.Control = Breath(exercise, stop, key=exercise.id)
        return leading
    if chosen == "senses":
        steps: ft.Control = Grounding(stop)
        return steps
    rows = [
        cards.list_row(
            exercise_name(one),
            choose(one.id),
            detail=exercise_hint(one),
            icon=ft.Icons.AIR,
            trailing=_minutes(one),
        )
        for one in EXERCISES
    ]
    rows.append(
        cards.list_row(
            t("Five, four, three, two, one"),
            choose("senses"),
            detail=t("Come back to where you are, by your senses."),
            icon=ft.Icons.SPA_OUTLINED,
        )
    )
    return ft.Column(
        [
            type.quiet(t("Works offline. Stop whenever you like; if it feels worse, stop and breathe as you do.")),
            cards.card(cards.divided(rows), padding=cards.OF_ROWS, spacing=0),
        ],
        spacing=14,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _minutes(exercise: Exercise) -> str:
    return tn("{count} minute", "{count} minutes", max(1, round(exercise.seconds / 60)))


@component
def Breath(exercise: Exercise, stop: Callable[[], None]) -> ft.Control:
    """One exercise, second by second."""
    services = use_services()
    still, set_still = ft.use_state(bool(services.preferences.get(STILL_PREFERENCE, False)))
    now, set_now = ft.use_state(0)
    begun, set_begun = ft.use_state(False)
    run = ft.use_memo(lambda: moments(exercise), [])
    page = ft.context.page

    async def lead() -> None:
        try:
            set_begun(True)  # the circle was drawn small before, so that the first breath grows, too
            for second in range(1, len(run) + 1):
                await pause[0](1)
                set_now(second)
        except Exception as error:
            log_failure("leading a breath", error)

    # A clean-up, even an empty one, is what ends this when the member leaves.
    ft.use_effect(lead, dependencies=[], cleanup=lambda: None)

    async def keep_still(value: bool) -> None:
        await services.preferences.set(STILL_PREFERENCE, value)

    def on_still(value: bool) -> None:
        set_still(value)
        page.run_task(keep_still, value)

    if now >= len(run):
        return _done(handler(lambda _event: stop()))
    return ft.Column(
        [
            type.heading(exercise_name(exercise)),
            _circle(run[now], begun, still),
            _words(run[now], exercise),
            inputs.checkbox(t("No movement, only words"), still, on_still),
            inputs.tonal_button(t("Stop"), handler(lambda _event: stop())),
        ],
        spacing=16,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _circle(moment: Moment, begun: bool, still: bool) -> ft.Control:
    size = _SMALL + (_LARGE - _SMALL) * (moment.step.full if begun else 0)
    circle = ft.Container(
        width=size,
        height=size,
        border_radius=_LARGE / 2,
        bgcolor=theme.PRIMARY_CONTAINER,
        animate=ft.Animation(moment.step.seconds * 1000, ft.AnimationCurve.EASE_IN_OUT),
    )
    return ft.Container(
        ft.Semantics(exclude_semantics=True, content=circle),
        height=_LARGE,
        alignment=ft.Alignment.CENTER,
        visible=not still,
    )


def _words(moment: Moment, exercise: Exercise) -> ft.Control:
    """What to do is told to a screen reader once at each change; the count is only shown."""
    act = ft.Text(act_word(moment.step.act), size=24, weight=theme.BOLD, text_align=ft.TextAlign.CENTER)
    count = ft.Text(str(moment.left), size=40, weight=theme.BOLD, text_align=ft.TextAlign.CENTER)
    return ft.Column(
        [
            ft.Semantics(live_region=True, container=True, content=act),
            ft.Semantics(exclude_semantics=True, content=count),
            type.quiet(
                t("Breath {number} of {all}", number=moment.round, all=exercise.rounds),
                text_align=ft.TextAlign.CENTER,
            ),
        ],
        spacing=4,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _done(on_click: Callable[..., Any]) -> ft.Control:
    words = ft.Semantics(
        live_region=True, container=True, content=type.body(t("That was it. Stay a moment, if you like."))
    )
    return cards.card([words, inputs.tonal_button(t("Back to the exercises"), on_click)])


@component
def Grounding(stop: Callable[[], None]) -> ft.Control:
    """The five steps, each in one's own time."""
    at, set_at = ft.use_state(0)
    steps = grounding()
    if at >= len(steps):
        return _done(handler(lambda _event: stop()))
    return cards.card(
        [
            type.heading(t("Five, four, three, two, one")),
            ft.Semantics(live_region=True, container=True, content=type.body(steps[at], size=20)),
            type.quiet(t("Step {number} of {all}", number=at + 1, all=len(steps))),
            ft.Row(
                [
                    inputs.tonal_button(t("Next"), handler(lambda _event: set_at(lambda now: now + 1))),
                    inputs.text_button(t("Stop"), handler(lambda _event: stop())),
                ],
                wrap=True,
            ),
        ],
        spacing=14,
    )
