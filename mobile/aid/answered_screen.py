"""How soon a group answers, for those who look after it. It is about the group and names nobody."""

from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from api_client.wire.aid import Answered
from mobile import paths
from mobile.session import use_query, use_services, use_session
from mobile.sync.aid_calls import ANSWERED
from mobile.ui import cards, feedback, scaffold, type
from mobile.ui.guard import component, screen
from mobile.ui.route import use_parameters
from mobile.use_host import use_host
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

_HOUR, _DAY = 60, 24 * 60


@screen
def AnsweredScreen() -> ft.View:
    """Two figures of one group."""
    wide = use_session().layout == "wide"
    group_id = paths.id_in(use_parameters(), "group_id")
    body = AnsweredPane(group_id, key=str(group_id)) if group_id is not None else ft.Container()
    back_to = paths.group_about(group_id) if group_id is not None else paths.GROUPS
    return scaffold.page_view(t("Being answered"), body, wide=wide, current=paths.GROUPS, back_to=back_to)


@component
def AnsweredPane(group_id: UUID) -> ft.Control:
    """The figures as last heard."""
    services, session = use_services(), use_session()
    shown = use_query(lambda: _read(services, group_id), scopes=("aid", "account"))
    use_host(lambda: services.aid.load_answered(group_id))
    wide = session.layout == "wide"
    if shown is None:
        return ft.Container()
    answered = shown[0]
    intro = type.body(t("Whether people come back depends most on how soon they are answered, and by how many."))
    if answered is None:
        return scaffold.scroll([intro, feedback.empty(t("Your host is asked when it can be reached."))], wide=wide)
    return scaffold.scroll([intro, *_figures(answered)], wide=wide, spacing=12)


async def _read(services: "Services", group_id: UUID) -> tuple[Answered | None]:
    return (await services.shared.get(ANSWERED, group_id, Answered),)


def _figures(answered: Answered) -> list[ft.Control]:
    if answered.two_replies_share is None:
        words = t("There are too few posts to say anything yet. From five on, it stands here.")
        return [feedback.empty(words)]
    about = tn(
        "About {count} post of the last {days} days that waited for an answer. The newest are left out.",
        "About {count} posts of the last {days} days that waited for an answer. The newest are left out.",
        answered.post_count,
        days=answered.days,
    )
    half = answered.first_reply_minutes
    soon = (
        t("Half of them had a first reply within {time}", time=_span(half))
        if half is not None
        else t("Most of them have no reply yet")
    )
    share = round(answered.two_replies_share * 100)
    several = t("{share} % had two replies or more on the first day", share=share)
    return [
        cards.card([type.heading(soon), type.quiet(t("Unanswered posts are counted, too, as the longest wait."))]),
        cards.card([type.heading(several), type.quiet(t("One reply alone helps less than two."))]),
        type.quiet(about),
    ]


def _span(minutes: int) -> str:
    if minutes < _HOUR:
        return tn("{count} minute", "{count} minutes", max(1, minutes))
    if minutes < 2 * _DAY:
        return tn("{count} hour", "{count} hours", round(minutes / _HOUR))
    return tn("{count} day", "{count} days", round(minutes / _DAY))
