"""The headless harness shows what a client would get, and fails on what Flet hides."""

from dataclasses import dataclass, field

import flet as ft
import pytest

from tests.support.headless import App


@ft.observable
@dataclass
class Notes:
    texts: list[str] = field(default_factory=list)
    draft: str = ""


@ft.component
def Screen(notes: Notes) -> ft.Control:
    def write(event: ft.Event[ft.TextField]) -> None:
        notes.draft = event.control.value

    def save() -> None:
        if notes.draft == "explode":
            raise ValueError("on purpose")
        notes.texts.append(notes.draft)
        notes.draft = ""

    if "fall over" in notes.texts:
        raise ValueError("on purpose, while drawing")
    return ft.Column(
        [
            ft.TextField(label="Text", value=notes.draft, on_change=write),
            ft.FilledButton("Save", on_click=save),
            *(ft.Text(text, key=str(index)) for index, text in enumerate(notes.texts)),
        ]
    )


def main(page: ft.Page) -> None:
    notes = Notes()
    page.render(lambda: Screen(notes))


async def write(app: App, text: str) -> None:
    await app.enter(app.find(ft.TextField, label="Text"), text)
    await app.click(app.labelled("Save"))


async def test_typing_and_tapping_change_the_screen() -> None:
    async with App(main) as app:
        await write(app, "hello")
        assert app.texts() == ["hello"]
        assert app.find(ft.TextField).value == ""


async def test_a_small_change_costs_few_bytes() -> None:
    async with App(main) as app:
        await write(app, "one")
        before = app.bytes_sent
        await write(app, "two")
        assert 0 < app.bytes_sent - before < 1000


async def test_an_exception_in_a_handler_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="on purpose"):
        async with App(main) as app:
            await write(app, "explode")


async def test_an_exception_while_drawing_again_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="stopped every further update"):
        async with App(main) as app:
            await write(app, "fall over")


async def test_calls_of_the_platform_are_answered() -> None:
    async with App(lambda page: None, replies={"get": lambda arguments: arguments["key"].upper()}) as app:
        assert await ft.SharedPreferences().get("word") == "WORD"
        assert app.connection.calls[-1][0] == "get"


async def test_a_new_width_reaches_the_app() -> None:
    widths: list[float] = []

    def measured(page: ft.Page) -> None:
        page.on_resize = lambda event: widths.append(event.width)

    async with App(measured, width=412) as app:
        assert app.page.width == 412
        await app.resize(1280, 820)
    assert widths == [1280]
