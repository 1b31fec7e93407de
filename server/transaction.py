"""What a service function works with: one open transaction, its moment, and what to announce once it is committed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class GroupMoved:
    """A group's change log grew: everybody who follows it hears the new head."""

    group_id: UUID
    revision: int


@dataclass(frozen=True, slots=True)
class VaultMoved:
    """An account's vault grew; only its own devices hear of it."""

    account_id: UUID
    revision: int


@dataclass(frozen=True, slots=True)
class NoticesMoved:
    """An account's notices changed, or how it wants them; only its own devices hear of it."""

    account_id: UUID
    revision: int


@dataclass(frozen=True, slots=True)
class MembershipChanged:
    """An account joined (`follows`) or left a group; `revision` is its new count of such changes."""

    account_id: UUID
    group_id: UUID
    follows: bool
    revision: int


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A device was signed out; its stream closes."""

    account_id: UUID
    device_id: UUID


Announcement = GroupMoved | VaultMoved | NoticesMoved | MembershipChanged | SessionEnded


@dataclass(slots=True)
class Transaction:
    """One whole transaction. `driver` is the database's own connection, for `fast` statements.

    Whoever removes words sets `erases`: the storage then also clears what its journal still holds of them.
    """

    connection: Connection
    driver: Any
    now: datetime
    announcements: list[Announcement] = field(default_factory=list)
    erases: bool = False

    def announce(self, announcement: Announcement) -> None:
        """Tell the live streams, after the commit and only then."""
        self.announcements.append(announcement)
