"""Runs the application as a process: one uvicorn, no websockets, no access log, and an end that does not wait for
streams that would never end by themselves."""

import asyncio
import gc
import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI

from server.host import Host

GRACE_SECONDS = 2  # for requests that are under way when the host stops


class HostServer(uvicorn.Server):
    """Ends the live streams as soon as it is told to stop; uvicorn alone would wait for them."""

    def __init__(self, config: uvicorn.Config, app: FastAPI, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._app = app
        self._ready = ready
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen and say where."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        # What was imported stays: walking through it again and again would hold up every request for 50 ms and more.
        gc.freeze()
        if self.started and self.servers:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._ready(f"http://{f'[{host}]' if ':' in host else host}:{port}")

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop on SIGINT or SIGTERM."""
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True  # asked twice: do not wait for anybody
        self.stop()  # uvicorn would raise the signal again, and a stop that was asked for would look like a failure

    def stop(self) -> None:
        """Let open requests finish, end the streams, then exit."""
        self.should_exit = True
        host: Host | None = getattr(self._app.state, "host", None)
        if host is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(host.hub.close)


def make_server(
    app: FastAPI, *, host: str, port: int, trusted_proxies: str, ready: Callable[[str], None]
) -> HostServer:
    """Return a server for `app`; `ready` hears the address once it answers there (port 0 takes a free one)."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=30,
        proxy_headers=True,
        forwarded_allow_ips=trusted_proxies,
    )
    return HostServer(config, app, ready)


def serve(server: HostServer) -> int:
    """Run until told to stop; return the exit code."""
    server.run()
    return 0 if server.started else 1


def is_port_free(host: str, port: int) -> bool:
    """Return whether a server could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
