"""What members say of themselves, who sees it, and the word on whether they can listen today."""

from typing import Any

from api_client.wire import limits
from api_client.wire.profiles import Capacity
from server.membership import read_capacity
from tests.support.photos import small_photo
from tests.support.server import LocalHost, MovedClock, Person

NOTHING: dict[str, Any] = {"words": "", "pronouns": "", "tags": [], "photo": None}


async def seen(viewer: Person, group_id: str, person: Person) -> dict[str, Any]:
    members = (await viewer.call("GET", f"/groups/{group_id}/members", expect=200)).json()["members"]
    found: dict[str, Any] = next(one for one in members if one["account_id"] == str(person.id))
    return found


async def test_a_profile_holds_in_every_group_but_those_that_have_their_own(ada: Person, bob: Person) -> None:
    owls, larks = (await ada.start_group("Owls"))["group"], (await ada.start_group("Larks"))["group"]
    for group in (owls, larks):
        await bob.join(group["join_code"])
    everywhere = {"words": "Up at night.", "pronouns": "she/her", "tags": ["grief", "night shifts"]}
    everywhere |= {"photo": small_photo()}
    await ada.call("PUT", "/profile", everywhere, expect=204)
    own = {**NOTHING, "words": "Here I am the early one.", "photo": small_photo("#BB3322")}
    await ada.call("PUT", f"/groups/{larks['id']}/profile", own, expect=204)
    assert (await seen(bob, owls["id"], ada))["profile"] == everywhere
    assert (await seen(bob, larks["id"], ada))["profile"] == own
    mine = (await ada.call("GET", "/profile", expect=200)).json()
    assert (mine["everywhere"], mine["by_group"]) == (everywhere, {larks["id"]: own})
    await ada.call("DELETE", f"/groups/{larks['id']}/profile", expect=204)
    assert (await seen(bob, larks["id"], ada))["profile"] == everywhere
    changes = (await bob.call("GET", f"/groups/{owls['id']}/changes?after=2")).json()["changes"]
    assert [one["kind"] for one in changes] == ["group"]  # members' devices read anew who is in it


async def test_a_stranger_sees_nothing_of_it(here: LocalHost, ada: Person) -> None:
    group = (await ada.start_group())["group"]
    await ada.call("PUT", "/profile", {"words": "Up at night."}, expect=204)
    eve = await here.sign_up("eve")
    await eve.call("GET", f"/groups/{group['id']}/members", expect=404)
    preview = await eve.call("GET", f"/invites/{group['join_code']}", expect=200)
    assert "Up at night" not in preview.text


async def test_a_profile_has_its_limits(ada: Person) -> None:
    for wrong in (
        {"words": "x" * (limits.PROFILE_WORDS_MAX + 1)},
        {"tags": ["x" * (limits.PROFILE_TAG_MAX + 1)]},
        {"tags": [str(number) for number in range(limits.PROFILE_TAGS_MAX + 1)]},
        {"tags": [" "]},
    ):
        await ada.call("PUT", "/profile", wrong, expect=422)


async def test_the_word_on_listening_ends_with_the_day(here: LocalHost, clock: MovedClock, ada: Person) -> None:
    group = (await ada.start_group())["group"]
    until = "2026-03-01T23:00:00Z"
    await ada.call("PUT", "/capacity", {"capacity": "listen", "until": until}, expect=204)
    member = await seen(ada, group["id"], ada)
    assert (member["capacity"], member["capacity_until"]) == ("listen", until)
    assert await here.host.database.read(read_capacity, [ada.id]) == {ada.id: Capacity.LISTEN}
    clock.move(hours=12)
    assert (await seen(ada, group["id"], ada))["capacity"] is None
    assert await here.host.database.read(read_capacity, [ada.id]) == {}
    assert (await ada.call("GET", "/profile")).json()["capacity"] is None


async def test_the_word_on_listening_can_be_taken_back_and_never_lasts_for_long(clock: MovedClock, ada: Person) -> None:
    group = (await ada.start_group())["group"]
    await ada.call("PUT", "/capacity", {"capacity": "rest", "until": "2100-01-01T00:00:00Z"}, expect=204)
    assert (await seen(ada, group["id"], ada))["capacity"] == "rest"
    clock.move(hours=limits.CAPACITY_HOURS_MAX, minutes=1)
    assert (await seen(ada, group["id"], ada))["capacity"] is None
    await ada.call("PUT", "/capacity", {"capacity": "rest", "until": "2026-03-03T22:00:00Z"}, expect=204)
    await ada.call("PUT", "/capacity", {"capacity": None, "until": "2026-03-03T22:00:00Z"}, expect=204)
    assert (await seen(ada, group["id"], ada))["capacity"] is None
