"""The time, handed in: tests move it instead of waiting."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment with its offset."""
    return datetime.now(UTC)
