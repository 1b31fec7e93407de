"""What a screen reader hears of the pieces that screens are laid out with."""

import flet as ft

from mobile.ui import cards
from mobile.ui.guard import component, handler
from tests.support.headless import App


async def test_a_chip_with_a_name_of_its_own_is_read_out_once() -> None:
    @component
    def Chips() -> ft.Control:
        act = handler(lambda _event: None)
        return cards.chips([cards.chip("plenty", act, label="Energy: plenty"), cards.chip("work", act)])

    async with App(lambda page: page.render(Chips)) as app:
        named, plain = (chip for chip in app.all(ft.MergeSemantics))
        hidden = [one for one in app.walk(named) if isinstance(one, ft.Semantics) and one.exclude_semantics]
        assert [text.value for text in app.walk(hidden[0]) if isinstance(text, ft.Text)] == ["plenty"]
        assert not [one for one in app.walk(plain) if isinstance(one, ft.Semantics) and one.exclude_semantics]
