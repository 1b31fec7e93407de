"""Which journal a file comes from: told by what is in it, never by its name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from mobile import paths
from mobile.transfer import (
    bearable,
    daily_you,
    daylio_backup,
    daylio_csv,
    how_we_feel,
    kith_table,
    pixels,
    track_and_graph,
)
from mobile.transfer.archive import JSON_NAME as ARCHIVE_JSON
from mobile.transfer.backup import ANY_MAGIC
from mobile.transfer.imported import Imported, ImportRefused, Reading
from mobile.transfer.json_text import stream
from mobile.transfer.source_file import FILE_BYTES_MAX, SourceFile, Zip
from mobile.transfer.text_files import TEXT_BYTES_MAX, Table, decode, open_table

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_BASE64_OF_JSON = b"eyJ"  # {" as Base64: a backup whose ZIP was unpacked by hand
_TEXT_ENDINGS = (".json", ".csv", ".txt", ".tsv")
_OBJECTS_SEEN = 20


@dataclass(slots=True)
class Looked:
    """What a first look at a file shows: a ZIP, a JSON text with the keys of its first objects, a table, or a backup of
    Kith, which is encrypted and shows nothing more."""

    archive: Zip | None = None
    text: str = ""
    keys: frozenset[str] = frozenset()
    table: Table | None = None
    is_backup: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The files in the ZIP."""
        return self.archive.names if self.archive else frozenset()

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the table, in lower case."""
        return frozenset(self.table.names) if self.table else frozenset()


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: how it is told, and how it is read. Kith's own archive has a `screen` of its own instead of a
    reader, for it is not merged but brought back as it was."""

    id: Literal[
        "daylio_backup",
        "daylio_csv",
        "how_we_feel",
        "bearable",
        "pixels",
        "daily_you",
        "track_and_graph",
        "kith",
        "kith_table",
    ]
    fits: Callable[[Looked], bool]
    read: Callable[[Looked], Reading[Imported]] | None = None
    screen: str = ""


def _table_of(looked: Looked) -> Table:
    if looked.table is None:
        raise ImportRefused("unknown")
    return looked.table


def _daylio(looked: Looked) -> Reading[Imported]:
    if looked.archive is not None and daylio_backup.JSON_NAME in looked.names:
        return daylio_backup.read_zip(looked.archive)
    return daylio_backup.read_json(looked.text, looked.archive)


FORMATS: tuple[Format, ...] = (
    Format(
        "daylio_backup",
        lambda seen: daylio_backup.JSON_NAME in seen.names or bool({"dayEntries", "customMoods"} & seen.keys),
        _daylio,
    ),
    Format("kith_table", lambda seen: seen.columns >= kith_table.COLUMNS, lambda s: kith_table.read(_table_of(s))),
    Format("daylio_csv", lambda seen: seen.columns >= daylio_csv.COLUMNS, lambda s: daylio_csv.read(_table_of(s))),
    Format("how_we_feel", lambda seen: seen.columns >= how_we_feel.COLUMNS, lambda s: how_we_feel.read(_table_of(s))),
    Format("bearable", lambda seen: seen.columns >= bearable.COLUMNS, lambda s: bearable.read(_table_of(s))),
    Format(
        "track_and_graph",
        lambda seen: seen.columns >= track_and_graph.COLUMNS,
        lambda s: track_and_graph.read(_table_of(s)),
    ),
    Format("pixels", lambda seen: seen.keys >= pixels.KEYS, lambda s: pixels.read(s.text)),
    Format("daily_you", lambda seen: seen.keys >= daily_you.KEYS, lambda s: daily_you.read(s.text, s.archive)),
    Format("kith", lambda seen: seen.is_backup or ARCHIVE_JSON in seen.names, screen=paths.RESTORE),
)


def look(source: SourceFile) -> Reading[Looked]:
    """Take a first look at a file; raise ImportRefused for what can be nothing that is known."""
    if source.size == 0:
        raise ImportRefused("empty")
    if source.begins_with(ANY_MAGIC):
        return Looked(is_backup=True)
    archive = Zip(source) if any(source.begins_with(start) for start in ZIP_STARTS) else None
    if archive is not None and ARCHIVE_JSON in archive.names:
        return Looked(archive)  # as large as a journal may be with its photos, which are read one by one
    if source.size > FILE_BYTES_MAX:
        raise ImportRefused("too_large")
    if archive is not None:
        return (yield from _look_into(archive))
    data = source.read(TEXT_BYTES_MAX)
    if source.begins_with(_BASE64_OF_JSON):
        text = yield from daylio_backup.unpack(data)
    else:
        text = yield from decode(data)
    return _of_text(text, None)


def _look_into(archive: Zip) -> Reading[Looked]:
    """Look into a ZIP: those with a known file in it are told by that, another by its only text."""
    seen = Looked(archive)
    if any(one.fits(seen) for one in FORMATS):
        return seen
    texts = [name for name in archive.names if name.lower().endswith(_TEXT_ENDINGS) and not name.startswith("__MACOSX")]
    if len(texts) != 1:
        raise ImportRefused("unknown")
    text = yield from decode(archive.read(texts[0], TEXT_BYTES_MAX))
    return _of_text(text, archive)


def _of_text(text: str, archive: Zip | None) -> Looked:
    if text.lstrip()[:1] in ("{", "["):
        return Looked(archive, text, _keys_of(text))
    table = open_table(text)
    if table is None:
        raise ImportRefused("unknown")
    return Looked(archive, text, table=table)


def _keys_of(text: str) -> frozenset[str]:
    """Return the keys of an object, or of the first object in a list; those that come first, for it may be long."""
    found: set[str] = set()
    for count, (key, value, _) in enumerate(stream(text)):
        if key:
            found.add(key)
        elif isinstance(value, dict):
            return frozenset(value)
        if "dayEntries" in found or count > 200_000 or (not key and count > _OBJECTS_SEEN):
            break
    return frozenset(found)


def format_of(looked: Looked) -> Format | None:
    """Return the first kind of file that fits; None for a table that nobody knows. Raises ImportRefused for JSON that
    nobody knows, and for a text that has no rows."""
    found = next((one for one in FORMATS if one.fits(looked)), None)
    if found is None and (looked.table is None or next(looked.table.rows(), None) is None):
        raise ImportRefused("unknown")
    return found
