"""The invites of a group: each with its code, its link as a QR code, how long it holds, and a way to end it."""

from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire.groups import Membership, Role
from api_client.wire.invites import CreateInvite, Invite
from mobile import paths
from mobile.device import new_shared_id
from mobile.groups import intents
from mobile.groups.join_code import ShownCode
from mobile.groups.reading import InvitesShown, read_invites
from mobile.sentences import refusal_sentence
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, feedback, inputs, scaffold, type
from mobile.ui.dialogs import question
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.use_host import use_host
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.storage.outbox import Mutation

_DAYS = (1, 7, 30, 0)
_USES = (1, 5, 20, 0)


@screen
def InvitesScreen() -> ft.View:
    """Every invite that can be used, and the way to a new one."""
    wide = use_session().layout == "wide"
    group_id = paths.id_in(use_parameters(), "group_id")
    gone = feedback.empty(t("This group is not on this device any more."))
    body = InvitesPane(group_id, key=str(group_id)) if group_id is not None else gone
    return scaffold.page_view(t("Invites"), scaffold.scroll([body], wide=wide), wide=wide, dialog=True)


@component
def InvitesPane(group_id: UUID) -> ft.Control:
    """The list, or why there is none."""
    services = use_services()
    scopes = ("groups", f"group:{group_id}", "outbox")
    shown: InvitesShown | None = use_query(lambda: read_invites(services, group_id), scopes=scopes)
    use_host(lambda: services.groups.load_invites(group_id))
    if shown is None:
        return ft.Container()
    if shown.membership is None or not shown.membership.may_invite:
        return feedback.empty(t("In this group, facilitators invite. Ask one of them."))
    parts: list[ft.Control] = [type.body(t("Whoever has one of these codes can join {group}.", group=shown.name))]
    if shown.membership.group.archived_at is None:
        parts.append(NewInvite(group_id, key="new"))
    parts += [WaitingInvite(one, key=f"unsent-{one.id}") for one in shown.unsent]
    parts += [InviteCard(shown.membership, one, key=str(one.id)) for one in shown.invites]
    if not shown.invites and not shown.unsent:
        parts.append(feedback.empty(t("No code is open just now. The ones of others stand here when you are online.")))
    return ft.Column(parts, spacing=14, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


@component
def NewInvite(group_id: UUID) -> ft.Control:
    """How long the next code holds, and for how many."""
    services = use_services()
    days, set_days = ft.use_state(7)
    uses, set_uses = ft.use_state(1)

    async def create() -> None:
        request = CreateInvite(id=new_shared_id(), days=days or None, uses_max=uses or None)
        await intents.create_invite(services, group_id, request)

    def day_chip(count: int) -> ft.Control:
        word = tn("{count} day", "{count} days", count) if count else t("No end")
        return cards.chip(word, handler(lambda: set_days(lambda _: count)), selected=days == count, key=f"days-{count}")

    def use_chip(count: int) -> ft.Control:
        word = tn("{count} person", "{count} people", count) if count else t("Any number")
        return cards.chip(word, handler(lambda: set_uses(lambda _: count)), selected=uses == count, key=f"uses-{count}")

    return cards.card(
        [
            type.subheading(t("New invite")),
            inputs.labelled(t("How long it holds"), cards.chips([day_chip(count) for count in _DAYS])),
            inputs.labelled(t("For how many"), cards.chips([use_chip(count) for count in _USES])),
            ft.Row([inputs.tonal_button(t("Make an invite"), handler(create), icon=ft.Icons.ADD)]),
        ],
        spacing=14,
    )


@component
def WaitingInvite(mutation: "Mutation") -> ft.Control:
    """An invite that the host does not know yet: its code stands here when it does."""
    services = use_services()

    async def drop() -> None:
        await intents.discard(services, mutation.id)

    if mutation.state == "failed":
        return feedback.trouble(refusal_sentence(mutation.error_code or ""), t("Discard"), handler(drop))
    words = t("A new code comes as soon as your host can be reached.")
    return cards.card([ft.Row([ft.Icon(ft.Icons.SCHEDULE, size=18), ft.Container(type.quiet(words), expand=True)])])


@component
def InviteCard(membership: Membership, invite: Invite) -> ft.Control:
    """One code with all there is to pass on, and the way to end it."""
    services = use_services()
    asking, set_asking = ft.use_state(False)

    def keep() -> None:
        set_asking(lambda _: False)

    async def end() -> None:
        keep()
        await intents.revoke_invite(services, membership.group.id, invite.id)

    ft.use_dialog(
        question(
            t("End this invite?"),
            t("Its code and link let nobody in any more. Whoever is in the group already stays."),
            t("End it"),
            handler(end),
            keep,
        )
        if asking
        else None
    )
    parts: list[ft.Control] = [ShownCode(invite.code, key="code"), type.quiet(_standing(invite))]
    if invite.made_by_me or membership.role is Role.FACILITATOR:
        ask = handler(lambda: set_asking(lambda _: True))
        parts.append(ft.Row([inputs.text_button(t("End this invite"), ask, danger=True)]))
    return cards.card(parts)


def _standing(invite: Invite) -> str:
    """Return who made an invite and how long it holds, in one line."""
    until = t("no end")
    if invite.expires_at is not None:
        at = invite.expires_at.astimezone()
        until = t("until {day}, {time}", day=dates.short_day(at.date()), time=dates.clock(at))
    uses = t("for any number of people")
    if invite.uses_max is not None:
        left = invite.uses_max - invite.uses_count
        uses = tn("for {count} more person", "for {count} more people", left)
    by = t("you") if invite.made_by_me else invite.made_by or t("a former member")
    return t("Made by {name} · {until} · {uses}", name=by, until=until, uses=uses)
