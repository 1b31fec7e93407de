"""Sharing from the journal: choose the parts, see exactly what leaves, then send it. Nothing else ever leaves."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from api_client.wire import limits
from api_client.wire.feed import Author, CreatePost, Post
from api_client.wire.groups import Membership
from mobile import paths
from mobile.drafting import use_draft, use_once
from mobile.feed import composer, intents
from mobile.feed.journal_excerpt import Shareable, excerpt, joined, read_entry, start_of
from mobile.feed.post_card import post_head
from mobile.feed.post_form import START, Errors, to_post
from mobile.feed.post_words import post_words
from mobile.feed.write_screen import form_with_button
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@dataclass(frozen=True)
class _Begin:
    entry: Shareable | None
    memberships: tuple[Membership, ...]


@screen
def ShareScreen() -> ft.View:
    """Hand on a part of one entry."""
    services = use_services()
    wide = use_session().layout == "wide"
    entry_id = paths.id_in(use_parameters(), "entry_id")
    begin = use_query(lambda: _begin(services, entry_id), scopes=("groups",), depends_on=(entry_id,))
    body: ft.Control = ft.Container()
    if begin is not None and entry_id is not None and begin.entry is not None and begin.memberships:
        body = ShareForm(entry_id, begin.entry, begin.memberships, wide, key=str(entry_id))
    elif begin is not None:
        body = scaffold.scroll([_nothing(begin)], wide=wide)
    return scaffold.page_view(t("Share from your journal"), body, wide=wide, dialog=True)


async def _begin(services: "Services", entry_id: UUID | None) -> _Begin:
    entry = read_entry(services.documents, entry_id) if entry_id is not None else None
    return _Begin(entry, await services.cache.list_memberships())


def _nothing(begin: _Begin) -> ft.Control:
    if begin.entry is None:
        return feedback.empty(
            t("This check-in is not on this device."), t("To the journal"), scaffold.to(paths.JOURNAL)
        )
    return feedback.empty(
        t("You are in no group yet. Your check-in is saved, and only you can read it."),
        t("To the groups"),
        scaffold.to(paths.GROUPS),
    )


@component
def ShareForm(entry_id: UUID, entry: Shareable, memberships: tuple[Membership, ...], wide: bool) -> ft.Control:
    """The choice of parts with the preview right below it, kept as a draft until it is sent."""
    services = use_services()
    page = ft.context.page
    draft = use_draft(f"share:{entry_id}", {**START, **start_of(entry)})
    errors, set_errors = ft.use_state(dict[str, str]())
    trouble, run = use_once()
    fields = {**draft.fields, "body": excerpt(entry, draft.fields)}
    membership = _chosen(memberships, fields["group"])

    def change(**values: Any) -> None:
        set_errors(lambda _: {})
        draft.change(**values)

    async def send() -> None:
        if membership is None:
            return  # the button is off until a group is chosen
        nameless = draft.fields["without_name"] and membership.group.without_name_allowed
        words = {"body": excerpt(entry, draft.fields), "without_name": nameless}
        made = to_post({**draft.fields, **words}, services.clock.now(), from_journal=True)
        if isinstance(made, dict):
            set_errors(lambda _: made)
            return

        async def store() -> None:
            await intents.write_post(services, membership.group.id, made)
            await draft.clear()

        if await run(store):
            page.navigate(paths.group(membership.group.id))

    parts: list[ft.Control] = [feedback.trouble(trouble)] if trouble else []
    # Right below the choice and above everything else, so that nobody shares without having seen it.
    parts += [*_parts(entry, fields, change, errors), _preview(services, fields)]
    parts.append(_group_choice(memberships, membership, change))
    parts += [composer.need_choice(fields, change), *composer.note_choice(fields, change, errors)]
    if membership is None or membership.group.without_name_allowed:
        parts.append(composer.name_choice(fields, change))
    if membership is not None:
        parts.append(composer.audience(membership.group.name))
    word = t("Share with {group}", group=membership.group.name) if membership else t("Choose a group to share with")
    button = inputs.primary_button(word, handler(send), disabled=not fields["body"] or membership is None)
    return form_with_button(parts, button, wide=wide)


def _parts(entry: Shareable, fields: dict[str, Any], change: composer.Change, errors: Errors) -> list[ft.Control]:
    """Return a box for each part of the entry; the note can be shortened before it leaves."""
    boxes: list[ft.Control] = [
        inputs.checkbox(t("My mood: {mood}", mood=entry.mood), fields["with_mood"], lambda on: change(with_mood=on))
    ]
    if entry.feelings:
        label = t("My words: {feelings}", feelings=joined(entry.feelings))
        boxes.append(inputs.checkbox(label, fields["with_feelings"], lambda on: change(with_feelings=on)))
    if entry.note:
        boxes.append(inputs.checkbox(t("My note"), fields["with_note"], lambda on: change(with_note=on)))
    parts: list[ft.Control] = [
        inputs.labelled(t("What do you want to share?"), ft.Column(boxes, spacing=0, tight=True))
    ]
    if entry.note and fields["with_note"]:
        parts.append(
            inputs.text_field(
                t("Your note, as it will be shared"),
                fields["excerpt"],
                lambda text: change(excerpt=text),
                lines=4,
                maximum=limits.POST_BODY_MAX,
                error=errors.get("body", ""),
                helper=t("What you change here changes only what is shared, not your journal."),
            )
        )
    return parts


def _chosen(memberships: tuple[Membership, ...], group_id: str) -> Membership | None:
    """Return the chosen group. Of several none is chosen by itself: a slip would tell the wrong people."""
    if len(memberships) == 1:
        return memberships[0]
    return next((one for one in memberships if str(one.group.id) == group_id), None)


def _group_choice(
    memberships: tuple[Membership, ...], chosen: Membership | None, change: composer.Change
) -> ft.Control:
    options = [(str(one.group.id), one.group.name) for one in memberships]
    return inputs.labelled(
        t("With which group?"),
        inputs.radio_list(str(chosen.group.id) if chosen else "", options, lambda value: change(group=value)),
    )


def _preview(services: "Services", fields: dict[str, Any]) -> ft.Control:
    """Return the post exactly as the group will see it."""
    heading = type.subheading(t("This is all that leaves your journal"))
    if not fields["body"]:
        return ft.Column([heading, type.quiet(t("Nothing is chosen yet."))], spacing=8, tight=True)
    made = to_post(fields, services.clock.now(), from_journal=True)
    post = _as_post(services, made) if isinstance(made, CreatePost) else None
    if post is None:
        return ft.Column([heading, type.quiet(t("Something above needs a look first."))], spacing=8, tight=True)
    shown = cards.card([post_head(post, t("now"), True, None), post_words(post, whole=True)], bgcolor=theme.CARD)
    return ft.Column([heading, shown], spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _as_post(services: "Services", made: CreatePost) -> Post:
    state = services.account.state
    now = services.clock.now()
    author = Author(account_id=state.account_id or made.id, display_name=state.display_name or t("You"))
    if made.without_name:
        author = Author(account_id=None, display_name=t("a name made up for this post"))
    return Post(
        id=made.id,
        group_id=made.id,
        sequence=0,
        revision=0,
        version=1,
        kind=made.kind,
        need=made.need,
        title=made.title,
        body=made.body,
        content_note=made.content_note,
        from_journal=True,
        author=author,
        posted_at=now,
        edited_at=None,
        reply_count=0,
        reactions={},
    )
