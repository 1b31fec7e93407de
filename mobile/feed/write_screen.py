"""Writing to a group. What stands here is kept on the device at every letter until it is sent or emptied."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from api_client.wire.errors import ProblemCode
from api_client.wire.feed import CreatePost, PostKind
from api_client.wire.groups import Membership, Role
from mobile import paths
from mobile.drafting import use_draft, use_once
from mobile.feed import composer, intents
from mobile.feed.feed_pane import GroupGone, group_gone
from mobile.feed.group_notes import AgreeFirst
from mobile.feed.kind_fields import kind_fields
from mobile.feed.mentions import MentionPart
from mobile.feed.post_form import START, from_post, kind_of, to_post
from mobile.feed.unsent import reason
from mobile.photo_choice import PhotoChoice, forget_photo, given_photo
from mobile.session import use_query, use_services, use_session
from mobile.ui import feedback, inputs, scaffold, theme
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.outbox import Mutation


@dataclass(frozen=True)
class _Begin:
    membership: Membership | None
    refused: "Mutation | None"


@screen
def WriteScreen() -> ft.View:
    """A new post; with `?unsent=<id>` one that the host did not accept, to be changed and sent again."""
    services = use_services()
    wide = use_session().layout == "wide"
    group_id = paths.id_in(use_parameters(), "group_id")
    unsent = paths.query(ft.context.page.route).get("unsent", "")
    begin = use_query(lambda: _begin(services, group_id, unsent), scopes=(), depends_on=(group_id, unsent))
    body: ft.Control = ft.Container()
    if begin is not None and begin.membership is not None:
        body = WriteForm(begin.membership, begin.refused, wide, key=f"{group_id}-{unsent}")
    elif begin is not None:
        body = GroupGone(group_id) if group_id is not None else group_gone()
    return scaffold.page_view(t("Write to the group"), body, wide=wide, dialog=True)


async def _begin(services: "Services", group_id: UUID | None, unsent: str) -> _Begin:
    membership = await services.cache.get_membership(group_id) if group_id else None
    refused = await services.outbox.get(int(unsent)) if unsent.isdigit() else None
    return _Begin(membership, refused if refused and isinstance(refused.request, CreatePost) else None)


@component
def WriteForm(membership: Membership, refused: "Mutation | None", wide: bool) -> ft.Control:
    """The form with its draft. `refused` is a post that was not accepted; its words are what the form begins with."""
    services = use_services()
    page = ft.context.page
    group = membership.group
    unsent = refused.request if refused is not None and isinstance(refused.request, CreatePost) else None
    start: dict[str, Any] = START if unsent is None else from_post(unsent)
    unsent_photo = unsent.photo if unsent is not None else None
    draft = use_draft(f"unsent:{refused.id}" if refused else f"post:{group.id}", start)
    errors, set_errors = ft.use_state(dict[str, str]())
    trouble, run = use_once()

    def change(**fields: Any) -> None:
        set_errors(lambda _: {})
        draft.change(**fields)

    async def send() -> None:
        nameless = draft.fields["without_name"] and group.without_name_allowed
        photo = await given_photo(services, draft.key, draft.fields, unsent=unsent_photo)
        made = to_post({**draft.fields, "without_name": nameless}, services.clock.now(), photo=photo)
        if isinstance(made, dict):
            set_errors(lambda _: made)
            return

        async def store() -> None:
            await _send(services, group.id, made, refused)
            await draft.clear()
            await forget_photo(services, draft.key)

        if await run(store):
            page.navigate(paths.group(group.id))

    fields = draft.fields
    parts: list[ft.Control] = []
    told = trouble or (reason(refused.error_code or "", refused.error_fields) if refused is not None else "")
    if told:
        parts.append(feedback.trouble(told))
    if membership.must_agree:
        parts.append(AgreeFirst(group.id))
    my_name = "" if fields["without_name"] else services.account.state.display_name or ""
    parts += [
        composer.kind_choice(fields, change, facilitator=membership.role is Role.FACILITATOR),
        *composer.words_fields(fields, change, errors),
        MentionPart(group.id, fields["body"], tuple(fields["mentions"]), change),
        *kind_fields(fields, change, errors, services.clock.now(), my_name),
        PhotoChoice(
            draft.key,
            fields,
            change,
            group.id,
            errors.get("photo", ""),
            errors.get("photo.description", ""),
            unsent=unsent_photo,
        ),
        composer.need_choice(fields, change),
        *composer.note_choice(fields, change, errors),
    ]
    if group.without_name_allowed and kind_of(fields) is not PostKind.THEME:
        parts.append(composer.name_choice(fields, change))
    parts.append(composer.audience(group.name))
    return form_with_button(parts, inputs.primary_button(t("Share with the group"), handler(send)), wide=wide)


def form_with_button(parts: list[ft.Control], button: ft.Control, *, wide: bool) -> ft.Control:
    """Return a form that scrolls above its one main act, which stays in sight."""
    line = ft.Row([ft.Container(button, width=theme.READING_WIDTH)], alignment=ft.MainAxisAlignment.CENTER)
    column = ft.Column([button], horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)
    return ft.Column(
        [
            ft.Container(scaffold.scroll(parts, wide=wide, spacing=18), expand=True),
            ft.Container(line if wide else column, padding=ft.Padding.symmetric(horizontal=theme.SIDE, vertical=12)),
        ],
        spacing=0,
        expand=True,
    )


async def _send(services: "Services", group_id: UUID, post: CreatePost, refused: "Mutation | None") -> None:
    if refused is None or not isinstance(refused.request, CreatePost):
        await intents.write_post(services, group_id, post)
        return
    if refused.error_code != ProblemCode.ID_TAKEN and refused.request.without_name == post.without_name:
        # The same id: what answers to this post waits for it.
        post = post.model_copy(update={"id": refused.request.id, "from_journal": refused.request.from_journal})
    await intents.send_again(services, refused.id, post)
