"""The one shape of every refusal: a problem document (RFC 9457) with a stable code.

The code is for the machine, the title for a person; neither repeats what was sent.
"""

from enum import StrEnum

from pydantic import Field

from api_client.wire.model import WireModel


class ProblemCode(StrEnum):
    """Why a request was refused. A device decides by this word alone."""

    MALFORMED = "malformed"  # 400: not JSON
    SIGN_IN_REQUIRED = "sign_in_required"  # 401: no session, or it ended
    SIGN_IN_FAILED = "sign_in_failed"  # 403: handle, passphrase or code do not fit together
    NOT_ALLOWED = "not_allowed"  # 403
    SIGN_UP_CLOSED = "sign_up_closed"  # 403
    NOT_FOUND = "not_found"  # 404: also what a stranger to the group hears
    JOIN_CODE_UNKNOWN = "join_code_unknown"  # 404
    HANDLE_TAKEN = "handle_taken"  # 409
    ID_TAKEN = "id_taken"  # 409: the same id came with other content
    VERSION_CONFLICT = "version_conflict"  # 409: edited elsewhere meanwhile
    EPOCH_CHANGED = "epoch_changed"  # 409: the host's history is another one
    GROUP_FULL = "group_full"  # 409
    TOO_MANY_GROUPS = "too_many_groups"  # 409
    TOO_MANY_REPORTS = "too_many_reports"  # 409: of one account on one day
    TOO_MANY_BLOCKS = "too_many_blocks"  # 409
    LAST_FACILITATOR = "last_facilitator"  # 409: somebody must look after the group
    AGREEMENT_REQUIRED = "agreement_required"  # 409: the group's agreement, or its newest form, is to be accepted first
    GROUP_ARCHIVED = "group_archived"  # 409: the group can only be read
    ALREADY_PROMISED = "already_promised"  # 409: somebody else will ask tomorrow
    NO_ROOM = "no_room"  # 409: enough people are there, or enough posts are pinned
    GONE = "gone"  # 410: removed
    INVITE_EXPIRED = "invite_expired"  # 410
    INVITE_USED_UP = "invite_used_up"  # 410
    TOO_LARGE = "too_large"  # 413
    INVALID = "invalid"  # 422: `fields` says where
    INCOMPATIBLE = "incompatible"  # 426: app and host are too far apart
    RATE_LIMITED = "rate_limited"  # 429, with Retry-After
    INTERNAL = "internal"  # 500
    BUSY = "busy"  # 503, with Retry-After
    STORAGE_FULL = "storage_full"  # 507


class Problem(WireModel):
    """One refusal. `fields` maps a dotted path in the request to a code such as `string_too_long`."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    fields: dict[str, str] = Field(default_factory=dict)
