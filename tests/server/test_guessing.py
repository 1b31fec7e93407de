"""What guessing costs: attempts are counted, per account and per address, and every guess is the same work."""

import base64
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from server.host import address_of
from server.secret_hashing import SecretHashing
from server.settings import RateSettings
from tests.support.server import LocalHost, MovedClock, Person, credentials, local_host, random64, sign_up_request

FOUR_PER_ADDRESS = RateSettings(sign_ups_per_hour=0, sign_in_failures_per_address=4)


async def sign_in(here: LocalHost, person: Person, **changed: Any) -> httpx.Response:
    secret = base64.b64encode(person.auth_secret).decode()
    request = {"handle": person.handle, "auth_secret": secret, "device_name": "Laptop", **changed}
    return await here.client.post("/sessions", json=request)


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_five_failures_close_the_door_for_a_while_and_leave_sessions_alone(
    here: LocalHost, clock: MovedClock
) -> None:
    ada = await here.sign_up("ada")
    for _ in range(5):
        assert (await sign_in(here, ada, auth_secret=random64(32))).status_code == 403
    refused = await sign_in(here, ada)
    assert code(refused) == (429, "rate_limited")
    assert 0 < int(refused.headers["retry-after"]) <= 15 * 60
    await ada.call("GET", "/account", expect=200)
    clock.move(minutes=15, seconds=1)
    assert (await sign_in(here, ada)).status_code == 201


async def test_a_success_clears_the_failures_before_it(here: LocalHost) -> None:
    ada = await here.sign_up("ada")
    for _ in range(2):
        for _ in range(4):
            await sign_in(here, ada, auth_secret=random64(32))
        assert (await sign_in(here, ada)).status_code == 201


@pytest.mark.parametrize("path", ["/recovery/open", "/account/passphrase", "/accounts"])
async def test_every_proof_counts_as_an_attempt(here: LocalHost, path: str) -> None:
    ada = await here.sign_up("ada")
    requests: dict[str, dict[str, Any]] = {
        "/recovery/open": {"handle": "ada", "auth_secret": random64(32)},
        "/account/passphrase": {"auth_secret": random64(32), "key_version": 2, "credentials": credentials()},
        "/accounts": sign_up_request("ada") | {"id": str(ada.id)},
    }
    request = requests[path]
    for _ in range(5):
        assert (await ada.call("POST", path, request)).status_code in (403, 409)
    assert code(await ada.call("POST", path, request)) == (429, "rate_limited")


async def test_one_address_cannot_try_many_handles(tmp_path: Path) -> None:
    assert RateSettings().sign_in_failures_per_address == 20
    async with local_host(tmp_path, rates=FOUR_PER_ADDRESS) as here:
        ada = await here.sign_up("ada")
        for number in range(4):
            await sign_in(here, ada, handle=f"guess{number}")
        assert code(await sign_in(here, ada)) == (429, "rate_limited")


async def test_having_an_account_clears_no_way_for_guesses_at_others(tmp_path: Path) -> None:
    async with local_host(tmp_path, rates=FOUR_PER_ADDRESS) as here:
        eve = await here.sign_up("eve")
        for number in range(4):
            await sign_in(here, eve, handle=f"guess{number}")
            if number < 3:
                assert (await sign_in(here, eve)).status_code == 201
        assert code(await sign_in(here, eve, handle="guess5")) == (429, "rate_limited")


async def test_sign_ups_from_one_address_are_limited(tmp_path: Path, clock: MovedClock) -> None:
    async with local_host(tmp_path, clock=clock, rates=RateSettings()) as here:
        for number in range(3):
            await here.sign_up(f"p{number}xx")
        assert code(await here.client.post("/accounts", json=sign_up_request("late"))) == (429, "rate_limited")
        clock.move(hours=1, seconds=1)
        await here.sign_up("late")


async def test_counters_survive_a_restart(tmp_path: Path, clock: MovedClock) -> None:
    async with local_host(tmp_path, clock=clock) as here:
        ada = await here.sign_up("ada")
        for _ in range(5):
            await sign_in(here, ada, auth_secret=random64(32))
    async with local_host(tmp_path, clock=clock) as here:
        assert code(await sign_in(here, ada)) == (429, "rate_limited")


async def test_renames_are_limited(here: LocalHost) -> None:
    ada = await here.sign_up("ada")
    for number in range(10):
        await ada.call("PATCH", "/account", {"display_name": f"Ada {number}"}, expect=200)
    await ada.call("PATCH", "/account", {"display_name": "Ada 9"}, expect=200)  # no change, no count
    assert code(await ada.call("PATCH", "/account", {"display_name": "Ada X"})) == (429, "rate_limited")


async def test_a_busy_host_says_so_and_counts_no_failure(here: LocalHost, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = await here.sign_up("ada")
    with monkeypatch.context() as patch:
        patch.setattr("server.secret_hashing.WAITING_MAX", -2)
        for _ in range(7):
            busy = await sign_in(here, ada)
            assert code(busy) == (503, "busy")
            assert int(busy.headers["retry-after"]) > 0
    assert (await sign_in(here, ada)).status_code == 201


@pytest.mark.parametrize(
    ("client", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_a_household_counts_as_one_address(client: str, counted_as: str) -> None:
    request = Request({"type": "http", "client": (client, 1), "headers": []})
    assert address_of(request) == counted_as


async def test_unknown_handles_take_as_long_as_known_ones(tmp_path: Path) -> None:
    """Counted in work, not in time: a guess costs one Argon2id whether or not somebody has the handle."""
    async with local_host(tmp_path) as here:
        ada = await here.sign_up("ada")
        runs = 0
        inner = here.host.hashing._fits

        def count(encoded: str, secret: bytes) -> bool:
            nonlocal runs
            runs += 1
            assert encoded.startswith("$argon2id$v=19$m=256,t=1,p=1$")
            return inner(encoded, secret)

        here.host.hashing._fits = count  # type: ignore[method-assign]
        await sign_in(here, ada, auth_secret=random64(32))
        assert runs == 1
        await sign_in(here, ada, handle="nobody")
        assert runs == 2


async def test_the_hash_is_argon2id_with_the_figures_of_the_design() -> None:
    hashing = SecretHashing()
    encoded = await hashing.hash(b"x" * 32)
    assert encoded.startswith("$argon2id$v=19$m=47104,t=1,p=1$")
    assert await hashing.verify(encoded, b"x" * 32)
    assert not await hashing.verify(encoded, b"y" * 32)
    assert not await hashing.verify(None, b"x" * 32)
    hashing.close()
