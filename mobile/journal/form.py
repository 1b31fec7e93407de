"""A check-in while it is being written: plain values that can be kept as a draft at every keystroke.

The form becomes an entry only when it is saved, and then only the fields that differ from the entry it began with are
written, so that two devices that changed different things both keep their change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mobile.entries.document import Entry

NOTE_MAX = 20_000  # characters; well within one sealed record


@dataclass(frozen=True)
class Form:
    """What stands in the form. `felt_at` None with `timed` means "now, when it is saved"; without, no time at all.

    `scales` holds what was typed into the fields that were touched, as it was typed, by the scale's id; `photos` what
    the entry says of each photo, by its id.
    """

    level: int | None = None
    mood_id: str | None = None
    energy: int | None = None
    feelings: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    scales: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    photos: Mapping[str, str] = field(default_factory=dict)
    felt_on: date | None = None  # None means the day on which it is saved
    felt_at: time | None = None
    timed: bool = True
    share: bool = False

    def toggled_feeling(self, feeling: str) -> "Form":
        """Return the form with a feeling chosen or not."""
        return replace(self, feelings=_toggled(self.feelings, feeling))

    def toggled_tag(self, tag: str) -> "Form":
        """Return the form with a tag chosen or not."""
        return replace(self, tags=_toggled(self.tags, tag))

    def typed_scale(self, scale: str, text: str) -> "Form":
        """Return the form with what was typed for a scale."""
        return replace(self, scales={**self.scales, scale: text})

    def to_draft(self) -> dict[str, Any]:
        """Return the form as JSON-ready values."""
        return {
            "level": self.level,
            "mood_id": self.mood_id,
            "energy": self.energy,
            "feelings": list(self.feelings),
            "tags": list(self.tags),
            "scales": dict(self.scales),
            "note": self.note,
            "photos": dict(self.photos),
            "felt_on": self.felt_on.isoformat() if self.felt_on else None,
            "felt_at": self.felt_at.isoformat("minutes") if self.felt_at else None,
            "timed": self.timed,
            "share": self.share,
        }


def _toggled(chosen: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(x for x in chosen if x != one) if one in chosen else (*chosen, one)


def from_draft(draft: dict[str, Any]) -> Form:
    """Return the form that `to_draft` was made from."""
    return Form(
        level=draft.get("level"),
        mood_id=draft.get("mood_id"),
        energy=draft.get("energy"),
        feelings=tuple(draft.get("feelings", ())),
        tags=tuple(draft.get("tags", ())),
        scales=dict(draft.get("scales", {})),
        note=draft.get("note", ""),
        photos=dict(draft.get("photos", {})),
        felt_on=date.fromisoformat(draft["felt_on"]) if draft.get("felt_on") else None,
        felt_at=time.fromisoformat(draft["felt_at"]) if draft.get("felt_at") else None,
        timed=draft.get("timed", True),
        share=draft.get("share", False),
    )


def from_entry(entry: Entry) -> Form:
    """Return the form that shows `entry` as it is."""
    return Form(
        level=entry.level,
        mood_id=entry.mood_id,
        energy=entry.energy,
        feelings=entry.feelings,
        tags=entry.tags,
        note=entry.note,
        photos=entry.photos,
        felt_on=entry.felt_on,
        felt_at=entry.felt_at,
        timed=entry.felt_at is not None,
    )


def to_entry(
    form: Form,
    original: Entry | None,
    entry_id: UUID,
    now: datetime,
    zone: str,
    scales: Mapping[str, float | None] | None = None,
) -> Entry:
    """Return the entry that saving `form` over `original` (None for a new one) at the local moment `now` makes.

    `scales` are the values that the form's typed texts stand for, None for one that was taken away.

    The civil date and time are what the member sees, and never computed from UTC; offset and zone name stand beside
    them, and change only when the member changes the day or the time.
    """
    moment = now.replace(microsecond=0)
    entry = original or Entry(id=entry_id, felt_on=now.date(), level=3, created_at=moment)
    day = form.felt_on or now.date()
    at = (form.felt_at or now.time().replace(second=0, microsecond=0)) if form.timed else None
    entry = replace(
        entry,
        level=form.level or entry.level,
        mood_id=form.mood_id,
        energy=form.energy,
        feelings=form.feelings,
        tags=form.tags,
        scales={key: value for key, value in {**entry.scales, **(scales or {})}.items() if value is not None},
        note=form.note.strip(),
        photos=form.photos,
    )
    if original is None or (day, at) != (original.felt_on, original.felt_at):
        offset = _offset_minutes(day, at, zone, now) if at else None
        entry = replace(entry, felt_on=day, felt_at=at, utc_offset_min=offset, zone=zone if at else None)
    return entry if entry == original or original is None else replace(entry, edited_at=moment)


def _offset_minutes(day: date, at: time, zone: str, now: datetime) -> int:
    """Return the offset that `zone` has at that civil time, which may differ from now's (summer time), in minutes."""
    try:
        offset = datetime.combine(day, at, tzinfo=ZoneInfo(zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        offset = now.utcoffset()
    return int(offset.total_seconds() // 60) if offset is not None else 0
