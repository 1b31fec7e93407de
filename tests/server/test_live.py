"""The live stream over a real socket: who hears which hint, when, and when no more."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api_client.wire import limits
from server.answers import BASE
from tests.support.server import LocalHost, MovedClock, Person, local_host, record, server_process, sign_up


@pytest.fixture
async def here(tmp_path: Path, clock: MovedClock) -> AsyncIterator[LocalHost]:
    """A host that listens on a socket, which a stream needs."""
    async with local_host(tmp_path, clock=clock, listening=True) as host:
        yield host


class Ear:
    """The open stream of one device. Hints that came are kept until a test takes them."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.has_ended = False
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        try:
            async for line in self.response.aiter_lines():
                self._lines.put_nowait(line)
        except httpx.HTTPError:
            pass
        finally:
            self._lines.put_nowait(None)

    async def next(self) -> Any:
        """Return the next hint as (scope, cursor), or None at the end of the stream."""
        async with asyncio.timeout(10):
            while (line := await self._lines.get()) is not None:
                if line.startswith("data: "):
                    hint = json.loads(line.removeprefix("data: "))
                    return hint["scope"], hint["cursor"]
        return None

    async def until(self, scope: str) -> list[Any]:
        """Return the hints up to the first of `scope`."""
        hints = [await self.next()]
        while hints[-1] is not None and hints[-1][0] != scope:
            hints.append(await self.next())
        return hints

    async def close(self) -> None:
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)


@asynccontextmanager
async def listening(url: str, person: Person) -> AsyncIterator[Ear]:
    async with (
        httpx.AsyncClient(base_url=f"{url}{BASE}", timeout=20) as client,
        client.stream("GET", "/live", headers=person.headers) as response,
    ):
        assert response.status_code == 200
        ear = Ear(response)
        try:
            assert await ear._lines.get() == ": open"
            yield ear
        finally:
            await ear.close()


def listen(here: LocalHost, person: Person) -> Any:
    assert here.url is not None
    return listening(here.url, person)


async def test_a_stream_needs_a_session(here: LocalHost) -> None:
    for headers in ({}, {"Authorization": "Bearer kith_s_" + "x" * 43}):
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"{here.url}{BASE}/live", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_required")


async def test_members_hear_that_their_group_moved_and_strangers_do_not(here: LocalHost) -> None:
    ada, bob, eve = [await here.sign_up() for _ in range(3)]
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    async with listen(here, bob) as bobs, listen(here, eve) as eves:
        await ada.post(group["id"])
        assert await bobs.next() == (f"group:{group['id']}", 3)
        own = (await eve.start_group())["group"]
        assert await eves.next() == ("account", 1)
        assert await eves.next() == (f"group:{own['id']}", 1)


async def test_vault_hints_reach_only_the_accounts_own_devices(here: LocalHost) -> None:
    ada, bob = await here.sign_up(), await here.sign_up()
    async with listen(here, ada) as adas, listen(here, bob) as bobs:
        await ada.push(record(), record())
        assert await adas.next() == ("vault", 2)
        await bob.push(record())
        assert await bobs.next() == ("vault", 1)


async def test_joining_and_leaving_act_on_the_open_stream(here: LocalHost) -> None:
    ada, bob = await here.sign_up(), await here.sign_up()
    group = (await ada.start_group())["group"]
    scope = f"group:{group['id']}"
    async with listen(here, bob) as bobs:
        await bob.join(group["join_code"])
        assert await bobs.until(scope) == [("account", 1), (scope, 2)]
        await bob.call("DELETE", f"/groups/{group['id']}/membership", expect=204)
        assert await bobs.next() == ("account", 2)
        await ada.post(group["id"])
        await bob.push(record())
        assert await bobs.next() == ("vault", 1)


async def test_a_removed_member_hears_nothing_more_of_the_group(here: LocalHost) -> None:
    ada, bob = await here.sign_up(), await here.sign_up()
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    async with listen(here, bob) as bobs:
        await ada.call("DELETE", f"/groups/{group['id']}/members/{bob.id}", expect=204)
        for _ in range(3):
            await ada.post(group["id"])
        await bob.push(record())
        assert await bobs.until("vault") == [("account", 2), ("vault", 1)]


async def test_removing_a_group_tells_its_members(here: LocalHost) -> None:
    ada, bob = await here.sign_up(), await here.sign_up()
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    async with listen(here, bob) as bobs:
        await ada.call("DELETE", f"/groups/{group['id']}", expect=204)
        assert await bobs.next() == ("account", 2)


async def test_the_stream_ends_when_its_session_is_revoked(here: LocalHost) -> None:
    ada, bob = await here.sign_up(), await here.sign_up()
    async with listen(here, ada) as adas, listen(here, bob) as bobs:
        await ada.call("DELETE", f"/devices/{ada.device_id}", expect=204)
        assert await adas.next() is None
        await bob.push(record())
        assert await bobs.next() == ("vault", 1)
    for _ in range(100_000):  # turns of the loop until the host has seen both readers go
        if here.host.hub.stream_count == 0:
            break
        await asyncio.sleep(0)
    assert here.host.hub.stream_count == 0


async def test_the_stream_ends_with_its_session(
    here: LocalHost, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await here.sign_up()
    monkeypatch.setattr("server.live.routes.PING_SECONDS", 0.05)
    async with listen(here, ada) as adas:
        clock.move(days=limits.SESSION_ABSOLUTE_DAYS)
        assert await adas.next() is None


async def test_nothing_is_announced_that_was_not_committed(here: LocalHost) -> None:
    ada = await here.sign_up()
    group = (await ada.start_group())["group"]
    post = await ada.post(group["id"])
    async with listen(here, ada) as adas:
        stale = {"base_version": 9, "kind": "share", "need": "listen", "body": "No."}
        await ada.call("PATCH", f"/groups/{group['id']}/posts/{post['id']}", stale, expect=409)
        await ada.call("DELETE", f"/groups/{group['id']}/posts/{uuid4()}", expect=404)
        await ada.push(record())
        assert await adas.next() == ("vault", 1)


async def test_a_hint_never_runs_ahead_of_what_can_be_read(here: LocalHost) -> None:
    ada, bob = await here.sign_up(), await here.sign_up()
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    async with listen(here, bob) as bobs:
        for _ in range(20):
            written = asyncio.create_task(ada.post(group["id"]))
            _, cursor = await bobs.next()
            answer = await bob.call("GET", f"/groups/{group['id']}/changes?after={cursor - 1}", expect=200)
            assert answer.json()["cursor"] >= cursor
            assert answer.json()["changes"]
            await written


async def test_a_host_with_open_streams_stops_within_two_seconds(tmp_path: Path) -> None:
    with server_process(tmp_path) as server:
        async with server.client() as client:
            ada = await sign_up(client)
            async with listening(server.url, ada) as one, listening(server.url, ada) as two:
                started = asyncio.get_running_loop().time()
                stopped = asyncio.create_task(asyncio.to_thread(server.program.stop))
                assert (await one.next(), await two.next()) == (None, None)
                assert await stopped == 0
                assert asyncio.get_running_loop().time() - started < 5  # two, and room for a busy machine
