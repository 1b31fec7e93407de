"""Reports: told to who looks after the group, never to who is reported, and never by whom."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from uuid6 import uuid7

from api_client.wire import limits
from tests.support.server import LocalHost, MovedClock, Person


@dataclass
class Place:
    """Fay looks after the group, Ada wrote, Ben and Cleo read."""

    fay: Person
    ada: Person
    ben: Person
    cleo: Person
    group_id: str
    post: dict[str, Any]
    reply: dict[str, Any]

    async def report(self, person: Person, expect: int = 201, **said: Any) -> dict[str, Any]:
        body = {"id": str(uuid7()), "reason": "harassment"} | said
        answer = await person.call("POST", f"/groups/{self.group_id}/reports", body, expect=expect)
        told: dict[str, Any] = answer.json()
        return told

    async def reports(self, person: Person | None = None) -> list[dict[str, Any]]:
        answer = await (person or self.fay).call("GET", f"/groups/{self.group_id}/reports", expect=200)
        found: list[dict[str, Any]] = answer.json()["reports"]
        return found

    async def resolve(self, report_id: str, outcome: str, words: str | None = None) -> None:
        path = f"/groups/{self.group_id}/reports/{report_id}/resolution"
        await self.fay.call("POST", path, {"outcome": outcome, "words": words}, expect=204)

    async def notices(self, person: Person) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await person.call("GET", "/notices", expect=200)).json()["notices"]
        return found


@pytest.fixture
async def place(here: LocalHost) -> Place:
    fay, ada, ben, cleo = [await here.sign_up(name, name.title()) for name in ("fay", "ada", "ben", "cleo")]
    group = (await fay.start_group())["group"]
    for person in (ada, ben, cleo):
        await person.join(group["join_code"])
    post = await ada.post(group["id"], "You are all fools.")
    reply = await ada.reply(group["id"], post["id"], "Fools, I say.")
    return Place(fay, ada, ben, cleo, group["id"], post, reply)


async def test_a_report_reaches_the_facilitators_with_the_words_as_they_were(place: Place) -> None:
    await place.report(place.ben, post_id=place.post["id"], reason="harassment", words="This hurts.")
    path = f"/groups/{place.group_id}/posts/{place.post['id']}"
    changed = {"base_version": 1, "kind": "share", "need": "listen", "body": "Lovely weather."}
    await place.ada.call("PATCH", path, changed, expect=200)
    (report,) = await place.reports()
    assert report["post"]["body"] == "You are all fools."
    assert report["state"] == "open" and not report["is_care"]
    assert [(voice["reason"], voice["words"]) for voice in report["voices"]] == [("harassment", "This hurts.")]


async def test_replies_and_members_can_be_reported_too(place: Place) -> None:
    await place.report(place.ben, post_id=place.post["id"], reply_id=place.reply["id"], reason="other")
    await place.report(place.ben, member_id=str(place.ada.id), reason="spam")
    of_reply, of_member = await place.reports()
    assert of_reply["reply"]["body"] == "Fools, I say." and of_reply["post"]["id"] == place.post["id"]
    assert of_member["member"] == {"account_id": str(place.ada.id), "display_name": "Ada"}


async def test_no_answer_to_anybody_names_who_reported(place: Place) -> None:
    await place.report(place.ben, post_id=place.post["id"], words="Please look.")
    answers = [(await place.fay.call("GET", f"/groups/{place.group_id}/reports", expect=200)).text]
    (report,) = await place.reports()
    await place.resolve(report["id"], "talked")
    for path in (f"/groups/{place.group_id}/reports", f"/groups/{place.group_id}/acts", "/notices"):
        answers.append((await place.fay.call("GET", path, expect=200)).text)
    for path in (
        f"/groups/{place.group_id}/changes",
        f"/groups/{place.group_id}/posts",
        "/notices",
        "/reports",
        "/groups",
    ):
        answers.append((await place.ada.call("GET", path, expect=200)).text)
    assert str(place.ben.id) not in "".join(answers).replace(f"/{place.ben.id}", "")
    assert "Ben" not in "".join(answers)


async def test_who_is_reported_is_not_told_even_as_a_facilitator(place: Place) -> None:
    await place.fay.call("PUT", f"/groups/{place.group_id}/members/{place.ada.id}/role", {"role": "facilitator"})
    before = await place.notices(place.ada)
    await place.report(place.ben, post_id=place.post["id"])
    assert await place.reports(place.ada) == []
    assert [one for one in await place.notices(place.ada) if one not in before] == []
    (report,) = await place.reports(place.fay)
    path = f"/groups/{place.group_id}/reports/{report['id']}/resolution"
    unknown = f"/groups/{place.group_id}/reports/{uuid7()}/resolution"
    answers = [await place.ada.call("POST", one, {"outcome": "no_action"}, expect=404) for one in (path, unknown)]
    assert answers[0].content == answers[1].content


async def test_a_worry_stands_first_and_apart_and_then_the_oldest(place: Place, clock: MovedClock) -> None:
    await place.report(place.ben, post_id=place.post["id"], reason="spam")
    clock.move(hours=1)
    await place.report(place.cleo, post_id=place.post["id"], reply_id=place.reply["id"], reason="method")
    clock.move(hours=1)
    await place.report(place.cleo, post_id=place.post["id"], reason="worried", words="She sounds so alone.")
    listed = await place.reports()
    assert [(one["is_care"], one["voices"][0]["reason"]) for one in listed] == [
        (True, "worried"),
        (False, "spam"),
        (False, "method"),
    ]


async def test_repeats_merge_and_several_people_make_one_report(place: Place) -> None:
    said = {"id": str(uuid7()), "post_id": place.post["id"], "words": "First."}
    first = await place.report(place.ben, **said)
    assert await place.report(place.ben, expect=200, **said) == first
    await place.report(place.ben, expect=409, **(said | {"words": "Other."}))
    await place.report(place.ben, post_id=place.post["id"], reason="privacy")
    await place.report(place.cleo, post_id=place.post["id"], reason="spam")
    (report,) = await place.reports()
    said_of = [(voice["reason"], voice["words"]) for voice in report["voices"]]
    assert said_of == [("privacy", "First."), ("spam", None)]
    own = (await place.ben.call("GET", "/reports", expect=200)).json()["reports"]
    assert [one["reason"] for one in own] == ["privacy"]


async def test_the_outcome_is_told_to_everybody_who_reported(place: Place) -> None:
    for person in (place.ben, place.cleo):
        await place.report(person, post_id=place.post["id"])
    (report,) = await place.reports()
    await place.resolve(report["id"], "talked", "Thank you. We spoke with each other.")
    await place.resolve(report["id"], "removed", "Again.")  # what is closed stays as it was
    for person in (place.ben, place.cleo):
        (own,) = (await person.call("GET", "/reports", expect=200)).json()["reports"]
        assert (own["state"], own["outcome"]) == ("resolved", "talked")
        assert own["outcome_words"] == "Thank you. We spoke with each other."
        assert "report_outcome" in [one["kind"] for one in await place.notices(person)]
    (closed,) = await place.reports()
    assert closed["resolved_by"]["display_name"] == "Fay"
    acts = (await place.fay.call("GET", f"/groups/{place.group_id}/acts", expect=200)).json()["acts"]
    assert [(one["kind"], one["by"]["display_name"], one["reason"]) for one in acts] == [("resolved", "Fay", "talked")]
    await place.report(place.ben, post_id=place.post["id"])  # it goes on: a new report
    assert [one["state"] for one in await place.reports()] == ["open", "resolved"]


async def test_facilitators_hear_of_a_new_report_without_its_words(place: Place) -> None:
    await place.report(place.ben, post_id=place.post["id"], words="canaryword")
    (notice,) = [one for one in await place.notices(place.fay) if one["kind"] == "report_new"]
    assert notice["actor"] is None and "canaryword" not in str(notice)


async def test_one_day_takes_so_many_reports_and_the_next_takes_more(place: Place, clock: MovedClock) -> None:
    posts = [await place.ada.post(place.group_id, f"Post {n}") for n in range(limits.REPORTS_PER_DAY_MAX + 1)]
    for post in posts[:-1]:
        await place.report(place.ben, post_id=post["id"])
    refused = await place.report(place.ben, expect=409, post_id=posts[-1]["id"])
    assert refused["code"] == "too_many_reports"
    await place.report(place.cleo, post_id=posts[-1]["id"])  # each has a day of their own
    clock.move(hours=25)
    await place.report(place.ben, post_id=posts[-1]["id"])


async def test_what_is_not_there_cannot_be_reported(place: Place, here: LocalHost) -> None:
    await place.report(place.ben, expect=404, post_id=str(uuid7()))
    await place.report(place.ben, expect=404, post_id=place.post["id"], reply_id=str(uuid7()))
    stranger = await here.sign_up()
    await place.report(place.ben, expect=404, member_id=str(stranger.id))
    for wrong in ({}, {"post_id": place.post["id"], "member_id": str(place.ada.id)}, {"reply_id": place.reply["id"]}):
        assert (await place.report(place.ben, expect=422, **wrong))["code"] == "invalid"
    await place.ada.call("DELETE", f"/groups/{place.group_id}/posts/{place.post['id']}", expect=204)
    await place.report(place.ben, expect=410, post_id=place.post["id"])


async def test_resolved_reports_are_forgotten_with_the_words_they_kept(place: Place, clock: MovedClock) -> None:
    await place.report(place.ben, post_id=place.post["id"])
    (report,) = await place.reports()
    await place.resolve(report["id"], "no_action")
    for kept in (2, 1):
        for _ in range(2):  # a session ends when nobody comes for a month
            clock.move(days=limits.REPORTS_KEPT_DAYS / 4 + 0.1)
            for person in (place.fay, place.ben):
                await person.call("GET", "/account", expect=200)
        await place.report(place.ben, member_id=str(place.ada.id))
        assert len(await place.reports()) == kept


async def test_a_facilitator_puts_a_content_note_before_a_post_and_it_is_written_down(place: Place) -> None:
    path = f"/groups/{place.group_id}/posts/{place.post['id']}"
    noted = (await place.fay.call("PUT", f"{path}/content-note", {"content_note": "Insults"}, expect=200)).json()
    assert (noted["content_note"], noted["author"]["display_name"], noted["edited_at"]) == ("Insults", "Ada", None)
    changed = {"base_version": 1, "kind": "share", "need": "listen", "body": "Sorry."}
    assert (await place.ada.call("PATCH", path, changed, expect=409)).json()["code"] == "version_conflict"
    await place.fay.call("PUT", f"{path}/content-note", {"content_note": None}, expect=200)
    await place.fay.call("DELETE", f"{path}/replies/{place.reply['id']}", expect=204)
    await place.fay.call("DELETE", path, expect=204)
    acts = (await place.fay.call("GET", f"/groups/{place.group_id}/acts?limit=3", expect=200)).json()
    assert [act["kind"] for act in acts["acts"]] == ["removed_post", "removed_reply", "noted_post"] and acts["more"]
    rest = (await place.fay.call("GET", f"/groups/{place.group_id}/acts?before={acts['cursor']}", expect=200)).json()
    assert [(act["kind"], act["reason"]) for act in rest["acts"]] == [("noted_post", "Insults")]
    assert "fools" not in str(acts).lower()


async def test_the_writer_hears_of_a_content_note_and_of_a_look_behind_the_alias_without_who_it_was(
    place: Place,
) -> None:
    path = f"/groups/{place.group_id}/posts"
    await place.ada.call("PUT", f"/blocks/{place.fay.id}", expect=204)
    await place.fay.call("PUT", f"{path}/{place.post['id']}/content-note", {"content_note": "Anger"}, expect=200)
    hidden = await place.ada.post(place.group_id, "Between us.", id=str(uuid4()), without_name=True)
    await place.fay.call("POST", f"{path}/{hidden['id']}/unmask", {"reason": "Somebody may be in danger."}, expect=200)
    told = {one["kind"]: one for one in await place.notices(place.ada)}
    assert (told["noted"]["post_id"], told["noted"]["words"]) == (place.post["id"], "Anger")
    assert (told["unmasked"]["post_id"], told["unmasked"]["words"]) == (hidden["id"], "Somebody may be in danger.")
    assert told["noted"]["actor"] is told["unmasked"]["actor"] is None
    mine = await place.fay.post(place.group_id, "My own.")
    await place.fay.call("PUT", f"{path}/{mine['id']}/content-note", {"content_note": "Work"}, expect=200)
    assert "noted" not in [one["kind"] for one in await place.notices(place.fay)]


async def test_what_one_removes_of_ones_own_is_no_act(place: Place) -> None:
    own = await place.fay.post(place.group_id, "Mine.")
    await place.fay.call("DELETE", f"/groups/{place.group_id}/posts/{own['id']}", expect=204)
    assert (await place.fay.call("GET", f"/groups/{place.group_id}/acts", expect=200)).json()["acts"] == []


async def test_the_author_of_a_reported_post_without_a_name_stays_without_one(place: Place) -> None:
    request = {"kind": "share", "body": "Hm.", "without_name": True, "id": "11111111-1111-4111-8111-111111111111"}
    post = (await place.ada.call("POST", f"/groups/{place.group_id}/posts", request, expect=201)).json()
    await place.report(place.ben, post_id=post["id"])
    text = (await place.fay.call("GET", f"/groups/{place.group_id}/reports", expect=200)).text
    assert str(place.ada.id) not in text and "Ada" not in text and post["author"]["display_name"] in text
