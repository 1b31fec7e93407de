"""Over a bad line every call can simply be made again: nothing is lost and nothing is there twice."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from uuid import UUID

import httpx
import pytest
from uuid6 import uuid7

from api_client import ApiClient, InvalidResponse, Unreachable
from api_client.wire.feed import CreatePost, Post, PostKind
from api_client.wire.groups import CreateGroup
from tests.api_client.conftest import in_loop, sign_up
from tests.support.faults import ChaosProxy, FaultyTransport, Odds
from tests.support.server import LocalHost

pytestmark = pytest.mark.usefixtures("cheap_keys")

Connect = Callable[..., ApiClient]
TRIES_MAX = 60
PATIENCE = 60.0


async def until_answered(call: Callable[[], Awaitable[Post]]) -> Post:
    """Make a call again until it is answered, as an outbox would."""
    for _ in range(TRIES_MAX):
        try:
            return await call()
        except Unreachable:
            continue
    raise AssertionError("no luck in so many tries")


async def write_posts(client: ApiClient, group_id: UUID, count: int) -> list[str]:
    """Write posts one after the other, each until it is answered, and return their words."""
    words = [f"Post {number}." for number in range(count)]
    for body in words:
        request = CreatePost(id=uuid7(), kind=PostKind.SHARE, body=body)
        written = await until_answered(lambda request=request: client.feed.create_post(group_id, request))  # type: ignore[misc]
        assert written.body == body
    return words


async def read_posts(client: ApiClient, group_id: UUID) -> list[str]:
    """Return the words of all posts, oldest first, page by page."""
    words, cursor, more = [], None, True
    while more:
        page = await client.feed.list_posts(group_id, before=cursor, limit=20)
        words += [post.body for post in page.posts]
        cursor, more = page.cursor, page.more
    return words[::-1]


@pytest.mark.parametrize("seed", [1, 2])
async def test_requests_and_answers_get_lost_repeated_and_cut(host: LocalHost, connect: Connect, seed: int) -> None:
    steady = connect()
    await sign_up(steady)
    group = (await steady.groups.create_group(CreateGroup(id=uuid7(), name="Night Owls"))).group
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    odds = Odds(drop_request=0.15, drop_response=0.15, duplicate=0.15, truncate=0.15, delay=3.0)
    line = FaultyTransport(in_loop(host), seed=seed, odds=odds, sleep=sleep)
    shaky = connect(transport=line)
    shaky.token = steady.token
    words = await write_posts(shaky, group.id, 40)
    assert await read_posts(steady, group.id) == words
    assert min(line.counts[name] for name in ("drop_request", "drop_response", "duplicate", "truncate")) > 0
    assert len(slept) == sum(line.counts.values()) and max(slept) <= 3.0


async def test_connections_are_refused_and_reset_at_any_byte(host: LocalHost, connect: Connect) -> None:
    assert host.url is not None
    steady = connect()
    await sign_up(steady)
    group = (await steady.groups.create_group(CreateGroup(id=uuid7(), name="Night Owls"))).group
    async with ChaosProxy(int(host.url.rsplit(":", 1)[1]), seed=3, odds_of_cut=0.5) as proxy, asyncio.timeout(PATIENCE):
        shaky = connect(proxy.base_url)
        shaky.token = steady.token
        words = await write_posts(shaky, group.id, 40)
        assert proxy.counts["cut"] > 0
    assert await read_posts(steady, group.id) == words


async def test_the_same_seed_brings_the_same_faults(host: LocalHost) -> None:
    async def run(seed: int) -> tuple[Counter[str], list[str]]:
        odds = Odds(drop_request=0.2, drop_response=0.2, duplicate=0.2, truncate=0.2)
        line, ends = FaultyTransport(in_loop(host), seed=seed, odds=odds), []
        async with ApiClient("http://kith.test", transport=line) as client:
            for _ in range(30):
                try:
                    await client.host.get_about()
                    ends.append("answered")
                except (Unreachable, InvalidResponse) as error:
                    ends.append(str(error))
        return line.counts, ends

    assert await run(5) == await run(5)
    assert await run(5) != await run(6)


async def test_in_airplane_mode_nothing_passes(host: LocalHost) -> None:
    line = FaultyTransport(in_loop(host))
    async with ApiClient("http://kith.test", transport=line) as client:
        line.online = False
        with pytest.raises(Unreachable):
            await client.host.get_about()
        line.online = True
        assert (await client.host.get_about()).name == "Kith"
    assert line.counts == {"offline": 1, "none": 1}


async def test_a_held_back_copy_arrives_late_but_arrives(host: LocalHost) -> None:
    paths: list[str] = []

    class Tap(httpx.AsyncBaseTransport):
        """Notes what arrives."""

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            paths.append(request.url.path)
            return await in_loop(host).handle_async_request(request)

    line = FaultyTransport(Tap(), planned=["duplicate"])
    async with ApiClient("http://kith.test", transport=line) as client:
        await client.host.get_about()
        assert len(paths) == 1
    assert paths == ["/api/v1/about"] * 2
