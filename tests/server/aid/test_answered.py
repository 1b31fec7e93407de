"""How soon a group answers: known answers of the two figures."""

from datetime import timedelta

import pytest

from server.aid.answered import Answers, figures
from tests.server.aid.people import Circle

NEVER = None


def posts(*course: tuple[int | None, int]) -> list[Answers]:
    """Return posts as (minutes until the first reply, replies on the first day)."""
    return [Answers(None if minutes is None else timedelta(minutes=minutes), replies) for minutes, replies in course]


@pytest.mark.parametrize(
    ("course", "median", "share"),
    [
        (posts((1, 1), (2, 2), (3, 3), (4, 0)), None, None),  # too few to say anything
        (posts((10, 1), (20, 2), (30, 3), (40, 1), (50, 0)), 30, 0.4),
        (posts((10, 1), (20, 2), (30, 3), (41, 1), (50, 0), (60, 2)), 36, 0.5),  # between 30 and 41, rounded
        (posts((5, 1), (7, 1), (9, 1), (NEVER, 0), (NEVER, 0)), 9, 0.0),  # without a reply is longer than any
        (posts((5, 2), (7, 1), (NEVER, 0), (NEVER, 0), (NEVER, 0)), None, 0.2),  # most have none yet
        (posts((0, 9), (0, 9), (0, 9), (0, 9), (0, 9)), 0, 1.0),
    ],
)
def test_figures(course: list[Answers], median: int | None, share: float | None) -> None:
    told = figures(course)
    assert (told.days, told.post_count) == (30, len(course))
    assert (told.first_reply_minutes, told.two_replies_share) == (median, share)


async def test_a_group_is_measured_by_what_others_reply_to_posts_that_call_for_it(circle: Circle) -> None:
    noor, jo = await circle.join("noor"), await circle.join("jo")
    group_id = circle.group["id"]
    for minutes in (10, 20, 30, 40, 50):
        post = await circle.post(noor)
        await noor.reply(group_id, post["id"])  # the writer's own words are no answer
        circle.clock.move(minutes=minutes)
        await jo.reply(group_id, post["id"])
        if minutes > 30:
            await circle.mira.reply(group_id, post["id"])
    win = await circle.post(noor, kind="win")
    await jo.reply(group_id, win["id"])
    circle.clock.move(hours=23)
    early = (await circle.mira.call("GET", f"{circle.path}/answered", expect=200)).json()
    assert early["first_reply_minutes"] is None  # the last one still has its first day
    circle.clock.move(hours=2)
    late = await circle.post(noor)
    await jo.reply(group_id, late["id"])
    told = (await circle.mira.call("GET", f"{circle.path}/answered", expect=200)).json()
    assert told == {"days": 30, "post_count": 5, "first_reply_minutes": 30, "two_replies_share": 0.4}
    circle.clock.move(days=29)
    told = (await circle.mira.call("GET", f"{circle.path}/answered", expect=200)).json()
    assert told["post_count"] == 1  # only the last one is younger than 30 days
