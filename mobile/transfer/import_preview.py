"""What an import would bring, before anything is written: moods and what they become, counts, words, how it looks."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import flet as ft

from mobile.session import use_services
from mobile.transfer.imported import NO_MOOD, Finding, Imported
from mobile.transfer.job import ImportJob, State
from mobile.transfer.plan import LEAVE_OUT, Plan, PlannedEntry
from mobile.transfer.report import (
    EXAMPLES_SHOWN,
    finding_sentence,
    kept_out_lines,
    new_word_lines,
    outcome_lines,
    source_name,
)
from mobile.ui import cards, dates, faces, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler
from mobile.vault.fields import read_day, read_time, read_whole
from mobile.vocabulary import LEVELS, Vocabulary, open_vocabulary
from mobile.words import number, t, tn

_NAMES_SHOWN, _MOODS_SHOWN, _ENTRIES_SHOWN = 12, 150, 3
_SPOKEN_MAX = 80  # characters of a mood's name that a screen reader says with each of its faces


@component
def Preview(job: ImportJob, state: State, wide: bool) -> ft.Control:
    """The whole preview. While it is worked out anew the moods stay where they are."""
    vocabulary = open_vocabulary(use_services().documents)
    opened, set_opened = ft.use_state(cast("frozenset[str]", frozenset()))

    def open_mood(key: str) -> None:
        set_opened(lambda before: before | {key})

    parts: list[ft.Control] = [_head(state)]
    if state.trouble:
        parts.append(feedback.trouble(state.trouble))
    if state.imported is not None:
        parts.append(_moods(job, state, state.imported, vocabulary, opened | state.asked, open_mood))
    if state.plan is not None:
        parts += _outcome(job, state, state.plan, vocabulary)
    elif state.stage == "planning":
        parts.append(feedback.waiting(t("Working out what would come")))
    parts.append(ft.Row([inputs.text_button(t("Do not import"), handler(lambda _event: job.clear()))], wrap=True))
    return scaffold.scroll(parts, wide=wide, spacing=16)


def _head(state: State) -> ft.Control:
    lines = [type.heading(source_name(state.source)), type.quiet(state.file_name)]
    lines.append(type.body(t("Nothing is written yet. Look through it first.")))
    return ft.Column(lines, spacing=4, tight=True)


def _outcome(job: ImportJob, state: State, plan: Plan, vocabulary: Vocabulary) -> list[ft.Control]:
    added: list[ft.Control] = [type.subheading(t("What would come")), *(type.body(one) for one in outcome_lines(plan))]
    if state.photos_over:
        over = tn(
            "There is no room for {count} photo; it is left out.",
            "There is no room for {count} photos; they are left out.",
            state.photos_over,
        )
        added.append(type.body(over, color=theme.ON_WARM))
    for what, names in new_word_lines(plan):
        shown = ", ".join(names[:_NAMES_SHOWN])
        if len(names) > _NAMES_SHOWN:
            shown = t("{names} and {count} more", names=shown, count=number(len(names) - _NAMES_SHOWN))
        added.append(type.body(t("{what}: {names}", what=what, names=shown), max_lines=6))
    parts: list[ft.Control] = [cards.card(added, spacing=6)]
    if kept_out := kept_out_lines(plan):
        lines = [type.subheading(t("What stays out")), *(type.body(one) for one in kept_out)]
        parts.append(cards.card(lines, spacing=6))
    if findings := plan.findings.all():
        parts.append(cards.card(_findings(findings), spacing=8))
    if plan.entries:
        parts += [scaffold.section(t("How it will look")), _looks(plan, vocabulary)]
    parts.append(_button(job, state, plan))
    return parts


def _button(job: ImportJob, state: State, plan: Plan) -> ft.Control:
    if state.stage == "planning":  # what stands above is what it was before
        return feedback.waiting(t("Working out what would come"))
    missing = len(state.open_moods)
    if missing:
        return ft.Column(
            [
                type.body(t("Choose above what each mood becomes, or leave it out. Then you can import.")),
                _import(job, tn("{count} mood needs your choice", "{count} moods need your choice", missing), False),
            ],
            spacing=8,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )
    if not plan.entries:
        return type.body(t("There is nothing new in this file."))
    return _import(job, tn("Import {count} check-in", "Import {count} check-ins", len(plan.entries)), True)


def _import(job: ImportJob, word: str, is_ready: bool) -> ft.Control:
    return inputs.primary_button(
        word, handler(lambda _event: job.write()), disabled=not is_ready, icon=ft.Icons.FILE_DOWNLOAD_OUTLINED
    )


def _findings(findings: Sequence[Finding]) -> list[ft.Control]:
    parts: list[ft.Control] = [type.subheading(t("Not carried, or not as it was"))]
    for finding in findings:
        lines: list[ft.Control] = [type.body(finding_sentence(finding))]
        lines += [type.quiet(one, max_lines=2) for one in finding.examples[:EXAMPLES_SHOWN]]
        parts.append(ft.Column(lines, spacing=2, tight=True))
    parts.append(type.quiet(t("The report that is kept with the import names them all.")))
    return parts


def _moods(
    job: ImportJob,
    state: State,
    imported: Imported,
    vocabulary: Vocabulary,
    opened: frozenset[str],
    open_mood: Callable[[str], None],
) -> ft.Control:
    """Every mood with the level that it becomes, those that nobody knows first. What lies open stays open and in its
    place, so that nothing moves under a finger."""
    keys = list(state.levels)
    shown = keys[: _shown_count(keys, state.levels)]
    rows = []
    for key in shown:
        level = state.levels[key]
        name = imported.moods[key].name if key != NO_MOOD else ""
        if level is None or key in opened:
            rows.append(_choice(job, key, name, level, vocabulary))
        else:
            rows.append(_settled(key, name, level, vocabulary, open_mood))
    parts: list[ft.Control] = [type.subheading(t("What each mood becomes")), *cards.divided(rows)]
    if rest := len(keys) - len(shown):
        if any(state.levels[key] is None for key in keys[len(shown) :]):
            more = tn("{count} more mood comes after these.", "{count} more moods come after these.", rest)
        else:
            more = tn(
                "{count} more mood becomes what stands in its name.",
                "{count} more moods become what stands in their names.",
                rest,
            )
        parts.append(type.quiet(more))
    return cards.card(parts, spacing=6)


def _shown_count(keys: Sequence[str], levels: Mapping[str, int | None]) -> int:
    """Return how many moods are shown: when all of these are settled and others are not, more."""
    count = _MOODS_SHOWN
    while count < len(keys) and levels[keys[count]] is None and all(levels[key] is not None for key in keys[:count]):
        count += _MOODS_SHOWN
    return count


def _heading(name: str, level: int | None, vocabulary: Vocabulary) -> ft.Control:
    """Return a mood and below it what it becomes; a long name is cut."""
    shown = type.body(name or t("Check-ins without a mood"), max_lines=2, overflow=ft.TextOverflow.ELLIPSIS)
    if level is None:
        becomes = type.quiet(t("Not chosen yet"), color=theme.ON_WARM)
    else:
        becomes = type.quiet(t("Left out") if level == LEAVE_OUT else vocabulary.levels[level - 1].name)
    return ft.Column([shown, becomes], spacing=0, tight=True)


def _settled(key: str, name: str, level: int, vocabulary: Vocabulary, open_mood: Callable[[str], None]) -> ft.Control:
    row: list[ft.Control] = [
        faces.face(level, 30) if level != LEAVE_OUT else ft.Icon(ft.Icons.BLOCK, size=28, color=theme.QUIET),
        ft.Container(_heading(name, level, vocabulary), expand=True),
        ft.Icon(ft.Icons.EDIT_OUTLINED, size=20, color=theme.QUIET),
    ]
    return ft.MergeSemantics(
        key=f"settled-{key}",
        content=ft.Semantics(
            button=True,
            label=t("Change"),
            content=ft.Container(
                ft.Row(row, spacing=12),
                on_click=handler(lambda _event: open_mood(key)),
                ink=True,
                border_radius=theme.CHIP_RADIUS,
                padding=ft.Padding.symmetric(horizontal=2, vertical=8),
            ),
        ),
    )


def _choice(job: ImportJob, key: str, name: str, level: int | None, vocabulary: Vocabulary) -> ft.Control:
    def become(chosen: int) -> Any:
        return handler(lambda _event: job.choose_level(key, chosen))

    buttons = [
        faces.face_button(
            one,
            _becomes(name, vocabulary.levels[one - 1].name),
            become(one),
            size=36,
            selected=None if level is None else one == level,
            show_word=False,
        )
        for one in LEVELS
    ]
    leave = cards.chip(t("Leave out"), become(LEAVE_OUT), selected=level == LEAVE_OUT, label=_leave_out(name))
    return ft.Column(
        [_heading(name, level, vocabulary), ft.Row([*buttons, leave], wrap=True, spacing=4, run_spacing=4)],
        key=f"choice-{key}",
        spacing=4,
        tight=True,
    )


def _becomes(name: str, level: str) -> str:
    """Return what a face does, for who hears it without what stands above."""
    if not name:
        return t("Check-ins without a mood become {level}", level=level)
    return t("{mood} becomes {level}", mood=name[:_SPOKEN_MAX], level=level)


def _leave_out(name: str) -> str:
    if not name:
        return t("Leave out check-ins without a mood")
    return t("Leave out {mood}", mood=name[:_SPOKEN_MAX])


def _looks(plan: Plan, vocabulary: Vocabulary) -> ft.Control:
    """The newest entries as they will stand in the journal."""
    names = {str(word.id): str(word.fields["name"]) for word in plan.words}
    rows = [_look(entry, names, vocabulary) for entry in reversed(plan.entries[-_ENTRIES_SHOWN:])]
    return cards.card(cards.divided(rows), padding=cards.OF_ROWS, spacing=0)


def _look(entry: PlannedEntry, names: dict[str, str], vocabulary: Vocabulary) -> ft.Control:
    fields = entry.fields
    level, mood_id = read_whole(fields["level"], 1, 5) or 3, fields.get("mood_id")
    mood = names.get(str(mood_id)) or vocabulary.mood(level, str(mood_id) if mood_id else None)
    words = [
        names.get(element) or (vocabulary.feeling(element) if kind == "feelings" else vocabulary.tag(element))
        for kind, _, element in (name.partition(".") for name in fields)
        if kind in ("feelings", "tags")
    ]
    day, at = read_day(fields["felt_on"]), read_time(fields.get("felt_at"))
    when = dates.day_with_year(day) if day else ""
    if at is not None:
        when = t("{day}, {time}", day=when, time=dates.clock(at))
    lines: list[ft.Control] = [type.strong(mood), type.quiet(when)]
    if words:
        lines.append(type.quiet(", ".join(words), max_lines=2))
    if note := fields.get("note"):
        lines.append(type.preview(str(note), 4, size=14))
    if entry.photos:
        lines.append(type.quiet(tn("{count} photo", "{count} photos", len(entry.photos))))
    return ft.Container(
        ft.Row(
            [faces.face(level, 36), ft.Column(lines, spacing=2, expand=True, tight=True)],
            spacing=14,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
        padding=ft.Padding.symmetric(vertical=10),
    )
