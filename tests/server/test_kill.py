"""A host that is killed while it writes: nothing that it acknowledged over HTTP is missing afterwards."""

import asyncio
import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from uuid6 import uuid7

from server.answers import BASE
from tests.support.processes import Program, running
from tests.support.server import Person, record, sign_up

RUNS = 20
WRITERS = 6

# Importing the server takes longer than a run, so one process imports it and every host is a fork of that.
NURSERY = """
import os, sys
from pathlib import Path
from server.app import create_app
from server.serving import make_server, serve
from server.settings import RateSettings, Settings

settings = Settings(data=Path(sys.argv[1]), rates=RateSettings(sign_ups_per_hour=0))
for run in range(int(sys.argv[2])):
    child = os.fork()
    if child == 0:
        say = lambda address: print("listens on", address, os.getpid(), flush=True)
        server = make_server(create_app(settings), host="127.0.0.1", port=0, trusted_proxies="", ready=say)
        os._exit(serve(server))
    os.waitpid(child, 0)
"""


@contextmanager
def nursery(data: Path, runs: int) -> Iterator[Program]:
    with running("-c", NURSERY, str(data), str(runs)) as program:
        yield program


async def write_until_killed(person: Person, group_id: str, acknowledged: dict[str, set[str]]) -> None:
    """Post and push until the host is gone, and note what it answered for."""
    while True:
        sealed = record(size=200)
        post = {"id": str(uuid7()), "kind": "share", "body": "Written down."}
        try:
            answer = await person.call("POST", f"/groups/{group_id}/posts", post)
            assert answer.status_code == 201
            acknowledged["posts"].add(post["id"])
            pushed = await person.push(sealed)
            assert pushed["results"][0]["accepted"]
            acknowledged["records"].add(sealed["id"])
        except httpx.HTTPError:
            return


async def check(person: Person, group_id: str, acknowledged: dict[str, set[str]]) -> None:
    """Fail when the host lost something, or when its counters do not fit what it holds."""
    posts: set[str] = set()
    sequences: list[int] = []
    after = 0
    while True:
        page = (await person.call("GET", f"/groups/{group_id}/changes?after={after}", expect=200)).json()
        changed = [c["post"] for c in page["changes"] if c["kind"] == "post"]
        posts |= {post["id"] for post in changed}
        sequences += [post["sequence"] for post in changed]
        after = page["cursor"]
        if not page["more"]:
            break
    assert acknowledged["posts"] <= posts
    assert sorted(sequences) == list(range(1, len(posts) + 1))
    records: dict[str, int] = {}
    after, more = 0, True
    while more:
        page = (await person.call("GET", f"/vault/changes?after={after}", expect=200)).json()
        records |= {r["id"]: r["revision"] for r in page["records"]}
        after, more = page["cursor"], page["more"]
    assert acknowledged["records"] <= records.keys()
    digest = (await person.call("GET", "/vault/digest", expect=200)).json()
    assert (digest["record_count"], digest["revision_sum"]) == (len(records), sum(records.values()))


@pytest.mark.kill
async def test_killed_twenty_times_nothing_acknowledged_is_missing(tmp_path: Path) -> None:
    chance = random.Random(3)
    acknowledged: dict[str, set[str]] = {"posts": set(), "records": set()}
    person: Person | None = None
    group_id = ""
    with nursery(tmp_path, RUNS + 1) as program:
        for run in range(RUNS + 1):
            url, pid = program.wait_for(r"listens on (\S+) (\d+)").groups()
            async with httpx.AsyncClient(base_url=f"{url}{BASE}", timeout=20) as client:
                if person is None:
                    person = await sign_up(client)
                    person.client = client
                    group_id = (await person.start_group())["group"]["id"]
                person.client = client
                await check(person, group_id, acknowledged)
                if run == RUNS:
                    os.kill(int(pid), signal.SIGTERM)
                    break
                writing = [
                    asyncio.create_task(write_until_killed(person, group_id, acknowledged)) for _ in range(WRITERS)
                ]
                before = len(acknowledged["posts"])
                wanted = before + chance.randint(1, 25)
                while len(acknowledged["posts"]) < wanted:
                    await asyncio.wait(writing, timeout=chance.random() / 50)
                os.kill(int(pid), signal.SIGKILL)
                await asyncio.gather(*writing)
    assert len(acknowledged["posts"]) > RUNS
