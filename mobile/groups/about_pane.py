"""What a group is about and who is in it, and the ways out of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire.groups import Member, Membership, Role, UpdateGroup
from mobile import paths
from mobile.group_pictures import group_picture
from mobile.groups import intents
from mobile.groups.handing_over import HandOver
from mobile.groups.join_code import JoinCodeCard
from mobile.groups.members import MemberRows
from mobile.groups.reading import AboutShown, read_about
from mobile.groups.requests import RequestsCard
from mobile.groups.words import agreement, member_count, rule_lines
from mobile.sentences import refusal_sentence
from mobile.session import use_query, use_services
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.dialogs import question
from mobile.ui.guard import component, handler
from mobile.use_host import use_host
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.outbox import Mutation


@component
def AboutPane(group_id: UUID, wide: bool = False) -> ft.Control:
    """One group in its own words; give it a key with the group's id."""
    services = use_services()
    scopes = ("groups", f"group:{group_id}", "outbox")
    shown: AboutShown | None = use_query(lambda: read_about(services, group_id), scopes=scopes)
    use_host(lambda: _load(services, group_id))
    if shown is None:
        return ft.Container(expand=True)
    if shown.membership is None:
        return scaffold.scroll([_not_here(shown)], wide=False)
    membership, me = shown.membership, services.account.state.account_id
    parts: list[ft.Control] = [type.heading(t("About this group"))] if wide else []
    if shown.ending is not None:
        parts.append(Ending(shown.ending))
    parts.append(_own_words(membership))
    if shown.change is not None:
        parts.append(Changing(shown.change, group_id, key="change"))
    if membership.role is Role.FACILITATOR and shown.requests:
        parts.append(RequestsCard(group_id, shown.requests, key="requests"))
    if membership.may_invite and membership.group.archived_at is None:
        parts.append(JoinCodeCard(group_id, membership.group.join_code))
    parts.append(cards.card([type.subheading(t("Members")), MemberRows(membership, shown, me)], spacing=8))
    if shown.ending is None:
        parts.append(WaysOut(membership, shown.others(me), shown.is_alone_in_charge(me)))
    return scaffold.scroll(parts, wide=False, top=20 if wide else 8)


async def _load(services: "Services", group_id: UUID) -> None:
    """Ask the host who is in the group now, and who waits to be let in; who was in it last stands here meanwhile."""
    await services.groups.load_members(group_id)
    await services.groups.load_requests(group_id)


def _not_here(shown: AboutShown) -> ft.Control:
    if shown.starting is None:
        return feedback.empty(t("This group is not on this device any more."))
    name = shown.starting.name
    words = t("{group} begins when your host can be reached. Its code will stand here then.", group=name)
    return feedback.empty(words, t("To your groups"), scaffold.to(paths.GROUPS))


def _own_words(membership: Membership) -> ft.Control:
    group = membership.group
    parts: list[ft.Control] = [
        ft.Row(
            [
                group_picture(group.name, group.id, group.picture, size=44),
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
    parts += [type.quiet(line) for line in rule_lines(group)]
    acts: list[ft.Control] = []
    if membership.role is Role.FACILITATOR:
        acts.append(inputs.tonal_button(t("Change the group"), scaffold.to(paths.edit_group(group.id))))
    if membership.must_agree:
        acts.append(inputs.text_button(t("Read and accept"), scaffold.to(paths.group_agreement(group.id))))
    if membership.role is Role.FACILITATOR:
        acts.append(inputs.text_button(t("Being answered"), scaffold.to(paths.answered(group.id))))
    acts.append(inputs.text_button(t("Page of thanks"), scaffold.to(paths.gratitude(group.id))))
    acts.append(inputs.text_button(t("How this group sees you"), scaffold.to(paths.group_profile(group.id))))
    parts.append(ft.Row(acts, wrap=True, spacing=8, run_spacing=4))
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
def Changing(mutation: "Mutation", group_id: UUID) -> ft.Control:
    """That a change of the group is on its way, or why it was refused."""
    services = use_services()

    async def drop() -> None:
        await intents.discard(services, mutation.id)

    if mutation.state != "failed":
        return type.quiet(t("Your change of the group is on its way."))
    acts = [inputs.text_button(t("Leave it as it is"), handler(drop))]
    if isinstance(mutation.request, UpdateGroup):
        acts.insert(0, inputs.text_button(t("Edit"), scaffold.to(paths.edit_group(group_id))))
    trouble = feedback.trouble(refusal_sentence(mutation.error_code or ""))
    return ft.Column([trouble, ft.Row(acts, wrap=True, spacing=4)], spacing=0, tight=True)


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

    async def archive() -> None:
        keep()
        await intents.set_archived(services, group.id, group.archived_at is None)

    questions = {
        "archive": lambda: question(
            t("Close {group} for new words?", group=group.name),
            t("Everything stays to be read, and nobody can write. You can open it again at any time."),
            t("Close it"),
            handler(archive),
            keep,
        ),
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
    if membership.role is Role.FACILITATOR and group.archived_at is None:
        parts.append(inputs.text_button(t("Close for new words"), handler(lambda: set_asking(lambda _: "archive"))))
    elif membership.role is Role.FACILITATOR:
        parts.append(inputs.text_button(t("Open for new words"), handler(archive)))
    if membership.role is Role.FACILITATOR:
        parts.append(_way_out(t("Remove the group"), handler(lambda: set_asking(lambda _: "remove"))))
    return ft.Column(parts, spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.START)


def _way_out(word: str, on_click: inputs.Handler) -> ft.Control:
    return inputs.text_button(word, on_click, danger=True)
