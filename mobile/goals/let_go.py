"""Letting a goal go: nothing is lost by it, what was learned stays, and it can be taken up again."""

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.drafting import use_draft, use_once
from mobile.goals import intents
from mobile.goals.document import LEARNED_MAX, Goal, State
from mobile.session import use_services
from mobile.ui import cards, feedback, inputs, type
from mobile.ui.guard import component, handler
from mobile.words import t


@component
def LetGo(goal: Goal, keep: Callable[[], None], hindered: bool = False, done: Callable[[], None] | None = None) -> Any:
    """What was learned, if anything, and the act. `hindered` also notes that it is not mine right now."""
    services = use_services()
    page = ft.context.page
    draft = use_draft(f"goal-learned:{goal.id}", {"text": ""})
    trouble, run = use_once()

    async def let_go(_event: Any) -> None:
        async def store() -> None:
            act = intents.put_aside if hindered else intents.set_state
            await act(services, goal.id, State.DROPPED, draft.fields["text"])
            await draft.clear()

        if await run(store):
            feedback.say(page, t("Let go. What you learned stays, and you can take it up again."))
            if done is not None:
                done()

    text = draft.fields["text"]
    parts: list[ft.Control] = [
        type.strong(t("Let this goal go")),
        type.body(t("Some goals were right for another time. What you did and learned stays here.")),
        inputs.text_field(
            t("What did you learn, if you like"),
            text,
            lambda typed: draft.change(text=typed),
            lines=3,
            maximum=LEARNED_MAX,
            error=t("This is too long to keep here.") if len(text) > LEARNED_MAX else "",
        ),
        ft.Row(
            [
                inputs.tonal_button(t("Let it go"), handler(let_go), disabled=len(text) > LEARNED_MAX),
                inputs.text_button(t("Keep it"), handler(lambda _event: keep())),
            ],
            wrap=True,
        ),
    ]
    return cards.card([feedback.trouble(trouble), *parts] if trouble else parts)
