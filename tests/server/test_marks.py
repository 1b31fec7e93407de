"""Standing by a post, and the marks on posts and replies: once set they stand once, taken back they are gone."""

from typing import Any

import pytest

from api_client.wire import limits
from tests.support.server import LocalHost, MovedClock, Person


async def shown(person: Person, post: dict[str, Any]) -> dict[str, Any]:
    answer = await person.call("GET", f"/groups/{post['group_id']}/posts/{post['id']}", expect=200)
    return dict(answer.json())


async def mark(person: Person, post: dict[str, Any], part: str, *, on: bool = True, expect: int = 204) -> str:
    """Set or take back a mark, twice as a weak line would; return the code of a refusal."""
    path, method = f"/groups/{post['group_id']}/posts/{post['id']}/{part}", "PUT" if on else "DELETE"
    answer = await person.call(method, path, expect=expect)
    again = await person.call(method, path, expect=expect)
    assert again.content == answer.content
    return str(answer.json()["code"]) if expect != 204 else ""


async def test_company_names_who_is_there_once(ada: Person, bob: Person, owls: str) -> None:
    post = await ada.post(owls, "Somebody to walk with?", kind="ask")
    await mark(bob, post, "company")
    with_bob = await shown(ada, post)
    assert with_bob["company"] == [{"account_id": str(bob.id), "display_name": "Bob"}]
    assert with_bob["revision"] == post["revision"] + 1
    await mark(bob, post, "company", on=False)
    assert (await shown(ada, post))["company"] == []
    assert await mark(ada, post, "company", expect=403) == "not_allowed"
    assert await mark(bob, await ada.post(owls), "company", expect=422) == "invalid"


async def test_company_has_an_end(here: LocalHost, ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    post = await ada.post(group["id"], "Who comes?", kind="offer")
    for _ in range(limits.COMPANY_MAX):
        person = await here.sign_up()
        await person.join(group["join_code"])
        await mark(person, post, "company")
    await bob.join(group["join_code"])
    assert await mark(bob, post, "company", expect=409) == "no_room"
    assert len((await shown(bob, post))["company"]) == limits.COMPANY_MAX


async def test_one_person_promises_to_ask_tomorrow(here: LocalHost, ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    eve = await here.sign_up("eve")
    for person in (bob, eve):
        await person.join(group["join_code"])
    post = await ada.post(group["id"], need="check_on_me")
    await mark(bob, post, "check")
    assert (await shown(ada, post))["check_by"]["display_name"] == "Bob"
    assert await mark(eve, post, "check", expect=409) == "already_promised"
    await mark(eve, post, "check", on=False)
    assert (await shown(ada, post))["check_by"] is not None
    await mark(bob, post, "check", on=False)
    await mark(eve, post, "check")
    assert (await shown(ada, post))["check_by"]["display_name"] == "Eve"
    assert await mark(ada, post, "check", expect=403) == "not_allowed"
    assert await mark(bob, await ada.post(group["id"]), "check", expect=422) == "invalid"


async def test_a_new_name_stands_where_somebody_stands_by(ada: Person, bob: Person, owls: str) -> None:
    post = await ada.post(owls, "A call?", kind="ask", need="check_on_me")
    await mark(bob, post, "company")
    await mark(bob, post, "check")
    before = await shown(ada, post)
    await bob.call("PATCH", "/account", {"display_name": "Robin"}, expect=200)
    after = await shown(ada, post)
    assert after["company"][0]["display_name"] == after["check_by"]["display_name"] == "Robin"
    assert after["revision"] > before["revision"]


@pytest.mark.parametrize("removed", [False, True], ids=["left", "removed"])
async def test_who_is_gone_from_the_group_stands_by_no_post_and_the_promise_is_open_again(
    here: LocalHost, ada: Person, bob: Person, owls: str, removed: bool
) -> None:
    cleo = await here.sign_up("cleo")
    await cleo.join((await ada.call("GET", "/groups")).json()["memberships"][0]["group"]["join_code"])
    asked = await ada.post(owls, "Somebody to walk with?", kind="ask", need="check_on_me")
    for person in (bob, cleo):
        await mark(person, asked, "company")
    await mark(bob, asked, "check")
    revision = (await shown(cleo, asked))["revision"]
    gone = ("DELETE", f"/groups/{owls}/members/{bob.id}") if removed else ("DELETE", f"/groups/{owls}/membership")
    await (ada if removed else bob).call(*gone, expect=204)
    post = await shown(cleo, asked)
    assert ([one["display_name"] for one in post["company"]], post["check_by"]) == (["Cleo"], None)
    assert post["revision"] > revision, "devices hear of it"
    await mark(cleo, asked, "check")
    assert (await shown(ada, asked))["check_by"]["display_name"] == "Cleo"


async def test_the_writer_closes_and_opens_what_was_asked(
    ada: Person, bob: Person, owls: str, clock: MovedClock
) -> None:
    post = await bob.post(owls, "A lift?", kind="ask", expires_at="2026-03-05T12:00:00Z")
    await mark(bob, post, "closed")
    assert (await shown(ada, post))["closed_at"] is not None
    assert await mark(ada, post, "closed", expect=403) == "not_allowed"
    await mark(bob, post, "closed", on=False)
    assert (await shown(ada, post))["closed_at"] is None
    assert await mark(bob, await bob.post(owls), "closed", expect=422) == "invalid"


async def test_a_few_posts_are_pinned_by_who_looks_after_the_group(ada: Person, bob: Person, owls: str) -> None:
    posts = [await bob.post(owls, f"Number {n}.") for n in range(limits.PINNED_MAX + 1)]
    for post in posts[:-1]:
        await mark(ada, post, "pin")
    assert await mark(ada, posts[-1], "pin", expect=409) == "no_room"
    assert await mark(bob, posts[-1], "pin", expect=403) == "not_allowed"
    await bob.call("DELETE", f"/groups/{owls}/posts/{posts[0]['id']}", expect=204)
    await mark(ada, posts[-1], "pin")
    assert (await shown(bob, posts[-1]))["pinned_at"] is not None
    await mark(ada, posts[-1], "pin", on=False)
    assert (await shown(bob, posts[-1]))["pinned_at"] is None


async def test_what_is_pinned_comes_alone_however_old_and_whatever_its_kind(
    ada: Person, bob: Person, owls: str
) -> None:
    first, second = await ada.post(owls, "Our hours."), await bob.post(owls, "Slept.", kind="win")
    for post in (first, second):
        await mark(ada, post, "pin")
    await bob.post(owls, "Later.")
    page = (await bob.call("GET", f"/groups/{owls}/posts?pinned=true&kind=share&limit=1", expect=200)).json()
    assert ([one["id"] for one in page["posts"]], page["more"]) == ([second["id"], first["id"]], False)
    await ada.call("PUT", f"/blocks/{bob.id}", expect=204)
    page = (await ada.call("GET", f"/groups/{owls}/posts?pinned=true", expect=200)).json()
    assert [one["id"] for one in page["posts"]] == [first["id"]]


async def test_the_asker_says_which_replies_helped(ada: Person, bob: Person, owls: str) -> None:
    post = await bob.post(owls, "How do you fall asleep again?", kind="question")
    replies = [await ada.reply(owls, post["id"], f"Like this, {n}.") for n in range(2)]
    for reply in replies:
        await mark(bob, post, f"replies/{reply['id']}/helped")
    path = f"/groups/{owls}/posts/{post['id']}/replies"
    assert [r["helped"] for r in (await ada.call("GET", path)).json()["replies"]] == [True, True]
    await mark(bob, post, f"replies/{replies[0]['id']}/helped", on=False)
    assert [r["helped"] for r in (await ada.call("GET", path)).json()["replies"]] == [False, True]
    assert await mark(ada, post, f"replies/{replies[0]['id']}/helped", expect=403) == "not_allowed"
    edit = {"base_version": 1, "body": "Better words."}
    edited = await ada.call("PATCH", f"{path}/{replies[1]['id']}", edit, expect=200)
    assert edited.json()["helped"]


async def test_a_broken_link_is_flagged_until_it_works_or_is_another(ada: Person, bob: Person, owls: str) -> None:
    link = {"kind": "resource", "url": "https://kith.example/sleep"}
    post = await ada.post(owls, "On sleep.", kind="resource", details=link)
    await mark(bob, post, "link-flag")
    assert (await shown(ada, post))["link_flagged_at"] is not None
    await mark(ada, post, "link-flag", on=False)
    await mark(bob, post, "link-flag")
    edit = {"base_version": 1, "kind": "resource", "need": "listen", "body": "On sleep.", "details": link}
    path = f"/groups/{owls}/posts/{post['id']}"
    kept = (await ada.call("PATCH", path, edit | {"body": "Read this."}, expect=200)).json()
    assert kept["link_flagged_at"] is not None
    edit |= {"base_version": 2, "details": link | {"url": "https://kith.example/rest"}}
    assert (await ada.call("PATCH", path, edit, expect=200)).json()["link_flagged_at"] is None
    assert await mark(bob, await ada.post(owls), "link-flag", expect=422) == "invalid"


async def test_what_no_longer_fits_goes_with_the_kind_and_the_need(ada: Person, bob: Person, owls: str) -> None:
    post = await ada.post(owls, "A call?", kind="ask", need="check_on_me", expires_at="2026-03-05T12:00:00Z")
    for person, part in ((bob, "company"), (bob, "check"), (ada, "closed")):
        await mark(person, post, part)
    edit = {"base_version": 1, "kind": "share", "need": "listen", "body": "Never mind."}
    path = f"/groups/{owls}/posts/{post['id']}"
    edited = (await ada.call("PATCH", path, edit, expect=200)).json()
    gone = {name: edited[name] for name in ("company", "check_by", "closed_at", "expires_at")}
    assert gone == {"company": [], "check_by": None, "closed_at": None, "expires_at": None}
    edit |= {"base_version": 2, "kind": "ask", "need": "check_on_me"}
    await ada.call("PATCH", path, edit, expect=200)
    for part in ("company", "check"):
        await mark(bob, post, part)


async def test_a_removed_post_takes_no_marks(ada: Person, bob: Person, owls: str) -> None:
    post = await ada.post(owls, "Gone.", kind="ask")
    await ada.call("DELETE", f"/groups/{owls}/posts/{post['id']}", expect=204)
    assert await mark(bob, post, "company", expect=410) == "gone"


async def test_those_concerned_are_told(ada: Person, bob: Person, owls: str) -> None:
    post = await ada.post(owls, "A call?", kind="ask", need="check_on_me", mentions=[str(bob.id)])
    reply = await bob.reply(owls, post["id"])
    for part in ("company", "check"):
        await mark(bob, post, part)
    await mark(ada, post, f"replies/{reply['id']}/helped")
    told = {
        person.handle: {notice["kind"] for notice in (await person.call("GET", "/notices")).json()["notices"]}
        for person in (ada, bob)
    }
    assert told["ada"] >= {"replied", "company", "check_promised"}
    assert told["bob"] >= {"mentioned", "helped"}
