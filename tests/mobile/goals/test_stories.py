"""Stories that are offered: near to a goal, once a day at most, never twice, and gone when they are put away."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from api_client.wire.details import StoryDetails
from api_client.wire.feed import Author, Need, Post, PostKind
from mobile import paths
from mobile.goals import intents
from mobile.goals.document import Goal, State
from mobile.goals.stories import KIND as OFFERS
from mobile.goals.stories import Offered, find_offer, offered_in, pick_story, words_of
from mobile.vault.documents import Document
from tests.mobile.circle import circle

TODAY = date(2026, 3, 4)
ME = UUID(int=5)
NOTHING = Offered({}, frozenset())
GOAL = Goal(UUID(int=1), "Sleep before one, most nights", tags=("family",))


def story(number: int = 1, body: str = "I could not sleep for weeks.", **changes: object) -> Post:
    """Return a story post."""
    known: dict[str, object] = {
        "id": UUID(int=100 + number), "group_id": UUID(int=7), "sequence": number, "revision": number, "version": 1,
        "kind": PostKind.STORY, "need": Need.LISTEN, "title": None, "body": body, "content_note": None,
        "from_journal": False, "author": Author(account_id=UUID(int=99), display_name="Marcus"),
        "posted_at": datetime(2026, 3, 1, tzinfo=UTC) - timedelta(hours=number), "edited_at": None, "reply_count": 0,
        "reactions": {}, "details": StoryDetails(tried="Paper.", now="Better."),
    }  # fmt: skip
    return Post.model_validate({**known, **changes})


def picked(*stories: Post, offered: Offered = NOTHING, today: date = TODAY, goal: Goal = GOAL) -> UUID | None:
    """Return the id of the story that is offered."""
    offer = pick_story([goal], stories, offered, today, me=ME)
    return offer.post.id if offer else None


def test_a_story_is_near_by_a_word_of_the_title_or_a_tag_and_not_by_common_words() -> None:
    assert words_of(GOAL, str) == {"sleep", "family"}
    assert picked(story()) == story().id
    assert picked(story(body="My Family was loud.")) == story().id
    assert picked(story(body="Most nights, before one.")) is None
    assert picked(story(body="Quiet.", details=StoryDetails(tried="Sleep first.", now="Calm."))) == story().id


def test_one_story_a_day_and_it_stays_until_it_is_put_away() -> None:
    one, two = story(1), story(2)
    offered = Offered({one.id: TODAY}, frozenset())
    assert picked(one, two, offered=offered) == one.id
    assert picked(two, offered=offered) is None
    assert picked(one, two, offered=Offered({one.id: TODAY}, frozenset({one.id}))) is None


def test_a_story_is_never_offered_on_a_second_day() -> None:
    one, two = story(1), story(2)
    yesterday = Offered({one.id: TODAY - timedelta(days=1)}, frozenset())
    assert picked(one, two, offered=yesterday) == two.id
    assert picked(one, offered=yesterday) is None


def test_ones_own_story_a_closed_one_and_a_goal_put_aside_are_left_alone() -> None:
    assert picked(story(author=Author(account_id=ME, display_name="Sam"))) is None
    assert picked(story(content_note="hospital")) is None
    assert picked(story(), goal=Goal(UUID(int=1), "Sleep", state=State.PAUSED)) is None


def test_a_story_without_a_name_is_offered_where_nobody_is_signed_in() -> None:
    anonymous = story(author=Author(account_id=None, display_name="A heron"))
    assert pick_story([GOAL], [anonymous], NOTHING, TODAY, me=None) is not None


def test_what_two_devices_remember_counts_together() -> None:
    one, two = story(1).id, story(2).id
    documents = [
        Document(UUID(int=1), OFFERS, {f"offered.{one}": "2026-03-01", "offered.odd": "2026-03-01"}),
        Document(UUID(int=2), OFFERS, {f"offered.{one}": "2026-03-02", f"dismissed.{two}": True, "offered.x": 3}),
    ]
    assert offered_in(documents) == Offered({one: date(2026, 3, 2)}, frozenset({two}))


async def test_a_story_stands_on_today_and_is_put_away_with_one_tap(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        services = place.device.services
        await intents.create_goal(services, "Sleep more", "", (), ("", ""), ())
        for body in ("I could not sleep for weeks.", "Sleep came back slowly."):
            details = {"kind": "story", "tried": "Paper", "now": "Better"}
            await place.priya_posts(body, kind="story", details=details)
        await place.device.sync()
        async with place.drawn(paths.TODAY) as app:
            await app.see("A story near to “Sleep more”")
            assert app.says("Sleep came back slowly.")
            await app.tap("Put this story away")
            await app.miss("A story near to")
        assert await find_offer(services) is None
        place.device.clock.move(days=1)
        offer = await find_offer(services)
        assert offer is not None and offer.post.body == "I could not sleep for weeks."
        place.device.clock.move(days=1)
        assert await find_offer(services) is None


async def test_a_story_that_the_member_hid_or_muted_is_never_offered(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        services = place.device.services
        await intents.create_goal(services, "Sleep more", "", (), ("", ""), ())
        details = {"kind": "story", "tried": "Paper", "now": "Better"}
        hidden = await place.priya_posts("Sleep was gone.", kind="story", details=details)
        await place.priya_posts("Sleep, and the hospital.", kind="story", details=details)
        await place.device.sync()
        await services.documents.save(None, "hidden", {f"posts.{hidden}": str(place.group_id)})
        await services.documents.save(None, "muted_words", {"words.hospital": "hospital"})
        assert await find_offer(services) is None
