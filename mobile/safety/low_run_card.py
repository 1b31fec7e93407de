"""The one card that Today may offer after a run of low days: one's own plan and people first, crisis lines second.

The rule runs here, on what this device has open. Nothing of it is sent, counted or logged; all that is kept is until
when the card should stay away, sealed like a draft.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile import paths
from mobile.safety.patterns import QUIET_FOR, is_low_run
from mobile.safety.plan import Plan, read_plan
from mobile.safety.plan_pane import reach_buttons
from mobile.session import use_query, use_services
from mobile.ui import cards, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.ui.help import HelpButton
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

QUIET_DRAFT = "low-run:quiet"
PEOPLE_SHOWN = 2
ReadLows = Callable[["Services", date], Mapping[date, int]]


@dataclass(frozen=True)
class Offer:
    """What the card shows."""

    plan: Plan


@component
def LowRunCard(read_lows: ReadLows) -> ft.Control:
    """The card, or nothing. `read_lows` gives the lowest level of each recent day up to a day."""
    services = use_services()
    offer = use_query(lambda: _offer(services, read_lows), scopes=("journal", "documents", "drafts", "account"))
    if not isinstance(offer, Offer):
        return ft.Container(visible=False)

    async def dismiss(_event: Any) -> None:
        until = services.clock.today() + QUIET_FOR
        await services.drafts.put(QUIET_DRAFT, {"until": until.isoformat()})

    rows: list[ft.Control] = [
        type.strong(t("You noted some hard days.")),
        type.quiet(t("Only you see this. It was worked out on this device.")),
        _plan_row(offer.plan),
    ]
    for line in offer.plan.people()[:PEOPLE_SHOWN]:
        rows.append(ft.Row([ft.Container(type.body(line.words), expand=True), *reach_buttons(line)], spacing=0))
    rows.append(
        ft.Row([HelpButton(t("Help right now")), inputs.text_button(t("Not now"), handler(dismiss))], wrap=True)
    )
    return ft.Semantics(container=True, content=cards.card(rows, bgcolor=theme.VARIANT, spacing=8))


async def _offer(services: "Services", read_lows: ReadLows) -> Offer | bool:
    today = services.clock.today()
    if not is_low_run(read_lows(services, today), today):
        return False
    kept = await services.drafts.get(QUIET_DRAFT) or {}
    if today.isoformat() < str(kept.get("until", "")):
        return False
    return Offer(read_plan(services.documents))


def _plan_row(plan: Plan) -> ft.Control:
    go = scaffold.to(paths.SAFETY_PLAN)
    if plan.lines:
        return cards.list_row(
            t("My safety plan"), go, detail=t("What helps me, and my people"), icon=ft.Icons.FAVORITE_BORDER
        )
    return cards.list_row(
        t("Begin a safety plan"), go, detail=t("One line is enough for now"), icon=ft.Icons.FAVORITE_BORDER
    )
