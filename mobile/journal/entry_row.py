"""One check-in as a row: face, mood, words, the first lines of the note, and when."""

import flet as ft

from mobile import paths
from mobile.entries.document import Entry
from mobile.ui import dates, faces, scaffold, theme, type
from mobile.vocabulary import Vocabulary
from mobile.words import t

NOTE_LINES = 2


def words_line(entry: Entry, vocabulary: Vocabulary) -> str:
    """Return the entry's feelings and tags in one line, feelings first."""
    return ", ".join([vocabulary.feeling(f) for f in entry.feelings] + [vocabulary.tag(tag) for tag in entry.tags])


def entry_row(entry: Entry, vocabulary: Vocabulary, *, unfinished: bool = False) -> ft.Control:
    """Return the row; the whole of it opens the check-in."""
    mood = vocabulary.mood(entry.level, entry.mood_id)
    words = words_line(entry, vocabulary)
    first = ft.Text(
        spans=[
            ft.TextSpan(mood, ft.TextStyle(weight=theme.BOLD, color=theme.TEXT)),
            ft.TextSpan(f" · {words}" if words else "", ft.TextStyle(color=theme.QUIET)),
        ],
        size=15,
        style=ft.TextStyle(height=type.LINE, letter_spacing=0),
        max_lines=2,
        overflow=ft.TextOverflow.ELLIPSIS,
    )
    lines: list[ft.Control] = [first]
    if entry.note:
        lines.append(type.quiet(entry.note, size=14, max_lines=NOTE_LINES, overflow=ft.TextOverflow.ELLIPSIS))
    if unfinished:
        lines.append(type.quiet(t("You left changes unfinished."), color=theme.ON_WARM))
    return ft.MergeSemantics(
        key=str(entry.id),
        content=ft.Semantics(
            button=True,
            content=ft.Container(
                ft.Row(
                    [
                        faces.face(entry.level, 36),
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
