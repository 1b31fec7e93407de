"""The people in a group, some at a time."""

from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire.groups import Member, Membership, Role
from mobile.groups import intents
from mobile.groups.reading import AboutShown
from mobile.groups.words import role_word
from mobile.sentences import refusal_sentence
from mobile.session import use_services
from mobile.ui import cards, inputs, type
from mobile.ui.dialogs import question
from mobile.ui.guard import component, handler
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.storage.outbox import Mutation

_PAGE = 20


@component
def MemberRows(membership: Membership, shown: AboutShown, me: UUID | None) -> ft.Control:
    """Members by time of joining; a facilitator may remove others."""
    count, set_count = ft.use_state(_PAGE)
    may_remove = membership.role is Role.FACILITATOR
    rows: list[ft.Control] = [
        MemberRow(
            membership.group.id,
            member,
            member.account_id == me,
            may_remove and member.account_id != me,
            shown.removal_of(member.account_id),
            key=str(member.account_id),
        )
        for member in shown.members[:count]
    ]
    rest = len(shown.members) - count
    if rest > 0:
        rows.append(
            inputs.text_button(
                tn("Show {count} more", "Show {count} more", min(rest, _PAGE)),
                handler(lambda: set_count(lambda old: old + _PAGE)),
            )
        )
    if not rows:
        rows.append(type.quiet(t("Who is here will stand here when your host can be reached.")))
    return ft.Column(rows, spacing=10, tight=True)


@component
def MemberRow(group_id: UUID, member: Member, is_me: bool, may_remove: bool, removal: "Mutation | None") -> ft.Control:
    """One person with the role; `removal` is an unsent removal."""
    services = use_services()
    asking, set_asking = ft.use_state(False)

    def keep() -> None:
        set_asking(lambda _: False)

    async def remove() -> None:
        keep()
        await intents.remove_member(services, group_id, member.account_id)

    async def give_up() -> None:
        if removal is not None:
            await intents.discard(services, removal.id)

    ft.use_dialog(
        question(
            t("Remove {name} from the group?", name=member.display_name),
            t("They will not be able to read or write here any more. What they wrote stays."),
            t("Remove"),
            handler(remove),
            keep,
        )
        if asking
        else None
    )
    words: list[ft.Control] = [type.body(t("You") if is_me else member.display_name)]
    if role_word(member.role):
        words.append(type.quiet(role_word(member.role)))
    if removal is not None:
        failed = removal.state == "failed"
        words.append(type.quiet(refusal_sentence(removal.error_code or "") if failed else t("Being removed")))
        if failed:
            words.append(ft.Row([inputs.text_button(t("Leave it as it was"), handler(give_up))]))
    parts: list[ft.Control] = [
        cards.avatar(member.display_name, str(member.account_id), size=36),
        ft.Column(words, spacing=1, expand=True, tight=True),
    ]
    if may_remove and removal is None:
        parts.append(
            inputs.menu_button(
                t("More about {name}", name=member.display_name),
                [(t("Remove from the group"), handler(lambda: set_asking(lambda _: True)))],
            )
        )
    return ft.Row(parts, spacing=12, vertical_alignment=ft.CrossAxisAlignment.CENTER)
