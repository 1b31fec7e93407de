"""One request, one typed answer or one ApiError.

The answer is read in pieces and unpacked by hand, because a host (or whoever stands in its place) could answer 200 kB
that unpack to gigabytes: reading stops at ANSWER_BYTES_MAX, before and after unpacking.
"""

import asyncio
import logging
import time
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import ip_address
from typing import TypeVar, overload

import httpx
from pydantic import ValidationError

from api_client.errors import VERSION_HEADER, Incompatible, InvalidResponse, Unreachable, classify
from api_client.sign_in import SessionAuth
from api_client.tolerance import parse_tolerantly
from api_client.wire import limits
from api_client.wire.model import WireModel, WireRequest

API_PATH = "/api/v1"
CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
ANSWER_SECONDS_MAX = 120.0  # for a whole answer: READ_SECONDS alone would let one byte a second hold us for ever
KEEP_ALIVE_SECONDS = 3.0  # shorter than any host's, so that a connection is not reused while the host closes it

Answer = TypeVar("Answer", bound=WireModel)
Body = TypeVar("Body", bytes, bytearray)
QueryValue = str | int | None

# httpx names every address at INFO, and addresses hold ids and join codes.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)


class Connection:
    """The way to one host. `clock_skew_seconds` is the host's clock minus this device's, None before any answer."""

    def __init__(
        self,
        base_url: str,
        token: str | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        address = _checked_address(base_url)
        self.auth = SessionAuth(address, token)
        self.base_url = str(address).rstrip("/")
        self.clock_skew_seconds: float | None = None
        self._clock = clock
        self._http = httpx.AsyncClient(
            auth=self.auth,
            base_url=self.base_url + API_PATH,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            follow_redirects=False,
            headers={"Accept-Encoding": "gzip", VERSION_HEADER: str(limits.PROTOCOL_VERSION)},
            limits=httpx.Limits(keepalive_expiry=KEEP_ALIVE_SECONDS),
            timeout=httpx.Timeout(CONNECT_SECONDS, read=READ_SECONDS, write=READ_SECONDS, pool=None),
            transport=transport,
            trust_env=not _is_loopback(address.host),
        )

    async def close(self) -> None:
        """Close every connection; what is under way ends as Unreachable."""
        await self._http.aclose()

    @overload
    async def send(
        self,
        method: str,
        path: str,
        request: WireRequest | None = None,
        *,
        answer: type[Answer],
        query: Mapping[str, QueryValue] | None = None,
    ) -> Answer: ...

    @overload
    async def send(
        self,
        method: str,
        path: str,
        request: WireRequest | None = None,
        *,
        answer: None = None,
        query: Mapping[str, QueryValue] | None = None,
    ) -> None: ...

    async def send(
        self,
        method: str,
        path: str,
        request: WireRequest | None = None,
        *,
        answer: type[Answer] | None = None,
        query: Mapping[str, QueryValue] | None = None,
    ) -> Answer | None:
        """Send one request and return its answer as `answer`, or None for an operation that answers nothing.

        `query` leaves out what is None. Raises an ApiError; a cancelled call closes its connection.
        """
        try:
            async with (
                asyncio.timeout(ANSWER_SECONDS_MAX),
                self.open(method, path, request, query=query, accept="application/json") as response,
            ):
                body = await read_capped(response)
        except TimeoutError as error:
            raise Unreachable("time-out") from error
        self.check_answer(response, body)
        return None if answer is None else _parse(response, body, answer)

    @asynccontextmanager
    async def open(
        self,
        method: str,
        path: str,
        request: WireRequest | None = None,
        *,
        query: Mapping[str, QueryValue] | None = None,
        accept: str,
        read_seconds: float = READ_SECONDS,
    ) -> AsyncIterator[httpx.Response]:
        """Give the response as soon as its headers are here, its body still to be read; raise Unreachable."""
        headers = {"Accept": accept} | ({} if request is None else {"Content-Type": "application/json"})
        try:
            async with self._http.stream(
                method,
                path,
                content=None if request is None else request.model_dump_json().encode(),
                headers=headers,
                params={name: value for name, value in (query or {}).items() if value is not None},
                timeout=httpx.Timeout(CONNECT_SECONDS, read=read_seconds, write=READ_SECONDS, pool=None),
            ) as response:
                self._note_clock(response)
                yield response
        except httpx.RequestError as error:
            raise Unreachable(type(error).__name__) from error

    def check_answer(self, response: httpx.Response, body: bytes) -> None:
        """Raise the ApiError that the status or the version of an answer means, if any."""
        if not response.is_success:
            raise classify(response.status_code, response.headers, body)
        version = response.headers.get(VERSION_HEADER, "")
        if version.isascii() and version.isdigit() and int(version) < limits.PROTOCOL_OLDEST:
            raise Incompatible("host")

    def _note_clock(self, response: httpx.Response) -> None:
        if VERSION_HEADER not in response.headers:
            return
        try:
            moment = parsedate_to_datetime(response.headers.get("Date", ""))
        except ValueError:
            return
        # The header drops the fraction of its second: half a second is the best guess of it.
        self.clock_skew_seconds = moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() + 0.5 - self._clock()


async def read_capped(response: httpx.Response, bytes_max: int = limits.ANSWER_BYTES_MAX) -> bytes:
    """Return the whole body, unpacked; raise InvalidResponse above `bytes_max` or when it cannot be unpacked."""
    if response.is_stream_consumed:  # a transport such as a browser's hands over whole answers, already unpacked
        return _within(await response.aread(), bytes_max)
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip"):
        raise InvalidResponse("unknown content encoding")
    unpack = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS) if encoding == "gzip" else None
    body = bytearray()
    try:
        async for chunk in response.aiter_raw():
            body += chunk if unpack is None else unpack.decompress(chunk, bytes_max + 1 - len(body))
            _within(body, bytes_max)
    except zlib.error as error:
        raise InvalidResponse("broken compression") from error
    if unpack is not None and body and not unpack.eof:
        raise Unreachable("cut short")
    return bytes(body)


def _within(body: Body, bytes_max: int) -> Body:
    if len(body) > bytes_max:
        raise InvalidResponse("answer too large")
    return body


def _parse(response: httpx.Response, body: bytes, answer: type[Answer]) -> Answer:
    """Return `body` as `answer`. A page in its place that does not even claim to be ours is a hotel's, not the host."""
    content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if response.status_code not in (200, 201) or content_type != "application/json":
        raise InvalidResponse("unexpected answer") if VERSION_HEADER in response.headers else Unreachable("no host")
    try:
        return parse_tolerantly(answer, body)
    except ValidationError as error:
        raise InvalidResponse(f"not {answer.__name__}") from error


def _checked_address(base_url: str) -> httpx.URL:
    """Return the address of a host; raise ValueError unless it is plain http or https without credentials."""
    try:
        address = httpx.URL(base_url.strip())
    except httpx.InvalidURL as error:
        raise ValueError("address") from error
    if address.scheme not in ("http", "https") or not address.host or address.userinfo or address.query:
        raise ValueError("address")
    return address.copy_with(fragment=None)


def _is_loopback(host: str) -> bool:
    """Whether `host` is this very machine, which is never reached through a proxy."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
