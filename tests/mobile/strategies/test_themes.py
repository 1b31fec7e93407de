"""The week's theme: the newest of this week, and its words in the note that a member begins from it."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

from api_client.wire.details import ThemeDetails
from api_client.wire.feed import Author, Need, Post, PostKind
from mobile import paths
from mobile.strategies.themes import of_this_week
from tests.mobile.circle import circle

WEDNESDAY = date(2026, 3, 4)


def theme(number: int, week_of: date | None, posted_at: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)) -> Post:
    """Return a theme post."""
    return Post(
        id=UUID(int=number), group_id=UUID(int=7), sequence=number, revision=number, version=1, kind=PostKind.THEME,
        need=Need.LISTEN, title=f"Theme {number}", body="Small kindnesses", content_note=None, from_journal=False,
        author=Author(account_id=UUID(int=9), display_name="Priya"), posted_at=posted_at, edited_at=None,
        reply_count=0, reactions={}, details=ThemeDetails(week_of=week_of) if week_of else None,
    )  # fmt: skip


def test_the_theme_of_this_week_is_found_and_no_other() -> None:
    this, last, next_ = date(2026, 3, 2), date(2026, 2, 23), date(2026, 3, 9)
    found = of_this_week([theme(1, last), theme(2, this), theme(3, next_)], WEDNESDAY)
    assert found is not None and found.id == UUID(int=2)
    assert of_this_week([theme(1, last), theme(3, next_)], WEDNESDAY) is None
    assert of_this_week([], WEDNESDAY) is None


def test_of_two_the_newest_counts_and_sunday_is_still_this_week() -> None:
    early, late = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 3, 9, tzinfo=UTC)
    both = [theme(1, date(2026, 3, 2), late), theme(2, date(2026, 3, 2), early)]
    found = of_this_week(both, date(2026, 3, 8))
    assert found is not None and found.id == UUID(int=1)


def test_without_a_named_week_the_local_day_of_posting_counts() -> None:
    sunday_night = theme(1, None, datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert of_this_week([sunday_night], WEDNESDAY, UTC) is None
    assert of_this_week([sunday_night], WEDNESDAY, timezone(timedelta(hours=1))) is not None


async def test_what_i_take_from_this_opens_the_check_in_with_the_themes_words(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        week = place.device.clock.today()
        monday = week - timedelta(days=week.weekday())
        details = {"kind": "theme", "week_of": monday.isoformat()}
        await place.priya_posts("Once a day, notice one.", kind="theme", title="Small kindnesses", details=details)
        await place.device.sync()
        place.network.online = False
        async with place.drawn(paths.TODAY) as app:
            await app.see("This week in Night Owls")
            await app.tap("What I take from this")
            await app.until(lambda: app.page.route == paths.NEW_ENTRY)
            await app.see("Which words fit?")
            assert app.field("Note").value == "“Small kindnesses” (Night Owls)\n\n"
            assert not app.says("You left this unfinished")
            await app.write("Note", "“Small kindnesses” (Night Owls)\n\nThe neighbour’s wave.")
        async with place.drawn(paths.NEW_ENTRY) as app:
            await app.see("You left this unfinished")


async def test_a_half_written_note_stays_above_the_themes_words(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        week = place.device.clock.today()
        details = {"kind": "theme", "week_of": (week - timedelta(days=week.weekday())).isoformat()}
        await place.priya_posts("Once a day, notice one.", kind="theme", title="Small kindnesses", details=details)
        await place.device.sync()
        await place.device.services.drafts.put("entry:new", {"note": "Half a thought", "level": 4})
        for _ in range(2):
            async with place.drawn(paths.TODAY) as app:
                await app.see("This week in Night Owls")
                await app.tap("What I take from this")
                await app.see("Which words fit?")
        kept = await place.device.services.drafts.get("entry:new")
        assert kept is not None
        assert kept["note"] == "Half a thought\n\n“Small kindnesses” (Night Owls)\n\n" and kept["level"] == 4
