"""What a host does at the data from the command line, beside or instead of the running server."""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import typer

from server.clock import utc_now
from server.database import Database
from server.folder_lock import FolderInUse, folder_lock
from server.migrations import migrate
from server.settings import Settings
from server.transaction import Transaction

T = TypeVar("T")


def at_the_data(data: Path | None, fn: Callable[[Transaction], T], *, writes: bool = False) -> T:
    """Run `fn` in one transaction on the data of this host, and return what it returns.

    Where `fn` writes to SQLite the server must not run: two processes that write to one file could hand out the same
    revision twice. Ends the command with a sentence when it runs, or when there is no data.
    """
    settings = Settings() if data is None else Settings(data=data)
    if settings.database_url is None and not (settings.data / "kith.sqlite").exists():
        typer.echo(f"There is no data of a host in {settings.data}. Choose another with --data.", err=True)
        raise typer.Exit(2)
    with contextlib.ExitStack() as stack:
        if writes and settings.database_url is None:
            try:
                stack.enter_context(folder_lock(settings.data))
            except FolderInUse as error:
                typer.echo(str(error), err=True)
                raise typer.Exit(2) from None
        return asyncio.run(_run(settings.get_database_url(), fn, writes))


async def _run(url: str, fn: Callable[[Transaction], T], writes: bool) -> T:
    database = Database(url, utc_now, lambda announcements: None)
    if writes:
        migrate(database.engine)
    database.open()
    try:
        return await (database.write(fn) if writes else database.read(fn))
    finally:
        database.close()
