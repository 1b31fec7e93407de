"""What every form of this slice does alike: wait visibly, run once, and keep what was typed when it fails."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import flet as ft

from mobile import paths, sentences
from mobile.account.state import OtherAccount
from mobile.session import Session
from mobile.ui import feedback, inputs, scaffold
from mobile.ui.guard import handler, log_failure
from mobile.words import t

Handler = Callable[..., Any]


class Incomplete(ValueError):
    """Something is missing or does not fit yet; `fields` maps the name of a field to its sentence."""

    def __init__(self, fields: Mapping[str, str], sentence: str = "") -> None:
        super().__init__("incomplete")
        self.fields = dict(fields)
        self.sentence = sentence


class Form:
    """What stands in the fields now. Handlers ask here, because the drawing they belong to may be one letter old."""

    def __init__(self, start: Mapping[str, Any]) -> None:
        self._values = dict(start)
        self.redraw: Callable[[], None] = lambda: None

    def text(self, name: str) -> str:
        """Return what was typed in the field `name`."""
        return str(self._values[name])

    def is_ticked(self, name: str) -> bool:
        """Return whether the box `name` is ticked."""
        return bool(self._values[name])

    def put(self, name: str, value: Any) -> None:
        """Show `value` in the field `name`."""
        self._values[name] = value
        self.redraw()

    def setter(self, name: str, attempt: "Attempt | None" = None) -> Callable[[Any], None]:
        """Return what a field calls with its new value; the sentence below it goes, as it spoke of the old one."""

        def change(value: Any) -> None:
            self.put(name, value)
            if attempt is not None:
                attempt.forget(name)

        return change


def use_form(**start: Any) -> Form:
    """Return the form of the calling component, whose fields begin as `start`."""
    reference: Any = ft.use_ref(None)
    _, set_drawn = ft.use_state(0)
    if reference.current is None:
        reference.current = Form(start)
    form: Form = reference.current
    form.redraw = lambda: set_drawn(lambda count: count + 1)
    return form


@dataclass(frozen=True)
class Progress:
    """Where an attempt stands: waiting, or what went wrong as one sentence and by field."""

    busy: bool = False
    sentence: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Attempt:
    """One act of a form. `run` is its handler; `forget` takes away a field's sentence as soon as the field changes."""

    progress: Progress
    run: Handler
    forget: Callable[[str], None]

    @property
    def busy(self) -> bool:
        """Whether it is being done now."""
        return self.progress.busy

    def error(self, name: str) -> str:
        """Return the sentence below the field `name`, empty when there is nothing to say."""
        return self.progress.fields.get(name, "")


def use_attempt(act: Callable[..., Awaitable[None]]) -> Attempt:
    """Return how `act` goes: pressed twice it runs once, and what it raises is told instead of thrown."""
    progress, set_progress = ft.use_state(Progress())
    running = ft.use_ref(False)

    async def run(*_event: Any) -> None:
        if running.current:
            return
        running.current = True
        set_progress(lambda _: Progress(busy=True))
        outcome = Progress()
        try:
            await act()
        except Exception as error:
            outcome = explain(error)
        finally:
            running.current = False
            set_progress(lambda _: outcome)

    def forget(name: str) -> None:
        set_progress(
            lambda last: (
                replace(last, fields={key: text for key, text in last.fields.items() if key != name})
                if name in last.fields
                else last
            )
        )

    return Attempt(progress, handler(run), forget)


def explain(error: Exception) -> Progress:
    """Return what to show for `error`; one that nobody expected is logged, too."""
    if isinstance(error, Incomplete):
        marked = t("Something needs a look. The places are marked.")
        return Progress(sentence=error.sentence or marked, fields=error.fields)
    if isinstance(error, OtherAccount):
        return Progress(sentence=t("This device holds the journal of another account. Sign that one out here first."))
    if not sentences.is_expected(error):
        log_failure("a form", error)
    return Progress(sentence=sentences.problem_sentence(error), fields=sentences.field_sentences(error))


def asked_for_account(page: ft.Page, otherwise: str) -> str:
    """Return where `page` goes once there is an account: back to an invitation or whatever else of groups asked for
    one, else `otherwise`."""
    came_from = scaffold.origin(page)
    return came_from if came_from.startswith(paths.GROUPS) else otherwise


def submit(attempt: Attempt, text: str, waiting: str, *, icon: ft.IconData | None = None) -> ft.Control:
    """Return the form's one main button, above it what went wrong, and while it is busy what it waits for."""
    parts: list[ft.Control] = []
    if attempt.progress.sentence:
        parts.append(feedback.trouble(attempt.progress.sentence))
    parts.append(inputs.primary_button(text, attempt.run, disabled=attempt.busy, icon=icon))
    if attempt.busy:
        parts.append(feedback.waiting(waiting))
    return stack(parts, spacing=12)


def stack(controls: Sequence[ft.Control], *, spacing: float = 8) -> ft.Column:
    """Return controls below each other, each as wide as there is room."""
    return ft.Column(list(controls), spacing=spacing, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def form_view(title: str, controls: Sequence[ft.Control], session: Session) -> ft.View:
    """Return the view of one form; before there is a journal, and while it is locked, there is no rail beside it."""
    wide = session.layout == "wide"
    inside = session.account is not None and session.account.phase not in ("new", "locked")
    body = scaffold.scroll(controls, wide=wide, spacing=18)
    return scaffold.page_view(title, body, wide=wide, current=paths.YOU if inside else "")
