"""The ways by which a reminder reaches its member on this device, each with whether it works here and why not."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import flet as ft

from api_client.wire.notices import NoticeSettings
from api_client.wire.reminders import ReminderSettings
from mobile.address_form import AddressForm
from mobile.reminders import intents, mail
from mobile.reminders.calendar_file import FILE_NAME
from mobile.reminders.document import Reminder
from mobile.reminders.reading import SCOPES
from mobile.session import use_query, use_services
from mobile.ui import cards, feedback, inputs, theme, type
from mobile.ui.guard import component, handler
from mobile.use_host import use_host
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@dataclass(frozen=True)
class Mails:
    """What the host does about mails, as far as this device knows."""

    has_account: bool
    settings: ReminderSettings
    address: NoticeSettings


@component
def Ways(reminders: tuple[Reminder, ...]) -> ft.Control:
    """A card for each way."""
    parts = [_in_app(reminders), MailWay(), CalendarWay(any(one.is_on for one in reminders)), _by_platform()]
    return ft.Column(parts, spacing=14, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _way(name: str, state: str, is_active: bool, *parts: ft.Control) -> ft.Control:
    icon = ft.Icons.CHECK_CIRCLE_OUTLINE if is_active else ft.Icons.REMOVE_CIRCLE_OUTLINE
    words = ft.Column([type.subheading(name), type.quiet(state)], spacing=2, tight=True, expand=True)
    head = ft.Row(
        [ft.Icon(icon, size=22, color=theme.PRIMARY if is_active else theme.QUIET), words],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    return cards.card([ft.MergeSemantics(head), *parts], spacing=12)


def _in_app(reminders: tuple[Reminder, ...]) -> ft.Control:
    is_active = any(one.is_on for one in reminders)
    words = type.body(
        t(
            "While Kith is open it tells you when the time comes. Today then offers that day for four hours, also past "
            "midnight."
        )
    )
    return _way(t("In Kith"), t("Active on this device") if is_active else t("No reminder is on"), is_active, words)


def _by_platform() -> ft.Control:
    why = t("Kith cannot set notifications of the system yet. A calendar file does the same with your calendar’s own.")
    return _way(t("On the lock screen"), t("Not on this device"), False, type.body(why))


@component
def CalendarWay(any_on: bool) -> ft.Control:
    """A file that any calendar opens."""
    services = use_services()
    page = ft.context.page

    async def save(_event: Any) -> None:
        content = intents.make_calendar(services)
        saved = await ft.FilePicker().save_file(file_name=FILE_NAME, allowed_extensions=["ics"], src_bytes=content)
        if saved:
            feedback.say(page, t("Saved. Open the file with your calendar."))

    words = type.body(
        t(
            "A file for the calendar of your phone or computer. A calendar does not know what you logged, so it rings "
            "every time, until you delete it there. It says “Reminder” and nothing of moods."
        )
    )
    button = inputs.tonal_button(
        t("Save a calendar file"), handler(save), disabled=not any_on, icon=ft.Icons.CALENDAR_MONTH_OUTLINED
    )
    return _way(t("In your calendar"), t("Works on every device"), any_on, words, ft.Row([button], wrap=True))


@component
def MailWay() -> ft.Control:
    """Mails from the host, with an example of one; nothing to set where there is no account or the host sends none."""
    services = use_services()
    page = ft.context.page
    mails = use_query(lambda: _read_mails(services), scopes=(*SCOPES, "outbox", "notices"))
    use_host(lambda: mail.refresh_mail_settings(services))
    if mails is None:
        return ft.Container()
    name = t("By mail")
    if not mails.has_account:
        return _way(name, t("Needs an account"), False, type.body(t("A host sends the mails, and you have none yet.")))
    if not mails.address.mail_offered:
        why = t("Your host does not send mail. Whoever runs it can change that.")
        return _way(name, t("Not at your host"), False, type.body(why))

    def switch(on: bool) -> None:
        page.run_task(mail.set_mail, services, on)

    is_on = mails.settings.is_on
    is_active = is_on and mails.address.email_confirmed
    parts: list[ft.Control] = [inputs.checkbox(t("Remind me by mail, too"), is_on, switch), _example(services)]
    if is_on:
        parts.append(AddressForm(mails.address))
    parts.append(
        type.quiet(
            t(
                "Your host then knows at which times, and the last day on which you checked in, so that it can leave "
                "that day out. It learns nothing of what you wrote."
            )
        )
    )
    state = t("Active") if is_active else t("Waits for your address") if is_on else t("Off")
    return _way(name, state, is_active, *parts)


async def _read_mails(services: "Services") -> Mails:
    return Mails(
        services.account.state.phase not in ("new", "local"),
        await mail.read_mail_settings(services),
        await mail.read_address(services),
    )


def _example(services: "Services") -> ft.Control:
    """The whole of what such a mail says, as anybody might read it on a lock screen."""
    address = (services.account.state.server_url or "").rstrip("/")
    lines = [
        type.strong(t("Your reminder")),
        type.body(t("This is the reminder that you set.")),
        type.quiet(f"{address}/check-in"),
        type.quiet(t("And a link that ends such mails at one tap.")),
    ]
    words = ft.Column([type.quiet(t("The whole mail:")), *lines], spacing=4, tight=True)
    return ft.Container(words, padding=14, bgcolor=theme.VARIANT, border_radius=theme.CHIP_RADIUS)
