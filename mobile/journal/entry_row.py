"""One check-in as a row: face, mood, words, the first lines of the note, and when."""

from collections.abc import Sequence

import flet as ft

from mobile import paths
from mobile.built_in_words import energy_word
from mobile.entries.document import Entry
from mobile.entries.marking import excerpt, mark
from mobile.journal.photo_tiles import RowPhotos
from mobile.markup import Run
from mobile.scale_values import value_words
from mobile.ui import dates, faces, scaffold, theme, type
from mobile.vocabulary import Vocabulary
from mobile.words import t

NOTE_LINES = 2


def words_line(entry: Entry, vocabulary: Vocabulary) -> str:
    """Return the entry's feelings and tags in one line, feelings first; tags that were merged stand there once."""
    tags = dict.fromkeys(vocabulary.tag(tag) for tag in entry.tags)
    return ", ".join([*(vocabulary.feeling(feeling) for feeling in entry.feelings), *tags])


def numbers_line(entry: Entry, vocabulary: Vocabulary) -> str:
    """Return the entry's energy and own numbers in one line, in the order of the scales."""
    said = [t("Energy: {word}", word=energy_word(entry.energy))] if entry.energy else []
    said += [
        t("{scale}: {value}", scale=scale.name, value=value_words(scale, entry.scales[scale.id]))
        for scale in vocabulary.all_scales
        if scale.id in entry.scales
    ]
    return " · ".join(said)


def written_apart() -> str:
    """Return what is said where a note was written on two devices at once and both are kept."""
    return t("Also written on another device")


def entry_row(
    entry: Entry, vocabulary: Vocabulary, *, unfinished: bool = False, asked: Sequence[str] = ()
) -> ft.Control:
    """Return the row; the whole of it opens the check-in. The words of `asked`, which was searched for, are marked."""
    mood = vocabulary.mood(entry.level, entry.mood_id)
    words = words_line(entry, vocabulary)
    first = ft.Text(
        spans=[
            *_spans(mark(mood, asked), ft.TextStyle(weight=theme.BOLD, color=theme.TEXT)),
            *_spans(mark(f" · {words}" if words else "", asked), ft.TextStyle(color=theme.QUIET)),
        ],
        size=15,
        style=ft.TextStyle(height=type.LINE, letter_spacing=0),
        max_lines=2,
        overflow=ft.TextOverflow.ELLIPSIS,
    )
    lines: list[ft.Control] = [first]
    if entry.note and asked:
        spans = _spans(excerpt(_note_with(entry, asked), asked), ft.TextStyle())
        lines.append(type.quiet("", size=14, spans=spans))
    elif entry.note:
        lines.append(type.preview(entry.note, NOTE_LINES, size=14, color=theme.QUIET))
    if entry.other_notes:
        lines.append(type.quiet(written_apart(), color=theme.ON_WARM))
    if numbers := numbers_line(entry, vocabulary):
        lines.append(type.quiet(numbers, max_lines=2, overflow=ft.TextOverflow.ELLIPSIS))
    if entry.photos:
        lines.append(RowPhotos(tuple(entry.photos)))
    if unfinished:
        lines.append(type.quiet(t("You left changes unfinished."), color=theme.ON_WARM))
    return ft.MergeSemantics(
        key=str(entry.id),
        content=ft.Semantics(
            button=True,
            content=ft.Container(
                ft.Row(
                    [
                        faces.face(entry.level, 36, drawing=vocabulary.face(entry.level, entry.mood_id)),
                        ft.Column(lines, spacing=2, expand=True, tight=True),
                        type.quiet(dates.clock(entry.felt_at) if entry.felt_at else ""),
                    ],
                    spacing=14,
                ),
                on_click=scaffold.to(paths.entry(entry.id)),
                ink=True,
                border_radius=theme.CHIP_RADIUS,
                padding=ft.Padding.symmetric(horizontal=2, vertical=8),
            ),
        ),
    )


def _note_with(entry: Entry, asked: Sequence[str]) -> str:
    """Return the note; when it was written apart on two devices, the text that holds what was searched for."""
    return next((note for note in entry.notes if any(run.bold for run in mark(note, asked))), entry.note)


def _spans(runs: Sequence[Run], style: ft.TextStyle) -> list[ft.TextSpan]:
    """Return words in one style, those that were searched for on a ground of their own."""
    found = ft.TextStyle(weight=theme.BOLD, color=theme.TEXT, bgcolor=theme.PRIMARY_CONTAINER)
    return [ft.TextSpan(run.text, found if run.bold else style) for run in runs]
