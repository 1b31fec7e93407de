"""The live stream: hints as they happen, a dead line noticed, a cut line resumed without missing anything."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from uuid import UUID

import httpx
import pytest
from uuid6 import uuid7

from api_client import ApiClient, InvalidResponse, Unauthorized, Unreachable
from api_client.live import EVENT_BYTES_MAX
from api_client.wire.feed import CreatePost, PostKind
from api_client.wire.groups import CreateGroup, JoinGroup
from api_client.wire.live import CheckScopes, Hint
from server.live import routes
from tests.api_client.conftest import sign_up
from tests.support.faults import ChaosProxy, Imposter, http_answer
from tests.support.server import LocalHost

pytestmark = pytest.mark.usefixtures("cheap_keys")

Connect = Callable[..., ApiClient]
PATIENCE = 20.0
OURS = b"Kith-Version: 1\r\n"


def stream_of(body: bytes, *, head: bytes = OURS) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n" + head + b"\r\n" + body


async def listen(answer: bytes) -> tuple[list[Hint], Exception]:
    """Return what a stream with this answer says, and how it ends."""
    hints: list[Hint] = []
    async with Imposter(answer) as imposter, ApiClient(imposter.base_url) as client:
        try:
            async for hint in client.live.stream():
                hints.append(hint)
        except Exception as error:
            return hints, error
    raise AssertionError("a stream ends by an error")


@pytest.mark.parametrize(
    "body",
    [
        b'data: {"scope":"vault","cursor":7}\n\n',
        b'data:{"scope":"vault","cursor":7}\n\n',
        b'data: {"scope":"vault","cursor":7}\r\n\r\n',
        b': open\n\n: ping\n\nid: 1\nevent: hint\nretry: 9\ndata: {"scope":"vault","cursor":7}\n\n: ping\n\n',
        b'data: {"scope":"vault",\ndata: "cursor":7}\n\n',
        b'\n\n\ndata: {"scope":"vault","cursor":7}\n\ndata: {"scope":"cut sho',
    ],
)
async def test_hints_are_read_in_every_spelling_of_the_standard(body: bytes) -> None:
    hints, error = await listen(stream_of(body))
    assert hints == [Hint(scope="vault", cursor=7)]
    assert type(error) is Unreachable


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (stream_of(b"data: {}\n\n"), InvalidResponse),
        (stream_of(b"data: words\n\n"), InvalidResponse),
        (stream_of(b"x" * (EVENT_BYTES_MAX + 1)), InvalidResponse),
        (stream_of((b"data: " + b"x" * 1000 + b"\n") * 20), InvalidResponse),
        (stream_of(b": ping\n" * 10_000), Unreachable),
        (stream_of(b""), Unreachable),
        (http_answer(body=b"<html>", content_type="text/html"), Unreachable),
        (http_answer(body=b"{}", Kith_Version="1"), InvalidResponse),
        (http_answer("302 Found", Location="/login"), Unreachable),
        (
            http_answer("401 Unauthorized", b'{"title":"Please sign in.","status":401,"code":"sign_in_required"}'),
            Unauthorized,
        ),
    ],
)
async def test_what_is_no_stream_of_hints_is_an_error(answer: bytes, kind: type[Exception]) -> None:
    hints, error = await listen(answer)
    assert (hints, type(error)) == ([], kind)


async def test_a_stream_needs_a_session(host: LocalHost, connect: Connect) -> None:
    client = connect(host.url)
    with pytest.raises(Unauthorized):
        await anext(client.live.stream())


async def test_a_post_of_one_device_is_heard_by_the_other(host: LocalHost, connect: Connect) -> None:
    writer, reader = connect(), connect(host.url)
    group = await _share_group(writer, reader)
    is_open = asyncio.Event()
    async with aclosing(reader.live.stream(on_open=is_open.set)) as hints, asyncio.timeout(PATIENCE):
        heard = asyncio.ensure_future(_next_of(hints, f"group:{group}"))
        await is_open.wait()
        await writer.feed.create_post(group, CreatePost(id=uuid7(), kind=PostKind.SHARE, body="Hello."))
        hint = await heard
    behind = await reader.live.check_scopes(CheckScopes(scopes={hint.scope: hint.cursor - 1}))
    assert behind.behind == (hint,)


async def test_a_cut_stream_is_resumed_and_nothing_is_missed(host: LocalHost, connect: Connect) -> None:
    assert host.url is not None
    writer = connect()
    async with ChaosProxy(int(host.url.rsplit(":", 1)[1])) as proxy:
        reader = connect(proxy.base_url)
        group = await _share_group(writer, reader)
        scope, cursor = f"group:{group}", 0
        for round_number in range(4):
            is_open = asyncio.Event()
            async with aclosing(reader.live.stream(on_open=is_open.set)) as hints, asyncio.timeout(PATIENCE):
                heard = asyncio.ensure_future(_next_of(hints, scope))
                await is_open.wait()
                (behind,) = (await reader.live.check_scopes(CheckScopes(scopes={scope: cursor}))).behind
                changes = await reader.groups.list_changes(group, after=cursor)
                assert changes.cursor >= behind.cursor > cursor  # what was written while the line was cut
                await writer.feed.create_post(group, CreatePost(id=uuid7(), kind=PostKind.SHARE, body="Live."))
                cursor = (await heard).cursor
                waiting = asyncio.ensure_future(anext(hints))
                await asyncio.sleep(0)
                proxy.cut()
                with pytest.raises(Unreachable):
                    await waiting
            body = f"Written in gap {round_number}."
            await writer.feed.create_post(group, CreatePost(id=uuid7(), kind=PostKind.SHARE, body=body))
        page = await reader.feed.list_posts(group)
        assert len(page.posts) == 8
        assert proxy.counts["cut_all"] == 4


async def test_while_the_host_is_gone_a_stream_is_unreachable(host: LocalHost, connect: Connect) -> None:
    assert host.url is not None
    async with ChaosProxy(int(host.url.rsplit(":", 1)[1])) as proxy:
        reader = connect(proxy.base_url)
        await sign_up(reader)
        proxy.refusing = True
        proxy.cut()
        with pytest.raises(Unreachable):
            await anext(reader.live.stream())
        proxy.refusing = False
        proxy.cut_after = 60
        with pytest.raises(Unreachable):
            await anext(reader.live.stream())


async def test_silence_is_a_dead_line(host: LocalHost, connect: Connect) -> None:
    assert host.url is not None
    reader = connect(host.url)
    await sign_up(reader)
    with pytest.raises(Unreachable):  # the host pings every 15 seconds, so 50 ms of silence are normal for it
        await anext(reader.live.stream(ping_seconds=0.02))
    async with ChaosProxy(int(host.url.rsplit(":", 1)[1])) as proxy:
        stalled = connect(proxy.base_url)
        stalled.token = reader.token
        proxy.stalling = True
        with pytest.raises(Unreachable):
            await anext(stalled.live.stream(ping_seconds=0.02))
        assert proxy.counts["stalled"] == 1


async def test_pings_keep_a_quiet_line_alive(
    host: LocalHost, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "PING_SECONDS", 0.05)
    reader = connect(host.url)
    await sign_up(reader)
    hints = reader.live.stream(ping_seconds=0.8)  # two seconds of silence would be a dead line, also on a busy machine
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(2.5):
            await anext(hints)


async def test_hanging_up_ends_the_stream_at_both_ends(host: LocalHost, connect: Connect) -> None:
    reader = connect(host.url)
    await sign_up(reader)
    is_open = asyncio.Event()
    before = host.host.hub.stream_count
    listening = asyncio.ensure_future(anext(reader.live.stream(on_open=is_open.set)))
    await is_open.wait()
    assert host.host.hub.stream_count == before + 1
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening
    async with asyncio.timeout(PATIENCE):
        while host.host.hub.stream_count > before:  # noqa: ASYNC110 - the hub has no event for that
            await asyncio.sleep(0)
    assert (await reader.accounts.get_account()).display_name == "Mira"


async def test_a_revoked_device_hears_nothing_more(host: LocalHost, connect: Connect) -> None:
    phone, reader = await sign_up(connect()), connect(host.url)
    reader.token = phone.client.token
    is_open = asyncio.Event()
    listening = asyncio.ensure_future(anext(reader.live.stream(on_open=is_open.set)))
    async with asyncio.timeout(PATIENCE):
        await is_open.wait()
        await phone.client.accounts.revoke_device(phone.signed_in.device_id)
        with pytest.raises(Unreachable):
            await listening
        with pytest.raises(Unauthorized):
            await anext(reader.live.stream())


async def test_a_transport_that_holds_whole_answers_serves_too(host: LocalHost) -> None:
    class Whole(httpx.AsyncBaseTransport):
        """What a browser's fetch gives: whole answers, already unpacked."""

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            response = await host.client.request(request.method, request.url)
            return httpx.Response(response.status_code, headers=response.headers, content=response.content)

    async with ApiClient("http://kith.test", transport=Whole()) as client:
        assert (await client.host.get_about()).name == "Kith"


async def _share_group(writer: ApiClient, reader: ApiClient) -> UUID:
    """Sign both up, start a group of one that the other joins, and return its id."""
    await sign_up(writer, "Noor")
    await sign_up(reader, "Mira")
    group = (await writer.groups.create_group(CreateGroup(id=uuid7(), name="Night Owls"))).group
    await reader.groups.join_group(JoinGroup(join_code=group.join_code))
    return group.id


async def _next_of(hints: AsyncIterator[Hint], scope: str) -> Hint:
    """Return the next hint of one scope; others may come in between."""
    async for hint in hints:
        if hint.scope == scope:
            return hint
    raise AssertionError("the stream ended")
