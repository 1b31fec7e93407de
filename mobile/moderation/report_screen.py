"""Telling those who look after a group: one tap says why and sends it. What else one wants to say, or to be spared,
comes after that."""

from typing import TYPE_CHECKING, Any, cast

import flet as ft

from api_client.wire import limits
from api_client.wire.moderation import CreateReport, ReportReason
from mobile import paths
from mobile.drafting import use_draft, use_once
from mobile.moderation import intents
from mobile.moderation.thing import Readers, Thing, find_thing
from mobile.moderation.words import reason_word
from mobile.sentences import refusal_sentence
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.wishes import mute_items, post_items, reply_items
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.outbox import Mutation


# A worry comes first: it is no complaint, and the one who has it should not have to look for it.
_REASONS = (ReportReason.WORRIED, *(reason for reason in ReportReason if reason is not ReportReason.WORRIED))


@screen
def ReportScreen() -> ft.View:
    """Why something is reported, and then what may follow."""
    services = use_services()
    wide = use_session().layout == "wide"
    parameters = use_parameters()
    thing = use_query(
        lambda: find_thing(services, parameters), scopes=(), depends_on=(tuple(sorted(parameters.items())),)
    )
    body: ft.Control = ft.Container()
    if thing is not None:
        body = ReportForm(thing, wide, key=thing.subject)
    return scaffold.page_view(t("Report"), body, wide=wide, dialog=True)


@component
def ReportForm(thing: Thing, wide: bool) -> ft.Control:
    """The reasons; once one was tapped, that it is on its way."""
    services = use_services()
    sent, set_sent = ft.use_state(cast("ReportReason | None", None))
    trouble, run = use_once()

    def choose(reason: ReportReason) -> Any:
        async def act(*_event: Any) -> None:
            if await run(lambda: intents.report(services, thing, reason)):
                set_sent(lambda _: reason)

        return handler(act)

    if sent is not None:
        after: ft.Control = AfterReport(thing, sent, wide)
        return after
    reasons = [cards.list_row(reason_word(reason), choose(reason)) for reason in _REASONS]
    parts: list[ft.Control] = [feedback.trouble(trouble)] if trouble else []
    parts += [
        type.title(t("What is it about?")),
        cards.card(cards.divided(reasons), padding=cards.OF_ROWS, spacing=0),
        type.quiet(_who_reads(thing.read_by)),
    ]
    return scaffold.scroll(parts, wide=wide, spacing=16)


@component
def AfterReport(thing: Thing, reason: ReportReason, wide: bool) -> ft.Control:
    """That it was said, room for words, and what one may wish for oneself."""
    services = use_services()
    page = ft.context.page
    draft = use_draft(f"report:{thing.subject}", {"words": ""})
    said, set_said = ft.use_state(False)
    trouble, run = use_once()
    waits = use_query(lambda: _waiting(services, thing), scopes=("outbox", "status"), depends_on=(thing.subject,))

    async def add_words(*_event: Any) -> None:
        words = draft.fields["words"]
        if words.strip() and await run(lambda: intents.report(services, thing, reason, words)):
            await draft.clear()
            set_said(lambda _: True)

    parts: list[ft.Control] = [type.title(t("Thank you for saying so")), _standing(waits, thing.read_by)]
    if reason is ReportReason.WORRIED:
        parts.append(
            cards.card(
                cards.list_row(
                    t("If somebody may be in danger now"),
                    scaffold.to(paths.HELP),
                    detail=t("Whom to call, by country"),
                    icon=ft.Icons.CALL_OUTLINED,
                ),
                padding=cards.OF_ROWS,
            )
        )
    if trouble:
        parts.append(feedback.trouble(trouble))
    if said:
        parts.append(type.body(t("Your words go with it.")))
    else:
        parts.append(
            inputs.text_field(
                t("What should they know? You need not say more."),
                draft.fields["words"],
                lambda text: draft.change(words=text),
                lines=3,
                maximum=limits.REPORT_WORDS_MAX,
            )
        )
        parts.append(ft.Row([inputs.tonal_button(t("Add these words"), handler(add_words))]))
    parts += _own_wishes(services, page, thing)
    return scaffold.scroll(parts, wide=wide, spacing=16)


def _own_wishes(services: "Services", page: ft.Page, thing: Thing) -> list[ft.Control]:
    """Return what spares the reader from it; reporting again is not among it."""
    if thing.reply is not None:
        items = reply_items(services, page, thing.reply)[:-1]
    elif thing.post is not None and thing.reply_id is None:
        items = post_items(services, page, thing.post)[:-1]
    elif thing.author is not None:
        items = mute_items(services, page, thing.author)
    else:
        items = []
    if not items:
        return []
    rows = [cards.list_row(text, act, chevron=False) for text, act in items]
    return [
        scaffold.section(t("For yourself")),
        cards.card(cards.divided(rows), padding=cards.OF_ROWS, spacing=0),
    ]


def _who_reads(readers: Readers) -> str:
    match readers:
        case Readers.HOST:
            return t(
                "Nobody else looks after this group, so those who run your host will see it, but not who said it. "
                "Whoever wrote it is not told. One tap sends it."
            )
        case Readers.PERHAPS_HOST:
            return t(
                "Whoever looks after this group will see it, but not who said it; if it is about them, those who run "
                "your host read it in their place. Whoever wrote it is not told. One tap sends it."
            )
    return t(
        "Those who look after this group will see it, but not who said it. Whoever wrote it is not told. "
        "One tap sends it."
    )


def _standing(waits: "tuple[Mutation | None, str] | None", readers: Readers) -> ft.Control:
    mutation, state = waits or (None, "idle")
    if mutation is not None and mutation.state == "failed":
        return feedback.trouble(refusal_sentence(mutation.error_code or ""))
    if mutation is not None and state in ("offline", "signed_out", "paused", "incompatible"):
        return type.body(t("Your report waits for the network and goes out by itself."))
    if readers is Readers.HOST:
        return type.body(t("It goes to those who run your host. You will hear what came of it."))
    return type.body(t("It goes to those who look after this group. You will hear what came of it."))


async def _waiting(services: "Services", thing: Thing) -> "tuple[Mutation | None, str]":
    mutations = [one for one in await services.outbox.list() if isinstance(one.request, CreateReport)]
    here = next((one for one in mutations if one.subject == thing.subject), None)
    return here, services.sync.status.state
