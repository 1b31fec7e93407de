"""A post with its replies and the box for one's own: alone on a phone, the third pane on a wide window."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, cast
from uuid import UUID

import flet as ft

from api_client.wire.feed import CreateReply, Need, Post, PostKind, Reply
from mobile import paths
from mobile.drafting import use_draft
from mobile.feed import intents
from mobile.feed.post_card import PostCard
from mobile.feed.reading import ThreadShown, face_of, read_thread
from mobile.feed.reply_box import ReplyBox, draft_key
from mobile.feed.reply_bubble import ReplyBubble, WaitingReply
from mobile.feed.unsent import state_sentence
from mobile.opened import Opened
from mobile.post_kinds import kind_word
from mobile.sentences import is_expected
from mobile.session import use_query, use_services
from mobile.ui import cards, dates, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, log_failure
from mobile.veil import use_revealed, veil
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.cache import CachedReply
    from mobile.storage.outbox import Mutation

_LAYOUT_SECONDS = 0.2  # the new reply must have been read and laid out before the end of the list is known
Bubble, Waiting = ft.memo(ReplyBubble), ft.memo(WaitingReply)


@component
def ThreadPane(group_id: UUID, post_id: UUID, wide: bool = False) -> ft.Control:
    """The thread of one post; give it a key with the post's id."""
    services = use_services()
    scopes = (f"group:{group_id}", "groups", "outbox")
    shown: ThreadShown | None = use_query(lambda: read_thread(services, group_id, post_id), scopes=scopes)
    status = use_query(lambda: _status(services), scopes=("status",)) or "idle"
    editing, set_editing = ft.use_state(cast("Reply | Mutation | None", None))
    on_edit = ft.use_callback(lambda reply: set_editing(lambda _: reply), [])
    replies, show_end = _use_end(_said(shown))
    revealed = use_revealed()

    def on_done() -> None:
        if editing is None:
            show_end()
        set_editing(lambda _: None)

    asked = _use_whole_thread(group_id, post_id)
    if shown is None or (shown.cached is None and not asked):
        return ft.Container(feedback.waiting(t("Looking for this post")), expand=True, padding=theme.SIDE)
    if shown.cached is None:
        gone: ft.Control = PostGone(group_id, post_id, shown, status)
        return gone
    post = shown.cached.post
    rows = _rows(services, shown, status, on_edit, revealed)
    parts: list[ft.Control] = [_heading(post)] if wide else []
    parts += [
        ft.Container(_list(rows, replies), expand=True),
        ft.Divider(height=1),
        _closed()
        if shown.archived
        else ReplyBox(
            group_id,
            post_id,
            post.kind,
            None if shown.cached.is_mine else post.need,
            post.author.display_name,
            editing,
            on_done,
            key=f"box-{editing.id if editing is not None else 'new'}",
        ),
    ]
    return ft.Column(parts, spacing=0, expand=True)


def _closed() -> ft.Control:
    """Return what stands in place of the box where nothing new is written."""
    return ft.Container(
        type.quiet(t("This group is closed for new words. All of it can be read.")),
        padding=ft.Padding.symmetric(horizontal=theme.SIDE, vertical=16),
        bgcolor=theme.CARD,
    )


def _use_whole_thread(group_id: UUID, post_id: UUID) -> bool:
    """Ask the host for the replies that are not here; return whether that was tried, with or without success.

    A failure needs no words of its own: the thread says what is missing, and the sync brings it when it can.
    """
    services = use_services()
    page = ft.context.page
    asked, set_asked = ft.use_state(False)

    async def ask() -> None:
        try:
            await services.groups.load_thread(group_id, post_id)
        except Exception as error:
            if not is_expected(error):
                log_failure("loading a thread", error)
        finally:
            set_asked(lambda _: True)

    def begin() -> None:
        page.run_task(ask)

    ft.use_effect(begin, dependencies=[])
    return asked


async def _status(services: "Services") -> str:
    return services.sync.status.state


def thread_title(post: Post, group_name: str) -> str:
    """Return what a thread is called on a phone, such as `Ask · Night Owls`."""
    return t("{kind} · {group}", kind=kind_word(post.kind), group=group_name)


def _heading(post: Post) -> ft.Control:
    words = t("{kind} · {name}", kind=kind_word(post.kind), name=post.author.display_name)
    return ft.Container(
        type.heading(words, max_lines=1, overflow=ft.TextOverflow.ELLIPSIS),
        padding=ft.Padding.only(left=theme.SIDE, right=theme.SIDE, top=20, bottom=12),
    )


def _said(shown: ThreadShown | None) -> int:
    """Return how much stands below the post, what still waits among it."""
    if shown is None or shown.cached is None:
        return 0
    return len(shown.replies) + len(shown.unsent.replies_to(shown.cached.post.id))


def _use_end(said: int) -> tuple[ft.Ref[ft.ListView], Callable[[], None]]:
    """Return the list's reference, and what scrolls to its end, where one's own new reply stands: at once, and again
    when there is more than the `said` of now, for a slow device reads it only later."""
    page = ft.context.page
    replies = ft.use_memo(lambda: ft.Ref[ft.ListView](), [])
    wanted = ft.use_ref(False)

    async def scroll() -> None:
        await asyncio.sleep(_LAYOUT_SECONDS)
        with contextlib.suppress(RuntimeError):  # the thread was left meanwhile
            if replies.current is not None:
                await replies.current.scroll_to(offset=-1, duration=200)

    def show_end() -> None:
        wanted.current = True
        page.run_task(scroll)

    def follow() -> None:
        if wanted.current:
            wanted.current = False
            page.run_task(scroll)

    ft.use_effect(follow, dependencies=[said])
    return replies, show_end


def _list(rows: list[ft.Control], replies: ft.Ref[ft.ListView]) -> ft.Control:
    return ft.ListView(
        rows,
        ref=replies,
        spacing=14,
        padding=ft.Padding.only(left=theme.SIDE, right=theme.SIDE, top=4, bottom=20),
        expand=True,
    )


def _rows(
    services: "Services", shown: ThreadShown, status: str, on_edit: inputs.Handler, revealed: Opened
) -> list[ft.Control]:
    cached = shown.cached
    if cached is None:
        return []
    now = services.clock.now()
    change = shown.unsent.changes.get(cached.post.id)
    line = state_sentence(change, status) if change is not None else ""
    ago = dates.ago(cached.post.posted_at, now)
    card: ft.Control
    if cached.why is not None and cached.post.id not in revealed.ids:
        card = veil(cached.why, cached.post.id, revealed, key="veil")
    else:
        card = PostCard(
            cached,
            ago,
            shown.facilitator,
            change,
            line,
            whole=True,
            face=face_of(shown, cached.post.author),
            key="post",
        )
    rows: list[ft.Control] = [card]
    missing = cached.post.reply_count - len(shown.replies)
    if missing > 0 and not cached.replies_whole:
        more = tn("{count} reply is still on its way here.", "{count} replies are still on their way here.", missing)
        rows.append(type.quiet(more, key="missing"))
    rows += [
        veil(one.why, one.reply.id, revealed, key=f"veil-{one.reply.id}")
        if one.why is not None and one.reply.id not in revealed.ids
        else _bubble(services, shown, one, status, on_edit)
        for one in shown.replies
    ]
    return rows + _waiting(services, shown.unsent.replies_to(cached.post.id), status, on_edit)


def _bubble(
    services: "Services", shown: ThreadShown, cached: "CachedReply", status: str, on_edit: inputs.Handler
) -> ft.Control:
    reply = cached.reply
    change = shown.unsent.changes.get(reply.id)
    bubble: ft.Control = Bubble(
        cached,
        dates.ago(reply.posted_at, services.clock.now()),
        shown.facilitator,
        change,
        state_sentence(change, status) if change is not None else "",
        on_edit,
        can_help=_can_help(shown, cached),
        face=face_of(shown, reply.author),
        key=str(reply.id),
    )
    return bubble


def _can_help(shown: ThreadShown, reply: "CachedReply") -> bool:
    """Whether the reader may say that a reply helped: who wrote a post that asks for something, of others' answers."""
    cached = shown.cached
    if cached is None or not cached.is_mine or reply.is_mine:
        return False
    return cached.post.kind in (PostKind.QUESTION, PostKind.ASK) or cached.post.need in (Need.IDEAS, Need.BEEN_THERE)


def _waiting(
    services: "Services", mutations: "tuple[Mutation, ...]", status: str, on_edit: inputs.Handler
) -> list[ft.Control]:
    state = services.account.state
    return [
        Waiting(
            mutation,
            mutation.request,
            state_sentence(mutation, status),
            state.display_name or "",
            state.account_id,
            on_edit,
            key=f"unsent-{mutation.id}",
        )
        for mutation in mutations
        if isinstance(mutation.request, CreateReply)
    ]


@component
def PostGone(group_id: UUID, post_id: UUID, shown: ThreadShown, status: str) -> ft.Control:
    """What stands where a post was, with the words that its reader was writing meanwhile."""
    services = use_services()
    page = ft.context.page
    draft = use_draft(draft_key(post_id), {"body": ""})

    async def copy() -> None:
        await ft.Clipboard().set(draft.fields["body"])
        feedback.say(page, t("Copied."))

    def take_back(mutation: "Mutation") -> None:
        # There is nothing left to answer: the words of a refused reply join those that are kept.
        request = mutation.request
        if isinstance(request, CreateReply):
            draft.change(body="\n\n".join(text for text in (draft.fields["body"], request.body) if text))
            page.run_task(intents.discard, services, mutation.id)

    parts: list[ft.Control] = [
        feedback.empty(
            t("This post is not on this device and cannot be reached right now.")
            if status == "offline"
            else t("This post is no longer there. It may have been removed by who wrote it or by a facilitator."),
            t("To the group"),
            scaffold.to(paths.group(group_id)),
        )
    ]
    if draft.fields["body"]:
        parts.append(
            cards.card(
                [
                    type.subheading(t("What you were writing is kept")),
                    type.copied(type.body(draft.fields["body"])),
                    ft.Row([inputs.tonal_button(t("Copy it"), handler(copy))]),
                ]
            )
        )
    parts += _waiting(services, shown.unsent.replies_to(post_id), status, take_back)
    return scaffold.scroll(parts, wide=False)
