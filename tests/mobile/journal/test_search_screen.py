"""Searching one's own journal: results as one types, filters, and nothing kept of it."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import flet as ft
import pytest

from mobile import paths
from mobile.journal.day_list import ENTRIES_MAX
from mobile.journal.finding import open_search
from mobile.vault.values import Value
from tests.mobile.journal.test_screens import at, near_the_end, tappable
from tests.support.app import whole_app
from tests.support.headless import App
from tests.support.phone import Phone, phone

FIELD = "Words, names or a date"


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path) as running:
        await running.services.account.start_writing()
        yield running


async def save(device: Phone, *entries: tuple[str, int, str, tuple[str, ...]]) -> None:
    """Save check-ins given as (day, level, note, tags); many at once without tags."""
    for day, level, note, tags in entries[:20]:
        fields: dict[str, Value] = {"felt_on": day, "level": level, "note": note or None}
        fields |= {f"tags.{tag}": True for tag in tags}
        await device.services.documents.save(None, "entry", fields)
    rest: list[tuple[None, str, dict[str, Value]]] = [
        (None, "entry", {"felt_on": day, "level": level, "note": note}) for day, level, note, _ in entries[20:]
    ]
    await device.services.documents.save_all(rest)


async def type_in(app: App, text: str) -> None:
    await app.until(lambda: bool(app.all(ft.TextField, label=FIELD)))
    await app.enter(app.find(ft.TextField, label=FIELD), text)
    await app.settle()


def marked(app: App) -> list[str]:
    """Return the words that stand marked on the screen."""
    spans = [span for text in app.all(ft.Text) for span in text.spans or []]
    return [span.text or "" for span in spans if span.style and span.style.bgcolor]


async def test_what_is_typed_is_found_at_once_and_marked(device: Phone) -> None:
    await save(
        device,
        ("2026-02-10", 2, "The herons stood in the rain", ("work",)),
        ("2026-02-10", 4, "Nothing of it", ()),
        ("2026-02-12", 4, "", ("outdoors",)),
    )
    async with whole_app(device.services, paths.JOURNAL_SEARCH) as app:
        await app.settle()
        await type_in(app, "HER")
        await app.until(lambda: app.shows("1 check-in on 1 day") and marked(app) == ["her"])
        await type_in(app, "feb 12")
        await app.until(lambda: _rows(app) == ["Good · outdoors"])
        await type_in(app, "heron outdoors")
        await at(app, "Nothing was found.")
        await type_in(app, "out")
        await app.until(lambda: app.shows("1 check-in on 1 day") and marked(app) == ["out"])


def _rows(app: App) -> list[str]:
    """Return the first line of each check-in in the list of what was found."""
    shown = [text for text in app.walk(app.all(ft.ListView)[-1]) if isinstance(text, ft.Text) and text.spans]
    return ["".join(span.text or "" for span in text.spans or []) for text in shown]


async def test_filters_narrow_down_and_each_can_be_taken_away(device: Phone) -> None:
    await save(
        device,
        ("2026-02-10", 2, "one", ("work",)),
        ("2026-02-11", 4, "two", ("work",)),
        ("2026-02-12", 4, "", ("family",)),
    )
    async with whole_app(device.services, paths.JOURNAL_SEARCH) as app:
        await at(app, "Narrow it down")
        await app.click(tappable(app, "Narrow it down"))
        await at(app, "Any day")
        await app.click(tappable(app, "Good"))
        await app.until(lambda: bool(app.all(ft.FilledButton, content="Show 2 check-ins")))
        await app.click(tappable(app, "work"))
        await app.until(lambda: bool(app.all(ft.FilledButton, content="Show 1 check-in")))
        await app.click(app.find(ft.FilledButton, content="Show 1 check-in"))
        await at(app, "1 check-in on 1 day")
        await app.click(tappable(app, "Good"))
        await at(app, "2 check-ins on 2 days")
        await app.click(tappable(app, "work"))
        await app.until(lambda: not app.shows("2 check-ins on 2 days"))


async def test_a_link_brings_its_filters_along(device: Phone) -> None:
    await save(device, ("2026-02-10", 2, "one", ("work",)), ("2026-02-11", 1, "two", ("work",)))
    route = paths.journal_search(levels=(1, 5), tags=("work",), first=date(2026, 2, 1), last=date(2026, 2, 28))
    async with whole_app(device.services, route) as app:
        await at(app, "1 check-in on 1 day")


@pytest.mark.parametrize("width", [412, 1280], ids=["phone", "wide"])
async def test_coming_back_from_a_hit_finds_the_search_as_it_was(device: Phone, width: int) -> None:
    await save(device, ("2026-02-10", 2, "heron", ()), ("2026-02-11", 1, "two", ()))
    async with whole_app(device.services, paths.JOURNAL_SEARCH, width=width) as app:
        await type_in(app, "heron")
        await at(app, "1 check-in on 1 day")
        await app.click(next(c for c in app.all(ft.Container) if c.on_click and _has_spans(app, c)))
        await app.until(lambda: app.page.route.startswith(paths.NEW_ENTRY))
        app.page.navigate(paths.JOURNAL_SEARCH)
        await app.settle()
        assert app.find(ft.TextField, label=FIELD).value == "heron"


def _has_spans(app: App, container: ft.Container) -> bool:
    return any(bool(text.spans) for text in app.walk(container) if isinstance(text, ft.Text))


async def test_a_common_word_draws_a_window_of_what_was_found(device: Phone) -> None:
    first = date(2020, 1, 1)
    await save(device, *(((first + timedelta(days=n // 4)).isoformat(), 3, "rain", ()) for n in range(1200)))
    async with whole_app(device.services, paths.JOURNAL_SEARCH) as app:
        await app.settle()
        await type_in(app, "rain")
        await at(app, "1,200 check-ins on 300 days")
        listed = app.all(ft.ListView)[-1]
        for _ in range(6):
            await app.fire(listed, "scroll", near_the_end())
            await app.settle()
            listed = app.all(ft.ListView)[-1]
        assert len(marked(app)) <= ENTRIES_MAX + 4
        await app.click(app.find(ft.FilledTonalButton, content="Earlier check-ins"))
        await app.settle()
        assert 0 < len(marked(app)) <= ENTRIES_MAX


async def test_a_locked_journal_leaves_no_text_to_be_found(device: Phone) -> None:
    await save(device, ("2026-02-10", 2, "secret", ()))
    index = await open_search(device.services)
    assert index.count == 1
    device.services.documents.close()
    assert index.count == 0


async def test_a_tag_is_added_to_all_that_was_found_and_taken_back_with_one_tap(device: Phone) -> None:
    await save(
        device, ("2026-02-10", 2, "heron", ()), ("2026-02-11", 1, "heron", ("family",)), ("2026-02-12", 1, "", ())
    )
    async with whole_app(device.services, paths.JOURNAL_SEARCH) as app:
        await app.settle()
        await type_in(app, "heron")
        await at(app, "2 check-ins on 2 days")
        await app.click(app.find(ft.TextButton, content="Change tags"))
        await at(app, "Tags of 2 check-ins")
        await app.click(tappable(app, "Add a tag"))
        await app.click(tappable(app, "family"))
        await at(app, "“family” will be added to 1 check-in. 1 has it already.")
        await app.click(app.find(ft.FilledButton, content="Change 1 check-in"))
        await app.until(lambda: _tagged(device, "family") == 2)
        bar = next(bar for bar in app.all(ft.SnackBar) if "added to 1 check-in" in str(bar.content))
        assert isinstance(bar.action, ft.SnackBarAction)
        await app.fire(bar.action, "click")
        await app.until(lambda: _tagged(device, "family") == 1)


async def test_a_tag_is_renamed_and_merged_from_its_own_screen(device: Phone) -> None:
    await save(device, ("2026-02-10", 2, "heron", ("work",)), ("2026-02-11", 1, "heron", ("study",)))
    async with whole_app(device.services, paths.tag("work")) as app:
        await at(app, "1 check-in has this tag")
        await app.enter(app.find(ft.TextField, label="Name of the tag"), "The shop")
        await app.click(app.find(ft.FilledTonalButton, content="Rename"))
        await at(app, "The shop")
        await app.click(tappable(app, "study"))
        await app.until(lambda: bool(app.all(ft.AlertDialog)))
        await app.click(app.find(ft.TextButton, content="Merge"))
        await app.until(lambda: _tagged(device, "study") == 2)
        await at(app, "2 check-ins have this tag")


def _tagged(device: Phone, tag: str) -> int:
    return sum(entry.fields.get(f"tags.{tag}") is True for entry in device.services.documents.list("entry"))


async def test_letters_that_are_on_their_way_are_not_taken_back_by_what_is_found_meanwhile(device: Phone) -> None:
    async with whole_app(device.services, paths.JOURNAL_SEARCH) as app:
        await type_in(app, "her")
        await at(app, "Nothing was found.")
        field = app.find(ft.TextField, label=FIELD)
        app.session.apply_patch(field._i, {"value": "heron"})  # its event has not come yet
        await save(device, ("2026-02-10", 2, "heron", ()))
        await at(app, "1 check-in on 1 day")
        assert app.find(ft.TextField, label=FIELD).value == "heron"
