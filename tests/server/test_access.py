"""Who may do what: every operation of the API by every kind of caller, against one table. An operation that the table
does not know fails the test, so nothing is open by accident."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from uuid6 import uuid7

from tests.server.scene import NO_SESSION, ROLES, Scene, ask, make_scene, operations
from tests.support.server import (
    LocalHost,
    local_host,
    stored_bytes,
)

# operation -> what each kind of caller is answered; "author" wrote the post and the reply in question
OPEN = dict.fromkeys(ROLES, "ok")
SIGNED_IN = dict.fromkeys(NO_SESSION, "401") | dict.fromkeys(ROLES[4:], "ok")
MEMBERS = SIGNED_IN | {"stranger": "404", "removed member": "404"}
AUTHOR = MEMBERS | {"member": "403", "facilitator": "403"}
AUTHOR_OR_FACILITATOR = AUTHOR | {"facilitator": "ok"}
FACILITATOR = MEMBERS | {"member": "403", "author": "403"}
OTHERS = MEMBERS | {"author": "403"}  # nobody stands by a post of their own
LEAVING = MEMBERS | {"facilitator": "409"}  # the only facilitator stays while others are in the group

# What is to be gone may be gone already: these say so of any id, and of another's just the same.
NOTHING_TO_DO_IS_FINE = {
    ("groups.remove_member", "account_id"),
    ("groups.withdraw_request", "group_id"),
    ("moderation.block", "account_id"),
    ("moderation.unblock", "account_id"),
    ("vault.put_photo", "photo_id"),
    ("vault.remove_photo", "photo_id"),
}
NOT_ONESELF = MEMBERS | {"author": "404"}

POLICY: dict[str, dict[str, str]] = {
    "host.get_about": OPEN,
    "host.get_crisis_lines": OPEN,
    "host.get_measures": SIGNED_IN,
    "accounts.create_account": OPEN,
    "accounts.start_sign_in": OPEN,
    "accounts.sign_in": OPEN,
    "accounts.open_recovery": OPEN,
    "accounts.recover": OPEN,
    "accounts.sign_out": SIGNED_IN,
    "accounts.get_account": SIGNED_IN,
    "accounts.update_account": SIGNED_IN,
    "accounts.change_passphrase": SIGNED_IN,
    "accounts.delete_account": SIGNED_IN | {"facilitator": "409"},  # somebody must look after the group
    "accounts.replace_recovery": SIGNED_IN,
    "accounts.list_devices": SIGNED_IN,
    "accounts.revoke_device": SIGNED_IN,
    "vault.push_records": SIGNED_IN,
    "vault.list_changes": SIGNED_IN,
    "vault.get_digest": SIGNED_IN,
    "vault.put_photo": SIGNED_IN,
    "vault.get_photo": SIGNED_IN,  # each their own
    "vault.remove_photo": SIGNED_IN,
    "vault.list_photos": SIGNED_IN,
    "groups.create_group": SIGNED_IN,
    "groups.list_groups": SIGNED_IN,
    "groups.preview_invite": SIGNED_IN,
    "groups.join_group": SIGNED_IN,
    "groups.leave_group": LEAVING,
    "groups.remove_group": FACILITATOR,
    "groups.list_members": MEMBERS,
    "groups.remove_member": FACILITATOR,
    "groups.set_role": FACILITATOR,
    "groups.update_group": FACILITATOR,
    "groups.accept_agreement": MEMBERS,
    "groups.archive_group": FACILITATOR,
    "groups.unarchive_group": FACILITATOR,
    "groups.list_invites": MEMBERS,
    "groups.create_invite": MEMBERS,  # unless the group leaves it to its facilitators, as test_ways_in shows
    "groups.revoke_invite": MEMBERS,
    "groups.list_directory": SIGNED_IN,
    "groups.join_listed": MEMBERS,  # and whom the list invites
    "groups.ask_to_join": MEMBERS,
    "groups.withdraw_request": SIGNED_IN,
    "groups.list_own_requests": SIGNED_IN,
    "groups.list_requests": FACILITATOR,
    "groups.answer_request": FACILITATOR,
    "profiles.get_profile": SIGNED_IN,
    "profiles.set_profile": SIGNED_IN,
    "profiles.set_group_profile": MEMBERS,
    "profiles.remove_group_profile": MEMBERS,
    "profiles.set_capacity": SIGNED_IN,
    "groups.list_changes": MEMBERS,
    "groups.mark_read": MEMBERS,
    "feed.list_posts": MEMBERS,
    "feed.create_post": MEMBERS,
    "feed.get_post": MEMBERS,
    "feed.update_post": AUTHOR,
    "feed.remove_post": AUTHOR_OR_FACILITATOR,
    "feed.search_posts": MEMBERS,
    "feed.search_all": SIGNED_IN,
    "feed.list_versions": AUTHOR_OR_FACILITATOR,
    "feed.list_replies": MEMBERS,
    "feed.create_reply": MEMBERS,
    "feed.update_reply": AUTHOR,
    "feed.remove_reply": AUTHOR_OR_FACILITATOR,
    "feed.mark_helped": AUTHOR,
    "feed.unmark_helped": AUTHOR,
    "feed.join_company": OTHERS,
    "feed.leave_company": MEMBERS,
    "feed.promise_check": OTHERS,
    "feed.withdraw_check": MEMBERS,
    "feed.close_post": AUTHOR,
    "feed.reopen_post": AUTHOR,
    "feed.pin_post": FACILITATOR,
    "feed.unpin_post": FACILITATOR,
    "feed.flag_link": MEMBERS,
    "feed.unflag_link": MEMBERS,
    "feed.rate_strategy": OTHERS,
    "feed.unrate_strategy": MEMBERS,
    "feed.unmask_post": FACILITATOR,
    "feed.set_reaction": MEMBERS,
    "feed.remove_reaction": MEMBERS,
    "photos.get_photo": MEMBERS,
    "notices.list_notices": SIGNED_IN,
    "notices.mark_read": SIGNED_IN,
    "notices.get_settings": SIGNED_IN,
    "notices.update_settings": SIGNED_IN,
    "notices.set_email": SIGNED_IN | dict.fromkeys(ROLES[4:], "403"),  # this host sends no mail
    "notices.confirm_email": SIGNED_IN | dict.fromkeys(ROLES[4:], "422"),  # no code was sent
    "notices.remove_email": SIGNED_IN,
    "reminders.get_settings": SIGNED_IN,
    "reminders.set_settings": SIGNED_IN,
    "reminders.note_logged": SIGNED_IN,
    "moderation.create_report": MEMBERS,
    "moderation.list_reports": FACILITATOR,
    "moderation.resolve_report": FACILITATOR,
    "moderation.note_post": FACILITATOR,
    "moderation.list_own_reports": SIGNED_IN,
    "moderation.list_acts": FACILITATOR,
    "moderation.block": SIGNED_IN,
    "moderation.unblock": SIGNED_IN,
    "moderation.list_blocks": SIGNED_IN,
    "aid.list_board": SIGNED_IN,
    "aid.list_thanks": SIGNED_IN,
    "aid.list_ripples": SIGNED_IN,
    "aid.thank": NOT_ONESELF,
    "aid.keep_post": MEMBERS,
    "aid.unkeep_post": MEMBERS,
    "aid.list_waiting": FACILITATOR,  # and whoever can listen today, who is nobody here
    "aid.get_answered": FACILITATOR,
    "aid.get_gratitude": MEMBERS,
    "aid.list_newcomers": MEMBERS,
    "aid.greet_member": NOT_ONESELF,
    "aid.start_greeting": MEMBERS,
    "aid.stop_greeting": MEMBERS,
    "live.check_scopes": SIGNED_IN,
    "live.stream": SIGNED_IN,
}


@pytest.fixture(scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalHost]:
    """One host for all of this module: each test brings its own people."""
    async with local_host(tmp_path_factory.mktemp("host")) as host:
        yield host


@pytest.fixture
async def scene(here: LocalHost) -> Scene:
    return await make_scene(here)


async def test_every_operation_stands_in_the_table(here: LocalHost) -> None:
    assert operations(here).keys() == POLICY.keys()
    for policy in POLICY.values():
        assert policy.keys() == set(ROLES)


# The stream never ends by itself, so its rows are proven over a real socket, in test_live.
@pytest.mark.parametrize("operation", [name for name in POLICY if name != "live.stream"])
async def test_access(here: LocalHost, operation: str) -> None:
    is_destructive = operation in {
        "accounts.sign_out",
        "accounts.change_passphrase",
        "accounts.delete_account",
        "accounts.recover",
        "accounts.revoke_device",
        "groups.leave_group",
        "groups.remove_group",
        "groups.join_group",
        "feed.update_post",
        "feed.remove_post",
        "feed.update_reply",
        "feed.remove_reply",
        "feed.promise_check",
        "vault.remove_photo",
    }
    scene = await make_scene(here)
    wrong: list[tuple[str, str, int]] = []
    for role in ROLES:
        expected = POLICY[operation][role]
        answer = await ask(scene, operation, role)
        fits = answer.is_success if expected == "ok" else str(answer.status_code) == expected
        if not fits:
            wrong.append((role, expected, answer.status_code))
        if is_destructive and answer.is_success:
            scene = await make_scene(here)
    assert wrong == []


async def test_a_foreign_id_answers_like_an_unknown_one(here: LocalHost, scene: Scene) -> None:
    """Swap each id of each path for another's, and for one that never was: the answers must be the same bytes."""
    other = await make_scene(here)
    foreign = {
        "group_id": other.group["id"],
        "post_id": other.post["id"],
        "reply_id": other.reply["id"],
        "photo_id": other.photo_id,
        "account_id": str(other.people["member"].id),
        "device_id": str(other.people["member"].device_id),
        "report_id": other.report_id,
    }
    wrong = []
    for operation, (_, template) in operations(here).items():
        for name in foreign:
            if f"{{{name}}}" not in template or operation == "live.stream":
                continue
            answers = []
            known = foreign[name]
            if template.startswith("/vault/"):  # a photo that was put is one's own from then on
                known = str(other.people["stranger" if operation == "vault.put_photo" else "member"].id)
            for value in (known, str(uuid7()) if name != "account_id" else str(uuid4())):
                path = scene.fill(template.replace(f"{{{name}}}", value), scene.people["author"])
                role = "facilitator" if POLICY[operation] is FACILITATOR else "author"
                answers.append(await ask(scene, operation, role, path))
            first, second = answers
            if (first.status_code, first.content) != (second.status_code, second.content) or (
                first.status_code != 404 and (operation, name) not in NOTHING_TO_DO_IS_FINE
            ):
                wrong.append((operation, name, first.status_code, second.status_code))
    assert wrong == []


async def test_nothing_of_an_answer_can_be_sent_as_a_request(scene: Scene) -> None:
    """What the host decides (authors, counts, times, roles) is refused as input, wherever it is put."""
    decided: dict[str, Any] = {
        "author": {"account_id": str(uuid4()), "display_name": "Eve"},
        "author_id": str(uuid4()),
        "account_id": str(uuid4()),
        "role": "facilitator",
        "revision": 99,
        "sequence_": 9,
        "reply_count": 5,
        "reactions": {"me_too": 5},
        "posted_at": "2020-01-01T00:00:00Z",
        "created_at": "2020-01-01T00:00:00Z",
        "join_code": "EVESGR0VP1",
        "member_count": 3,
        "token": "kith_s_" + "x" * 43,
    }
    for operation in POLICY:
        person = scene.people["author"]
        body = scene.body(operation, person)
        if body is None:
            continue
        method, template = operations(scene.here)[operation]
        for name, value in decided.items():
            if name in body:
                continue
            answer = await scene.here.client.request(
                method, scene.fill(template, person), json={**body, name: value}, headers=person.headers
            )
            assert answer.status_code == 422, (operation, name, answer.status_code)
            assert "extra_forbidden" in answer.json()["fields"].values()


async def test_suspicion_acts_on_the_next_request(scene: Scene) -> None:
    """A removal counts from the very next request on, with the token that was good before."""
    member, facilitator = scene.people["member"], scene.people["facilitator"]
    await member.call("GET", f"/groups/{scene.group['id']}/posts", expect=200)
    await facilitator.call("DELETE", f"/groups/{scene.group['id']}/members/{member.id}", expect=204)
    await member.call("GET", f"/groups/{scene.group['id']}/posts", expect=404)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic {token}",
        "{token}",
        "Bearer {token}x",
        "Bearer {token} {token}",
        "bearer  {token}",
    ],
)
async def test_a_token_is_taken_in_one_form_only(scene: Scene, value: str) -> None:
    header = {"Authorization": value.format(token=scene.people["member"].token)}
    answer = await scene.here.client.get("/account", headers=header)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_token_in_the_address_is_no_sign_in(scene: Scene) -> None:
    token = scene.people["member"].token
    assert (await scene.here.client.get("/account", params={"token": token, "access_token": token})).status_code == 401


async def test_tokens_are_stored_as_hashes_only(tmp_path: Path) -> None:
    async with local_host(tmp_path) as here:
        ada = await here.sign_up("ada")
        assert isinstance(ada.id, UUID)
    stored = stored_bytes(tmp_path)
    assert ada.token.encode() not in stored
    assert ada.token.removeprefix("kith_s_").encode() not in stored
    assert ada.auth_secret not in stored
