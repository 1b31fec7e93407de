"""Where a reply is written: what the other hopes for, a few kind ways to begin, the words, Send.

It is a component of its own with its own draft, so that a letter typed draws this box again and not the thread.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft
from pydantic import ValidationError

from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from api_client.wire.feed import CreateReply, Need, PostKind, Reply, UpdateReply
from mobile.device import new_private_id
from mobile.drafting import use_draft, use_once
from mobile.feed import intents
from mobile.feed.kinds import need_sentence, openers
from mobile.feed.mentions import MentionPart
from mobile.feed.post_form import too_long
from mobile.sentences import field_sentences, problem_sentence
from mobile.session import use_services
from mobile.ui import cards, inputs, theme, type
from mobile.ui.guard import component, handler
from mobile.ui.typing import TypedField, hand_on
from mobile.words import t
from mobile.writing_hints import WritingHints

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.services import Services
    from mobile.storage.outbox import Mutation

_START: dict[str, Any] = {"body": "", "mentions": []}


def draft_key(post_id: UUID) -> str:
    """Return where the half-written reply to a post is kept."""
    return f"reply:{post_id}"


@component
def ReplyBox(
    group_id: UUID,
    post_id: UUID,
    kind: PostKind,
    need: Need | None,
    name: str,
    editing: "Reply | Mutation | None",
    on_done: "Callable[[], None]",
) -> ft.Control:
    """A box for a new reply, or for the change of the one that is `editing`: sent, or refused by the host. `kind` is
    that of the post, `need` None when the reader answers a post of their own; `on_done` is called when the reply is
    stored or given up."""
    services = use_services()
    key, start = _begin(post_id, editing)
    draft = use_draft(key, start)
    error, set_error = ft.use_state("")
    trouble, run = use_once()
    body: str = draft.fields["body"]

    def change(text: str) -> None:
        change_fields(body=text)

    def change_fields(**fields: Any) -> None:
        set_error(lambda _: "")
        draft.change(**fields)

    async def send() -> None:
        text = draft.fields["body"]
        fault = _fault(text) if text.strip() else ""
        set_error(lambda _: fault)
        if fault or not text.strip():
            return

        async def store() -> None:
            await _send(services, group_id, post_id, draft.fields, editing)
            await draft.clear()

        if await run(store):
            on_done()

    async def give_up() -> None:
        await draft.clear()
        on_done()

    parts: list[ft.Control] = []
    if editing is not None:
        parts.append(_editing_line(handler(give_up)))
    else:
        if need is not None:
            parts.append(type.quiet(need_sentence(need, name)))
        parts.append(_ways_to_begin(body, kind, need, change))
    parts.append(WritingHints(body, key, need, key="hints"))
    mentions = tuple(draft.fields.get("mentions", ()))
    parts.append(MentionPart(group_id, body, mentions, change_fields, with_button=False, key="mentions"))
    parts.append(
        ft.Row(
            [
                ft.Container(_field(body, change, error or trouble), expand=True),
                _send_button(handler(send), empty=not body.strip()),
            ],
            spacing=10,
            vertical_alignment=ft.CrossAxisAlignment.END,
        )
    )
    return ft.Container(
        ft.Column(parts, spacing=6, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        padding=ft.Padding.only(left=16, right=16, top=10, bottom=12),
        bgcolor=theme.CARD,
    )


def _ways_to_begin(body: str, kind: PostKind, need: Need | None, change: "Callable[[str], None]") -> ft.Control:
    """Return a few kind words that a tap puts behind what is written."""

    def add(words: str) -> cards.Handler:
        return handler(lambda _event: change(f"{body.rstrip()} {words}" if body.strip() else words))

    return cards.chip_line([cards.chip(words, add(words), key=words) for words in openers(kind, need)])


def _begin(post_id: UUID, editing: "Reply | Mutation | None") -> tuple[str, dict[str, Any]]:
    """Return the key of the draft and what it begins with."""
    if editing is None:
        return draft_key(post_id), _START
    if isinstance(editing, Reply):
        return f"edit:{editing.id}", {"body": editing.body, "mentions": [str(one) for one in editing.mentions]}
    request = editing.request
    if not isinstance(request, CreateReply):
        return f"unsent:{editing.id}", _START
    return f"unsent:{editing.id}", {"body": request.body, "mentions": [str(one) for one in request.mentions]}


async def _send(
    services: "Services", group_id: UUID, post_id: UUID, fields: dict[str, Any], editing: "Reply | Mutation | None"
) -> None:
    text = fields["body"]
    mentions = tuple(UUID(one) for one in fields.get("mentions", ()))
    if isinstance(editing, Reply):
        request = UpdateReply(base_version=editing.version, body=text, mentions=mentions)
        await intents.change_reply(services, group_id, post_id, editing.id, request)
        return
    refused = editing.request if editing is not None else None
    if editing is None or not isinstance(refused, CreateReply):
        made = CreateReply(id=new_private_id(), body=text, mentions=mentions)
        await intents.write_reply(services, group_id, post_id, made)
        return
    reply_id = new_private_id() if editing.error_code == ProblemCode.ID_TAKEN else refused.id
    await intents.send_again(services, editing.id, CreateReply(id=reply_id, body=text, mentions=mentions))


def _fault(text: str) -> str:
    """Return why the host would not take `text` as a reply, empty when it would."""
    if len(text) > limits.REPLY_BODY_MAX:
        return too_long(len(text), limits.REPLY_BODY_MAX)
    try:
        UpdateReply(base_version=1, body=text)
    except ValidationError as error:
        return field_sentences(error).get("body", problem_sentence(error))
    return ""


def _field(body: str, change: "Callable[[str], None]", error: str) -> ft.Control:
    near_the_end = len(body) > limits.REPLY_BODY_MAX * 0.9
    maximum = limits.REPLY_BODY_MAX

    field = TypedField(
        value=body,
        on_change=hand_on(change),
        hint_text=t("Write a kind reply…"),
        error=error or None,
        counter=t("{count} of {maximum}", count=len(body), maximum=maximum) if near_the_end else None,
        multiline=True,
        min_lines=1,
        max_lines=6,
        filled=True,
        fill_color=theme.VARIANT,
        text_style=ft.TextStyle(size=15, height=1.3, letter_spacing=0),
        hint_style=ft.TextStyle(size=15, height=1.3, letter_spacing=0, color=theme.QUIET),
        border=ft.OutlineInputBorder(border_radius=theme.PILL_RADIUS, side=ft.BorderSide.none()),
        content_padding=ft.Padding.symmetric(horizontal=18, vertical=14),
    )
    field.hear(body)
    # A label inside the pill would float over its edge; this one is only heard, also while there is text.
    return ft.MergeSemantics(ft.Semantics(label=t("Your reply"), content=field))


def _send_button(on_click: inputs.Handler, *, empty: bool) -> ft.Control:
    return inputs.icon_button(ft.Icons.SEND_OUTLINED, t("Send"), on_click, filled=True, disabled=empty)


def _editing_line(on_cancel: inputs.Handler) -> ft.Control:
    return ft.Row(
        [
            ft.Container(type.quiet(t("You are changing your reply.")), expand=True),
            inputs.text_button(t("Cancel"), on_cancel),
        ]
    )
