"""From every screen of mutual aid on a phone there is a way back to where one was."""

from pathlib import Path

import flet as ft

from mobile import paths
from tests.mobile.circle import circle


async def test_the_board_opens_above_the_groups(tmp_path: Path) -> None:
    async with circle(tmp_path) as sam, sam.drawn(paths.GROUPS, width=412) as app:
        await app.see("Night Owls")
        await app.until(lambda: app.offers("Board"))
        await app.tap("Board")
        await app.see("I can listen today")
        assert len(app.all(ft.View)) > 1
