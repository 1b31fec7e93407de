"""Opaque cursors of lists that are ordered by time and id: 24 bytes as base64, read back strictly."""

import base64
import binascii
from datetime import datetime
from uuid import UUID

from api_client.wire.errors import ProblemCode
from server.errors import Refusal
from server.schema import from_microseconds, to_microseconds

_LENGTH = 24
_MICROSECONDS_MAX = 2**53  # the year 2255


def write_cursor(at: datetime, last_id: UUID) -> str:
    """Return the cursor that stands behind the row of `at` and `last_id`."""
    return base64.urlsafe_b64encode(to_microseconds(at).to_bytes(8, "big") + last_id.bytes).decode()


def read_cursor(text: str, field: str = "after") -> tuple[datetime, UUID]:
    """Return time and id of a cursor; raise Refusal(invalid) naming `field` for anything that is none."""
    try:
        raw = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    microseconds = int.from_bytes(raw[:8], "big")
    if len(raw) != _LENGTH or microseconds > _MICROSECONDS_MAX:
        raise Refusal(ProblemCode.INVALID, fields={field: "cursor"})
    return from_microseconds(microseconds), UUID(bytes=raw[8:])
