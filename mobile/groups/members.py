"""The people in a group, some at a time."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from api_client.wire.groups import Member, Membership, Role, SetRole
from mobile import paths
from mobile.groups import intents
from mobile.groups.handing_over import HandOver
from mobile.groups.member_screen import capacity_line
from mobile.groups.reading import AboutShown
from mobile.groups.words import role_word
from mobile.sentences import refusal_sentence
from mobile.session import use_services
from mobile.ui import cards, inputs, scaffold, theme, type
from mobile.ui.dialogs import question
from mobile.ui.guard import component, handler
from mobile.words import t, tn

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.storage.outbox import Mutation

_PAGE = 20


@component
def MemberRows(membership: Membership, shown: AboutShown, me: UUID | None) -> ft.Control:
    """Members by time of joining; a facilitator may remove others and let them look after the group too."""
    count, set_count = ft.use_state(_PAGE)
    handing_over, set_handing_over = ft.use_state(False)
    alone = shown.is_alone_in_charge(me)

    def step_back_through_another() -> None:
        set_handing_over(lambda _: True)

    rows: list[ft.Control] = [
        MemberRow(
            membership.group.id,
            member,
            member.account_id == me,
            membership.role is Role.FACILITATOR,
            shown.acts_on(member.account_id),
            step_back_through_another if alone else None,
            key=str(member.account_id),
        )
        for member in shown.members[:count]
    ]
    if handing_over:
        rows.append(
            HandOver(membership.group, shown.others(me), False, lambda: set_handing_over(lambda _: False), key="hand")
        )
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
def MemberRow(
    group_id: UUID,
    member: Member,
    is_me: bool,
    in_charge: bool,
    unsent: "Mutation | None",
    on_alone: "Callable[[], None] | None",
) -> ft.Control:
    """One person with the role. `in_charge` is whether the viewer looks after the group, `unsent` a removal or a new
    role that is on its way, `on_alone` what asks who takes over when the viewer is the only one who does."""
    services = use_services()
    asking, set_asking = ft.use_state("")

    def keep() -> None:
        set_asking(lambda _: "")

    async def remove() -> None:
        keep()
        await intents.remove_member(services, group_id, member.account_id)

    async def change_role() -> None:
        keep()
        await intents.set_role(services, group_id, member.account_id, Role.MEMBER if is_me else Role.FACILITATOR)

    async def give_up() -> None:
        if unsent is not None:
            await intents.discard(services, unsent.id)

    acts = {"remove": remove, "role": change_role}
    ft.use_dialog(_question(asking, member, is_me, acts[asking], keep) if asking else None)
    words: list[ft.Control] = [type.body(t("You") if is_me else member.display_name)]
    if role_word(member.role):
        words.append(type.quiet(role_word(member.role)))
    if (line := capacity_line(member, services)) is not None:
        words.append(line)
    if unsent is not None:
        failed = unsent.state == "failed"
        words.append(type.quiet(refusal_sentence(unsent.error_code or "") if failed else _on_its_way(unsent)))
    person = ft.Row(
        [
            cards.avatar(member.display_name, str(member.account_id), size=36, photo=member.profile.photo),
            ft.Column(words, spacing=1, expand=True, tight=True),
        ],
        spacing=12,
    )
    to_member = scaffold.to(paths.member(group_id, member.account_id))
    parts: list[ft.Control] = [
        ft.MergeSemantics(
            ft.Semantics(
                button=True,
                content=ft.Container(
                    person, on_click=to_member, ink=True, border_radius=theme.CHIP_RADIUS, padding=ft.Padding.all(4)
                ),
            ),
            expand=True,
        )
    ]
    items = _acts(member, is_me, set_asking, on_alone) if in_charge and unsent is None else []
    if items:
        parts.append(inputs.menu_button(t("More about {name}", name=member.display_name), items))
    row = ft.Row(parts, spacing=12, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    if unsent is None or unsent.state != "failed":
        return row
    return ft.Column([row, ft.Row([inputs.text_button(t("Leave it as it was"), handler(give_up))])], tight=True)


def _acts(
    member: Member, is_me: bool, set_asking: "Callable[..., None]", on_alone: "Callable[[], None] | None"
) -> list[tuple[str, inputs.Handler]]:
    """Return what a facilitator may do with one person, oneself included."""
    ask_role = handler(lambda: set_asking(lambda _: "role"))
    if is_me:
        step_back = handler(on_alone) if on_alone is not None else ask_role
        return [(t("Step back as facilitator"), step_back)]
    items = [(t("Remove from the group"), handler(lambda: set_asking(lambda _: "remove")))]
    if member.role is not Role.FACILITATOR:
        items.insert(0, (t("Make a facilitator"), ask_role))
    return items


def _question(
    asking: str, member: Member, is_me: bool, act: "Callable[..., object]", keep: "Callable[[], None]"
) -> Any:
    if asking == "remove":
        return question(
            t("Remove {name} from the group?", name=member.display_name),
            t(
                "They will not be able to read or write here any more. What they wrote stays. "
                "Every code of the group ends, and you get a new one."
            ),
            t("Remove"),
            handler(act),
            keep,
        )
    if is_me:
        return question(
            t("Step back as facilitator?"),
            t("You stay as a member. Another facilitator can ask you back at any time."),
            t("Step back"),
            handler(act),
            keep,
        )
    return question(
        t("Let {name} look after this group too?", name=member.display_name),
        t("They can then change the group, let people in, and remove posts and members. Only they can give it back."),
        t("Make a facilitator"),
        handler(act),
        keep,
    )


def _on_its_way(unsent: "Mutation") -> str:
    if unsent.operation == "groups.remove_member":
        return t("Being removed")
    facilitator = isinstance(unsent.request, SetRole) and unsent.request.role is Role.FACILITATOR
    return t("Becoming a facilitator") if facilitator else t("Stepping back")
