"""Reading what a field of a document holds. What is missing, or was written by another hand in another shape, reads as
not said: a private document never fails to open because one of its fields is odd."""

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID

from mobile.vault.values import Value


def list_elements(fields: Mapping[str, Value], prefix: str) -> list[tuple[str, Value]]:
    """Return the elements of a set or a map, `<prefix><id>`, each as its id and value."""
    return [(name[len(prefix) :], value) for name, value in fields.items() if name.startswith(prefix)]


def read_text(value: Value) -> str | None:
    """Return a text."""
    return value if isinstance(value, str) else None


def read_whole(value: Value, least: int, most: int) -> int | None:
    """Return a whole number from `least` to `most`."""
    return value if type(value) is int and least <= value <= most else None


def read_id(value: Value) -> UUID | None:
    """Return an id."""
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def read_day(value: Value) -> date | None:
    """Return a civil date."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def read_time(value: Value) -> time | None:
    """Return a civil time, without a zone."""
    try:
        return time.fromisoformat(value).replace(tzinfo=None) if isinstance(value, str) else None
    except ValueError:
        return None


def read_instant(value: Value) -> datetime | None:
    """Return a moment as it was written down, with its offset if it has one."""
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
