"""Where a line of the safety plan is written. What stands here is kept at every letter, so leaving loses nothing."""

from collections.abc import Callable

import flet as ft

from mobile.drafting import use_draft, use_once
from mobile.safety.plan import NUMBER_MAX, PEOPLE, WITH_NUMBER, WORDS_MAX, PlanLine, add_line, change_line
from mobile.session import use_services
from mobile.ui import inputs
from mobile.ui.guard import component, handler
from mobile.words import t

NEW = "new"


def draft_key(part: str, identity: str) -> str:
    """Return where a half-written line is kept; `identity` is the line's id, or NEW."""
    return f"plan:{part}:{identity}"


@component
def LineEditor(part: str, line: PlanLine | None, on_done: Callable[[], None]) -> ft.Control:
    """A new line, or the change of one."""
    services = use_services()
    start = {"words": line.words if line else "", "number": line.number if line else ""}
    draft = use_draft(draft_key(part, line.id if line else NEW), start)
    error, set_error = ft.use_state("")
    trouble, run = use_once()
    words, number = str(draft.fields["words"]), str(draft.fields["number"])

    async def save() -> None:
        words, number = str(draft.fields["words"]), str(draft.fields["number"])  # as they stand now, drawn yet or not
        if not words.strip():
            set_error(lambda _: t("Write a few words first."))
            return

        async def store() -> None:
            if line is None:
                await add_line(services, part, words, number)
            else:
                await change_line(services, line, words, number)
            await draft.clear()

        if await run(store):
            on_done()

    async def give_up() -> None:
        await draft.clear()
        on_done()

    def typed_words(text: str) -> None:
        set_error(lambda _: "")
        draft.change(words=text[:WORDS_MAX])

    named = part == PEOPLE
    parts: list[ft.Control] = [
        inputs.text_field(
            t("Name") if named else t("Your words"),
            words,
            typed_words,
            lines=1 if named else 2,
            maximum=WORDS_MAX,
            error=error or trouble,
        )
    ]
    if part in WITH_NUMBER:
        parts.append(
            inputs.text_field(
                t("Telephone number, if you like"),
                number,
                lambda text: draft.change(number=text[:NUMBER_MAX]),
                maximum=NUMBER_MAX,
                prose=False,
            )
        )
    parts.append(
        ft.Row(
            [
                inputs.tonal_button(t("Keep this line"), handler(save)),
                inputs.text_button(t("Cancel"), handler(give_up)),
            ],
            wrap=True,
        )
    )
    return ft.Column(parts, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
