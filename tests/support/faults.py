"""Faults of a network: a transport that loses and repeats, a proxy that cuts and stalls, an imposter that answers.

All are seeded or told what to do, and none waits by itself: a delay goes through a `sleep` that is handed in, so that a
simulation in virtual time stays in it.
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import httpx

LOOPBACK = "127.0.0.1"
_CHUNK_BYTES = 4096


@dataclass(frozen=True)
class Odds:
    """How likely each fault is for one request, each from 0 to 1; `delay` is the longest, in seconds."""

    drop_request: float = 0.0
    drop_response: float = 0.0
    duplicate: float = 0.0
    truncate: float = 0.0
    delay: float = 0.0


class FaultyTransport(httpx.AsyncBaseTransport):
    """Passes requests on to `inner`, or not. `counts` says what happened; while `online` is false nothing passes.

    `planned` names the faults of the next requests in order ("" for none), before the odds decide again. A duplicate is
    a copy that the network held back: it arrives after the answer of the original, before the next request.
    """

    def __init__(
        self,
        inner: httpx.AsyncBaseTransport,
        *,
        seed: int = 0,
        odds: Odds | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        planned: Sequence[str] = (),
    ) -> None:
        self.inner = inner
        self.odds = odds or Odds()
        self.online = True
        self.counts: Counter[str] = Counter()
        self.planned = list(planned)
        self._random = random.Random(seed)
        self._sleep = sleep
        self._held_back: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Do to one request what chance or the plan says."""
        if not self.online:
            self.counts["offline"] += 1
            raise httpx.ConnectError("offline", request=request)
        fault = self.planned.pop(0) if self.planned else self._draw()
        self.counts[fault or "none"] += 1
        await self._deliver_held_back()
        if self.odds.delay:
            await self._sleep(self._random.uniform(0, self.odds.delay))
        if fault == "drop_request":
            raise httpx.ConnectTimeout("dropped", request=request)
        if fault == "duplicate":
            self._held_back.append(await _copy(request))
        response = await self.inner.handle_async_request(request)
        if fault == "drop_response":
            await response.aread()
            await response.aclose()
            raise httpx.ReadTimeout("dropped", request=request)
        if fault == "truncate":
            return httpx.Response(response.status_code, headers=response.headers, stream=_CutStream(response))
        return response

    async def aclose(self) -> None:
        """Deliver what was held back, and close."""
        await self._deliver_held_back()
        await self.inner.aclose()

    def _draw(self) -> str:
        for name in ("drop_request", "drop_response", "duplicate", "truncate"):
            if self._random.random() < getattr(self.odds, name):
                return name
        return ""

    async def _deliver_held_back(self) -> None:
        held_back, self._held_back = self._held_back, []
        for request in held_back:
            response = await self.inner.handle_async_request(request)
            await response.aread()
            await response.aclose()


async def _copy(request: httpx.Request) -> httpx.Request:
    content = await request.aread()
    return httpx.Request(
        request.method, request.url, headers=request.headers, content=content, extensions=request.extensions
    )


class LyingHost(httpx.AsyncBaseTransport):
    """A hostile host: passes requests on to the real one at `inner` and changes its answers.

    `lies` maps the end of a path to a function that takes the JSON of a good answer and returns another. `paths`
    collects what was asked, in order.
    """

    def __init__(
        self, inner: httpx.AsyncBaseTransport, lies: dict[str, Callable[[dict[str, Any]], dict[str, Any]]]
    ) -> None:
        self.inner = inner
        self.lies = lies
        self.paths: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, with a lie if there is one for it."""
        self.paths.append(request.url.path)
        response = await self.inner.handle_async_request(request)
        lie = next((lie for end, lie in self.lies.items() if request.url.path.endswith(end)), None)
        if lie is None or not response.is_success:
            return response
        answer = lie(json.loads(await response.aread()))
        await response.aclose()
        packing = ("content-length", "content-encoding")  # a lie is as long as it is, and not packed
        headers = {name: value for name, value in response.headers.items() if name.lower() not in packing}
        return httpx.Response(response.status_code, headers=headers, content=json.dumps(answer).encode())

    async def aclose(self) -> None:
        """Close the way to the real host."""
        await self.inner.aclose()


class _CutStream(httpx.AsyncByteStream):
    """The first half of the first piece of a body, then a broken connection."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._response.aiter_raw():
            yield piece[: len(piece) // 2]
            break
        raise httpx.ReadError("cut")

    async def aclose(self) -> None:
        await self._response.aclose()


class ChaosProxy:
    """A TCP proxy on loopback in front of `port`, for faults that only sockets show; use with `async with`.

    `refusing` closes new connections at once, `stalling` accepts them and passes nothing on, `cut_after` resets a
    connection after that many bytes of answer, and `cut()` resets all that are open. `odds_of_cut` lets chance, from
    `seed`, give a connection such an end within its first 2,000 bytes in either direction.
    """

    def __init__(self, port: int, *, seed: int = 0, odds_of_cut: float = 0.0) -> None:
        self.refusing = False
        self.stalling = False
        self.cut_after: int | None = None
        self.counts: Counter[str] = Counter()
        self._port = port
        self._odds_of_cut = odds_of_cut
        self._random = random.Random(seed)
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, LOOPBACK, 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def port(self) -> int:
        """The port to connect to instead."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def base_url(self) -> str:
        """The address to give to a client."""
        return f"http://{LOOPBACK}:{self.port}"

    def cut(self) -> None:
        """Reset every open connection now."""
        for writer in list(self._open):
            writer.transport.abort()
        self.counts["cut_all"] += 1

    async def _serve(self, from_device: asyncio.StreamReader, to_device: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._open.add(to_device)
        try:
            await self._serve_one(from_device, to_device)
        except (ConnectionError, OSError, asyncio.CancelledError):
            self.counts["broken"] += 1
        finally:
            to_device.transport.abort()
            self._open.discard(to_device)
            self._tasks.discard(task)

    async def _serve_one(self, from_device: asyncio.StreamReader, to_device: asyncio.StreamWriter) -> None:
        if self.refusing:
            self.counts["refused"] += 1
            return
        if self.stalling:
            self.counts["stalled"] += 1
            while await from_device.read(_CHUNK_BYTES):
                continue
            return
        from_host, to_host = await asyncio.open_connection(LOOPBACK, self._port)
        self._open.add(to_host)
        cut_up, cut_down = self._draw_cuts()
        try:
            pumps = (
                asyncio.ensure_future(self._pump(from_device, to_host, cut_up)),
                asyncio.ensure_future(self._pump(from_host, to_device, cut_down)),
            )
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
        finally:
            to_host.transport.abort()
            self._open.discard(to_host)

    def _draw_cuts(self) -> tuple[int | None, int | None]:
        if self._random.random() >= self._odds_of_cut:
            return None, self.cut_after
        place = self._random.randrange(1, 2000)
        return (place, self.cut_after) if self._random.random() < 0.5 else (None, place)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut_after: int | None) -> None:
        passed = 0
        while piece := await reader.read(_CHUNK_BYTES):
            if cut_after is not None and passed + len(piece) >= cut_after:
                writer.write(piece[: cut_after - passed])
                await writer.drain()
                self.counts["cut"] += 1
                return
            writer.write(piece)
            await writer.drain()
            passed += len(piece)


@dataclass
class Imposter:
    """Whoever stands in a host's place: answers every request with the same bytes, then closes or keeps silent.

    `answer` is a whole HTTP response as it goes over the wire. `requests` collects what was asked; the first sets
    `asked`.
    """

    answer: bytes
    hold_open: bool = False
    requests: list[bytes] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, LOOPBACK, 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def base_url(self) -> str:
        """The address to give to a client."""
        assert self._server is not None
        return f"http://{LOOPBACK}:{self._server.sockets[0].getsockname()[1]}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            self.requests.append(await reader.readuntil(b"\r\n\r\n"))
            self.asked.set()
            writer.write(self.answer)
            await writer.drain()
            while self.hold_open and await reader.read(_CHUNK_BYTES):
                continue
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return
        finally:
            writer.close()
            self._tasks.discard(task)


def http_answer(
    status: str = "200 OK", body: bytes = b"", content_type: str = "application/json", **headers: str
) -> bytes:
    """Return an HTTP response as bytes; an underscore in a header's name stands for a dash."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
