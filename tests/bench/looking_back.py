"""A long journal looked through, in a process of its own, `python -m tests.bench.looking_back COMMAND FOLDER`: search,
insights, a year, exports, an import. Prints what it measured as JSON; each time stands beside the least that the same
data could cost."""

import argparse
import asyncio
import csv
import json
import os
import sqlite3
import time
import zipfile
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import asdict
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from mobile.day_span import ALL, Span
from mobile.entries.opened import open_journal_index
from mobile.entries.search import Filters
from mobile.insights.periods import Length
from mobile.insights.reading import load_insights, load_year
from mobile.insights.view import View
from mobile.journal.finding import naming, open_search
from mobile.services import Services
from mobile.transfer.exports import ARCHIVE, READABLE, TABLE, make_export
from mobile.transfer.job import open_job
from mobile.transfer.past import list_imports, undo
from mobile.transfer.source_file import SourceFile
from mobile.vocabulary import open_vocabulary
from tests.bench.entries import make_fields
from tests.bench.load import percentile
from tests.bench.phone import fill, open_device
from tests.bench.processes import memory_mb

# What somebody types, letter by letter: common and rare words, two words, a date, a word that is nowhere.
_TYPED = ("today", "forgot", "better rain", "nov 2018", "xylophone")
_TICK = 0.002


async def look(folder: Path) -> dict[str, Any]:
    """Open the journal and look through all of it."""
    services = await open_device(folder)
    before = memory_mb(os.getpid())
    found: dict[str, Any] = {}
    found["search_built"], found["search_held"] = await _timed(lambda: open_search(services))
    found |= await _search(services)
    view = View(Length.ALL)
    found["insights_cold"], found["insights_held"] = await _timed(lambda: load_insights(services, view))
    found["insights_warm"], _ = await _timed(lambda: load_insights(services, view))
    year = open_journal_index(services.documents).list_days(limit=1)[0].year
    found["year"], _ = await _timed(lambda: load_year(services, year))
    found["memory"] = memory_mb(os.getpid()) - before
    await services.close()
    return found


async def export(folder: Path) -> dict[str, Any]:
    """Write the journal out in every form, and as bare JSON in a ZIP beside it."""
    services = await open_device(folder)
    days = open_journal_index(services.documents).list_days(limit=1_000_000)
    everything = Span(ALL, days[-1], days[0])
    before = memory_mb(os.getpid())
    found: dict[str, Any] = {}
    for kind in (ARCHIVE, TABLE, READABLE):
        out = BytesIO()
        found[kind], found[f"{kind}_held"] = await _timed(lambda k=kind, o=out: make_export(services, k, everything, o))  # type: ignore[misc]
        found[f"{kind}_bytes"] = len(out.getvalue())
    found["memory"] = memory_mb(os.getpid()) - before
    found["bare"] = _bare_export(services)
    await services.close()
    return found


def _bare_export(services: Services) -> float:
    """Return the seconds that the plainest export takes: every document dumped at once into a ZIP."""
    began = time.perf_counter()
    with zipfile.ZipFile(BytesIO(), "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr("all.json", json.dumps([asdict(one) for one in services.documents.list_all()], default=str))
    return time.perf_counter() - began


async def import_(folder: Path, count: int) -> dict[str, Any]:
    """Bring `count` check-ins of a table into an empty journal: read it up to the preview, write, take it out again."""
    content = _daylio_table(count)
    services = await open_device(folder)
    await services.account.start_writing()
    before, job = memory_mb(os.getpid()), open_job(services)
    found: dict[str, Any] = {}

    async def read() -> None:
        job.start(SourceFile("daylio.csv", content))
        await job.wait()

    async def write() -> None:
        job.write()
        await job.wait()

    found["read"], found["read_held"] = await _timed(read)
    found["write"], found["write_held"] = await _timed(write)
    if len(services.documents.list("entry")) != count:
        raise RuntimeError(f"entries are missing: {job.state.trouble}")
    found["memory"] = memory_mb(os.getpid()) - before
    past = list_imports(services.documents)[0]
    found["undo"], found["undo_held"] = await _timed(lambda: undo(services, past.id, with_changed=False))
    found["bare"] = _bare_import(folder, content)
    await services.close()
    return found


def _daylio_table(count: int) -> bytes:
    """Return a table as Daylio writes it, newest first."""
    out = StringIO()
    table = csv.writer(out)
    table.writerow(("full_date", "date", "weekday", "time", "mood", "activities", "scales", "note_title", "note"))
    for number in reversed(range(count)):
        fields = make_fields(number)
        words = " | ".join(f"tag {name[5:13]}" for name in fields if name.startswith("tags."))
        mood = ("awful", "bad", "meh", "good", "rad")[int(str(fields["level"])) - 1]
        table.writerow((fields["felt_on"], "", "", fields["felt_at"], mood, words, "", "", fields.get("note", "")))
    return out.getvalue().encode("utf-8-sig")


def _bare_import(folder: Path, content: bytes) -> float:
    """Return the seconds to read the table plainly and to store as many rows of a sealed record's size."""
    began = time.perf_counter()
    with closing(sqlite3.connect(folder / "bare.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, sealed BLOB)")
        rows = csv.reader(StringIO(content.decode("utf-8-sig")))
        connection.executemany("INSERT INTO row (sealed) VALUES (?)", ((os.urandom(541),) for _ in rows))
        connection.commit()
    return time.perf_counter() - began


async def _search(services: Services) -> dict[str, float]:
    """Return the milliseconds of each letter typed, and of the barest look through the same notes."""
    index, names = await open_search(services), naming(open_vocabulary(services.documents))
    notes = [str(one.fields.get("note", "")).casefold() for one in services.documents.list("entry")]
    taken, bare = [], []
    for typed in _TYPED:
        for end in range(1, len(typed) + 1):
            began = time.perf_counter()
            index.find(typed[:end], Filters(), names)
            taken.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            sum(typed[:end] in note for note in notes)
            bare.append((time.perf_counter() - began) * 1000)
    taken.sort()
    bare.sort()
    return {
        "search_p50": percentile(taken, 0.5),
        "search_p95": percentile(taken, 0.95),
        "search_bare_p50": percentile(bare, 0.5),
    }


async def _timed(work: Callable[[], Awaitable[Any]]) -> tuple[float, float]:
    """Return the seconds that `work` takes, and the longest in milliseconds that nothing else could happen."""
    longest, is_over = 0.0, False

    async def watch() -> None:
        nonlocal longest
        seen = time.perf_counter()
        while not is_over:
            await asyncio.sleep(_TICK)
            now = time.perf_counter()
            longest, seen = max(longest, now - seen - _TICK), now

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    began = time.perf_counter()
    await work()
    took = time.perf_counter() - began
    is_over = True
    await watching
    return took, longest * 1000


async def do_all(folder: Path, count: int) -> dict[str, Any]:
    """Do everything once in one process, only to see that it runs."""
    await fill(folder, count)
    brought = await import_(folder / "import", count)
    return {"look": await look(folder), "export": await export(folder), "import": brought}


def main() -> None:
    """Run one command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=("fill", "look", "export", "import", "all"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=0)
    chosen = parser.parse_args()
    match chosen.command:
        case "fill":
            result = asyncio.run(fill(chosen.folder, chosen.count))
        case "look":
            result = asyncio.run(look(chosen.folder))
        case "export":
            result = asyncio.run(export(chosen.folder))
        case "import":
            result = asyncio.run(import_(chosen.folder, chosen.count))
        case _:
            result = asyncio.run(do_all(chosen.folder, chosen.count))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
