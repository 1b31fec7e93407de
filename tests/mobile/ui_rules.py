"""What must hold on every screen, as functions over a rendered tree: guarded handlers, names, translated words."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import flet as ft
from flet.controls.base_control import BaseControl

from tests.support.headless import App

_MESSAGE = re.compile("⟦[^⟦⟧]*⟧")
# Where a control's words may stand; what is drawn by Text is looked at apart.
_WORDS = ("label", "tooltip", "semantics_label", "hint_text", "helper", "error", "counter", "text")
# Flet's own machinery installs these; they run no code of ours.
_OF_THE_PAGE = ("on_route_change", "on_view_pop", "on_resized")


def broken_rules(app: App) -> list[str]:
    """Return what breaks one of the rules below on the screens of `app`, but for the translation."""
    return unguarded_handlers(app) + unnamed_controls(app) + out_of_reach(app)


def unguarded_handlers(app: App) -> list[str]:
    """Return every handler of our own that an exception could escape from."""
    found = []
    for control in app.walk():
        for name in _handler_names(control):
            function = getattr(control, name, None)
            if function is None or name in _OF_THE_PAGE or _from_flet(function):
                continue
            if not getattr(function, "is_guarded", False):
                found.append(f"{type(control).__name__}.{name}")
    return found


def _handler_names(control: BaseControl) -> Iterator[str]:
    return (name for name in getattr(control, "__dataclass_fields__", {}) if name.startswith("on_"))


def _from_flet(function: Any) -> bool:
    module = inspect.getmodule(function)
    return module is not None and module.__name__.startswith("flet")


def unnamed_controls(app: App) -> list[str]:
    """Return every control that can be used but that a screen reader would have no name for."""
    found = []
    for control in app.walk():
        if isinstance(control, ft.IconButton | ft.PopupMenuButton):
            icon = control.icon
            if not (isinstance(icon, ft.Icon) and icon.semantics_label):
                found.append(f"{type(control).__name__} without a name")
        elif isinstance(control, ft.TextField | ft.Checkbox | ft.Radio | ft.Switch):
            if not (control.label or getattr(control, "hint_text", None) or _words_beside(control, app)):
                found.append(f"{type(control).__name__} without a label")
        elif isinstance(control, ft.Slider | ft.GestureDetector):
            found.append(f"{type(control).__name__} can have no name")
        elif isinstance(control, ft.Container) and control.on_click is not None and not _words_within(control, app):
            found.append("a tappable Container without words")
    return found


def _words_beside(control: BaseControl, app: App) -> bool:
    """Whether the control is read out together with a text, as one."""
    parent = control.parent
    while parent is not None and not isinstance(parent, ft.MergeSemantics | ft.RadioGroup | ft.View):
        parent = parent.parent
    return isinstance(parent, ft.MergeSemantics) and any(isinstance(c, ft.Text) and c.value for c in app.walk(parent))


def _words_within(container: ft.Container, app: App) -> bool:
    if any(isinstance(c, ft.Text) and (c.value or c.spans) for c in app.walk(container)):
        return True
    return _semantics_label_above(container)


def _semantics_label_above(control: BaseControl) -> bool:
    """Whether a label above is the control's own: it is one with it only where both are merged, else it becomes the
    name of whatever is around."""
    parent, labelled = control.parent, False
    while parent is not None and isinstance(parent, ft.Semantics | ft.MergeSemantics):
        labelled = labelled or (isinstance(parent, ft.Semantics) and bool(parent.label))
        if labelled and isinstance(parent, ft.MergeSemantics):
            return True
        parent = parent.parent
    return False


def out_of_reach(app: App) -> list[str]:
    """Return every control that a finger can tap and a keyboard cannot come to: a Container takes the focus with ink
    only, or stands in one line with what does."""
    return [
        f"no keyboard comes to the Container {[one.value for one in app.walk(control) if isinstance(one, ft.Text)]}"
        for control in app.walk()
        if isinstance(control, ft.Container)
        and control.on_click is not None
        and control.on_tap_down is None  # a picture, whose days stand in words beside it
        and not any(_takes_focus(one) for one in app.walk(_read_as_one(control)))
    ]


def _read_as_one(control: BaseControl) -> BaseControl:
    """What is read out as one with the control: all that is merged with it, else the control alone."""
    parent = control.parent
    while isinstance(parent, ft.Row | ft.Container | ft.Semantics):
        parent = parent.parent
    return parent if isinstance(parent, ft.MergeSemantics) else control


def _takes_focus(control: BaseControl) -> bool:
    if isinstance(control, ft.Container):
        return control.on_click is not None and bool(control.ink)
    return isinstance(control, ft.Checkbox | ft.Radio | ft.Switch | ft.IconButton)


def untranslated(app: App, own: tuple[str, ...]) -> list[str]:
    """Return every word on the screen that did not pass through translation, with the pseudo language set.

    `own` are texts that the member, the group or the host wrote, and what a library formats (dates, numbers).
    """
    texts = list(app.texts())
    for control in app.walk():
        texts += [value for name in _WORDS if isinstance(value := getattr(control, name, None), str)]
        content = getattr(control, "content", None)
        texts += [content] if isinstance(content, str) else []
    return sorted({text for text in texts if text and not _is_translated(text, own)})


def _is_translated(text: str, own: tuple[str, ...]) -> bool:
    """What remains without translated messages and without own words holds no letter."""
    rest, before = text, ""
    while rest != before:
        before, rest = rest, _MESSAGE.sub("", rest)
    for known in sorted(own, key=len, reverse=True):
        rest = rest.replace(known, "")
    return not any(character.isalpha() for character in rest)
