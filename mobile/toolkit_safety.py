"""The safety plan as one card among the other things at hand."""

from typing import TYPE_CHECKING

import flet as ft

from mobile import paths
from mobile.safety.plan import PARTS, Plan, read_plan
from mobile.session import use_query, use_services
from mobile.ui import cards, inputs, scaffold, theme, type
from mobile.ui.guard import component
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services


@component
def SafetyPlanCard() -> ft.Control:
    """What the plan holds, and the way to it."""
    services = use_services()
    plan = use_query(lambda: _read(services), scopes=("documents", "account"))
    row = ft.Row(
        [
            ft.Icon(ft.Icons.PHONE_OUTLINED, size=24, color=theme.WARM),
            ft.Column(
                [type.strong(t("Safety plan")), type.quiet(plan_line(plan or Plan()))],
                spacing=2,
                tight=True,
                expand=True,
            ),
            inputs.tonal_button(t("Open"), scaffold.to(paths.SAFETY_PLAN)),
        ],
        spacing=14,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return ft.MergeSemantics(cards.card(row))  # else the button would be called Open, and nobody knows what


def plan_line(plan: Plan) -> str:
    """Return what stands in the plan, as in `6 parts · 3 people to call · works offline`."""
    parts = sum(1 for part in PARTS if plan.part(part))
    if not parts:
        return t("Made on a calm day, it helps on a hard one. Works offline.")
    said = [tn("{count} part", "{count} parts", parts)]
    if people := len(plan.people()):
        said.append(tn("{count} person to call", "{count} people to call", people))
    return " · ".join([*said, t("works offline")])


async def _read(services: "Services") -> Plan:
    return read_plan(services.documents)
