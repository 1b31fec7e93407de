"""Who waits: posts that nobody has answered, and people who joined and were not greeted. For who can listen today, and
for who looks after a group."""

from collections.abc import Callable, Coroutine
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.aid import intents
from mobile.aid.call_card import CallCard
from mobile.aid.reading import SCOPES, GroupNewcomers, Queue, read_queue
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.use_host import use_host
from mobile.words import t

_SHOWN_MAX = 50


@screen
def WaitingScreen() -> ft.View:
    """Posts and newcomers that wait."""
    wide = use_session().layout == "wide"
    return scaffold.page_view(
        t("Waiting for an answer"), WaitingPane(), wide=wide, current=paths.GROUPS, back_to=paths.BOARD
    )


@component
def WaitingPane() -> ft.Control:
    """The scrolling queue."""
    services, session = use_services(), use_session()
    queue: Queue | None = use_query(lambda: read_queue(services), scopes=SCOPES)

    async def ask() -> None:
        for membership in await services.cache.list_memberships():
            await services.aid.load_newcomers(membership.group.id)

    use_host(ask)
    wide = session.layout == "wide"
    if queue is None:
        return ft.Container()
    parts: list[ft.Control] = []
    if not queue.may_see:
        words = t("When you can listen, say so on the board. Then those who wait stand here.")
        parts.append(feedback.empty(words, t("To the board"), scaffold.to(paths.BOARD)))
    elif not queue.calls:
        parts.append(feedback.empty(t("Everybody has an answer.")))
    now = services.clock.now()
    parts += [CallCard(call, now, key=str(call.cached.post.id)) for call in queue.calls[:_SHOWN_MAX]]
    if queue.newcomers:
        parts.append(scaffold.section(t("New in your groups")))
        parts += [NewcomersCard(one, key=str(one.membership.group.id)) for one in queue.newcomers]
    return scaffold.scroll(parts, wide=wide, spacing=12)


@component
def NewcomersCard(shown: GroupNewcomers) -> ft.Control:
    """Who waits for a hello in one group, and whether the member is asked to greet there."""
    services = use_services()
    page = ft.context.page
    group = shown.membership.group
    rows: list[ft.Control] = [type.subheading(group.name)]
    if not shown.waiting:
        rows.append(type.quiet(t("Everybody who joined was greeted.")))
    for newcomer in shown.waiting:
        account_id = newcomer.account_id
        if account_id is None:
            continue

        async def greet(account_id: UUID = account_id, name: str = newcomer.display_name) -> None:
            await intents.greet(services, group.id, account_id)
            feedback.say(page, t("{name} will hear that you say hello.", name=name))

        spoken = t("Say hello to {name}", name=newcomer.display_name)
        button = inputs.tonal_button(t("Say hello"), _tap(greet))
        rows.append(
            ft.Row(
                [
                    cards.avatar(newcomer.display_name, str(account_id)),
                    ft.Container(type.strong(newcomer.display_name), expand=True),
                    ft.MergeSemantics(ft.Semantics(label=spoken, content=button)),
                ],
                spacing=12,
            )
        )

    async def choose(wanted: bool) -> None:
        await intents.set_greeting(services, group.id, wanted=wanted)

    def change(wanted: bool) -> None:
        page.run_task(handler(choose), wanted)

    rows.append(inputs.checkbox(t("I greet people who join {group}", group=group.name), shown.i_greet, change))
    return cards.card(rows, spacing=8)


def _tap(act: Callable[[], Coroutine[None, None, None]]) -> inputs.Handler:
    """Return a handler that hands nothing on to `act`, which brings its own values."""

    async def tapped() -> None:
        await act()

    return handler(tapped)
