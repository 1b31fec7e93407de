"""Reminders by mail, as this device tells them to the host: the times, and the last day that has a check-in.

Nothing is told before a member asks for mails, and no day unless a reminder is to be left out on days with a check-in.
What was told last is kept sealed here, so that the same is never told twice.
"""

from contextlib import suppress
from typing import TYPE_CHECKING

from api_client.client import ApiClient
from api_client.errors import ApiError, Unauthorized
from api_client.wire.model import WireRequest
from api_client.wire.notices import NoticeSettings
from api_client.wire.reminders import NoteLogged, ReminderSettings, ReminderTime, SetReminders
from mobile.host_zone import zone_here
from mobile.reminders.document import KIND, Reminder
from mobile.reminders.reading import read_journal, read_reminders
from mobile.storage.shared import SETTINGS_ID
from mobile.sync.notices import NOTICE_SETTINGS, REMINDER_SETTINGS

if TYPE_CHECKING:
    from mobile.services import Services

_TOLD = "reminders:told"  # a draft: the request that set the times last, and the last day that was noted


async def read_mail_settings(services: "Services") -> ReminderSettings:
    """Return what the host sends, with what was set here and has not arrived yet."""
    settings = await services.shared.get(REMINDER_SETTINGS, SETTINGS_ID, ReminderSettings) or ReminderSettings()
    for mutation in await services.outbox.list():
        request = mutation.request
        if isinstance(request, SetReminders) and mutation.state != "failed":
            is_on = settings.is_on if request.is_on is None else request.is_on
            settings = ReminderSettings(is_on=is_on, zone=request.zone, times=request.times)
    return settings


async def read_address(services: "Services") -> NoticeSettings:
    """Return what is known of the address for mails, and whether the host sends any."""
    return await services.shared.get(NOTICE_SETTINGS, SETTINGS_ID, NoticeSettings) or NoticeSettings()


async def refresh_mail_settings(services: "Services") -> None:
    """Ask the host what it sends; a link in a mail may have ended it. Raises an ApiError."""
    client: ApiClient | None = services.account.client
    if client is None:
        raise Unauthorized("signed out")
    await services.notices.refresh_settings()
    await services.notices.keep_reminders(await client.reminders.get_settings())


async def set_mail(services: "Services", is_on: bool) -> None:
    """Let the host send every reminder that is on, or none."""
    changed = [(one.id, KIND, {"by_mail": is_on}) for one in read_reminders(services) if one.by_mail is not is_on]
    if changed:
        await services.documents.save_all(changed)
    request = _wanted(services, is_on)
    await _add(services, "reminders.set_settings", request)
    await _keep_told(services, times=_name(request))


async def tell_host(services: "Services") -> None:
    """Tell the host what has changed since it was told last: the times, the zone, the last day with a check-in."""
    reminders = read_reminders(services)
    told = await services.drafts.get(_TOLD) or {}
    if services.account.state.phase != "signed_in" or not (told or any(one.by_mail for one in reminders)):
        return
    if not await _knows_host(services):
        return
    request = _wanted(services, None)
    if _name(request) != told.get("times"):
        await _add(services, "reminders.set_settings", request)
        await _keep_told(services, times=_name(request))
    day = read_journal(services, services.clock.now()).last_day
    if day is not None and day.isoformat() != told.get("day") and await _asks_for_days(services, reminders):
        await _add(services, "reminders.note_logged", NoteLogged(day=day))
        await _keep_told(services, day=day.isoformat())


async def _asks_for_days(services: "Services", reminders: tuple[Reminder, ...]) -> bool:
    if not any(one.is_on and one.by_mail and one.only_if_not_logged for one in reminders):
        return False
    return (await read_mail_settings(services)).is_on


async def _knows_host(services: "Services") -> bool:
    """Whether it is known what the host sends; asked where it is not, as on a device that has just joined."""
    if await services.shared.get(REMINDER_SETTINGS, SETTINGS_ID, ReminderSettings) is None:
        if any(isinstance(one.request, SetReminders) for one in await services.outbox.list()):
            return True  # asked for here, and on its way
        if services.sync.status.state != "idle":
            return False
        with suppress(ApiError):
            await refresh_mail_settings(services)
    return await services.shared.get(REMINDER_SETTINGS, SETTINGS_ID, ReminderSettings) is not None


def _wanted(services: "Services", is_on: bool | None) -> SetReminders:
    times = [one.when for one in read_reminders(services) if one.is_on and one.by_mail]
    unique: dict[str, ReminderTime] = {one.model_dump_json(): one for one in times}
    return SetReminders(zone=zone_here(services.clock), times=tuple(unique.values()), is_on=is_on)


def _name(request: SetReminders) -> str:
    return request.model_copy(update={"is_on": None}).model_dump_json()


async def _keep_told(services: "Services", **changes: str) -> None:
    await services.drafts.put(_TOLD, {**(await services.drafts.get(_TOLD) or {}), **changes})


async def _add(services: "Services", operation: str, request: WireRequest) -> None:
    await services.outbox.add(operation, {}, request, subject=operation)
    services.signal.emit("reminders")
    services.sync.nudge()
