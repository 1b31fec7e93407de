"""Finding a group on this host: what each says of itself, and coming in or asking to be let in.

The list is the host's and is read online. Joining and asking are stored here and sent when there is a way.
"""

from typing import TYPE_CHECKING

import flet as ft

from api_client.wire import limits
from api_client.wire.directory import DirectoryPage, ListedGroup, MemberRange
from api_client.wire.groups import JoinPolicy
from mobile import paths
from mobile.drafting import use_draft
from mobile.group_pictures import group_picture
from mobile.groups import intents
from mobile.groups.group_list_pane import needs_account
from mobile.groups.words import agreement
from mobile.sentences import problem_sentence
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@screen
def DiscoverScreen() -> ft.View:
    """The groups that let themselves be found."""
    session = use_session()
    wide = session.layout == "wide"
    has_account = session.account is not None and session.account.phase != "local"
    body = Directory() if has_account else needs_account()
    return scaffold.page_view(t("Discover groups"), scaffold.scroll([body], wide=wide), wide=wide, dialog=True)


@component
def Directory() -> ft.Control:
    """Page after page of listed groups, or why there are none."""
    services = use_services()
    page = ft.context.page
    pages, set_pages = ft.use_state(tuple[DirectoryPage, ...]())
    error, set_error = ft.use_state("")
    asked = use_query(lambda: _under_way(services), scopes=("outbox", "groups")) or frozenset[str]()
    running = ft.use_ref(False)

    async def load() -> None:
        if running.current:
            return
        running.current = True
        set_error(lambda _: "")
        try:
            found = await services.groups.list_directory(pages[-1].cursor if pages else None)
            set_pages(lambda old: (*old, found))
        except Exception as problem:
            sentence = problem_sentence(problem)
            set_error(lambda _: sentence)
        finally:
            running.current = False

    def begin() -> None:
        page.run_task(load)

    ft.use_effect(begin, dependencies=[])
    groups = [group for one in pages for group in one.groups]
    parts: list[ft.Control] = [ListedCard(group, str(group.id) in asked, key=str(group.id)) for group in groups]
    if error:
        parts.append(feedback.trouble(error, t("Try again"), handler(load)))
    elif not pages:
        parts.append(feedback.waiting(t("Asking your host")))
    elif not pages[0].exists:
        parts.append(_by_code(t("This host keeps no list of groups. Somebody in a group can give you its code.")))
    elif not groups:
        parts.append(_by_code(t("No group lets itself be found here yet. A code opens the others.")))
    if pages and pages[-1].more and not error:
        parts.append(inputs.text_button(t("Show more"), handler(load)))
    return ft.Column(parts, spacing=14, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _by_code(words: str) -> ft.Control:
    """Return why there is nothing to choose from, with the way in that is always there."""
    return feedback.empty(words, t("Join with a code"), scaffold.to(paths.JOIN_GROUP))


async def _under_way(services: "Services") -> frozenset[str]:
    """Return the groups that the member is joining or has asked, and those that they are in."""
    joining = ("groups.join_listed", "groups.ask_to_join")
    unsent = [one for one in await services.outbox.list() if one.operation in joining and one.state != "failed"]
    return frozenset(one.group_id for one in unsent if one.group_id)


@component
def ListedCard(group: ListedGroup, under_way: bool) -> ft.Control:
    """One group in its own words, and the way in."""
    services = use_services()
    page = ft.context.page
    draft = use_draft(f"ask:{group.id}", {"words": ""})
    asked, set_asked = ft.use_state(group.asked_at is not None)

    async def join() -> None:
        await intents.join_listed(services, group)
        page.navigate(paths.GROUPS)

    async def ask() -> None:
        await intents.ask_to_join(services, group, draft.fields["words"].strip())
        await draft.clear()
        set_asked(lambda _: True)

    parts: list[ft.Control] = [_head(group)]
    if group.description:
        parts.append(type.body(group.description))
    if group.agreement:
        parts.append(agreement(group.agreement))
    if group.is_member:
        to_group = scaffold.to(paths.group(group.id))
        parts.append(ft.Row([inputs.tonal_button(t("Go to the group"), to_group)]))
    elif asked or (under_way and group.entry is JoinPolicy.APPROVAL):
        parts.append(type.quiet(t("You asked to be let in. You hear of it here when somebody has opened the door.")))
    elif under_way:
        parts.append(type.quiet(t("You come in as soon as your host can be reached.")))
    elif group.entry is JoinPolicy.OPEN:
        word = t("Agree and join") if group.agreement else t("Join this group")
        parts.append(ft.Row([inputs.tonal_button(word, handler(join))]))
    else:
        parts.append(
            inputs.text_field(
                t("A few words to whoever opens the door"),
                draft.fields["words"],
                lambda text: draft.change(words=text),
                lines=2,
                maximum=limits.REQUEST_WORDS_MAX,
                helper=t("Only the facilitators of this group read them."),
            )
        )
        word = t("Agree and ask") if group.agreement else t("Ask to be let in")
        parts.append(ft.Row([inputs.tonal_button(word, handler(ask))]))
    return cards.card(parts, spacing=12)


def _head(group: ListedGroup) -> ft.Control:
    facts = range_word(group.members)
    if group.language:
        facts = t("{members} · {language}", members=facts, language=group.language)
    return ft.Row(
        [
            group_picture(group.name, group.id, group.picture, size=44),
            ft.Column([type.heading(group.name), type.quiet(facts)], spacing=1, expand=True, tight=True),
        ],
        spacing=12,
    )


def range_word(members: MemberRange) -> str:
    """Return roughly how many people are in a group."""
    return {
        MemberRange.A_FEW: t("A few members"),
        MemberRange.UP_TO_20: t("Up to 20 members"),
        MemberRange.UP_TO_50: t("Up to 50 members"),
        MemberRange.MANY: t("More than 50 members"),
    }[members]
