"""The list of groups, and the ways into one."""

from pathlib import Path
from uuid import uuid4

from api_client.wire.feed import CreatePost, PostKind
from mobile import paths
from mobile.groups.new_group_form import START, to_group
from mobile.groups.reading import shortened
from tests.mobile.circle import circle, drawn
from tests.support.phone import phone
from tests.support.server import local_host


async def test_without_an_account_groups_explain_what_they_need(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        async with drawn(device, paths.GROUPS) as app:
            await app.see("Groups need an account")
            await app.tap("Create an account")
            await app.until(lambda: app.page.route == paths.SIGN_UP)


async def test_without_a_group_one_small_act_is_offered(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host") as host, phone(tmp_path / "sam", host, inline=True) as device:
        await device.sign_up()
        async with drawn(device, paths.GROUPS) as app:
            await app.see("A code is all you need.")
            await app.tap("Join with a code")
            await app.until(lambda: app.page.route == paths.JOIN_GROUP)


async def test_each_group_shows_its_newest_post_and_what_is_unread(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("Anyone awake?")
        await place.device.sync()
        async with place.drawn(paths.GROUPS) as app:
            await app.see("Priya: Anyone awake?")
            assert app.says("1")
            await place.priya_posts("Three nights there.", content_note="hospital")
            await place.device.sync()
            await app.see("Priya: Content note: hospital")
            assert not app.says("Three nights there.")


async def test_group_is_started_offline_and_begins_when_the_host_hears_of_it(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.NEW_GROUP) as app:
            await app.see("can read what is written here")
            await app.write("Name of the group", "Early birds")
            await app.write("What you agree on", "Listen first.\n\nNo advice unasked.")
            await app.tap("Start the group")
            await app.until(lambda: app.page.route.endswith("/about"))
            await app.see("Early birds begins when your host can be reached.")
            await place.device.sync()
            await app.see("Listen first.")
            assert app.offers("Copy the code")
        memberships = await place.device.services.cache.list_memberships()
        early = next(one.group for one in memberships if one.group.name == "Early birds")
        assert early.agreement == ("Listen first.", "No advice unasked.")


async def test_refused_group_can_be_edited_or_discarded(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.device.start_group("Too many")
        (mutation,) = await place.device.services.outbox.list()
        await place.device.services.outbox.mark_failed(mutation.id, "too_many_groups", {})
        async with place.drawn(paths.GROUPS) as app:
            await app.see("You are in as many groups as this host allows.")
            await app.tap("Edit")
            await app.until(lambda: app.field("Name of the group").value == "Too many")
            app.page.navigate(paths.GROUPS)
            await app.see("Too many")
            await app.tap("Discard")
            await app.tap("Discard")
            await app.miss("Too many")


async def test_agreement_and_name_are_checked_before_sending(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.NEW_GROUP) as app:
        await app.until(lambda: app.offers("Start the group"))
        await app.tap("Start the group")
        await app.see("Give the group a name.")
        await app.write("Name of the group", "Night\u200bOwls\u202e")
        await app.write("What you agree on", "\n".join("12345678"))
        await app.tap("Start the group")
        await app.see("Seven lines at most")
        await app.write("What you agree on", "One line.")
        await app.tap("Start the group")
        await app.see("There is a character in this that nobody can see.")


def test_long_line_of_the_agreement_is_named() -> None:
    made = to_group({**START, "name": "Owls", "agreement": "Short.\n" + "Listen " * 40})
    assert isinstance(made, dict)
    assert "Listen Listen Listen" in made["agreement"]


async def test_code_shows_the_group_before_joining(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        membership = await place.priya.start_group("Carers")
        code = membership["group"]["join_code"]
        async with place.drawn(paths.JOIN_GROUP) as app:
            await app.write("Code or link", f"http://kith.test/groups/join/{code.lower()}")
            await app.tap("Look at the group")
            await app.see("Carers")
            assert app.says("1 member")
            await app.tap("Join this group")
            await app.until(lambda: app.page.route == paths.group(membership["group"]["id"]))
            await app.see("It is quiet here.")


async def test_link_looks_at_the_group_by_itself(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.join_group(place.group["join_code"])) as app:
        await app.see("You are in this group already.")
        await app.tap("Go to the group")
        await app.until(lambda: app.page.route == paths.group(place.group_id))


async def test_wrong_code_is_told_and_stays_in_the_field(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.JOIN_GROUP) as app:
        await app.write("Code or link", "ABC")
        await app.tap("Look at the group")
        await app.see("A code has 10 letters and digits.")
        await app.write("Code or link", "ABCDE-FGHJK")
        await app.tap("Look at the group")
        await app.see("No group has this code.")
        assert app.field("Code or link").value == "ABCDE-FGHJK"


async def test_offline_joining_keeps_the_code_and_works_later(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        code = (await place.priya.start_group("Carers"))["group"]["join_code"]
        async with place.drawn(paths.JOIN_GROUP) as app:
            place.network.online = False
            await app.write("Code or link", code)
            await app.tap("Look at the group")
            await app.see("Your host cannot be reached right now.")
            assert app.field("Code or link").value == code
            place.network.online = True
            await app.tap("Look at the group")
            await app.see("Carers")


async def test_device_that_was_signed_out_can_still_read(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("Anyone awake?")
        await place.device.sync()
        await place.device.services.account.note_session_ended()
        async with place.drawn(paths.GROUPS) as app:
            await app.see("This device was signed out.")
            await app.see("Priya: Anyone awake?")


async def test_too_long_name_and_description_are_told_while_they_are_typed(tmp_path: Path) -> None:
    async with circle(tmp_path) as place, place.drawn(paths.NEW_GROUP) as app:
        await app.until(lambda: app.offers("Start the group"))
        await app.write("Name of the group", "a" * 61)
        await app.see("This is too long: 60 characters fit.")
        await app.write("Who it is for, in a line", "b" * 201)
        await app.see("This is too long: 200 characters fit.")
        await app.tap("Start the group")
        assert app.says("This is too long: 60 characters fit.")
        await app.write("Name of the group", "a" * 60)
        await app.miss("This is too long: 60 characters fit.")
        assert await place.device.services.outbox.list() == ()


async def test_preview_of_a_long_post_is_short_for_a_screen_reader_too(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("word " * 200)
        await place.device.sync()
        async with place.drawn(paths.GROUPS) as app:
            await app.see("Priya: word word")
            (line,) = [words for words in app.words() if words.startswith("Priya: ")]
            assert len(line) <= 130
            assert line.endswith("word…")


async def test_preview_shows_no_markdown_and_whose_a_post_without_a_name_is(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.priya_posts("**Slept**, and\n\n- walked [home](https://kith.example/) *slowly*")
        await place.device.sync()
        async with place.drawn(paths.GROUPS) as app:
            await app.see("Priya: Slept, and walked home slowly")
        mine = CreatePost(id=uuid4(), kind=PostKind.SHARE, body="Between us.", without_name=True)
        arguments = {"group_id": str(place.group_id)}
        await place.device.services.outbox.add("feed.create_post", arguments, mine, subject=str(mine.id))
        await place.device.sync()
        async with place.drawn(paths.GROUPS) as app:
            await app.see("You, without your name: Between us.")


def test_short_preview_stays_as_it_is() -> None:
    assert shortened("a" * 120) == "a" * 120
    assert shortened("a" * 121) == "a" * 119 + "…"
