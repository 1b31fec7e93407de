"""One report, looked at and closed: the words as they were, what was said about them, and what is done."""

from typing import TYPE_CHECKING, Any

import flet as ft

from api_client.wire import limits
from api_client.wire.moderation import Report, ReportOutcome, ReportState
from mobile import paths
from mobile.drafting import use_draft, use_once
from mobile.moderation import intents
from mobile.moderation.reports_screen import ReportsShown, read_reports, what_line
from mobile.moderation.words import outcome_choice, outcome_word, reason_word
from mobile.photo_view import photo_name
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, feedback, inputs, scaffold, type
from mobile.ui.dialogs import question
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@screen
def ResolveScreen() -> ft.View:
    """One report of a group."""
    services = use_services()
    wide = use_session().layout == "wide"
    parameters = use_parameters()
    group_id, report_id = paths.id_in(parameters, "group_id"), paths.id_in(parameters, "report_id")
    shown: ReportsShown | None = use_query(
        lambda: read_reports(services, group_id) if group_id is not None else _nothing(),
        scopes=("reports", "outbox"),
        depends_on=(group_id, report_id),
    )
    report = intents.find_report((*shown.open, *shown.closed), report_id) if shown is not None else None
    body: ft.Control = ft.Container()
    if report is not None:
        body = ReportView(report, wide, key=str(report.id))
    elif shown is not None:
        missing = feedback.empty(t("This report is not on this device."))
        kept = t("Reports that were closed are kept for three months.")
        body = scaffold.scroll([missing, type.quiet(kept, text_align=ft.TextAlign.CENTER)], wide=wide)
    back_to = paths.reports(group_id) if group_id is not None else paths.GROUPS
    return scaffold.page_view(t("Report"), body, wide=wide, current=paths.GROUPS, back_to=back_to)


async def _nothing() -> ReportsShown:
    return ReportsShown(None, (), ())


@component
def ReportView(report: Report, wide: bool) -> ft.Control:
    """What was reported and said; below it the acts, or what was done."""
    services = use_services()
    parts: list[ft.Control] = [type.title(what_line(report)), *_words(report)]
    if report.post_id is not None:
        to_thread = scaffold.to(paths.thread(report.group_id, report.post_id))
        parts.append(ft.Row([inputs.tonal_button(t("Look at it in the group"), to_thread)]))
    parts.append(scaffold.section(t("What was said")))
    parts += [_voice(services, report, place) for place in range(len(report.voices))]
    parts.append(type.quiet(t("Who reported it is not shown to anybody.")))
    parts.append(ResolveForm(report) if report.state is ReportState.OPEN else _done(report))
    return scaffold.scroll(parts, wide=wide, spacing=14)


def _words(report: Report) -> list[ft.Control]:
    """Return the words as they were when somebody first reported them."""
    lines: list[ft.Control] = []
    if report.reply is not None:
        lines.append(type.body(report.reply.body))
    elif report.post is not None:
        lines += [type.strong(report.post.title)] if report.post.title else []
        if report.post.content_note:
            lines.append(type.quiet(t("Content note: {note}", note=report.post.content_note)))
        lines.append(type.body(report.post.body))
        if report.post.photo is not None:
            lines.append(type.quiet(photo_name(report.post.photo.description)))
    if not lines:
        return []
    return [cards.card([type.quiet(t("As it was when it was reported")), *lines], spacing=6)]


def _voice(services: "Services", report: Report, place: int) -> ft.Control:
    voice = report.voices[place]
    lines: list[ft.Control] = [type.strong(reason_word(voice.reason))]
    if voice.words:
        lines.append(type.body(voice.words))
    lines.append(type.quiet(dates.ago(voice.at, services.clock.now())))
    return cards.card(lines, spacing=4)


def _done(report: Report) -> ft.Control:
    lines: list[ft.Control] = [type.subheading(t("What was done"))]
    if report.outcome is not None:
        lines.append(type.body(outcome_word(report.outcome)))
    if report.outcome_words:
        lines.append(type.body(report.outcome_words))
    if report.resolved_by is not None:
        lines.append(type.quiet(t("By {name}", name=report.resolved_by.display_name)))
    return cards.card(lines, spacing=6)


@component
def ResolveForm(report: Report) -> ft.Control:
    """What to do, with words for whoever reported it; removing asks first."""
    services = use_services()
    page = ft.context.page
    start = {"outcome": ReportOutcome.NO_ACTION.value, "words": "", "note": ""}
    draft = use_draft(f"resolve:{report.id}", start)
    asking, set_asking = ft.use_state(False)
    wrong, set_wrong = ft.use_state("")
    trouble, run = use_once()
    outcome = ReportOutcome(draft.fields["outcome"])

    async def close(*_event: Any) -> None:
        set_asking(lambda _: False)
        fields = draft.fields

        async def act() -> None:
            await intents.resolve(services, report, outcome, fields["words"], fields["note"])
            await draft.clear()

        if await run(act):
            feedback.say(page, t("Closed. Whoever reported it will hear of it."))
            page.navigate(paths.reports(report.group_id))

    async def ask(*_event: Any) -> None:
        if outcome is ReportOutcome.NOTED and not draft.fields["note"].strip():
            set_wrong(lambda _: t("Say in a word or two what it is about."))
        elif outcome is ReportOutcome.REMOVED:
            set_asking(lambda _: True)
        else:
            await close()

    def change(**fields: Any) -> None:
        set_wrong(lambda _: "")
        draft.change(**fields)

    ft.use_dialog(
        question(
            t("Remove it from the group?"),
            t("It goes for everyone in the group. This cannot be undone."),
            t("Remove"),
            handler(close),
            lambda: set_asking(lambda _: False),
        )
        if asking
        else None
    )
    parts: list[ft.Control] = [type.subheading(t("What do you do?"))]
    options = [(one.value, outcome_choice(one)) for one in _fitting(report)]
    parts.append(inputs.radio_list(outcome.value, options, lambda value: change(outcome=value)))
    if outcome is ReportOutcome.NOTED:
        parts.append(
            inputs.text_field(
                t("What it is about, in a word or two"),
                draft.fields["note"],
                lambda text: change(note=text),
                maximum=limits.CONTENT_NOTE_MAX,
                error=wrong,
                key="note",
            )
        )
    parts.append(
        inputs.text_field(
            t("Words to whoever reported it, if you like"),
            draft.fields["words"],
            lambda text: change(words=text),
            lines=3,
            maximum=limits.OUTCOME_WORDS_MAX,
            key="words",
        )
    )
    if trouble:
        parts.append(feedback.trouble(trouble))
    parts.append(inputs.primary_button(t("Do this and close the report"), handler(ask)))
    return cards.card(parts, spacing=12)


def _fitting(report: Report) -> list[ReportOutcome]:
    """Return what can be done about this kind of thing."""
    is_post = report.post_id is not None and report.reply_id is None
    fitting = [ReportOutcome.NO_ACTION, ReportOutcome.TALKED]
    if is_post:
        fitting.append(ReportOutcome.NOTED)
    if report.post_id is not None:
        fitting.append(ReportOutcome.REMOVED)
    return fitting
