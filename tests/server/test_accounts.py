"""Signing up and in, devices, passphrase and recovery."""

import base64
from pathlib import Path
from typing import Any

import httpx
import pytest

from api_client.wire import limits
from tests.support.server import (
    LocalHost,
    MovedClock,
    Person,
    credentials,
    local_host,
    make_settings,
    random64,
    sign_up_request,
)


def text64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def proof(person: Person, **changed: Any) -> dict[str, Any]:
    return {"handle": person.handle, "auth_secret": text64(person.auth_secret), "device_name": "Laptop", **changed}


async def sign_in(here: LocalHost, person: Person, **changed: Any) -> httpx.Response:
    return await here.client.post("/sessions", json=proof(person, **changed))


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_sign_up_gives_account_session_and_keys(here: LocalHost) -> None:
    request = sign_up_request("ada", "Ada L.")
    answer = await here.client.post("/accounts", json=request)
    assert answer.status_code == 201
    signed_in = answer.json()
    assert signed_in["account"] | {"created_at": ""} == {
        "id": request["id"],
        "handle": "ada",
        "display_name": "Ada L.",
        "key_version": 1,
        "created_at": "",
    }
    assert signed_in["wrapped_key"] == request["credentials"]["wrapped_key"]
    assert signed_in["token"].startswith("kith_s_")


async def test_sign_up_repeated_after_a_lost_answer_is_the_same_account(here: LocalHost) -> None:
    request = sign_up_request("ada")
    first = (await here.client.post("/accounts", json=request)).json()
    again = await here.client.post("/accounts", json=request)
    assert again.status_code == 201
    assert again.json()["account"] == first["account"]
    assert again.json()["token"] != first["token"]
    stolen = sign_up_request("ada") | {"id": request["id"]}
    assert code(await here.client.post("/accounts", json=stolen)) == (409, "id_taken")
    renamed = request | {"handle": "eve"}
    assert code(await here.client.post("/accounts", json=renamed)) == (409, "id_taken")


async def test_a_handle_is_taken_once_whatever_its_case(here: LocalHost) -> None:
    await here.sign_up("ada")
    assert code(await here.client.post("/accounts", json=sign_up_request("Ada"))) == (409, "handle_taken")


async def test_closed_sign_up_says_so(tmp_path: Path) -> None:
    async with local_host(tmp_path, sign_up_open=False) as here:
        assert (await here.client.get("/about")).json()["sign_up_open"] is False
        assert code(await here.client.post("/accounts", json=sign_up_request("ada"))) == (403, "sign_up_closed")


@pytest.mark.parametrize("missing", ["of_age", "rules_accepted"])
async def test_sign_up_needs_age_and_rules(here: LocalHost, missing: str) -> None:
    answer = await here.client.post("/accounts", json=sign_up_request("ada") | {missing: False})
    assert (answer.status_code, answer.json()["fields"]) == (422, {missing: "literal_error"})


async def test_signing_in_opens_one_more_device(here: LocalHost) -> None:
    ada = await here.sign_up("ada")
    answer = await sign_in(here, ada)
    assert answer.status_code == 201
    devices = (await ada.call("GET", "/devices", expect=200)).json()["devices"]
    assert [(d["name"], d["this_device"]) for d in devices] == [("Laptop", False), ("Phone", True)]


async def test_unknown_handle_and_wrong_passphrase_answer_alike(here: LocalHost) -> None:
    ada = await here.sign_up("ada")
    wrong = await sign_in(here, ada, auth_secret=random64(32))
    unknown = await sign_in(here, ada, handle="nobody")
    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)
    assert code(wrong) == (403, "sign_in_failed")
    headers = [{k: v for k, v in a.headers.items() if k != "x-request-id"} for a in (wrong, unknown)]
    assert headers[0] == headers[1]


async def test_key_parameters_of_unknown_handles_are_stable_and_look_real(here: LocalHost) -> None:
    ada = await here.sign_up("ada")
    real = (await here.client.post("/sessions/start", json={"handle": "ada"})).json()
    made_up = [(await here.client.post("/sessions/start", json={"handle": "nobody"})).json() for _ in range(2)]
    other = (await here.client.post("/sessions/start", json={"handle": "somebody"})).json()
    assert made_up[0] == made_up[1] != other
    assert made_up[0].keys() == real.keys()
    assert len(base64.b64decode(made_up[0]["salt"])) == limits.SALT_BYTES
    assert {k: v for k, v in made_up[0].items() if k != "salt"} == {k: v for k, v in real.items() if k != "salt"}
    assert ada.handle == "ada"


async def test_sessions_end_after_idle_and_after_absolute_time(here: LocalHost, clock: MovedClock) -> None:
    ada = await here.sign_up("ada")
    clock.move(days=limits.SESSION_IDLE_DAYS)
    await ada.call("GET", "/account", expect=200)
    clock.move(days=limits.SESSION_IDLE_DAYS + 1)
    assert code(await ada.call("GET", "/account")) == (401, "sign_in_required")

    bea = await here.sign_up("bea")
    for _ in range(limits.SESSION_ABSOLUTE_DAYS // 20 - 1):
        clock.move(days=20)
        await bea.call("GET", "/account", expect=200)
    clock.move(days=20)
    await bea.call("GET", "/account", expect=401)


async def test_expired_devices_are_cleared_at_the_next_sign_in(here: LocalHost, clock: MovedClock) -> None:
    ada = await here.sign_up("ada")
    clock.move(days=limits.SESSION_IDLE_DAYS + 1)
    ada.token = (await sign_in(here, ada)).json()["token"]
    devices = (await ada.call("GET", "/devices", expect=200)).json()["devices"]
    assert [d["name"] for d in devices] == ["Laptop"]


async def test_signing_out_and_revoking_end_a_session(here: LocalHost) -> None:
    ada = await here.sign_up("ada")
    other = (await sign_in(here, ada)).json()
    await ada.call("DELETE", f"/devices/{other['device_id']}", expect=204)
    as_other = {"Authorization": f"Bearer {other['token']}"}
    assert (await here.client.get("/account", headers=as_other)).status_code == 401
    await ada.call("DELETE", f"/devices/{other['device_id']}", expect=404)
    await ada.call("DELETE", "/session", expect=204)
    await ada.call("GET", "/account", expect=401)


async def test_nobody_revokes_another_accounts_device(here: LocalHost) -> None:
    ada, bob = await here.sign_up("ada"), await here.sign_up("bob")
    await bob.call("DELETE", f"/devices/{ada.device_id}", expect=404)
    await ada.call("GET", "/account", expect=200)


async def test_changing_the_passphrase_signs_the_others_out(here: LocalHost) -> None:
    ada = await here.sign_up("ada")
    other = (await sign_in(here, ada)).json()
    new = credentials()
    change = {"auth_secret": text64(ada.auth_secret), "key_version": 2, "credentials": new}
    assert (await ada.call("POST", "/account/passphrase", change, expect=200)).json()["key_version"] == 2
    as_other = {"Authorization": f"Bearer {other['token']}"}
    assert (await here.client.get("/account", headers=as_other)).status_code == 401
    assert (await sign_in(here, ada)).status_code == 403
    signed_in = await sign_in(here, ada, auth_secret=new["auth_secret"])
    assert (signed_in.status_code, signed_in.json()["wrapped_key"]) == (201, new["wrapped_key"])
    assert code(await ada.call("POST", "/account/passphrase", change)) == (403, "sign_in_failed")
    stale = change | {"auth_secret": new["auth_secret"]}
    assert code(await ada.call("POST", "/account/passphrase", stale)) == (409, "version_conflict")


async def test_recovery_code_opens_the_vault_and_sets_everything_anew(here: LocalHost) -> None:
    ada = await here.sign_up("ada")
    prove = {"handle": "ada", "auth_secret": text64(ada.recovery_secret)}
    opened = (await here.client.post("/recovery/open", json=prove)).json()
    assert (opened["account_id"], opened["key_version"]) == (str(ada.id), 1)
    new, recovery = credentials(), {"auth_secret": random64(32), "wrapped_key": random64(60)}
    request = {**prove, "key_version": 2, "credentials": new, "recovery": recovery, "device_name": "New phone"}
    signed_in = await here.client.post("/recovery", json=request)
    assert (signed_in.status_code, signed_in.json()["account"]["key_version"]) == (201, 2)
    await ada.call("GET", "/account", expect=401)
    assert code(await here.client.post("/recovery/open", json=prove)) == (403, "sign_in_failed")
    assert (await sign_in(here, ada, auth_secret=new["auth_secret"])).status_code == 201


async def test_replacing_the_recovery_code_ends_the_old_one(here: LocalHost) -> None:
    ada = await here.sign_up("ada")
    new = {"auth_secret": random64(32), "wrapped_key": random64(60)}
    wrong = {"auth_secret": random64(32), "recovery": new}
    assert code(await ada.call("POST", "/account/recovery", wrong)) == (403, "sign_in_failed")
    await ada.call("POST", "/account/recovery", wrong | {"auth_secret": text64(ada.auth_secret)}, expect=204)
    old = {"handle": "ada", "auth_secret": text64(ada.recovery_secret)}
    assert (await here.client.post("/recovery/open", json=old)).status_code == 403
    opened = await here.client.post("/recovery/open", json=old | {"auth_secret": new["auth_secret"]})
    assert (opened.status_code, opened.json()["wrapped_key"]) == (200, new["wrapped_key"])


async def test_recovery_of_an_unknown_handle_answers_like_a_wrong_code(here: LocalHost) -> None:
    await here.sign_up("ada")
    answers = [
        await here.client.post("/recovery/open", json={"handle": handle, "auth_secret": random64(32)})
        for handle in ("ada", "nobody")
    ]
    assert answers[0].content == answers[1].content
    assert code(answers[0]) == (403, "sign_in_failed")


async def test_about_tells_what_the_host_decided(tmp_path: Path) -> None:
    rules = ("Be kind.",)
    async with local_host(tmp_path, name="Harbour", house_rules=rules, age_min=21) as here:
        about = (await here.client.get("/about")).json()
        assert (about["name"], about["house_rules"], about["age_min"]) == ("Harbour", ["Be kind."], 21)
        assert about["protocol"] == limits.PROTOCOL_VERSION
        health = await here.client.get(str(here.client.base_url.copy_with(path="/health")))
        assert health.json() == {"status": "ok"}


def test_a_data_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    settings = make_settings(tmp_path / "new")
    assert settings.get_database_url().startswith("sqlite:///")
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
