"""One request, one typed answer or one ApiError, whatever stands at the other end."""

import asyncio
import gzip
import json
import logging
import traceback
from functools import partial
from typing import Any

import brotli
import httpx
import pytest

from api_client import (
    ApiClient,
    ApiError,
    Conflict,
    Incompatible,
    InvalidResponse,
    RateLimited,
    Rejected,
    ServerError,
    Unauthorized,
    Unreachable,
)
from api_client import connection as connection_module
from api_client.sign_in import SessionAuth
from api_client.wire import limits
from tests.support.faults import Imposter, http_answer

ABOUT = json.dumps(
    {
        "name": "Kith",
        "version": "1",
        "protocol": 1,
        "protocol_oldest": 1,
        "sign_up_open": True,
        "age_min": 18,
        "house_rules": [],
    }
).encode()
PORTAL = b"<html><form>Room number <input name=room></form></html>"
OURS: dict[str, Any] = {"Kith_Version": "1"}
TOKEN = "kith_s_" + "A" * 43


async def ask(answer: bytes, *, token: str | None = None) -> ApiError:
    """Return the error that a host with this answer leads to."""
    async with Imposter(answer) as imposter, ApiClient(imposter.base_url, token) as client:
        with pytest.raises(ApiError) as caught:
            await client.host.get_about()
        return caught.value


def problem(status: int, code: str, **extra: object) -> bytes:
    return json.dumps({"title": "A sentence.", "status": status, "code": code, **extra}).encode()


async def test_a_good_answer_is_typed() -> None:
    async with Imposter(http_answer(body=ABOUT, **OURS)) as imposter, ApiClient(imposter.base_url) as client:
        about = await client.host.get_about()
    assert (about.name, about.sign_up_open) == ("Kith", True)
    head = imposter.requests[0].decode()
    assert head.startswith("GET /api/v1/about HTTP/1.1\r\n")
    assert f"kith-version: {limits.PROTOCOL_VERSION}" in head.lower()
    assert "authorization" not in head.lower()


async def test_a_field_of_a_newer_host_is_ignored() -> None:
    newer = json.dumps({**json.loads(ABOUT), "colour": "green"}).encode()
    async with Imposter(http_answer(body=newer, Kith_Version="2")) as imposter, ApiClient(imposter.base_url) as client:
        assert (await client.host.get_about()).name == "Kith"


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        ("400 Bad Request", "malformed", Rejected),
        ("401 Unauthorized", "sign_in_required", Unauthorized),
        ("403 Forbidden", "sign_in_failed", Rejected),
        ("404 Not Found", "not_found", Rejected),
        ("409 Conflict", "handle_taken", Rejected),
        ("409 Conflict", "version_conflict", Conflict),
        ("409 Conflict", "epoch_changed", Conflict),
        ("410 Gone", "gone", Rejected),
        ("413 Content Too Large", "too_large", Rejected),
        ("418 Teapot", "a_word_of_tomorrow", Rejected),
        ("422 Unprocessable Content", "invalid", Rejected),
        ("426 Upgrade Required", "incompatible", Incompatible),
        ("429 Too Many Requests", "rate_limited", RateLimited),
        ("500 Internal Server Error", "internal", ServerError),
        ("503 Service Unavailable", "busy", ServerError),
        ("507 Insufficient Storage", "storage_full", ServerError),
    ],
)
async def test_a_refusal_becomes_the_error_that_says_what_to_do(status: str, code: str, kind: type[ApiError]) -> None:
    body = problem(int(status[:3]), code, fields={"body": "string_too_long"})
    error = await ask(http_answer(status, body, "application/problem+json", **OURS))
    assert type(error) is kind
    if isinstance(error, Rejected):
        assert (error.code, error.title, error.fields) == (code, "A sentence.", {"body": "string_too_long"})
    if isinstance(error, ServerError):
        assert error.code == code


@pytest.mark.parametrize(
    ("version", "older"), [("2", "app"), ("0", "host"), ("", "app"), ("x", "app"), ("9" * 40, "app")]
)
async def test_incompatible_says_who_must_update(version: str, older: str) -> None:
    answer = http_answer("426 Upgrade Required", problem(426, "incompatible"), Kith_Version=version)
    error = await ask(answer)
    assert isinstance(error, Incompatible) and error.who_must_update == older


async def test_a_host_older_than_the_oldest_is_incompatible_even_if_it_answers() -> None:
    error = await ask(http_answer(body=ABOUT, Kith_Version="0"))
    assert isinstance(error, Incompatible) and error.who_must_update == "host"


@pytest.mark.parametrize(
    ("header", "low", "high"),
    [
        ("7", 7, 7),
        (" 7 ", 7, 7),
        ("0", 0, 0),
        ("99999999999", 86_400, 86_400),
        ("Sun, 01 Nov 2026 08:00:00 GMT", 0, 0),  # gone by
        ("Fri, 01 Jan 2999 00:00:00 GMT", 86_400, 86_400),
        ("Fri, 01 Jan 2999 00:00:00 -0000", 86_400, 86_400),
        ("soon", 60, 60),
        ("-5", 60, 60),
        ("\u0665", 60, 60),
    ],
)
async def test_rate_limited_says_how_long_in_both_forms(header: str, low: float, high: float) -> None:
    body = problem(429, "rate_limited")
    head = http_answer("429 Too Many Requests", body, "application/problem+json", **OURS)
    raw = head.replace(b"Connection: close", b"Connection: close\r\nRetry-After: " + header.encode())
    error = await ask(raw)
    assert isinstance(error, RateLimited) and low <= error.retry_after <= high


async def test_rate_limited_by_a_proxy_waits_a_minute() -> None:
    error = await ask(http_answer("429 Too Many Requests", PORTAL, "text/html"))
    assert isinstance(error, RateLimited) and error.retry_after == 60


async def test_a_busy_host_says_how_long() -> None:
    error = await ask(http_answer("503 Service Unavailable", problem(503, "busy"), Retry_After="3", **OURS))
    assert isinstance(error, ServerError) and (error.retry_after, error.code) == (3, "busy")


@pytest.mark.parametrize(
    "answer",
    [
        http_answer(body=PORTAL, content_type="text/html"),
        http_answer("302 Found", content_type="text/html", Location="http://portal.example/login"),
        http_answer("307 Temporary Redirect", Location="http://127.0.0.1:9/api/v1/about"),
        http_answer("401 Unauthorized", PORTAL, "text/html"),
        http_answer("403 Forbidden", PORTAL, "text/html"),
        http_answer("404 Not Found", PORTAL, "text/html"),
        http_answer("404 Not Found", b'{"detail":"Not Found"}'),
    ],
)
async def test_a_log_in_page_of_a_hotel_is_no_host(answer: bytes) -> None:
    assert type(await ask(answer, token=TOKEN)) is Unreachable


@pytest.mark.parametrize(
    "answer",
    [
        http_answer(body=PORTAL, content_type="text/html", **OURS),
        http_answer(body=b"{", **OURS),
        http_answer(body=b"", **OURS),
        http_answer(body=b'{"name": 1}', **OURS),
        http_answer(body=b"[" * 100_000, **OURS),
        http_answer(body=b"\xff\xfe", **OURS),
        http_answer("202 Accepted", ABOUT, **OURS),
        http_answer("304 Not Modified", **OURS),
        http_answer("302 Found", Location="http://elsewhere.example/", **OURS),
        http_answer("302 Found", problem(302, "found"), Location="http://elsewhere.example/", **OURS),
        http_answer("404 Not Found", b"{}", **OURS),
        http_answer(body=ABOUT, Content_Encoding="compress", **OURS),
        http_answer(body=brotli.compress(ABOUT), Content_Encoding="br", **OURS),
        http_answer(body=b"not gzip", Content_Encoding="gzip", **OURS),
    ],
)
async def test_nonsense_of_a_host_is_an_invalid_response(answer: bytes) -> None:
    assert type(await ask(answer)) is InvalidResponse


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        http_answer(body=ABOUT, **OURS)[:-1],
        http_answer(body=ABOUT, **OURS)[: -len(ABOUT)],
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
        http_answer(body=gzip.compress(ABOUT)[:-9], Content_Encoding="gzip", **OURS),
    ],
)
async def test_a_cut_answer_is_no_answer(answer: bytes) -> None:
    assert type(await ask(answer)) is Unreachable


async def test_an_error_of_a_proxy_is_a_server_error() -> None:
    error = await ask(http_answer("502 Bad Gateway", PORTAL, "text/html"))
    assert isinstance(error, ServerError) and (error.status, error.code, error.retry_after) == (502, None, None)


async def test_a_proxys_own_limit_is_a_refusal_and_not_sent_again_for_ever() -> None:
    error = await ask(http_answer("413 Content Too Large", PORTAL, "text/html"))
    assert isinstance(error, Rejected) and error.code == "too_large"


async def test_gzip_is_unpacked() -> None:
    answer = http_answer(body=gzip.compress(ABOUT), Content_Encoding="gzip", **OURS)
    async with Imposter(answer) as imposter, ApiClient(imposter.base_url) as client:
        assert (await client.host.get_about()).name == "Kith"


@pytest.mark.parametrize("size", [limits.ANSWER_BYTES_MAX + 1, 400 * 1024 * 1024])
async def test_a_bomb_is_not_unpacked(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    packer = __import__("zlib").compressobj(9, wbits=31)
    block = bytes(1024 * 1024)
    packed = b"".join(packer.compress(block[: min(len(block), size - at)]) for at in range(0, size, len(block)))
    packed += packer.flush()
    kept = []
    read_capped = connection_module.read_capped

    async def observed(response: httpx.Response, bytes_max: int = limits.ANSWER_BYTES_MAX) -> bytes:
        try:
            return await read_capped(response, bytes_max)
        finally:
            kept.append(response.num_bytes_downloaded)

    monkeypatch.setattr(connection_module, "read_capped", observed)
    error = await ask(http_answer(body=packed, Content_Encoding="gzip", **OURS))
    assert type(error) is InvalidResponse
    assert kept[0] <= 128 * 1024  # that is where 8 MiB of zeros end, whatever comes behind


async def test_an_endless_answer_is_not_read_to_its_end() -> None:
    error = await ask(http_answer(body=b" " * (limits.ANSWER_BYTES_MAX + 1), **OURS))
    assert type(error) is InvalidResponse


async def test_a_dripping_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "ANSWER_SECONDS_MAX", 0.05)
    half = http_answer(body=ABOUT, **OURS)[:-10]
    async with Imposter(half, hold_open=True) as imposter, ApiClient(imposter.base_url) as client:
        with pytest.raises(Unreachable):
            await client.host.get_about()


async def test_a_cancelled_call_is_cancelled_and_the_client_goes_on() -> None:
    half = http_answer(body=ABOUT, **OURS)[:-10]
    async with Imposter(half, hold_open=True) as imposter, ApiClient(imposter.base_url) as client:
        call = asyncio.ensure_future(client.host.get_about())
        await imposter.asked.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        imposter.answer, imposter.hold_open = http_answer(body=ABOUT, **OURS), False
        assert (await client.host.get_about()).name == "Kith"


async def test_nobody_there_is_unreachable() -> None:
    async with Imposter(b"") as imposter:
        base_url = imposter.base_url
    async with ApiClient(base_url) as client:
        with pytest.raises(Unreachable):
            await client.host.get_about()
        assert client.clock_skew_seconds is None


async def test_the_clock_of_the_host_is_compared() -> None:
    answer = http_answer(body=ABOUT, Date="Thu, 01 Jan 2026 12:00:00 GMT", **OURS)
    moment = 1767268800.0
    for clock, skew in ((moment + 0.5, 0.0), (moment - 86_400, 86_400.5), (moment + 3600.5, -3600.0)):
        async with Imposter(answer) as imposter, ApiClient(imposter.base_url, clock=partial(float, clock)) as client:
            await client.host.get_about()
            assert client.clock_skew_seconds == skew


@pytest.mark.parametrize("date", ["yesterday", ""])
async def test_a_strange_date_is_no_clock(date: str) -> None:
    answer = http_answer(body=ABOUT, Date=date, **OURS)
    async with Imposter(answer) as imposter, ApiClient(imposter.base_url) as client:
        await client.host.get_about()
        assert client.clock_skew_seconds is None


async def test_a_stranger_does_not_set_the_clock() -> None:
    answer = http_answer("302 Found", Date="Thu, 01 Jan 1970 12:00:00 GMT")
    async with Imposter(answer) as imposter, ApiClient(imposter.base_url) as client:
        with pytest.raises(Unreachable):
            await client.host.get_about()
        assert client.clock_skew_seconds is None


async def test_the_token_travels_in_its_header_alone() -> None:
    async with Imposter(http_answer(body=ABOUT, **OURS)) as imposter, ApiClient(imposter.base_url, TOKEN) as client:
        await client.host.get_about()
        client.token = None
        await client.host.get_about()
    signed_in, signed_out = (head.decode() for head in imposter.requests)
    assert f"\r\nAuthorization: Bearer {TOKEN}\r\n" in signed_in
    assert signed_in.count(TOKEN) == 1 and TOKEN not in signed_in.split("\r\n")[0]
    assert TOKEN not in signed_out


def test_the_token_goes_to_its_own_origin_only() -> None:
    auth = SessionAuth(httpx.URL("https://kith.example"), TOKEN)
    for url, expected in (
        ("https://kith.example/api/v1/about", True),
        ("https://kith.example:444/api/v1/about", False),
        ("http://kith.example/api/v1/about", False),
        ("https://evil.example/api/v1/about", False),
    ):
        request = next(auth.auth_flow(httpx.Request("GET", url)))
        assert ("Authorization" in request.headers) is expected


async def test_no_cookie_is_kept() -> None:
    answer = http_answer(body=ABOUT, Set_Cookie="track=me; Path=/", **OURS)
    async with Imposter(answer) as imposter, ApiClient(imposter.base_url) as client:
        await client.host.get_about()
        await client.host.get_about()
    assert all(b"cookie" not in head.lower() for head in imposter.requests)


async def test_nothing_that_was_sent_or_received_stands_in_an_error_or_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    canary = "CANARYWORDS"
    for answer in (
        http_answer(body=json.dumps({"name": [canary], canary: canary}).encode(), **OURS),
        http_answer(body=f'{{"name": {canary}'.encode(), **OURS),
        http_answer("422 Unprocessable Content", f'{{"title": ["{canary}"]}}'.encode(), **OURS),
    ):
        error = await ask(answer, token=TOKEN)
        shown = "".join(traceback.format_exception(error)) + caplog.text + repr(error)
        assert canary not in shown and TOKEN not in shown
    assert caplog.text == ""


def test_a_client_shows_no_token() -> None:
    client = ApiClient("http://127.0.0.1:1/", TOKEN)
    assert repr(client) == "ApiClient('http://127.0.0.1:1', signed_in=True)"
    assert TOKEN not in repr(SessionAuth(httpx.URL("http://127.0.0.1"), TOKEN))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "kith.example",
        "ftp://kith.example",
        "http://",
        "file:///etc/hosts",
        "http://a:b@kith.example",
        "http://[::1",
        "https://kith.example/?q=1",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        ApiClient(address)


@pytest.mark.parametrize(
    ("address", "base_url"),
    [
        (" https://kith.example/ ", "https://kith.example"),
        ("https://kith.example/kith/", "https://kith.example/kith"),
        ("http://localhost:8000#about", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_addresses_are_taken_as_people_paste_them(address: str, base_url: str) -> None:
    assert ApiClient(address).base_url == base_url
