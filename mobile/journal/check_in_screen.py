"""The check-in: a level, and whatever else the member wants to say.

What stands here is kept as a draft at every change, so leaving, turning the phone or a kill loses nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile import paths
from mobile.entries.document import Entry
from mobile.journal import intents
from mobile.journal.check_in_cards import left_off, other_notes, privacy, save_bar, saved_already
from mobile.journal.energy_choice import energy_choice
from mobile.journal.entry_photos import EntryPhotos
from mobile.journal.feeling_picker import FeelingPicker
from mobile.journal.form import NOTE_MAX, Form, from_draft, from_entry
from mobile.journal.level_choice import Change, level_choice, mood_choice
from mobile.journal.note_part import NotePart
from mobile.journal.plan_at_hand import plan_at_hand
from mobile.journal.scale_fields import scale_fields
from mobile.journal.tag_picker import TagPicker
from mobile.journal.when import WhenChip
from mobile.session import run_in_tab, use_query, use_services, use_session
from mobile.ui import feedback, inputs, scaffold
from mobile.ui.guard import handler, screen
from mobile.ui.route import use_parameters
from mobile.vault.fields import read_day, read_time
from mobile.vocabulary import open_vocabulary
from mobile.words import t
from mobile.writing_hints import WritingHints

if TYPE_CHECKING:
    from mobile.services import Services

_LAID_OUT = "laid_out"  # stands in a draft that holds a theme's words and nothing that was typed yet


@dataclass(frozen=True)
class Beginning:
    """What the form begins with: `fresh` without what was left in the `draft`, which names what is kept while writing;
    `base` is the entry as it is stored, None for a new one, and `was_left` says that it was left unfinished."""

    form: Form
    fresh: Form
    base: Entry | None
    draft: str
    was_left: bool


@screen
def CheckInScreen() -> Any:
    """A new check-in, or one that is changed."""
    wide = use_session().layout == "wide"
    services = use_services()
    page = ft.context.page
    path = use_parameters()
    begun = use_query(
        lambda: _begin(services, path, paths.query(page.route)), scopes=(), depends_on=(path.get("entry_id"),)
    )
    if isinstance(begun, Beginning):
        return CheckInForm(begun, key=begun.draft)
    body = feedback.empty(begun) if begun else ft.Container()
    return scaffold.page_view(t("Check-in"), body, wide=wide, dialog=True)


async def _begin(services: "Services", path: dict[str, str], query: dict[str, str]) -> Beginning | str:
    """Return what the form begins with, or a sentence why there is none."""
    entry_id = paths.id_in(path, "entry_id")
    base = intents.get_entry(services, entry_id) if entry_id else None
    if "entry_id" in path and base is None:
        return t("This check-in is not here any more.")
    day = read_day(query.get("day"))
    draft = intents.draft_key(base.id if base else None, day)
    left = await services.drafts.get(draft)
    at = read_time(query.get("at")) if day else None
    fresh = from_entry(base) if base else Form(felt_on=day, felt_at=at, timed=day is None or at is not None)
    form = from_draft(left) if left else fresh
    level = query.get("level", "")
    if level in ("1", "2", "3", "4", "5"):
        form = replace(form, level=int(level))
    return Beginning(form, fresh, base, draft, was_left=left is not None and not left.get(_LAID_OUT))


@screen
def CheckInForm(begun: Beginning) -> ft.View:
    """Everything that can be said in one check-in. Leaving a stored one keeps what was changed; leaving a new one
    keeps it as a draft until it is saved."""
    services = use_services()
    page = ft.context.page
    wide = use_session().layout == "wide"
    form, set_form = ft.use_state(begun.form)
    draft_stands, set_draft_stands = ft.use_state(begun.was_left)
    busy, set_busy = ft.use_state(False)  # a photo is being made ready
    latest = ft.use_ref(begun.form)
    done = ft.use_ref(False)
    origin = ft.use_memo(lambda: scaffold.origin(page), [])
    vocabulary = open_vocabulary(services.documents)
    base = begun.base

    def current() -> Form:
        return latest.current or begun.form

    def write(update: Callable[[Form], Form]) -> None:
        if done.current:
            return  # saved: what comes late, such as an undo, begins no draft
        latest.current = update(current())
        set_form(latest.current)
        page.run_task(intents.keep_draft, services, begun.draft, current)

    # The same at every drawing, so that hundreds of tags are not drawn anew for a letter in the note.
    change = ft.use_callback(write, [])

    async def save(_event: Any) -> None:
        wanted = current()
        if wanted.level is None:
            feedback.say(page, t("Choose a face first. Everything else can stay empty."))
            return
        if not intents.is_ready(wanted, vocabulary):
            feedback.say(page, t("Something cannot be saved as it stands. The field says what."))
            return
        saved = await intents.save_form(services, wanted, base, begun.draft)
        done.current = True
        if wanted.share:
            page.navigate(paths.share_entry(saved))
            return
        feedback.say(page, t("Saved on this device."))
        page.navigate(origin)

    async def keep_changes() -> None:
        wanted = current()
        if base is not None and wanted != from_entry(base) and intents.is_ready(wanted, vocabulary):
            await intents.save_form(services, wanted, base, begun.draft)
            feedback.say(page, t("Saved on this device."))

    def left() -> None:
        if not done.current and begun.base is not None:
            run_in_tab(page, keep_changes)

    ft.use_effect(lambda: None, dependencies=[], cleanup=left)

    async def start_again(_event: Any) -> None:
        await intents.drop_draft(services, begun.draft)
        latest.current = begun.fresh
        set_form(latest.current)
        set_draft_stands(False)

    async def delete(_event: Any) -> None:
        if base is None:
            return
        done.current = True
        restore = await intents.delete_entry(services, base.id)

        async def undo(_event: Any) -> None:
            await restore()

        page.navigate(origin)
        feedback.offer_undo(page, t("Check-in deleted."), t("Undo"), undo)

    parts: list[ft.Control] = [left_off(handler(start_again))] if draft_stands else []
    parts += _fields(form, begun, change, set_busy)
    if base is not None:
        take_away = inputs.text_button(t("Delete this check-in"), handler(delete), danger=True)
        parts.append(ft.Row([take_away], alignment=ft.MainAxisAlignment.CENTER))
    return scaffold.page_view(
        t("Check-in") if base else t("New check-in"),
        scaffold.scroll(parts, wide=wide, spacing=14),
        wide=wide,
        dialog=True,
        bottom=save_bar(handler(save), wide=wide, disabled=busy or len(form.note) > NOTE_MAX),
    )


def _fields(form: Form, begun: Beginning, change: Change, set_busy: Callable[..., None]) -> list[ft.Control]:
    """Return everything that can be said, in its order."""
    services = use_services()
    vocabulary = open_vocabulary(services.documents)
    base = begun.base
    return [
        level_choice(form, vocabulary, change),
        mood_choice(form, vocabulary, change),
        saved_already(base, services.clock.now()),
        plan_at_hand(form.level if base is not None else None),
        ft.Row([WhenChip(form, change)], alignment=ft.MainAxisAlignment.CENTER, wrap=True),
        FeelingPicker(form.level or 3, form.feelings, vocabulary, change),
        TagPicker(form.tags, vocabulary, change),
        energy_choice(form, change),
        scale_fields(form, base, vocabulary, change),
        NotePart(form.note, change),
        *other_notes(base),
        EntryPhotos(form.photos, change, set_busy),
        WritingHints(form.note, begun.draft),
        privacy(form, change),
    ]
