"""Invites: codes that let others into a group, for some time and some uses, or without an end."""

from pydantic import Field

from api_client.wire import limits
from api_client.wire.model import Id, Instant, WireModel, WireRequest


class Invite(WireModel):
    """One code. None for `expires_at` or `uses_max` means without that end; `made_by` is the maker's name."""

    id: Id
    code: str
    made_by: str
    made_by_me: bool
    created_at: Instant
    expires_at: Instant | None
    uses_max: int | None
    uses_count: int


class InviteList(WireModel):
    """Every invite of a group that can still be used, the newest first."""

    invites: tuple[Invite, ...]


class CreateInvite(WireRequest):
    """Make a code, good for some days from when the host hears of it. The id is the device's: sent twice, it is one
    invite."""

    id: Id
    days: int | None = Field(default=None, ge=1, le=limits.INVITE_DAYS_MAX)
    uses_max: int | None = Field(default=None, ge=1, le=limits.INVITE_USES_MAX)
