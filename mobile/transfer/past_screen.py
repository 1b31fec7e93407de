"""One past import: what it brought, its report to keep, and the way to take it out again."""

from typing import TYPE_CHECKING, Any, cast

import flet as ft

from mobile import paths
from mobile.drafting import use_once
from mobile.entries.document import KIND as ENTRY
from mobile.session import use_query, use_services, use_session
from mobile.transfer.kinds import counted
from mobile.transfer.past import PastImport, Undoing, list_imports, read_undoing, undo
from mobile.transfer.report import source_name
from mobile.ui import cards, dates, dialogs, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

REPORT_NAME = "kith-import-report.txt"


@screen
def PastImportScreen() -> ft.View:
    """The import that the path names."""
    services, session = use_services(), use_session()
    import_id = use_parameters().get("import_id", "")
    found = use_query(lambda: _find(services, import_id), scopes=("documents",), depends_on=(import_id,))
    wide = session.layout == "wide"
    if found is None:
        body: ft.Control = ft.Container()
    elif found:
        body = ImportPane(found[0], wide)
    else:
        body = feedback.empty(t("This import is not on this device."), t("To your data"), scaffold.to(paths.DATA))
    return scaffold.page_view(t("Import"), body, wide=wide, current=paths.YOU, back_to=paths.DATA)


async def _find(services: "Services", import_id: str) -> list[PastImport]:
    return [one for one in list_imports(services.documents) if str(one.id) == import_id]


async def _has_left(services: "Services", one: PastImport) -> bool:
    """Tell whether something of an import that was taken out stayed."""
    if one.undone_at is None:
        return True
    found = await read_undoing(services.documents, one.id)
    return bool(found.same or found.changed or found.words_if_all)


@component
def ImportPane(one: PastImport, wide: bool) -> ft.Control:
    """The counts, the report and what can be done with them."""
    services = use_services()
    page = ft.context.page
    asking, set_asking = ft.use_state(cast("Undoing | None", None))
    with_changed, set_with_changed = ft.use_state(False)
    percent, set_percent = ft.use_state(-1)  # of taking it out, -1 while that is not going on
    trouble, run = use_once()
    left = use_query(lambda: _has_left(services, one), scopes=("journal",), depends_on=(one.undone_at,))

    async def ask(_event: Any) -> None:
        found = await read_undoing(services.documents, one.id)
        set_with_changed(lambda _: False)
        set_asking(lambda _: found)

    async def take_out(_event: Any) -> None:
        set_asking(lambda _: None)
        set_percent(lambda _: 0)

        def tell(done: int, total: int) -> None:
            set_percent(lambda _: done * 100 // total)

        async def act() -> None:
            await undo(services, one.id, with_changed=with_changed, on_progress=tell)
            feedback.say(page, t("The import was taken out."))

        try:
            await run(act)
        finally:
            set_percent(lambda _: -1)

    async def save(_event: Any) -> None:
        await ft.FilePicker().save_file(
            file_name=REPORT_NAME, allowed_extensions=["txt"], src_bytes=one.report.encode("utf-8-sig")
        )

    ft.use_dialog(
        _question(asking, with_changed, set_with_changed, handler(take_out), lambda: set_asking(lambda _: None))
        if asking is not None
        else None
    )
    parts: list[ft.Control] = [cards.card(_facts(one), spacing=6)]
    if percent >= 0:
        parts += [feedback.waiting(t("Taking the import out: {percent} per cent", percent=percent))]
    if trouble:
        parts.append(feedback.trouble(trouble))
    if one.report:
        parts += [
            cards.card([type.subheading(t("Report")), type.copied(type.body(one.report, size=14))]),
            ft.Row(
                [
                    inputs.tonal_button(t("Save the report"), handler(save), icon=ft.Icons.SAVE_ALT),
                    ft.TextButton(
                        t("Copy the report"),
                        icon=ft.Icons.COPY,
                        action=ft.CopyToClipboard(one.report),  # the browser copies only within the tap itself
                    ),
                ],
                wrap=True,
                spacing=8,
            ),
        ]
    if percent < 0 and (left or not one.undone_at):
        word = t("Take out what is left of it") if one.undone_at else t("Take this import out again")
        parts.append(ft.Row([inputs.text_button(word, handler(ask), danger=True)], wrap=True))
    return scaffold.scroll(parts, wide=wide, spacing=16)


def _facts(one: PastImport) -> list[ft.Control]:
    lines: list[ft.Control] = [type.heading(source_name(one.source))]
    if one.file_name:
        lines.append(type.quiet(one.file_name))
    if one.imported_at:
        when = {"day": dates.day_with_year(one.imported_at.date()), "time": dates.clock(one.imported_at)}
        lines.append(type.body(t("Imported on {day}, {time}", **when)))
    lines.append(type.body(tn("{count} check-in", "{count} check-ins", one.entries)))
    if one.first_day and one.last_day:
        lines.append(type.body(dates.from_to(one.first_day, one.last_day)))
    if one.photos:
        lines.append(type.body(tn("{count} photo", "{count} photos", one.photos)))
    if one.undone_at:
        day = dates.day_with_year(one.undone_at.date())
        lines.append(type.body(t("Taken out again on {day}", day=day), color=theme.ON_WARM))
    return lines


def _question(found: Undoing, with_changed: bool, set_with_changed: Any, act: Any, keep: Any) -> ft.AlertDialog:
    """Ask before an import is taken out, with what stays and what goes."""
    more: list[ft.Control] = []
    if found.changed:
        changed = [found.kinds[one] for one in found.changed]
        take = tn("Take the changed one out, too", "Take the changed ones out, too", len(changed))
        more = [
            *([] if with_changed else [type.body(_kept(changed))]),
            inputs.checkbox(take, with_changed, lambda value: set_with_changed(lambda _: value)),
        ]
    records, words = found.going(with_changed=with_changed)
    if others := [kind for kind in records if kind != ENTRY]:
        more.append(type.quiet(t("This goes, too: {what}.", what=", ".join(counted(others)))))
    if words:
        gone = ", ".join(counted(words))
        more.append(type.quiet(t("Nothing else uses these, so they go with it: {what}.", what=gone)))
    if records or words:
        text = _deleted(records.count(ENTRY))
    else:
        text = t("Nothing of it is still as it came, so nothing is deleted.")
    return dialogs.question(t("Take this import out?"), text, t("Take it out"), act, keep, more=more)


def _kept(changed: list[str]) -> str:
    if set(changed) != {ENTRY}:
        return t("Changed since, and kept: {what}.", what=", ".join(counted(changed)))
    return tn(
        "{count} check-in was changed since. It stays.",
        "{count} check-ins were changed since. They stay.",
        len(changed),
    )


def _deleted(entries: int) -> str:
    if not entries:
        return t("What it brought is deleted, here and on your other devices. The file can be imported again.")
    return tn(
        "{count} check-in is deleted, here and on your other devices. The file that it came from can be imported "
        "again.",
        "{count} check-ins are deleted, here and on your other devices. The file that they came from can be imported "
        "again.",
        entries,
    )
