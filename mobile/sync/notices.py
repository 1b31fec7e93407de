"""Pulling notices, and what one's own marks and settings change here before the host tells it back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col

from api_client.client import ApiClient
from api_client.errors import InvalidResponse
from api_client.wire.limits import NOTICE_UNREAD_DAYS
from api_client.wire.live import NOTICES_SCOPE
from api_client.wire.model import WireModel
from api_client.wire.notices import MarkNoticesRead, Notice, NoticeSettings
from api_client.wire.reminders import ReminderSettings
from mobile.storage.cache import microseconds
from mobile.storage.cursors import Cursor, read_cursor, write_cursor
from mobile.storage.outbox import Mutation
from mobile.storage.shared import SETTINGS_ID, SharedThing, clear_shared, prepare_shared
from mobile.storage.tables import SharedRow
from mobile.sync.local import Local

NOTICE = "notice"
NOTICE_SETTINGS = "notice_settings"
REMINDER_SETTINGS = "reminder_settings"
_PAGES_MAX = 1_000


async def pull_notices(client: ApiClient, local: Local, now: datetime) -> None:
    """Read every notice that changed after the cursor, and forget those that the host forgets by `now`."""
    restarted = False
    for _ in range(_PAGES_MAX):
        cursor = await local.database.read(lambda session: read_cursor(session, NOTICES_SCOPE))
        page = await client.notices.list_notices(after=cursor.position)
        if page.cursor < cursor.position and not restarted:
            restarted = True  # the host was restored from a backup: its notices are others
            await local.database.write(_start_over)
            continue
        if page.cursor < cursor.position or (page.more and page.cursor == cursor.position):
            raise InvalidResponse("the cursor of notices does not move on")
        things = [_thing(notice) for notice in page.notices]
        if page.settings is not None:
            things.append(SharedThing(NOTICE_SETTINGS, SETTINGS_ID, page.settings))
        write_all = await prepare_shared(local.keyring, things)
        head = Cursor(page.cursor)

        def write(session: Session, write_all: Callable[[Session], None] = write_all, head: Cursor = head) -> None:
            write_all(session)
            write_cursor(session, NOTICES_SCOPE, head)
            _forget_old(session, now)

        await local.database.write(write)
        local.signal.emit(NOTICES_SCOPE)
        if not page.more:
            return


async def prepare_settled(local: Local, mutation: Mutation, answer: WireModel | None) -> Callable[[Session], None]:
    """Return what a settled call changes of the notices here, so that nothing falls back until the host tells it."""
    things: list[SharedThing] = []
    if isinstance(answer, NoticeSettings):
        things.append(SharedThing(NOTICE_SETTINGS, SETTINGS_ID, answer))
    elif isinstance(answer, ReminderSettings):
        things.append(SharedThing(REMINDER_SETTINGS, SETTINGS_ID, answer))
    elif mutation.operation == "notices.mark_read" and isinstance(mutation.request, MarkNoticesRead):
        notices = await local.shared.list(NOTICE, Notice)
        things += [_thing(notice) for notice in marked(notices, mutation) if notice.read_at is not None]
    return await prepare_shared(local.keyring, things)


async def note_seen(local: Local, post_id: UUID) -> bool:
    """Mark what was told of a thread as read, because the thread was opened; return whether there was anything."""
    notices = await local.shared.list(NOTICE, Notice)
    for mutation in await local.outbox.list():
        notices = marked(notices, mutation)
    seen = [notice for notice in notices if notice.post_id == post_id and notice.read_at is None]
    if seen:
        up_to = max(notice.revision for notice in seen)
        request = MarkNoticesRead(up_to=up_to, ids=tuple(notice.id for notice in seen))
        await local.outbox.add("notices.mark_read", {}, request, subject="notices.mark_read")
        local.signal.emit(NOTICES_SCOPE)
    return bool(seen)


def marked(notices: tuple[Notice, ...], mutation: Mutation) -> tuple[Notice, ...]:
    """Return the notices as they are once a stored read mark has arrived."""
    request = mutation.request
    if not isinstance(request, MarkNoticesRead):
        return notices
    read_at = mutation.created_at.astimezone(UTC)
    return tuple(
        notice.model_copy(update={"read_at": read_at})
        if notice.read_at is None
        and notice.revision <= request.up_to
        and (request.ids is None or notice.id in request.ids)
        else notice
        for notice in notices
    )


def _thing(notice: Notice) -> SharedThing:
    position = microseconds(notice.noticed_at)
    return SharedThing(NOTICE, notice.id, notice, position, notice.group_id, notice.post_id)


def _start_over(session: Session) -> None:
    clear_shared(session, NOTICE)
    write_cursor(session, NOTICES_SCOPE, Cursor())


def _forget_old(session: Session, now: datetime) -> None:
    before = microseconds(now - timedelta(days=NOTICE_UNREAD_DAYS))
    session.execute(delete(SharedRow).where(col(SharedRow.kind) == NOTICE, col(SharedRow.position) < before))
