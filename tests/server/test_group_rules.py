"""What a group agrees on, its words and rules, and closing it for new words."""

from typing import Any
from uuid import uuid4

from uuid6 import uuid7

from api_client.wire import limits
from tests.server.test_ways_in import change, told
from tests.support.photos import small_photo
from tests.support.server import LocalHost, Person


async def standing(person: Person) -> dict[str, Any]:
    (membership,) = (await person.call("GET", "/groups", expect=200)).json()["memberships"]
    found: dict[str, Any] = membership
    return found


async def write(person: Person, group_id: str) -> str:
    """Write a post and return why that was refused, empty when it was not."""
    request = {"id": str(uuid7()), "kind": "share", "body": "Awake."}
    answer = await person.call("POST", f"/groups/{group_id}/posts", request)
    return "" if answer.is_success else str(answer.json()["code"])


async def test_a_changed_agreement_is_accepted_before_anybody_writes(ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    post = await bob.post(group["id"])
    changed = await change(ada, group, agreement=["Listen first.", "What is said here stays here."])
    assert (changed["version"], changed["agreement_version"]) == (2, 2)
    assert changed["earlier_agreements"] == [{"version": 1, "lines": []}]
    assert await write(bob, group["id"]) == "agreement_required"
    assert (await told(ada), await told(bob)) == ([], ["agreement_changed"])
    path = f"/groups/{group['id']}/posts/{post['id']}"
    reply = {"id": str(uuid7()), "body": "I hear you."}
    words = {"base_version": 1, "kind": "share", "need": "listen", "body": "Changed."}
    for refused in (("POST", f"{path}/replies", reply), ("PATCH", path, words)):
        assert (await bob.call(*refused, expect=409)).json()["code"] == "agreement_required"
    await bob.call("DELETE", path, expect=204)  # to take words back needs no agreement
    assert await write(ada, group["id"]) == ""  # who changed it agrees to it
    await bob.call("PUT", f"/groups/{group['id']}/agreement", {"version": 1}, expect=204)
    assert await write(bob, group["id"]) == "agreement_required"
    for _ in range(2):
        await bob.call("PUT", f"/groups/{group['id']}/agreement", {"version": 9}, expect=204)
    assert (await standing(bob))["agreement_accepted"] == 2
    assert await write(bob, group["id"]) == ""


async def test_joining_accepts_the_agreement_that_was_on_the_screen(ada: Person, bob: Person) -> None:
    group = await change(ada, (await ada.start_group())["group"], agreement=["Listen first."])
    await bob.call("POST", "/groups/join", {"join_code": group["join_code"], "agreement_version": 1}, expect=200)
    assert await write(bob, group["id"]) == "agreement_required"
    await change(ada, group, agreement=[])
    assert await write(bob, group["id"]) == ""  # there is nothing to accept any more


async def test_the_last_few_agreements_are_kept(ada: Person) -> None:
    group = (await ada.start_group())["group"]
    for number in range(limits.AGREEMENTS_KEPT + 2):
        group = await change(ada, group, agreement=[f"Line {number}."])
    earlier = group["earlier_agreements"]
    assert [one["version"] for one in earlier] == [3, 4, 5]
    assert earlier[-1]["lines"] == ["Line 3."]


async def test_a_group_is_changed_as_it_was_on_the_screen(ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    words: dict[str, Any] = {
        "name": "Larks",
        "picture": {"colour": "honey", "symbol": "sun", "photo": small_photo()},
        "description": "For the early ones.",
    }
    words |= {"quiet_hours": {"begins": "22:00:00", "ends": "07:00:00"}, "without_name_allowed": False}
    changed = await change(ada, group, **words)
    assert {name: changed[name] for name in words} == words
    assert changed["agreement_version"] == 1
    assert await change(ada, group, **words) == changed  # sent twice, it is one change
    request = {"base_version": 1, "name": "Owls again"}
    conflict = await ada.call("PUT", f"/groups/{group['id']}", request, expect=409)
    assert conflict.json()["code"] == "version_conflict"
    await bob.call("PUT", f"/groups/{group['id']}", request, expect=403)
    assert (await standing(bob))["group"]["name"] == "Larks"
    lines = {"base_version": 2, "name": "Larks", "agreement": ["One."] * (limits.AGREEMENT_LINES_MAX + 1)}
    await ada.call("PUT", f"/groups/{group['id']}", lines, expect=422)


async def test_words_without_a_name_only_where_the_group_allows_them(ada: Person) -> None:
    group = (await ada.start_group())["group"]
    request = {"id": str(uuid4()), "kind": "share", "body": "Awake.", "without_name": True}
    await ada.call("POST", f"/groups/{group['id']}/posts", request, expect=201)
    request["id"] = str(uuid4())
    await change(ada, group, without_name_allowed=False)
    answer = await ada.call("POST", f"/groups/{group['id']}/posts", request, expect=403)
    assert answer.json()["code"] == "not_allowed"
    await ada.call(
        "POST", f"/groups/{group['id']}/posts", request | {"id": str(uuid7()), "without_name": False}, expect=201
    )


async def test_an_archived_group_can_only_be_read(here: LocalHost, ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    post = await ada.post(group["id"])
    path = f"/groups/{group['id']}"
    await bob.call("PUT", f"{path}/archive", expect=403)
    for _ in range(2):
        await ada.call("PUT", f"{path}/archive", expect=204)
    assert await write(bob, group["id"]) == await write(ada, group["id"]) == "group_archived"
    reply = {"id": str(uuid7()), "body": "I hear you."}
    for refused in (
        ("POST", f"{path}/posts/{post['id']}/replies", reply),
        ("PUT", f"{path}/posts/{post['id']}/reactions/me_too", None),
        ("POST", f"{path}/invites", {"id": str(uuid7())}),
    ):
        assert (await bob.call(*refused, expect=409)).json()["code"] == "group_archived"
    eve = await here.sign_up("eve")
    joining = await eve.call("POST", "/groups/join", {"join_code": group["join_code"]}, expect=409)
    assert joining.json()["code"] == "group_archived"
    assert len((await bob.call("GET", f"{path}/posts", expect=200)).json()["posts"]) == 1
    await ada.call("DELETE", f"{path}/archive", expect=204)
    assert await write(bob, group["id"]) == ""
