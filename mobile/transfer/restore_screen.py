"""Bringing an archive or an encrypted backup back: its passphrase if it has one, what would come, and the button.

Nothing is written before the member has seen what it is. Leaving the screen stops what is under way; until the very end
nothing of it is in the journal.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import flet as ft

from mobile import paths
from mobile.passphrase_field import PassphraseField
from mobile.sentences import is_expected, problem_sentence
from mobile.session import use_services, use_session
from mobile.transfer.archive_reader import ArchiveRefused, ReadArchive, read_archive
from mobile.transfer.archive_restore import Comparison, Outcome, compare, restore
from mobile.transfer.backup import ANY_MAGIC, BackupRefused, open_backup
from mobile.transfer.job import open_job
from mobile.transfer.restore_words import (
    added_lines,
    kept_out_lines,
    lost_photos_sentence,
    made_sentence,
    refused_sentence,
    restore_report,
)
from mobile.transfer.source_file import SourceFile
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import handler, log_failure, screen
from mobile.vault.steps import run_aside, without_collector
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

Tell = Callable[[int, int], None]
_MANY = 5_000


@dataclass(frozen=True)
class Stage:
    """Where it stands. `busy` is what goes on, with `percent` of it done; `trouble` what went wrong."""

    busy: str = ""
    percent: int = 0
    trouble: str = ""
    archive: ReadArchive | None = None
    found: Comparison | None = None
    outcome: Outcome | None = None


async def read_source(
    services: "Services", source: SourceFile, passphrase: str, tell: Tell
) -> tuple[ReadArchive, Comparison]:
    """Read a chosen file and hold it against the journal; raise BackupRefused or ArchiveRefused."""
    file: BinaryIO = source.open()
    try:
        if has_passphrase(source):
            file = cast(BinaryIO, await open_backup(file, passphrase, on_progress=tell))
        with without_collector(_MANY):
            archive = await run_aside(lambda: read_archive(file))
            return archive, await run_aside(lambda: compare(services.documents, archive))
    except BaseException:
        file.close()
        raise


def has_passphrase(source: SourceFile) -> bool:
    """Whether a chosen file is an encrypted backup."""
    return source.begins_with(ANY_MAGIC)


@screen
def RestoreScreen() -> ft.View:
    """One stage of it. The file was chosen on the import's screen, which hands it on."""
    services, session = use_services(), use_session()
    source, _ = ft.use_state(_handed_over(services))
    is_sealed, _ = ft.use_state(source is not None and has_passphrase(source))
    stage, set_stage = ft.use_state(Stage())
    passphrase, set_passphrase = ft.use_state("")
    running: Any = ft.use_ref(None)
    opened: Any = ft.use_ref(None)
    storing: Any = ft.use_ref(False)

    def tell(done: int, total: int) -> None:
        percent = done * 100 // max(total, 1)
        set_stage(lambda before: before if before.percent == percent else replace(before, percent=percent))

    def tell_writing(done: int, total: int) -> None:
        storing.current = done >= total  # then it goes to its end
        tell(done, total)

    async def run(what: str, work: Callable[[], Awaitable[Callable[[Stage], Stage]]]) -> None:
        if running.current is not None:
            return
        set_stage(lambda before: replace(before, busy=what, percent=0, trouble=""))
        task = running.current = asyncio.ensure_future(work())
        trouble = ""
        try:
            change = await task
            set_stage(change)
        except asyncio.CancelledError:
            if not task.cancelled():
                raise
            trouble = t("Stopped. Nothing was imported.")
        except (BackupRefused, ArchiveRefused) as refused:
            trouble = refused_sentence(refused)
        except Exception as error:
            if not is_expected(error):
                log_failure("bringing an archive back", error)
            trouble = t("{why} Nothing was imported.", why=problem_sentence(error))
        finally:
            running.current = None
            set_stage(lambda before: replace(before, busy="", trouble=trouble))

    async def read(*_event: Any) -> None:
        async def work() -> Callable[[Stage], Stage]:
            archive, found = await read_source(services, cast(SourceFile, source), passphrase, tell)
            opened.current = archive
            return lambda before: replace(before, archive=archive, found=found)

        await run(t("Opening the file"), work)

    async def write(*_event: Any) -> None:
        archive, found = cast(ReadArchive, stage.archive), cast(Comparison, stage.found)
        name = cast(SourceFile, source).name

        def report(outcome: Outcome) -> str:
            return restore_report(archive, found, outcome, name, services.clock.now())

        async def work() -> Callable[[Stage], Stage]:
            outcome = await restore(services, archive, found, name, report, on_progress=tell_writing)
            return lambda before: replace(before, outcome=outcome)

        await run(t("Importing"), work)

    def stop(*_event: Any) -> None:
        if running.current is not None and not storing.current:
            running.current.cancel()

    def leave() -> None:
        stop()
        if opened.current is not None:
            opened.current.close()

    async def begin() -> None:
        if source is not None:
            open_job(services).clear()  # it is ours now, and the import's screen waits for another
            if not is_sealed:
                await read()

    ft.use_effect(begin, dependencies=[], cleanup=leave)
    if source is None:
        parts = _nothing_chosen()
    elif stage.busy:
        parts = _busy(stage, handler(stop))
    elif stage.outcome is not None:
        parts = _done(stage.outcome, stage.found)
    elif stage.archive is not None and stage.found is not None:
        parts = _preview(stage.archive, stage.found, source.name, stage.trouble, handler(write))
    else:
        field = PassphraseField(
            t("Passphrase of this backup"),
            passphrase,
            lambda text: set_passphrase(lambda _: text),
            on_submit=handler(read),
        )
        parts = _opening(source.name, stage.trouble, field if is_sealed else None, handler(read))
    wide = session.layout == "wide"
    body = scaffold.scroll(parts, wide=wide, spacing=16)
    return scaffold.page_view(t("Import from Kith"), body, wide=wide, current=paths.YOU, back_to=paths.DATA)


def _handed_over(services: "Services") -> SourceFile | None:
    """Return the file that was chosen for this screen; one that is meant for another stays where it is."""
    job = open_job(services)
    return job.source if job.state.handed_to == paths.RESTORE else None


def _nothing_chosen() -> list[ft.Control]:
    return [feedback.empty(t("No file is open here."), t("Choose a file"), scaffold.to(paths.IMPORT))]


def _busy(stage: Stage, stop: Any) -> list[ft.Control]:
    bar = ft.ProgressBar(value=stage.percent / 100 if stage.percent else None, height=8, border_radius=4)
    said = t("{percent} per cent done", percent=stage.percent)
    ways = [inputs.text_button(t("Stop"), stop)] if stage.percent < 100 else []
    return [
        type.heading(stage.busy),
        ft.Semantics(label=said, live_region=True, content=bar),
        ft.Row([ft.Container(type.quiet(said), expand=True), *ways]),
    ]


def _opening(name: str, trouble: str, field: ft.Control | None, read: Any) -> list[ft.Control]:
    """The passphrase of a backup; or why the file could not be read, with the way to another."""
    parts: list[ft.Control] = [type.quiet(name)]
    if trouble:
        parts.append(feedback.trouble(trouble))
    if field is not None:
        parts += [
            type.body(t("This backup is encrypted. Nobody can open it without the passphrase that was chosen for it.")),
            field,
            inputs.primary_button(t("Open"), read, icon=ft.Icons.LOCK_OPEN),
        ]
    parts.append(ft.Row([inputs.text_button(t("Choose another file"), scaffold.to(paths.IMPORT))], wrap=True))
    return parts


def _preview(archive: ReadArchive, found: Comparison, name: str, trouble: str, write: Any) -> list[ft.Control]:
    parts: list[ft.Control] = [type.heading(made_sentence(archive)), type.quiet(name)]
    if trouble:
        parts.append(feedback.trouble(trouble))
    is_any = bool(found.new or found.deleted)
    if is_any:
        lines = [type.body(line) for line in added_lines(found)]
        parts.append(cards.card([type.subheading(t("Would be added")), *lines], spacing=6))
    else:
        parts.append(type.body(t("Everything in this file is here already. There is nothing to add.")))
    if kept_out := kept_out_lines(archive, found):
        parts.append(cards.card([type.subheading(t("Would not be added")), *map(type.body, kept_out)], spacing=6))
    if is_any:
        parts.append(type.quiet(t("It can be taken out again later, under Your data.")))
        parts.append(inputs.primary_button(t("Import"), write, icon=ft.Icons.DOWNLOAD_DONE))
    else:
        parts.append(ft.Row([inputs.text_button(t("Choose another file"), scaffold.to(paths.IMPORT))], wrap=True))
    return parts


def _done(outcome: Outcome, found: Comparison | None) -> list[ft.Control]:
    words = ft.Container(type.heading(t("Imported")), expand=True)
    line = ft.Row([ft.Icon(ft.Icons.CHECK_CIRCLE_OUTLINE, size=22), words], spacing=12)
    lines = [type.body(text) for text in added_lines(found)] if found is not None else []
    parts: list[ft.Control] = [ft.Semantics(live_region=True, content=cards.card([line, *lines], spacing=6))]
    if outcome.lost_photos:
        parts.append(feedback.trouble(lost_photos_sentence(len(outcome.lost_photos))))
    rows = [cards.list_row(t("To the journal"), scaffold.to(paths.JOURNAL), icon=ft.Icons.BOOK_OUTLINED)]
    if outcome.import_id is not None:
        undo = cards.list_row(
            t("Report, and taking it out again"),
            scaffold.to(paths.past_import(outcome.import_id)),
            detail=t("What was carried and what was not"),
            icon=ft.Icons.DESCRIPTION_OUTLINED,
        )
        rows.insert(0, undo)
    return [*parts, cards.card(cards.divided(rows), padding=10, spacing=0)]
