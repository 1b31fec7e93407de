"""Making the report: which days, what is in it, which notes, a name or none; then the words of it, and the file."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.day_span import ALL, LAST_YEAR, MONTH, QUARTER, YEAR, SpanChoice, span
from mobile.entries.document import Entry
from mobile.insights.report import (
    NAME_MAX,
    PARTS,
    Chosen,
    Report,
    entries_with_notes,
    headings,
    in_words,
    read_report,
)
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.vocabulary import open_vocabulary
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

SCOPES = ("journal", "documents")
_NOTES_SHOWN = 20
_NOTE_CHARACTERS = 160
Change = Callable[[Callable[[Chosen], Chosen]], None]


@screen
def JournalReportScreen() -> ft.View:
    """One form, and below it the report in words."""
    services, session = use_services(), use_session()
    today = services.clock.today()
    chosen, set_chosen = ft.use_state(Chosen(span(MONTH, today)))
    report = use_query(lambda: read_report(services, chosen), scopes=SCOPES, depends_on=(chosen,))
    notes = use_query(lambda: _read_notes(services, chosen), scopes=SCOPES, depends_on=(chosen.span,))

    def change(act: Callable[[Chosen], Chosen]) -> None:
        set_chosen(act)

    choices = (MONTH, QUARTER, YEAR, LAST_YEAR, ALL)
    days = SpanChoice(chosen.span, lambda days: change(lambda before: replace(before, span=days)), today, choices)
    parts: list[ft.Control] = [
        type.body(t("One or two pages for a therapist, a doctor or yourself, made on this device.")),
        cards.card([type.subheading(t("Which days")), days], spacing=8),
        _parts_card(chosen, change),
    ]
    if notes:
        parts.append(NotesCard(notes, chosen, change, key="notes"))
    parts.append(_name_card(chosen, change))
    if report is not None:
        parts += [_preview(report), SaveReport(report, key="save")]
    wide = session.layout == "wide"
    body = scaffold.scroll(parts, wide=wide, spacing=16)
    return scaffold.page_view(t("Report"), body, wide=wide, current=paths.INSIGHTS, back_to=paths.INSIGHTS)


async def _read_notes(services: "Services", chosen: Chosen) -> tuple[Entry, ...]:
    return tuple(entries_with_notes(services, chosen.span))


def _parts_card(chosen: Chosen, change: Change) -> ft.Control:
    names = headings()

    def setter(part: str) -> Callable[[bool], None]:
        def tick(on: bool) -> None:
            change(lambda before: replace(before, parts=before.parts | {part} if on else before.parts - {part}))

        return tick

    boxes = [inputs.checkbox(names[part], part in chosen.parts, setter(part)) for part in PARTS]
    return cards.card([type.subheading(t("What is in it")), *boxes], spacing=0)


@component
def NotesCard(notes: tuple[Entry, ...], chosen: Chosen, change: Change) -> ft.Control:
    """The notes of these days, none of them in it unless it is ticked."""
    services = use_services()
    shown, set_shown = ft.use_state(_NOTES_SHOWN)
    vocabulary = open_vocabulary(services.documents)

    def setter(entry_id: UUID) -> Callable[[bool], None]:
        def tick(on: bool) -> None:
            change(lambda before: replace(before, notes=before.notes | {entry_id} if on else before.notes - {entry_id}))

        return tick

    rows: list[ft.Control] = []
    for entry in notes[:shown]:
        text = " ".join(entry.note.split())
        text = text if len(text) <= _NOTE_CHARACTERS else text[: _NOTE_CHARACTERS - 1].rstrip() + "…"
        mood = vocabulary.mood(entry.level, entry.mood_id)
        label = t("{day} · {mood}: {note}", day=dates.short_day(entry.felt_on), mood=mood, note=text)
        rows.append(inputs.checkbox(label, entry.id in chosen.notes, setter(entry.id)))
    parts: list[ft.Control] = [
        type.subheading(t("Notes")),
        type.quiet(t("Only notes that you tick are in it, as many as fit on one page.")),
        *rows,
    ]
    if len(notes) > shown:
        more = handler(lambda _event: set_shown(lambda before: before + _NOTES_SHOWN))
        parts.append(ft.Row([inputs.text_button(t("Show earlier notes"), more)], wrap=True))
    return cards.card(parts, spacing=2)


def _name_card(chosen: Chosen, change: Change) -> ft.Control:
    field = inputs.text_field(
        t("Name on it, if you like"),
        chosen.name,
        lambda text: change(lambda before: replace(before, name=text[:NAME_MAX])),
        helper=t("Left empty, there is no name on it."),
        maximum=NAME_MAX,
    )
    return cards.card(field)


def _preview(report: Report) -> ft.Control:
    """The report in words, as it is read out from the pages, too."""
    parts: list[ft.Control] = [type.subheading(t("What it will say"))]
    for heading, lines in in_words(report):
        parts.append(type.strong(heading))
        parts += [type.quiet(line, size=14) for line in lines]
    if report.lacking:
        names = headings()
        lacking = ", ".join(names[part] for part in report.lacking)
        parts.append(type.quiet(t("These days hold too little for: {parts}.", parts=lacking)))
    return cards.card(parts, spacing=6, bgcolor=theme.VARIANT)


@component
def SaveReport(report: Report) -> ft.Control:
    """The button, what is told before and after, and what the font cannot show."""
    page = ft.context.page
    busy, set_busy = ft.use_state(False)
    nothing: tuple[str, ...] = ()
    told, set_told = ft.use_state(nothing)

    async def save(_event: Any) -> None:
        from mobile.insights.report_pdf import print_report  # with the largest imports, rarely needed
        from mobile.paper import unprintable

        set_busy(lambda _: True)
        try:
            printed = await asyncio.to_thread(print_report, report)
            lost = unprintable("".join(line for _, lines in in_words(report) for line in lines))
            name = f"report-{report.first.isoformat()}-{report.last.isoformat()}.pdf"
            saved = await ft.FilePicker().save_file(
                file_name=name, allowed_extensions=["pdf"], src_bytes=printed.content
            )
        finally:
            set_busy(lambda _: False)
        lines = []
        if lost:
            lines.append(t("The pages cannot show these letters: {letters}", letters=lost))
        if printed.notes_left_out:
            count = printed.notes_left_out
            lines.append(
                tn(
                    "The newest note that you ticked did not fit on the page. Tick fewer.",
                    "The {count} newest notes that you ticked did not fit on the page. Tick fewer.",
                    count,
                )
            )
        set_told(lambda _: tuple(lines))
        if saved:
            feedback.say(page, t("The report is saved."))

    parts: list[ft.Control] = [
        type.quiet(t("The file is not encrypted: whoever has it can read it.")),
        *(feedback.trouble(line) for line in told),
        inputs.primary_button(t("Save as PDF"), handler(save), disabled=busy, icon=ft.Icons.PICTURE_AS_PDF_OUTLINED),
    ]
    if busy:
        parts.append(feedback.waiting(t("Making the pages")))
    return ft.Column(parts, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def report_row() -> ft.Control:
    """The way to the report, for the end of the insights."""
    row = cards.list_row(
        t("Report"),
        scaffold.to(paths.REPORT),
        detail=t("One or two pages as a PDF, for a therapist or yourself"),
        icon=ft.Icons.DESCRIPTION_OUTLINED,
    )
    return cards.card(row, padding=cards.OF_ROWS)
