"""Every device that is signed in, and the way to sign one out from here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import flet as ft

from api_client.wire.accounts import Device
from mobile import sentences
from mobile.account.form import form_view, stack, use_attempt
from mobile.session import use_services, use_session
from mobile.ui import cards, dates, feedback, inputs, theme, type
from mobile.ui.dialogs import question
from mobile.ui.guard import component, handler, log_failure, screen
from mobile.words import t


@dataclass(frozen=True)
class Listed:
    """The devices as the host names them: not asked yet, its answer, or why there is none."""

    devices: tuple[Device, ...] | None = None
    sentence: str = ""


@screen
def DevicesScreen() -> ft.View:
    """The list comes from the host each time: only it knows who is signed in."""
    services, session = use_services(), use_session()
    page = ft.context.page
    listed, set_listed = ft.use_state(Listed())

    async def load() -> None:
        try:
            answer = Listed(tuple(await services.account.list_devices()))
        except Exception as error:
            if not sentences.is_expected(error):
                log_failure("listing devices", error)
            answer = Listed(listed.devices, sentences.problem_sentence(error))
        set_listed(lambda _: answer)

    def reload() -> None:
        page.run_task(load)

    ft.use_effect(reload, dependencies=[])
    parts: list[ft.Control] = [
        type.body(t("A device that you sign out here keeps what was written on it, and stops syncing at once."))
    ]
    if listed.sentence:
        parts.append(feedback.trouble(listed.sentence, t("Ask again"), handler(reload)))
    if listed.devices is None and not listed.sentence:
        parts.append(feedback.waiting(t("Asking the host")))
    if listed.devices:
        rows = [DeviceRow(device, reload, key=str(device.id)) for device in listed.devices]
        parts.append(cards.card(cards.divided(rows), padding=14))
    return form_view(t("Devices"), parts, session)


@component
def DeviceRow(device: Device, reload: Callable[[], None]) -> ft.Control:
    """One device with its days, and the way to sign it out unless it is this one."""
    services = use_services()
    page = ft.context.page
    asking, set_asking = ft.use_state(False)

    async def revoke() -> None:
        await services.account.revoke_device(device.id)
        feedback.say(page, t("{device} is signed out.", device=device.name))
        reload()

    attempt = use_attempt(revoke)

    async def confirm() -> None:
        set_asking(False)
        await attempt.run()

    ft.use_dialog(
        question(
            t("Sign out {device}?", device=device.name),
            t("It stops syncing at once. What was written on it and not sent yet stays there until somebody signs in."),
            t("Sign out"),
            handler(confirm),
            lambda: set_asking(False),
        )
        if asking
        else None
    )
    words: list[ft.Control] = [type.strong(device.name)]
    if device.this_device:
        words.append(type.quiet(t("This device"), color=theme.PRIMARY))
    since = device.created_at.astimezone(services.clock.now().tzinfo).date()
    words.append(type.quiet(t("Signed in since {day}", day=dates.day_with_year(since))))
    words.append(type.quiet(t("Last seen on {day}", day=_day(device.seen_on))))
    if attempt.progress.sentence:
        words.append(feedback.trouble(attempt.progress.sentence))
    parts: list[ft.Control] = [
        ft.Icon(ft.Icons.DEVICES_OUTLINED, size=22, color=theme.PRIMARY),
        ft.Container(stack(words, spacing=2), expand=True),
    ]
    if attempt.busy:
        parts.append(ft.ProgressRing(width=18, height=18, stroke_width=2, semantics_label=t("Signing it out")))
    elif not device.this_device:
        name = t("Sign out {device}", device=device.name)
        parts.append(inputs.icon_button(ft.Icons.LOGOUT, name, handler(lambda: set_asking(True))))
    return ft.Container(
        ft.Row(parts, spacing=14, vertical_alignment=ft.CrossAxisAlignment.CENTER),
        padding=ft.Padding.symmetric(vertical=10, horizontal=4),
    )


def _day(text: str) -> str:
    """Return a day that the host wrote as `2026-11-12`; anything else is shown as it is."""
    try:
        return dates.day_with_year(date.fromisoformat(text))
    except ValueError:
        return text
