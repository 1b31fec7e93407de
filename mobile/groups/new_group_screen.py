"""Starting a group: a name, a few words, what its members agree on. It works offline; the host hears of it later."""

from typing import TYPE_CHECKING, Any

import flet as ft

from api_client.wire.errors import ProblemCode
from api_client.wire.groups import CreateGroup
from mobile import paths
from mobile.drafting import use_draft, use_once
from mobile.groups import intents
from mobile.groups.group_list_pane import needs_account
from mobile.groups.new_group_form import START, from_group, to_group
from mobile.groups.word_fields import word_fields
from mobile.sentences import refusal_sentence
from mobile.session import use_query, use_services, use_session
from mobile.ui import feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.outbox import Mutation


@screen
def NewGroupScreen() -> ft.View:
    """A new group; with `?unsent=<id>` one that the host did not accept, to be changed and sent again."""
    services = use_services()
    session = use_session()
    wide = session.layout == "wide"
    unsent = paths.query(ft.context.page.route).get("unsent", "")
    found = use_query(lambda: _refused(services, unsent), scopes=(), depends_on=(unsent,))
    body: ft.Control = ft.Container()
    if session.account is None or session.account.phase == "local":
        body = needs_account()
    elif found is not None:
        body = NewGroupForm(found[0], key=unsent)
    return scaffold.page_view(t("New group"), scaffold.scroll([body], wide=wide), wide=wide, dialog=True)


async def _refused(services: "Services", unsent: str) -> "tuple[Mutation | None]":
    mutation = await services.outbox.get(int(unsent)) if unsent.isdigit() else None
    return (mutation if mutation and isinstance(mutation.request, CreateGroup) else None,)


@component
def NewGroupForm(refused: "Mutation | None") -> ft.Control:
    """The form with its draft."""
    services = use_services()
    page = ft.context.page
    request = refused.request if refused is not None else None
    start = from_group(request) if isinstance(request, CreateGroup) else START
    draft = use_draft(f"unsent:{refused.id}" if refused is not None else "group:new", start)
    errors, set_errors = ft.use_state(dict[str, str]())
    trouble, run = use_once()

    def change(**fields: Any) -> None:
        set_errors(lambda _: {})
        draft.change(**fields)

    async def create() -> None:
        made = to_group(draft.fields)
        if isinstance(made, dict):
            set_errors(lambda _: made)
            return
        if refused is not None and isinstance(request, CreateGroup) and refused.error_code != ProblemCode.ID_TAKEN:
            made = made.model_copy(update={"id": request.id})

        async def store() -> None:
            await intents.create_group(services, made, refused.id if refused is not None else None)
            await draft.clear()

        if await run(store):
            page.navigate(paths.group_about(made.id))  # where the code stands that others need

    parts: list[ft.Control] = []
    told = trouble or (refusal_sentence(refused.error_code or "") if refused is not None else "")
    if told:
        parts.append(feedback.trouble(told))
    parts += [
        *word_fields(
            draft.fields,
            change,
            errors,
            helper=t("One line for each point, seven at most. Whoever joins reads it first."),
        ),
        type.quiet(
            t("The members and whoever runs your host can read what is written here. Your journal stays yours alone.")
        ),
        type.quiet(t("You look after the group that you start: you can remove posts and members.")),
        inputs.primary_button(t("Start the group"), handler(create)),
    ]
    return ft.Column(parts, spacing=18, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
