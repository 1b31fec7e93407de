"""The frame around every screen: a bar below on a phone, a rail at the side from 840 wide, and the way back.

The root of each tab is a view with the same route key, so that switching tabs does not slide; whatever is opened from
there is a view of its own above it, with a Back arrow.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import flet as ft

from mobile import paths
from mobile.ui import theme, type
from mobile.ui.guard import handler
from mobile.ui.help import HelpButton
from mobile.words import t

Handler = Callable[..., Any]


def tabs(*, wide: bool) -> tuple[tuple[str, str, ft.IconData, ft.IconData], ...]:
    """Return (path, name, icon, icon when selected) of each main place. A rail has room for the journal, too; on a
    phone it stands above Today."""
    journal = (paths.JOURNAL, t("Journal"), ft.Icons.MENU_BOOK_OUTLINED, ft.Icons.MENU_BOOK)
    return (
        (paths.TODAY, t("Today"), ft.Icons.HOME_OUTLINED, ft.Icons.HOME),
        *((journal,) if wide else ()),
        (paths.INSIGHTS, t("Insights"), ft.Icons.SHOW_CHART, ft.Icons.SHOW_CHART),
        (paths.GROUPS, t("Groups"), ft.Icons.PEOPLE_OUTLINE, ft.Icons.PEOPLE),
        (paths.TOOLKIT, t("Toolkit"), ft.Icons.HOME_REPAIR_SERVICE_OUTLINED, ft.Icons.HOME_REPAIR_SERVICE),
        (paths.YOU, t("You"), ft.Icons.PERSON_OUTLINE, ft.Icons.PERSON),
    )


# Where each window was before it went on; what opens above everything returns there when it is done.
_origins: WeakKeyDictionary[ft.BasePage, str] = WeakKeyDictionary()


def to(path: str) -> Handler:
    """Return a handler that goes to `path`."""
    return handler(lambda _event: go(path))


def go(path: str, page: ft.Page | None = None) -> None:
    """Go to `path`; for intents that go on somewhere when they are done, which hand on their `page`."""
    page = page or ft.context.page
    _origins[page] = page.route or paths.TODAY
    page.navigate(path)


def use_leave_once(here: str) -> Callable[[Callable[[], Awaitable[str]]], Handler]:
    """Return what makes handlers of acts that lead away from the path `here`: `act()` does it and returns where to go.

    A hand that shakes taps twice before the next screen is there; until the window is back, nothing is done again.
    """
    page = ft.context.page
    is_leaving = ft.use_ref(False)

    def once(act: Callable[[], Awaitable[str]]) -> Handler:
        async def leave(_event: Any) -> None:
            if is_leaving.current or urlsplit(page.route or here).path != here:
                return
            is_leaving.current = True
            try:
                path = await act()
                _origins[page] = page.route or here
                await page.push_route(path)
            finally:
                is_leaving.current = False

        return handler(leave)

    return once


def origin(page: ft.Page) -> str:
    """Return where `page` was before it went to where it is; Today when it began here."""
    return _origins.get(page, paths.TODAY)


def tab_view(
    current: str,
    body: ft.Control,
    *,
    wide: bool,
    action: ft.FloatingActionButton | None = None,
    corner: ft.Control | None = None,
    lead: ft.Control | None = None,
) -> ft.View:
    """Return the root view of the tab at path `current`; `body` brings its own scrolling and side space. `corner`
    stands beside the way to help, on a wide window at the upper end of the body. `lead` is what a phone's screen
    begins with, such as its name: it stands in the line of the way to help; on a wide window `body` has it."""
    inner: ft.Control = ft.Container(body, expand=True)
    if not wide:  # on a wide window the rail has it
        inner = ft.Column([_first_line(lead, corner), inner], spacing=0, expand=True)
    elif corner is not None:
        inner = ft.Stack([inner, ft.Container(corner, right=12, top=8)], expand=True)
    content = ft.SafeArea(inner, expand=True, maintain_bottom_view_padding=False)
    return ft.View(
        route="/",
        can_pop=False,
        padding=0,
        spacing=0,
        bgcolor=theme.BACKGROUND,
        floating_action_button=action,
        navigation_bar=None if wide else _bar(current),
        controls=[_beside_rail(current, content) if wide else content],
    )


def page_view(
    title: str,
    body: ft.Control,
    *,
    wide: bool,
    current: str = "",
    actions: Sequence[ft.Control] = (),
    bottom: ft.Control | None = None,
    back_to: str = "",
    dialog: bool = False,
    helps: bool = True,
    action: ft.FloatingActionButton | None = None,
) -> ft.View:
    """Return a view above a tab's root, with Back or, for a `dialog`, Close. `bottom` stays above the keyboard;
    `back_to` is where Back goes on a wide window, which has no views beneath; `helps` is False for help itself."""
    parts: list[ft.Control] = [ft.Container(body, expand=True)]
    if bottom is not None:
        parts += [ft.Divider(height=1), bottom]
    beside_rail = wide and bool(current)
    if beside_rail:
        parts.insert(0, _header(title, back_to or current, actions))
    column = ft.SafeArea(ft.Column(parts, spacing=0, expand=True), expand=True)
    return ft.View(
        route=ft.use_view_path(),
        padding=0,
        spacing=0,
        bgcolor=theme.BACKGROUND,
        fullscreen_dialog=dialog,
        floating_action_button=action,
        appbar=None
        if beside_rail
        else ft.AppBar(
            leading=_back(back_to) if wide and back_to else None,
            title=ft.Text(title, size=18, weight=theme.BOLD),
            actions=[*actions, *([HelpButton()] if helps else []), ft.Container(width=8)],
            bgcolor=theme.BACKGROUND,
        ),
        controls=[_beside_rail(current, column) if beside_rail else column],
    )


def help_line(beside: ft.Control | None = None) -> ft.Control:
    """Return the way to help for a screen without a bar above: it keeps to the corner and covers nothing."""
    line = ft.Row([*([beside] if beside else []), HelpButton()], alignment=ft.MainAxisAlignment.END, spacing=0)
    return ft.Container(line, padding=ft.Padding.only(right=8))


def _first_line(lead: ft.Control | None, corner: ft.Control | None) -> ft.Control:
    """The line above a tab's body: what the screen begins with and the way to help share it."""
    if lead is None:
        return help_line(corner)
    first = ft.Container(lead, expand=True, padding=ft.Padding.only(left=theme.SIDE))
    line = ft.Row([first, help_line(corner)], spacing=8, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    return ft.Container(line, padding=ft.Padding.only(top=4))


def _back(path: str) -> ft.Control:
    return ft.IconButton(
        ft.Icon(ft.Icons.ARROW_BACK, semantics_label=t("Back"), color=theme.TEXT), tooltip=t("Back"), on_click=to(path)
    )


def _header(title: str, back_to: str, actions: Sequence[ft.Control]) -> ft.Control:
    """The bar of a pushed view beside the rail; Flutter's own would lie across the rail, too."""
    line = [_back(back_to), ft.Container(type.heading(title), expand=True), *actions]
    return ft.Container(ft.Row(line, spacing=8), padding=ft.Padding.symmetric(horizontal=8, vertical=8))


def place_view(body: ft.Control, *, current: str, action: ft.FloatingActionButton | None = None) -> ft.View:
    """Return a view above a tab's root that keeps the bar of tabs; `body` brings its own header with the way back."""
    return ft.View(
        route=ft.use_view_path(),
        padding=0,
        spacing=0,
        bgcolor=theme.BACKGROUND,
        floating_action_button=action,
        navigation_bar=_bar(current),
        controls=[ft.SafeArea(ft.Container(body, expand=True), expand=True, maintain_bottom_view_padding=False)],
    )


def scroll(controls: Sequence[ft.Control], *, wide: bool, spacing: float = 16, top: float = 8) -> ft.Control:
    """Return a scrolling column with space at the sides, on a wide window no wider than text reads well."""
    column = ft.Column(list(controls), spacing=spacing, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)
    line = ft.Row([ft.Container(column, width=theme.READING_WIDTH)], alignment=ft.MainAxisAlignment.CENTER)
    return ft.ListView(
        [line if wide else column],
        padding=ft.Padding.only(left=theme.SIDE, right=theme.SIDE, top=top, bottom=32),
        expand=True,
    )


def section(name: str, trailing: str = "") -> ft.Control:
    """Return the heading of a section, with a quiet count or hint at its end."""
    parts: list[ft.Control] = [ft.Container(type.heading(name), expand=True)]
    if trailing:
        parts.append(type.quiet(trailing))
    return ft.Row(parts, vertical_alignment=ft.CrossAxisAlignment.CENTER)


def _selected(current: str, *, wide: bool) -> int:
    return next((index for index, tab in enumerate(tabs(wide=wide)) if tab[0] == current), 0)


def _switch(*, wide: bool) -> Handler:
    return handler(lambda event: go(tabs(wide=wide)[int(event.control.selected_index)][0]))


def _bar(current: str) -> ft.NavigationBar:
    return ft.NavigationBar(
        selected_index=_selected(current, wide=False),
        on_change=_switch(wide=False),
        label_behavior=ft.NavigationBarLabelBehavior.ALWAYS_SHOW,
        destinations=[
            ft.NavigationBarDestination(icon=icon, selected_icon=chosen, label=name)
            for _, name, icon, chosen in tabs(wide=False)
        ],
    )


def _beside_rail(current: str, content: ft.Control) -> ft.Control:
    rail = ft.NavigationRail(
        selected_index=_selected(current, wide=True),
        on_change=_switch(wide=True),
        label_type=ft.NavigationRailLabelType.ALL,
        min_width=88,
        group_alignment=-1,
        trailing=ft.Container(HelpButton(), padding=ft.Padding.only(top=16)),
        destinations=[
            ft.NavigationRailDestination(
                icon=icon, selected_icon=chosen, label=name, padding=ft.Padding.symmetric(vertical=4)
            )
            for _, name, icon, chosen in tabs(wide=True)
        ],
    )
    return ft.Row([rail, ft.VerticalDivider(width=1), content], spacing=0, expand=True)
