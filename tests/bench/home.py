"""The home feed: what Today and the list of groups read from the device when there are twenty groups.

Run as a program it is the device, `python -m tests.bench.home FOLDER --port N --rounds N`, in a process of its own.
"""

import argparse
import asyncio
import json
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from api_client.client import ApiClient
from api_client.wire.feed import CreatePost, PostKind
from api_client.wire.groups import CreateGroup
from mobile.device import SystemClock, new_shared_id
from mobile.feed.waiting import load_waiting
from mobile.groups.reading import read_groups
from mobile.secrets import MemorySecretStore
from mobile.services import Services, open_services
from mobile.storage.database import FILE_NAME
from tests.bench.lab import Lab
from tests.bench.load import percentile
from tests.bench.processes import Idleness, children_seconds, run_apart
from tests.bench.report import OTHERS_MAX, Figure, Section

GROUPS = 20
POSTS = 30  # in each, the first page
LOOKED_AT = 10  # the newest ones of each group, of which Today shows a few
HOME_MS = 100.0  # a touch is answered within that
_PASSPHRASE = "seven quiet lanterns by the harbour"
_ROWS = "SELECT sealed FROM post WHERE group_id = ? ORDER BY posted_at DESC, id DESC LIMIT ?"


def run(lab: Lab) -> Section:
    """Measure a device that is in twenty groups."""
    server = lab.kith(lab.community("home", 0, groups=1, members=1))
    folder = str(lab.folder / "home")
    rounds = 2 if lab.scale.is_tiny else lab.scale.taps
    idleness, before = Idleness(), children_seconds()
    found = json.loads(
        run_apart(["-m", "tests.bench.home", folder, "--port", str(server.port), "--rounds", str(rounds)])
    )
    disturbed = idleness.others(children_seconds() - before + server.cpu_seconds()) > OTHERS_MAX
    today = Figure(
        f"home feed over {GROUPS} groups",
        f"p50 {found['today_p50']:.1f} ms, p95 {found['today_p95']:.1f} ms",
        f"{found['bare_p50']:.1f} ms the same rows, read and not opened",
        f"{found['today_p50'] / found['bare_p50']:.1f}",
        f"<= {HOME_MS:.0f} ms",
        found["today_p95"] <= HOME_MS,
        disturbed,
    )
    listed = Figure(
        "  list of the groups",
        f"p50 {found['groups_p50']:.1f} ms, p95 {found['groups_p95']:.1f} ms",
        target=f"<= {HOME_MS:.0f} ms",
        is_met=found["groups_p95"] <= HOME_MS,
        disturbed=disturbed,
    )
    return Section("home", [today, listed])


async def measure(folder: Path, port: int, rounds: int) -> dict[str, Any]:
    """Fill twenty groups as one member and read them as another."""
    url = f"http://127.0.0.1:{port}"
    writer, reader = await _sign_up(folder / "writer", url), await _sign_up(folder / "reader", url)
    group_ids = [await _fill_group(_client(writer), reader, number) for number in range(GROUPS)]
    await reader.sync.sync_once()
    times: dict[str, list[float]] = {"today": [], "groups": [], "bare": []}
    for _ in range(rounds):
        began = time.perf_counter()
        waiting = await load_waiting(reader)
        times["today"].append((time.perf_counter() - began) * 1000)
        if not waiting.posts:
            raise RuntimeError("nothing waits")
        began = time.perf_counter()
        shown = await read_groups(reader)
        times["groups"].append((time.perf_counter() - began) * 1000)
        if len(shown.groups) != GROUPS:
            raise RuntimeError("a group is missing")
        times["bare"].append(_read_bare(folder / "reader" / FILE_NAME, [group_id.hex for group_id in group_ids]))
    for device in (writer, reader):
        await device.close()
    for measured in times.values():
        measured.sort()
    return {f"{name}_p{share}": percentile(v, share / 100) for name, v in times.items() for share in (50, 95)}


async def _sign_up(folder: Path, url: str) -> Services:
    folder.mkdir(parents=True, exist_ok=True)
    device = await open_services(folder, server_url=url, secrets=MemorySecretStore(), clock=SystemClock(), live=False)
    await device.account.sign_up(url, f"home{os.urandom(6).hex()}", "Bench", _PASSPHRASE)
    return device


async def _fill_group(writer: ApiClient, reader: Services, number: int) -> Any:
    group_id = new_shared_id()
    membership = await writer.groups.create_group(CreateGroup(id=group_id, name=f"Circle {number}"))
    await reader.groups.join(membership.group.join_code)
    for post in range(POSTS):
        body = f"Evening {post}. " + "It was a long day and I am glad to be home again. " * 6
        kind = PostKind.ASK if post % 3 == 0 else PostKind.SHARE
        await writer.feed.create_post(group_id, CreatePost(id=new_shared_id(), kind=kind, body=body))
    return group_id


def _client(device: Services) -> ApiClient:
    if device.account.client is None:
        raise RuntimeError("not signed in")
    return device.account.client


def _read_bare(path: Path, group_ids: list[str]) -> float:
    """Return the milliseconds that the rows alone cost; opening the file is not counted."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT 1 FROM post LIMIT 1").fetchall()
        began = time.perf_counter()
        count = sum(len(connection.execute(_ROWS, (group_id, LOOKED_AT)).fetchall()) for group_id in group_ids)
        took = (time.perf_counter() - began) * 1000
    if count != GROUPS * LOOKED_AT:
        raise RuntimeError("the floor reads other rows")
    return took


def main() -> None:
    """Be the device."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    chosen = parser.parse_args()
    print(json.dumps(asyncio.run(measure(chosen.folder, chosen.port, chosen.rounds))))


if __name__ == "__main__":
    main()
