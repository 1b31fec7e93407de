"""The live stream: hints that something changed, as they happen.

A stream is never resumed and nothing in it is replayed: after any gap the device asks `check_scopes` where it is
behind. Server-sent events are read here, in a few lines, because the usual parsers buffer a line without end.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable

import httpx
from pydantic import ValidationError

from api_client.connection import Connection, read_capped
from api_client.errors import VERSION_HEADER, InvalidResponse, Unreachable
from api_client.wire import limits
from api_client.wire.live import BehindScopes, CheckScopes, Hint

EVENT_BYTES_MAX = 16 * 1024
_SILENT_PINGS_MAX = 2.5


class Live:
    """Where this device is behind, now and as it happens."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def check_scopes(self, request: CheckScopes) -> BehindScopes:
        """Return which of the device's scopes moved on, and which ended."""
        return await self._connection.send("POST", "/live/check", request, answer=BehindScopes)

    async def stream(
        self, *, on_open: Callable[[], None] | None = None, ping_seconds: float = limits.LIVE_PING_SECONDS
    ) -> AsyncGenerator[Hint, None]:
        """Yield hints until the stream breaks, which it always does in the end: then raise Unreachable.

        The host pings every `ping_seconds`; two and a half of them in silence are a dead line. `on_open` is called
        when the host listens: what changes from then on is heard, so that is the moment to check all scopes. Close
        the iterator (`contextlib.aclosing`) or cancel its task to hang up.
        """
        async with self._connection.open(
            "GET", "/live", accept="text/event-stream", read_seconds=_SILENT_PINGS_MAX * ping_seconds
        ) as response:
            if not response.is_success:
                self._connection.check_answer(response, await read_capped(response))
            if response.headers.get("Content-Type", "").partition(";")[0].strip() != "text/event-stream":
                raise InvalidResponse("no stream") if VERSION_HEADER in response.headers else Unreachable("no host")
            if on_open is not None:
                on_open()
            async for data in _events(response):
                yield _parse_hint(data)
        raise Unreachable("the host closed the stream")


async def _events(response: httpx.Response) -> AsyncIterator[bytes]:
    """Yield the data of each server-sent event (WHATWG HTML, 9.2.6); comments and every other field are skipped."""
    data: list[bytes] = []
    async for line in _lines(response):
        if line.startswith(b"data:"):
            data.append(line[len(b"data:") :].removeprefix(b" "))
            _check_size(sum(map(len, data)))
        elif not line and data:
            yield b"\n".join(data)
            data.clear()


async def _lines(response: httpx.Response) -> AsyncIterator[bytes]:
    """Yield the lines of a stream without their ends."""
    waiting = b""
    async for chunk in response.aiter_raw():
        *lines, waiting = (waiting + chunk).split(b"\n")
        _check_size(len(waiting))
        for line in lines:
            yield line.removesuffix(b"\r")


def _check_size(size: int) -> None:
    if size > EVENT_BYTES_MAX:
        raise InvalidResponse("event too large")


def _parse_hint(data: bytes) -> Hint:
    try:
        return Hint.model_validate_json(data)
    except ValidationError as error:
        raise InvalidResponse("not a Hint") from error
