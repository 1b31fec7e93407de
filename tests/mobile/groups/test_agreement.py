"""What a group agreed on: asked for again when it changed, and what was written meanwhile goes out after accepting."""

from pathlib import Path

from api_client.wire.groups import AcceptAgreement
from mobile import paths
from tests.mobile.circle import Circle, circle

LINES = ("Listen first.", "What is said here stays here.")


async def change_agreement(place: Circle, *lines: str) -> None:
    """Let Priya change what the group agreed on."""
    (membership,) = await place.memberships(place.priya)
    version = membership["group"]["version"]
    request = {"base_version": version, "name": "Night Owls", "agreement": lines}
    await place.priya.call("PUT", f"/groups/{place.group_id}", request, expect=200)


async def test_a_changed_agreement_is_read_and_accepted_and_what_waited_goes_out(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        device = place.device
        await change_agreement(place, LINES[0], "No advice unless asked.")
        await device.sync()
        await device.services.outbox.add(
            "groups.accept_agreement",
            {"group_id": str(place.group_id)},
            AcceptAgreement(version=2),
            subject=f"group:{place.group_id}",
        )
        await change_agreement(place, *LINES)
        await device.write_post(place.group_id, "Written meanwhile")
        await device.sync()
        (refused,) = await device.services.outbox.list()
        assert (refused.state, refused.error_code) == ("failed", "agreement_required")
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("The group changed what it agreed on. Read it before you write.")
            await app.see("Written meanwhile")
            await app.tap("Read and accept")
            await app.see("New since you agreed")
            assert app.says(LINES[1]) and app.says("No longer part of it") and app.says("No advice unless asked.")
            await app.tap("I agree")
            await device.sync()
            await app.until(lambda: app.page.route == paths.group(place.group_id))
            await app.miss("Read it before you write")
        await device.sync()
        assert await device.services.outbox.list() == ()
        assert await device.posts(place.group_id) == ["Written meanwhile"]
        assert (await place.priya.call("GET", f"/groups/{place.group_id}/posts")).json()["posts"]


async def test_accepting_offline_is_enough_to_write_on(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        device = place.device
        await change_agreement(place, *LINES)
        await device.sync()
        await device.write_post(place.group_id, "Before accepting")
        async with place.drawn(paths.group_agreement(place.group_id)) as app:
            await app.tap("I agree")
            await app.until(lambda: app.page.route == paths.group(place.group_id))
        assert len(await device.services.outbox.list()) == 2
        await device.sync()
        assert await device.services.outbox.list() == ()
        membership = await device.services.cache.get_membership(place.group_id)
        assert membership is not None and membership.agreement_accepted == 2
        assert await device.posts(place.group_id) == ["Before accepting"]


async def test_who_writes_hears_of_a_changed_agreement_before_sending(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await change_agreement(place, *LINES)
        await place.device.sync()
        async with place.drawn(paths.write_post(place.group_id)) as app:
            await app.see("Read it before you write.")
            await app.tap("Read it")
            await app.until(lambda: app.page.route == paths.group_agreement(place.group_id))
