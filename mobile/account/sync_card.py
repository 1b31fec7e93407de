"""Where everything stands on this device: the status line, what waits, and a clock that is off."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import flet as ft

from mobile import paths
from mobile.photo_room import room_words
from mobile.sentences import sync_problem_sentence
from mobile.ui import cards, dates, scaffold, theme, type
from mobile.ui.status import status_line, status_words
from mobile.vault.journal_photos import PhotoRoom
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

QUIET_OPERATIONS = frozenset(
    {"groups.mark_read", "reminders.note_logged"}
)  # sent by itself, and nothing that a person wrote
_SKEW_TOLD_SECONDS = 5 * 60


@dataclass(frozen=True)
class SyncFacts:
    """How the sync stands and what waits: documents and photos of the journal, calls to groups, and what was set
    aside; and the room that photos take."""

    state: str
    last_synced_at: datetime | None
    clock_skew_seconds: float | None
    waiting_documents: int
    waiting_calls: int
    failed_calls: int
    set_aside: int
    problem: str | None = None
    waiting_photos: int = 0
    room: PhotoRoom | None = None

    @property
    def unsent_count(self) -> int:
        """How much of the person's work the host does not have."""
        return self.waiting_documents + self.waiting_photos + self.waiting_calls + self.failed_calls


async def read_sync(services: "Services") -> SyncFacts:
    """Read how things stand; of a journal that was just locked there is nothing to read."""
    status = services.sync.status
    if not services.documents.is_open:
        return SyncFacts(status.state, None, None, 0, 0, 0, 0)
    waiting_documents, set_aside = await services.documents.records.count()
    calls = [call for call in await services.outbox.list() if call.operation not in QUIET_OPERATIONS]
    failed = sum(1 for call in calls if call.state == "failed")
    return SyncFacts(
        state=status.state,
        last_synced_at=status.last_synced_at,
        clock_skew_seconds=status.clock_skew_seconds,
        waiting_documents=waiting_documents,
        waiting_calls=len(calls) - failed,
        failed_calls=failed,
        set_aside=set_aside,
        problem=status.problem,
        waiting_photos=len(await services.journal_photos.list_unsent()),
        room=await services.journal_photos.read_room(),
    )


def sync_card(facts: SyncFacts, now: datetime, *, has_account: bool) -> ft.Control:
    """Return the card; its row leads to what waits."""
    words = status_words(
        state=facts.state,
        pending_count=facts.waiting_documents + facts.waiting_photos + facts.waiting_calls,
        failed_count=facts.failed_calls,
        has_account=has_account,
        last_synced_at=facts.last_synced_at,
    )
    parts: list[ft.Control] = [status_line(words)]
    if facts.state == "offline" and facts.failed_calls:
        parts.append(type.quiet(t("You are offline. Everything is kept here.")))
    if has_account and facts.last_synced_at is not None:
        parts.append(type.quiet(t("Last synced: {when}", when=dates.past(facts.last_synced_at, now))))
    if facts.problem is not None and has_account:
        parts.append(type.quiet(sync_problem_sentence(facts.problem), color=theme.ON_WARM))
    if facts.room is not None and facts.room.count:
        parts.append(type.quiet(room_words(facts.room)))
    if sentence := skew_sentence(facts.clock_skew_seconds):
        parts.append(type.quiet(sentence, color=theme.ON_WARM))
    if has_account and (facts.unsent_count or facts.set_aside):
        parts += [
            ft.Divider(height=1),
            cards.list_row(
                t("What waits to be sent"),
                scaffold.to(paths.UNSENT),
                icon=ft.Icons.OUTBOX_OUTLINED,
                trailing=str(facts.unsent_count),
            ),
        ]
    return cards.card(parts, padding=14, spacing=6)


def skew_sentence(seconds: float | None) -> str:
    """Return what to say of a clock that differs from the host's, empty while that is small."""
    if seconds is None or abs(seconds) < _SKEW_TOLD_SECONDS:
        return ""
    minutes = round(abs(seconds) / 60)
    if minutes >= 120:
        return tn(
            "This device's clock differs from the host's by about {count} hour. Entries get the time that it shows.",
            "This device's clock differs from the host's by about {count} hours. Entries get the time that it shows.",
            round(minutes / 60),
        )
    return tn(
        "This device's clock differs from the host's by {count} minute. Entries get the time that it shows.",
        "This device's clock differs from the host's by {count} minutes. Entries get the time that it shows.",
        minutes,
    )
