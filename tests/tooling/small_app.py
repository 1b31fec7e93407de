"""A small Flet app behind the real guard, for the tests of the guard and of the browser helpers: `small_app [port]`."""

import sys

import flet as ft

from mobile.web_guard import serve_web


def main(page: ft.Page) -> None:
    """A page with a field, a button and what they lead to; the second page of a day is another session."""
    page.title = "Small"
    page.fonts = {"Figtree": "fonts/Figtree.ttf"}
    page.theme = ft.Theme(font_family="Figtree")
    said = ft.Text("Nothing yet")
    name = ft.TextField(label="Name", hint_text="How people call you")
    secret = ft.TextField(label="Passphrase", password=True)

    def greet() -> None:
        said.value = f"Hello {name.value}, {len(secret.value)} signs" if name.value else "Nobody"
        page.update()

    faces = ft.Row([ft.Image(src=f"faces/level-{n}.svg", width=40, semantics_label=f"Level {n}") for n in range(1, 6)])
    page.add(name, secret, ft.FilledButton("Greet", on_click=greet), said, faces)
    page.add(ft.Text("Other signs: 😀 مرحبا שלום नमस्ते ✓"))


async def opened() -> None:
    """Tell the test that the process shares one start."""
    print("opened", flush=True)


async def closed() -> None:
    """Tell the test that it ended in order."""
    print("closed", flush=True)


if __name__ == "__main__":
    serve_web(main, int(sys.argv[1]) if len(sys.argv) > 1 else 0, on_start=opened, on_stop=closed)
