"""One device in a process of its own, `python -m tests.bench.phone COMMAND ...`; prints what it measured as JSON.

Times begin after the imports, as on a phone where the first frame stands before storage is imported.
"""

import argparse
import asyncio
import json
import os
import sqlite3
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from api_client.wire.feed import CreatePost, PostKind
from api_client.wire.groups import CreateGroup
from mobile.device import SystemClock, new_shared_id
from mobile.entries.index import JournalIndex
from mobile.journal.intents import log_level, open_index
from mobile.secrets import FileSecretStore, MemorySecretStore, SecretStore
from mobile.services import Services, open_services
from tests.bench.entries import make_fields
from tests.bench.load import percentile
from tests.bench.meter import Meter
from tests.bench.processes import memory_mb

BATCH = 500
PASSPHRASE = "seven quiet lanterns by the harbour"
VISIBLE_SECONDS = 20.0


async def open_device(
    folder: Path, secrets: SecretStore | None = None, url: str = "", *, live: bool = False
) -> Services:
    """Open the services of a device in `folder`, without an account unless it has one."""
    folder.mkdir(parents=True, exist_ok=True)
    store = secrets or FileSecretStore(folder)
    return await open_services(folder, server_url=url, secrets=store, clock=SystemClock(), live=live)


async def _write_entries(services: Services, count: int) -> None:
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        await services.documents.save_all((None, "entry", make_fields(number)) for number in numbers)


async def fill(folder: Path, count: int) -> dict[str, Any]:
    """Write `count` entries into a device without an account."""
    services = await open_device(folder)
    await services.account.start_writing()
    await _write_entries(services, count)
    await services.close()
    return {"bytes": sum(path.stat().st_size for path in folder.iterdir())}


async def use(folder: Path, taps: int) -> dict[str, Any]:
    """Open a journal, show its first screen, tap, and look at a year."""
    before = memory_mb(os.getpid())
    began, spent = time.perf_counter(), time.process_time()
    services = await open_device(folder)
    index = open_index(services)
    days = index.list_days(limit=30)
    shown = [entry for day in days for entry in index.list_entries(day)]
    listed, listed_processor = time.perf_counter() - began, time.process_time() - spent
    if not shown:
        raise RuntimeError("no entry came back")
    saved, drawn = [], []
    for number in range(taps):
        tapped = time.perf_counter()
        await log_level(services, 1 + number % 5)
        saved.append((time.perf_counter() - tapped) * 1000)
        open_index(services).list_entries(services.clock.today())
        drawn.append((time.perf_counter() - tapped) * 1000)
    year = _look_at_a_year(index, days[-1].year)
    floor = [_bare_tap(folder / "floor.db") for _ in range(taps)]
    result = {
        "listed": listed,
        "listed_processor": listed_processor,
        "year_ms": year,
        "memory": memory_mb(os.getpid()),
        "memory_before": before,
        "entries": index.entry_count,
    }
    for name, times in (("tap", saved), ("drawn", drawn), ("bare", floor)):
        times.sort()
        result |= {f"{name}_p50": percentile(times, 0.5), f"{name}_p95": percentile(times, 0.95)}
    await services.close()
    return result


def _look_at_a_year(index: JournalIndex, year: int) -> float:
    began = time.perf_counter()
    for level in index.levels_between(date(year, 1, 1), date(year, 12, 31)):
        _ = level.mean
    return (time.perf_counter() - began) * 1000


def _bare_tap(path: Path) -> float:
    """Return the milliseconds that the disk alone wants for a row of that size; one connection for one row is fair,
    as opening it is not counted."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, sealed BLOB)")
        began = time.perf_counter()
        connection.execute("INSERT INTO row (sealed) VALUES (?)", (os.urandom(541),))
        return (time.perf_counter() - began) * 1000


async def first_sync(folder: Path, port: int, count: int, runs: int) -> dict[str, Any]:
    """Upload a journal from one device, then read it on empty ones, and look again when nothing is new."""
    url, handle = f"http://127.0.0.1:{port}", f"bench{os.urandom(6).hex()}"
    first = await open_device(folder / "first", MemorySecretStore(), url)
    await first.account.start_writing()
    await _write_entries(first, count)
    await first.account.sign_up(url, handle, "Bench", PASSPHRASE)
    began = time.perf_counter()
    await first.sync.sync_once()
    result: dict[str, Any] = {"upload": time.perf_counter() - began, "sign_in": [], "sync": [], "processor": []}
    await first.close()
    for number in range(runs):
        device = await open_device(folder / f"empty-{number}", MemorySecretStore(), url)
        began = time.perf_counter()
        await device.account.sign_in(url, handle, PASSPHRASE)
        signed_in, spent = time.perf_counter(), time.process_time()
        await device.sync.sync_once()
        result["sign_in"].append(signed_in - began)
        result["sync"].append(time.perf_counter() - signed_in)
        result["processor"].append(time.process_time() - spent)
        if len(device.documents.list("entry")) != count:
            raise RuntimeError("entries are missing")
        await device.close()
    return result | await _weigh(folder / "weighed", port, handle)


async def _weigh(folder: Path, port: int, handle: str) -> dict[str, Any]:
    """Return what a first sync and one with nothing new cost on the wire."""
    secrets = MemorySecretStore()
    async with Meter(port) as meter:
        device = await open_device(folder, secrets, meter.url)
        await device.account.sign_in(meter.url, handle, PASSPHRASE)
        meter.reset()
        await device.sync.sync_once()
        result: dict[str, Any] = {"bytes": meter.up + meter.down, "trips": meter.requests}
        rows = await device.documents.records.read_all()
        result["ciphertext"] = sum(len(sealed) for _, sealed, _ in rows)
        await device.close()
        for name in ("start", "again"):
            if name == "start":
                device = await open_device(folder, secrets, meter.url)
            else:
                device.sync._scopes.note_gap()  # what a broken line leaves behind
            meter.reset()
            await device.sync.sync_once()
            result |= {f"{name}_bytes": meter.up + meter.down, f"{name}_trips": meter.requests}
        await device.close()
    return result


async def live(folder: Path, port: int, posts: int) -> dict[str, Any]:
    """Post on one device and see it on another; return the milliseconds between, and to the first's own disk."""
    url = f"http://127.0.0.1:{port}"
    writer, reader = [
        await open_device(folder / name, MemorySecretStore(), url, live=True) for name in ("writer", "reader")
    ]
    for device in (writer, reader):
        await device.account.sign_up(url, f"live{os.urandom(6).hex()}", "Bench", PASSPHRASE)
    group_id = new_shared_id()
    client = writer.account.client
    if client is None:
        raise RuntimeError("not signed in")
    membership = await client.groups.create_group(CreateGroup(id=group_id, name="Night Owls"))
    await reader.groups.join(membership.group.join_code)
    for device in (writer, reader):
        await device.sync.start()
    arrived = asyncio.Event()
    reader.signal.subscribe(lambda scope: arrived.set() if scope.startswith("group") else None)
    seen = []
    for number in range(posts + 1):
        took = await _post_and_see(writer, reader, group_id, arrived)
        seen += [took] if number else []  # the first waits for both streams to open
    for device in (writer, reader):
        await device.close()
    seen.sort()
    return {"p50": percentile(seen, 0.5), "slowest": seen[-1]}


async def _post_and_see(writer: Services, reader: Services, group_id: UUID, arrived: asyncio.Event) -> float:
    post_id = new_shared_id()
    began = time.perf_counter()
    request = CreatePost(id=post_id, kind=PostKind.SHARE, body="Here again tonight.")
    await writer.outbox.add("feed.create_post", {"group_id": str(group_id)}, request, subject=str(post_id))
    writer.sync.nudge()
    async with asyncio.timeout(VISIBLE_SECONDS):
        while not any(cached.post.id == post_id for cached in await reader.cache.list_posts(group_id)):
            await arrived.wait()
            arrived.clear()
    return (time.perf_counter() - began) * 1000


async def do_all(folder: Path, port: int, count: int) -> dict[str, Any]:
    """Do everything once in one process, only to see that it runs."""
    filled = await fill(folder / "alone", count)
    used = await use(folder / "alone", 2)
    synced = await first_sync(folder / "synced", port, count, 1)
    return {"fill": filled, "use": [used], "sync": synced, "live": await live(folder / "pair", port, 1)}


def main() -> None:
    """Run one command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=("fill", "use", "sync", "live", "all"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--runs", type=int, default=1)
    chosen = parser.parse_args()
    match chosen.command:
        case "fill":
            result = asyncio.run(fill(chosen.folder, chosen.count))
        case "use":
            result = asyncio.run(use(chosen.folder, chosen.count))
        case "sync":
            result = asyncio.run(first_sync(chosen.folder, chosen.port, chosen.count, chosen.runs))
        case "live":
            result = asyncio.run(live(chosen.folder, chosen.port, chosen.count))
        case _:
            result = asyncio.run(do_all(chosen.folder, chosen.port, chosen.count))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
