"""The real host in virtual time: its one writer works where it is asked, not in a thread of its own."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import Connection

import server.database
from server.app import create_app
from server.clock import Clock
from server.group_commit import GroupWriter, Job
from server.host import Host
from tests.mobile.sync.simulation.replaced import replaced
from tests.support.server import make_settings


class InlineWriter(GroupWriter):
    """Commits each transaction at once; all the rest is the real one."""

    def __init__(self, connection: Connection, clock: Clock, deliver: Callable[[list[Job]], None]) -> None:
        self._connection = connection
        self._driver = connection.connection.driver_connection  # type: ignore[assignment]
        self._clock = clock
        self._deliver = deliver
        self._must_erase = False

    def submit(self, job: Job) -> None:
        """Run and commit `job` here."""
        self._commit_together([job])
        self._deliver([job])

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@cache
def _app() -> FastAPI:
    return create_app(make_settings(Path("unused")))


@asynccontextmanager
async def running_host(data: Path, clock: Callable[[], datetime]) -> AsyncIterator[tuple[FastAPI, Host]]:
    """Run the host over `data` until the block ends. The routes are built once: that is most of a start."""
    app = _app()
    app.state.settings, app.state.clock = make_settings(data), clock
    with replaced(server.database, "GroupWriter", InlineWriter):
        async with app.router.lifespan_context(app):
            yield app, app.state.host
