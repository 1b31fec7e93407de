"""Well-being: what helps at once asks nothing of any network, not even once the app has one."""

from pathlib import Path

from mobile import paths
from mobile.safety.plan import HELPS, PEOPLE, SIGNS, add_line
from tests.acceptance.test_control import NoNetwork
from tests.mobile.circle import drawn
from tests.support.phone import phone


async def test_plan_people_helplines_and_exercises_open_without_asking_any_network(tmp_path: Path) -> None:
    network = NoNetwork()
    async with phone(tmp_path, transport=network, inline=True) as device:
        await device.services.account.start_writing()
        for part, words in ((SIGNS, "I stop answering"), (HELPS, "A walk"), (PEOPLE, "Mira")):
            await add_line(device.services, part, words)
        seen = {
            paths.SAFETY_PLAN: ("I stop answering", "A walk", "Mira"),
            paths.HELP: ("Somebody to talk to",),
            paths.BREATHE: ("Four equal counts", "Five, four, three, two, one"),
        }
        for route, words_there in seen.items():
            async with drawn(device, route) as app:
                for words in words_there:
                    await app.see(words)
    assert network.requests == []
