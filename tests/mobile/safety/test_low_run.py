"""A run of low days offers the member's own plan on Today, on this device alone."""

import logging
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobile import paths
from mobile.safety.low_run_card import QUIET_DRAFT
from mobile.safety.patterns import QUIET_FOR, RUN_DAYS, RUN_MEAN, WINDOW_DAYS, is_low_run
from mobile.safety.plan import PEOPLE, add_line
from tests.mobile.circle import drawn
from tests.support.phone import Phone, phone

TODAY = date(2026, 3, 1)
OFFER = "You noted some hard days."
days_and_lows = st.dictionaries(st.integers(-3, 12).map(lambda ago: TODAY - timedelta(days=ago)), st.integers(1, 5))


class Trap(httpx.AsyncBaseTransport):
    """A network on which nothing may be asked."""

    def __init__(self) -> None:
        self.requests: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(str(request.url))
        raise httpx.ConnectError("no network here")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(days_and_lows)
def test_it_needs_enough_low_days_and_only_recent_ones_count(lows: dict[date, int]) -> None:
    recent = {day: low for day, low in lows.items() if timedelta(0) <= TODAY - day < timedelta(days=WINDOW_DAYS)}
    assert is_low_run(lows, TODAY) == is_low_run(recent, TODAY), "older and later days change nothing"
    if is_low_run(lows, TODAY):
        newest = sorted(recent)[-RUN_DAYS:]
        assert len(newest) == RUN_DAYS and sum(recent[day] for day in newest) <= RUN_MEAN * RUN_DAYS


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(days_and_lows, st.integers(0, WINDOW_DAYS - 1))
def test_a_better_day_never_brings_the_offer_and_a_worse_one_never_takes_it(lows: dict[date, int], ago: int) -> None:
    day = TODAY - timedelta(days=ago)
    if day in lows:
        worse = lows | {day: max(1, lows[day] - 1)}
        assert is_low_run(worse, TODAY) or not is_low_run(lows, TODAY)


@pytest.mark.parametrize(
    ("lows", "offered"),
    [
        ({0: 1, 1: 2, 2: 3}, True),
        ({0: 2, 2: 2, 4: 2}, True),
        ({0: 1, 1: 1}, False),
        ({0: 1, 1: 3, 2: 3}, False),
        ({0: 5, 1: 1, 2: 1, 3: 1}, False),
        ({3: 1, 4: 1, 5: 1}, False),
        ({}, False),
    ],
)
def test_examples(lows: dict[int, int], offered: bool) -> None:
    assert is_low_run({TODAY - timedelta(days=ago): low for ago, low in lows.items()}, TODAY) is offered


async def three_low_days(device: Phone) -> None:
    await device.services.account.start_writing()
    for _ in range(3):
        await device.write_entry("HARDWORDS", level=1)
        device.clock.move(days=1)
    device.clock.move(days=-1)


async def test_the_plan_and_people_come_first_and_nobody_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="kith")
    trap = Trap()
    async with phone(tmp_path, transport=trap, inline=True) as device:
        await three_low_days(device)
        await add_line(device.services, PEOPLE, "Mira", "0170 1")
        caplog.clear()
        async with drawn(device, paths.TODAY) as app:
            await app.see(OFFER)
            words = app.words()
            assert words.index("My safety plan") < words.index("Mira")
            mira = next(place for place, one in enumerate(app.top) if getattr(one, "value", None) == "Mira")
            help_now = [one for one in app.top[mira:] if getattr(one, "content", None) == "Help right now"]
            assert help_now, "the crisis card comes after the member's own people"
            await app.tap("Call Mira")
            assert app.connection.calls[-1][1]["url"] == "tel:01701"
            await app.tap("Not now")
            await app.miss(OFFER)
    assert trap.requests == []
    assert [record for record in caplog.records if record.name.startswith("kith")] == []
    assert "HARDWORDS" not in caplog.text


async def test_after_not_now_it_stays_away_for_a_week(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await three_low_days(device)
        async with drawn(device, paths.TODAY) as app:
            await app.see("Begin a safety plan")
            await app.tap("Not now")
            await app.miss(OFFER)
        for _ in range(QUIET_FOR.days - 1):
            device.clock.move(days=1)
            await device.write_entry(level=1)
        async with drawn(device, paths.TODAY) as app:
            await app.see("How are you right now?")
            await app.settle()
            assert not app.says(OFFER)
        device.clock.move(days=1)
        await device.write_entry(level=1)
        async with drawn(device, paths.TODAY) as app:
            await app.see(OFFER)
        assert await device.services.drafts.get(QUIET_DRAFT) is not None


async def test_better_days_offer_nothing(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        for _ in range(3):
            await device.write_entry(level=3)
            device.clock.move(days=1)
        async with drawn(device, paths.TODAY) as app:
            await app.see("How are you right now?")
            await app.settle()
            assert not app.says(OFFER)


async def test_the_lowest_face_lays_the_plan_at_hand(tmp_path: Path) -> None:
    async with phone(tmp_path, inline=True) as device:
        await device.services.account.start_writing()
        for level, offered in ((1, True), (2, False)):
            entry_id = await device.write_entry(level=level)
            async with drawn(device, paths.entry(entry_id)) as app:
                await app.see("Only you can read this")
                assert app.says("My safety plan") is offered
                if offered:
                    await app.tap("My safety plan")
                    await app.see("Begin anywhere")
