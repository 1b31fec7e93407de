"""The board: what people ask for and offer in all of one's groups, whether one can listen, and the way to who waits."""

import flet as ft

from api_client.wire.profiles import Capacity
from mobile import paths
from mobile.aid.call_card import CallCard
from mobile.aid.reading import ASKS, COMPANY, OFFERS, SCOPES, Board, read_board
from mobile.capacity import set_capacity
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.words import t

_SHOWN_MAX = 100


@screen
def BoardScreen() -> ft.View:
    """Asks and offers of all groups."""
    wide = use_session().layout == "wide"
    return scaffold.page_view(t("Board"), BoardPane(), wide=wide, current=paths.GROUPS)


@component
def BoardPane() -> ft.Control:
    """The scrolling board."""
    services, session = use_services(), use_session()
    part, set_part = ft.use_state(ASKS)
    board: Board | None = use_query(lambda: read_board(services, part), scopes=SCOPES, depends_on=(part,))
    wide = session.layout == "wide"
    if board is None:
        return ft.Container()
    if not board.has_groups:
        words = t("What people ask for and offer stands here, once you are in a group.")
        return scaffold.scroll([feedback.empty(words, t("To your groups"), scaffold.to(paths.GROUPS))], wide=wide)
    names = ((ASKS, t("Asks")), (OFFERS, t("Offers")), (COMPANY, t("With somebody")))

    def choose(value: str) -> inputs.Handler:
        return handler(lambda _event: set_part(lambda _: value))

    chips = [cards.chip(name, choose(value), selected=part == value, key=value) for value, name in names]
    now = services.clock.now()
    parts: list[ft.Control] = [ListeningCard(board.capacity), *_queue_row(board), cards.chip_line(chips)]
    if not board.calls:
        parts.append(feedback.empty(_empty_words(part)))
    parts += [CallCard(call, now, key=str(call.cached.post.id)) for call in board.calls[:_SHOWN_MAX]]
    return scaffold.scroll(parts, wide=wide, spacing=12)


@component
def ListeningCard(capacity: Capacity | None) -> ft.Control:
    """Whether the member can listen today. Nobody has to say, and it ends with the day."""
    services = use_services()

    def choose(wanted: Capacity) -> inputs.Handler:
        async def act() -> None:
            await set_capacity(services, None if capacity is wanted else wanted)

        return handler(act)

    words = {
        Capacity.LISTEN: t("You may be asked to answer somebody who waits, a few times a week at most."),
        Capacity.REST: t("Nobody will be sent to you today."),
    }
    chips = [
        cards.chip(t("I can listen today"), choose(Capacity.LISTEN), selected=capacity is Capacity.LISTEN, soft=True),
        cards.chip(t("Not today"), choose(Capacity.REST), selected=capacity is Capacity.REST, soft=True),
    ]
    quiet = words[capacity] if capacity else t("Say it when you like. It ends with the day.")
    return cards.card([cards.chips(chips), type.quiet(quiet)], spacing=6, padding=14)


def _queue_row(board: Board) -> list[ft.Control]:
    if board.capacity is not Capacity.LISTEN and not board.looks_after:
        return []
    row = cards.list_row(t("Waiting for an answer"), scaffold.to(paths.WAITING), icon=ft.Icons.HEARING)
    return [cards.card(row, padding=cards.OF_ROWS)]


def _empty_words(part: str) -> str:
    if part == OFFERS:
        return t("Nobody offers anything just now. A small thing of yours can stand here.")
    if part == COMPANY:
        return t("Nobody is with somebody just now.")
    return t("Nobody asks for anything just now.")
