"""What of a feed is shown: all, one kind, or what hopes for one thing."""

from collections.abc import Callable

import flet as ft

from api_client.wire.feed import Need, PostKind
from mobile.feed.kinds import KINDS, kind_plural, need_word
from mobile.session import use_session
from mobile.ui import cards, inputs, type
from mobile.ui.guard import component, handler
from mobile.words import t

_FIRST = (PostKind.ASK, PostKind.STORY, PostKind.STRATEGY)  # what a wide window shows before more is asked for


@component
def KindFilter(
    kind: PostKind | None, need: Need | None, open_asks: int, on_kind: Callable[[PostKind | None], None]
) -> ft.Control:
    """The chips, all first; asks that wait for somebody are counted. A phone has them in one line that a finger moves
    sideways; a mouse cannot, so a wide window has the first few, the chosen one, and a chip that shows the others."""
    wide = use_session().layout == "wide"
    folded, set_folded = ft.use_state(True)

    def choose(value: PostKind | None) -> cards.Handler:
        return handler(lambda _event: on_kind(value))

    chips = [cards.chip(t("All"), choose(None), selected=kind is None and need is None, key="all")]
    for value in KINDS:
        if wide and folded and value not in _FIRST and value is not kind:
            continue
        waiting = open_asks if value is PostKind.ASK and open_asks else 0
        word = kind_plural(value)
        chips.append(
            cards.chip(
                word,
                choose(value),
                selected=kind is value,
                trailing=str(waiting) if waiting else "",
                key=value.value,
            )
        )
    if not wide:
        return cards.chip_line(chips)
    word, spoken = (t("More"), t("More kinds of posts")) if folded else (t("Fewer"), t("Fewer kinds of posts"))
    fold = handler(lambda _event: set_folded(lambda old: not old))
    return cards.chips([*chips, cards.chip(word, fold, label=spoken, key="fold")])


def use_need_filter(need: Need | None, on_need: Callable[[Need | None], None]) -> Callable[[], None]:
    """Return what opens the choice of what the writers hope for."""
    open_, set_open = ft.use_state(False)

    def choose(value: str) -> None:
        set_open(lambda _: False)
        on_need(Need(value) if value else None)

    options = [("", t("Anything")), *((value.value, need_word(value)) for value in Need)]
    ft.use_dialog(
        ft.AlertDialog(
            title=ft.Text(t("Posts that hope for"), size=18),
            content=inputs.radio_list(need.value if need else "", options, choose),
            scrollable=True,
            actions=[inputs.text_button(t("Close"), handler(lambda _event: set_open(lambda _: False)))],
            on_dismiss=handler(lambda _event: set_open(lambda _: False)),
        )
        if open_
        else None
    )

    def open_choice() -> None:
        set_open(lambda _: True)

    return open_choice


def need_line(need: Need, on_need: Callable[[Need | None], None]) -> ft.Control:
    """Return the line that says which need is filtered by, and ends it."""
    return ft.Row(
        [
            ft.Container(type.quiet(t("Only posts that hope for: {need}", need=need_word(need))), expand=True),
            inputs.text_button(t("Show all"), handler(lambda _event: on_need(None))),
        ]
    )
