"""A group hears once, in the first days of a month, that its page of thanks of the month before has words."""

from uuid import uuid4

from server.aid.gratitude import tell_of_gratitude
from tests.server.aid.people import Circle, told
from tests.support.server import Person


async def left_words(circle: Circle, words: str = "For the night.", may_show: bool = True) -> None:
    circle.clock.move(days=20)
    await circle.mira.call("GET", "/groups", expect=200)  # who is not seen for 30 days has to sign in again
    noor, jo = await circle.join("noor"), await circle.join("jo")
    post = await circle.post(noor)
    reply = await jo.reply(circle.group["id"], post["id"])
    thanks = {"id": str(uuid4()), "reply_id": reply["id"], "words": words, "may_show": may_show}
    await noor.call("POST", f"{circle.path}/posts/{post['id']}/thanks", thanks, expect=204)


async def months_told(circle: Circle, person: Person | None = None) -> int:
    await tell_of_gratitude(circle.here.host.database, circle.clock.now)
    return len(await told(person or circle.mira, "gratitude"))


async def test_members_hear_once_when_the_month_is_over(circle: Circle) -> None:
    await left_words(circle)
    sam = await circle.join("sam")
    assert await months_told(circle) == 0
    circle.clock.move(days=13)
    assert await months_told(circle) == await months_told(circle, sam) == 1
    (notice,) = await told(sam, "gratitude")
    assert (notice["group_id"], notice["actor"], notice["words"], notice["count"]) == (
        circle.group["id"],
        None,
        None,
        1,
    )
    circle.clock.move(days=29)
    assert await months_told(circle) == 1  # April left nothing


async def test_who_switched_it_off_hears_nothing_and_who_read_it_hears_nothing_twice(circle: Circle) -> None:
    await left_words(circle)
    sam = await circle.join("sam")
    await sam.call("PUT", "/notice-settings", {"kinds": {"gratitude": {"is_on": False}}}, expect=200)
    circle.clock.move(days=13)
    assert await months_told(circle, sam) == 0
    await circle.mira.call("PUT", "/notices/read", {"up_to": 1_000}, expect=204)
    assert await months_told(circle) == 1
    (notice,) = await told(circle.mira, "gratitude")
    assert notice["count"] == 1


async def test_a_page_without_words_is_not_told_of(circle: Circle) -> None:
    await left_words(circle, words="Between us.", may_show=False)
    circle.clock.move(days=13)
    assert await months_told(circle) == 0


async def test_nothing_is_told_late_in_a_month(circle: Circle) -> None:
    await left_words(circle)
    circle.clock.move(days=20)
    assert await months_told(circle) == 0


async def test_the_next_look_is_at_the_next_month(circle: Circle) -> None:
    again = await tell_of_gratitude(circle.here.host.database, circle.clock.now)
    assert f"{again:%Y-%m-%d}" == "2026-04-01"


async def test_the_host_makes_this_look_by_itself(circle: Circle) -> None:
    await left_words(circle)
    circle.clock.move(days=13)
    await circle.here.host.jobs.run_due()
    assert len(await told(circle.mira, "gratitude")) == 1
