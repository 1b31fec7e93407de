"""Photos in posts: they come with the post, go with it, and tell nothing but what they show."""

import base64
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, insert, select
from uuid6 import uuid7

from api_client.wire import limits
from server.tables import PhotoRow
from server.transaction import Transaction
from tests.support.photos import SECRET_PLACE, as_taken, encoded, jpeg, new_photo, picture
from tests.support.server import LocalHost, MovedClock, Person, local_host, stored_bytes


def path(group_id: str, photo: dict[str, Any]) -> str:
    return f"/groups/{group_id}/photos/{photo['id']}"


def edit(photo: dict[str, Any] | None, base_version: int = 1) -> dict[str, Any]:
    return {"base_version": base_version, "kind": "share", "need": "listen", "body": "With a photo.", "photo": photo}


async def count(here: LocalHost) -> int:
    def ask(tx: Transaction) -> int:
        return tx.connection.execute(select(func.count()).select_from(PhotoRow)).scalar_one()

    return await here.host.database.read(ask)


async def test_a_photo_comes_with_its_post_and_members_see_it(ada: Person, bob: Person, owls: str) -> None:
    content = jpeg(300, 200)
    photo = new_photo(content, description="A lake in fog")
    post = await bob.post(owls, photo=photo)
    assert post["photo"] == {"id": photo["id"], "width": 300, "height": 200, "description": "A lake in fog"}
    for person in (ada, bob):
        answer = await person.call("GET", path(owls, photo), expect=200)
        assert base64.b64decode(answer.json()["content"]) == content
        assert answer.headers["content-type"] == "application/json"  # never as a picture that a page could show
        assert answer.headers["cache-control"] == "no-store"
    found = (await ada.call("GET", f"/groups/{owls}/search?q=fog", expect=200)).json()["found"]
    assert [one["post"]["id"] for one in found] == [post["id"]]


async def test_the_same_request_again_is_one_post_with_one_photo(here: LocalHost, bob: Person, owls: str) -> None:
    photo = new_photo()
    request = {"id": str(uuid7()), "kind": "share", "body": "Twice.", "photo": photo}
    first = await bob.call("POST", f"/groups/{owls}/posts", request, expect=201)
    assert (await bob.call("POST", f"/groups/{owls}/posts", request, expect=200)).json() == first.json()
    other = {**request, "photo": {**photo, "content": new_photo(jpeg(8, 8))["content"]}}
    await bob.call("POST", f"/groups/{owls}/posts", other, expect=409)
    assert await count(here) == 1


async def test_a_photo_that_stands_elsewhere_cannot_be_taken_over(ada: Person, bob: Person, owls: str) -> None:
    photo = new_photo()
    await bob.post(owls, photo=photo)
    request = {"id": str(uuid7()), "kind": "share", "body": "Mine?", "photo": photo}
    answer = await ada.call("POST", f"/groups/{owls}/posts", request, expect=409)
    assert answer.json()["code"] == "id_taken"
    post = await ada.post(owls)
    await ada.call("PATCH", f"/groups/{owls}/posts/{post['id']}", edit({"id": photo["id"]}), expect=422)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"rubbish", "photo_form"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "photo_form"),
        (encoded(picture(), "PNG"), "photo_form"),
        (as_taken(), "photo_metadata"),
        (jpeg() + b"PK\x03\x04", "photo_metadata"),
        (jpeg(limits.PHOTO_SIDE_MAX + 1, 1), "photo_size"),
    ],
)
async def test_what_is_no_plain_photo_is_refused(
    here: LocalHost, bob: Person, owls: str, content: bytes, code: str
) -> None:
    request = {"id": str(uuid7()), "kind": "share", "body": "Look.", "photo": new_photo(content)}
    answer = await bob.call("POST", f"/groups/{owls}/posts", request, expect=422)
    assert answer.json()["fields"] == {"photo.content": code}
    assert SECRET_PLACE.decode() not in answer.text
    assert await count(here) == 0


async def test_an_id_that_holds_the_time_is_refused_and_one_without_bytes_too(bob: Person, owls: str) -> None:
    for photo, fields in (
        ({**new_photo(), "id": str(uuid7())}, {"photo.id": "id_holds_time"}),
        ({"id": str(uuid4())}, {"body": "photo_missing"}),
    ):
        request = {"id": str(uuid7()), "kind": "share", "body": "Look.", "photo": photo}
        answer = await bob.call("POST", f"/groups/{owls}/posts", request, expect=422)
        assert answer.json()["fields"] == fields


async def test_only_what_may_bring_a_photo_may_be_large(bob: Person, owls: str) -> None:
    large = "x" * (limits.BODY_BYTES_MAX + 1)
    await bob.call("POST", f"/groups/{owls}/posts", {"body": large}, expect=422)
    await bob.call("POST", f"/groups/{owls}/posts", {"body": "x" * limits.PHOTO_REQUEST_BYTES_MAX}, expect=413)
    for method, to in (("PUT", f"/groups/{owls}/read"), ("POST", f"/groups/{owls}/posts/{uuid4()}/replies")):
        await bob.call(method, to, {"body": large}, expect=413)


@pytest.mark.parametrize("way", ["post", "photo", "group"])
async def test_what_is_removed_takes_the_bytes_along(tmp_path: Path, way: str) -> None:
    content = jpeg(500, 400)
    canary = content[-200:-2]
    async with local_host(tmp_path) as here:
        ada = await here.sign_up()
        group_id = (await ada.start_group())["group"]["id"]
        photo = new_photo(content)
        post = await ada.post(group_id, photo=photo)
        at = f"/groups/{group_id}/posts/{post['id']}"
        match way:
            case "post":
                await ada.call("DELETE", at, expect=204)
            case "photo":
                changed = (await ada.call("PATCH", at, edit(None), expect=200)).json()
                assert changed["photo"] is None
                (before,) = (await ada.call("GET", f"{at}/versions", expect=200)).json()["versions"]
                assert before["photo"]["id"] == photo["id"]  # that there was one is not denied
            case "group":
                await ada.call("DELETE", f"/groups/{group_id}", expect=204)
        await ada.call("GET", path(group_id, photo), expect=404)
        here.host.database.close()
        assert canary not in stored_bytes(tmp_path)


async def test_a_photo_is_described_anew_exchanged_and_kept_by_a_change(bob: Person, ada: Person, owls: str) -> None:
    photo, other = new_photo(), new_photo(jpeg(64, 32))
    post = await bob.post(owls, photo=photo)
    at = f"/groups/{owls}/posts/{post['id']}"
    described = {"id": photo["id"], "description": "A field"}
    for _ in range(2):
        changed = (await bob.call("PATCH", at, edit(described), expect=200)).json()
        assert (changed["version"], changed["photo"]["description"]) == (2, "A field")
    await ada.call("GET", path(owls, photo), expect=200)
    for _ in range(2):
        changed = (await bob.call("PATCH", at, edit(other, 2), expect=200)).json()
        assert (changed["version"], changed["photo"]["width"]) == (3, 64)
    await ada.call("GET", path(owls, photo), expect=404)
    await ada.call("GET", path(owls, other), expect=200)


async def test_who_blocked_the_writer_does_not_see_the_photo(ada: Person, bob: Person, owls: str) -> None:
    named, nameless = new_photo(), new_photo()
    await ada.post(owls, photo=named)
    await ada.call(
        "POST",
        f"/groups/{owls}/posts",
        {"id": str(uuid4()), "kind": "share", "body": "Quiet.", "without_name": True, "photo": nameless},
        expect=201,
    )
    await bob.call("PUT", f"/blocks/{ada.id}", expect=204)
    unknown = await bob.call("GET", path(owls, {"id": uuid4()}), expect=404)
    assert (await bob.call("GET", path(owls, named), expect=404)).content == unknown.content
    await bob.call("GET", path(owls, nameless), expect=200)  # its absence would tell whose it is


async def test_nobody_fills_the_host_with_photos(
    here: LocalHost, clock: MovedClock, bob: Person, ada: Person, owls: str
) -> None:
    for _ in range(limits.PHOTOS_PER_DAY_MAX):
        await bob.post(owls, photo=new_photo(jpeg(8, 8)))
    request = {"id": str(uuid7()), "kind": "share", "body": "One more.", "photo": new_photo()}
    answer = await bob.call("POST", f"/groups/{owls}/posts", request, expect=422)
    assert answer.json()["fields"] == {"photo": "too_many_photos"}
    await ada.post(owls, photo=new_photo())
    clock.move(days=1)
    await bob.post(owls, photo=new_photo())

    def fill(tx: Transaction) -> None:
        row = {"group_id": UUID(owls), "account_id": bob.id, "added_at": tx.now, "content": b""}
        tx.connection.execute(insert(PhotoRow), [{**row, "id": uuid4()} for _ in range(limits.PHOTOS_PER_ACCOUNT_MAX)])

    await here.host.database.write(fill)
    clock.move(days=2)
    answer = await bob.call("POST", f"/groups/{owls}/posts", request, expect=422)
    assert answer.json()["fields"] == {"photo": "too_many_photos"}
