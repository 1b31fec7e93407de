"""Posts, replies, reactions, and the change log that carries them."""

from uuid import uuid4

from uuid6 import uuid7

from api_client.wire import feed as wire
from api_client.wire import groups as groups_wire
from tests.support.server import LocalHost, MovedClock, Person


async def changes(person: Person, group_id: str, after: int = 0) -> groups_wire.GroupChanges:
    answer = await person.call("GET", f"/groups/{group_id}/changes?after={after}", expect=200)
    return groups_wire.GroupChanges.model_validate_json(answer.content)


async def test_a_post_stands_in_every_members_feed(ada: Person, bob: Person, owls: str) -> None:
    post = await ada.post(owls, "Awake since three.", need="been_there", content_note="insomnia")
    page = wire.PostPage.model_validate_json((await bob.call("GET", f"/groups/{owls}/posts")).content)
    assert page.posts == (wire.Post.model_validate(post),)
    assert (page.posts[0].need, page.posts[0].author.display_name) == (wire.Need.BEEN_THERE, "Ada")
    assert (page.more, page.my_reactions) == (False, {})


async def test_feed_pages_newest_first_without_gap_or_repeat(bob: Person, owls: str) -> None:
    written = [(await bob.post(owls, f"post {n}"))["id"] for n in range(7)]
    seen: list[str] = []
    before = ""
    page = {"more": True}
    while page["more"]:
        page = (await bob.call("GET", f"/groups/{owls}/posts?limit=2{before}", expect=200)).json()
        seen += [post["id"] for post in page["posts"]]
        before = f"&before={page['cursor']}"
    assert seen == written[::-1]


async def test_feed_filters_by_kind_and_need(bob: Person, owls: str) -> None:
    for kind, need in (("ask", "ideas"), ("ask", "listen"), ("win", "listen")):
        await bob.post(owls, f"{kind} {need}", kind=kind, need=need)
    for query, expected in (("kind=ask", 2), ("need=listen", 2), ("kind=ask&need=ideas", 1), ("kind=story", 0)):
        page = (await bob.call("GET", f"/groups/{owls}/posts?{query}")).json()
        assert len(page["posts"]) == expected, query


async def test_the_same_post_twice_is_one_post(bob: Person, ada: Person, owls: str) -> None:
    request = {"id": str(uuid7()), "kind": "share", "body": "Once."}
    first = await bob.call("POST", f"/groups/{owls}/posts", request, expect=201)
    again = await bob.call("POST", f"/groups/{owls}/posts", request, expect=200)
    assert first.content == again.content
    other = await bob.call("POST", f"/groups/{owls}/posts", {**request, "body": "Twice."}, expect=409)
    assert other.json()["code"] == "id_taken"
    stolen = await ada.call("POST", f"/groups/{owls}/posts", request, expect=409)
    assert stolen.json()["code"] == "id_taken"


async def test_a_late_repeat_after_an_edit_answers_with_the_post_as_it_is(bob: Person, owls: str) -> None:
    request = {"id": str(uuid7()), "kind": "share", "body": "Tpyo."}
    await bob.call("POST", f"/groups/{owls}/posts", request, expect=201)
    edit = {"base_version": 1, "kind": "share", "need": "listen", "body": "Typo."}
    await bob.call("PATCH", f"/groups/{owls}/posts/{request['id']}", edit, expect=200)
    again = await bob.call("POST", f"/groups/{owls}/posts", request, expect=200)
    assert again.json()["body"] == "Typo."


async def test_a_late_repeat_of_a_removed_post_does_not_bring_it_back(bob: Person, owls: str) -> None:
    request = {"id": str(uuid7()), "kind": "share", "body": "Gone."}
    await bob.call("POST", f"/groups/{owls}/posts", request, expect=201)
    await bob.call("DELETE", f"/groups/{owls}/posts/{request['id']}", expect=204)
    await bob.call("DELETE", f"/groups/{owls}/posts/{request['id']}", expect=204)
    again = await bob.call("POST", f"/groups/{owls}/posts", request, expect=410)
    assert again.json()["code"] == "gone"
    await bob.call("GET", f"/groups/{owls}/posts/{request['id']}", expect=410)


async def test_an_id_of_another_subject_is_taken(bob: Person, owls: str) -> None:
    post = await bob.post(owls)
    reply = {"id": post["id"], "body": "My id is the post's."}
    path = f"/groups/{owls}/posts/{post['id']}/replies"
    assert (await bob.call("POST", path, reply, expect=409)).json()["code"] == "id_taken"
    as_group = {"id": owls, "kind": "share", "body": "My id is the group's."}
    await bob.call("POST", f"/groups/{owls}/posts", as_group, expect=409)


async def test_edit_needs_the_version_that_was_on_the_screen(bob: Person, owls: str) -> None:
    post = await bob.post(owls)
    path = f"/groups/{owls}/posts/{post['id']}"
    edit = {"base_version": 1, "kind": "win", "need": "ideas", "body": "Slept!", "title": "Finally"}
    edited = (await bob.call("PATCH", path, edit, expect=200)).json()
    assert (edited["version"], edited["kind"], edited["title"]) == (2, "win", "Finally")
    assert edited["edited_at"] is not None
    assert (await bob.call("PATCH", path, edit, expect=200)).json() == edited  # a repeat after a lost answer
    stale = await bob.call("PATCH", path, {**edit, "body": "Other words."}, expect=409)
    assert stale.json()["code"] == "version_conflict"
    assert [p["id"] for p in (await bob.call("GET", f"/groups/{owls}/posts?kind=win")).json()["posts"]] == [post["id"]]


async def test_replies_count_and_page_oldest_first(ada: Person, bob: Person, owls: str) -> None:
    post = await ada.post(owls)
    written = [(await bob.reply(owls, post["id"], f"reply {n}"))["id"] for n in range(5)]
    path = f"/groups/{owls}/posts/{post['id']}/replies"
    first = (await ada.call("GET", f"{path}?limit=3", expect=200)).json()
    rest = (await ada.call("GET", f"{path}?limit=3&after={first['cursor']}", expect=200)).json()
    assert [r["id"] for r in first["replies"] + rest["replies"]] == written
    assert (first["more"], rest["more"]) == (True, False)
    assert (await ada.call("GET", f"/groups/{owls}/posts/{post['id']}")).json()["reply_count"] == 5


async def test_a_reply_is_created_once_edited_by_its_version_and_removed_for_good(bob: Person, owls: str) -> None:
    post = await bob.post(owls)
    path = f"/groups/{owls}/posts/{post['id']}/replies"
    request = {"id": str(uuid7()), "body": "With you."}
    created = await bob.call("POST", path, request, expect=201)
    assert (await bob.call("POST", path, request, expect=200)).content == created.content
    await bob.call("POST", path, {**request, "body": "Other."}, expect=409)
    edit = {"base_version": 1, "body": "With you, always."}
    edited = (await bob.call("PATCH", f"{path}/{request['id']}", edit, expect=200)).json()
    assert (await bob.call("PATCH", f"{path}/{request['id']}", edit, expect=200)).json() == edited
    await bob.call("PATCH", f"{path}/{request['id']}", {**edit, "body": "?"}, expect=409)
    await bob.call("DELETE", f"{path}/{request['id']}", expect=204)
    await bob.call("DELETE", f"{path}/{request['id']}", expect=204)
    await bob.call("POST", path, request, expect=410)
    await bob.call("PATCH", f"{path}/{request['id']}", edit, expect=410)
    assert (await bob.call("GET", f"/groups/{owls}/posts/{post['id']}")).json()["reply_count"] == 0


async def test_reactions_are_counted_once_per_member(ada: Person, bob: Person, owls: str) -> None:
    post = await ada.post(owls)
    path = f"/groups/{owls}/posts/{post['id']}/reactions"
    for person, kind in ((ada, "me_too"), (bob, "me_too"), (bob, "me_too"), (bob, "hear_you")):
        await person.call("PUT", f"{path}/{kind}", expect=204)
    page = (await bob.call("GET", f"/groups/{owls}/posts")).json()
    assert page["posts"][0]["reactions"] == {"hear_you": 1, "me_too": 2}
    assert page["my_reactions"] == {post["id"]: ["hear_you", "me_too"]}
    for _ in range(2):
        await bob.call("DELETE", f"{path}/me_too", expect=204)
    await bob.call("DELETE", f"{path}/hear_you", expect=204)
    page = (await bob.call("GET", f"/groups/{owls}/posts")).json()
    assert (page["posts"][0]["reactions"], page["my_reactions"]) == ({"me_too": 1}, {})
    await bob.call("PUT", f"{path}/like", expect=422)


async def test_change_log_tells_everything_once_with_its_newest_words(ada: Person, bob: Person, owls: str) -> None:
    post = await ada.post(owls)
    start = (await changes(bob, owls)).cursor
    reply = await bob.reply(owls, post["id"])
    await bob.call("PUT", f"/groups/{owls}/posts/{post['id']}/reactions/with_you", expect=204)
    page = await changes(bob, owls, start)
    assert [change.kind for change in page.changes] == ["reply", "post"]
    changed = page.changes[1]
    assert isinstance(changed, groups_wire.PostChanged)
    assert (changed.post.reply_count, changed.post.revision) == (1, changed.revision)
    assert {str(k): v for k, v in page.my_reactions.items()} == {post["id"]: ("with_you",)}
    assert (await changes(ada, owls, start)).my_reactions == {}
    await bob.call("DELETE", f"/groups/{owls}/posts/{post['id']}/replies/{reply['id']}", expect=204)
    page = await changes(bob, owls, page.cursor)
    assert [change.kind for change in page.changes] == ["reply_removed", "post"]
    await ada.call("DELETE", f"/groups/{owls}/posts/{post['id']}", expect=204)
    page = await changes(bob, owls, start)
    assert [change.kind for change in page.changes] == ["reply_removed", "post_removed"]


async def test_change_log_pages_and_refuses_a_cursor_of_another_history(bob: Person, owls: str) -> None:
    written = [(await bob.post(owls, f"post {n}"))["id"] for n in range(5)]
    cursor, seen = 0, []
    for _ in range(10):
        answer = await bob.call("GET", f"/groups/{owls}/changes?after={cursor}&limit=2", expect=200)
        page = groups_wire.GroupChanges.model_validate_json(answer.content)
        seen += [str(c.post.id) for c in page.changes if isinstance(c, groups_wire.PostChanged)]
        cursor = page.cursor
        if not page.more:
            break
    assert seen == written
    assert (await changes(bob, owls, cursor)).changes == ()
    refused = await bob.call("GET", f"/groups/{owls}/changes?after={cursor + 1}", expect=409)
    assert refused.json()["code"] == "epoch_changed"


async def test_sequence_is_gap_free_and_ones_own_posts_are_read(ada: Person, bob: Person, owls: str) -> None:
    first = await ada.post(owls)
    mine = await bob.post(owls)
    assert (first["sequence"], mine["sequence"]) == (1, 2)
    of_ada = (await ada.call("GET", "/groups")).json()["memberships"][0]
    of_bob = (await bob.call("GET", "/groups")).json()["memberships"][0]
    assert (of_ada["read_sequence"], of_bob["read_sequence"], of_bob["group"]["post_count"]) == (1, 0, 2)


async def test_only_the_author_edits_and_a_facilitator_may_remove(ada: Person, bob: Person, owls: str) -> None:
    post = await bob.post(owls)
    edit = {"base_version": 1, "kind": "share", "need": "listen", "body": "Not mine."}
    await ada.call("PATCH", f"/groups/{owls}/posts/{post['id']}", edit, expect=403)
    of_ada = await ada.post(owls)
    await bob.call("DELETE", f"/groups/{owls}/posts/{of_ada['id']}", expect=403)
    await ada.call("DELETE", f"/groups/{owls}/posts/{post['id']}", expect=204)


async def test_a_new_name_stands_in_everything_written(
    here: LocalHost, ada: Person, bob: Person, owls: str, clock: MovedClock
) -> None:
    post = await bob.post(owls)
    await bob.reply(owls, post["id"])
    cursor = (await changes(ada, owls)).cursor
    await bob.call("PATCH", "/account", {"display_name": "Robin"}, expect=200)
    page = await changes(ada, owls, cursor)
    assert sorted(change.kind for change in page.changes) == ["group", "post", "reply"]
    assert b"Bob" not in (await ada.call("GET", f"/groups/{owls}/changes")).content
    assert "Robin" in (await ada.call("GET", f"/groups/{owls}/members")).text


async def test_unknown_posts_and_cursors_are_refused(bob: Person, owls: str) -> None:
    await bob.call("GET", f"/groups/{owls}/posts/{uuid4()}", expect=404)
    await bob.call("GET", f"/groups/{owls}/posts/{uuid4()}/replies", expect=404)
    for cursor in ("x", "AAAA", "é", "_" * 32):
        refused = await bob.call("GET", f"/groups/{owls}/posts?before={cursor}")
        assert (refused.status_code, refused.json().get("fields")) == (422, {"before": "cursor"}), cursor
