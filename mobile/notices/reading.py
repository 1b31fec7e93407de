"""What the inbox shows: notices of this device, with the member's own marks, and without what is not to be seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.groups import Group
from api_client.wire.limits import NOTICE_READ_DAYS
from api_client.wire.notices import Notice, NoticeKind, NoticeSettings, UpdateNoticeSettings
from mobile.host_zone import zone_here
from mobile.shown import Unwanted, read_unwanted
from mobile.storage.shared import SETTINGS_ID
from mobile.sync.notices import NOTICE, NOTICE_SETTINGS, marked

if TYPE_CHECKING:
    from mobile.services import Services

SCOPES = ("notices", "outbox", "documents", "groups", "account")


@dataclass(frozen=True)
class Told:
    """One notice, and the group that it is from."""

    notice: Notice
    group: Group | None


@dataclass(frozen=True)
class Day:
    """What came on one day, newest first; what belongs to one thread stands together."""

    day: date
    threads: tuple[tuple[Told, ...], ...]


@dataclass(frozen=True)
class Inbox:
    """The whole inbox. `up_to` is how far it has been seen, for a mark."""

    days: tuple[Day, ...]
    unread: tuple[Notice, ...]
    up_to: int


async def read_inbox(services: "Services") -> Inbox:
    """Return what stands in the inbox, by day in the member's own time."""
    now = services.clock.now()
    notices = await _list_wanted(services)
    groups = {one.group.id: one.group for one in await services.cache.list_memberships()}
    told = [Told(notice, groups.get(notice.group_id) if notice.group_id else None) for notice in notices]
    days = [
        Day(day, _threads(list(of_day)))
        for day, of_day in groupby(told, key=lambda one: one.notice.noticed_at.astimezone(now.tzinfo).date())
    ]
    unread = tuple(notice for notice in notices if notice.read_at is None)
    return Inbox(tuple(days), unread, max((notice.revision for notice in notices), default=0))


async def waits(services: "Services") -> bool:
    """Return whether the bell shows its dot: something is unread, and it is a time at which the member may be told."""
    now = services.clock.now()
    settings = await read_settings(services)
    if settings.is_on_break(now):
        return False
    groups = {one.group.id: one.group for one in await services.cache.list_memberships()}
    return any(
        notice.read_at is None
        and settings.may_tell(notice.kind, now)
        and not _is_quiet(groups.get(notice.group_id) if notice.group_id else None, now)
        for notice in await _list_wanted(services)
    )


async def read_settings(services: "Services") -> NoticeSettings:
    """Return how the member wants notices, with what was set here and has not arrived yet."""
    settings = await services.shared.get(NOTICE_SETTINGS, SETTINGS_ID, NoticeSettings)
    if settings is None or settings.revision == 0:  # nobody set anything yet: times are those of where this device is
        settings = (settings or NoticeSettings()).model_copy(update={"zone": zone_here(services.clock)})
    for mutation in await services.outbox.list():
        if isinstance(mutation.request, UpdateNoticeSettings) and mutation.state != "failed":
            wishes = {name: getattr(mutation.request, name) for name in type(mutation.request).model_fields}
            settings = settings.model_copy(update=wishes)
    return settings


async def _list_wanted(services: "Services") -> tuple[Notice, ...]:
    notices = await services.shared.list(NOTICE, Notice)
    for mutation in await services.outbox.list():
        if mutation.state != "failed":
            notices = marked(notices, mutation)
    if any(one.kind is NoticeKind.OTHER for one in notices):  # the host asks by another word whether it is wanted
        settings = await read_settings(services)
        notices = tuple(one for one in notices if settings.is_wanted(one.kind))
    unwanted = read_unwanted(services.documents)
    read_before = services.clock.now() - timedelta(days=NOTICE_READ_DAYS)
    kept = [one for one in notices if one.read_at is None or one.read_at >= read_before]
    return tuple([one for one in kept if not await _is_unwanted(services, unwanted, one)])


async def _is_unwanted(services: "Services", unwanted: Unwanted, notice: Notice) -> bool:
    """Whether the member does not want to see it: by whom it is, what it says, or the post that it leads to."""
    actor_id = notice.actor.account_id if notice.actor else None
    if unwanted.why_text(notice.words, author_id=actor_id) or notice.reply_id in unwanted.replies:
        return True
    if notice.post_id is None or notice.group_id is None:
        return False
    if notice.post_id in unwanted.posts:
        return True
    if not (unwanted.patterns or unwanted.blocked):
        return False
    cached = await services.cache.get_post(notice.group_id, notice.post_id)
    return cached is not None and unwanted.why_post(cached.post, mine=cached.is_mine) is not None


def _threads(of_day: list[Told]) -> tuple[tuple[Told, ...], ...]:
    by_thread: dict[UUID, list[Told]] = {}
    for told in of_day:
        by_thread.setdefault(told.notice.post_id or told.notice.id, []).append(told)
    return tuple(tuple(thread) for thread in by_thread.values())


def _is_quiet(group: Group | None, now: datetime) -> bool:
    return group is not None and group.quiet_hours is not None and group.quiet_hours.hold_at(now.time())


def ids_of(notices: Iterable[Notice]) -> tuple[UUID, ...]:
    """Return the ids of notices."""
    return tuple(notice.id for notice in notices)
