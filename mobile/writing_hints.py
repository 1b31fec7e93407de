"""What may be said to the one who writes, below their words: a hint for a reply, and an offer of support.

Both are worked out on this device while one types. Nothing of it is sent, logged, counted or stored, and neither ever
stands in the way of sending; what was sent away stays away for as long as the draft lives.
"""

from typing import TYPE_CHECKING, Any

import flet as ft

from api_client.wire.feed import Need
from mobile.coach.reply import advise, hint_words
from mobile.coach.support import asks_for_support
from mobile.session import use_services
from mobile.ui import cards, inputs, theme, type
from mobile.ui.guard import component, handler
from mobile.ui.help import HelpButton
from mobile.vault.beside import Beside
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

COACH_PREFERENCE = "reply_coach"
COACH, SUPPORT = "coach", "support"
# (what, draft) that was sent away; in memory only, by open device.
_sent_away: Beside[set[tuple[str, str]]] = Beside()


@component
def WritingHints(body: str, draft: str, need: Need | None = None) -> ft.Control:
    """What there is to say about `body`, the words under the name `draft`: for a reply to somebody who hopes for `need`
    at most one hint, for any words at most one offer of support."""
    services = use_services()
    _, draw_again = ft.use_state(0)
    away = _away(services)
    if not body.strip():  # sent or emptied: the next one is another draft
        away -= {(COACH, draft), (SUPPORT, draft)}

    def send_away(what: str) -> Any:
        def act(_event: Any) -> None:
            away.add((what, draft))
            draw_again(lambda count: count + 1)

        return handler(act)

    parts: list[ft.Control] = []
    if (SUPPORT, draft) not in away and asks_for_support(body):
        parts.append(_support(send_away(SUPPORT)))
    # A hint about tone has no place beside the question whether somebody needs help.
    if (
        not parts
        and need is not None
        and (COACH, draft) not in away
        and services.preferences.get(COACH_PREFERENCE, True)
    ):
        hint = advise(body, need)
        if hint is not None:
            parts.append(_hint(hint_words(hint, need), send_away(COACH)))
    return ft.Column(
        parts, spacing=8, tight=True, visible=bool(parts), horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def _away(services: "Services") -> set[tuple[str, str]]:
    return _sent_away.setdefault(services.documents, set())


def _hint(words: str, on_away: inputs.Handler) -> ft.Control:
    line = ft.Row(
        [
            ft.Icon(ft.Icons.LIGHTBULB_OUTLINE, size=20, color=theme.PRIMARY),
            ft.Container(type.quiet(words, color=theme.TEXT), expand=True),
            inputs.icon_button(ft.Icons.CLOSE, t("Send this hint away"), on_away),
        ],
        spacing=10,
    )
    card = cards.card(line, bgcolor=theme.VARIANT, padding=ft.Padding.only(left=14, right=4, top=2, bottom=2))
    return ft.Semantics(live_region=True, container=True, content=card)


def _support(on_away: inputs.Handler) -> ft.Control:
    acts = ft.Row([HelpButton(t("See the options")), inputs.text_button(t("Not now"), on_away)], wrap=True)
    card = cards.card([type.body(t("Would you like support options?")), acts], bgcolor=theme.VARIANT, padding=14)
    return ft.Semantics(live_region=True, container=True, content=card)


@component
def CoachSetting() -> ft.Control:
    """The switch of the reply coach."""
    services = use_services()
    on, set_on = ft.use_state(bool(services.preferences.get(COACH_PREFERENCE, True)))
    page = ft.context.page

    async def keep(value: bool) -> None:
        await services.preferences.set(COACH_PREFERENCE, value)

    def change(value: bool) -> None:
        set_on(value)
        page.run_task(keep, value)

    return cards.card(
        [
            type.subheading(t("While you write a reply")),
            inputs.checkbox(t("Tell me when it may sound like advice nobody asked for"), on, change),
            type.quiet(t("Worked out on this device. Nobody else hears of it.")),
        ],
        spacing=4,
    )
