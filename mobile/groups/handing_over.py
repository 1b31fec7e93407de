"""Handing a group over: whoever looks after it alone names somebody first, and then steps back or leaves."""

from collections.abc import Callable, Sequence
from uuid import UUID

import flet as ft

from api_client.wire.groups import Group, Member, Role
from mobile import paths
from mobile.groups import intents
from mobile.session import use_services
from mobile.ui import inputs, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t

_SHOWN = 8


@component
def HandOver(group: Group, others: Sequence[Member], leaving: bool, close: Callable[[], None]) -> ft.Control:
    """The question to whom; open while it is in the tree. `leaving` says what comes after it."""
    services = use_services()
    page = ft.context.page
    chosen, set_chosen = ft.use_state("")
    typed, set_typed = ft.use_state("")

    async def hand_over() -> None:
        close()
        await intents.set_role(services, group.id, UUID(chosen), Role.FACILITATOR)
        if leaving:
            await intents.leave_group(services, group.id)
            page.navigate(paths.GROUPS)
        elif (me := services.account.state.account_id) is not None:
            await intents.set_role(services, group.id, me, Role.MEMBER)

    found = [one for one in others if typed.strip().casefold() in one.display_name.casefold()]
    parts: list[ft.Control] = [type.body(_why(leaving))]
    if len(others) > _SHOWN:
        parts.append(inputs.text_field(t("Name"), typed, lambda text: set_typed(lambda _: text), prose=False))
    people = [(str(one.account_id), one.display_name) for one in found[:_SHOWN]]
    parts.append(inputs.radio_list(chosen, people, lambda value: set_chosen(lambda _: value)))
    if len(found) > _SHOWN:
        parts.append(type.quiet(t("More are here: type a part of the name.")))
    act_word = t("Hand over and leave") if leaving else t("Hand over")
    acts = [inputs.text_button(t("Cancel"), handler(lambda: close()))]
    if chosen:
        acts.append(inputs.text_button(act_word, handler(hand_over)))
    ft.use_dialog(
        ft.AlertDialog(
            title=ft.Text(t("Hand over to…"), size=18, weight=theme.SEMIBOLD),
            content=ft.Container(ft.Column(parts, spacing=12, tight=True), width=420),
            shape=ft.RoundedRectangleBorder(radius=theme.CARD_RADIUS),
            scrollable=True,
            actions=acts,
            on_dismiss=handler(lambda _event: close()),
        )
    )
    return ft.Container()


def _why(leaving: bool) -> str:
    if leaving:
        return t("You look after this group alone. Choose who does from now on; then you leave.")
    return t("You look after this group alone. Choose who does from now on; you stay as a member.")
