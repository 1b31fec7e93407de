"""Routes of live updates."""

from collections.abc import AsyncIterator

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from api_client.wire import limits
from api_client.wire import live as wire
from server.answers import BASE, answer
from server.host import Host
from server.hub import Stream
from server.live import service
from server.routing import Route
from server.sign_in import SignedIn

router = APIRouter(prefix=BASE, route_class=Route)
PING_SECONDS = limits.LIVE_PING_SECONDS
HEADERS = {"X-Accel-Buffering": "no"}  # a proxy in front must pass each hint on at once


@router.post("/live/check", operation_id="live.check_scopes", response_model=wire.BehindScopes)
async def check_scopes(caller: SignedIn, body: wire.CheckScopes) -> Response:
    """Tell which scopes moved on."""
    return answer(await caller.read(service.check_scopes, body))


@router.get("/live", operation_id="live.stream", response_class=StreamingResponse)
async def stream(caller: SignedIn) -> StreamingResponse:
    """Stream hints as server-sent events."""
    opened = caller.host.hub.open(caller.account_id, caller.device_id, caller.expires_at)
    try:
        caller.host.hub.follow(opened, await caller.read(service.list_group_ids))
    except BaseException:
        caller.host.hub.leave(opened)
        raise
    return _HintResponse(caller.host, opened)


class _HintResponse(StreamingResponse):
    """The open stream. It leaves the hub however it ends: even when its reader went away before the first byte."""

    def __init__(self, host: Host, opened: Stream) -> None:
        super().__init__(_events(host, opened), headers=HEADERS, media_type="text/event-stream")
        self._host = host
        self._opened = opened

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._host.hub.leave(self._opened)


async def _events(host: Host, opened: Stream) -> AsyncIterator[bytes]:
    yield b": open\n\n"
    async for hint in opened.listen(PING_SECONDS):
        if hint is not None:
            yield b"data: %s\n\n" % hint.model_dump_json().encode()
        elif host.clock() >= opened.expires_at:
            return
        else:
            yield b": ping\n\n"
