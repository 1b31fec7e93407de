"""Changing one's own post."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from api_client.wire.feed import Post, UpdatePost
from api_client.wire.groups import Membership, Role
from mobile import paths
from mobile.drafting import use_draft, use_once
from mobile.feed import composer, intents
from mobile.feed.kind_fields import kind_fields
from mobile.feed.mentions import MentionPart
from mobile.feed.post_form import from_post, to_change
from mobile.feed.unsent import FAILED, edited_text, unsent_in
from mobile.feed.write_screen import form_with_button
from mobile.photo_choice import PhotoChoice, forget_photo, given_photo
from mobile.session import use_query, use_services, use_session
from mobile.ui import feedback, inputs, scaffold
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.outbox import Mutation


@dataclass(frozen=True)
class _Begin:
    post: Post | None
    membership: Membership | None = None
    unsent: "Mutation | None" = None  # an earlier change of the same post that has not gone out


@screen
def EditPostScreen() -> ft.View:
    """The words of a post as they stand, to be changed."""
    services = use_services()
    wide = use_session().layout == "wide"
    parameters = use_parameters()
    group_id, post_id = paths.id_in(parameters, "group_id"), paths.id_in(parameters, "post_id")
    begin = use_query(lambda: _begin(services, group_id, post_id), scopes=(), depends_on=(group_id, post_id))
    body: ft.Control = ft.Container()
    if begin is not None and begin.post is not None and begin.membership is not None:
        body = EditForm(begin.post, begin.membership, begin.unsent, wide, key=str(post_id))
    elif begin is not None:
        body = scaffold.scroll([feedback.empty(t("This post is no longer there."))], wide=wide)
    return scaffold.page_view(t("Change your post"), body, wide=wide, dialog=True)


async def _begin(services: "Services", group_id: UUID | None, post_id: UUID | None) -> _Begin:
    membership = await services.cache.get_membership(group_id) if group_id else None
    cached = await services.cache.get_post(group_id, post_id) if group_id and post_id else None
    if group_id is None or membership is None or cached is None:
        return _Begin(None)
    earlier = unsent_in(await services.outbox.list(), group_id).changes.get(cached.post.id)
    return _Begin(cached.post, membership, earlier if edited_text(earlier) else None)


@component
def EditForm(post: Post, membership: Membership, unsent: "Mutation | None", wide: bool) -> ft.Control:
    """The form with its draft; it begins with the newest words, sent or not."""
    services = use_services()
    page = ft.context.page
    edit = edited_text(unsent)
    earlier = edit if isinstance(edit, UpdatePost) else None
    unsent_photo = earlier.photo if earlier is not None and earlier.photo and earlier.photo.content else None
    draft = use_draft(f"edit:{post.id}", from_post(earlier or post, post.photo))
    errors, set_errors = ft.use_state(dict[str, str]())
    trouble, run = use_once()

    def change(**fields: Any) -> None:
        set_errors(lambda _: {})
        draft.change(**fields)

    async def save() -> None:
        photo = await given_photo(services, draft.key, draft.fields, standing=post.photo, unsent=unsent_photo)
        made = to_change(draft.fields, post.version, services.clock.now(), photo)
        if isinstance(made, dict):
            set_errors(lambda _: made)
            return

        async def store() -> None:
            await _save(services, post, made, unsent)
            await draft.clear()
            await forget_photo(services, draft.key)

        if await run(store):
            page.navigate(paths.group(post.group_id))

    fields = draft.fields
    my_name = (services.account.state.display_name or "") if post.author.account_id is not None else ""
    parts: list[ft.Control] = [feedback.trouble(trouble)] if trouble else []
    parts += [
        composer.kind_choice(fields, change, facilitator=membership.role is Role.FACILITATOR),
        *composer.words_fields(fields, change, errors),
        MentionPart(post.group_id, fields["body"], tuple(fields["mentions"]), change),
        *kind_fields(fields, change, errors, services.clock.now(), my_name),
        PhotoChoice(
            draft.key,
            fields,
            change,
            post.group_id,
            errors.get("photo", ""),
            errors.get("photo.description", ""),
            post_id=post.id,
            unsent=unsent_photo,
        ),
        composer.need_choice(fields, change),
        *composer.note_choice(fields, change, errors),
        composer.audience(membership.group.name),
    ]
    return form_with_button(parts, inputs.primary_button(t("Save the change"), handler(save)), wide=wide)


async def _save(services: "Services", post: Post, request: UpdatePost, unsent: "Mutation | None") -> None:
    """Store the change in place of an earlier one that did not go out: two changes of one version would conflict."""
    if unsent is not None and unsent.state == FAILED:
        await intents.send_again(services, unsent.id, request)
        return
    if unsent is not None:
        await intents.discard(services, unsent.id)
    await intents.change_post(services, post.group_id, post.id, request)
