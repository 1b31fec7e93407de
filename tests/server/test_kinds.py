"""What a post of each kind holds: details, mentions, an end; and who may write which."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from api_client.wire import limits
from tests.support.server import LocalHost, MovedClock, Person

DETAILS: dict[str, dict[str, Any]] = {
    "story": {"kind": "story", "tried": "Going out.", "now": "Better."},
    "strategy": {"kind": "strategy", "when": "At night", "steps": ["Breathe."], "minutes": 5},
    "resource": {"kind": "resource", "url": "https://kith.example/sleep", "language": "en"},
    "theme": {"kind": "theme", "week_of": "2026-03-02"},
}


@pytest.mark.parametrize("kind", DETAILS)
async def test_details_come_back_as_they_were_sent(ada: Person, bob: Person, owls: str, kind: str) -> None:
    post = await ada.post(owls, "Words.", kind=kind, details=DETAILS[kind])
    assert {k: v for k, v in post["details"].items() if v not in (None, [])} == DETAILS[kind]
    (listed,) = (await bob.call("GET", f"/groups/{owls}/posts?kind={kind}")).json()["posts"]
    assert listed == post


async def test_details_of_another_kind_are_refused(bob: Person, owls: str) -> None:
    for kind, details in (("share", DETAILS["story"]), ("story", DETAILS["strategy"]), ("resource", None)):
        request = {"id": str(uuid4()), "kind": kind, "body": "Words.", "details": details}
        await bob.call("POST", f"/groups/{owls}/posts", request, expect=422)


async def test_themes_are_for_who_looks_after_the_group(ada: Person, bob: Person, owls: str) -> None:
    request = {"id": str(uuid4()), "kind": "theme", "body": "Rest.", "details": DETAILS["theme"]}
    await bob.call("POST", f"/groups/{owls}/posts", request, expect=403)
    await ada.call("POST", f"/groups/{owls}/posts", request, expect=201)
    post = await bob.post(owls)
    edit = {"base_version": 1, "kind": "theme", "need": "listen", "body": "Rest."}
    await bob.call("PATCH", f"/groups/{owls}/posts/{post['id']}", edit, expect=403)


async def test_an_end_lies_ahead_and_not_too_far(bob: Person, owls: str, clock: MovedClock) -> None:
    end, request = "", dict[str, Any]()
    for days, refused in ((-1, "not_ahead"), (limits.EXPIRES_DAYS_MAX + 1, "too_far_ahead"), (3, None)):
        end = (clock.now + timedelta(days=days)).isoformat()
        request = {"id": str(uuid4()), "kind": "offer", "body": "Soup.", "expires_at": end}
        answer = await bob.call("POST", f"/groups/{owls}/posts", request)
        assert answer.json().get("fields") == (None if refused is None else {"expires_at": refused})
    edit = {"base_version": 1, "kind": "offer", "need": "listen", "body": "More soup.", "expires_at": end}
    clock.move(days=4)  # what ended may still be edited, and given another end
    path = f"/groups/{owls}/posts/{request['id']}"
    assert (await bob.call("PATCH", path, edit, expect=200)).json()["expires_at"] is not None
    edit |= {"base_version": 2, "expires_at": (clock.now - timedelta(hours=1)).isoformat()}
    assert (await bob.call("PATCH", path, edit, expect=422)).json()["fields"] == {"expires_at": "not_ahead"}


async def test_only_members_are_mentioned_and_each_once(here: LocalHost, ada: Person, bob: Person, owls: str) -> None:
    stranger = await here.sign_up()
    named = [str(ada.id), str(stranger.id), str(ada.id), str(bob.id)]
    post = await bob.post(owls, "Ada knows.", mentions=named)
    assert post["mentions"] == [str(ada.id)]
    request = {"id": str(uuid4()), "body": "Ask Ada.", "mentions": named}
    reply = await bob.call("POST", f"/groups/{owls}/posts/{post['id']}/replies", request, expect=201)
    assert reply.json()["mentions"] == [str(ada.id)]
    path = f"/groups/{owls}/posts/{post['id']}/replies/{request['id']}"
    kept = (await bob.call("PATCH", path, {"base_version": 1, "body": "Ask Ada, or me."}, expect=200)).json()
    assert kept["mentions"] == [str(ada.id)], "an app that knows nothing of it takes no name away"
    edit = {"base_version": 2, "body": "Ask me.", "mentions": []}
    for _ in range(2):
        assert (await bob.call("PATCH", path, edit, expect=200)).json()["mentions"] == []
    edit = {"base_version": 3, "body": "Ask Ada.", "mentions": named}
    assert (await bob.call("PATCH", path, edit, expect=200)).json()["mentions"] == [str(ada.id)]
    notices = (await ada.call("GET", "/notices", expect=200)).json()["notices"]
    assert {one["kind"]: one["count"] for one in notices} == {"mentioned": 3}
    edit = {"base_version": 1, "kind": "share", "need": "listen", "body": "Nobody knows.", "mentions": []}
    edited = await bob.call("PATCH", f"/groups/{owls}/posts/{post['id']}", edit, expect=200)
    assert edited.json()["mentions"] == []
