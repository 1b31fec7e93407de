"""What a group is about and who is in it, and the ways out of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire.groups import Member, Membership, Role
from mobile import paths
from mobile.groups import intents
from mobile.groups.handing_over import HandOver
from mobile.groups.join_code import JoinCodeCard
from mobile.groups.members import MemberRows
from mobile.groups.reading import AboutShown, read_about
from mobile.groups.words import agreement, member_count
from mobile.sentences import is_expected, refusal_sentence
from mobile.session import use_query, use_services
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.dialogs import question
from mobile.ui.guard import component, handler, log_failure
from mobile.words import t

if TYPE_CHECKING:
    from mobile.storage.outbox import Mutation


@component
def AboutPane(group_id: UUID, wide: bool = False) -> ft.Control:
    """One group in its own words; give it a key with the group's id."""
    services = use_services()
    scopes = ("groups", f"group:{group_id}", "outbox")
    shown: AboutShown | None = use_query(lambda: read_about(services, group_id), scopes=scopes)
    _use_members(group_id)
    if shown is None:
        return ft.Container(expand=True)
    if shown.membership is None:
        return scaffold.scroll([_not_here(shown)], wide=False)
    membership, me = shown.membership, services.account.state.account_id
    parts: list[ft.Control] = [type.heading(t("About this group"))] if wide else []
    if shown.ending is not None:
        parts.append(Ending(shown.ending))
    parts.append(_own_words(membership))
    parts.append(JoinCodeCard(membership.group.join_code))
    parts.append(cards.card([type.subheading(t("Members")), MemberRows(membership, shown, me)], spacing=8))
    if shown.ending is None:
        parts.append(WaysOut(membership, shown.others(me), shown.is_alone_in_charge(me)))
    return scaffold.scroll(parts, wide=False, top=20 if wide else 8)


def _not_here(shown: AboutShown) -> ft.Control:
    if shown.starting is None:
        return feedback.empty(t("This group is not on this device any more."))
    name = shown.starting.name
    words = t("{group} begins when your host can be reached. Its code will stand here then.", group=name)
    return feedback.empty(words, t("To your groups"), scaffold.to(paths.GROUPS))


def _use_members(group_id: UUID) -> None:
    """Ask the host who is in the group now; who was in it last stands here meanwhile."""
    services = use_services()
    page = ft.context.page

    async def ask() -> None:
        try:
            await services.groups.load_members(group_id)
        except Exception as error:
            if not is_expected(error):
                log_failure("loading members", error)

    def begin() -> None:
        page.run_task(ask)

    ft.use_effect(begin, dependencies=[])


def _own_words(membership: Membership) -> ft.Control:
    group = membership.group
    parts: list[ft.Control] = [
        ft.Row(
            [
                cards.avatar(group.name, str(group.id), size=44),
                ft.Column(
                    [type.heading(group.name), type.quiet(member_count(group.member_count))],
                    spacing=1,
                    expand=True,
                    tight=True,
                ),
            ],
            spacing=12,
        )
    ]
    if group.description:
        parts.append(type.body(group.description))
    if group.agreement:
        parts.append(agreement(group.agreement))
    parts.append(type.quiet(t("The members and your host can read what is written here.")))
    return cards.card(parts, spacing=14)


@component
def Ending(mutation: "Mutation") -> ft.Control:
    """That leaving or removing is on its way, or why it was refused."""
    services = use_services()

    async def stay() -> None:
        await intents.discard(services, mutation.id)

    if mutation.state == "failed":
        return feedback.trouble(refusal_sentence(mutation.error_code or ""), t("Stay in the group"), handler(stay))
    leaving = mutation.operation == "groups.leave_group"
    text = t("You are leaving this group.") if leaving else t("This group is being removed.")
    return feedback.trouble(text)


@component
def WaysOut(membership: Membership, others: Sequence[Member], alone: bool) -> ft.Control:
    """Leave, and for a facilitator remove the group; both are asked about first. `alone` is whether the viewer looks
    after the group alone: then leaving begins with handing it over."""
    services = use_services()
    page = ft.context.page
    asking, set_asking = ft.use_state("")
    group = membership.group

    def keep() -> None:
        set_asking(lambda _: "")

    async def leave() -> None:
        keep()
        await intents.leave_group(services, group.id)
        page.navigate(paths.GROUPS)

    async def remove() -> None:
        keep()
        await intents.remove_group(services, group.id)
        page.navigate(paths.GROUPS)

    questions = {
        "leave": lambda: question(
            t("Leave {group}?", group=group.name),
            t("You will not see it any more. What you wrote stays there; delete it first if you want it gone."),
            t("Leave"),
            handler(leave),
            keep,
        ),
        "remove": lambda: question(
            t("Remove {group}?", group=group.name),
            t("It goes for all members, with every post and reply. This cannot be undone."),
            t("Remove the group"),
            handler(remove),
            keep,
        ),
    }
    ft.use_dialog(questions[asking]() if asking in questions else None)
    leave_first = "hand over" if alone else "leave"
    parts: list[ft.Control] = [_way_out(t("Leave the group"), handler(lambda: set_asking(lambda _: leave_first)))]
    if asking == "hand over":
        parts.append(HandOver(group, others, True, keep, key="hand"))
    if membership.role is Role.FACILITATOR:
        parts.append(_way_out(t("Remove the group"), handler(lambda: set_asking(lambda _: "remove"))))
    return ft.Column(parts, spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.START)


def _way_out(word: str, on_click: inputs.Handler) -> ft.Control:
    return inputs.text_button(word, on_click, danger=True)
