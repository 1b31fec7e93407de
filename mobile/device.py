"""The device itself: its clock and zone, the ids it makes, and the lock that keeps a data folder to one process.

Everything that depends on time takes a Clock, so that a test can live through a week in a millisecond.
"""

import os
import sys
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, Protocol

import uuid6

_ZONE_LINK = Path("/etc/localtime")
_ZONE_FILE = Path("/etc/timezone")


class Clock(Protocol):
    """What time it is here."""

    def now(self) -> datetime:
        """Return the moment, aware, in local time."""

    def today(self) -> date:
        """Return the civil date here; it is never derived from UTC."""

    def zone(self) -> str:
        """Return the IANA name of the zone, or `UTC+02:00` where the system does not tell it."""


class SystemClock:
    """The system's own clock."""

    def now(self) -> datetime:
        """Return the moment, aware, in local time."""
        return datetime.now().astimezone()

    def today(self) -> date:
        """Return the civil date here."""
        return self.now().date()

    def zone(self) -> str:
        """Return the IANA name of the zone, or `UTC+02:00` where the system does not tell it."""
        name = os.environ.get("TZ", "").lstrip(":") or _zone_of_system()
        return name or offset_name(self.now().utcoffset() or timedelta())


def offset_name(offset: timedelta) -> str:
    """Return `offset` as `UTC+02:00`."""
    minutes = round(offset.total_seconds() / 60)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def wall_milliseconds(clock: Clock) -> int:
    """Return the milliseconds since 1970 on this device's clock, right or wrong."""
    return int(clock.now().timestamp() * 1000)


def new_shared_id() -> uuid.UUID:
    """Return a fresh id for something that others see (UUIDv7: it sorts by time)."""
    value: uuid.UUID = uuid6.uuid7()
    return uuid.UUID(int=value.int)


def new_private_id() -> uuid.UUID:
    """Return a fresh id for a sealed record (UUIDv4: it says nothing, not even when)."""
    return uuid.uuid4()


class FolderInUse(RuntimeError):
    """Another process has this data folder open."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Kith is already running with the data in {folder}. Close it first.")


class FolderLock:
    """Holds a data folder for this process. The system gives it back when the process dies, however it dies."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file: IO[bytes] | None = open(folder / "kith.lock", "ab")  # noqa: SIM115 (held, not read)
        try:
            _lock_file(self._file)
        except OSError as error:
            self._file.close()
            raise FolderInUse(folder) from error

    def release(self) -> None:
        """Let another process open the folder."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock_by_system() -> Callable[[IO[bytes]], None]:
    if sys.platform == "win32":
        import msvcrt

        return lambda file: msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    if sys.platform == "emscripten":
        return lambda file: None  # a page has its files to itself
    import fcntl

    return lambda file: fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_lock_file = _lock_by_system()


def _zone_of_system() -> str:
    """Return the zone's name from where Linux and macOS keep it, empty elsewhere."""
    try:
        if _ZONE_LINK.is_symlink():
            target = os.readlink(_ZONE_LINK)
            if "zoneinfo/" in target:
                return target.rpartition("zoneinfo/")[2]
        return _ZONE_FILE.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
