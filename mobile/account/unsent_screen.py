"""What was written here and has not reached the host: nothing waits in secret, nothing is thrown away unasked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import flet as ft

from mobile.account import unsent_words
from mobile.account.form import form_view, stack, use_attempt
from mobile.account.sync_card import QUIET_OPERATIONS
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, feedback, inputs, scaffold, theme, type
from mobile.ui.dialogs import question
from mobile.ui.guard import component, handler, screen
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.outbox import Mutation

SCOPES = ("outbox", "documents", "photos", "groups", "status")


@dataclass(frozen=True)
class Unsent:
    """What waits: stored calls with the name of their group, journal documents and photos, and what could not be
    opened."""

    calls: "tuple[tuple[Mutation, str], ...]"
    document_count: int
    photo_count: int
    set_aside: int
    sync_state: str


async def read_unsent(services: "Services") -> Unsent:
    """Read what waits from this device."""
    names = {str(one.group.id): one.group.name for one in await services.cache.list_memberships()}
    document_count, set_aside = await services.documents.records.count()
    calls = [
        (call, _group_name(call, names))
        for call in await services.outbox.list()
        if call.operation not in QUIET_OPERATIONS or call.state == "failed"
    ]
    photos = await services.journal_photos.list_unsent()
    return Unsent(tuple(calls), document_count, len(photos), set_aside, services.sync.status.state)


def _group_name(call: "Mutation", names: dict[str, str]) -> str:
    try:
        return names.get(str(UUID(call.arguments.get("group_id", ""))), "")
    except ValueError:
        return ""


@screen
def UnsentScreen() -> ft.View:
    """One card for each thing that waits, oldest first, with what may be done about it."""
    services, session = use_services(), use_session()
    unsent = use_query(lambda: read_unsent(services), scopes=SCOPES)
    parts: list[ft.Control] = []
    if unsent is not None:
        parts = _summary(unsent) + [
            UnsentCard(call, name, unsent.sync_state, key=f"call-{call.id}") for call, name in unsent.calls
        ]
        if not parts:
            parts = [feedback.empty(t("Everything that you wrote has reached your host."))]
    return form_view(t("Waiting to be sent"), parts, session)


def _summary(unsent: Unsent) -> list[ft.Control]:
    lines: list[ft.Control] = []
    if unsent.document_count:
        count = unsent.document_count
        sentence = tn(
            "{count} change in your journal waits. It is safe on this device.",
            "{count} changes in your journal wait. They are safe on this device.",
            count,
        )
        lines.append(cards.card(type.body(sentence), padding=16))
    if unsent.photo_count:
        sentence = tn(
            "{count} photo of your journal waits. It is safe on this device.",
            "{count} photos of your journal wait. They are safe on this device.",
            unsent.photo_count,
        )
        lines.append(cards.card(type.body(sentence), padding=16))
    if unsent.set_aside:
        count = unsent.set_aside
        sentence = tn(
            "{count} record from the host could not be opened. It is kept aside and changed nothing here.",
            "{count} records from the host could not be opened. They are kept aside and changed nothing here.",
            count,
        )
        lines.append(cards.card(type.body(sentence), padding=16, bgcolor=theme.WARM_CONTAINER))
    return lines


@component
def UnsentCard(call: "Mutation", group_name: str, sync_state: str) -> ft.Control:
    """What it is, where it goes, where it stands."""
    services = use_services()
    heading = [ft.Container(type.strong(unsent_words.what(call.operation)), expand=True)]
    heading.append(ft.Container(type.quiet(dates.ago(call.created_at, services.clock.now()))))
    parts: list[ft.Control] = [ft.Row(list(heading), vertical_alignment=ft.CrossAxisAlignment.CENTER)]
    if group_name:
        parts.append(type.quiet(t("In {group}", group=group_name)))
    if words := unsent_words.excerpt(call):
        parts.append(type.preview(words, 4))
    failed = call.state == "failed"
    parts.append(type.quiet(unsent_words.standing(call, sync_state), color=theme.ON_WARM if failed else theme.QUIET))
    parts.append(Acts(call))
    return cards.card(parts, padding=16, spacing=6)


@component
def Acts(call: "Mutation") -> ft.Control:
    """Try again, edit, discard: what fits where it stands."""
    services = use_services()
    asking, set_asking = ft.use_state(False)

    async def retry() -> None:
        await services.outbox.retry(call.id)
        services.sync.nudge()

    async def discard() -> None:
        await services.outbox.discard(call.id)

    retrying, discarding = use_attempt(retry), use_attempt(discard)

    async def confirm() -> None:
        set_asking(False)
        await discarding.run()

    ft.use_dialog(
        question(
            t("Discard this?"),
            t("It was not sent, so nobody else has it. It cannot be brought back."),
            t("Discard"),
            handler(confirm),
            lambda: set_asking(False),
            keep_word=t("Keep it"),
        )
        if asking
        else None
    )
    acts: list[ft.Control] = []
    if call.state == "failed":
        acts.append(inputs.text_button(t("Try again"), retrying.run))
        if path := unsent_words.edit_path(call):
            acts.append(inputs.text_button(t("Edit"), scaffold.to(path)))
    if call.state != "sending":
        acts.append(inputs.text_button(t("Discard"), handler(lambda: set_asking(True)), danger=True))
    troubles = [feedback.trouble(one.progress.sentence) for one in (retrying, discarding) if one.progress.sentence]
    return stack([*troubles, ft.Row(acts, wrap=True, spacing=4, run_spacing=0)], spacing=4)
