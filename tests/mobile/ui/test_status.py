"""The line that says where things stand: true, short, and the same on every screen."""

from datetime import UTC, datetime

import flet as ft
import pytest

from mobile.ui.status import status_line, status_words
from mobile.ui.theme import TOUCH

SYNCED = datetime(2026, 11, 12, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "text", "needs_care"),
    [
        ({"state": "idle", "has_account": False}, "Saved on this device", False),
        ({"state": "offline", "has_account": False, "pending_count": 3}, "Saved on this device", False),
        ({"state": "idle"}, "All saved", False),
        ({"state": "idle", "pending_count": 2}, "2 waiting to send", False),
        ({"state": "offline", "pending_count": 2}, "Offline. Everything is kept here.", False),
        ({"state": "paused"}, "Sync is paused. Everything is kept here.", False),
        ({"state": "signed_out", "failed_count": 1}, "Sign in to sync", True),
        ({"state": "incompatible", "pending_count": 1}, "Update needed to sync", True),
        ({"state": "offline", "failed_count": 1, "pending_count": 4}, "1 could not be sent", True),
        ({"state": "a newer word"}, "All saved", False),
    ],
)
def test_each_state_has_its_words(values: dict[str, object], text: str, needs_care: bool) -> None:
    words = status_words(**values)  # type: ignore[arg-type]
    assert (words.text, words.needs_care) == (text, needs_care)


def test_a_running_sync_does_not_change_the_line_but_the_first_one_is_told() -> None:
    assert status_words(state="syncing", last_synced_at=SYNCED).text == "All saved"
    assert status_words(state="syncing", pending_count=1, last_synced_at=SYNCED).text == "1 waiting to send"
    assert status_words(state="syncing").text == "Bringing your journal here"


def test_the_line_is_announced_when_it_changes() -> None:
    line = status_line(status_words(state="idle"))
    assert isinstance(line, ft.Semantics)
    assert line.live_region is True


def test_the_line_is_a_button_only_where_it_leads_somewhere() -> None:
    def go() -> None: ...

    line = status_line(status_words(state="signed_out"), go)
    assert isinstance(line, ft.MergeSemantics)
    named = line.content
    assert isinstance(named, ft.Semantics)
    assert (named.button, named.live_region) == (True, True)
    target = named.content
    assert isinstance(target, ft.Container)
    assert target.on_click is go
    assert isinstance(target.padding, ft.Padding)
    assert target.padding.top + 18 + target.padding.bottom >= TOUCH
    assert status_line(status_words(state="signed_out")).button is not True  # type: ignore[attr-defined]
