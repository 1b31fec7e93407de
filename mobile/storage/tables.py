"""Every table on the device.

Words are sealed, always: in the columns called `sealed`. In the clear stand only ids, times, kinds and revisions, as
far as a query needs them. `migrations` creates these tables; a test compares the two.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Column, Index, LargeBinary, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class DeviceTable(SQLModel, registry=registry()):
    """The base of the device's tables: a registry of its own, since a test runs a host in the same process."""


class AccountRow(DeviceTable, table=True):
    """Whose device this is: one row, `only` = 1. What an account on a host gave is None until there is one."""

    __tablename__ = "account"

    only: int = Field(default=1, primary_key=True)
    account_id: UUID
    writer: str  # names this installation in the stamps of documents; new after every sign-out
    started: bool = False
    session_ended: bool = False
    server_url: str | None = None
    device_name: str
    account: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    parameters: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    wrapped_key: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    sealed_token: bytes | None = Field(default=None, sa_column=Column(LargeBinary))


class DocumentRow(DeviceTable, table=True):
    """One document as it travels. `version` counts the local writes, so that an edit made while an older one is on
    its way is not taken for sent."""

    __tablename__ = "document"
    __table_args__ = (Index("document_pending", "id", sqlite_where=Column("pending")),)

    id: UUID = Field(primary_key=True)
    revision: int = Field(default=0, sa_type=BigInteger)
    version: int = Field(default=0, sa_type=BigInteger)
    pending: bool
    mutation_id: UUID
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class QuarantineRow(DeviceTable, table=True):
    """A record of the host that does not open. It is kept and counted, and nothing of ours is written over it."""

    __tablename__ = "quarantine"

    id: UUID = Field(primary_key=True)
    revision: int = Field(sa_type=BigInteger)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class OutboxRow(DeviceTable, table=True):
    """A stored call. `name` binds the sealed arguments and request to this row."""

    __tablename__ = "outbox"

    id: int | None = Field(default=None, primary_key=True)
    name: UUID
    operation: str
    subject: str
    state: str
    error_code: str | None = None
    error_fields: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: str
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class MembershipRow(DeviceTable, table=True):
    """A group of the member."""

    __tablename__ = "membership"

    group_id: UUID = Field(primary_key=True)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class FeedRow(DeviceTable, table=True):
    """How far back a group's feed is whole on this device.

    Posts from (`from_at`, `from_id`) on are all here; older ones may have holes, because the change log brings an
    edited old post alone. `history` is the host's cursor for the page before, None when the beginning was reached.
    """

    __tablename__ = "feed"

    group_id: UUID = Field(primary_key=True)
    from_at: int = Field(sa_type=BigInteger)
    from_id: UUID
    history: str | None = None


class PostRow(DeviceTable, table=True):
    """A post. `posted_at` and `pinned_at` are in microseconds since 1970.

    `replies_whole` says that every reply is here; from then on the change log keeps it so.
    """

    __tablename__ = "post"
    __table_args__ = (
        Index("post_newest", "group_id", "posted_at", "id"),
        Index("post_pinned", "group_id", "pinned_at", sqlite_where=text("pinned_at IS NOT NULL")),
    )

    id: UUID = Field(primary_key=True)
    group_id: UUID
    posted_at: int = Field(sa_type=BigInteger)
    kind: str
    need: str
    revision: int = Field(sa_type=BigInteger)
    replies_whole: bool = False
    pinned_at: int | None = Field(default=None, sa_type=BigInteger)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sealed_mine: bytes | None = Field(default=None, sa_column=Column(LargeBinary))  # the viewer's own reactions


class ReplyRow(DeviceTable, table=True):
    """A reply."""

    __tablename__ = "reply"
    __table_args__ = (Index("reply_oldest", "post_id", "posted_at", "id"),)

    id: UUID = Field(primary_key=True)
    group_id: UUID
    post_id: UUID
    posted_at: int = Field(sa_type=BigInteger)
    revision: int = Field(sa_type=BigInteger)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class MemberRow(DeviceTable, table=True):
    """A person in a group."""

    __tablename__ = "member"

    group_id: UUID = Field(primary_key=True)
    account_id: UUID = Field(primary_key=True)
    joined_at: int = Field(sa_type=BigInteger)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class SharedRow(DeviceTable, table=True):
    """A shared thing of any kind that needs no query of its own. It goes with its group and with its post."""

    __tablename__ = "shared"
    __table_args__ = (
        Index("shared_order", "kind", "position", "id"),
        Index("shared_group", "group_id"),
        Index("shared_post", "post_id"),
    )

    kind: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    group_id: UUID | None = None
    post_id: UUID | None = None
    position: int = Field(default=0, sa_type=BigInteger)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class JournalPhotoRow(DeviceTable, table=True):
    """A photo of the journal, as it travels: here, at the host, or both. `size` counts its sealed bytes, also while
    they are only at the host and `sealed` is empty; times are in microseconds since 1970.

    `pending` says that the host does not have it yet, `unused_since` when it was first seen to stand in no document.
    """

    __tablename__ = "journal_photo"
    __table_args__ = (
        Index("journal_photo_size", "size"),
        Index("journal_photo_pending", "id", sqlite_where=Column("pending")),
    )

    id: UUID = Field(primary_key=True)
    size: int = Field(sa_type=BigInteger)
    pending: bool
    placed_at: int = Field(default=0, sa_type=BigInteger)
    unused_since: int | None = Field(default=None, sa_type=BigInteger)
    sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary))


class CursorRow(DeviceTable, table=True):
    """How far this device has read a scope of the host; `epoch` names the host's history, for the vault."""

    __tablename__ = "cursor"

    scope: str = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger)
    epoch: UUID | None = None


class DraftRow(DeviceTable, table=True):
    """Something half written."""

    __tablename__ = "draft"

    key: str = Field(primary_key=True)
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class PreferenceRow(DeviceTable, table=True):
    """A setting of this device that is not private, such as the theme."""

    __tablename__ = "preference"

    key: str = Field(primary_key=True)
    value: object = Field(default=None, sa_column=Column(JSON))
