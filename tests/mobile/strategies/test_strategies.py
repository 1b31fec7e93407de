"""Strategies that were kept: one card however often it is saved, known answers, and nothing told from too little."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from api_client.wire.details import StrategyDetails
from api_client.wire.feed import Author, Need, Post, PostKind
from mobile.strategies import intents
from mobile.strategies.document import (
    KIND,
    OwnChange,
    Strategy,
    Trial,
    joined,
    own_change,
    strategy_from_document,
)
from mobile.strategies.library import Card, Filter, found, tags_in
from mobile.strategies.words import change_line, helped_line
from mobile.vault.documents import Document
from tests.support.phone import phone
from tests.support.server import local_host

GROUP = UUID(int=7)


def card(number: int = 1, **changes: object) -> Post:
    """Return a strategy post."""
    known: dict[str, object] = {
        "id": UUID(int=1000 + number), "group_id": GROUP, "sequence": number, "revision": number, "version": 1,
        "kind": PostKind.STRATEGY, "need": Need.LISTEN, "title": "The “worry window”",
        "body": "I give worries 15 minutes at 6 pm, on paper.", "content_note": None, "from_journal": False,
        "author": Author(account_id=UUID(int=99), display_name="Lena"),
        "posted_at": datetime(2026, 3, 1, 12, tzinfo=UTC), "edited_at": None, "reply_count": 0, "reactions": {},
        "details": StrategyDetails(
            when="Before sleep", steps=("Take paper", "Write for 15 minutes"), minutes=15, cautions="Not in bed"
        ),
    }  # fmt: skip
    return Post.model_validate({**known, **changes})


def trial(number: int, before: int | None = None, after: int | None = None, rating: int | None = None) -> Trial:
    return Trial(str(number), UUID(int=1), date(2026, 3, number), before, after, rating)


def test_fewer_than_three_trials_say_nothing() -> None:
    assert own_change([trial(1, 2, 4), trial(2, 1, 3), trial(3, 2), trial(4, None, 5)]) is None


def test_three_trials_give_the_means_before_and_after() -> None:
    change = own_change([trial(1, 1, 3), trial(2, 2, 2), trial(3, 3, 5), trial(4, 5)])
    assert change == OwnChange(3, 2.0, 10 / 3)
    assert change_line(change) == "Over 3 times: on average 2.0 of 5 before, 3.3 of 5 after."


@pytest.mark.parametrize(
    ("ratings", "in_group", "line"),
    [
        ((), None, "Lena"),
        ((2,), None, "Lena · helped you, once"),
        ((2, 1, 0), None, "Lena · helped you, twice"),
        ((2, 1), 12, "Lena · helped 12 people · you, twice"),
        ((1, 1, 2), 12, "Lena · helped 12 people · you, 3 times"),
        ((-1,), 12, "Lena · helped 12 people"),
    ],
)
def test_a_card_says_whom_it_helped(ratings: tuple[int, ...], in_group: int | None, line: str) -> None:
    trials = tuple(trial(number, rating=rating) for number, rating in enumerate(ratings, 1))
    strategy = Strategy(UUID(int=1), "Worry window", author="Lena", post_id=UUID(int=2), trials=trials)
    assert helped_line(strategy, in_group) == line


def test_an_own_strategy_says_so() -> None:
    assert helped_line(Strategy(UUID(int=1), "Two-minute tidy"), None) == "Your own"


def test_what_is_odd_reads_as_not_said() -> None:
    fields = {"title": 7, "minutes": "5", "tries.a": "some day", "tries.b": "2026-03-01", "before.b": 9, "post_id": "x"}
    strategy = strategy_from_document(Document(UUID(int=1), KIND, fields))  # type: ignore[arg-type]
    assert (strategy.title, strategy.minutes, strategy.post_id) == ("", None, None)
    assert strategy.trials == (Trial("b", UUID(int=1), date(2026, 3, 1)),)


def test_a_card_saved_on_two_devices_is_one_with_all_its_trials() -> None:
    one = Strategy(UUID(int=1), "A", post_id=UUID(int=9), trials=(trial(1),), saved_at="2026-03-01T10:00:00")
    two = Strategy(UUID(int=2), "A", post_id=UUID(int=9), trials=(trial(2),), saved_at="2026-03-02T10:00:00")
    (both,) = joined([two, one])
    assert both.id == UUID(int=1)
    assert [each.id for each in both.trials] == ["2", "1"]


def test_the_library_is_searched_by_every_word_and_filtered() -> None:
    library = [
        Card(card(1), "Night Owls"),
        Card(card(2, title="Two-minute tidy", body="One shelf.", details=StrategyDetails(minutes=2)), "Night Owls"),
        Card(card(3, group_id=UUID(int=8), title="Sleep later", body="Rest first.", details=None), "Carers"),
    ]

    def titles(**wanted: object) -> list[str | None]:
        return [one.post.title for one in found(library, Filter(**wanted))]  # type: ignore[arg-type]

    assert titles(search="paper WORRY") == ["The “worry window”"]
    assert titles(search="lena shelf") == ["Two-minute tidy"]
    assert titles(group_id=UUID(int=8)) == ["Sleep later"]
    assert titles(minutes_max=5) == ["Two-minute tidy"]
    assert titles(tag_word="sleep") == ["The “worry window”", "Sleep later"]
    assert titles(search="nothing such") == []
    assert titles(tag_word="lee") == []  # a part of a word is not the word
    assert tags_in(library, [("sleep", "sleep"), ("money", "money")]) == [("sleep", "sleep")]


async def test_a_card_is_kept_once_with_all_its_words(tmp_path: Path) -> None:
    async with phone(tmp_path) as device:
        await device.services.account.start_writing()
        first = await intents.save_post(device.services, card())
        assert await intents.save_post(device.services, card()) == first
        (strategy,) = intents.list_saved(device.services)
        assert (strategy.title, strategy.when, strategy.minutes) == ("The “worry window”", "Before sleep", 15)
        assert strategy.steps == ("Take paper", "Write for 15 minutes")
        assert (strategy.author, strategy.post_id, strategy.group_id) == ("Lena", card().id, GROUP)


async def test_a_card_that_is_kept_again_comes_back_with_how_it_went(tmp_path: Path) -> None:
    async with phone(tmp_path) as device:
        services = device.services
        await services.account.start_writing()
        await intents.save_post(services, card())
        (strategy,) = intents.list_saved(services)
        trial_id = await intents.note_trial(services, strategy, before=2)
        (strategy,) = intents.list_saved(services)
        (noted,) = strategy.trials
        await intents.set_levels(services, noted, after=4)
        await intents.rate(services, strategy, noted, 2)
        undo = await intents.remove(services, strategy)
        assert intents.list_saved(services) == ()
        await undo()
        (strategy,) = intents.list_saved(services)
        assert strategy.trials == (Trial(trial_id, strategy.id, device.clock.today(), 2, 4, 2),)
        await intents.remove(services, strategy)
        await intents.save_post(services, card())
        (strategy,) = intents.list_saved(services)
        assert strategy.helped_count == 1


async def test_an_own_strategy_is_changed_without_losing_its_trials(tmp_path: Path) -> None:
    async with phone(tmp_path) as device:
        services = device.services
        await services.account.start_writing()
        fields = {
            "title": "Two-minute tidy", "body": "", "when": "", "steps": "One\nTwo\nThree", "minutes": "2",
            "cautions": "",
        }  # fmt: skip
        document_id = await intents.keep_own(services, None, fields)
        (strategy,) = intents.list_saved(services)
        await intents.note_trial(services, strategy)
        await intents.keep_own(services, document_id, {**fields, "steps": "One shelf"})
        (strategy,) = intents.list_saved(services)
        assert (strategy.steps, strategy.minutes, len(strategy.trials)) == (("One shelf",), 2, 1)


async def test_trials_noted_apart_on_two_devices_are_all_kept(tmp_path: Path) -> None:
    async with (
        local_host(tmp_path / "host") as host,
        phone(tmp_path / "one", host) as one,
        phone(tmp_path / "two", host) as two,
    ):
        await one.sign_up()
        await intents.save_post(one.services, card())
        await one.sync()
        await two.sign_in()
        await two.sync()
        for device, rating in ((one, 2), (two, 1)):
            (strategy,) = intents.list_saved(device.services)
            await intents.note_trial(device.services, strategy)
            (strategy,) = intents.list_saved(device.services)
            await intents.rate(device.services, strategy, strategy.trials[0], rating)
        for device in (one, two, one):
            await device.sync()
        for device in (one, two):
            (strategy,) = intents.list_saved(device.services)
            assert sorted(each.rating or 0 for each in strategy.trials) == [1, 2]
