"""Fields hand on what the member did, also when the screen was drawn again between the act and its event."""

from typing import Any

import flet as ft
import pytest

from mobile.ui import inputs
from mobile.ui.guard import component
from tests.support.headless import App


@pytest.mark.parametrize(
    ("kind", "start", "chosen"),
    [(ft.Checkbox, False, True), (ft.TextField, "a", "ab"), (ft.RadioGroup, "one", "two")],
)
async def test_a_change_arrives_though_a_redraw_came_first(kind: type[ft.Control], start: Any, chosen: Any) -> None:
    redraw: list[Any] = []

    @component
    def Form() -> ft.Control:
        value, set_value = ft.use_state(start)
        count, set_count = ft.use_state(0)
        redraw[:] = [lambda: set_count(count + 1)]
        if kind is ft.Checkbox:
            field = inputs.checkbox("Box", value, set_value)
        elif kind is ft.TextField:
            field = inputs.text_field("Field", value, set_value)
        else:
            field = inputs.radio_list(value, [("one", "One"), ("two", "Two")], set_value)
        return ft.Column([field, ft.Text(f"drawn {count}, now {value}")])

    async with App(lambda page: page.render(Form)) as app:
        control = app.find(kind)
        app.session.apply_patch(control._i, {"value": chosen})  # the client says so first, then comes its event
        redraw[0]()
        await app.settle()
        assert app.shows(f"drawn 1, now {start}")
        await app.fire(app.find(kind), "change", chosen)
        assert app.shows(f"drawn 1, now {chosen}")


async def test_letters_on_their_way_are_not_taken_back_by_a_redraw_and_clearing_still_clears() -> None:
    acts: dict[str, Any] = {}

    @component
    def Form() -> ft.Control:
        text, set_text = ft.use_state("")
        count, set_count = ft.use_state(0)
        acts.update(redraw=lambda: set_count(count + 1), write=set_text)
        return ft.Column([inputs.text_field("Field", text, set_text), ft.Text(f"drawn {count}, now {text}")])

    async with App(lambda page: page.render(Form)) as app:

        async def redraw_while_typing(text: str) -> str:
            app.session.apply_patch(app.find(ft.TextField)._i, {"value": text})
            acts["redraw"]()
            await app.settle()
            return str(app.find(ft.TextField).value)

        assert await redraw_while_typing("h") == "h"
        await app.fire(app.find(ft.TextField), "change", "h")
        assert await redraw_while_typing("her") == "her"
        assert await redraw_while_typing("hero") == "hero"
        await app.fire(app.find(ft.TextField), "change", "hero")
        assert app.shows("drawn 3, now hero")
        acts["write"]("")
        await app.settle()
        assert app.find(ft.TextField).value == ""
        assert await redraw_while_typing("a") == "a"
        acts["write"]("another")
        await app.settle()
        assert app.find(ft.TextField).value == "another"
