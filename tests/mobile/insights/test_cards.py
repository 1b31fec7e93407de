"""What single cards say: times of day, scales and energy beside the mood, what was tried."""

from datetime import timedelta

from mobile import paths
from mobile.insights.days import ENERGY
from mobile.insights.said import reading, reading_range
from mobile.vault.values import Value
from mobile.vocabulary import Vocabulary
from tests.mobile.circle import drawn
from tests.mobile.insights.written import TODAY, labels, write
from tests.support.phone import Phone


async def test_a_part_of_the_day_with_too_few_days_says_so_in_sight(device: Phone) -> None:
    await write(device, *[3] * 9)
    await device.services.documents.save(None, "entry", {"felt_on": str(TODAY), "felt_at": "02:00", "level": 3})
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("By time of day")
        assert app.says("1 day, too few to say") and "Night, from 0:00: 1 day, too few to say" in labels(app)
        assert app.says("no days") and "Evening, from 18:00: no days" in labels(app)


async def test_energy_and_scales_stand_beside_the_mood(device: Phone) -> None:
    scale = await device.services.documents.save(None, "scale", {"name": "sleep", "sort": "duration"})
    await device.services.documents.save_all(
        (
            None,
            "entry",
            {
                "felt_on": (TODAY - timedelta(days=n)).isoformat(),
                "level": 2 + 2 * (n % 2),
                "energy": 1 + 3 * (n % 2),
                f"scales.{scale}": 300.0 + 180 * (n % 2),
            },
        )
        for n in range(20)
    )
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("Your scales and your days")
        assert "5:00 h: Low, 2.0 of 5, 10 days" in labels(app)
        assert "plenty (4 of 5): Good, 4.0 of 5, 10 days" in labels(app)
        assert app.says("Energy: plenty (4 of 5) or more")
        # Whether it is clear is said once, of the same days that its own screen tells of.
        assert labels(app).count("Sleep: 8:00 h or more: days with it were 2.0 higher, 10 days") == 1
        assert app.says("No tag has enough days with and without it yet.")
        await app.tap("Sleep: 8:00 h or more")
        await app.see("Difference: +2.0 levels")


async def test_a_scale_that_may_be_chance_is_nowhere_called_clear(device: Phone) -> None:
    levels = [3, 4, 2, 3, 4, 3, 2, 4, 3, 3, 2, 3, 4, 3, 3, 4, 2, 4, 5, 5]  # a little higher with more sleep
    await device.services.documents.save_all(
        (None, "entry", {"felt_on": str(TODAY - timedelta(days=n)), "level": level, "energy": 1 + n // 4})
        for n, level in enumerate(levels)
    )
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("Your scales and your days")
        assert any(said.startswith("Energy: ") and "no clear difference" in said for said in labels(app))
        assert app.says("Paler bars may well be chance.") and not app.says("Higher readings")


async def test_what_was_tried_is_shown_from_eight_times_on(device: Phone) -> None:
    await write(device, 3)
    tried: dict[str, Value] = {"title": "Two-minute tidy"}
    for number in range(7):
        tried |= {f"tries.{number}": "2026-02-01", f"before.{number}": 2, f"after.{number}": 3}
    strategy = await device.services.documents.save(None, "saved_strategy", tried)
    async with drawn(device, paths.INSIGHTS) as app:
        await app.see("Rhythm")
        assert not app.says("Two-minute tidy")
        eighth: dict[str, Value] = {"tries.8": "2026-02-02", "before.8": 2, "after.8": 3}
        await device.services.documents.save(strategy, "saved_strategy", eighth)
        await app.see("Two-minute tidy")
        assert app.says("8 times") and app.says("Shown from 8 times on.")


def test_energy_has_the_words_of_the_check_in_with_its_numbers() -> None:
    words = Vocabulary((), (), (), (), (), (), ())
    assert reading(ENERGY, 4, words) == "plenty (4 of 5)"
    assert reading(ENERGY, 3.5, words) == "some to plenty (3.5 of 5)"
    assert reading_range(ENERGY, 1, 2, words) == "none to little (1 to 2 of 5)"
    assert reading_range(ENERGY, 4.5, 5, words) == "plenty to brimming (4.5 to 5 of 5)"
    assert reading_range(ENERGY, 3, 3, words) == "some (3 of 5)"
