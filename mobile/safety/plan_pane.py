"""The safety plan on the screen: six cards, edited where they stand, offline, and one page of paper."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile import paths
from mobile.safety import reach
from mobile.safety.crisis_lines import country_to_show
from mobile.safety.plan import (
    LINES,
    LINES_MAX,
    PARTS,
    Plan,
    PlanLine,
    add_line,
    move_line_up,
    read_plan,
    remove_line,
)
from mobile.safety.plan_editor import NEW, LineEditor, draft_key
from mobile.safety.plan_words import part_hint, part_name
from mobile.session import use_query, use_services
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

FILE_NAME = "safety-plan.pdf"


@component
def SafetyPlanPane() -> ft.Control:
    """All six parts below each other, to stand in something that scrolls."""
    services = use_services()
    plan = use_query(lambda: _read(services), scopes=("documents", "account"))
    if plan is None:
        return ft.Container()
    intro = (
        t("Only you can read this. It is here offline, and it prints on one page.")
        if plan.lines
        else t("A plan made on a calm day helps on a hard one. Begin anywhere, with one line.")
    )
    parts: list[ft.Control] = [type.quiet(intro)]
    parts += [PartCard(part, tuple(plan.part(part)), key=part) for part in PARTS]
    if plan.lines:
        parts.append(PrintButton())
    parts.append(_crisis_lines())
    return ft.Column(parts, spacing=14, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


async def _read(services: "Services") -> Plan:
    return read_plan(services.documents)


@component
def PartCard(part: str, lines: tuple[PlanLine, ...]) -> ft.Control:
    """One part: its lines, and the way to add one. What was left half-written opens again as it was."""
    services = use_services()
    left = use_query(lambda: _left(services, part, lines), scopes=())
    editing, set_editing = ft.use_state("")

    def edit(identity: str) -> Callable[..., Any]:
        return handler(lambda _event: set_editing(lambda _: identity))

    def done() -> None:
        set_editing(lambda _: "-")

    shown = editing or left or ""
    rows: list[ft.Control] = []
    for index, line in enumerate(lines):
        if shown == line.id:
            rows.append(LineEditor(part, line, done, key=f"edit-{line.id}"))
        else:
            rows.append(PlanRow(line, index > 0, edit(line.id), key=line.id))
    if shown == NEW:
        rows.append(LineEditor(part, None, done, key=f"new-{len(lines)}"))
    controls: list[ft.Control] = [type.heading(part_name(part)), type.quiet(part_hint(part)), *cards.divided(rows)]
    if shown != NEW and len(lines) < LINES_MAX:
        controls.append(ft.Row([inputs.text_button(t("Add a line"), edit(NEW), icon=ft.Icons.ADD)]))
    if part == LINES:
        controls += _suggested(services, lines)
    return cards.card(controls, spacing=6)


async def _left(services: "Services", part: str, lines: tuple[PlanLine, ...]) -> str:
    for identity in (NEW, *(line.id for line in lines)):
        if await services.drafts.get(draft_key(part, identity)) is not None:
            return identity
    return ""


@component
def PlanRow(line: PlanLine, can_rise: bool, edit: Callable[..., Any]) -> ft.Control:
    """One line with what can be done with it; a number can be called and written to."""
    services = use_services()
    page = ft.context.page

    async def rise(_event: Any) -> None:
        await move_line_up(services, line)

    async def remove(_event: Any) -> None:
        restore = await remove_line(services, line)

        async def undo(_event: Any) -> None:
            await restore()

        feedback.offer_undo(page, t("Line removed."), t("Undo"), undo)

    items = [(t("Change"), edit)]
    if can_rise:
        items.append((t("Move up"), handler(rise)))
    items.append((t("Remove"), handler(remove)))
    words: list[ft.Control] = [type.body(line.words)]
    if line.number:
        words.append(type.quiet(line.number))
    return ft.Row(
        [
            ft.Column(words, spacing=0, tight=True, expand=True),
            *(reach_buttons(line) if line.number else []),
            inputs.menu_button(t("More about this line: {line}", line=line.words), items),
        ],
        spacing=0,
    )


def reach_buttons(line: PlanLine) -> list[ft.Control]:
    """Return the buttons that call and write to the one who stands in `line`."""
    return [
        inputs.icon_button(ft.Icons.CALL_OUTLINED, t("Call {name}", name=line.words), reach.call(line.number)),
        inputs.icon_button(ft.Icons.SMS_OUTLINED, t("Write to {name}", name=line.words), reach.text(line.number)),
    ]


def _suggested(services: "Services", lines: tuple[PlanLine, ...]) -> list[ft.Control]:
    """Return the lines of the member's country that the plan does not have yet, each one tap to add."""
    country = country_to_show(services)
    known = {line.number for line in lines}

    def add(name: str, number: str) -> Callable[..., Any]:
        async def keep(_event: Any) -> None:
            await add_line(services, LINES, name, number)

        return handler(keep)

    offered = [line for line in (country.lines if country else ()) if line.dial and line.dial not in known]
    chips = [
        cards.chip(t("{line} {number}", line=line.name, number=line.dial), add(line.name, line.dial), icon=ft.Icons.ADD)
        for line in offered
        if line.dial
    ]
    return [cards.chips(chips)] if chips else []


@component
def PrintButton() -> ft.Control:
    """One page to keep where there is no battery."""
    services = use_services()
    page = ft.context.page
    busy, set_busy = ft.use_state(False)
    missing, set_missing = ft.use_state("")

    async def print_it(_event: Any) -> None:
        from mobile.paper import unprintable
        from mobile.safety.plan_pdf import print_plan  # with the largest import of this slice, rarely needed

        set_busy(True)
        try:
            sections = paper(read_plan(services.documents))
            lost = unprintable("".join(line for _, lines in sections for line in lines))
            set_missing(lambda _: lost)
            content = await asyncio.to_thread(print_plan, t("My safety plan"), sections, _footer(services))
            saved = await ft.FilePicker().save_file(file_name=FILE_NAME, allowed_extensions=["pdf"], src_bytes=content)
        finally:
            set_busy(False)
        if saved:
            feedback.say(page, t("Saved as one page."))

    parts: list[ft.Control] = [
        inputs.tonal_button(
            t("Save as one page to print"), handler(print_it), disabled=busy, icon=ft.Icons.PRINT_OUTLINED
        )
    ]
    if missing:
        parts.append(feedback.trouble(t("The page cannot show these letters: {letters}", letters=missing)))
    return ft.Column(parts, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def paper(plan: Plan) -> list[tuple[str, list[str]]]:
    """Return what stands on paper: each part that has lines, with its numbers."""
    return [
        (
            part_name(part),
            [
                t("{words} · {number}", words=line.words, number=line.number) if line.number else line.words
                for line in plan.part(part)
            ],
        )
        for part in PARTS
        if plan.part(part)
    ]


def _footer(services: "Services") -> str:
    country = country_to_show(services)
    if country is None:
        return t("In danger now: call the emergency number.")
    return t("In danger now: call {number}.", number=country.emergency)


def _crisis_lines() -> ft.Control:
    row = cards.list_row(
        t("Help right now"),
        scaffold.to(paths.HELP),
        detail=t("Crisis lines for your country"),
        icon=ft.Icons.SUPPORT_OUTLINED,
    )
    return cards.card(row, padding=cards.OF_ROWS, bgcolor=theme.VARIANT)
