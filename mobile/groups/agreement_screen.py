"""What a group agreed on, with what changed since the member accepted it last, and the way to accept it."""

from collections.abc import Sequence
from uuid import UUID

import flet as ft

from api_client.wire.groups import Group
from mobile import paths
from mobile.groups import intents
from mobile.groups.reading import read_standing
from mobile.groups.words import agreement
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t


@screen
def AgreementScreen() -> ft.View:
    """The agreement of a group."""
    wide = use_session().layout == "wide"
    group_id = paths.id_in(use_parameters(), "group_id")
    gone = feedback.empty(t("This group is not on this device any more."))
    body = AgreementCard(group_id, key=str(group_id)) if group_id is not None else gone
    return scaffold.page_view(t("What you agree on"), scaffold.scroll([body], wide=wide), wide=wide, dialog=True)


@component
def AgreementCard(group_id: UUID) -> ft.Control:
    """The lines, what is new in them, and Accept where that is still open."""
    services = use_services()
    page = ft.context.page
    shown = use_query(lambda: read_standing(services, group_id), scopes=("groups", f"group:{group_id}", "outbox"))
    if shown is None:
        return ft.Container()
    membership, on_its_way = shown
    if membership is None:
        return feedback.empty(t("This group is not on this device any more."))
    group = membership.group

    async def accept() -> None:
        await intents.accept_agreement(services, group)
        page.navigate(paths.group(group_id))

    parts: list[ft.Control] = [type.heading(group.name)]
    parts.append(agreement(group.agreement) if group.agreement else type.body(t("Nothing is agreed on here yet.")))
    if membership.must_agree and not on_its_way:
        parts += changes(group, membership.agreement_accepted)
        parts.append(type.quiet(t("You can read on without accepting. To write here, accept it first.")))
        parts.append(inputs.primary_button(t("I agree"), handler(accept)))
    elif on_its_way:
        parts.append(type.quiet(t("You agreed. Your host hears of it when it can be reached.")))
    elif group.agreement:
        parts.append(type.quiet(t("You agreed to this.")))
    return cards.card(parts, spacing=14)


def changes(group: Group, accepted: int) -> list[ft.Control]:
    """Return what is new and what is gone since the version that was accepted; nothing when that one is forgotten."""
    before = next((one.lines for one in group.earlier_agreements if one.version == accepted), None)
    if before is None:
        return []
    added = [line for line in group.agreement if line not in before]
    gone = [line for line in before if line not in group.agreement]
    parts: list[ft.Control] = []
    if added:
        parts.append(_lines(t("New since you agreed"), added))
    if gone:
        parts.append(_lines(t("No longer part of it"), gone))
    return parts


def _lines(heading: str, lines: Sequence[str]) -> ft.Control:
    rows: list[ft.Control] = [type.subheading(heading)]
    rows += [type.body(line) for line in lines]
    return ft.Column(rows, spacing=6, tight=True)
