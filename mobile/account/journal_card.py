"""The card on the last tab for what belongs to the journal: its own words, and what goes in and out of it."""

import flet as ft

from mobile import paths
from mobile.ui import cards, scaffold
from mobile.words import t


def journal_card() -> ft.Control:
    """Return the card of rows."""
    rows = (
        (t("Moods"), paths.MOODS, t("Names and faces of your own"), ft.Icons.MOOD_OUTLINED),
        (t("Words"), paths.WORDS, t("For how it feels"), ft.Icons.CHAT_BUBBLE_OUTLINE),
        (t("Tags"), paths.TAGS, t("For what is around it, in groups"), ft.Icons.LABEL_OUTLINE),
        (t("Scales"), paths.SCALES, t("Numbers of your own, such as hours of sleep"), ft.Icons.STRAIGHTEN),
        (t("Own texts"), paths.TEMPLATES, t("To begin a note with"), ft.Icons.NOTES),
        (t("Reminders"), paths.REMINDERS, t("To check in, at your own times"), ft.Icons.ALARM),
        (t("Your data"), paths.DATA, t("Import, export, backup"), ft.Icons.IMPORT_EXPORT),
    )
    lines = [cards.list_row(name, scaffold.to(path), detail=detail, icon=icon) for name, path, detail, icon in rows]
    return cards.card(cards.divided(lines), padding=10, spacing=0)
