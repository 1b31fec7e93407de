"""Every way in which a call can fail, sorted by what the caller does next, and classified here alone.

    ApiError
    |-- Unreachable            no host answered: wait and try again
    |-- Unauthorized           the session ended: sign in again
    |-- Rejected               the host refused for a reason: show it and let the person edit
    |   `-- Conflict           it changed elsewhere meanwhile: read again and merge
    |-- RateLimited            too often: wait `retry_after` seconds
    |-- ServerError            the host has trouble: wait and try again
    |-- InvalidResponse        the host answered nonsense: update or report
    |-- Incompatible           app and host are too far apart: `who_must_update` says which is older
    `-- HostUntrusted          the host answered what only a broken or hostile host answers: stop and tell
        `-- WeakKeyParameters  the host asks to stretch the passphrase too little or absurdly much

No message repeats what was sent or received: errors end up in logs.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from pydantic import ValidationError

from api_client.wire import limits
from api_client.wire.errors import Problem, ProblemCode

VERSION_HEADER = "Kith-Version"
RETRY_AFTER_DEFAULT = 60.0
RETRY_AFTER_MAX = 24 * 60 * 60.0
_CONFLICTS = frozenset({ProblemCode.VERSION_CONFLICT, ProblemCode.EPOCH_CHANGED})


class ApiError(Exception):
    """A call failed; the class says what to do next."""


class Unreachable(ApiError):
    """No host answered: no network, a time-out, a cut connection, or something in between answered in its place."""


class Unauthorized(ApiError):
    """The session ended or never was; nothing was done."""


class Rejected(ApiError):
    """The host refused. `code` is a ProblemCode or a newer word, `fields` maps a path in the request to a code."""

    def __init__(self, code: str, title: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.title = title
        self.fields: dict[str, str] = dict(fields or {})


class Conflict(Rejected):
    """The thing changed elsewhere since this device read it."""


class RateLimited(ApiError):
    """Asked too often; ask again after `retry_after` seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"again in {retry_after:.0f} s")
        self.retry_after = retry_after


class ServerError(ApiError):
    """The host failed or is busy; `code` says why if it could, `retry_after` is in seconds if it said so."""

    def __init__(self, status: int, code: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(f"{status} {code or ''}".strip())
        self.status = status
        self.code = code
        self.retry_after = retry_after


class InvalidResponse(ApiError):
    """The host's answer does not fit the contract."""


class Incompatible(ApiError):
    """App and host share no protocol version; `who_must_update` is the older of the two."""

    def __init__(self, who_must_update: Literal["app", "host"]) -> None:
        super().__init__(who_must_update)
        self.who_must_update: Literal["app", "host"] = who_must_update


class HostUntrusted(ApiError):
    """The host answered what no honest and healthy host answers; nothing of it was used."""


class WeakKeyParameters(HostUntrusted):
    """Stretching a passphrase this way would make it easy to guess, or wear the device out."""


def classify(status: int, headers: Mapping[str, str], body: bytes, *, now: datetime | None = None) -> ApiError:
    """Return the one error that an answer with `status` outside 200..299 means.

    Only an answer that is a problem document or carries our version header is taken for the host's word: a hotel's
    log-in page must neither sign a member out nor throw away what waits to be sent.
    """
    problem = _parse_problem(body)
    retry_after = parse_retry_after(headers.get("Retry-After"), now=now)
    if status >= 500:
        return ServerError(status, problem.code if problem else None, retry_after)
    if status == 429:
        return RateLimited(RETRY_AFTER_DEFAULT if retry_after is None else retry_after)
    if problem is None:
        if status == 413:
            return Rejected(ProblemCode.TOO_LARGE, "Too large.")
        return InvalidResponse(f"status {status}") if VERSION_HEADER in headers else Unreachable("no host")
    if status == 401:
        return Unauthorized(problem.code)
    if status == 426:
        return Incompatible(_older_side(headers.get(VERSION_HEADER)))
    if status < 400:
        return InvalidResponse(f"status {status}")
    refusal = Conflict if problem.code in _CONFLICTS else Rejected
    return refusal(problem.code, problem.title, problem.fields)


def parse_retry_after(value: str | None, *, now: datetime | None = None) -> float | None:
    """Return the seconds of a Retry-After header in either form (RFC 9110, 10.2.3), None without a usable one."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return min(float(value), RETRY_AFTER_MAX)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - (now or datetime.now(UTC))).total_seconds(), 0.0), RETRY_AFTER_MAX)


def _parse_problem(body: bytes) -> Problem | None:
    try:
        return Problem.model_validate_json(body)
    except ValidationError:
        return None


def _older_side(version: str | None) -> Literal["app", "host"]:
    is_number = version is not None and version.isascii() and version.isdigit()
    return "host" if is_number and int(version or 0) < limits.PROTOCOL_VERSION else "app"
