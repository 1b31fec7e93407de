"""What a member does with notices: read them, and say how to be told. All of it works offline."""

from typing import TYPE_CHECKING

from api_client.wire.notices import MarkNoticesRead, Notice, NoticeSettings, UpdateNoticeSettings
from mobile.host_zone import zone_here
from mobile.notices.reading import Inbox, ids_of

if TYPE_CHECKING:
    from mobile.services import Services


async def mark_read(services: "Services", notices: tuple[Notice, ...]) -> None:
    """Mark notices as read, as they stand here."""
    unread = tuple(notice for notice in notices if notice.read_at is None)
    if unread:
        request = MarkNoticesRead(up_to=max(notice.revision for notice in unread), ids=ids_of(unread))
        await _add(services, "notices.mark_read", request)


async def mark_all_read(services: "Services", inbox: Inbox) -> None:
    """Mark everything that came so far as read, also what is kept out of sight."""
    await _add(services, "notices.mark_read", MarkNoticesRead(up_to=inbox.up_to))


async def save_settings(services: "Services", settings: NoticeSettings, **changes: object) -> None:
    """Keep how the member wants to be told, in the zone where the device is now."""
    wanted = {name: getattr(settings, name) for name in UpdateNoticeSettings.model_fields}
    wanted |= {"zone": zone_here(services.clock), **changes}
    await _add(services, "notices.update_settings", UpdateNoticeSettings(**wanted))


async def _add(services: "Services", operation: str, request: MarkNoticesRead | UpdateNoticeSettings) -> None:
    await services.outbox.add(operation, {}, request, subject=operation)
    services.signal.emit("notices")
    services.sync.nudge()
