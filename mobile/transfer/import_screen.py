"""Bringing a journal in: choose a file, say what its moods become, look at what would come, import.

The screen only shows where the device's import stands; leaving it stops nothing.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile import paths
from mobile.session import use_query, use_services, use_session
from mobile.transfer.import_preview import Preview
from mobile.transfer.imported import ROWS_MAX
from mobile.transfer.job import SCOPE, ImportJob, State, open_job
from mobile.transfer.mapping_part import MappingPart
from mobile.transfer.past import PastImport, list_imports
from mobile.transfer.report import source_name
from mobile.transfer.source_file import SourceFile
from mobile.ui import cards, dates, feedback, inputs, scaffold, type
from mobile.ui.guard import handler, screen
from mobile.words import number, t, tn

if TYPE_CHECKING:
    from mobile.services import Services


@screen
def ImportScreen() -> ft.View:
    """One stage of the import."""
    services, session = use_services(), use_session()
    page = ft.context.page
    job = open_job(services)
    read = use_query(lambda: _read(services, job), scopes=(SCOPE, "documents"))
    state, past = read or (job.state, None)
    wide = session.layout == "wide"
    is_waiting, set_waiting = ft.use_state(False)

    def go_on() -> None:
        if state.handed_to:
            page.navigate(state.handed_to)

    ft.use_effect(go_on, dependencies=[state.handed_to])

    async def choose(_event: Any) -> None:
        set_waiting(lambda _: True)
        try:
            source = await _pick(page)
        finally:
            set_waiting(lambda _: False)
        if source is not None:
            job.start(source)

    body, bottom = _stage(job, state, past, handler(choose), wide, is_waiting)
    return scaffold.page_view(t("Import"), body, wide=wide, current=paths.YOU, back_to=paths.DATA, bottom=bottom)


async def _read(services: "Services", job: ImportJob) -> tuple[State, PastImport | None]:
    job.follow()
    wanted = job.state.import_id
    return job.state, next((one for one in list_imports(services.documents) if one.id == wanted), None)


async def _pick(page: ft.Page) -> SourceFile | None:
    """Let the member choose a file. Where it lies on this device it is read there and not copied. A browser hands over
    its bytes, in one message without a share of what is done: an upload would tell it, but would write the journal into
    a file of its own."""
    files = await ft.FilePicker().pick_files(
        with_data=page.web,
        cancel_upload_on_window_blur=False,  # else a slow machine loses what was chosen
    )
    if not files:
        return None
    file = files[0]
    if file.path and not page.web:
        return SourceFile(file.name, Path(file.path))
    return SourceFile(file.name, file.bytes or b"")


def _stage(
    job: ImportJob, state: State, past: PastImport | None, choose: Any, wide: bool, is_waiting: bool
) -> tuple[ft.Control, ft.Control | None]:
    """Return the body for a stage, and what stays at its lower end."""
    if state.stage == "mapping" and state.table is not None:
        return MappingPart(job, state, wide, key=state.file_name), None
    if state.stage in ("planning", "preview") and state.imported is not None:
        return Preview(job, state, wide), None
    if state.is_running:
        parts = _progress(job, state)
    elif state.stage == "done" and (past is None or past.undone_at is None):
        parts = _done(state, past, choose, is_waiting)
    else:
        parts = _choosing(state, choose, is_waiting)
    return scaffold.scroll(parts, wide=wide, spacing=16), None


def _limits() -> str:
    """Return how large a file may be; a browser hands it over as a whole, in one message."""
    if ft.context.page.web:
        return t(
            "In a browser a file may have up to 40 MB and {rows} rows. It is read on this device and goes nowhere "
            "else.",
            rows=number(ROWS_MAX),
        )
    return t(
        "A file may have up to 512 MB with photos, 64 MB of text and {rows} rows. It is read on this device and goes "
        "nowhere else.",
        rows=number(ROWS_MAX),
    )


def _choosing(state: State, choose: Any, is_waiting: bool) -> list[ft.Control]:
    parts: list[ft.Control] = []
    if state.trouble:
        parts.append(feedback.trouble(state.trouble))
    known = (
        t("Daylio: the backup (.daylio, with photos) or the exported CSV"),
        t("How We Feel, Bearable, Track & Graph: the exported CSV"),
        t("Pixels, Daily You: the exported JSON"),
        t("Kith: an archive or an encrypted backup"),
        t("Any other table: a CSV file; you say what its columns are"),
    )
    parts += [
        type.body(
            t(
                "Choose the file that the other app exported. You see everything first; nothing is written until you "
                "say so."
            )
        ),
        inputs.primary_button(t("Choose a file"), choose, icon=ft.Icons.FOLDER_OPEN),
        *_waiting(is_waiting),
        cards.card([type.subheading(t("What Kith can read")), *(type.body(line) for line in known)], spacing=8),
        type.quiet(_limits()),
    ]
    return parts


def _progress(job: ImportJob, state: State) -> list[ft.Control]:
    """Return the bar, what is going on, and the way to stop it."""
    percent = int(state.share * 100)
    is_writing = state.stage in ("writing", "storing")
    what = t("Importing") if is_writing else t("Reading the file")
    parts: list[ft.Control] = [
        type.heading(what),
        type.quiet(state.file_name),
        ft.Semantics(
            label=t("{percent} per cent done", percent=percent),
            live_region=True,
            content=ft.ProgressBar(value=state.share or None, height=8, border_radius=4),
        ),
        type.quiet(t("You can leave this screen; it goes on.")),
    ]
    if state.stage == "storing":
        parts.append(type.quiet(t("It is being stored; that cannot be stopped any more.")))
    else:
        parts.append(ft.Row([inputs.text_button(t("Stop"), handler(lambda _event: job.cancel()))]))
    return parts


def _done(state: State, past: PastImport | None, choose: Any, is_waiting: bool) -> list[ft.Control]:
    parts: list[ft.Control] = []
    if past is not None:
        lines: list[ft.Control] = [
            ft.Row(
                [
                    ft.Icon(ft.Icons.CHECK_CIRCLE_OUTLINE, size=22),
                    ft.Container(type.heading(t("Imported")), expand=True),
                ],
                spacing=12,
            ),
            type.quiet(t("{source} · {file}", source=source_name(past.source), file=past.file_name)),
            type.body(tn("{count} check-in", "{count} check-ins", past.entries)),
        ]
        if past.first_day and past.last_day:
            lines.append(type.body(dates.from_to(past.first_day, past.last_day)))
        if past.photos:
            lines.append(type.body(tn("{count} photo", "{count} photos", past.photos)))
        parts.append(ft.Semantics(live_region=True, content=cards.card(lines, spacing=6)))
        rows = [
            cards.list_row(
                t("Report, and taking it out again"),
                scaffold.to(paths.past_import(past.id)),
                detail=t("What was carried and what was not"),
                icon=ft.Icons.DESCRIPTION_OUTLINED,
            ),
            cards.list_row(t("To the journal"), scaffold.to(paths.JOURNAL), icon=ft.Icons.BOOK_OUTLINED),
        ]
        parts.append(cards.card(cards.divided(rows), padding=10, spacing=0))
    parts.append(ft.Row([inputs.tonal_button(t("Import another file"), choose, icon=ft.Icons.FOLDER_OPEN)], wrap=True))
    return [*parts, *_waiting(is_waiting)]


def _waiting(is_waiting: bool) -> list[ft.Control]:
    """Return what stands there from the press of the button until the file is here or none was chosen."""
    if not is_waiting:
        return []
    words = t("Waiting for the file. A large one takes a while to get here.")
    row: list[ft.Control] = [
        ft.ProgressRing(width=18, height=18, stroke_width=2, semantics_label=t("Waiting")),
        ft.Container(type.quiet(words), expand=True),  # it may need two lines
    ]
    return [ft.Semantics(live_region=True, content=ft.Row(row, spacing=12))]
