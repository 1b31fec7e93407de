"""One scale: its name, what it counts, from where to where, and in which steps."""

from typing import Any

import flet as ft

from mobile import paths
from mobile import vocabulary_changes as made
from mobile.drafting import KeptDraft, use_draft, use_once
from mobile.own_words.parts import archive_with_undo, name_field, name_problem, read_vocabulary, undo_changes
from mobile.own_words.scale_form import blank, examples, fields_of, read_range
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.vocabulary import DURATION, NUMBER, SCALE, UNIT_MAX, Scale, Vocabulary
from mobile.words import t


@screen
def ScaleFormScreen() -> ft.View:
    """A new scale, or one that is there."""
    services = use_services()
    wide = use_session().layout == "wide"
    scale_id = use_parameters().get("scale_id")
    vocabulary: Vocabulary | None = use_query(lambda: read_vocabulary(services), scopes=(), depends_on=(scale_id,))
    body: ft.Control = ft.Container()
    if vocabulary is not None:
        scale = vocabulary.scale(scale_id) if scale_id else None
        body = feedback.empty(t("This scale is not on this device."), t("To the scales"), scaffold.to(paths.SCALES))
        if scale is not None or scale_id is None:
            body = ScaleForm(scale, vocabulary, wide, key=scale_id or "new")
    title = t("New scale") if scale_id is None else t("Change the scale")
    return scaffold.page_view(title, body, wide=wide, dialog=True)


@component
def ScaleForm(scale: Scale | None, vocabulary: Vocabulary, wide: bool) -> ft.Control:
    """The fields; what is typed is kept as a draft."""
    services = use_services()
    page = ft.context.page
    start = fields_of(scale) if scale else blank()
    draft = use_draft(f"scale:{scale.id if scale else 'new'}", start)
    fields = draft.fields
    trouble, run = use_once()
    found = read_range(fields)
    problem = name_problem(fields["name"], [one for one in vocabulary.all_scales if scale is None or one != scale])
    is_ready = fields["name"].strip() and not problem and not found.problems

    async def save(_event: Any) -> None:
        fields = draft.fields  # as they stand now, drawn yet or not
        found = read_range(fields)
        if found.problems:
            return

        async def store() -> None:
            unit = "" if fields["sort"] == DURATION else fields["unit"].strip()
            name, least, most, step = fields["name"].strip(), found.least, found.most, found.step
            if scale is None:
                sort = fields["sort"]
                await made.add_scale(services, name, unit=unit, sort=sort, least=least, most=most, step=step)
            else:
                changes = {"name": name, "unit": unit, "least": least, "most": most, "step": step}
                await made.change(services, SCALE, scale.id, **changes)
            await draft.clear()

        if await run(store):
            page.navigate(paths.SCALES)

    async def archive(_event: Any) -> None:
        if scale is not None:
            await archive_with_undo(services, page, SCALE, scale)
            page.navigate(paths.SCALES)

    parts: list[ft.Control] = [feedback.trouble(trouble)] if trouble else []
    if scale is None:
        parts += [_examples(draft)]
    parts.append(name_field(t("Name of the scale"), fields["name"], lambda text: draft.change(name=text), problem))
    if scale is None:
        parts.append(_sort(draft))
    if fields["sort"] == NUMBER:
        parts.append(_field(draft, "unit", t("Unit, if it has one"), found.problems, maximum=UNIT_MAX))
    parts += [
        _field(draft, "least", t("Lowest value"), found.problems),
        _field(draft, "most", t("Highest value"), found.problems),
        _field(draft, "step", t("One step of the buttons"), found.problems),
        type.quiet(t("Values that are kept already stay as they are.")) if scale else ft.Container(visible=False),
        inputs.primary_button(t("Save the scale"), handler(save), disabled=not is_ready),
    ]
    if scale is not None and not scale.is_archived:
        away = inputs.text_button(t("Offer this scale no more"), handler(archive), danger=True)
        parts.append(ft.Row([away], alignment=ft.MainAxisAlignment.CENTER))
    parts.append(undo_changes(draft, start))
    return scaffold.scroll(parts, wide=wide, spacing=14)


def _field(draft: KeptDraft, name: str, label: str, problems: Any, *, maximum: int | None = None) -> ft.Control:
    return inputs.text_field(
        label,
        draft.fields[name],
        lambda text: draft.change(**{name: text}),
        error=problems.get(name, ""),
        maximum=maximum,
        prose=False,
        key=name,
    )


def _sort(draft: KeptDraft) -> ft.Control:
    def choose(sort: str) -> None:
        if sort != draft.fields["sort"]:
            draft.change(**{**blank(sort), "name": draft.fields["name"]})

    options = ((NUMBER, t("A number")), (DURATION, t("Hours and minutes")))
    return inputs.labelled(t("What it is"), inputs.radio_list(draft.fields["sort"], options, choose))


def _examples(draft: KeptDraft) -> ft.Control:
    chips = [
        cards.chip(one["name"], handler(lambda _event, one=one: draft.change(**one)), soft=True, key=one["name"])
        for one in examples()
    ]
    return inputs.labelled(t("To begin with, if you like"), cards.chips(chips))
