"""The rows that several slices stand on: who there is, which devices they use, which groups they are in.

A slice's own rows (records, posts) stand in the slice. Scope comes first in every key, so that a hot query stays
within one account or one group. Counters are 64 bits: a plain `int` would become 32 bits on PostgreSQL.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from server.schema import Moment, Row


class HostRow(Row, table=True):
    """What this host is, in one row: the name of its history and the secret behind its made-up answers."""

    __tablename__ = "host"

    id: int = Field(primary_key=True)
    epoch: UUID
    secret: bytes


class AccountRow(Row, table=True):
    """A sign-in identity. `revision` counts the vault's changes, `groups_revision` those of its memberships,
    `notices_revision` those of its notices.

    `record_count` and `revision_sum` are kept with every push, so that the vault's digest costs one row.
    """

    __tablename__ = "account"

    id: UUID = Field(primary_key=True)
    handle: str = Field(unique=True)
    display_name: str
    created_at: datetime = Field(sa_type=Moment)
    auth_hash: str
    salt: bytes
    memory_kib: int
    passes: int
    lanes: int
    wrapped_key: bytes
    key_version: int
    recovery_hash: bytes
    recovery_wrapped_key: bytes
    revision: int = Field(0, sa_type=BigInteger)
    record_count: int = Field(0, sa_type=BigInteger)
    revision_sum: int = Field(0, sa_type=BigInteger)
    groups_revision: int = Field(0, sa_type=BigInteger)
    notices_revision: int = Field(0, sa_type=BigInteger)
    profile: str | None = None  # JSON of `wire.profiles.Profile`, where a group has no other
    capacity: str | None = None  # counts until `capacity_until`
    capacity_until: datetime | None = Field(None, sa_type=Moment)


# In the place of whose account ended, where a row says who wrote something: one for all, so that no two of them can be
# told apart, and no account has it.
NOBODY = UUID(int=0)


class RetiredHandleRow(Row, table=True):
    """That a handle belonged to an account which ended: nobody takes over a name that others knew. Only a keyed hash
    stands here."""

    __tablename__ = "retired_handle"

    mark: bytes = Field(primary_key=True)


class DeviceRow(Row, table=True):
    """One open session. Only the token's SHA-256 is kept; `seen_on` is a day, not a moment, on purpose."""

    __tablename__ = "device"

    id: UUID = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    name: str
    token_hash: bytes = Field(unique=True)
    created_at: datetime = Field(sa_type=Moment)
    seen_on: date


class GroupRow(Row, table=True):
    """A group. `revision` is the head of its change log, `post_count` the place of its newest post, `version` counts
    the facilitators' edits."""

    __tablename__ = "group"
    __table_args__ = (Index(None, "listed", "created_at", "id"),)

    id: UUID = Field(primary_key=True)
    name: str
    description: str
    agreement: str  # JSON list of lines
    created_by: UUID
    created_digest: bytes
    created_at: datetime = Field(sa_type=Moment)
    member_count: int
    revision: int = Field(0, sa_type=BigInteger)
    post_count: int = Field(0, sa_type=BigInteger)
    version: int = Field(1, sa_type=BigInteger)
    agreement_version: int = Field(1, sa_type=BigInteger)
    earlier_agreements: str = "[]"  # JSON list of `wire.groups.EarlierAgreement`
    entry: str = "invite"
    listed: bool = False
    language: str | None = None
    members_invite: bool = True
    without_name_allowed: bool = True
    picture: str | None = None  # JSON
    quiet_hours: str | None = None  # JSON
    archived_at: datetime | None = Field(None, sa_type=Moment)


class InviteRow(Row, table=True):
    """A code that lets others into a group; without `expires_at` and `uses_max` it has no end."""

    __tablename__ = "invite"
    __table_args__ = (Index(None, "group_id", "created_at"),)

    id: UUID = Field(primary_key=True)
    group_id: UUID = Field(foreign_key="group.id", ondelete="CASCADE")
    code: str = Field(unique=True)
    created_by: UUID
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime | None = Field(None, sa_type=Moment)
    uses_max: int | None = None
    uses_count: int = 0


class JoinRequestRow(Row, table=True):
    """Somebody who asks to be let in. One that was declined stays for a while: the asker is told nothing, and asking
    again changes nothing."""

    __tablename__ = "join_request"
    __table_args__ = (Index(None, "group_id", "asked_at"), Index(None, "account_id"))

    group_id: UUID = Field(foreign_key="group.id", ondelete="CASCADE", primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)
    words: str
    agreement_version: int = Field(sa_type=BigInteger)
    asked_at: datetime = Field(sa_type=Moment)
    declined_at: datetime | None = Field(None, sa_type=Moment)
    withdrawn: bool = False


class MemberRow(Row, table=True):
    """An account inside a group."""

    __tablename__ = "member"
    __table_args__ = (Index(None, "group_id", "joined_at", "account_id"), Index(None, "account_id", "group_id"))

    group_id: UUID = Field(foreign_key="group.id", ondelete="CASCADE", primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)
    role: str
    joined_at: datetime = Field(sa_type=Moment)
    read_sequence: int = Field(0, sa_type=BigInteger)
    agreement_accepted: int = Field(1, sa_type=BigInteger)
    profile: str | None = None  # JSON; None where the account's own holds


class ChangeRow(Row, table=True):
    """The newest change of one subject of a group. It holds no words: those stand once, in the subject's own row,
    and are joined when the log is read, so that removing them there removes them everywhere."""

    __tablename__ = "change"
    __table_args__ = (UniqueConstraint("group_id", "subject_id"),)

    group_id: UUID = Field(foreign_key="group.id", ondelete="CASCADE", primary_key=True)
    revision: int = Field(sa_type=BigInteger, primary_key=True)
    kind: str
    subject_id: UUID
    parent_id: UUID | None = None  # the post of a reply


class AttemptRow(Row, table=True):
    """How often something was tried in a window of time. The bucket is a keyed hash: no handle, no address."""

    __tablename__ = "attempt"

    bucket: bytes = Field(primary_key=True)
    count: int
    ends_at: datetime = Field(sa_type=Moment, index=True)


class JobLeaseRow(Row, table=True):
    """That one process runs a job, and nobody else does `until` then."""

    __tablename__ = "job_lease"

    name: str = Field(primary_key=True)
    holder: UUID
    until: datetime = Field(sa_type=Moment)


class NoticeRow(Row, table=True):
    """One notice of an account. It goes with the membership and with the post that it is about. A name stands here
    only for an alias; whoever has an account is joined when the notice is read, so that a new name is new everywhere.
    """

    __tablename__ = "notice"
    __table_args__ = (
        ForeignKeyConstraint(("group_id", "account_id"), ("member.group_id", "member.account_id"), ondelete="CASCADE"),
        ForeignKeyConstraint(("group_id", "post_id"), ("post.group_id", "post.id"), ondelete="CASCADE"),
        Index(None, "account_id", "revision", unique=True),
        Index(None, "account_id", "kind", "subject"),
        Index(None, "group_id", "account_id"),
        Index(None, "group_id", "post_id"),
    )

    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)
    id: UUID = Field(primary_key=True)
    revision: int = Field(sa_type=BigInteger)
    kind: str
    subject: str  # what repeats are recognised by
    group_id: UUID | None = None
    post_id: UUID | None = None
    reply_id: UUID | None = None
    actor_id: UUID | None = Field(None, foreign_key="account.id", ondelete="SET NULL", index=True)
    actor_alias: str | None = None
    and_others: bool = False
    words: str | None = None
    count: int = 1
    noticed_at: datetime = Field(sa_type=Moment, index=True)
    read_at: datetime | None = Field(None, sa_type=Moment)


class NoticeSettingsRow(Row, table=True):
    """How an account wants its notices: `wishes` is the JSON of what it set. Of a code only a keyed hash is kept."""

    __tablename__ = "notice_settings"

    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)
    wishes: str
    revision: int = Field(sa_type=BigInteger)
    email: str | None = None
    email_confirmed: bool = False
    code_hash: bytes | None = None
    code_ends_at: datetime | None = Field(None, sa_type=Moment)
    code_attempts: int = 0
    digest_at: datetime | None = Field(None, sa_type=Moment, index=True)  # when the next mail is due
    digest_revision: int = Field(0, sa_type=BigInteger)  # how far the last one told


class BlockRow(Row, table=True):
    """Two people who are kept apart, as one of them sees it; each has a row of their own. It stays, with neither side
    set, when the block is over: whoever has no row has never had anything to do with blocks, which is nearly everybody
    and costs one look."""

    __tablename__ = "block"
    __table_args__ = (Index(None, "other_id"),)

    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)
    other_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True)
    is_mine: bool
    is_theirs: bool
    blocked_at: datetime | None = Field(None, sa_type=Moment)  # by `account_id`


class ReadAnewRow(Row, table=True):
    """From which revision of a group's log on a member's devices are right: whoever stands before it reads the group
    from its first page, because a block began or ended meanwhile."""

    __tablename__ = "read_anew"

    group_id: UUID = Field(foreign_key="group.id", ondelete="CASCADE", primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", primary_key=True, index=True)
    revision: int = Field(sa_type=BigInteger)


class ActRow(Row, table=True):
    """Something a facilitator did. It holds no words of members: what was removed is gone from here, too."""

    __tablename__ = "act"
    __table_args__ = (Index(None, "group_id", "acted_at", "id"),)

    group_id: UUID = Field(foreign_key="group.id", ondelete="CASCADE", primary_key=True)
    id: UUID = Field(primary_key=True)
    kind: str
    by_id: UUID | None = Field(None, foreign_key="account.id", ondelete="SET NULL", index=True)
    post_id: UUID | None = None
    reply_id: UUID | None = None
    reason: str | None = None
    acted_at: datetime = Field(sa_type=Moment)


class PhotoRow(Row, table=True):
    """A photo, a JPEG as `api_client.wire.jpeg` takes it. It belongs to a post and goes with it; `account_id`, who
    added it, never travels."""

    __tablename__ = "photo"
    __table_args__ = (
        ForeignKeyConstraint(("group_id", "post_id"), ("post.group_id", "post.id"), ondelete="CASCADE"),
        Index(None, "group_id", "post_id"),
        Index(None, "account_id", "added_at"),
    )

    group_id: UUID = Field(foreign_key="group.id", ondelete="CASCADE", primary_key=True)
    id: UUID = Field(primary_key=True)
    account_id: UUID
    post_id: UUID | None = None
    added_at: datetime = Field(sa_type=Moment)
    content: bytes
