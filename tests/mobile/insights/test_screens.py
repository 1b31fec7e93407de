"""The screens of insights over a real device without a host: none, one, and many check-ins, in both layouts."""

from datetime import date, timedelta

import flet as ft
import pytest
from flet import canvas as cv

from mobile import paths
from mobile.insights.drawing import FIRST_WIDTH, square_at
from mobile.insights.pixels import last_weeks
from mobile.insights.view import View, parse_view
from mobile.vault.values import Value
from mobile.vocabulary_changes import rename
from tests.mobile.circle import Drawn, drawn
from tests.mobile.insights.written import TODAY, labels, write
from tests.support.phone import Phone


async def touch(app: Drawn, label: str, x: float, y: float) -> None:
    """Touch the picture whose words begin with `label`."""
    said = next(one for one in app.top if isinstance(one, ft.Semantics) and (one.label or "").startswith(label))
    picture = said.content
    assert isinstance(picture, ft.Container)
    await app.fire(picture, "tap_down", {"k": "touch", "l": {"x": x, "y": y}, "g": {"x": 0, "y": 0}})
    await app.click(picture)


async def test_without_check_ins_one_small_act_is_offered(device: Phone) -> None:
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("What your check-ins show over time will stand here.")
        await app.tap("Write a check-in")
        await app.until(lambda: app.page.route == paths.NEW_ENTRY)


async def test_one_check_in_is_shown_honestly(device: Phone) -> None:
    await write(device, 4)
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("1 day · 1 check-in")
        assert app.says("The line begins when three days within a week have a check-in.")
        assert app.says("Nothing is compared below 8 days")
        assert not app.says("What goes with your better days") and not app.says("By weekday")


async def test_every_picture_is_said_in_words(device: Phone) -> None:
    await write(device, *[2, 2, 2, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4], tag="outdoors")
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("14 days · 14 check-ins")
        said = labels(app)
        mood = next(one for one in said if one.startswith("Mood, "))
        assert "31 Jan to 1 Mar: 14 days, their means from 2.0 to 4.0 of 5, 3.0 on average." in mood
        assert "lifting since 22 Feb" in mood
        assert any("14 days with check-ins: Low 7, Good 7." in one for one in said)
        pictures = [one for one in app.top if isinstance(one, cv.Canvas)]
        assert len(pictures) == 2 and all(canvas.shapes for canvas in pictures)
        await app.tap("Show as text")
        await app.see("1 Mar: Good, 4.0 of 5")
        await app.tap("Show as a picture")
        await app.see("The line is a 7-day average.")


async def test_a_level_has_the_name_that_the_member_gave_it(device: Phone) -> None:
    await rename(device.services, "mood", "4", "Sunny")
    await write(device, *[2, 2, 2, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4], tag="outdoors")
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("14 days · 14 check-ins")
        assert any("14 days with check-ins: Low 7, Sunny 7." in one for one in labels(app))
        await app.tap("Show as text")
        await app.see("1 Mar: Sunny, 4.0 of 5")


async def test_a_week_a_month_and_all_are_one_tap_and_stay_chosen(device: Phone) -> None:
    await write(device, *[3] * 20)
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("20 days · 20 check-ins")
        await app.tap("Week")
        await app.see("7 days · 7 check-ins")
        await app.tap("Earlier")
        await app.see("16 Feb to 22 Feb")
        app.page.navigate(paths.TOOLKIT)
        await app.see("Toolkit")
        app.page.navigate(paths.INSIGHTS)
        await app.see("16 Feb to 22 Feb")
        await app.tap("All")
        await app.see("20 days · 20 check-ins")
        assert not app.offers("Earlier")


async def test_a_link_opens_with_its_numbers_and_the_days_that_went_the_other_way(device: Phone) -> None:
    await write(device, *[4] * 10, tag="outdoors")
    await device.services.documents.save_all(
        (
            None,
            "entry",
            {"felt_on": (TODAY - timedelta(days=10 + n)).isoformat(), "level": 2, "tags.news": n < 7},
        )
        for n in range(10)
    )
    odd_day = TODAY - timedelta(days=20)
    await device.services.documents.save(
        None, "entry", {"felt_on": odd_day.isoformat(), "level": 1, "tags.outdoors": True, "note": "rain all day"}
    )
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("What goes with your better days")
        assert app.says("+1.7 · 11 days") and app.says("A link is not a cause. Shown only with 8 or more days.")
        assert "Outdoors: days with it were 1.7 higher, 11 days" in labels(app)
        await app.tap("Outdoors")
        await app.see("Difference: +1.7 levels")
        assert app.says("The likely range (95%) is") and app.says("It leaves out zero")
        assert app.says("1 link was looked at in this time.")  # the seven days with news were never compared
        assert app.says("1 day with it was lower than days without it are on average.")
        await app.tap("9 February 2026")
        await app.see("rain all day")
        assert app.page.route.endswith(f"/day/{odd_day}")


async def test_seven_days_with_a_tag_show_no_link_anywhere(device: Phone) -> None:
    await write(device, *[5] * 7, tag="outdoors")
    await device.services.documents.save_all(
        (None, "entry", {"felt_on": (TODAY - timedelta(days=10 + n)).isoformat(), "level": 2}) for n in range(10)
    )
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("are compared from 8 days on. A longer time has more of them.")
        assert not app.says("· 7 days")
    async with drawn(device, paths.insight_link("month-0", "tag", "outdoors")) as app:
        await app.see("Shown from 8 days with it and 8 days without it in this time.")
    async with drawn(device, paths.insight_links("month-0")) as app:
        await app.see("Shown from 8 days with something and 8 days without it.")


async def test_words_that_have_enough_days_are_on_the_list_of_all_links(device: Phone) -> None:
    await write(device, *[2, 4] * 10)
    await device.services.documents.save_all(
        (document.id, "entry", {"feelings.calm": True})
        for document in device.services.documents.list("entry")
        if document.fields["level"] == 4
    )
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("No tag has enough days with and without it yet; some words for feelings have.")
        await app.tap("1 link")
        await app.see("Clear so far")
        await app.tap("Calm")
        await app.see("A word for a feeling is a part of how the day was")


@pytest.mark.parametrize("length", ["Week", "Month", "Year", "All"])
async def test_days_of_other_ages_and_odd_entries_break_no_picture(device: Phone, length: str) -> None:
    odd: list[dict[str, Value]] = [
        {"felt_on": "0001-02-03", "level": 1},
        {"felt_on": "1970-01-01", "level": 5, "scales.gone": 3, "tags.gone": True, "feelings.gone": True},
        {"felt_on": "2999-12-31", "level": 2},
        {"felt_on": "never", "level": "high", "felt_at": 9, "energy": "much"},
        {"felt_on": "2026-02-28", "scales.gone": 1e300, "felt_at": "08:00"},
    ]
    await device.services.documents.save_all((None, "entry", fields) for fields in odd)
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("1 day · 1 check-in")
        await app.tap(length)
        await app.see("3 days · 3 check-ins" if length == "All" else "1 day · 1 check-in")
        assert app.says("Rhythm") and not app.says("could not be shown")
        await app.tap("Show as text")
        await app.see("Okay, 3.0 of 5")


async def test_the_run_of_days_is_only_for_who_asks_for_it(device: Phone) -> None:
    await write(device, 3, 3, 3)
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("3 of the last 7 days")
        assert app.says("A pause costs nothing.") and not app.says("in a row.")
        await app.tick("Show days in a row, too")
        await app.see("3 days in a row. The longest so far: 3 days.")
        await app.tick("Show days in a row, too", on=False)
        await app.miss("3 days in a row.")


async def test_low_days_lay_the_plan_and_help_at_hand(device: Phone) -> None:
    await write(device, 2, 1, 2, 1)
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("There were hard days here. What helps you is close by.")
        await app.tap("My safety plan")
        await app.until(lambda: app.page.route == paths.SAFETY_PLAN)


async def test_better_days_lay_nothing_at_hand(device: Phone) -> None:
    await write(device, 3, 4, 3, 4)
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("4 days · 4 check-ins")
        assert not app.offers("My safety plan")


async def test_a_year_names_its_months_and_opens_days_and_calendar(device: Phone) -> None:
    await write(device, 1, 5, 5)
    async with drawn(device, paths.insight_year(2026)) as app:
        await app.see("3 days with check-ins: Very low 1, Great 2.")
        assert "February 2026: 2 days with check-ins, Very low 1, Great 1" in labels(app)
        assert "December 2026: 0 days with check-ins, no check-ins" in labels(app)
        await app.tap("Feb")
        await app.until(lambda: app.page.route == paths.journal_month(date(2026, 2, 1)))
    async with drawn(device, paths.insight_year(2026)) as app:
        await app.see("3 days with check-ins")
        pitch = FIRST_WIDTH / 7
        await touch(app, "February 2026: ", 5.5 * pitch, 4.5 * pitch)  # the Saturday of the fifth week
        await app.see("Yesterday")
        assert app.page.route.endswith("/year/2026/day/2026-02-28")
    async with drawn(device, paths.insight_day(TODAY, paths.insight_year(2026))) as app:
        await app.see("Today")
        assert len(app.all(ft.View)) == 3  # the year lies below, and insights below that
    for width in (412, 1280):
        async with drawn(device, paths.insight_day(date(2026, 2, 27)), width=width) as app:
            await app.tap("In the calendar")
            await app.until(lambda: app.page.route.startswith(paths.CALENDAR))
            await app.see("Friday 27 February")


async def test_a_wide_window_has_two_columns_and_the_same_cards(device: Phone) -> None:
    await write(device, *[3, 4] * 10, tag="outdoors")
    async with drawn(device, paths.INSIGHTS, width=1280) as app:
        await app.see("20 days · 20 check-ins")
        for name in ("Mood", "Rhythm", "What goes with your better days", "By weekday", "By time of day", "Most used"):
            assert app.says(name), name
        assert app.all(ft.NavigationRail)


async def test_a_check_in_that_is_written_shows_at_once(device: Phone) -> None:
    await write(device, 3)
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("1 day · 1 check-in")
        await device.write_entry(level=5)
        await app.see("1 day · 2 check-ins")


def test_a_point_of_the_picture_is_a_day() -> None:
    squares = last_weeks([], TODAY, 4)
    found = square_at(squares, 15, 15 * 3 + 7, 15 * 6 + 7)
    assert found is not None and found.day == TODAY
    assert square_at(squares, 15, 15 * 4 + 1, 0) is None


@pytest.mark.parametrize("text", ["", "month", "month-x", "decade-1", "all-7", "week--1", "month-0"])
def test_an_odd_view_in_a_path_is_the_month(text: str) -> None:
    assert parse_view(text) == (View() if text != "all-7" else parse_view("all-0"))
    assert str(parse_view("week-3")) == "week-3"
