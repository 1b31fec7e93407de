"""Without a name: whatever a peer asks, nothing tells who wrote it, nor that two such posts are by one person."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from uuid6 import uuid7

from server.answers import BASE
from tests.server.scene import operations
from tests.support.photos import jpeg, new_photo, small_photo
from tests.support.server import LocalHost, MovedClock, Person, local_host

# Who is in the group is no secret among its members; what each of them wrote is.
ABOUT_PEOPLE = {"groups.list_members", "aid.list_newcomers"}


FACES = ("#112233", "#445566", "#778899")


@dataclass(slots=True)
class Circle:
    """A group in which three people write without a name, each twice, and everybody reads."""

    here: LocalHost
    group_id: str
    join_code: str
    ada: Person  # looks after the group
    bob: Person
    writers: dict[str, Person]
    threads: dict[str, list[str]]  # writer -> the posts
    photos: list[str] = field(default_factory=list)

    def path(self, post_id: str, rest: str = "") -> str:
        return f"/groups/{self.group_id}/posts/{post_id}{rest}"


@pytest.fixture
async def circle(tmp_path: Path, clock: MovedClock) -> AsyncIterator[Circle]:
    async with local_host(tmp_path, clock=clock, listening=True) as here:
        ada, bob = await here.sign_up("ada"), await here.sign_up("bob")
        group = (await ada.start_group())["group"]
        writers = {
            name: await here.sign_up(f"{name}.handle", f"{name.title()} Name") for name in ("quinn", "eve", "kim")
        }
        for person in (bob, *writers.values()):
            await person.join(group["join_code"])
        for turn, person in enumerate(writers.values()):
            await person.call("PUT", "/profile", {"photo": small_photo(FACES[turn])}, expect=204)
        circle = Circle(here, group["id"], group["join_code"], ada, bob, writers, {name: [] for name in writers})
        for turn in range(2):
            for name in writers:
                circle.threads[name].append(await write_thread(circle, name, turn))
        yield circle


async def write_thread(circle: Circle, name: str, turn: int) -> str:
    """Let somebody ask without a name and do everything that a writer does; return the post."""
    writer, kinds = circle.writers[name], ("ask", "offer")
    photo = new_photo(jpeg(64, 48), description=f"Quiet {uuid4()}")
    words = {"id": str(uuid4()), "kind": kinds[turn], "need": "check_on_me", "without_name": True, "photo": photo}
    post = await writer.post(circle.group_id, f"Quiet {uuid4()}", title=f"Quiet {uuid4()}", **words)
    at = circle.path(post["id"])
    edit = {"base_version": 1, "kind": kinds[turn], "need": "check_on_me", "body": f"Quiet {uuid4()}"}
    edit["photo"] = {"id": photo["id"], "description": f"Quiet {uuid4()}"}
    await writer.call("PATCH", at, edit, expect=200)
    await circle.ada.call("PUT", f"{at}/company", expect=204)
    await circle.ada.call("PUT", f"{at}/check", expect=204)
    for person in (circle.ada, circle.bob, writer):
        await person.call("PUT", f"{at}/reactions/with_you", expect=204)
    reply = await circle.bob.reply(circle.group_id, post["id"], f"Quiet {uuid4()}")
    own = {"id": str(uuid4()), "body": f"Quiet {uuid4()}"}
    await writer.call("POST", f"{at}/replies", own, expect=201)
    await writer.call("PUT", f"{at}/replies/{reply['id']}/helped", expect=204)
    await writer.call("PUT", f"{at}/closed", expect=204)
    await writer.call("PUT", f"/groups/{circle.group_id}/read", {"sequence": post["sequence"]}, expect=204)
    circle.photos.append(str(photo["id"]))
    return str(post["id"])


async def sweep(circle: Circle, person: Person) -> dict[str, list[bytes]]:
    """Ask everything that can be asked, of every post; return the answers by operation."""
    answers: dict[str, list[bytes]] = {}
    posts = [post for posts in circle.threads.values() for post in posts]
    for operation, (method, path) in operations(circle.here).items():
        if method != "GET" or operation == "live.stream":
            continue
        ids: dict[str, Any] = {"group_id": circle.group_id, "join_code": circle.join_code, "account_id": circle.bob.id}
        subjects = circle.photos if "{photo_id}" in path else posts if "{post_id}" in path else posts[:1]
        query: dict[str, str | int] = {"q": "quiet", "limit": 100} if operation.startswith("feed.search") else {}
        for post_id in subjects:
            asked = path.format(
                **ids,
                post_id=post_id,
                photo_id=post_id,
                reply_id=uuid4(),
                report_id=uuid4(),
                device_id=person.device_id,
            )
            answer = await person.client.get(asked, params=query, headers=person.headers)
            assert answer.status_code in (200, 403, 404), (operation, answer.status_code, answer.text)
            answers.setdefault(operation, []).append(answer.content)
    return answers


def secrets_of(person: Person, *names: str) -> list[bytes]:
    """Return what would tell who somebody is."""
    return [text.encode() for text in (str(person.id), person.id.hex, person.handle, str(person.device_id), *names)]


def scalars(value: Any) -> Iterator[Any]:
    """Yield every value of a piece of JSON, however deep; also the keys, where these are ids."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from scalars(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from scalars(inner)
    else:
        yield json.dumps(value)


def subjects_in(value: Any, post_id: str) -> Iterator[Any]:
    """Yield every object, however deep, that is the post or hangs on it."""
    if isinstance(value, dict):
        if post_id in (value.get("id"), value.get("post_id")):
            yield value
        for inner in value.values():
            yield from subjects_in(inner, post_id)
    elif isinstance(value, list):
        for inner in value:
            yield from subjects_in(inner, post_id)


@pytest.mark.parametrize("asking", ["bob", "ada"])
async def test_no_answer_tells_a_peer_who_wrote(circle: Circle, asking: str) -> None:
    """A facilitator, too, learns it by looking behind the alias only, which is written down."""
    answers = await sweep(circle, getattr(circle, asking))
    assert len(answers) > 20 and all(answers.values())
    posts = [post for posts in circle.threads.values() for post in posts]
    for face, (name, person) in zip(FACES, circle.writers.items(), strict=True):
        for operation, contents in answers.items():
            for content in contents:
                if operation in ABOUT_PEOPLE:
                    assert not any(post.encode() in content for post in posts), operation
                else:
                    for secret in secrets_of(person, f"{name.title()} Name", small_photo(face)):
                        assert secret not in content, (operation, secret)
    everything = b"".join(content for contents in answers.values() for content in contents)
    assert all(post.encode() in everything for post in posts)  # else this would prove nothing


@pytest.mark.parametrize("asking", ["bob", "ada"])
async def test_nothing_is_the_same_in_two_posts_of_one_person_alone(circle: Circle, asking: str) -> None:
    answers = await sweep(circle, getattr(circle, asking))
    read = [json.loads(content) for contents in answers.values() for content in contents]
    values = {
        (name, post): {value for one in read for subject in subjects_in(one, post) for value in scalars(subject)}
        for name, posts in circle.threads.items()
        for post in posts
    }
    aliases: list[str] = []
    for name in circle.writers:
        own = [known for (writer, _), known in values.items() if writer == name]
        others = set().union(*(known for (writer, _), known in values.items() if writer != name))
        assert all(len(known) > 30 for known in own)
        for one, other in combinations(own, 2):
            assert one & other <= others, name
    for post in (post for posts in circle.threads.values() for post in posts):
        shown = (await circle.bob.call("GET", circle.path(post), expect=200)).json()
        replies = (await circle.bob.call("GET", circle.path(post, "/replies"), expect=200)).json()["replies"]
        assert [r["author"] for r in replies if r["author"]["account_id"] is None] == [shown["author"]]
        aliases.append(shown["author"]["display_name"])
    assert len(set(aliases)) == len(aliases) == 6


async def test_only_the_writer_is_told_what_is_theirs(circle: Circle) -> None:
    quinn, posts = circle.writers["quinn"], circle.threads["quinn"]
    for person, expected in ((quinn, set(posts)), (circle.bob, set()), (circle.ada, set())):
        page = (await person.call("GET", f"/groups/{circle.group_id}/posts", expect=200)).json()
        changes = (await person.call("GET", f"/groups/{circle.group_id}/changes", expect=200)).json()
        assert set(page["mine"]) == expected
        assert {id_ for id_ in changes["mine"] if id_ in posts} == expected
        for post in posts:
            thread = (await person.call("GET", circle.path(post, "/replies"), expect=200)).json()
            own = [r["id"] for r in thread["replies"] if r["author"]["account_id"] is None]
            assert thread["mine"] == (own if expected else [])
            assert len(own) == 1


async def test_peers_may_not_change_what_has_no_name_and_the_writer_may(circle: Circle) -> None:
    quinn, post = circle.writers["quinn"], circle.threads["quinn"][0]
    edit = {"base_version": 2, "kind": "ask", "need": "listen", "body": "Changed."}
    for person, answered in ((circle.bob, 403), (circle.ada, 403), (quinn, 200)):
        await person.call("PATCH", circle.path(post), edit, expect=answered)
    for part in ("company", "check"):  # the name would stand beside the alias
        await quinn.call("PUT", circle.path(post, f"/{part}"), expect=403)
    await circle.bob.call("DELETE", circle.path(post), expect=403)
    await quinn.call("DELETE", circle.path(post), expect=204)


async def changed_since(circle: Circle, cursor: int) -> list[str]:
    changes = await circle.bob.call("GET", f"/groups/{circle.group_id}/changes?after={cursor}", expect=200)
    return [change["kind"] for change in changes.json()["changes"]]


@pytest.mark.parametrize("way", ["rename", "leave", "removed"])
async def test_what_becomes_of_the_writer_moves_nothing_without_a_name(circle: Circle, way: str) -> None:
    quinn = circle.writers["quinn"]
    cursor = (await circle.bob.call("GET", f"/groups/{circle.group_id}/changes")).json()["cursor"]
    match way:
        case "rename":
            await quinn.call("PATCH", "/account", {"display_name": "Another Name"}, expect=200)
        case "leave":
            await quinn.call("DELETE", f"/groups/{circle.group_id}/membership", expect=204)
        case "removed":
            await circle.ada.call("DELETE", f"/groups/{circle.group_id}/members/{quinn.id}", expect=204)
    assert set(await changed_since(circle, cursor)) <= {"group"}
    for contents in (await sweep(circle, circle.bob)).items():
        if contents[0] not in ABOUT_PEOPLE:
            assert b"Another Name" not in b"".join(contents[1])


async def test_hints_say_that_the_group_moved_and_no_more(circle: Circle) -> None:
    assert circle.here.url is not None
    heard: list[dict[str, Any]] = []
    async with (
        httpx.AsyncClient(base_url=f"{circle.here.url}{BASE}", timeout=20) as client,
        client.stream("GET", "/live", headers=circle.bob.headers) as response,
    ):
        lines = response.aiter_lines()
        assert await anext(lines) == ": open"
        for name in circle.writers:
            await write_thread(circle, name, 1)
        head = (await circle.bob.call("GET", f"/groups/{circle.group_id}/changes")).json()["cursor"]
        async with asyncio.timeout(10):
            while not any(hint["scope"].startswith("group:") and hint["cursor"] == head for hint in heard):
                line = await anext(lines)
                if line.startswith("data: "):
                    heard.append(json.loads(line.removeprefix("data: ")))
    assert all(hint.keys() == {"scope", "cursor"} for hint in heard)
    assert {hint["scope"] for hint in heard} <= {f"group:{circle.group_id}", "notices"}


async def test_an_id_must_not_tell_the_time_of_the_device(circle: Circle) -> None:
    quinn = circle.writers["quinn"]
    request = {"id": str(uuid7()), "kind": "share", "body": "Awake.", "without_name": True}
    refused = await quinn.call("POST", f"/groups/{circle.group_id}/posts", request, expect=422)
    assert "id_holds_time" in refused.json()["fields"].values()
    reply = {"id": str(uuid7()), "body": "Still awake."}
    at = circle.path(circle.threads["quinn"][0], "/replies")
    assert (await quinn.call("POST", at, reply, expect=422)).json()["fields"] == {"id": "id_holds_time"}
    await circle.bob.call("POST", at, reply, expect=201)


async def test_a_look_behind_an_alias_is_for_facilitators_and_written_down(circle: Circle) -> None:
    quinn, post = circle.writers["quinn"], circle.threads["quinn"][0]
    reason = {"reason": "She writes that she may not be safe."}
    await circle.bob.call("POST", circle.path(post, "/unmask"), reason, expect=403)
    await circle.ada.call("POST", circle.path(post, "/unmask"), {"reason": " "}, expect=422)
    shown = (await circle.ada.call("POST", circle.path(post, "/unmask"), reason, expect=200)).json()
    assert shown == {"account_id": str(quinn.id), "display_name": "Quinn Name"}
    acts = (await circle.ada.call("GET", f"/groups/{circle.group_id}/acts", expect=200)).json()
    assert reason["reason"] in json.dumps(acts)
    named = await circle.bob.post(circle.group_id)
    shown = (await circle.ada.call("POST", circle.path(named["id"], "/unmask"), reason, expect=200)).json()
    assert shown == named["author"]


async def test_a_mention_of_oneself_does_not_give_the_alias_away(circle: Circle) -> None:
    quinn = circle.writers["quinn"]
    words = {"id": str(uuid4()), "without_name": True, "mentions": [str(quinn.id), str(circle.bob.id), str(uuid4())]}
    post = await quinn.post(circle.group_id, "Hello.", **words)
    assert post["mentions"] == [str(circle.bob.id)]
    notices = (await circle.bob.call("GET", "/notices", expect=200)).text
    assert post["author"]["display_name"] in notices and str(quinn.id) not in notices


async def test_a_theme_stands_under_a_name(circle: Circle) -> None:
    words = {"id": str(uuid4()), "kind": "theme", "body": "Rest.", "without_name": True}
    await circle.ada.call("POST", f"/groups/{circle.group_id}/posts", words, expect=422)
    post = await circle.ada.post(circle.group_id, "Rest.", id=str(uuid4()), without_name=True)
    edit = {"base_version": 1, "kind": "theme", "need": "listen", "body": "Rest."}
    await circle.ada.call("PATCH", circle.path(post["id"]), edit, expect=422)
