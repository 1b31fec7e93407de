"""Reports on the phone: two taps for who sees something, two taps to the post for who looks after the group."""

from pathlib import Path
from uuid import UUID, uuid4

from api_client.wire.moderation import CreateReport, OwnReport, ReportReason
from mobile import paths
from mobile.moderation.words import act_word
from mobile.words import t
from tests.mobile.circle import Circle, circle
from tests.support.photos import new_photo


async def reports_of(place: Circle) -> list[dict[str, object]]:
    """What Priya, who looks after the group, sees."""
    answer = await place.priya.call("GET", f"/groups/{place.group['id']}/reports", expect=200)
    found: list[dict[str, object]] = answer.json()["reports"]
    return found


async def by_carol(place: Circle, body: str = "You are all fools.", **words: object) -> UUID:
    """Let a third member write."""
    carol = await place.host.sign_up("carol", "Carol")
    await carol.join(place.group["join_code"])
    post = await carol.post(place.group["id"], body, **words)
    await carol.reply(place.group["id"], post["id"], "Fools, I say.")
    await place.device.sync()
    return UUID(post["id"])


async def let_sam_look_after(place: Circle) -> None:
    """Make Sam, whose phone this is, a facilitator."""
    me = place.device.services.account.state.account_id
    await place.priya.call("PUT", f"/groups/{place.group['id']}/members/{me}/role", {"role": "facilitator"}, expect=204)
    await place.device.sync()


async def test_two_taps_report_a_post_and_words_may_follow(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await by_carol(place)
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("You are all fools.")
            await app.tap("Report")
            await app.until(lambda: app.page.route == paths.report_post(place.group_id, post_id))
            await app.see("What is it about?")
            await app.tap("It attacks or humiliates somebody")
            await app.see("Thank you for saying so")
            await place.device.sync()
            assert [one["voices"][0]["words"] for one in await reports_of(place)] == [None]  # type: ignore[index]
            await app.write("What should they know? You need not say more.", "It hurt Ben.")
            await app.tap("Add these words")
            await app.see("Your words go with it.")
            assert app.offers("Hide this for me") and app.offers("Mute Carol") and app.offers("Block Carol")
        await place.device.sync()
        (report,) = await reports_of(place)
        assert [one["words"] for one in report["voices"]] == ["It hurt Ben."]  # type: ignore[attr-defined]
        assert await place.device.services.outbox.list() == ()


async def test_a_report_waits_for_the_network_and_goes_out_by_itself(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await by_carol(place)
        reply = (await place.device.services.cache.list_replies(post_id))[0].reply
        sync = place.device.services.sync
        async with place.drawn(paths.report_reply(place.group_id, post_id, reply.id)) as app:
            await app.see("What is it about?")
            place.network.online = False
            await sync.start()
            await app.until(lambda: sync.status.state == "offline")
            await app.tap("I am worried about somebody")
            await app.see("Your report waits for the network and goes out by itself.")
            assert app.says("If somebody may be in danger now")
            place.network.online = True
            sync.nudge()
            await app.see("It goes to those who look after this group.")
            await app.until(lambda: sync.status.state == "idle" and not sync.status.pending_count)
        (report,) = await reports_of(place)
        assert report["is_care"] and report["reply_id"] == str(reply.id)


async def test_the_report_says_who_will_read_it(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        about_carol = await by_carol(place)
        about_priya = await place.priya_posts("You are all fools.")
        nameless = await place.priya_posts("Fools.", id=str(uuid4()), without_name=True)
        await place.device.sync()

        async def says(post_id: UUID, words: str) -> None:
            async with place.drawn(paths.report_post(place.group_id, post_id)) as app:
                await app.see(words)

        await says(about_carol, "Those who look after this group will see it")
        await says(about_priya, "those who run your host will see it, but not who said it.")
        await says(nameless, "if it is about them, those who run your host read it in their place.")
        async with place.drawn(paths.report_post(place.group_id, about_priya)) as app:
            await app.see("What is it about?")
            await app.tap("It attacks or humiliates somebody")
            await app.see("It goes to those who run your host.")
        await let_sam_look_after(place)
        await says(about_carol, "Those who look after this group will see it")


async def test_a_facilitator_finds_looks_and_closes_with_an_act(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await by_carol(place, photo=new_photo(description="A fool"))
        await let_sam_look_after(place)
        body = {"id": str(UUID(int=9)), "post_id": str(post_id), "reason": "harassment", "words": "Please look."}
        await place.priya.call("POST", f"/groups/{place.group['id']}/reports", body, expect=201)
        await place.device.sync()
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("You are all fools.")
            await app.until(lambda: app.offers("Reports (1)"))
            await app.tap("Reports (1)")
            await app.see("A post by Carol")
            await app.tap("A post by Carol")
            await app.see("Please look.")
            assert app.says("As it was when it was reported") and app.says("Who reported it is not shown to anybody.")
            assert app.says("Photo: A fool")  # to be looked at where it stands
            assert not app.says("Priya")
            await app.tap("Look at it in the group")
            await app.until(lambda: app.page.route == paths.thread(place.group_id, post_id))
        report_id = UUID(str((await reports_of(place))[0]["id"]))
        async with place.drawn(paths.report(place.group_id, report_id)) as app:
            await app.see("What do you do?")
            await app.tap("Put a content note before it")
            await app.tap("Do this and close the report")
            await app.see("Say in a word or two what it is about.")
            await app.write("What it is about, in a word or two", "Insults")
            await app.write("Words to whoever reported it, if you like", "Thank you.")
            await app.tap("Do this and close the report")
            await app.see("Nothing is waiting for you here.")
        await place.device.sync()
        cached = await place.device.services.cache.get_post(place.group_id, post_id)
        assert cached is not None and cached.post.content_note == "Insults"
        (own,) = (await place.priya.call("GET", "/reports", expect=200)).json()["reports"]
        assert (own["outcome"], own["outcome_words"]) == ("noted", "Thank you.")
        async with place.drawn(paths.acts(place.group_id)) as app:
            await app.see("Sam closed a report")
            await app.see("Sam changed the content note of a post")


async def test_removing_from_a_report_asks_first(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await by_carol(place)
        await let_sam_look_after(place)
        body = {"id": str(UUID(int=9)), "post_id": str(post_id), "reason": "spam"}
        await place.priya.call("POST", f"/groups/{place.group['id']}/reports", body, expect=201)
        await place.device.sync()
        report_id = UUID(str((await reports_of(place))[0]["id"]))
        async with place.drawn(paths.report(place.group_id, report_id)) as app:
            await app.see("What do you do?")
            await app.tap("Remove it from the group")
            await app.tap("Do this and close the report")
            await app.see("Remove it from the group?")
            await app.tap("Remove")
            await app.see("Nothing is waiting for you here.")
        await place.device.sync()
        assert await place.device.posts(place.group_id) == []
        (report,) = await reports_of(place)
        assert report["outcome"] == "removed"


async def test_the_member_reads_what_came_of_a_report(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await by_carol(place)
        services = place.device.services
        request = CreateReport(id=UUID(int=5), post_id=post_id, reason=ReportReason.SPAM, words="An advert?")
        where = {"group_id": place.group["id"]}
        await services.outbox.add("moderation.create_report", where, request, subject="report")
        await place.device.sync()
        async with place.drawn(paths.OWN_REPORTS) as app:
            await app.see("Nobody has looked at it yet.")
            assert app.says("You said: An advert?")
        (report,) = await reports_of(place)
        path = f"/groups/{place.group['id']}/reports/{report['id']}/resolution"
        await place.priya.call("POST", path, {"outcome": "talked", "words": "We spoke."}, expect=204)
        await place.device.sync()  # the notice brings it
        (own,) = await services.shared.list("own_report", OwnReport)
        assert own.outcome is not None
        async with place.drawn(paths.OWN_REPORTS) as app:
            await app.see("We talked with the person")
            assert app.says("They answered: We spoke.")


async def test_members_who_do_not_look_after_the_group_see_no_reports(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await by_carol(place)
        async with place.drawn(paths.group(place.group_id)) as app:
            await app.see("You are all fools.")
            assert not app.offers("Reports")
        async with place.drawn(paths.reports(place.group_id)) as app:
            await app.see("This is for those who look after the group.")


async def test_a_member_can_be_muted_blocked_and_reported_where_they_are_shown(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        async with place.drawn(paths.member(place.group_id, place.priya.id)) as app:
            await app.see("Priya")
            assert app.offers("Mute Priya") and app.offers("Block Priya")
            await app.tap("Report")
            await app.see("What is it about?")
            await app.tap("Something else")
            await app.see("Thank you for saying so")
        await place.device.sync()
        (own,) = await place.device.services.shared.list("own_report", OwnReport)
        assert own.member_id == place.priya.id
        assert await reports_of(place) == []  # Priya looks after the group, and nobody reads reports about themself


def test_an_act_of_a_newer_host_has_words() -> None:
    assert act_word("something_new") == t("did something for the group")
