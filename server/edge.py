"""The edge of the application, around every route: sizes, versions, headers, one log line, and the last answer to an
error that nobody expected. It speaks ASGI directly because it stands in front of every request and every stream."""

import itertools
import logging
import re
import secrets
import time
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from server.errors import Refusal, problem_answer
from server.logs import place_of

logger = logging.getLogger("kith.request")

# A push carries its records as base64 (4 characters for 3 bytes) and ids around each.
PUSH_BODY_BYTES_MAX = limits.PUSH_BYTES_MAX * 4 // 3 + limits.PUSH_RECORDS_MAX * 256 + 1024
LARGER_BODIES: Mapping[str, int] = {"/api/v1/vault/push": PUSH_BODY_BYTES_MAX}
# What a photo may come with, and nothing else: a body stands in memory as a whole.
_WITH_PHOTO = re.compile(r"(?:POST|PATCH) /api/v1/groups/[^/]+/posts(?:/[^/]+)?")
_SEALED_PHOTO = re.compile(r"PUT /api/v1/vault/photos/[^/]+")

HEADERS = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"kith-version", str(limits.PROTOCOL_VERSION).encode()),
)


SLOW_SECONDS = 1.0
CUT = 499  # what a log says of a request whose sender went away

_PROCESS = secrets.token_hex(4)  # request ids are this and a number, which costs nothing and is never the same twice
_numbers = itertools.count(1)


class Edge:
    """Wraps the application; see the module."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started_at = time.perf_counter()
        request_id = f"{_PROCESS}-{next(_numbers):x}"
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *HEADERS, (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            refused = _refuse_at_the_door(scope)
            if refused is not None:
                await refused(scope, receive, send_with_headers)
            else:
                await self.app(scope, _limited(receive, _body_bytes_max(scope)), send_with_headers)
        except ClientDisconnect:
            status = CUT  # in the middle of what it sent; nobody is there to be answered
        except Exception as error:
            failure = {"request_id": request_id, "error": type(error).__name__, "where": place_of(error)}
            logger.error("request_failed", extra=failure)
            if status:
                raise  # an answer is under way; only the connection can still say that it broke
            await problem_answer(Refusal(ProblemCode.INTERNAL))(scope, receive, send_with_headers)
        finally:
            _log(scope, status, time.perf_counter() - started_at, request_id)


def _log(scope: Scope, status: int, seconds: float, request_id: str) -> None:
    """Write one line: a warning for what failed here, information for what was refused or slow, and for all that went
    well a line that is only written when a host looks for something, as it costs as much as the answer itself."""
    is_stream = getattr(scope.get("route"), "operation_id", None) == "live.stream"
    level = logging.DEBUG if status < 400 and (seconds < SLOW_SECONDS or is_stream) else logging.INFO
    level = logging.WARNING if status >= 500 else level
    if logger.isEnabledFor(level):
        details = {
            "operation": getattr(scope.get("route"), "operation_id", None),
            "status": status,
            "ms": round(seconds * 1000, 1),
            "request_id": request_id,
        }
        logger.log(level, "request", extra=details)


def _refuse_at_the_door(scope: Scope) -> Response | None:
    """Return the answer to a request that no route should see."""
    headers = Headers(scope=scope)
    version = headers.get("kith-version")
    if version is not None and not (
        version.isascii()
        and version.isdigit()
        and limits.PROTOCOL_OLDEST <= int(version[:9]) <= limits.PROTOCOL_VERSION
    ):
        return problem_answer(Refusal(ProblemCode.INCOMPATIBLE))
    if headers.get("content-encoding", "identity") != "identity":
        return problem_answer(Refusal(ProblemCode.MALFORMED), status=415)  # a small body could unpack to a huge one
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length[:15]) > _body_bytes_max(scope):
        return problem_answer(Refusal(ProblemCode.TOO_LARGE))
    return None


def _body_bytes_max(scope: Scope) -> int:
    wanted = f"{scope['method']} {scope['path']}"
    if _WITH_PHOTO.fullmatch(wanted):
        return limits.PHOTO_REQUEST_BYTES_MAX
    if _SEALED_PHOTO.fullmatch(wanted):
        return limits.SEALED_PHOTO_REQUEST_BYTES_MAX
    return LARGER_BODIES.get(scope["path"], limits.BODY_BYTES_MAX)


def _limited(receive: Receive, bytes_max: int) -> Receive:
    """Return `receive` that stops a body which was not announced and grows too large."""
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        if message["type"] == "http.request":
            received += len(message.get("body", b""))
            if received > bytes_max:
                raise HTTPException(413)
        return message

    return limited
