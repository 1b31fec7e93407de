"""The end of an account: nothing of it stays but what its owner left to the groups, and that names nobody."""

import base64
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import Uuid, insert, text
from uuid6 import uuid7

from server.acts import ActKind, record_act
from server.aid.tables import AskedRow, PromiseRow, RestRow, WelcomeRow
from server.schema import Row
from server.tables import JoinRequestRow, ReadAnewRow
from server.transaction import Transaction
from tests.support.photos import jpeg, new_photo, small_photo
from tests.support.server import (
    LocalHost,
    MovedClock,
    Person,
    local_host,
    random64,
    record,
    sign_up_request,
    stored_bytes,
)

SEALED_PHOTO = random64(3_000)
FORMER = {"account_id": None, "display_name": "Former member"}


async def end(person: Person, posts: str, *, expect: int = 204) -> httpx.Response:
    secret = base64.b64encode(person.auth_secret).decode()
    return await person.call("POST", "/account/delete", {"auth_secret": secret, "posts": posts}, expect=expect)


class Life:
    """A group of Ada's in which Bob did everything that leaves a trace."""

    def __init__(self, ada: Person, bob: Person, group_id: str) -> None:
        self.ada, self.bob, self.group_id = ada, bob, group_id
        self.words: dict[str, dict[str, Any]] = {}

    def path(self, name: str, rest: str = "") -> str:
        return f"/groups/{self.group_id}/posts/{self.words[name]['id']}{rest}"

    async def look(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.ada.call("GET", self.path(name), expect=200)).json()
        return found

    async def posts(self) -> dict[str, dict[str, Any]]:
        page = (await self.ada.call("GET", f"/groups/{self.group_id}/posts", expect=200)).json()
        return {post["body"]: post for post in page["posts"]}

    async def replies(self, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.ada.call("GET", self.path(name, "/replies"), expect=200)).json()[
            "replies"
        ]
        return found


async def live_a_life(here: LocalHost) -> Life:
    """Let Bob write, answer, react, thank, report, block, ask to join, and keep a journal."""
    ada, bob = await here.sign_up("ada"), await here.sign_up("bob.in.the.night", "Bob Barnaby")
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    life = Life(ada, bob, group["id"])
    words = life.words
    photo = new_photo(jpeg(64, 48), description="A tree")
    words["own"] = await bob.post(life.group_id, "Bob says this", photo=photo)
    words["masked"] = await bob.post(life.group_id, "Somebody says this", id=str(uuid4()), without_name=True)
    words["ask"] = await bob.post(life.group_id, "Bob asks this", kind="ask")
    words["hers"] = await ada.post(life.group_id, "Ada says this", mentions=[str(bob.id)])
    words["call"] = await ada.post(life.group_id, "Ada asks this", kind="ask", need="check_on_me")
    words["strategy"] = await ada.post(life.group_id, "Ada tried this", kind="strategy")
    words["answer"] = await bob.reply(life.group_id, words["hers"]["id"], "Bob answers this")
    words["heard"] = await ada.reply(life.group_id, words["own"]["id"], "Ada answers this")
    mention = {"base_version": 1, "body": "Ada answers this", "mentions": [str(bob.id)]}
    await ada.call("PATCH", life.path("own", f"/replies/{words['heard']['id']}"), mention, expect=200)
    for path in (life.path("hers", "/reactions/hear_you"), life.path("call", "/company"), life.path("call", "/check")):
        await bob.call("PUT", path, expect=204)
    await bob.call("PUT", life.path("strategy", "/rating"), {"rating": 2}, expect=204)
    begun = (await bob.start_group("Begun by Bob"))["group"]
    await ada.join(begun["join_code"])
    await bob.call("PUT", f"/groups/{begun['id']}/members/{ada.id}/role", {"role": "facilitator"}, expect=204)
    await _settle(life)
    await _stand_where_jobs_write(here, life)
    return life


async def _settle(life: Life) -> None:
    ada, bob, group = life.ada, life.bob, f"/groups/{life.group_id}"
    await bob.push(record(), record())
    await bob.call("PUT", f"/vault/photos/{uuid4()}", {"sealed": SEALED_PHOTO}, expect=204)
    await bob.call("PUT", "/profile", {"words": "Up at night.", "photo": small_photo("#112233")}, expect=204)
    await bob.call("PUT", f"{group}/profile", {"pronouns": "he"}, expect=204)
    await bob.call("PUT", "/capacity", {"capacity": "listen", "until": "2100-01-01T00:00:00Z"}, expect=204)
    await bob.call("PUT", "/notice-settings", {"zone": "Europe/Madrid"}, expect=200)
    await bob.call("PUT", "/reminder-settings", {"zone": "Europe/Madrid", "times": []}, expect=200)
    await bob.call("POST", f"{group}/invites", {"id": str(uuid7()), "uses_max": 3}, expect=201)
    await bob.call("PUT", f"{group}/greeter", expect=204)
    thanks = {"id": str(uuid4()), "words": "Thank you.", "reply_id": life.words["heard"]["id"]}
    await bob.call("POST", life.path("own", "/thanks"), thanks, expect=204)
    for words, by in (("own", ada), ("hers", bob)):
        report = {"id": str(uuid7()), "reason": "harassment", "post_id": life.words[words]["id"]}
        await by.call("POST", f"{group}/reports", report, expect=201)
    about = {"id": str(uuid7()), "reason": "worried", "member_id": str(bob.id)}
    await ada.call("POST", f"{group}/reports", about, expect=201)


async def _stand_where_jobs_write(here: LocalHost, life: Life) -> None:
    """Write the rows of other days: a block that is over, what the rounds of mutual aid note."""

    def write(tx: Transaction) -> None:
        of = {"group_id": UUID(life.group_id), "account_id": life.bob.id}
        tx.connection.execute(insert(AskedRow).values(**of, post_id=UUID(life.words["hers"]["id"]), asked_at=tx.now))
        tx.connection.execute(insert(RestRow).values(account_id=life.bob.id, offered_at=tx.now))
        promise = {**of, "post_id": UUID(life.words["call"]["id"]), "promised_at": tx.now}
        tx.connection.execute(insert(PromiseRow).values(**promise))
        asked = {"words": "", "agreement_version": 1, "asked_at": tx.now, "declined_at": tx.now}
        tx.connection.execute(insert(JoinRequestRow).values(**of, **asked))
        record_act(tx, of["group_id"], ActKind.RESOLVED, life.bob.id)
        tx.connection.execute(insert(ReadAnewRow).values(**of, revision=1))
        of_ada = {"group_id": UUID(life.group_id), "account_id": life.ada.id, "greeter_id": life.bob.id}
        tx.connection.execute(insert(WelcomeRow).values(**of_ada, greeted_at=tx.now))

    await here.host.database.write(write)


def tables_with(tx: Transaction, *needles: bytes) -> set[str]:
    """Return which tables hold one of `needles` in any column of any row."""
    found = set()
    for table in Row.metadata.sorted_tables:
        for row in tx.connection.execute(text(f'SELECT * FROM "{table.name}"')):
            values = (value if isinstance(value, bytes) else str(value).encode() for value in row)
            if any(needle in value for value in values for needle in needles):
                found.add(table.name)
    return found


def traces_of(person: Person) -> tuple[bytes, ...]:
    """Return every form in which an account could stand in a row."""
    return (person.id.hex.encode(), str(person.id).encode(), person.id.bytes, person.handle.encode(), b"Barnaby")


@pytest.mark.parametrize("posts", ["keep", "delete"])
async def test_no_table_mentions_an_account_that_ended(tmp_path: Path, clock: MovedClock, posts: str) -> None:
    async with local_host(tmp_path, clock=clock) as here:
        life = await live_a_life(here)
        records = [
            one["sealed"] for one in (await life.bob.call("GET", "/vault/changes", expect=200)).json()["records"]
        ]
        assert len(records) == 2
        await life.bob.call("PUT", f"/blocks/{life.ada.id}", expect=204)
        before = await here.host.database.read(tables_with, *traces_of(life.bob))
        told = {name for name in Row.metadata.tables if _names_accounts(name)}
        assert before >= told | {"account"}
        await end(life.bob, posts)
        assert await here.host.database.read(tables_with, *traces_of(life.bob)) == set()
        here.host.database.close()  # the writer finishes what it owes; no last checkpoint by SQLite itself
        disk = stored_bytes(tmp_path)
        for trace in (*traces_of(life.bob), *map(base64.b64decode, records)):
            assert trace not in disk
        assert base64.b64decode(SEALED_PHOTO)[-100:] not in disk
        assert (b"Bob says this" in disk) is (posts == "keep")


def _names_accounts(table: str) -> bool:
    """Return whether a table has a column for the id of an account, besides those of groups, posts and the like."""
    names = ("account_id", "author_id", "by_id", "actor_id", "reporter_id", "other_id", "from_id", "created_by")
    columns = Row.metadata.tables[table].columns
    return any(name in columns and isinstance(columns[name].type, Uuid) for name in names)


async def test_kept_words_are_a_former_members(here: LocalHost) -> None:
    life = await live_a_life(here)
    alias = (await life.look("masked"))["author"]
    since = (await life.ada.call("GET", f"/groups/{life.group_id}/changes", expect=200)).json()["cursor"]
    await end(life.bob, "keep")
    own, ask = await life.look("own"), await life.look("ask")
    assert own["author"] == ask["author"] == FORMER and ask["closed_at"] is not None
    assert own["body"] == "Bob says this"
    photo = f"/groups/{life.group_id}/photos/{own['photo']['id']}"
    await life.ada.call("GET", photo, expect=200)
    assert (await life.look("masked"))["author"] == alias
    assert [one["author"] for one in await life.replies("hers")] == [FORMER]
    hers, call = await life.look("hers"), await life.look("call")
    assert (hers["mentions"], hers["reactions"], call["company"], call["check_by"]) == ([], {}, [], None)
    (heard,) = await life.replies("own")
    assert (heard["body"], heard["mentions"]) == ("Ada answers this", [])
    reason = {"reason": "Somebody may be in danger."}
    assert (await life.ada.call("POST", life.path("masked", "/unmask"), reason, expect=200)).json() == FORMER
    changes = (await life.ada.call("GET", f"/groups/{life.group_id}/changes?after={since}", expect=200)).json()
    assert {one["post"]["id"] for one in changes["changes"] if one.get("post")} >= {
        life.words[name]["id"] for name in ("own", "ask", "hers")
    }
    notices = (await life.ada.call("GET", "/notices", expect=200)).json()["notices"]
    assert [one["actor"] for one in notices if one["actor"] is not None] and all(
        one["actor"] in (None, FORMER) for one in notices
    )


async def test_deleted_words_go_as_if_each_was_deleted(here: LocalHost) -> None:
    life = await live_a_life(here)
    await life.bob.call("DELETE", f"/groups/{life.group_id}/membership", expect=204)  # words stay when one leaves
    await end(life.bob, "delete")
    assert (await life.posts()).keys() == {"Ada says this", "Ada asks this", "Ada tried this"}
    assert await life.replies("hers") == [] and (await life.look("hers"))["reply_count"] == 0
    await life.ada.call("GET", life.path("own"), expect=410)
    await life.ada.call("GET", life.path("masked"), expect=410)
    found = (await life.ada.call("GET", f"/groups/{life.group_id}/search?q=Bob", expect=200)).json()["found"]
    assert found == []


async def test_two_former_members_cannot_be_told_apart(here: LocalHost) -> None:
    ada, bob, cleo = [await here.sign_up(name) for name in ("ada", "bob", "cleo")]
    group = (await ada.start_group())["group"]
    for person in (bob, cleo):
        await person.join(group["join_code"])
        await person.post(group["id"], f"By {person.handle}")
        await end(person, "keep")
    page = (await ada.call("GET", f"/groups/{group['id']}/posts", expect=200)).json()
    assert [post["author"] for post in page["posts"]] == [FORMER, FORMER]
    members = (await ada.call("GET", f"/groups/{group['id']}/members", expect=200)).json()["members"]
    assert [one["account_id"] for one in members] == [str(ada.id)]
    report = {"id": str(uuid7()), "reason": "harassment", "post_id": page["posts"][0]["id"]}
    await ada.call("POST", f"/groups/{group['id']}/reports", report, expect=201)
    await ada.reply(group["id"], page["posts"][0]["id"], "Still thinking of this")


async def test_who_alone_looks_after_others_is_told_which_groups(here: LocalHost, ada: Person, bob: Person) -> None:
    held, alone = (await ada.start_group("Held"))["group"], (await ada.start_group("Alone"))["group"]
    shared = (await ada.start_group("Shared"))["group"]
    for group in (held, shared):
        await bob.join(group["join_code"])
    await ada.call("PUT", f"/groups/{shared['id']}/members/{bob.id}/role", {"role": "facilitator"}, expect=204)
    refusal = (await end(ada, "delete", expect=409)).json()
    assert (refusal["code"], refusal["fields"]) == ("last_facilitator", {f"groups.{held['id']}": "last_facilitator"})
    assert len((await ada.call("GET", "/groups", expect=200)).json()["memberships"]) == 3
    await ada.call("PUT", f"/groups/{held['id']}/members/{bob.id}/role", {"role": "facilitator"}, expect=204)
    await end(ada, "delete")
    groups = (await bob.call("GET", "/groups", expect=200)).json()["memberships"]
    assert {one["group"]["name"]: one["group"]["member_count"] for one in groups} == {"Held": 1, "Shared": 1}
    await bob.call("GET", f"/invites/{alone['join_code']}", expect=404)


async def test_every_session_ends_and_nothing_opens_another(here: LocalHost, bob: Person) -> None:
    proof = {"handle": bob.handle, "auth_secret": base64.b64encode(bob.auth_secret).decode(), "device_name": "Laptop"}
    laptop = (await here.client.post("/sessions", json=proof)).json()["token"]
    wrong = {"auth_secret": base64.b64encode(bytes(32)).decode(), "posts": "keep"}
    await bob.call("POST", "/account/delete", wrong, expect=403)
    await end(bob, "keep")
    await end(bob, "keep", expect=401)
    answer = await here.client.get("/account", headers={"Authorization": f"Bearer {laptop}"})
    assert answer.status_code == 401
    assert (await here.client.post("/sessions", json=proof)).status_code == 403


async def test_a_handle_that_others_knew_is_given_to_nobody_else(here: LocalHost, bob: Person) -> None:
    await end(bob, "delete")
    taken = await here.client.post("/accounts", json=sign_up_request(bob.handle))
    assert (taken.status_code, taken.json()["code"]) == (409, "handle_taken")
    again = await here.client.post("/accounts", json=sign_up_request("bobby") | {"id": str(bob.id)})
    assert again.status_code == 201  # what their device still has may begin anew under another name
    nobody = await here.client.post("/accounts", json=sign_up_request("nobody") | {"id": str(UUID(int=0))})
    assert (nobody.status_code, nobody.json()["code"]) == (409, "id_taken")


async def test_a_host_says_how_long_a_backup_may_hold_it(tmp_path: Path) -> None:
    async with local_host(tmp_path, backup_days=14) as here:
        assert (await here.client.get("/about")).json()["backups_kept_days"] == 14
