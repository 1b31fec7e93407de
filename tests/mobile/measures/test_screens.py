"""Taking a measure: the published words, half-answered ones kept, a result in words, no oftener than it may be."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import flet as ft
import pytest

from mobile import paths
from mobile.host_measures import HOST_MEASURES
from mobile.measures.document import KIND, list_taken, next_on
from mobile.measures.packs import find_pack
from mobile.vault.values import Value
from tests.mobile.journal.test_screens import tappable
from tests.mobile.measures.test_scoring import pack
from tests.support.app import whole_app
from tests.support.headless import App
from tests.support.phone import Phone, phone

SAVE = "Keep these answers"


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path) as running:
        await running.services.account.start_writing()
        yield running


async def choose(app: App, question: int, option: int) -> None:
    """Tap an option of a question, both counted from 0."""
    await app.fire(app.all(ft.RadioGroup)[question], "change", str(option))


async def at(app: App, text: str) -> None:
    await app.until(lambda: app.shows(text))
    await app.settle()


async def add(device: Phone, day: str, score: float | None, pack_id: str = "phq-2") -> None:
    fields: dict[str, Value] = {"pack": pack_id, "version": 1, "name": "PHQ-2", "taken_on": day, "least": 0, "most": 6}
    await device.services.documents.save(None, KIND, fields | {"score": score})


async def test_a_high_score_is_said_in_words_and_offers_help(device: Phone) -> None:
    async with whole_app(device.services, paths.measure("phq-2")) as app:
        await at(app, "Over the last 2 weeks, how often have you been bothered by any of the following problems?")
        assert app.shows("Little interest or pleasure in doing things")
        await choose(app, 0, 1)
        await choose(app, 1, 3)
        await app.click(app.find(ft.FilledButton, content=SAVE))
        await at(app, "Your answers add up to 4 of 6.")
        assert app.shows("Many people who answer like this find it worth talking to someone.")
        assert app.shows("My safety plan and my people")
        assert app.shows("You can take it again from Sunday 15 March.")
        assert not app.all(ft.RadioGroup)
    (taken,) = list_taken(device.services.documents)["phq-2"]
    assert (taken.score, taken.taken_on, taken.answers) == (4, date(2026, 3, 1), {"interest": 1, "down": 3})
    document = device.services.documents.get(taken.id)
    assert document is not None and document.fields["most"] == 6


async def test_a_low_score_offers_nothing_and_says_no_label(device: Phone) -> None:
    async with whole_app(device.services, paths.measure("gad-2")) as app:
        await at(app, "Feeling nervous, anxious or on edge")
        await choose(app, 0, 1)
        await choose(app, 1, 1)
        await app.click(app.find(ft.FilledButton, content=SAVE))
        await at(app, "Your answers add up to 2 of 6.")
        assert not app.shows("My safety plan and my people")


async def test_half_answered_questions_survive_leaving_and_a_kill(device: Phone) -> None:
    async with whole_app(device.services, paths.measure("phq-2")) as app:
        await at(app, "Feeling down, depressed, or hopeless")
        await choose(app, 1, 2)
        await at(app, "1 question is open.")

        async def kept() -> bool:
            draft = await device.services.drafts.get("measure:phq-2")
            return bool(draft and draft["answers"] == {"down": 2})

        while not await kept():
            await app.settle()
    await device.kill()
    await device.start()
    async with whole_app(device.services, paths.measure("phq-2")) as app:
        await at(app, "1 question is open.")
        assert [group.value for group in app.all(ft.RadioGroup)] == ["", "2"]
        await app.click(app.find(ft.FilledButton, content=SAVE))
        await at(app, "You left a question open, so nothing was added up. Your answers are kept.")
    assert await device.services.drafts.get("measure:phq-2") is None


async def test_after_two_weeks_it_can_be_taken_again_and_the_past_is_said_in_words(device: Phone) -> None:
    await add(device, "2026-01-20", 5)
    await add(device, "2026-02-15", 3)
    async with whole_app(device.services, paths.measure("phq-2")) as app:
        await at(app, "20 January 2026: 5 of 6")
        label = "A bar for each time: 20 January 2026: 5 of 6; 15 February 2026: 3 of 6."
        assert [one for one in app.all(ft.Semantics) if one.label == label and one.image]
        await app.until(lambda: bool(app.all(ft.RadioGroup)))  # 14 days have passed
    device.clock.move(days=-1)
    async with whole_app(device.services, paths.measure("phq-2")) as app:
        await at(app, "You can take it again from Sunday 1 March.")
        assert not app.all(ft.RadioGroup)


async def test_a_day_that_lies_ahead_keeps_nobody_waiting_longer_than_the_pack_says(device: Phone) -> None:
    await add(device, "2031-01-01", 5)
    own = find_pack(device.services, "phq-2")
    assert own is not None
    taken = list_taken(device.services.documents)["phq-2"]
    assert next_on(own, taken, date(2026, 3, 1)) == date(2026, 3, 15)


async def test_a_pack_of_the_host_is_taken_offline_and_cannot_replace_a_built_in_one(device: Phone) -> None:
    added, false = pack(name="Five of ours"), pack(id="phq-2", name="Another")
    packs = [added.model_dump_json(), false.model_dump_json(), '{"id": "broken"}']
    await device.services.preferences.set(HOST_MEASURES, {"tag": "x", "packs": packs})
    assert getattr(find_pack(device.services, "phq-2"), "name", "") == "PHQ-2"
    async with whole_app(device.services, paths.MEASURES) as app:
        await at(app, "Five of ours")
    async with whole_app(device.services, paths.measure("five")) as app:
        await at(app, "1. Question 0")
        save = app.find(ft.FilledButton, content=SAVE)
        assert save.disabled  # no question may stay open here
        for question in range(4):
            await choose(app, question, 5)
        await app.click(app.find(ft.FilledButton, content=SAVE))
        await at(app, "Your answers add up to 20 of 20.")


async def test_what_was_answered_stays_when_the_host_takes_its_pack_away(device: Phone) -> None:
    await add(device, "2026-02-20", 3, pack_id="gone")
    async with whole_app(device.services, paths.MEASURES) as app:
        await at(app, "Your host does not offer this any more. Your answers are still here.")
    async with whole_app(device.services, paths.measure("gone")) as app:
        await at(app, "20 February 2026: 3 of 6")


@pytest.mark.parametrize("path", [paths.TOOLKIT, paths.INSIGHTS])
async def test_the_toolkit_and_the_insights_lead_to_the_measures(device: Phone, path: str) -> None:
    async with whole_app(device.services, path) as app:
        await at(app, "Check-in measures")
        assert app.shows("A few questions, at most every two weeks")
        await app.click(tappable(app, "Check-in measures"))
        await at(app, "GAD-2")


async def test_a_document_with_odd_fields_fails_nothing(device: Phone) -> None:
    await device.services.documents.save(None, KIND, {"pack": 3, "taken_on": "soon"})
    await device.services.documents.save(None, KIND, {"pack": "phq-2", "taken_on": "2026-02-01", "score": "many"})
    assert [one.score for one in list_taken(device.services.documents)["phq-2"]] == [None]
    async with whole_app(device.services, paths.measure("phq-2")) as app:
        await at(app, "1 February 2026: not added up")
