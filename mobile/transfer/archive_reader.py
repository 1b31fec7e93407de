"""Reading an archive, whoever made it: looked through before anything is taken from it, and never trusted.

Whatever does not fit is left behind one by one and told, so that one odd line never costs the rest. Sizes are looked at
before anything is unpacked.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, BinaryIO

from pydantic import ValidationError
from pydantic_core import from_json

from api_client.wire import limits
from mobile.transfer.archive import (
    FORMAT,
    JSON_NAME,
    PHOTO_FOLDER,
    VERSION,
    Archive,
    Restored,
    restored_document,
    restored_entry,
)

_JSON_BYTES_MAX = 512 * 1024 * 1024  # a hundred thousand check-ins with long notes
_PART = 1024 * 1024
_KNOWN = set(Archive.model_fields)


class Problem(StrEnum):
    """Why a file is no archive that can be read."""

    NO_ARCHIVE = "no_archive"
    DAMAGED = "damaged"  # bytes are missing or were changed
    TOO_LARGE = "too_large"


class ArchiveRefused(ValueError):
    """A file that cannot be read as an archive; `problem` says why. Nothing was taken from it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass
class ReadArchive:
    """What an archive holds. `unfit` are the parts that fit nothing, as (list, place in it from 1, id or empty);
    `unknown` the keys of the whole that this version does not know; `is_newer` says that a later one wrote it."""

    parts: list[Restored]
    unfit: list[tuple[str, int, str]] = field(default_factory=list)
    twice: int = 0
    unknown: tuple[str, ...] = ()
    is_newer: bool = False
    made_at: str = ""
    missing_photos: tuple[str, ...] = ()
    _zip: zipfile.ZipFile | None = None
    _file: BinaryIO | None = None

    def close(self) -> None:
        """Let go of the file; its photos cannot be read any more."""
        if self._zip is not None and self._file is not None:
            self._zip.close()
            self._file.close()

    def read_photo(self, name: str) -> bytes | None:
        """Return the bytes of the photo with this hash; None when the file does not have it, or another under its
        name."""
        if self._zip is None:
            return None
        try:
            info = self._zip.getinfo(f"{PHOTO_FOLDER}{name}.jpg")
            content = b"" if info.file_size > limits.PHOTO_BYTES_MAX else _read(self._zip, info)
        except (KeyError, ArchiveRefused):
            return None
        return content if hashlib.sha256(content).hexdigest() == name else None


def looks_like_archive(file: BinaryIO) -> bool:
    """Tell whether `file` is a ZIP with our JSON in it, without reading that."""
    try:
        with zipfile.ZipFile(file) as archive:
            return JSON_NAME in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def read_archive(file: BinaryIO) -> ReadArchive:
    """Return what `file` holds, which stays open until `close`; raise ArchiveRefused. It takes a second for 36,000
    entries: run it aside."""
    try:
        archive = zipfile.ZipFile(file)
        info = archive.getinfo(JSON_NAME)
    except KeyError:
        raise ArchiveRefused(Problem.NO_ARCHIVE) from None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise ArchiveRefused(Problem.DAMAGED) from None
    if info.file_size > _JSON_BYTES_MAX:
        raise ArchiveRefused(Problem.TOO_LARGE)
    try:
        plain = from_json(_read(archive, info), allow_inf_nan=False, cache_strings="keys")
    except (ValueError, RecursionError):
        raise ArchiveRefused(Problem.DAMAGED) from None
    if not isinstance(plain, dict) or plain.get("format") != FORMAT or type(plain.get("version")) is not int:
        raise ArchiveRefused(Problem.NO_ARCHIVE)
    missing = plain.get("missing_photos")
    found = ReadArchive(
        parts=[],
        unknown=tuple(sorted(plain.keys() - _KNOWN)),
        is_newer=plain["version"] > VERSION,
        made_at=str(plain.get("made_at", "")),
        missing_photos=tuple(str(one) for one in missing) if isinstance(missing, list) else (),
        _zip=archive,
        _file=file,
    )
    known: set[Any] = set()
    for name, restore in (("entries", restored_entry), ("documents", restored_document)):
        for part in _restored(found, plain, name, restore):
            if part.id in known:
                found.twice += 1
            else:
                known.add(part.id)
                found.parts.append(part)
    return found


def _restored(
    found: ReadArchive, plain: Mapping[str, Any], name: str, restore: Callable[[Mapping[str, Any]], Restored]
) -> Iterator[Restored]:
    items = plain.get(name, [])
    if not isinstance(items, list):
        found.unfit.append((name, 0, ""))
        return
    for place, item in enumerate(items, start=1):
        try:
            yield restore(item)
        except (ValidationError, TypeError, AttributeError):
            named = item.get("id") if isinstance(item, dict) else None
            found.unfit.append((name, place, named if isinstance(named, str) else ""))


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return one file of the ZIP, no more of it than it says there is; raise ArchiveRefused."""
    try:
        with archive.open(info) as file:
            parts = []
            left = info.file_size
            while part := file.read(min(_PART, left + 1)):
                left -= len(part)
                if left < 0:
                    raise ArchiveRefused(Problem.DAMAGED)
                parts.append(part)
            return b"".join(parts)
    except ArchiveRefused:
        raise
    except Exception:
        # A damaged or hostile ZIP makes the reader fail in many ways; all of them mean the same here.
        raise ArchiveRefused(Problem.DAMAGED) from None
