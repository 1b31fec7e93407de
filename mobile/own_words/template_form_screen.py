"""One own text: its name and its words."""

from typing import Any

import flet as ft

from mobile import paths
from mobile import vocabulary_changes as made
from mobile.drafting import use_draft, use_once
from mobile.own_words.parts import archive_with_undo, name_field, name_problem, read_vocabulary, undo_changes
from mobile.session import use_query, use_services, use_session
from mobile.ui import feedback, inputs, scaffold
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.vocabulary import TEMPLATE, TEMPLATE_MAX, Template, Vocabulary
from mobile.words import t


@screen
def TemplateFormScreen() -> ft.View:
    """A new text, or one that is there."""
    services = use_services()
    wide = use_session().layout == "wide"
    template_id = use_parameters().get("template_id")
    vocabulary: Vocabulary | None = use_query(lambda: read_vocabulary(services), scopes=(), depends_on=(template_id,))
    body: ft.Control = ft.Container()
    if vocabulary is not None:
        template = next((one for one in vocabulary.all_templates if one.id == template_id), None)
        body = feedback.empty(t("This text is not on this device."), t("To your texts"), scaffold.to(paths.TEMPLATES))
        if template is not None or template_id is None:
            body = TemplateForm(template, vocabulary, wide, key=template_id or "new")
    title = t("New text") if template_id is None else t("Change the text")
    return scaffold.page_view(title, body, wide=wide, dialog=True)


@component
def TemplateForm(template: Template | None, vocabulary: Vocabulary, wide: bool) -> ft.Control:
    """The fields; what is typed is kept as a draft."""
    services = use_services()
    page = ft.context.page
    start = {"name": template.name if template else "", "text": template.text if template else ""}
    draft = use_draft(f"template:{template.id if template else 'new'}", start)
    fields = draft.fields
    trouble, run = use_once()
    others = [one for one in vocabulary.all_templates if template is None or one.id != template.id]
    problem = name_problem(fields["name"], others)
    too_long = len(fields["text"]) > TEMPLATE_MAX
    is_ready = fields["name"].strip() and fields["text"].strip() and not problem and not too_long

    async def save(_event: Any) -> None:
        fields = draft.fields  # as they stand now, drawn yet or not

        async def store() -> None:
            name, text = fields["name"].strip(), fields["text"].strip()
            if template is None:
                await made.add_template(services, name, text)
            else:
                await made.change(services, TEMPLATE, template.id, name=name, text=text)
            await draft.clear()

        if await run(store):
            page.navigate(paths.TEMPLATES)

    async def archive(_event: Any) -> None:
        if template is not None:
            await archive_with_undo(services, page, TEMPLATE, template)
            page.navigate(paths.TEMPLATES)

    parts: list[ft.Control] = [feedback.trouble(trouble)] if trouble else []
    parts += [
        name_field(t("Name of the text"), fields["name"], lambda text: draft.change(name=text), problem),
        inputs.text_field(
            t("Text"),
            fields["text"],
            lambda text: draft.change(text=text),
            lines=6,
            maximum=TEMPLATE_MAX,
            error=t("This is too long: {maximum} characters fit.", maximum=TEMPLATE_MAX) if too_long else "",
            key="text",
        ),
        inputs.primary_button(t("Save the text"), handler(save), disabled=not is_ready),
    ]
    if template is not None and not template.is_archived:
        away = inputs.text_button(t("Offer this text no more"), handler(archive), danger=True)
        parts.append(ft.Row([away], alignment=ft.MainAxisAlignment.CENTER))
    parts.append(undo_changes(draft, start))
    return scaffold.scroll(parts, wide=wide, spacing=14)
