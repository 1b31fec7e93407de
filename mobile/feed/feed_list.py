"""The posts of a feed, newest first: read from this device page by page, what is unsent above what is confirmed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast
from uuid import UUID

import flet as ft

from api_client.wire import limits
from api_client.wire.feed import CreatePost, Need, PostKind
from mobile import paths
from mobile.feed import intents
from mobile.feed.filters import KindFilter, need_line
from mobile.feed.post_card import PostCard
from mobile.feed.reading import PAGE, WINDOW_MAX, FeedShown, Place, face_of, read_feed
from mobile.feed.unsent import state_sentence
from mobile.feed.waiting_post import WaitingPost
from mobile.opened import Opened
from mobile.sentences import problem_sentence
from mobile.session import use_query, use_services
from mobile.ui import dates, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.veil import use_revealed, veil
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.cache import CachedPost

_NEAR_THE_END = 900  # pixels before the end of the list at which the next page is read
_PULLED = -12  # pixels beyond the top that count as asking for what is new

Card, Waiting, Kinds = ft.memo(PostCard), ft.memo(WaitingPost), ft.memo(KindFilter)


@dataclass(frozen=True)
class FeedFilter:
    """Which window of a feed is looked at."""

    kind: PostKind | None = None
    need: Need | None = None
    before: Place | None = None
    count: int = PAGE

    @property
    def is_newest(self) -> bool:
        """Whether the newest post of all is part of it."""
        return self.kind is None and self.need is None and self.before is None


@component
def FeedList(group_id: UUID, need: Need | None, on_need: Callable[[Need | None], None]) -> ft.Control:
    """The posts under the filter by kind; `need` is chosen above, in the header, and ended here with `on_need`."""
    services = use_services()
    chosen, set_chosen = ft.use_state(FeedFilter())
    window = replace(chosen, need=need)
    shown = use_query(
        lambda: read_feed(services, group_id, window.kind, window.need, window.before, window.count),
        scopes=(f"group:{group_id}", "groups", "outbox"),
        depends_on=(window,),
    )
    status = use_query(lambda: _status(services), scopes=("status",)) or "idle"
    mark = _use_read_mark(shown, window)
    revealed = use_revealed()
    fetch, fetching, trouble = _use_older(group_id)

    def on_kind(kind: PostKind | None) -> None:
        set_chosen(lambda _: FeedFilter(kind=kind))
        if kind is None:
            on_need(None)

    def on_scroll(event: ft.OnScrollEvent) -> None:
        if event.event_type is ft.ScrollType.OVERSCROLL and (event.overscroll or 0) < _PULLED:
            services.sync.nudge()
        if shown is None or event.extent_after > _NEAR_THE_END:
            return
        fits = len(shown.posts)
        if shown.more:
            set_chosen(lambda old: replace(old, count=min(fits + PAGE, WINDOW_MAX)))
        elif shown.has_older and not trouble:
            fetch()

    def older() -> None:
        if shown is not None and shown.posts:
            last = shown.posts[-1].post
            set_chosen(lambda old: replace(old, before=(last.posted_at, last.id), count=PAGE))

    asks = shown.open_asks if shown is not None else 0
    rows: list[ft.Control] = [Kinds(window.kind, window.need, asks, ft.use_callback(on_kind, [on_need]), key="kinds")]
    if window.need is not None:
        rows.append(need_line(window.need, on_need))
    if window.before is not None:
        rows.append(_newest_button(handler(lambda: set_chosen(lambda _: FeedFilter(kind=window.kind)))))
    if shown is not None:
        rows += _cards(services, group_id, shown, window, mark, status, revealed)
        if shown.more and len(shown.posts) >= WINDOW_MAX:
            rows.append(_older_button(handler(older)))
        elif shown.has_older and not shown.more:
            rows.append(_end(fetching, trouble, handler(fetch)))
    return ft.ListView(
        rows,
        key=f"feed-{window.kind}-{window.need}-{window.before}",
        spacing=14,
        padding=ft.Padding.only(left=theme.SIDE, right=theme.SIDE, bottom=96),
        expand=True,
        on_scroll=handler(on_scroll),
        scroll_interval=100,
    )


def _use_read_mark(shown: FeedShown | None, window: FeedFilter) -> int | None:
    """Return up to where the reader had read on opening the feed, and mark what is seen from now on as read."""
    services = use_services()
    page = ft.context.page
    mark = ft.use_ref(cast("int | None", None))
    membership = shown.membership if shown is not None else None
    if mark.current is None and membership is not None:
        mark.current = membership.read_sequence
    newest = shown.newest if shown is not None and window.is_newest else 0

    def see() -> None:
        if newest and membership is not None:
            page.run_task(intents.mark_read, services, membership, newest)

    ft.use_effect(see, dependencies=[newest])
    return mark.current


def _use_older(group_id: UUID) -> tuple[Callable[[], None], bool, str]:
    """Return what asks the host for posts before those here, whether that runs, and why it could not."""
    services = use_services()
    page = ft.context.page
    state, set_state = ft.use_state((False, ""))
    running = ft.use_ref(False)

    async def run() -> None:
        sentence = ""
        try:
            await services.groups.load_older(group_id)
        except Exception as error:
            sentence = problem_sentence(error)
        finally:
            running.current = False
            set_state(lambda _: (False, sentence))

    def fetch() -> None:
        if not running.current:
            running.current = True
            set_state(lambda _: (True, ""))
            page.run_task(run)

    return fetch, state[0], state[1]


def _end(fetching: bool, trouble: str, on_click: inputs.Handler) -> ft.Control:
    """Return what stands below the oldest post here while the host has more."""
    if fetching:
        return feedback.waiting(t("Looking further back"))
    if trouble:
        return feedback.trouble(trouble, t("Try again"), on_click)
    return ft.Row([inputs.text_button(t("Show older posts"), on_click)], alignment=ft.MainAxisAlignment.CENTER)


async def _status(services: "Services") -> str:
    return services.sync.status.state


def _cards(
    services: "Services",
    group_id: UUID,
    shown: FeedShown,
    window: FeedFilter,
    mark: int | None,
    status: str,
    revealed: Opened,
) -> list[ft.Control]:
    now = services.clock.now()
    rows: list[ft.Control] = []
    if window.before is None:
        rows += [
            Waiting(mutation, mutation.request, state_sentence(mutation, status), key=f"unsent-{mutation.id}")
            for mutation in shown.unsent.posts
            if isinstance(mutation.request, CreatePost) and _fits(mutation.request, window)
        ]
    unread = _last_unread(shown, mark) if window.is_newest else None

    def card(cached: "CachedPost") -> ft.Control:
        if cached.why is not None and cached.post.id not in revealed.ids:
            return veil(cached.why, cached.post.id, revealed, key=f"veil-{cached.post.id}")
        change = shown.unsent.changes.get(cached.post.id)
        line = state_sentence(change, status) if change is not None else ""
        ago = dates.ago(cached.post.posted_at, now)
        drawn: ft.Control = Card(
            cached,
            ago,
            shown.facilitator,
            change,
            line,
            face=face_of(shown, cached.post.author),
            key=str(cached.post.id),
        )
        return drawn

    rows += [card(cached) for cached in shown.pinned]
    for index, cached in enumerate(shown.posts):
        rows.append(card(cached))
        if index == unread:
            rows.append(_unread_line())
    if len(rows) == 0:
        rows.append(_nothing(group_id, window))
    return rows


def _fits(post: CreatePost, window: FeedFilter) -> bool:
    return window.kind in (None, post.kind) and window.need in (None, post.need)


def _last_unread(shown: FeedShown, mark: int | None) -> int | None:
    """Return the place of the oldest post of others that is new since `mark`, when ones the reader has read follow."""
    if mark is None or not _has_read(shown, mark):
        return None
    new = [index for index, cached in enumerate(shown.posts) if cached.post.sequence > mark and not cached.is_mine]
    return new[-1] if new and new[-1] < len(shown.posts) - 1 and mark else None


def _has_read(shown: FeedShown, mark: int) -> bool:
    """Whether `mark` is the reader's own doing. The host sets one at joining, a few posts before the newest one of that
    moment, and nobody has read up to there."""
    joined_at = shown.membership.joined_at if shown.membership is not None else None
    before = [one.post.sequence for one in shown.posts if joined_at is not None and one.post.posted_at < joined_at]
    return mark > max(0, max(before, default=0) - limits.NEWCOMER_UNREAD)


def _unread_line() -> ft.Control:
    return ft.Row(
        [
            ft.Container(ft.Divider(height=1), expand=True),
            type.quiet(t("You had read up to here")),
            ft.Container(ft.Divider(height=1), expand=True),
        ],
        key="unread",
        spacing=12,
    )


def _newest_button(on_click: inputs.Handler) -> ft.Control:
    return ft.Row([inputs.text_button(t("Back to the newest"), on_click, icon=ft.Icons.ARROW_UPWARD)])


def _older_button(on_click: inputs.Handler) -> ft.Control:
    return ft.Row([inputs.tonal_button(t("Show older posts"), on_click)], alignment=ft.MainAxisAlignment.CENTER)


def _nothing(group_id: UUID, window: FeedFilter) -> ft.Control:
    if window.kind is not None or window.need is not None:
        return feedback.empty(t("Nothing of this kind on this device yet."))
    return feedback.empty(
        t("It is quiet here. A few words are enough to begin."),
        t("Write to the group"),
        scaffold.to(paths.write_post(group_id)),
    )
