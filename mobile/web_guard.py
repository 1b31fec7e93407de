"""This device in a browser: Flet's web app for one person on this machine, behind a guard.

Flet by itself accepts any Host and any Origin, so that every page open in the same browser could drive the app and
read the journal. The guard lets our own page through and nobody else, and the page may speak with nobody but us.
"""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import flet_web.fastapi
import uvicorn
from flet.app import AppCallable
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mobile.web_assets import fallback_font

ASSETS = Path(__file__).parent / "assets"
HOST = "127.0.0.1"
SESSION_SECONDS = 3600
# Open pages get this long to say goodbye; without a limit uvicorn waits for them for ever.
GOODBYE_SECONDS = 1
# A page hands over a chosen picture in one message; a larger one would end the page's connection.
MESSAGE_BYTES_MAX = 64 * 1024 * 1024
# Flutter needs inline scripts, WebAssembly and workers made from blobs; what it does not need is another host.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' data: blob: {sockets}; object-src 'none'; frame-ancestors 'none'; base-uri 'self'; "
    "form-action 'none'"
)

Hook = Callable[[], Awaitable[object]]


class Guard:
    """Refuses what does not come from our own page, and sends every answer with the headers that keep it ours."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self.hosts = {f"{HOST}:{port}", f"localhost:{port}"}
        self.origins = {f"http://{host}" for host in self.hosts}
        policy = POLICY.format(sockets=" ".join(sorted(f"ws://{host}" for host in self.hosts)))
        self.headers = {
            b"content-security-policy": policy.encode(),
            b"cross-origin-resource-policy": b"same-origin",
            b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
            b"referrer-policy": b"no-referrer",
            b"x-content-type-options": b"nosniff",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 421 to a strange Host and 403 to a strange Origin."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        status = self.refusal(scope)
        if status is None:
            await self.app(scope, receive, self.with_headers(send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("This is not the page of this device.\n", status)(scope, receive, send)

    def refusal(self, scope: Scope) -> int | None:
        """The status that this request is refused with, or None. A socket must name its page, a plain GET need not."""
        values: dict[bytes, str] = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        origin = values.get(b"origin")
        if values.get(b"host") not in self.hosts:
            return 421
        if origin not in self.origins and (origin is not None or scope["type"] == "websocket"):
            return 403
        return None

    def with_headers(self, send: Send) -> Send:
        """A `send` that replaces our headers in every answer and drops Flet's invitation to all origins."""
        replaced = {*self.headers, b"access-control-allow-origin"}

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message.get("headers", []) if name.lower() not in replaced]
                message = {**message, "headers": [*kept, *self.headers.items()]}
            await send(message)

        return send_guarded


def guarded_app(
    main: AppCallable,
    *,
    port: int,
    assets_dir: Path = ASSETS,
    session_timeout: int = SESSION_SECONDS,
    on_start: Hook | None = None,
    on_stop: Hook | None = None,
) -> ASGIApp:
    """Flet's web app of `main` behind the guard, for a server on 127.0.0.1 and `port`.

    `session_timeout`: seconds that a closed page may come back to where it was. `on_start` and `on_stop` are awaited
    on the server's loop before the first and after the last request: what all pages of this device share lives there.
    """

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        manager: Any = flet_web.fastapi.app_manager
        await manager.start()
        try:
            if on_start is not None:
                await on_start()
            yield
        finally:
            if on_stop is not None:
                await on_stop()
            await manager.shutdown()

    flet_app = flet_web.fastapi.app(
        main,
        assets_dir=str(assets_dir.resolve()),
        app_name="Kith",
        app_description="Your journal and your groups, on this device.",
        session_timeout_seconds=session_timeout,
        no_cdn=True,
    )
    routes = [Route("/assets/fonts/{family}/{version}/{file}", fallback_font), Mount("/", flet_app)]
    return Guard(Starlette(routes=routes, lifespan=lifespan), port)


def announce(address: str) -> None:
    """Say on the terminal where the app is."""
    print(f"Kith is open at {address}", flush=True)


def serve_web(
    main: AppCallable,
    port: int = 0,
    *,
    assets_dir: Path = ASSETS,
    session_timeout: int = SESSION_SECONDS,
    on_start: Hook | None = None,
    on_stop: Hook | None = None,
    on_ready: Callable[[str], None] = announce,
) -> None:
    """Serve `main` to one person at http://127.0.0.1:`port` until Ctrl-C or a kill; port 0 takes a free one.

    `on_ready` is called with the address once it answers. A taken port ends the process with a sentence.
    """
    try:
        listener = socket.create_server((HOST, port))
    except OSError as error:
        sys.exit(f"Kith cannot listen on port {port} of this computer ({error.strerror}): choose another with --port.")
    port = listener.getsockname()[1]
    app = guarded_app(
        main, port=port, assets_dir=assets_dir, session_timeout=session_timeout, on_start=on_start, on_stop=on_stop
    )
    config = uvicorn.Config(
        app,
        log_level="critical",
        ws="websockets-sansio",
        ws_max_size=MESSAGE_BYTES_MAX,
        timeout_graceful_shutdown=GOODBYE_SECONDS,
        lifespan="on",
    )
    server = Server(config, lambda: on_ready(f"http://{HOST}:{port}/"))
    asyncio.run(server.serve(sockets=[listener]))


class Server(uvicorn.Server):
    """uvicorn that says when it answers, and for which a signal is a plain end instead of an exception."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then tell."""
        await super().startup(sockets=sockets)
        if self.started:
            self.on_ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGINT and SIGTERM; unlike uvicorn's own, do not raise them again afterwards."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
