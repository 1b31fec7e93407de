"""A strategy of one's own: a line is enough, and every keystroke is kept as a draft."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.drafting import use_draft, use_once
from mobile.session import use_query, use_services, use_session
from mobile.strategies import intents
from mobile.strategies.document import Strategy
from mobile.ui import feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

_MAXIMA = {"title": 120, "body": 4_000, "when": 200, "steps": 4_000, "minutes": 5, "cautions": 400}  # characters


@screen
def OwnStrategyScreen() -> ft.View:
    """A new one, or one's own changed."""
    services = use_services()
    wide = use_session().layout == "wide"
    parameters = use_parameters()
    document_id = paths.id_in(parameters, "document_id")
    found = use_query(lambda: _load(services, document_id), scopes=(), depends_on=(document_id,))
    new = "document_id" not in parameters
    body: Any = ft.Container()
    if found is not None and (new or found[0] is not None):
        body = OwnStrategyForm(found[0], wide, key=str(document_id or "new"))
    elif found is not None:
        body = feedback.empty(
            t("This strategy is not kept on this device any more."), t("To what you kept"), scaffold.to(paths.SAVED)
        )
    title = t("A strategy of your own") if new else t("Edit the strategy")
    return scaffold.page_view(title, body, wide=wide, dialog=True)


async def _load(services: "Services", document_id: UUID | None) -> tuple[Strategy | None]:
    return (intents.get_saved(services, document_id) if document_id else None,)


def start_of(strategy: Strategy | None) -> dict[str, str]:
    """Return what the form begins with, in the shape of its draft."""
    if strategy is None:
        return dict.fromkeys(_MAXIMA, "")
    return {
        "title": strategy.title, "body": strategy.body, "when": strategy.when, "steps": "\n".join(strategy.steps),
        "minutes": str(strategy.minutes or ""), "cautions": strategy.cautions,
    }  # fmt: skip


@component
def OwnStrategyForm(strategy: Strategy | None, wide: bool) -> ft.Control:
    """The fields; only the first is needed."""
    services = use_services()
    page = ft.context.page
    draft = use_draft(f"strategy:{strategy.id if strategy else 'new'}", start_of(strategy))
    missing, set_missing = ft.use_state(False)
    trouble, run = use_once()
    fields = draft.fields

    async def save(_event: Any) -> None:
        wanted = dict(draft.fields)
        if not wanted["title"].strip():
            set_missing(True)
            return
        made: list[UUID] = []

        async def store() -> None:
            made.append(await intents.keep_own(services, strategy.id if strategy else None, wanted))
            await draft.clear()

        if await run(store):
            feedback.say(page, t("Saved on this device."))
            page.navigate(paths.saved_strategy(made[0]))

    def field(name: str, label: str, *, lines: int = 1, helper: str = "", error: str = "") -> ft.Control:
        long = len(fields[name]) > _MAXIMA[name]
        return inputs.text_field(
            label,
            fields[name],
            lambda text: draft.change(**{name: text}),
            lines=lines,
            helper=helper,
            maximum=_MAXIMA[name],
            error=t("This is too long: {maximum} characters fit.", maximum=_MAXIMA[name]) if long else error,
        )

    unnamed = missing and not fields["title"].strip()
    minutes = fields["minutes"].strip()
    odd = bool(minutes) and not minutes.isdecimal()
    too_long = any(len(fields[name]) > most for name, most in _MAXIMA.items())
    parts: list[ft.Control] = [feedback.trouble(trouble)] if trouble else []
    parts += [
        field("title", t("What helps you?"), error=t("Write a few words first.") if unnamed else ""),
        field("body", t("What it is"), lines=3),
        field("when", t("When it fits")),
        field("steps", t("How"), lines=3, helper=t("One step on each line.")),
        field("minutes", t("Minutes"), error=t("A whole number, please.") if odd else ""),
        field("cautions", t("When it does not fit"), lines=2),
        type.quiet(t("The first line is enough. Only you can read this; it is sealed before it is backed up.")),
        inputs.primary_button(t("Keep it"), handler(save), disabled=too_long or odd),
    ]
    return scaffold.scroll(parts, wide=wide, spacing=14)
