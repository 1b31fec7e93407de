"""The real server for tests: inside the test's own loop with a clock in hand, or as a process like a host's.

Limits that would stop a test's many sign-ups from one address are off unless a test asks for them.
"""

import asyncio
import base64
import functools
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI
from uuid6 import uuid7

from server.answers import BASE
from server.app import create_app
from server.clock import Clock, utc_now
from server.database import make_engine
from server.host import Host
from server.migrations import migrate
from server.secret_hashing import SecretHashing
from server.serving import make_server
from server.settings import RateSettings, Settings
from tests.support.ports import free_ports
from tests.support.processes import Program, running

DATABASE_NAME = "kith.sqlite"
CHEAP_KIB = 256  # of Argon2id per sign-up in a test's own loop; a server process takes the real 46 MiB
NO_LIMITS = {
    "KITH_RATE_SIGN_UPS_PER_HOUR": "0",
    "KITH_RATE_SIGN_IN_FAILURES_PER_ADDRESS": "0",
    "KITH_RATE_JOIN_GUESSES_PER_HOUR": "0",
}


class MovedClock:
    """A clock that a test moves; it also goes on by itself, a microsecond per look, so that orders are definite."""

    def __init__(self, now: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    def move(self, **step: float) -> None:
        """Let time pass: `clock.move(days=3)`."""
        self.now += timedelta(**step)


@dataclass(slots=True, repr=False)
class Person:
    """An account that a test signed up, with what its device would know."""

    client: httpx.AsyncClient
    id: UUID
    handle: str
    token: str
    device_id: UUID
    auth_secret: bytes
    recovery_secret: bytes

    @property
    def headers(self) -> dict[str, str]:
        """The header that signs a request."""
        return {"Authorization": f"Bearer {self.token}"}

    async def call(self, method: str, path: str, body: Any = None, *, expect: int | None = None) -> httpx.Response:
        """Send one signed request; fail unless it answers `expect`, when given."""
        answer = await self.client.request(method, path, json=body, headers=self.headers)
        assert expect is None or answer.status_code == expect, (method, path, answer.status_code, answer.text)
        return answer

    async def start_group(self, name: str = "Night Owls") -> dict[str, Any]:
        """Start a group and return its membership."""
        answer = await self.call("POST", "/groups", {"id": str(uuid7()), "name": name}, expect=201)
        membership: dict[str, Any] = answer.json()
        return membership

    async def join(self, join_code: str) -> dict[str, Any]:
        """Join a group by its code and return the membership."""
        membership: dict[str, Any] = (
            await self.call("POST", "/groups/join", {"join_code": join_code}, expect=200)
        ).json()
        return membership

    async def post(self, group_id: str, body: str = "Cannot sleep again.", **words: Any) -> dict[str, Any]:
        """Write a post and return it."""
        request = {"id": str(uuid7()), "kind": "share", "body": body, **words}
        post: dict[str, Any] = (await self.call("POST", f"/groups/{group_id}/posts", request, expect=201)).json()
        return post

    async def reply(self, group_id: str, post_id: str, body: str = "I hear you.") -> dict[str, Any]:
        """Write a reply and return it."""
        request = {"id": str(uuid7()), "body": body}
        path = f"/groups/{group_id}/posts/{post_id}/replies"
        reply: dict[str, Any] = (await self.call("POST", path, request, expect=201)).json()
        return reply

    async def push(self, *records: dict[str, Any], epoch: str | None = None) -> dict[str, Any]:
        """Push records and return the answer."""
        answer = await self.call("POST", "/vault/push", {"epoch": epoch, "records": records}, expect=200)
        pushed: dict[str, Any] = answer.json()
        return pushed


@dataclass(slots=True)
class LocalHost:
    """A server inside the test's loop. `client` reaches it without a socket; `url` exists when it also listens."""

    app: FastAPI
    client: httpx.AsyncClient
    clock: Clock
    url: str | None = None
    people: list[Person] = field(default_factory=list)

    @property
    def host(self) -> Host:
        """The running host, to look inside."""
        host: Host = self.app.state.host
        return host

    async def sign_up(self, handle: str | None = None, display_name: str | None = None) -> Person:
        """Sign one more person up."""
        return await sign_up(self.client, handle, display_name)


async def sign_up(client: httpx.AsyncClient, handle: str | None = None, display_name: str | None = None) -> Person:
    """Sign a person up over `client`, whose base is the API's."""
    handle = handle or f"p{uuid4().hex[:12]}"
    request = sign_up_request(handle, display_name or handle.title())
    answer = await client.post("/accounts", json=request)
    assert answer.status_code == 201, answer.text
    signed_in = answer.json()
    return Person(
        client,
        UUID(request["id"]),
        handle,
        signed_in["token"],
        UUID(signed_in["device_id"]),
        base64.b64decode(request["credentials"]["auth_secret"]),
        base64.b64decode(request["recovery"]["auth_secret"]),
    )


def sign_up_request(handle: str, display_name: str = "Ada") -> dict[str, Any]:
    """Return a request that signs `handle` up, with secrets as a device would make them."""
    return {
        "id": str(uuid4()),
        "handle": handle,
        "display_name": display_name,
        "of_age": True,
        "rules_accepted": True,
        "credentials": credentials(),
        "recovery": {"auth_secret": random64(32), "wrapped_key": random64(60)},
        "device_name": "Phone",
    }


def credentials() -> dict[str, Any]:
    """Return what a passphrase gives the host."""
    return {
        "parameters": {"salt": random64(16), "memory_kib": 65536, "passes": 3, "lanes": 1},
        "auth_secret": random64(32),
        "wrapped_key": random64(60),
    }


def record(base_revision: int = 0, *, size: int = 300, **known: str) -> dict[str, Any]:
    """Return a sealed record for a push."""
    return {
        "id": str(uuid4()),
        "base_revision": base_revision,
        "mutation_id": str(uuid4()),
        "sealed": random64(size),
        **known,
    }


def random64(size: int) -> str:
    """Return `size` random bytes as base64."""
    return base64.b64encode(os.urandom(size)).decode()


def stored_bytes(data: Path) -> bytes:
    """Return everything that a host's folder holds, as a thief of the disk would find it."""
    return b"".join(path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file())


def make_settings(data: Path, **settings: Any) -> Settings:
    """Return settings for a test's host."""
    limits = RateSettings(sign_ups_per_hour=0, sign_in_failures_per_address=0, join_guesses_per_hour=0)
    return Settings(data=data, **{"rates": limits, **settings})


@functools.cache
def migrated_database() -> bytes:
    """Return the file of an empty, migrated database. Every local host begins with a copy: the migrations, which have
    tests of their own, would take two thirds of the time of all tests."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / DATABASE_NAME
        engine = make_engine(f"sqlite:///{file}")
        migrate(engine)
        engine.dispose()
        return file.read_bytes()


@asynccontextmanager
async def local_host(
    data: Path, *, clock: Clock = utc_now, listening: bool = False, example: bool = False, **settings: Any
) -> AsyncIterator[LocalHost]:
    """Run a host inside the test's loop. `listening` adds a real socket, which streams need."""
    hashing = SecretHashing(memory_kib=CHEAP_KIB)
    known = make_settings(data, **settings)
    file = data / DATABASE_NAME
    if known.get_database_url().endswith(str(file)) and not file.exists():
        file.write_bytes(migrated_database())
    app = create_app(known, clock=clock, hashing=hashing, example=example)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://kith.test{BASE}") as client:
        if not listening:
            async with app.router.lifespan_context(app):
                yield LocalHost(app, client, clock)
            return
        addresses: asyncio.Queue[str] = asyncio.Queue()
        server = make_server(app, host="127.0.0.1", port=0, trusted_proxies="", ready=addresses.put_nowait)
        serving = asyncio.create_task(server.serve())
        try:
            async with asyncio.timeout(20):
                url = await addresses.get()
            yield LocalHost(app, client, clock, url)
        finally:
            server.stop()
            await serving


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """A server as a process of its own, as a host runs it."""

    program: Program
    url: str
    data: Path

    def client(self) -> httpx.AsyncClient:
        """Return a client of its API."""
        return httpx.AsyncClient(base_url=f"{self.url}{BASE}", timeout=20)


@contextmanager
def server_process(data: Path, *flags: str, port: int | None = None, **environment: str) -> Iterator[ServerProcess]:
    """Run `kith serve` on a free port of loopback until the block ends; `environment` adds KITH_* settings."""
    command = ("-m", "server.cli", "serve", "--data", str(data), "--port", str(port or free_ports()), *flags)
    with running(*command, environment={**NO_LIMITS, **environment}) as program:
        url = program.wait_for(r"listens on (http://\S+)").group(1)
        yield ServerProcess(program, url, data)
