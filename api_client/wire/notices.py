"""Notices: one line each on what happened to a member, and when and how the member wants to hear of it.

A notice names who and what, never what was written: it may be shown on a locked screen or arrive in a mail.
"""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints

from api_client.wire import limits
from api_client.wire.feed import Author
from api_client.wire.model import Id, Instant, WireModel, WireRequest

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)  # as in ISO 8601, Monday first
_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_EMAIL = re.compile(rf"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?:{_LABEL}\.)+{_LABEL}")


class NoticeKind(StrEnum):
    """What happened."""

    REPLIED = "replied"
    MENTIONED = "mentioned"
    COMPANY = "company"  # somebody said "I'm here"
    CHECK_PROMISED = "check_promised"  # somebody will ask tomorrow
    CHECK_DUE = "check_due"  # what you promised to ask is due
    HELPED = "helped"  # your reply helped
    THANKED = "thanked"
    NEEDS_ANSWER = "needs_answer"  # a post waits, and you said that you can listen
    NEWCOMER = "newcomer"  # somebody joined and was not greeted yet
    GREETED = "greeted"  # somebody says hello to you
    REST = "rest"  # you answered a lot this week
    ENDED = "ended"  # your ask or offer ended by itself
    KEPT = "kept"  # a few people kept your card
    REPORT_OUTCOME = "report_outcome"
    REPORT_NEW = "report_new"
    JOIN_REQUEST = "join_request"
    JOINED = "joined"  # you were let in
    AGREEMENT_CHANGED = "agreement_changed"
    ROLE_CHANGED = "role_changed"
    GRATITUDE = "gratitude"
    THEME = "theme"
    UNMASKED = "unmasked"  # somebody looked who wrote your post without a name
    NOTED = "noted"  # a content note was put before your post, changed or taken away
    OTHER = "other"  # something that a newer host tells of, and this version has no word for
    ESCALATED = "escalated"  # a post waited too long, or a promise to check was not kept


class Notice(WireModel):
    """One notice. `revision` is the account's counter at its last change; `count` says how often the same happened
    since it was last read, and `and_others` that not only `actor` did it. The actor of something without a name is its
    alias. `words` name the subject (a group, an outcome); of a post or reply they hold nothing."""

    id: Id
    revision: int
    kind: NoticeKind
    group_id: Id | None
    post_id: Id | None = None
    reply_id: Id | None = None
    actor: Author | None = None
    and_others: bool = False
    words: str | None = None
    count: int = 1
    noticed_at: Instant
    read_at: Instant | None = None


class Digest(StrEnum):
    """How often a mail says that something waits."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


def check_weekdays(value: tuple[int, ...]) -> tuple[int, ...]:
    """Return the days in order, each once; raise ValueError unless they are from 1, Monday, to 7."""
    if not set(value) <= set(EVERY_DAY):
        raise ValueError("weekday")
    return tuple(sorted(set(value)))


def check_civil(value: time) -> time:
    """Return a time of the day; raise ValueError when it names an offset of its own."""
    if value.tzinfo is not None:
        raise ValueError("civil_time")
    return value


def check_email(value: str) -> str:
    """Return an address for mail; raise ValueError unless it has the plain form that HTML's own field asks for."""
    if not _EMAIL.fullmatch(value.strip()):
        raise ValueError("email_form")
    return value.strip()


def check_zone(value: str) -> str:
    """Return the name of a time zone; raise ValueError for one that is not in the tz database."""
    try:
        ZoneInfo(value)
    except (OSError, ValueError, LookupError) as error:  # a folder, a path, a name that is not there
        raise ValueError("unknown_zone") from error
    return value


CivilTime = Annotated[time, AfterValidator(check_civil)]
Weekdays = Annotated[tuple[int, ...], Field(max_length=7), AfterValidator(check_weekdays)]
Zone = Annotated[str, StringConstraints(min_length=1, max_length=limits.ZONE_MAX), AfterValidator(check_zone)]
Email = Annotated[str, StringConstraints(min_length=3, max_length=limits.EMAIL_MAX), AfterValidator(check_email)]


class KindSettings(WireModel):
    """Whether a kind is wanted, and when it may be told: from `starts_at` to `ends_at` (None: at any time; over
    midnight when it ends before it starts) on the days on which that begins."""

    is_on: bool = True
    starts_at: CivilTime | None = None
    ends_at: CivilTime | None = None
    weekdays: Weekdays = EVERY_DAY

    def is_time(self, local: datetime) -> bool:
        """Whether `local`, in the member's own time, is one to be told at."""
        day = local.isoweekday()
        now = local.time().replace(tzinfo=None)
        if self.starts_at is None or self.ends_at is None or self.starts_at == self.ends_at:
            return day in self.weekdays
        if self.starts_at < self.ends_at:
            return self.starts_at <= now < self.ends_at and day in self.weekdays
        if now >= self.starts_at:
            return day in self.weekdays
        return now < self.ends_at and (local - timedelta(days=1)).isoweekday() in self.weekdays


ALWAYS = KindSettings()


class _Wishes(WireModel):
    """What a member sets and the host keeps. A kind that `kinds` does not name is on, at any time.

    `break_until` is the first day on which anything is told again. Times and dates are those of `zone`."""

    kinds: dict[NoticeKind, KindSettings] = Field(default_factory=dict)
    zone: Zone = "UTC"
    break_until: date | None = None
    digest: Digest = Digest.OFF
    digest_at: CivilTime = time(9)
    digest_weekday: int = Field(default=1, ge=1, le=7)


class NoticeSettings(_Wishes):
    """How the account wants its notices. Mail goes only to an address whose owner typed the code that was sent there;
    `mail_offered` says whether this host sends mail at all."""

    email: str | None = None
    email_confirmed: bool = False
    mail_offered: bool = False
    revision: int = 0

    def is_wanted(self, kind: NoticeKind) -> bool:
        """Whether the kind is to be noted at all."""
        return self.kinds.get(kind, ALWAYS).is_on

    def local_time(self, moment: datetime) -> time:
        """Return the civil time of `moment` where the member is."""
        return moment.astimezone(ZoneInfo(self.zone)).time()

    def is_on_break(self, moment: datetime) -> bool:
        """Whether the member rests from everything at `moment`."""
        return self.break_until is not None and moment.astimezone(ZoneInfo(self.zone)).date() < self.break_until

    def may_tell(self, kind: NoticeKind, moment: datetime) -> bool:
        """Whether the member may be told of the kind at `moment`; else it waits in the inbox, silently."""
        local = moment.astimezone(ZoneInfo(self.zone))
        settings = self.kinds.get(kind, ALWAYS)
        return settings.is_on and settings.is_time(local) and not self.is_on_break(moment)


class UpdateNoticeSettings(_Wishes, WireRequest):
    """Set all of it anew."""


class NoticePage(WireModel):
    """Notices in the order of their last change; ask again after `cursor` while `more`. `settings` come when they
    changed after the given cursor."""

    notices: tuple[Notice, ...]
    settings: NoticeSettings | None = None
    cursor: int
    more: bool


class MarkNoticesRead(WireRequest):
    """The notices `ids`, or all, were seen as they stood at revision `up_to`: what came since stays unread."""

    up_to: int = Field(ge=0)
    ids: tuple[Id, ...] | None = Field(default=None, max_length=limits.NOTICES_MARKED_MAX)


class SetEmail(WireRequest):
    """Where the digest shall go. A code is sent there, and nothing else before it came back."""

    email: Email


class ConfirmEmail(WireRequest):
    """The code from the mail."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=limits.EMAIL_CODE_MAX)]
