"""The journal's screens over a real device that has no host: everything here works offline."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import flet as ft
import pytest
from sqlmodel import Session

from mobile import paths
from mobile.journal.calendar_screen import parse_month
from mobile.journal.form import Form
from mobile.journal.intents import delete_entry, draft_key, entries_of_day, get_entry, open_index, save_form
from mobile.journal.timeline_screen import ENTRIES_MAX
from mobile.services import Services
from mobile.storage.errors import StorageFull
from mobile.vault.values import Value
from tests.support.app import whole_app
from tests.support.headless import App
from tests.support.phone import Phone, phone


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device on which somebody has begun to write, without account and without network."""
    async with phone(tmp_path) as running:
        await running.services.account.start_writing()
        yield running


def entries(services: Services) -> list[tuple[int, str]]:
    """Return level and note of today's check-ins."""
    return [(entry.level, entry.note) for entry in entries_of_day(services, services.clock.today())]


async def at(app: App, text: str) -> None:
    """Wait until a text is on the screen."""
    await app.until(lambda: app.shows(text))
    await app.settle()


def tappable(app: App, text: str) -> ft.Container:
    """Return the tappable container that shows `text`."""
    found = [
        container
        for container in app.all(ft.Container)
        if container.on_click is not None
        and any(isinstance(c, ft.Text) and c.value == text for c in app.walk(container))
    ]
    assert found, f"nothing to tap with {text!r}: {app.texts()}"
    return found[-1]


async def test_a_tap_on_a_full_disk_is_told_as_such(device: Phone) -> None:
    def limit(session: Session, pages: int) -> None:
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    await device.services.database.read(lambda session: limit(session, 1))  # no page more than there are
    with pytest.raises(StorageFull):
        await device.services.documents.save_all([(None, "note", {"note": "x" * 5_000}) for _ in range(60)])
    with contextlib.suppress(StorageFull):
        for _ in range(60):  # the free part of the last pages
            await device.services.documents.save(None, "note", {"note": "x"})
    async with whole_app(device.services) as app:
        await at(app, "Very low")
        await app.click(tappable(app, "Low"))
        told = "This device is out of space. Nothing was lost; free some space and try again."
        await app.until(lambda: told in [bar.content for bar in app.all(ft.SnackBar)])
    kept = len(entries(device.services))
    await device.services.database.read(lambda session: limit(session, 100_000))
    async with whole_app(device.services) as app:
        await at(app, "Very low")
        await app.click(tappable(app, "Good"))
        await at(app, "Which words fit?")
    assert len(entries(device.services)) == kept + 1


async def test_one_tap_on_a_face_saves_and_offers_the_rest(device: Phone) -> None:
    async with whole_app(device.services) as app:
        await at(app, "Very low")
        await app.click(tappable(app, "Low"))
        await at(app, "Which words fit?")
        assert entries(device.services) == [(2, "")]
        assert app.shows("Saved on this device. Add more, or just leave it.")


async def test_a_hand_that_taps_twice_saves_once(device: Phone) -> None:
    async with whole_app(device.services) as app:
        await at(app, "Very low")
        face = tappable(app, "Low")
        await asyncio.gather(app.click(face), app.click(face))
        await at(app, "Which words fit?")
        await app.click(face)  # it came while the next screen was being drawn
        assert entries(device.services) == [(2, "")]
        app.page.navigate(paths.TODAY)
        await at(app, "Very low")
        await app.click(tappable(app, "Great"))
        await app.until(lambda: sorted(entries(device.services)) == [(2, ""), (5, "")])


async def test_what_is_typed_survives_leaving_and_a_kill(device: Phone, tmp_path: Path) -> None:
    async with whole_app(device.services, paths.NEW_ENTRY) as app:
        await at(app, "Which words fit?")
        await app.enter(app.find(ft.TextField, label="Note"), "half a sentence")
        await app.click(tappable(app, "work"))
        key = draft_key(None)
        drafts = device.services.drafts

        async def kept() -> bool:
            draft = await drafts.get(key)
            return bool(draft and draft["note"] == "half a sentence" and draft["tags"] == ["work"])

        while not await kept():
            await app.settle()
    await device.kill()
    await device.start()
    async with whole_app(device.services) as app:
        await at(app, "Go on with the check-in you began")
        await app.click(tappable(app, "Go on with the check-in you began"))
        await at(app, "You left this unfinished; it is as you left it.")
        assert app.find(ft.TextField, label="Note").value == "half a sentence"


async def test_a_check_in_without_a_face_is_asked_for_one_and_nothing_is_lost(device: Phone) -> None:
    async with whole_app(device.services, paths.NEW_ENTRY) as app:
        await at(app, "Which words fit?")
        await app.enter(app.find(ft.TextField, label="Note"), "words first")
        await app.click(app.find(ft.FilledButton, content="Save check-in"))
        assert any("Choose a face first" in str(bar.content) for bar in app.all(ft.SnackBar))
        assert app.find(ft.TextField, label="Note").value == "words first"
        assert entries(device.services) == []


async def test_an_edit_changes_the_same_check_in(device: Phone) -> None:
    entry_id = await save_form(device.services, Form(level=2, note="before"), None)
    async with whole_app(device.services, paths.entry(entry_id)) as app:
        await at(app, "Which words fit?")
        await app.enter(app.find(ft.TextField, label="Note"), "after")
        await app.click(app.find(ft.FilledButton, content="Save check-in"))
        await app.until(lambda: entries(device.services) == [(2, "after")])


async def test_a_deleted_check_in_comes_back_with_undo(device: Phone) -> None:
    entry_id = await save_form(device.services, Form(level=4, note="keep me"), None)
    async with whole_app(device.services, paths.entry(entry_id)) as app:
        await at(app, "Which words fit?")
        await app.click(app.find(ft.TextButton, content="Delete this check-in"))
        await app.until(lambda: not entries(device.services))
        await app.until(lambda: bool(app.all(ft.SnackBarAction)))
        await app.click(app.all(ft.SnackBarAction)[-1])
        await app.until(lambda: entries(device.services) == [(4, "keep me")])


async def test_undo_brings_back_what_was_unfinished_too(device: Phone) -> None:
    services = device.services
    entry_id = await save_form(services, Form(level=4), None)
    await services.drafts.put(draft_key(entry_id), Form(level=4, note="half").to_draft())
    restore = await delete_entry(services, entry_id)
    assert await services.drafts.get(draft_key(entry_id)) is None
    await restore()
    draft = await services.drafts.get(draft_key(entry_id))
    assert draft is not None and draft["note"] == "half"


async def test_leaving_a_check_in_that_is_stored_keeps_what_was_added(device: Phone) -> None:
    async with whole_app(device.services) as app:
        await at(app, "Very low")
        await app.click(tappable(app, "Low"))
        await at(app, "Which words fit?")
        await app.enter(app.find(ft.TextField, label="Note"), "added and left")
        app.page.navigate(paths.JOURNAL)
        await app.until(lambda: entries(device.services) == [(2, "added and left")])
        await app.until(lambda: not app.shows("You left changes unfinished."))


async def test_saving_returns_to_where_the_check_in_was_opened(device: Phone) -> None:
    await save_form(device.services, Form(level=4, note="find me"), None)
    async with whole_app(device.services, paths.JOURNAL) as app:
        await at(app, "find me")
        await app.click(tappable(app, "find me"))
        await at(app, "Which words fit?")
        await app.click(app.find(ft.FilledButton, content="Save check-in"))
        await app.until(lambda: app.page.route == paths.JOURNAL)
    async with whole_app(device.services) as app:
        await at(app, "Very low")
        await app.click(tappable(app, "Low"))
        await at(app, "Which words fit?")
        await app.click(app.find(ft.FilledButton, content="Save check-in"))
        await app.until(lambda: app.page.route == paths.TODAY)


async def test_a_tap_on_a_face_leaves_a_half_written_check_in_alone(device: Phone) -> None:
    await device.services.drafts.put(draft_key(None), Form(note="half").to_draft())
    async with whole_app(device.services) as app:
        await at(app, "Very low")
        await app.click(tappable(app, "Low"))
        await at(app, "Which words fit?")
    draft = await device.services.drafts.get(draft_key(None))
    assert draft is not None and draft["note"] == "half"


async def test_a_check_in_for_another_day_has_a_draft_of_its_own(device: Phone) -> None:
    await device.services.drafts.put(draft_key(None), Form(note="for now").to_draft())
    async with whole_app(device.services, paths.new_entry(day=date(2026, 2, 11))) as app:
        await at(app, "Which words fit?")
        assert app.find(ft.TextField, label="Note").value == ""


async def test_two_tabs_that_changed_one_note_keep_both(device: Phone) -> None:
    entry_id = await save_form(device.services, Form(level=3, note="before"), None)
    base = get_entry(device.services, entry_id)
    await save_form(device.services, Form(level=3, note="first tab"), base)
    await save_form(device.services, Form(level=3, note="second tab"), base)
    after = get_entry(device.services, entry_id)
    assert after is not None and "first tab" in after.note and "second tab" in after.note


async def test_enter_chooses_or_adds_the_word_that_was_typed(device: Phone) -> None:
    async with whole_app(device.services, paths.new_entry(level=2)) as app:
        await at(app, "Which words fit?")
        await app.click(app.find(ft.TextButton, content="All words"))
        field = app.find(ft.TextField, label="Find or add a word")
        await app.enter(field, "Lonely")
        await app.fire(app.find(ft.TextField, label="Find or add a word"), "submit")
        await app.until(lambda: app.find(ft.TextField, label="Find or add a word").value == "")
        await app.click(app.find(ft.FilledButton, content="Save check-in"))
        await app.until(lambda: entries_of_day(device.services, device.clock.today())[0].feelings == ("lonely",))


async def test_an_address_that_leads_nowhere_offers_the_way_back(device: Phone) -> None:
    async with whole_app(device.services, "/nowhere/at/all") as app:
        await at(app, "There is nothing at this address. What you wrote is where it was.")
        await app.click(app.find(ft.FilledTonalButton, content="Go to Today"))
        await at(app, "Very low")


async def test_a_note_that_is_too_long_is_said_before_saving_and_stays(device: Phone) -> None:
    async with whole_app(device.services, paths.NEW_ENTRY) as app:
        await at(app, "Which words fit?")
        await app.enter(app.find(ft.TextField, label="Note"), "x" * 20_001)
        field = app.find(ft.TextField, label="Note")
        assert field.error == "This note is too long to keep in one check-in."
        assert len(field.value) == 20_001
        assert app.find(ft.FilledButton, content="Save check-in").disabled


async def test_yesterday_is_one_tap_in_the_sheet(device: Phone) -> None:
    async with whole_app(device.services, paths.NEW_ENTRY) as app:
        await at(app, "Which words fit?")
        await app.click(next(c for c in app.all(ft.Container) if c.on_click and _shows_now(app, c)))
        await at(app, "When was it?")
        await app.click(tappable(app, "Yesterday"))
        await app.click(app.find(ft.FilledButton, content="Done"))
        await app.click(_face(app, "Okay"))
        await app.click(app.find(ft.FilledButton, content="Save check-in"))
        yesterday = device.clock.today() - timedelta(days=1)
        await app.until(lambda: len(entries_of_day(device.services, yesterday)) == 1)


def _shows_now(app: App, container: ft.Container) -> bool:
    return any(isinstance(c, ft.Text) and (c.value or "").startswith("Now,") for c in app.walk(container))


def _face(app: App, word: str) -> ft.Container:
    semantics = next(s for s in app.all(ft.Semantics) if s.label == word and s.button)
    assert isinstance(semantics.content, ft.Container)
    return semantics.content


async def test_an_own_mood_stands_under_its_level_and_names_the_check_in(device: Phone) -> None:
    async with whole_app(device.services, paths.MOODS) as app:
        await at(app, "Give a level names of your own. They stand under its face when you check in.")
        await app.click(app.find(ft.TextButton, content="Add a mood for Low"))
        await at(app, "Its face")
        await app.enter(app.find(ft.TextField, label="Name of the mood"), "wired")
        await app.click(app.find(ft.FilledButton, content="Save the mood"))
        await at(app, "wired")
    async with whole_app(device.services, paths.new_entry(level=2)) as app:
        await at(app, "wired")
        await app.click(tappable(app, "wired"))
        await app.click(app.find(ft.FilledButton, content="Save check-in"))
        await at(app, "wired")


async def test_an_own_word_is_found_again_next_time(device: Phone) -> None:
    async with whole_app(device.services, paths.new_entry(level=2)) as app:
        await at(app, "Which words fit?")
        await app.click(app.find(ft.TextButton, content="All words"))
        await app.enter(app.find(ft.TextField, label="Find or add a word"), "foggy")
        await app.click(tappable(app, "Add “foggy”"))
        await app.click(app.find(ft.FilledButton, content="Save check-in"))
        await app.until(lambda: any("foggy" in text for text in app.texts()))
    async with whole_app(device.services, paths.new_entry(level=3)) as app:
        await at(app, "Which words fit?")
        await app.click(app.find(ft.TextButton, content="All words"))
        await app.enter(app.find(ft.TextField, label="Find or add a word"), "fog")
        assert app.shows("foggy")


async def _many(services: Services, count: int) -> list[UUID]:
    today = services.clock.today()

    def fields(place: int) -> dict[str, Value]:
        day = today - timedelta(days=place // 10)
        return {"level": 1 + place % 5, "felt_on": day.isoformat(), "felt_at": "08:00"}

    return await services.documents.save_all((None, "entry", fields(place)) for place in range(count))


async def test_the_timeline_draws_a_window_of_many_check_ins_and_grows_while_reading(device: Phone) -> None:
    await _many(device.services, 2_000)
    assert open_index(device.services).entry_count == 2_000
    async with whole_app(device.services, paths.JOURNAL) as app:
        await at(app, "2,000 check-ins")
        first = len(_rows(app))
        assert 100 < first <= ENTRIES_MAX
        await app.fire(app.all(ft.ListView)[-1], "scroll", near_the_end())
        await app.until(lambda: len(_rows(app)) > first)
        assert len(_rows(app)) <= ENTRIES_MAX + 10
        await app.until(lambda: app.shows("Today"))


async def test_a_month_is_two_taps_away_and_so_is_the_newest(device: Phone) -> None:
    await _many(device.services, 2_000)
    async with whole_app(device.services, paths.JOURNAL) as app:
        await at(app, "2,000 check-ins")
        await app.click(tappable(app, "March 2026"))
        await at(app, "2026")
        await app.click(app.find(ft.IconButton, tooltip="Earlier year"))
        await at(app, "2025")
        await app.click(tappable(app, "Oct"))
        await at(app, "Friday 31 October 2025")
        await app.click(tappable(app, "Back to the newest"))
        await app.until(lambda: app.shows("March 2026"))


async def test_days_without_a_check_in_are_said_between_those_that_have_some(device: Phone) -> None:
    days = ("2026-02-10", "2026-02-09", "2026-02-06")
    await device.services.documents.save_all((None, "entry", {"felt_on": day, "level": 3}) for day in days)
    async with whole_app(device.services, paths.JOURNAL) as app:
        await at(app, "2 days without a check-in")
        assert len([text for text in app.texts() if "without a check-in" in text]) == 1


def near_the_end() -> dict[str, object]:
    """Return what a list says when it is scrolled almost to its end."""
    return {
        "pixels": 900.0,
        "min_scroll_extent": 0.0,
        "max_scroll_extent": 1000.0,
        "viewport_dimension": 600.0,
        "extent_before": 900.0,
        "extent_after": 100.0,
        "extent_inside": 600.0,
        "extent_total": 1600.0,
        "at_edge": False,
        "out_of_range": False,
        "event_type": "update",
    }


def _rows(app: App) -> list[ft.Text]:
    return [text for text in app.all(ft.Text) if text.value == "08:00"]


async def test_all_check_ins_are_one_tap_from_today_and_back_again(device: Phone) -> None:
    async with whole_app(device.services) as app:
        await at(app, "Nothing yet today.")
        await app.click(app.find(ft.TextButton, content="All check-ins"))
        await app.until(lambda: app.page.route == paths.JOURNAL and app.shows("Your check-ins will stand here"))
        assert len(app.all(ft.View)) == 2  # Today lies below, so Back leads there


async def test_the_calendar_says_the_level_of_a_day_in_words_and_opens_it(device: Phone) -> None:
    await save_form(device.services, Form(level=5, felt_on=date(2026, 2, 14), timed=False, note="a good one"), None)
    async with whole_app(device.services, paths.journal_month(date(2026, 2, 1))) as app:
        await app.until(lambda: any(s.label == "Saturday 14 February: Great" for s in app.all(ft.Semantics)))
        day = next(s for s in app.all(ft.Semantics) if s.label == "Saturday 14 February: Great")
        assert isinstance(day.content, ft.Container)
        await app.click(day.content)
        await at(app, "a good one")


@pytest.mark.parametrize("route", [paths.TODAY, paths.JOURNAL])
async def test_of_a_long_note_a_row_holds_what_can_be_seen(device: Phone, route: str) -> None:
    note = "A long day. " * 800
    await save_form(device.services, Form(level=3, note=note), None)
    async with whole_app(device.services, route) as app:
        await at(app, "A long day.")
        shown = [text for text in app.texts() if "A long day." in text]
        assert all(len(text) <= 301 and note.startswith(text.removesuffix("…")) for text in shown)


async def test_a_note_written_twice_shows_both(device: Phone) -> None:
    entry_id = await save_form(device.services, Form(level=3, note="mine"), None)
    entry = device.services.documents.get(entry_id)
    assert entry is not None
    entry.versions["note"] = ("mine", "from the other device")
    async with whole_app(device.services, paths.entry(entry_id)) as app:
        await at(app, "Also written on another device")
        assert app.shows("from the other device")


async def test_the_calendar_goes_to_any_month_that_has_check_ins(device: Phone) -> None:
    await device.services.documents.save(None, "entry", {"felt_on": "2024-05-06", "level": 5})
    async with whole_app(device.services, paths.CALENDAR) as app:
        await at(app, "March 2026")
        await app.click(tappable(app, "March 2026"))
        await at(app, "2026")
        await app.click(app.find(ft.IconButton, tooltip="Earlier year"))
        await app.click(tappable(app, "May"))
        await app.until(lambda: app.page.route == paths.journal_month(date(2024, 5, 1)))
        await at(app, "May 2024")


def test_a_month_that_nobody_has_a_journal_of_is_this_month() -> None:
    for text in ("0001-01", "9999-12", "2026-13", "soon"):
        assert parse_month(text, date(2026, 3, 5)) == date(2026, 3, 1)
