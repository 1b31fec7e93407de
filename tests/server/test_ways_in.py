"""The ways into a group: codes with an end, the list of groups, asking to be let in."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from uuid6 import uuid7

from api_client.wire import limits
from api_client.wire.groups import UpdateGroup
from tests.support.server import LocalHost, MovedClock, Person, local_host


@pytest.fixture
async def here(tmp_path: Path, clock: MovedClock) -> AsyncIterator[LocalHost]:
    async with local_host(tmp_path, clock=clock, listing=True) as host:
        yield host


async def change(person: Person, group: dict[str, Any], **words: Any) -> dict[str, Any]:
    """Change some of a group and leave the rest as it is."""
    names = UpdateGroup.model_fields.keys() - {"base_version"}
    request = {name: group[name] for name in names} | {"base_version": group["version"], **words}
    changed: dict[str, Any] = (await person.call("PUT", f"/groups/{group['id']}", request, expect=200)).json()
    return changed


async def invite(person: Person, group_id: str, **ends: Any) -> dict[str, Any]:
    made = await person.call("POST", f"/groups/{group_id}/invites", {"id": str(uuid7()), **ends}, expect=201)
    found: dict[str, Any] = made.json()
    return found


async def told(person: Person) -> list[str]:
    """Return the kinds of a person's notices."""
    return [one["kind"] for one in (await person.call("GET", "/notices", expect=200)).json()["notices"]]


async def refusal(person: Person, code: str) -> str:
    """Return why a code lets nobody in."""
    looked = await person.call("GET", f"/invites/{code}")
    answer = await person.call("POST", "/groups/join", {"join_code": code})
    assert (looked.status_code, looked.json()["code"]) == (answer.status_code, answer.json()["code"])
    return str(answer.json()["code"])


async def test_a_code_lets_in_as_many_as_it_says(here: LocalHost, ada: Person, bob: Person) -> None:
    group_id = (await ada.start_group())["group"]["id"]
    made = await invite(ada, group_id, uses_max=1)
    assert (made["uses_count"], made["made_by"], made["made_by_me"]) == (0, "Ada", True)
    for _ in range(2):
        await bob.join(made["code"])  # the second time changes and uses nothing
    assert await refusal(await here.sign_up("eve"), made["code"]) == "invite_used_up"
    listed = (await bob.call("GET", f"/groups/{group_id}/invites")).json()["invites"]
    assert made["id"] not in [one["id"] for one in listed]


async def test_a_code_ends_when_it_says(here: LocalHost, clock: MovedClock, ada: Person, bob: Person) -> None:
    group_id = (await ada.start_group())["group"]["id"]
    made = await invite(ada, group_id, days=7)
    eve = await here.sign_up("eve")
    clock.move(days=6, hours=23)
    await bob.join(made["code"])
    clock.move(hours=2)
    assert await refusal(eve, made["code"]) == "invite_expired"
    request = {"id": str(uuid7()), "days": limits.INVITE_DAYS_MAX + 1}
    await ada.call("POST", f"/groups/{group_id}/invites", request, expect=422)


async def test_an_invite_is_made_once_and_ended_by_its_maker_or_a_facilitator(
    here: LocalHost, ada: Person, bob: Person
) -> None:
    group = (await ada.start_group())["group"]
    path = f"/groups/{group['id']}/invites"
    await bob.join(group["join_code"])
    request = {"id": str(uuid7()), "uses_max": 5}
    made = (await bob.call("POST", path, request, expect=201)).json()
    assert (await bob.call("POST", path, request, expect=200)).json() == made
    assert (await ada.call("POST", path, request, expect=409)).json()["code"] == "id_taken"
    (lasting,) = [one for one in (await bob.call("GET", path)).json()["invites"] if one["uses_max"] is None]
    await bob.call("DELETE", f"{path}/{lasting['id']}", expect=403)
    for _ in range(2):
        await ada.call("DELETE", f"{path}/{lasting['id']}", expect=204)
    assert (await ada.call("GET", "/groups")).json()["memberships"][0]["group"]["join_code"] == ""
    await bob.call("DELETE", f"{path}/{made['id']}", expect=204)
    assert await refusal(await here.sign_up("eve"), made["code"]) == "join_code_unknown"


async def test_a_group_may_leave_invites_to_its_facilitators(ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    await change(ada, group, members_invite=False)
    path = f"/groups/{group['id']}/invites"
    assert (await bob.call("GET", path, expect=403)).json()["code"] == "not_allowed"
    await bob.call("POST", path, {"id": str(uuid7())}, expect=403)
    (listed,) = (await bob.call("GET", "/groups")).json()["memberships"]
    (changed,) = (await bob.call("GET", f"/groups/{group['id']}/changes")).json()["changes"]
    assert listed["group"]["join_code"] == changed["group"]["join_code"] == ""
    (own,) = (await ada.call("GET", "/groups")).json()["memberships"]
    assert own["group"]["join_code"] == group["join_code"]


async def test_removing_a_member_ends_every_code(here: LocalHost, ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    made = await invite(bob, group["id"], uses_max=5)
    await ada.call("DELETE", f"/groups/{group['id']}/members/{bob.id}", expect=204)
    for code in (made["code"], group["join_code"]):
        assert await refusal(bob, code) == "join_code_unknown"


async def test_the_list_shows_what_a_group_is_for_and_never_who_is_in_it(ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    await ada.start_group("Hidden")
    assert (await bob.call("GET", "/directory")).json()["groups"] == []
    changed = await change(ada, group, entry="open", listed=True, language="pt-BR", description="For who cannot sleep.")
    page = (await bob.call("GET", "/directory", expect=200)).json()
    (listed,) = page["groups"]
    assert (listed["name"], listed["language"], listed["members"]) == ("Night Owls", "pt-br", "a_few")
    assert "member_count" not in listed and "Ada" not in str(page) and str(ada.id) not in str(page)
    membership = (await bob.call("POST", f"/groups/{group['id']}/join", {"agreement_version": 1}, expect=200)).json()
    assert (membership["role"], membership["group"]["member_count"]) == ("member", 2)
    assert (await bob.call("GET", "/directory")).json()["groups"][0]["is_member"] is True
    await change(ada, changed, entry="invite")
    assert (await bob.call("GET", "/directory")).json()["groups"] == []


async def test_the_list_comes_in_pages(ada: Person, bob: Person) -> None:
    names = [f"Group {number}" for number in range(5)]
    for name in names:
        await change(ada, (await ada.start_group(name))["group"], entry="open", listed=True)
    first = (await bob.call("GET", "/directory?limit=3")).json()
    rest = (await bob.call("GET", f"/directory?limit=3&after={first['cursor']}")).json()
    assert [group["name"] for group in first["groups"] + rest["groups"]] == names[::-1]
    assert (first["more"], rest["more"]) == (True, False)


async def test_a_host_may_keep_no_list(tmp_path: Path) -> None:
    async with local_host(tmp_path / "quiet") as here:
        ada, bob = await here.sign_up("ada"), await here.sign_up("bob")
        group = (await ada.start_group())["group"]
        await change(ada, group, entry="open", listed=True)
        assert (await bob.call("GET", "/directory", expect=200)).json()["exists"] is False
        await bob.call("POST", f"/groups/{group['id']}/join", {"agreement_version": 1}, expect=404)


async def test_who_asks_is_let_in_by_a_facilitator(ada: Person, bob: Person) -> None:
    group = await change(ada, (await ada.start_group())["group"], entry="approval", listed=True)
    path = f"/groups/{group['id']}"
    await bob.call("POST", f"{path}/join", {"agreement_version": 1}, expect=404)
    for words in ("Hello.", "Hello, I am up at night."):
        await bob.call("PUT", f"{path}/request", {"words": words, "agreement_version": 1}, expect=204)
    (waiting,) = (await ada.call("GET", f"{path}/requests")).json()["requests"]
    assert (waiting["display_name"], waiting["words"]) == ("Bob", "Hello, I am up at night.")
    assert [one["name"] for one in (await bob.call("GET", "/requests")).json()["requests"]] == ["Night Owls"]
    assert (await told(ada), await told(bob)) == (["join_request"], [])
    assert (await bob.call("GET", "/directory")).json()["groups"][0]["asked_at"] is not None
    for _ in range(2):
        await ada.call("PUT", f"{path}/requests/{bob.id}", {"accept": True}, expect=204)
    assert (await bob.call("GET", "/requests")).json()["requests"] == []
    assert (await ada.call("GET", f"{path}/requests")).json()["requests"] == []
    assert await told(bob) == ["joined"]
    assert len((await bob.call("GET", f"{path}/members", expect=200)).json()["members"]) == 2


async def test_who_waits_is_let_in_when_the_group_opens_and_stays_listed_when_it_closes(
    here: LocalHost, ada: Person, bob: Person
) -> None:
    group = await change(ada, (await ada.start_group())["group"], entry="approval", listed=True)
    path = f"/groups/{group['id']}"
    cleo, dan = await here.sign_up("cleo", "Cleo"), await here.sign_up("dan", "Dan")
    for person in (bob, cleo, dan):
        await person.call("PUT", f"{path}/request", {"words": "Hello.", "agreement_version": 1}, expect=204)
    await ada.call("PUT", f"{path}/requests/{cleo.id}", {"accept": False}, expect=204)
    await dan.call("DELETE", f"{path}/request", expect=204)
    group = await change(ada, group, entry="invite")
    waiting = (await ada.call("GET", f"{path}/requests", expect=200)).json()["requests"]
    assert [one["display_name"] for one in waiting] == ["Bob"]
    await change(ada, group, entry="open", listed=True)
    assert (await ada.call("GET", f"{path}/requests", expect=200)).json()["requests"] == []
    members = (await ada.call("GET", f"{path}/members", expect=200)).json()["members"]
    assert [one["display_name"] for one in members] == ["Ada", "Bob"]
    assert (await told(bob), await told(cleo), await told(dan)) == (["joined"], [], [])


async def test_a_decline_is_silent_and_asking_again_is_no_way_around_it(
    clock: MovedClock, ada: Person, bob: Person
) -> None:
    group = await change(ada, (await ada.start_group())["group"], entry="approval", listed=True)
    path, ask = f"/groups/{group['id']}", {"words": "Hello.", "agreement_version": 1}
    await bob.call("PUT", f"{path}/request", ask, expect=204)
    before = (await bob.call("GET", "/requests")).json()
    for _ in range(2):
        await ada.call("PUT", f"{path}/requests/{bob.id}", {"accept": False}, expect=204)
    assert (await bob.call("GET", "/requests")).json() == before
    assert await told(bob) == []
    await bob.call("DELETE", f"{path}/request", expect=204)
    assert (await bob.call("GET", "/requests")).json()["requests"] == []
    await bob.call("PUT", f"{path}/request", ask, expect=204)
    assert (await ada.call("GET", f"{path}/requests")).json()["requests"] == []
    for _ in range(2):  # a session ends when it is not used for long
        clock.move(days=limits.REQUEST_DAYS / 2, hours=1)
        await ada.call("GET", "/groups", expect=200)
        await bob.call("GET", "/groups", expect=200)
    assert (await bob.call("GET", "/requests")).json()["requests"] == []
    await bob.call("PUT", f"{path}/request", ask, expect=204)
    assert len((await ada.call("GET", f"{path}/requests")).json()["requests"]) == 1


async def test_a_request_that_was_taken_back_is_gone(ada: Person, bob: Person) -> None:
    group = await change(ada, (await ada.start_group())["group"], entry="approval", listed=True)
    path = f"/groups/{group['id']}"
    await bob.call("PUT", f"{path}/request", {"words": "Hello.", "agreement_version": 1}, expect=204)
    for _ in range(2):
        await bob.call("DELETE", f"{path}/request", expect=204)
    assert (await ada.call("GET", f"{path}/requests")).json()["requests"] == []
    answer = await ada.call("PUT", f"{path}/requests/{bob.id}", {"accept": True}, expect=404)
    assert answer.json()["code"] == "not_found"
