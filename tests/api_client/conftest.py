"""A real host for the whole module, inside its loop and listening on loopback; and people on it with real keys."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from api_client import ApiClient, RecoveryCode, account_flow, keys
from api_client.wire import limits
from api_client.wire.accounts import Account, KeyParameters, SignedIn
from tests.support.server import LocalHost, local_host

PASSPHRASE = "the heron waits by our weir"


@dataclass(frozen=True)
class Device:
    """One signed-in device of one person, and what it knows."""

    client: ApiClient
    signed_in: SignedIn
    vault_key: bytes
    code: RecoveryCode

    @property
    def account(self) -> Account:
        """The account, as it was at signing in."""
        return self.signed_in.account


@pytest.fixture(scope="module")
async def host(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalHost]:
    """A host for this module's tests."""
    async with local_host(tmp_path_factory.mktemp("host"), listening=True, listing=True) as running:
        yield running


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch passphrases as little as is allowed: the derivation itself is tested in `test_keys`."""
    monkeypatch.setattr(limits, "KDF_MEMORY_KIB", limits.KDF_MEMORY_KIB_MIN)
    monkeypatch.setattr(limits, "KDF_PASSES", limits.KDF_PASSES_MIN)


@pytest.fixture
async def connect(host: LocalHost) -> AsyncIterator[Callable[..., ApiClient]]:
    """A function that opens clients of the host, by default in its loop without a socket; they are closed later."""
    clients: list[ApiClient] = []

    def connect_client(base_url: str = "http://kith.test", **options: object) -> ApiClient:
        transport = options.pop("transport", None)
        assert transport is None or isinstance(transport, httpx.AsyncBaseTransport)
        if base_url == "http://kith.test" and transport is None:
            transport = in_loop(host)
        clients.append(ApiClient(base_url, transport=transport))
        return clients[-1]

    yield connect_client
    for client in clients:
        await client.close()


def in_loop(host: LocalHost) -> httpx.ASGITransport:
    """Return the way to the host without a socket."""
    return httpx.ASGITransport(host.app, raise_app_exceptions=False)


async def sign_up(client: ApiClient, display_name: str = "Mira", account_id: UUID | None = None) -> Device:
    """Make an account with a handle of its own."""
    vault_key = keys.new_vault_key()
    signed_in, code = await account_flow.sign_up(
        client,
        account_id=account_id or uuid4(),
        vault_key=vault_key,
        handle=f"p{uuid4().hex[:12]}",
        display_name=display_name,
        passphrase=PASSPHRASE,
        device_name="Phone",
    )
    return Device(client, signed_in, vault_key, code)


def weakened(parameters: KeyParameters) -> KeyParameters:
    """Return parameters just below the floor."""
    return parameters.model_copy(update={"passes": limits.KDF_PASSES_MIN - 1})


def database_file(host: LocalHost) -> Path:
    """Return where the host keeps its data."""
    return host.host.settings.data / "kith.sqlite"
