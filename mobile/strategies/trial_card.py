"""One time that a strategy was tried: how it was before, how after, and whether it helped. Each tap is kept at once."""

from typing import Any

import flet as ft

from mobile.session import use_services
from mobile.strategies import intents
from mobile.strategies.document import RATINGS, Strategy, Trial
from mobile.strategies.words import rating_word
from mobile.ui import cards, dates, faces, feedback, inputs, theme, type
from mobile.ui.guard import component, handler
from mobile.vocabulary import Vocabulary, open_vocabulary
from mobile.words import t


@component
def TrialCard(strategy: Strategy, trial: Trial, begin_open: bool) -> ft.Control:
    """A line that opens, or all of it."""
    services = use_services()
    page = ft.context.page
    open_, set_open = ft.use_state(begin_open)
    vocabulary = open_vocabulary(services.documents)
    day = dates.day_title(trial.tried_on, services.clock.today())

    async def remove(_event: Any) -> None:
        restore = await intents.remove_trial(services, trial)

        async def undo(_event: Any) -> None:
            await restore()

        feedback.offer_undo(page, t("Taken away."), t("Undo"), undo)

    def levels(which: str, chosen: int | None) -> ft.Control:
        def choose(level: int) -> Any:
            async def act(_event: Any) -> None:
                await intents.set_levels(services, trial, **{which: level})

            return handler(act)

        buttons = [
            faces.face_button(
                level, vocabulary.mood(level, None), choose(level), size=34, show_word=False,
                selected=None if chosen is None else level == chosen,
            )
            for level in faces.LEVELS
        ]  # fmt: skip
        return ft.Row(buttons, spacing=2, wrap=True)

    def rate(rating: int) -> Any:
        async def act(_event: Any) -> None:
            await intents.rate(services, strategy, trial, rating)

        return handler(act)

    if not open_:
        line = " · ".join(_facts(trial, vocabulary)) or t("Nothing more noted")
        row = cards.list_row(day, handler(lambda _event: set_open(True)), detail=line)
        return cards.card(row, padding=cards.OF_ROWS)
    ratings: list[ft.Control] = [
        cards.chip(rating_word(one), rate(one), selected=trial.rating == one, key=one) for one in RATINGS
    ]
    return cards.card(
        [
            type.strong(t("Tried it: {day}", day=day)),
            _part(t("Before, if you like"), levels("before", trial.before)),
            _part(t("And after?"), levels("after", trial.after)),
            _part(t("Did it help?"), cards.chips(ratings)),
            ft.Row(
                [
                    inputs.text_button(t("Done"), handler(lambda _event: set_open(False))),
                    inputs.text_button(t("Take it away"), handler(remove), danger=True),
                ],
                wrap=True,
            ),
        ]
    )


def _part(name: str, control: ft.Control) -> ft.Control:
    return ft.Column([type.quiet(name, color=theme.TEXT), control], spacing=4, tight=True)


def _facts(trial: Trial, vocabulary: Vocabulary) -> list[str]:
    facts = []
    if trial.before is not None and trial.after is not None:
        before, after = vocabulary.mood(trial.before, None), vocabulary.mood(trial.after, None)
        facts.append(t("{before} before, {after} after", before=before, after=after))
    if trial.rating is not None:
        facts.append(rating_word(trial.rating))
    return facts
