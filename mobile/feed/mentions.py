"""Mentioning somebody: who types an @ is offered the people of the group, and a button offers all of them.

A mention is kept as the member's id, not as a name in the text, so it reaches the right person whatever the name is.
"""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire import limits
from api_client.wire.groups import Member
from mobile.session import use_query, use_services
from mobile.ui import cards, inputs, type
from mobile.ui.guard import component, handler
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

_BEGUN = re.compile(r"(?:^|(?<=\s))@([\w'’.-]{0,20})$")  # at the end, where people type
_OFFERED_MAX = 5

Change = Callable[..., None]


@component
def MentionPart(
    group_id: UUID, body: str, mentions: tuple[str, ...], change: Change, with_button: bool = True
) -> ft.Control:
    """Who is mentioned, as chips that a tap takes away; whom the @ at the end of `body` may mean; and the picker.

    `change` is told `body` and `mentions`, as the form's fields.
    """
    services = use_services()
    picking, set_picking = ft.use_state(False)
    members = use_query(lambda: _others(services, group_id), scopes=(f"group:{group_id}",)) or ()
    names = {str(member.account_id): member.display_name for member in members}

    def mention(member: Member) -> None:
        set_picking(lambda _: False)
        change(body=completed(body, member.display_name), mentions=_with(mentions, str(member.account_id)))

    def drop(account_id: str) -> cards.Handler:
        return handler(lambda _event: change(mentions=[one for one in mentions if one != account_id]))

    rows: list[ft.Control] = []
    if offered := meant(body, members):
        chips = [
            cards.chip(one.display_name, handler(lambda _event, one=one: mention(one)), icon=ft.Icons.ALTERNATE_EMAIL)
            for one in offered
        ]
        rows.append(cards.chip_line(chips))
    chosen: list[ft.Control] = [
        cards.chip(
            names.get(one, t("Somebody who left")),
            drop(one),
            selected=True,
            icon=ft.Icons.CLOSE,
            label=t("Do not mention {name}", name=names.get(one, t("Somebody who left"))),
            key=one,
        )
        for one in mentions
    ]
    if with_button and members and len(mentions) < limits.MENTIONS_MAX:
        show = handler(lambda _event: set_picking(lambda _: True))
        chosen.append(inputs.text_button(t("Mention somebody"), show, icon=ft.Icons.ALTERNATE_EMAIL))
    if chosen:
        rows.append(cards.chips(chosen))
    ft.use_dialog(_picker(members, mention, handler(lambda _event: set_picking(lambda _: False))) if picking else None)
    return ft.Column(rows, spacing=4, tight=True, visible=bool(rows))


async def _others(services: "Services", group_id: UUID) -> tuple[Member, ...]:
    me = services.account.state.account_id
    return tuple(one for one in await services.cache.list_members(group_id) if one.account_id != me)


def meant(body: str, members: Sequence[Member]) -> list[Member]:
    """Return whom an @ at the end of a text may mean."""
    begun = _BEGUN.search(body)
    if begun is None:
        return []
    wanted = begun[1].casefold()
    return [one for one in members if one.display_name.casefold().startswith(wanted)][:_OFFERED_MAX]


def completed(body: str, name: str) -> str:
    """Return the text with an @ and the name at its end, in place of one that was begun."""
    begun = _BEGUN.search(body)
    before = body[: begun.start()] if begun else body
    gap = "" if not before or before[-1].isspace() else " "
    return f"{before}{gap}@{name} "


def _with(mentions: tuple[str, ...], account_id: str) -> list[str]:
    together = list(dict.fromkeys([*mentions, account_id]))
    return together[: limits.MENTIONS_MAX]


def _picker(members: Sequence[Member], choose: Callable[[Member], None], close: inputs.Handler) -> ft.AlertDialog:
    rows = [
        cards.list_row(one.display_name, handler(lambda _event, one=one: choose(one)), chevron=False) for one in members
    ]
    note = type.quiet(t("They see that you mentioned them, here and in their notices."))
    return ft.AlertDialog(
        title=ft.Text(t("Mention somebody"), size=18),
        content=ft.Container(ft.Column([note, *rows], spacing=2, tight=True), width=420),
        scrollable=True,
        actions=[inputs.text_button(t("Close"), close)],
        on_dismiss=close,
    )
