"""Becoming somebody: with an honest host, over a bad line, and with a hostile host."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import ValidationError

from api_client import (
    ApiClient,
    Conflict,
    HostUntrusted,
    InvalidResponse,
    RateLimited,
    RecoveryCode,
    Rejected,
    Unauthorized,
    Unreachable,
    WeakKeyParameters,
    WeakPassphrase,
    WrongKey,
    account_flow,
    new_vault_key,
)
from api_client.wire import limits
from api_client.wire.encoding import encode_base64
from tests.api_client.conftest import PASSPHRASE, Device, database_file, in_loop, sign_up, weakened
from tests.support.faults import FaultyTransport, Imposter, LyingHost, http_answer
from tests.support.server import LocalHost, local_host

pytestmark = pytest.mark.usefixtures("cheap_keys")

Connect = Callable[..., ApiClient]
OTHER_PASSPHRASE = "drei Kastanien am Fenster"


async def sign_in(client: ApiClient, device: Device, passphrase: str = PASSPHRASE) -> account_flow.SignedInKeys:
    return await account_flow.sign_in(client, device.account.handle, passphrase, "Tablet")


async def test_a_second_device_opens_the_same_vault(connect: Connect) -> None:
    phone, tablet = await sign_up(connect()), connect()
    opened = await sign_in(tablet, phone)
    assert opened.vault_key == phone.vault_key
    assert tablet.token == opened.signed_in.token != phone.client.token
    assert len((await tablet.accounts.list_devices()).devices) == 2
    await phone.client.accounts.revoke_device(opened.signed_in.device_id)
    with pytest.raises(Unauthorized):
        await tablet.accounts.get_account()


async def test_the_default_cost_of_a_passphrase_is_the_one_of_the_contract(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    phone = await sign_up(connect())
    parameters = phone.signed_in.parameters
    assert (parameters.memory_kib, parameters.passes, parameters.lanes) == (64 * 1024, 3, 1)


@pytest.mark.parametrize("wrong", ["the heron waits by our weir ", "The heron waits by our weir", OTHER_PASSPHRASE, ""])
async def test_a_wrong_passphrase_is_rejected_in_one_way(connect: Connect, wrong: str) -> None:
    phone, tablet = await sign_up(connect()), connect()
    with pytest.raises(Rejected) as caught:
        await sign_in(tablet, phone, wrong)
    assert caught.value.code == "sign_in_failed"
    with pytest.raises(Rejected) as unknown:
        await account_flow.sign_in(tablet, "nobody.at.all", wrong, "Tablet")
    assert (unknown.value.code, unknown.value.title) == (caught.value.code, caught.value.title)
    assert tablet.token is None


async def test_too_many_wrong_passphrases_are_told_to_wait(connect: Connect) -> None:
    phone, tablet = await sign_up(connect()), connect()
    for _ in range(5):
        with pytest.raises(Rejected):
            await sign_in(tablet, phone, OTHER_PASSPHRASE)
    with pytest.raises(RateLimited) as caught:
        await sign_in(tablet, phone, OTHER_PASSPHRASE)
    assert 0 < caught.value.retry_after <= 15 * 60


async def test_a_taken_handle_is_rejected(connect: Connect) -> None:
    phone = await sign_up(connect())
    client = connect()
    for passphrase in (OTHER_PASSPHRASE, PASSPHRASE):  # even the same passphrase does not make it the same account
        with pytest.raises(Rejected) as caught:
            await account_flow.sign_up(
                client,
                account_id=uuid4(),
                vault_key=new_vault_key(),
                handle=phone.account.handle,
                display_name="Other",
                passphrase=passphrase,
                device_name="Phone",
            )
        assert caught.value.code == "handle_taken"
        assert client.token is None


async def test_a_closed_host_says_so(tmp_path: Path) -> None:
    async with local_host(tmp_path, sign_up_open=False) as closed:
        with pytest.raises(Rejected) as caught:
            await sign_up(ApiClient("http://kith.test", transport=in_loop(closed)))
    assert caught.value.code == "sign_up_closed"


async def test_a_refusal_that_does_not_concern_the_code_is_told_as_it_is(connect: Connect) -> None:
    answer = http_answer("403 Forbidden", b'{"title":"No.","status":403,"code":"not_allowed"}')
    async with Imposter(answer) as imposter:
        with pytest.raises(Rejected) as caught:
            client = connect(imposter.base_url)
            await account_flow.recover(client, "mira", RecoveryCode.new(), OTHER_PASSPHRASE, "New phone")
        assert caught.value.code == "not_allowed"
        assert len(imposter.requests) == 1


@pytest.mark.parametrize("handle", ["", "x", "not a handle", "mira\u202e"])
async def test_an_impossible_handle_is_refused_before_anything_is_sent(connect: Connect, handle: str) -> None:
    liar = LyingHost(httpx.AsyncHTTPTransport(), {})
    with pytest.raises(ValidationError) as caught:
        await account_flow.sign_in(connect(transport=liar), handle, PASSPHRASE, "Tablet")
    assert liar.paths == []
    assert not handle or handle not in str(caught.value)


async def test_a_weak_passphrase_never_leaves_the_device(connect: Connect, host: LocalHost) -> None:
    phone = await sign_up(connect())
    account, key = phone.account, phone.vault_key
    client = connect(transport=FaultyTransport(in_loop(host), planned=["drop_request"] * 9))
    with pytest.raises(WeakPassphrase) as caught:
        await account_flow.sign_up(
            client,
            account_id=uuid4(),
            vault_key=key,
            handle="mira",
            display_name="Mira",
            passphrase="short",
            device_name="P",
        )
    assert caught.value.problems == ("too_short",)
    with pytest.raises(WeakPassphrase):
        await account_flow.change_passphrase(client, account, key, PASSPHRASE, f"my name is {account.handle}")
    with pytest.raises(WeakPassphrase):
        await account_flow.recover(client, account.handle, phone.code, "password" * 3, "Tablet")


async def test_the_device_unlocks_without_any_host(connect: Connect) -> None:
    phone = await sign_up(connect())
    kept = phone.signed_in
    assert await account_flow.unlock(PASSPHRASE, kept.parameters, kept.wrapped_key, kept.account) == phone.vault_key
    with pytest.raises(WrongKey):
        await account_flow.unlock(OTHER_PASSPHRASE, kept.parameters, kept.wrapped_key, kept.account)
    with pytest.raises(WeakKeyParameters):
        await account_flow.unlock(PASSPHRASE, weakened(kept.parameters), kept.wrapped_key, kept.account)


async def test_a_changed_passphrase_signs_others_out_and_keeps_vault_and_code(connect: Connect) -> None:
    phone, tablet = await sign_up(connect()), connect()
    await sign_in(tablet, phone)
    changed = await account_flow.change_passphrase(
        phone.client, phone.account, phone.vault_key, PASSPHRASE, OTHER_PASSPHRASE
    )
    assert changed.account.key_version == 2
    unlocked = await account_flow.unlock(OTHER_PASSPHRASE, changed.parameters, changed.wrapped_key, changed.account)
    assert unlocked == phone.vault_key
    with pytest.raises(Unauthorized):
        await tablet.accounts.get_account()
    assert (await phone.client.accounts.get_account()).key_version == 2
    with pytest.raises(Rejected):
        await sign_in(tablet, phone)
    assert (await sign_in(tablet, phone, OTHER_PASSPHRASE)).vault_key == phone.vault_key
    recovered, _ = await account_flow.recover(connect(), phone.account.handle, phone.code, PASSPHRASE, "New phone")
    assert recovered.vault_key == phone.vault_key
    assert recovered.signed_in.account.key_version == 3


async def test_a_passphrase_changed_elsewhere_is_a_conflict_or_a_refusal(connect: Connect) -> None:
    phone = await sign_up(connect())
    with pytest.raises(Rejected) as wrong:
        await account_flow.change_passphrase(
            phone.client, phone.account, phone.vault_key, OTHER_PASSPHRASE, "sieben Schiffe im Morgennebel"
        )
    assert wrong.value.code == "sign_in_failed"
    stale = phone.account.model_copy(update={"key_version": 7})
    with pytest.raises(Conflict):
        await account_flow.change_passphrase(phone.client, stale, phone.vault_key, PASSPHRASE, OTHER_PASSPHRASE)


async def test_the_recovery_code_serves_once(connect: Connect) -> None:
    phone = await sign_up(connect())
    client = connect()
    recovered, code = await account_flow.recover(
        client, phone.account.handle, RecoveryCode.parse(phone.code.text.lower()), OTHER_PASSPHRASE, "New phone"
    )
    assert recovered.vault_key == phone.vault_key
    assert code != phone.code
    with pytest.raises(Unauthorized):
        await phone.client.accounts.get_account()
    with pytest.raises(Rejected) as spent:
        await account_flow.recover(connect(), phone.account.handle, phone.code, PASSPHRASE, "Thief")
    assert spent.value.code == "sign_in_failed"
    again, _ = await account_flow.recover(connect(), phone.account.handle, code, PASSPHRASE, "New phone")
    assert again.vault_key == phone.vault_key


async def test_a_replaced_code_ends_the_old_one(connect: Connect) -> None:
    phone = await sign_up(connect())
    with pytest.raises(Rejected):
        await account_flow.replace_recovery(phone.client, phone.account, phone.vault_key, OTHER_PASSPHRASE)
    code = await account_flow.replace_recovery(phone.client, phone.account, phone.vault_key, PASSPHRASE)
    with pytest.raises(Rejected):
        await account_flow.recover(connect(), phone.account.handle, phone.code, OTHER_PASSPHRASE, "New phone")
    recovered, _ = await account_flow.recover(connect(), phone.account.handle, code, OTHER_PASSPHRASE, "New phone")
    assert recovered.vault_key == phone.vault_key


async def test_signing_up_again_after_a_lost_answer_finds_ones_own_account(connect: Connect, host: LocalHost) -> None:
    client = connect(transport=FaultyTransport(in_loop(host), planned=["drop_response"]))
    about_me: dict[str, Any] = {
        "account_id": uuid4(),
        "vault_key": new_vault_key(),
        "handle": f"p{uuid4().hex[:12]}",
        "display_name": "Mira",
        "passphrase": PASSPHRASE,
        "device_name": "Phone",
    }
    with pytest.raises(Unreachable):
        await account_flow.sign_up(client, **about_me)
    assert client.token is None
    signed_in, code = await account_flow.sign_up(client, **about_me)
    assert signed_in.account.id == about_me["account_id"]
    recovered, _ = await account_flow.recover(connect(), about_me["handle"], code, OTHER_PASSPHRASE, "New phone")
    assert recovered.vault_key == about_me["vault_key"]


async def test_recovering_again_after_a_lost_answer_goes_on(connect: Connect, host: LocalHost) -> None:
    phone = await sign_up(connect())
    client = connect(transport=FaultyTransport(in_loop(host), planned=["", "drop_response"]))
    with pytest.raises(Unreachable):
        await account_flow.recover(client, phone.account.handle, phone.code, OTHER_PASSPHRASE, "New phone")
    recovered, code = await account_flow.recover(
        client, phone.account.handle, phone.code, OTHER_PASSPHRASE, "New phone"
    )
    assert recovered.vault_key == phone.vault_key
    again, _ = await account_flow.recover(connect(), phone.account.handle, code, PASSPHRASE, "Newer phone")
    assert again.vault_key == phone.vault_key


async def test_a_repeated_request_of_the_network_changes_nothing(connect: Connect, host: LocalHost) -> None:
    line = FaultyTransport(in_loop(host), planned=["duplicate"])
    phone = await sign_up(connect(transport=line))
    assert (await phone.client.accounts.get_account()).id == phone.account.id
    assert (await sign_in(connect(), phone)).vault_key == phone.vault_key


Lie = Callable[[dict[str, Any]], dict[str, Any]]


def replacing(**change: Any) -> Lie:
    """Return a lie that replaces fields of an honest answer."""
    return lambda answer: answer | change


# What a hostile host could try (E2E-M): lies change its honest answers, and nothing of them may be used.
def lying(host: LocalHost, **lies: Lie) -> LyingHost:
    return LyingHost(in_loop(host), {name.replace("__", "/"): lie for name, lie in lies.items()})


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"memory_kib": 8}, WeakKeyParameters),
        ({"memory_kib": limits.KDF_MEMORY_KIB_MIN - 1}, WeakKeyParameters),
        ({"passes": 1}, WeakKeyParameters),
        ({"passes": 0}, InvalidResponse),
        ({"memory_kib": 2**31}, InvalidResponse),
        ({"passes": 10_000}, InvalidResponse),
        ({"lanes": 2**20}, InvalidResponse),
        ({"salt": ""}, InvalidResponse),
        ({"salt": encode_base64(bytes(8))}, InvalidResponse),
    ],
)
async def test_a_host_cannot_weaken_the_stretching_nor_wear_the_device_out(
    connect: Connect, host: LocalHost, change: dict[str, Any], error: type[Exception]
) -> None:
    phone = await sign_up(connect())
    liar = lying(host, start=replacing(**change))
    client = connect(transport=liar)
    with pytest.raises(error):
        await sign_in(client, phone)
    assert liar.paths == ["/api/v1/sessions/start"]  # nothing derived from the passphrase was sent
    client.token = phone.client.token
    with pytest.raises(error):
        await account_flow.change_passphrase(client, phone.account, phone.vault_key, PASSPHRASE, OTHER_PASSPHRASE)
    with pytest.raises(error):
        await account_flow.replace_recovery(client, phone.account, phone.vault_key, PASSPHRASE)
    assert set(liar.paths) == {"/api/v1/sessions/start"}


async def test_a_host_cannot_pass_off_another_key_account_or_version_at_sign_in(
    connect: Connect, host: LocalHost
) -> None:
    mira, noor = await sign_up(connect()), await sign_up(connect())
    old_key = mira.signed_in.wrapped_key
    changed = await account_flow.change_passphrase(
        mira.client, mira.account, mira.vault_key, PASSPHRASE, OTHER_PASSPHRASE
    )

    def with_account(**change: Any) -> Lie:
        return lambda answer: answer | {"account": answer["account"] | change}

    def with_key(wrapped: bytes) -> Lie:
        return replacing(wrapped_key=encode_base64(wrapped))

    flipped = bytes([changed.wrapped_key[0], changed.wrapped_key[1] ^ 1]) + changed.wrapped_key[2:]
    for lie in (
        with_key(noor.signed_in.wrapped_key),
        with_key(old_key),
        with_key(flipped),
        with_key(changed.wrapped_key[:-1]),
        with_key(b"x"),
        with_account(id=str(noor.account.id)),
        with_account(key_version=1),
        with_account(key_version=3),
        lambda answer: answer | {"parameters": answer["parameters"] | {"passes": 3}},
    ):
        client = connect(transport=lying(host, sessions=lie))
        with pytest.raises(HostUntrusted):
            await sign_in(client, mira, OTHER_PASSPHRASE)
        assert client.token is None
    assert (await sign_in(connect(), mira, OTHER_PASSPHRASE)).vault_key == mira.vault_key


async def test_a_host_cannot_pass_off_another_account_at_sign_up(connect: Connect, host: LocalHost) -> None:
    for change in (
        {"wrapped_key": encode_base64(b"x" * 61)},
        {"account": {"id": str(uuid4())}},
        {"account": {"key_version": 2}},
    ):

        def lie(answer: dict[str, Any], change: dict[str, Any] = change) -> dict[str, Any]:
            nested = {
                name: answer[name] | value if isinstance(value, dict) else value for name, value in change.items()
            }
            return answer | nested

        client = connect(transport=lying(host, accounts=lie))
        with pytest.raises(HostUntrusted):
            await sign_up(client)
        assert client.token is None


async def test_a_host_cannot_pass_off_another_key_at_recovery(connect: Connect, host: LocalHost) -> None:
    mira, noor = await sign_up(connect()), await sign_up(connect())
    for change in (
        {"account_id": str(noor.account.id)},
        {"wrapped_key": encode_base64(mira.signed_in.wrapped_key)},
        {"wrapped_key": encode_base64(b"x" * 61)},
    ):
        liar = lying(host, open=replacing(**change))
        client = connect(transport=liar)
        with pytest.raises(HostUntrusted):
            await account_flow.recover(client, mira.account.handle, mira.code, OTHER_PASSPHRASE, "New phone")
        assert client.token is None
        assert liar.paths == ["/api/v1/recovery/open"]


async def test_a_host_that_answers_a_recovery_or_change_wrongly_is_not_believed(
    connect: Connect, host: LocalHost
) -> None:
    mira, noor = await sign_up(connect()), await sign_up(connect())
    client = connect(transport=lying(host, passphrase=replacing(key_version=9)))
    client.token = mira.client.token
    with pytest.raises(HostUntrusted):
        await account_flow.change_passphrase(client, mira.account, mira.vault_key, PASSPHRASE, OTHER_PASSPHRASE)
    for change in ({"wrapped_key": encode_base64(b"x" * 61)}, {"account": noor.account.model_dump(mode="json")}):
        person = await sign_up(connect())
        client = connect(transport=lying(host, v1__recovery=replacing(**change)))
        with pytest.raises(HostUntrusted):
            await account_flow.recover(client, person.account.handle, person.code, OTHER_PASSPHRASE, "New phone")
        assert client.token is None


async def test_the_host_never_holds_what_opens_the_vault(connect: Connect, host: LocalHost) -> None:
    sent = bytearray()

    class Tap(httpx.AsyncBaseTransport):
        """Keeps every byte that goes to the host."""

        def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
            self.inner = inner

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            sent.extend(str(request.url).encode() + repr(request.headers.raw).encode() + await request.aread())
            return await self.inner.handle_async_request(request)

    phone = await sign_up(connect(transport=Tap(in_loop(host))))
    client = connect(transport=Tap(in_loop(host)))
    await sign_in(client, phone)
    await account_flow.change_passphrase(client, phone.account, phone.vault_key, PASSPHRASE, OTHER_PASSPHRASE)
    _, code = await account_flow.recover(client, phone.account.handle, phone.code, PASSPHRASE, "New phone")
    stored = b"".join(path.read_bytes() for path in database_file(host).parent.glob("kith.sqlite*"))
    secrets = [PASSPHRASE.encode(), OTHER_PASSPHRASE.encode(), phone.vault_key, phone.code.secret, code.secret]
    secrets += [encode_base64(secret).encode() for secret in secrets] + [phone.code.text.encode(), code.text.encode()]
    for secret in secrets:
        assert secret not in stored and secret not in sent
        assert secret.hex().encode() not in stored and secret.hex().encode() not in sent


async def test_what_the_flows_return_shows_no_keys(connect: Connect) -> None:
    phone = await sign_up(connect())
    opened = await sign_in(connect(), phone)
    changed = await account_flow.change_passphrase(
        phone.client, phone.account, phone.vault_key, PASSPHRASE, OTHER_PASSPHRASE
    )
    shown = repr(opened) + repr(changed) + repr(phone.code)
    for secret in (phone.vault_key, changed.wrapped_key, phone.code.secret):
        assert repr(secret)[2:-1] not in shown
    assert opened.signed_in.token not in shown
