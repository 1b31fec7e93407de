"""How groups see a member: words for all groups and for one, and the word on listening today."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from mobile import paths
from mobile.groups.profile_screen import to_profile
from tests.mobile.circle import Circle, circle


async def seen(place: Circle) -> dict[str, object]:
    """Return Sam as Priya sees him."""
    members = (await place.priya.call("GET", f"/groups/{place.group_id}/members", expect=200)).json()["members"]
    found: dict[str, object] = next(one for one in members if one["display_name"] == "Sam")
    return found


async def test_words_for_all_groups_are_kept_and_seen(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.YOU) as app:
        await app.until(lambda: app.offers("How groups see you"))
        await app.tap("How groups see you")
        await app.see("Only people who share a group with you can read this")
        await app.write("A few words about you", "Mostly up at night.")
        await app.write("Pronouns", "he/him")
        await app.write("What you have lived through", "night shifts, grief, grief")
        await app.tap("Save")
        await app.until(lambda: app.field("Pronouns").value == "he/him")
        await place.device.sync()
        tags = ["night shifts", "grief"]
        assert (await seen(place))["profile"] == {"words": "Mostly up at night.", "pronouns": "he/him", "tags": tags}


async def test_one_group_may_see_other_words(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.group_profile(place.group_id)) as app:
        await app.see("Only the members of Night Owls and your host can read this.")
        await app.write("A few words about you", "Here I am the quiet one.")
        await app.tap("Save")
        await app.until(lambda: app.offers("Be here as everywhere"))
        await place.device.sync()
        assert (await seen(place))["profile"] == {"words": "Here I am the quiet one.", "pronouns": "", "tags": []}
        await app.tap("Be here as everywhere")
        await app.until(lambda: not app.offers("Be here as everywhere"))
        await place.device.sync()
        assert (await seen(place))["profile"] == {"words": "", "pronouns": "", "tags": []}


async def test_a_tap_on_a_member_shows_what_they_say_of_themselves(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        words = {"words": "Up at 3 am.", "pronouns": "she/her", "tags": ["insomnia"]}
        await place.priya.call("PUT", "/profile", words, expect=204)
        until = (datetime.now(UTC) + timedelta(hours=6)).isoformat()
        await place.priya.call("PUT", "/capacity", {"capacity": "listen", "until": until}, expect=204)
        await place.device.sync()
        async with place.drawn(paths.group_about(place.group_id)) as app:
            await app.see("Can listen today")
            await app.tap("Priya")
            await app.see("Up at 3 am.")
            for text in ("she/her", "insomnia", "Facilitator", "Can listen today"):
                assert app.says(text)


async def test_whether_one_can_listen_is_said_and_taken_back(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.PROFILE) as app:
        await app.see("I can listen today")
        await app.tap("I can listen today")
        await app.settle()
        (said,) = await place.device.services.outbox.list()
        assert said.operation == "profiles.set_capacity"
        await place.device.sync()
        await app.tap("I can listen today")
        await app.settle()
        (taken_back,) = await place.device.services.outbox.list()
        assert getattr(taken_back.request, "capacity", "") is None


def test_the_form_says_what_it_cannot_take() -> None:
    fields = {"words": "", "pronouns": "", "tags": ", ".join(map(str, range(9)))}
    for tags in (fields["tags"], "x" * 31):
        errors = to_profile({**fields, "tags": tags})
        assert isinstance(errors, dict) and set(errors) == {"tags"}
