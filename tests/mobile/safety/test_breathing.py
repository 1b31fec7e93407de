"""Breathing and grounding: the counts are right, they are led by words, and stop at any moment."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import flet as ft
import pytest

from mobile import paths
from mobile.safety import breathe_pane
from mobile.safety.breathing import BOX, EXERCISES, HOLD, IN, LONG_OUT, OUT, moments
from tests.mobile.circle import Drawn, drawn
from tests.support.phone import phone


class Beat:
    """The seconds of an exercise, given out one by one."""

    def __init__(self) -> None:
        self.waiting: list[asyncio.Future[None]] = []

    async def pause(self, _seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append(future)
        await future

    def beat(self) -> None:
        """Let one second pass."""
        self.waiting.pop().set_result(None)


@pytest.fixture
def beat(monkeypatch: pytest.MonkeyPatch) -> Iterator[Beat]:
    made = Beat()
    monkeypatch.setattr(breathe_pane, "pause", [made.pause])
    yield made


def test_the_counts_of_each_breath() -> None:
    assert [(step.act, step.seconds) for step in BOX.steps] == [(IN, 4), (HOLD, 4), (OUT, 4), (HOLD, 4)]
    assert [(step.act, step.seconds) for step in LONG_OUT.steps] == [(IN, 4), (OUT, 6)]
    for exercise in EXERCISES:
        run = moments(exercise)
        assert len(run) == exercise.seconds and 60 <= exercise.seconds <= 120
        assert [moment.left for moment in run[:4]] == [4, 3, 2, 1]
        assert run[-1].round == exercise.rounds


async def test_a_breath_is_led_by_words_and_counts_and_stops(tmp_path: Path, beat: Beat) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        async with drawn(device, paths.BREATHE) as app:
            await app.see("A longer breath out")
            await app.tap("A longer breath out")
            await app.see("Breathe in")
            assert app.says("4")
            for left in ("3", "2", "1"):
                await app.until(lambda: beat.waiting)
                beat.beat()
                await app.see(left)
            await app.until(lambda: beat.waiting)
            beat.beat()
            await app.see("Breathe out")
            assert "6" in app.words()
            await app.tap("Stop")
            await app.see("Four equal counts")


async def test_without_movement_the_words_say_the_same(tmp_path: Path, beat: Beat) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        async with drawn(device, paths.BREATHE) as app:
            await app.see("Four equal counts")
            await app.tap("Four equal counts")
            await app.see("Breathe in")
            assert circles(app)
            await app.tick("No movement, only words")
            assert not circles(app)
            await app.until(lambda: device.services.preferences.get(breathe_pane.STILL_PREFERENCE))
            assert app.says("Breathe in") and app.says("Breath 1 of 5")


async def test_a_breath_that_is_done_says_so(tmp_path: Path, beat: Beat) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        async with drawn(device, paths.BREATHE) as app:
            await app.see("Four equal counts")
            await app.tap("Four equal counts")
            for _ in range(BOX.seconds):
                await app.until(lambda: beat.waiting)
                beat.beat()
            await app.see("That was it.")


async def test_grounding_goes_at_ones_own_pace(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        async with drawn(device, paths.BREATHE) as app:
            await app.see("Five, four, three, two, one")
            await app.tap("Five, four, three, two, one")
            for words in ("five things", "four things", "three things", "two things", "one thing"):
                await app.see(words)
                await app.tap("Next")
            await app.see("That was it.")


def circles(app: Drawn) -> list[ft.Container]:
    return [one for one in app.all(ft.Container, visible=True) if one.height == 200 and one.width is None]
