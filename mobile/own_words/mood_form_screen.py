"""One mood: its name, its level and its face. For one of the five levels it is the name and the face."""

from typing import Any

import flet as ft

from mobile import paths
from mobile import vocabulary_changes as made
from mobile.drafting import use_draft, use_once
from mobile.own_words.parts import archive_with_undo, name_field, name_problem, read_vocabulary, undo_changes
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, faces, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.vocabulary import LEVELS, MOOD, Mood, Vocabulary
from mobile.words import t


@screen
def MoodFormScreen() -> ft.View:
    """A new mood, or one that is there."""
    services = use_services()
    wide = use_session().layout == "wide"
    mood_id = use_parameters().get("mood_id")
    wanted = paths.query(ft.context.page.route).get("level", "")
    vocabulary: Vocabulary | None = use_query(lambda: read_vocabulary(services), scopes=(), depends_on=(mood_id,))
    body: ft.Control = ft.Container()
    if vocabulary is not None:
        known = {mood.id: mood for mood in (*vocabulary.levels, *vocabulary.all_moods)}
        level = int(wanted) if wanted in ("1", "2", "3", "4", "5") else 3
        if mood_id is None or mood_id in known:
            body = MoodForm(known.get(mood_id or ""), level, vocabulary, wide, key=mood_id or f"new-{level}")
        else:
            body = feedback.empty(t("This mood is not on this device."), t("To the moods"), scaffold.to(paths.MOODS))
    title = t("New mood") if mood_id is None else t("Change the mood")
    return scaffold.page_view(title, body, wide=wide, dialog=True)


@component
def MoodForm(mood: Mood | None, level: int, vocabulary: Vocabulary, wide: bool) -> ft.Control:
    """The fields; what is typed is kept as a draft."""
    services = use_services()
    page = ft.context.page
    is_level = mood is not None and mood in vocabulary.levels
    start = {
        "name": mood.name if mood else "",
        "level": mood.level if mood else level,
        "face": (mood.face or "") if mood else "",
    }
    draft = use_draft(f"mood:{mood.id if mood else f'new:{level}'}", start)
    fields = draft.fields
    trouble, run = use_once()
    others = [
        one
        for one in (vocabulary.levels if is_level else vocabulary.all_moods)
        if (mood is None or one.id != mood.id) and (is_level or one.level == fields["level"])
    ]
    problem = name_problem(fields["name"], others)

    async def save(_event: Any) -> None:
        fields = draft.fields  # as they stand now, drawn yet or not

        async def store() -> None:
            name, chosen = fields["name"], fields["face"] or None
            if mood is None:
                await made.add_mood(services, name, fields["level"], chosen)
            elif is_level:
                await made.change(services, MOOD, mood.id, name=name.strip() or None, face=chosen)
            else:
                changes = {"name": name.strip(), "level": fields["level"], "face": chosen}
                await made.change(services, MOOD, mood.id, **changes)
            await draft.clear()

        if await run(store):
            page.navigate(paths.MOODS)

    async def archive(_event: Any) -> None:
        if mood is not None:
            await archive_with_undo(services, page, MOOD, mood)
            page.navigate(paths.MOODS)

    helper = t("Empty brings back the name it came with.") if is_level else ""
    parts: list[ft.Control] = [feedback.trouble(trouble)] if trouble else []
    parts.append(
        name_field(t("Name of the mood"), fields["name"], lambda text: draft.change(name=text), problem, helper=helper)
    )
    if not is_level:
        parts.append(_levels(fields["level"], vocabulary, lambda chosen: draft.change(level=chosen)))
    if mood is not None and fields["level"] != mood.level:
        parts.append(type.quiet(t("Check-ins that have this mood keep the level they have.")))
    parts.append(_drawings(fields, lambda chosen: draft.change(face=chosen)))
    is_missing = not fields["name"].strip() and not is_level
    parts.append(inputs.primary_button(t("Save the mood"), handler(save), disabled=bool(problem) or is_missing))
    if mood is not None and not is_level and not mood.is_archived:
        away = inputs.text_button(t("Offer this mood no more"), handler(archive), danger=True)
        parts.append(ft.Row([away], alignment=ft.MainAxisAlignment.CENTER))
    parts.append(undo_changes(draft, start))
    return scaffold.scroll(parts, wide=wide, spacing=18)


def _levels(chosen: int, vocabulary: Vocabulary, choose: Any) -> ft.Control:
    row: list[ft.Control] = [
        faces.face_button(
            level,
            vocabulary.mood(level, None),
            handler(lambda _event, level=level: choose(level)),
            size=52 if level == chosen else 44,
            selected=level == chosen,
            show_word=False,
            drawing=vocabulary.face(level, None),
        )
        for level in LEVELS
    ]
    name = type.body(vocabulary.mood(chosen, None))
    choice = ft.Column([ft.Row(row, wrap=True, spacing=4, run_spacing=4), name], spacing=4, tight=True)
    return inputs.labelled(t("Which level does it belong to?"), choice)


def _drawings(fields: dict[str, Any], choose: Any) -> ft.Control:
    """Return the faces to choose from, each with its word; the level's own first."""

    def chip(drawing: str) -> ft.Control:
        return cards.chip(
            faces.drawing_word(drawing),
            handler(lambda _event: choose(drawing)),
            selected=fields["face"] == drawing,
            leading=faces.face(fields["level"], 30, drawing=drawing),
            key=drawing or "level",
        )

    return inputs.labelled(t("Its face"), cards.chips([chip(drawing) for drawing in ("", *faces.DRAWINGS)]))
