"""Starting, joining, leaving groups, and the invites to them."""

import pytest
from uuid6 import uuid7

from api_client.wire import limits
from api_client.wire.groups import JOIN_CODE_ALPHABET
from tests.support.server import LocalHost, MovedClock, Person, record


async def test_starting_a_group_makes_one_its_facilitator_once(ada: Person, bob: Person) -> None:
    request = {"id": str(uuid7()), "name": "Night  Owls", "agreement": ["Listen first."]}
    membership = (await ada.call("POST", "/groups", request, expect=201)).json()
    assert membership["role"] == "facilitator"
    assert membership["group"]["name"] == "Night Owls"
    assert membership["group"]["agreement"] == ["Listen first."]
    assert set(membership["group"]["join_code"]) <= set(JOIN_CODE_ALPHABET)
    assert (await ada.call("POST", "/groups", request, expect=200)).json() == membership
    other = {**request, "name": "Other"}
    assert (await ada.call("POST", "/groups", other, expect=409)).json()["code"] == "id_taken"
    assert (await bob.call("POST", "/groups", request, expect=409)).json()["code"] == "id_taken"


async def test_joining_by_code_however_it_was_typed(ada: Person, bob: Person) -> None:
    code = (await ada.start_group())["group"]["join_code"]
    typed = f" https://kith.example/join/{code[:5].lower()}-{code[5:]}/ ".replace("1", "l").replace("0", "o")
    membership = await bob.join(typed)
    assert (membership["role"], membership["group"]["member_count"]) == ("member", 2)
    again = await bob.join(code)
    assert again["group"]["member_count"] == 2
    preview = (await bob.call("GET", f"/invites/{code}", expect=200)).json()
    assert (preview["name"], preview["already_member"], preview["member_count"]) == ("Night Owls", True, 2)


async def test_a_few_posts_wait_for_a_newcomer(ada: Person, bob: Person) -> None:
    membership = await ada.start_group()
    for _ in range(limits.NEWCOMER_UNREAD + 2):
        await ada.post(membership["group"]["id"])
    assert (await bob.join(membership["group"]["join_code"]))["read_sequence"] == 2


async def test_wrong_codes_are_told_and_limited(here: LocalHost, ada: Person, clock: MovedClock) -> None:
    limits_ = here.host.limits
    here.host.limits = type(limits_)(
        **{name: getattr(limits_, name) for name in limits_.__slots__ if name != "join_guess"},
        join_guess=type(limits_.join_guess)("join_guess", 10, limits_.join_guess.window, limits_.join_guess.secret),
    )
    code = (await ada.start_group())["group"]["join_code"]
    eve = await here.sign_up("eve")
    for number in range(5):
        answer = await eve.call("POST", "/groups/join", {"join_code": f"WRONG{number}"}, expect=404)
        assert answer.json()["code"] == "join_code_unknown"
        await eve.call("GET", f"/invites/WRONG{number}", expect=404)
    for call in (("GET", f"/invites/{code}", None), ("POST", "/groups/join", {"join_code": code})):
        refused = await eve.call(*call)
        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    clock.move(hours=1, seconds=1)
    await eve.join(code)


async def test_leaving_ends_everything_at_once_and_a_code_brings_one_back(ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    await bob.call("DELETE", f"/groups/{group['id']}/membership", expect=204)
    for path in ("changes", "posts", "members"):
        await bob.call("GET", f"/groups/{group['id']}/{path}", expect=404)
    assert (await bob.call("GET", "/groups")).json() == {"memberships": []}
    assert (await bob.join(group["join_code"]))["group"]["member_count"] == 2


async def test_the_last_facilitator_stays_while_others_are_in(ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    for path in (f"/groups/{group['id']}/membership", f"/groups/{group['id']}/members/{ada.id}"):
        refused = await ada.call("DELETE", path, expect=409)
        assert refused.json()["code"] == "last_facilitator"
    await bob.call("DELETE", f"/groups/{group['id']}/membership", expect=204)
    await ada.call("DELETE", f"/groups/{group['id']}/membership", expect=204)
    await ada.call("GET", f"/groups/{group['id']}/posts", expect=404)
    await bob.call("GET", f"/invites/{group['join_code']}", expect=404)


async def test_several_look_after_a_group_and_the_last_one_stays(ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    path = f"/groups/{group['id']}/members"

    async def set_role(by: Person, of: Person, role: str, expect: int) -> str:
        answer = await by.call("PUT", f"{path}/{of.id}/role", {"role": role}, expect=expect)
        return "" if expect == 204 else str(answer.json()["code"])

    assert await set_role(bob, bob, "facilitator", 403) == "not_allowed"
    assert await set_role(ada, ada, "member", 409) == "last_facilitator"
    for _ in range(2):
        await set_role(ada, bob, "facilitator", 204)
    assert (await bob.call("GET", "/groups")).json()["memberships"][0]["role"] == "facilitator"
    (notice,) = (await bob.call("GET", "/notices", expect=200)).json()["notices"]
    assert (notice["kind"], notice["actor"]["display_name"]) == ("role_changed", "Ada")
    changed = (await ada.call("GET", f"/groups/{group['id']}/changes?after={group['revision']}")).json()
    assert [change["kind"] for change in changed["changes"]] == ["group"]
    assert await set_role(ada, bob, "member", 403) == "not_allowed"  # nobody takes it from another
    await set_role(ada, ada, "member", 204)
    assert await set_role(bob, bob, "member", 409) == "last_facilitator"
    await ada.call("DELETE", f"/groups/{group['id']}/membership", expect=204)


async def test_removing_a_member_shuts_the_door_behind(ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    await bob.call("DELETE", f"/groups/{group['id']}/members/{ada.id}", expect=403)
    for _ in range(2):
        await ada.call("DELETE", f"/groups/{group['id']}/members/{bob.id}", expect=204)
    await bob.call("GET", f"/groups/{group['id']}/posts", expect=404)
    await bob.call("POST", "/groups/join", {"join_code": group["join_code"]}, expect=404)
    changed = (await ada.call("GET", f"/groups/{group['id']}/changes")).json()["changes"]
    assert [c["kind"] for c in changed] == ["group"]
    assert changed[0]["group"]["join_code"] != group["join_code"]
    await bob.join(changed[0]["group"]["join_code"])


async def test_removing_a_group_takes_everything_along(here: LocalHost, ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    post = await bob.post(group["id"])
    await bob.reply(group["id"], post["id"])
    await bob.call("DELETE", f"/groups/{group['id']}", expect=403)
    await ada.call("DELETE", f"/groups/{group['id']}", expect=204)
    await bob.call("GET", f"/groups/{group['id']}/posts/{post['id']}", expect=404)
    with here.host.database.engine.connect() as connection:
        for table in ("group", "member", "change", "post", "reply", "reaction"):
            assert connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar() == 0, table


async def test_members_page_by_time_of_joining(here: LocalHost, ada: Person) -> None:
    group = (await ada.start_group())["group"]
    people = [ada, *[await here.sign_up() for _ in range(4)]]
    for person in people[1:]:
        await person.join(group["join_code"])
    path = f"/groups/{group['id']}/members"
    first = (await ada.call("GET", f"{path}?limit=3", expect=200)).json()
    rest = (await ada.call("GET", f"{path}?limit=3&after={first['cursor']}", expect=200)).json()
    assert [m["account_id"] for m in first["members"] + rest["members"]] == [str(p.id) for p in people]
    assert [m["role"] for m in first["members"]] == ["facilitator", "member", "member"]
    assert (first["more"], rest["more"]) == (True, False)
    await ada.call("GET", f"{path}?after=nonsense", expect=422)


async def test_read_mark_moves_forward_only_and_not_past_the_newest(ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    for _ in range(3):
        await ada.post(group["id"])
    for sequence, expected in ((2, 2), (1, 2), (10**25, 3)):
        await bob.call("PUT", f"/groups/{group['id']}/read", {"sequence": sequence}, expect=204)
        assert (await bob.call("GET", "/groups")).json()["memberships"][0]["read_sequence"] == expected


async def test_groups_are_listed_by_name(ada: Person) -> None:
    for name in ("carers", "Anchors", "Boats"):
        await ada.start_group(name)
    names = [m["group"]["name"] for m in (await ada.call("GET", "/groups")).json()["memberships"]]
    assert names == ["Anchors", "Boats", "carers"]


async def test_a_full_group_and_too_many_groups_are_told(
    here: LocalHost, ada: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MEMBERS_PER_GROUP_MAX", 1)
    monkeypatch.setattr(limits, "GROUPS_PER_ACCOUNT_MAX", 2)
    code = (await ada.start_group())["group"]["join_code"]
    refused = await bob.call("POST", "/groups/join", {"join_code": code}, expect=409)
    assert refused.json()["code"] == "group_full"
    await ada.start_group()
    refused = await ada.call("POST", "/groups", {"id": str(uuid7()), "name": "Third"}, expect=409)
    assert refused.json()["code"] == "too_many_groups"


async def test_a_group_that_one_left_is_not_started_again_by_a_late_repeat(
    here: LocalHost, ada: Person, bob: Person
) -> None:
    request = {"id": str(uuid7()), "name": "Shared"}
    group = (await ada.call("POST", "/groups", request, expect=201)).json()["group"]
    await bob.join(group["join_code"])
    await here.host.database.write(lambda tx: tx.driver.execute("UPDATE member SET role = 'facilitator'").rowcount)
    await ada.call("DELETE", f"/groups/{group['id']}/membership", expect=204)
    assert (await ada.call("POST", "/groups", request, expect=410)).json()["code"] == "gone"


async def test_check_scopes_tells_what_moved_and_what_ended(ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    scope = f"group:{group['id']}"
    heads = {"vault": 0, "account": 1, scope: 1}
    level = (await ada.call("POST", "/live/check", {"scopes": heads})).json()
    assert (level["behind"], level["ended"]) == ([], [])
    assert level["epoch"] == (await ada.call("GET", "/vault/digest")).json()["epoch"]
    await ada.post(group["id"])
    await ada.push(record())
    answer = (await ada.call("POST", "/live/check", {"scopes": heads})).json()
    assert answer["behind"] == [{"scope": "vault", "cursor": 1}, {"scope": scope, "cursor": 2}]
    answer = (await bob.call("POST", "/live/check", {"scopes": {**heads, "nonsense": 3}})).json()
    assert answer["ended"] == [scope, "nonsense"]
    assert answer["behind"] == [{"scope": "account", "cursor": 0}]
