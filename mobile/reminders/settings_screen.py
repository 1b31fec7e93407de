"""When the member wants to be reminded, and by which ways that works on this device."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.reminders import intents
from mobile.reminders.document import Reminder
from mobile.reminders.edit_sheet import edit_sheet, new_sheet
from mobile.reminders.reading import SCOPES, read_reminders
from mobile.reminders.ways import Ways
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.times import days_words
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@screen
def RemindersScreen() -> ft.View:
    """Reminders to check in."""
    wide = use_session().layout == "wide"
    return scaffold.page_view(t("Reminders"), RemindersPane(), wide=wide, current=paths.YOU)


@component
def RemindersPane() -> ft.Control:
    """The scrolling column; every tap is kept at once, but a new reminder only once it is done."""
    services, session = use_services(), use_session()
    page = ft.context.page
    reminders = use_query(lambda: _read(services), scopes=SCOPES)
    opened, set_opened = ft.use_state(None)
    fresh: Any = ft.use_ref(None)  # a new reminder, asked by what is tapped faster than the sheet is drawn anew
    _, set_drawn = ft.use_state(0)

    def close() -> None:
        set_opened(lambda _: None)
        set_fresh(None)

    def change(reminder: Reminder, **changes: object) -> None:
        page.run_task(_change, services, reminder, changes)

    async def delete(reminder: Reminder) -> None:
        close()
        restore = await intents.delete_reminder(services, reminder.id)

        async def undo(_event: Any) -> None:
            await restore()

        feedback.offer_undo(page, t("Reminder deleted."), t("Undo"), undo)

    def set_fresh(reminder: Reminder | None) -> None:
        fresh.current = reminder
        set_drawn(lambda count: count + 1)

    def begin(_event: Any) -> None:
        set_fresh(intents.new_reminder(services))

    def change_fresh(**changes: Any) -> None:
        if fresh.current is not None:
            set_fresh(replace(fresh.current, **changes))

    async def add(_event: Any) -> None:
        added = fresh.current is None or await intents.add_reminder(services, fresh.current)
        close()
        if not added:
            feedback.say(page, t("There was a reminder for this time already. It is set as you chose now."))

    chosen = next((one for one in reminders or () if one.id == opened), None)
    sheet = edit_sheet(chosen, lambda **changes: change(chosen, **changes), delete, close) if chosen else None
    if fresh.current is not None:
        sheet = new_sheet(fresh.current, change_fresh, add, close)
    ft.use_dialog(sheet)
    if reminders is None:
        return ft.Container()

    def open_(reminder_id: UUID) -> Any:
        return handler(lambda _event: set_opened(lambda _: reminder_id))

    parts: list[ft.Control] = [
        type.body(
            t(
                "Kith reminds you only when you ask for it. After seven days without a check-in it falls silent until "
                "you are back."
            )
        ),
        _list(reminders, change, open_) if reminders else feedback.empty(t("No reminders yet.")),
        inputs.tonal_button(t("Add a reminder"), handler(begin), icon=ft.Icons.ADD),
        scaffold.section(t("How they reach you")),
        Ways(reminders),
    ]
    return scaffold.scroll(parts, wide=session.layout == "wide", spacing=14)


async def _read(services: "Services") -> tuple[Reminder, ...]:
    return read_reminders(services)


async def _change(services: "Services", reminder: Reminder, changes: dict[str, object]) -> None:
    await intents.change_reminder(services, reminder, **changes)


def _list(reminders: tuple[Reminder, ...], change: Any, open_: Any) -> ft.Control:
    rows = [_row(one, lambda on, one=one: change(one, is_on=on), open_(one.id)) for one in reminders]
    return cards.card(cards.divided(rows), spacing=0, padding=cards.OF_ROWS)


def _row(reminder: Reminder, on_change: Any, on_edit: Any) -> ft.Control:
    """Return a box to tick that says when, and the way to change it."""
    when = t("{time} · {days}", time=dates.clock(reminder.at), days=days_words(reminder.weekdays))
    line: list[ft.Control] = [
        ft.Container(inputs.checkbox(when, reminder.is_on, on_change), expand=True),
        inputs.icon_button(ft.Icons.EDIT_OUTLINED, t("Change the reminder: {when}", when=when), on_edit),
    ]
    return ft.Row(line, spacing=4, key=str(reminder.id))
