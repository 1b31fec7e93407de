"""Bringing an archive or an encrypted backup back: its passphrase if it has one, what would come, and the button.

Nothing is written before the member has seen what it is. Leaving the screen stops what is under way; until the very end
nothing of it is in the journal.
"""

from typing import Any

import flet as ft

from mobile import paths
from mobile.passphrase_field import PassphraseField
from mobile.session import use_services, use_session
from mobile.transfer.archive_reader import ReadArchive
from mobile.transfer.archive_restore import Comparison, Outcome
from mobile.transfer.restore_words import added_lines, kept_out_lines, lost_photos_sentence, made_sentence
from mobile.transfer.restoring import Restoring, Stage
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import handler, screen
from mobile.words import t


@screen
def RestoreScreen() -> ft.View:
    """One stage of it. The file was chosen on the import's screen, which hands it on."""
    services, session = use_services(), use_session()
    restoring = ft.use_memo(lambda: Restoring(services), [])
    _, set_drawn = ft.use_state(0)
    restoring.show = lambda: set_drawn(lambda count: count + 1)
    passphrase, set_passphrase = ft.use_state("")
    missing, set_missing = ft.use_state(False)
    source, stage = restoring.source, restoring.stage

    def write_passphrase(text: str) -> None:
        set_passphrase(lambda _: text)
        set_missing(lambda _: False)

    async def read(*_event: Any) -> None:
        if restoring.is_sealed and not passphrase:
            set_missing(lambda _: True)
            return
        await restoring.read(passphrase)

    async def write(*_event: Any) -> None:
        await restoring.write()

    ft.use_effect(restoring.begin, dependencies=[], cleanup=restoring.leave)
    if source is None:
        parts = _nothing_chosen()
    elif stage.busy:
        parts = _busy(stage, handler(lambda _event: restoring.stop()))
    elif stage.outcome is not None:
        parts = _done(stage.outcome, stage.found)
    elif stage.archive is not None and stage.found is not None:
        parts = _preview(stage.archive, stage.found, source.name, stage.trouble, handler(write))
    else:
        field = PassphraseField(
            t("Passphrase of this backup"),
            passphrase,
            write_passphrase,
            error=t("Write the passphrase of this backup.") if missing else "",
            on_submit=handler(read),
        )
        parts = _opening(source.name, stage.trouble, field if restoring.is_sealed else None, handler(read))
    wide = session.layout == "wide"
    body = scaffold.scroll(parts, wide=wide, spacing=16)
    return scaffold.page_view(t("Import from Kith"), body, wide=wide, current=paths.YOU, back_to=paths.DATA)


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
