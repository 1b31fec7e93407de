"""One member of a group, as the group sees them: reached by a tap on their name in the list or beside their words."""

from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire.feed import Author
from api_client.wire.groups import Member
from api_client.wire.profiles import Capacity
from mobile import paths
from mobile.groups.words import role_word
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, screen
from mobile.ui.route import use_parameters
from mobile.wishes import mute_items
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@screen
def MemberScreen() -> ft.View:
    """What somebody says of themselves in one group."""
    wide = use_session().layout == "wide"
    parameters = use_parameters()
    group_id, account_id = paths.id_in(parameters, "group_id"), paths.id_in(parameters, "account_id")
    body: ft.Control = feedback.empty(_gone())
    if group_id is not None and account_id is not None:
        body = MemberCard(group_id, account_id, key=f"{group_id}-{account_id}")
    return scaffold.page_view(t("Member"), scaffold.scroll([body], wide=wide), wide=wide, dialog=True)


@component
def MemberCard(group_id: UUID, account_id: UUID) -> ft.Control:
    """Name, role, and what they wrote down; nothing is counted."""
    services = use_services()
    page = ft.context.page
    scopes = ("groups", f"group:{group_id}", "documents")
    found = use_query(lambda: _find(services, group_id, account_id), scopes=scopes)
    if found is None:
        return ft.Container()
    member, blocked = found
    if blocked is not None:
        words = t("You and {name} no longer see each other. You can change that at any time.", name=blocked)
        return feedback.empty(words, t("What I don’t want to see"), scaffold.to(paths.UNWANTED))
    if member is None:
        return feedback.empty(_gone())
    is_me = account_id == services.account.state.account_id
    profile = member.profile
    about = [text for text in (role_word(member.role), profile.pronouns) if text]
    head: list[ft.Control] = [type.heading(member.display_name)]
    head += [type.quiet(text) for text in about]
    since = dates.day_with_year(member.joined_at.astimezone().date())
    head.append(type.quiet(t("In this group since {day}", day=since)))
    parts: list[ft.Control] = [
        ft.Row(
            [
                cards.avatar(member.display_name, str(account_id), size=56, photo=member.profile.photo),
                ft.Column(head, spacing=1, expand=True, tight=True),
            ],
            spacing=14,
        )
    ]
    if (line := capacity_line(member, services)) is not None:
        parts.append(line)
    if profile.words:
        parts.append(type.body(profile.words))
    if profile.tags:
        tags = ft.Row([cards.badge(tag) for tag in profile.tags], wrap=True, spacing=6, run_spacing=6)
        parts.append(inputs.labelled(t("Lived experience"), tags))
    if is_me:
        to_profile = scaffold.to(paths.group_profile(group_id))
        parts.append(ft.Row([inputs.tonal_button(t("Change how this group sees you"), to_profile)]))
    elif not profile.words and not profile.tags:
        parts.append(type.quiet(t("{name} has not written anything here.", name=member.display_name)))
    if not is_me:
        author = Author(account_id=account_id, display_name=member.display_name)
        items = [
            *mute_items(services, page, author),
            (t("Report"), scaffold.to(paths.report_member(group_id, account_id))),
        ]
        parts.append(ft.Row([inputs.text_button(text, act) for text, act in items], wrap=True, spacing=4))
    return cards.card(parts, spacing=14)


def capacity_line(member: Member, services: "Services") -> ft.Control | None:
    """Return what a member said for today, None when they said nothing or the day is over."""
    if member.capacity is None or member.capacity_until is None or member.capacity_until <= services.clock.now():
        return None
    listens = member.capacity is Capacity.LISTEN
    words = t("Can listen today") if listens else t("Not available to listen today")
    icon = ft.Icons.HEARING_OUTLINED if listens else ft.Icons.NIGHTLIGHT_OUTLINED
    return ft.Row(
        [ft.Icon(icon, size=18, color=theme.PRIMARY), ft.Container(type.quiet(words), expand=True)], spacing=8
    )


async def _find(services: "Services", group_id: UUID, account_id: UUID) -> tuple[Member | None, str | None]:
    """Return the member, and the name by which the viewer blocked them."""
    from mobile.shown import read_unwanted  # beside storage, which is not imported before the first frame

    members = await services.cache.list_members(group_id)
    member = next((one for one in members if one.account_id == account_id), None)
    return member, read_unwanted(services.documents).blocked.get(account_id)


def _gone() -> str:
    return t("This person is not in the group, or not on this device yet.")
