"""About a group: its own words, its people, its code, and the ways out."""

from pathlib import Path

from mobile import paths
from tests.mobile.circle import circle


async def test_members_stand_with_their_roles_and_the_code_can_be_copied(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.group_about(place.group_id)) as app:
        await app.see("Priya")
        assert app.says("Facilitator")
        assert app.says("You")
        code = place.group["join_code"]
        assert app.says(f"{code[:5]}-{code[5:]}")
        await app.tap("Copy the code")
        await app.tap("Copy a link")
        copied = [arguments for name, arguments in app.connection.calls if name == "set"]
        assert code in str(copied[-1])
        assert "/groups/join/" in str(copied[-1])


async def test_leaving_is_asked_about_and_then_the_group_is_gone(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.group_about(place.group_id)) as app:
        await app.see("Priya")
        await app.tap("Leave the group")
        assert app.says("Leave Night Owls?")
        await app.tap("Cancel")
        assert await place.device.services.outbox.list() == ()
        await app.tap("Leave the group")
        await app.tap("Leave")
        await app.see("You are leaving this group.")
        await place.device.sync()
        await app.miss("Night Owls")


async def test_facilitator_removes_the_group_after_a_question(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        device = place.device
        group_id = await device.start_group("Mine")
        await device.sync()
        await place.priya.join(await device.join_code(group_id))
        await device.sync()
        async with place.drawn(paths.group_about(group_id)) as app:
            await app.see("Priya")
            await app.tap("Remove the group")
            assert app.says("Remove Mine?")
            await app.tap("Remove the group")
            await device.sync()
            await app.miss("Mine")


async def test_who_looks_after_a_group_alone_hands_it_over_and_leaves(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        device = place.device
        group_id = await device.start_group("Mine")
        await device.sync()
        await place.priya.join(await device.join_code(group_id))
        await device.sync()
        async with place.drawn(paths.group_about(group_id)) as app:
            await app.see("Priya")
            await app.tap("Leave the group")
            await app.see("Hand over to…")
            assert app.says("You look after this group alone.")
            assert not app.offers("Hand over and leave")
            await app.tap("Priya")
            await app.tap("Hand over and leave")
            await device.sync()
            await app.miss("Mine")
        (membership,) = [m for m in await place.memberships(place.priya) if m["group"]["name"] == "Mine"]
        assert (membership["role"], membership["group"]["member_count"]) == ("facilitator", 1)


async def test_a_member_becomes_a_facilitator_and_the_first_one_steps_back(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        device = place.device
        group_id = await device.start_group("Mine")
        await device.sync()
        await place.priya.join(await device.join_code(group_id))
        await device.sync()
        async with place.drawn(paths.group_about(group_id)) as app:
            await app.see("Priya")
            await app.tap("Make a facilitator")
            assert app.says("Let Priya look after this group too?")
            await app.tap("Make a facilitator")
            await app.see("Becoming a facilitator")
            await device.sync()
            await app.miss("Becoming a facilitator")
            assert app.words().count("Facilitator") == 2
            await app.tap("Step back as facilitator")
            await app.tap("Step back")
            await device.sync()
            await app.miss("Stepping back")
            assert app.words().count("Facilitator") == 1
            assert not app.offers("Remove the group")


async def test_facilitator_removes_a_member_after_a_question(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        device = place.device
        group_id = await device.start_group("Mine")
        await device.sync()
        await place.priya.join(await device.join_code(group_id))
        await device.sync()
        async with place.drawn(paths.group_about(group_id)) as app:
            await app.see("Priya")
            await app.tap("Remove from the group")
            assert app.says("Remove Priya from the group?")
            await app.tap("Remove")
            await app.see("Being removed")
            await device.sync()
            await app.miss("Priya")


async def test_refused_leaving_says_why_and_lets_one_stay(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        outbox = place.device.services.outbox
        group_id = place.group_id
        mutation = await outbox.add(
            "groups.leave_group", {"group_id": str(group_id)}, None, subject=f"group:{group_id}"
        )
        await outbox.mark_failed(mutation, "last_facilitator", {})
        async with place.drawn(paths.group_about(group_id)) as app:
            await app.see("You look after this group alone")
            await app.tap("Stay in the group")
            await app.miss("You look after this group alone")
            assert app.offers("Leave the group")


async def test_wide_window_shows_list_feed_and_thread_side_by_side(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await place.priya_posts("Anyone awake?")
        await place.device.sync()
        async with place.drawn(paths.GROUPS, width=1280, height=820) as app:
            await app.see("Choose a group to read what is new.")
            await app.tap("Night Owls")
            await app.see("Choose a post to read its replies.")
            await app.tap("Reply")
            await app.see("Share · Priya")
            assert app.page.route == paths.thread(place.group_id, post_id)
            assert app.words().count("Anyone awake?") == 2
            app.page.navigate(paths.group_about(place.group_id))
            await app.see("Invite somebody")
