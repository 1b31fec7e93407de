"""Reads a Daylio backup: a ZIP (`.daylio`) with `backup.daylio`, which is Base64 of JSON, and photos in `assets/`.

What the format does not say and real files show (backups of version 15; the tools Guekka/DaylioBackupTools and
mbafford/daylio-markdown-export agree): `month` counts from 0; the level follows from the `mood_group_id` of the custom
mood (1 best, 5 worst), never from `mood`, which is that mood's id; hour and minute -1 mean that no time was kept; day
and time are those on the wall already, so `timeZoneOffset` is added to nothing, and it is 0 in some backups wherever
the entry was made; `id_tag_group` may name no group.
"""

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from mobile.transfer.daylio_moments import read_day, read_moment, read_offset, read_time
from mobile.transfer.daylio_rest import Rest
from mobile.transfer.html_text import join_title, plain_text
from mobile.transfer.imported import (
    ROWS_MAX,
    ROWS_PER_STEP,
    Imported,
    ImportedEntry,
    ImportedMood,
    ImportedPhoto,
    ImportedTag,
    ImportRefused,
    Reading,
)
from mobile.transfer.json_text import stream
from mobile.transfer.source_file import Zip
from mobile.transfer.text_files import TEXT_BYTES_MAX, decode
from mobile.vault.values import Value
from mobile.words import number, t

JSON_NAME = "backup.daylio"
PHOTO_BYTES_MAX = 40 * 1024 * 1024
_LISTS = ("customMoods", "tags", "tag_groups", "assets", "dayEntries", "writingTemplates")
_ENTRY_KEYS = frozenset(
    {
        "id", "minute", "hour", "day", "month", "year", "datetime", "timeZoneOffset", "mood", "note", "note_title",
        "tags", "assets",
    }
)  # fmt: skip
_PHOTO = 1  # the type of an asset


def read_zip(archive: Zip) -> Reading[Imported]:
    """Read a backup as Daylio writes it."""
    packed = archive.read(JSON_NAME, TEXT_BYTES_MAX * 4 // 3 + 1024)
    yield 0.0
    text = yield from unpack(packed)
    return (yield from read_json(text, archive))


def unpack(packed: bytes) -> Reading[str]:
    """Return the JSON of `backup.daylio`, piece by piece; raise ImportRefused."""
    packed = b"".join(packed.split())
    pieces = []
    try:
        for start in range(0, len(packed), 4 * 65_536):
            pieces.append(base64.b64decode(packed[start : start + 4 * 65_536], validate=True))
            yield 0.0
    except binascii.Error as error:
        raise ImportRefused("broken_base64") from error
    return (yield from decode(b"".join(pieces)))


def read_json(text: str, archive: Zip | None) -> Reading[Imported]:
    """Read the JSON of a backup; the photos come from `archive`."""
    parts: dict[str, list[Any]] = {name: [] for name in _LISTS}
    reader = _Reader(archive)
    for count, (key, value, share) in enumerate(stream(text)):
        if key in parts:
            parts[key].append(value)
            if len(parts[key]) > ROWS_MAX:
                raise ImportRefused("too_many")
        else:
            reader.rest.add(key, value)
        if count % ROWS_PER_STEP == 0:
            yield share / 2
    if not parts["dayEntries"]:
        raise ImportRefused("no_entries")
    reader.learn(parts)
    for count, value in enumerate(parts["dayEntries"]):
        reader.add(value)
        if count % ROWS_PER_STEP == 0:
            yield 0.5 + count / len(parts["dayEntries"]) / 2
    return reader.finish(parts)


class _Reader:
    def __init__(self, archive: Zip | None) -> None:
        self.imported = Imported("daylio_backup")
        self.rest = Rest()
        self._archive = archive
        names = archive.names if archive else frozenset()
        self._paths = {name.rpartition("/")[2]: name for name in names if name.startswith("assets/")}
        self._photos: dict[str, ImportedPhoto | None] = {}
        self._seen: dict[str, ImportedEntry] = {}

    def learn(self, parts: Mapping[str, list[Any]]) -> None:
        """Learn moods, tags, photos and templates before the entries that name them."""
        imported = self.imported
        for mood in _dicts(parts["customMoods"]):
            group, name = mood.get("mood_group_id"), _text(mood.get("custom_name")).strip()
            level = 6 - group if type(group) is int and 1 <= group <= 5 else None
            predefined = mood.get("predefined_name_id")
            plain_name = predefined_moods().get(predefined, "") if type(predefined) is int and not name else ""
            key = _key(mood.get("id"))
            shown = name or plain_name or t("Mood {number}", number=key)
            imported.moods[key] = ImportedMood(key, shown, level, is_level=bool(plain_name) and level is not None)
        groups = {_key(group.get("id")): _text(group.get("name")).strip() for group in _dicts(parts["tag_groups"])}
        for tag in _dicts(parts["tags"]):
            key, name = _key(tag.get("id")), _text(tag.get("name")).strip()
            group_name = groups.get(_key(tag.get("id_tag_group")), "")
            shown = name or t("Activity {number}", number=key)
            imported.tags[key] = ImportedTag(key, shown, group_name, tag.get("state") == 1)
        for asset in _dicts(parts["assets"]):
            self._photos[_key(asset.get("id"))] = self._photo(asset)
        for template in _dicts(parts["writingTemplates"]):
            body, _ = plain_text(_text(template.get("body")))
            title = _text(template.get("title")).strip()
            if body:
                imported.templates[title or body.splitlines()[0][:40]] = body

    def _photo(self, asset: Mapping[str, Any]) -> ImportedPhoto | None:
        checksum = asset.get("checksum")
        if asset.get("type", _PHOTO) != _PHOTO or not isinstance(checksum, str) or not checksum:
            return None
        path = self._paths.get(checksum)
        if path is None or self._archive is None:
            return None
        return ImportedPhoto(checksum, _reads(self._archive, path))

    def add(self, value: Any) -> None:
        """Take one entry in."""
        findings = self.imported.findings
        felt_on = read_day(value) if isinstance(value, dict) else None
        if felt_on is None:
            findings.add("no_day", value)
            return
        hour, minute = value.get("hour"), value.get("minute")
        felt_at = read_time(hour, minute)
        if felt_at is None and (hour, minute) != (-1, -1) and (hour, minute) != (None, None):
            findings.add("odd_time", f"{felt_on}: {hour}:{minute}")
        offset_min = read_offset(value, felt_on, felt_at)
        entry = ImportedEntry(
            # The number alone would be that of another entry in the backup of another phone.
            source_key=_key(f"{value.get('id')}/{value.get('datetime', f'{felt_on} {hour}:{minute}')}"),
            felt_on=felt_on,
            felt_at=felt_at,
            utc_offset_min=offset_min if felt_at else None,
            moods=[self._mood(value.get("mood"))],
            tags=self._tags(value, felt_on),
            note=self._note(value),
            photos=self._photos_of(value, felt_on),
            created_at=read_moment(value.get("datetime"), offset_min),
            extra=self._extra(value, felt_on),
        )
        self._keep(entry)

    def _keep(self, entry: ImportedEntry) -> None:
        """Keep an entry; a second one under the same id is kept, too, unless it is the very same."""
        key, number = entry.source_key, 1
        while (other := self._seen.get(entry.source_key)) is not None:
            entry.source_key = other.source_key
            if other == entry:
                self.imported.findings.add("twice_in_file", entry.felt_on)
                return
            number += 1
            entry.source_key = f"{key}#{number}"
        if number > 1:
            self.imported.findings.add("same_id", f"{entry.felt_on} ({key.partition('/')[0]})")
        self._seen[entry.source_key] = entry
        self.imported.entries.append(entry)

    def _mood(self, mood: Any) -> str:
        key = _key(mood)
        if key not in self.imported.moods:
            self.imported.findings.add("unknown_mood", key)
            self.imported.mood(key, t("Mood {number}", number=key))
        return key

    def _tags(self, value: Mapping[str, Any], felt_on: date) -> list[str]:
        keys = [_key(tag) for tag in _list(value.get("tags"))]
        for key in keys:
            if key not in self.imported.tags:
                self.imported.findings.add("unknown_tag", f"{felt_on}: {key}")
        return [key for key in keys if key in self.imported.tags]

    def _note(self, value: Mapping[str, Any]) -> str:
        body, was_marked = plain_text(_text(value.get("note")))
        if was_marked:
            self.imported.findings.add("formatting")
        return join_title(_text(value.get("note_title")), body)

    def _photos_of(self, value: Mapping[str, Any], felt_on: date) -> list[ImportedPhoto]:
        found = []
        for asset in _list(value.get("assets")):
            photo = self._photos.get(_key(asset))
            if photo is None:
                self.imported.findings.add("missing_photo", felt_on)
            else:
                found.append(photo)
        return found

    def _extra(self, value: Mapping[str, Any], felt_on: date) -> dict[str, Value]:
        extra: dict[str, Value] = {}
        for name, one in value.items():
            if name in _ENTRY_KEYS or one is None or one is False or one in ("", [], {}):
                continue
            if isinstance(one, str | int | float):
                extra[f"daylio.{name}"] = one
            else:
                self.imported.findings.add("unknown_value", f"{felt_on}: {name}")
        return extra

    def finish(self, parts: Mapping[str, list[Any]]) -> Imported:
        """Tell of what is in the file beside the entries, and when it was to hold another number of these."""
        self.rest.tell(self.imported.findings, _dicts(parts["customMoods"]), _dicts(parts["tags"]))
        count, expected = len(parts["dayEntries"]), self.rest.metadata.get("number_of_entries")
        if type(expected) is int and expected != count:
            said = t("{found} of {expected}", found=number(count), expected=number(expected))
            self.imported.findings.add("other_count", said)
        return self.imported


def predefined_moods() -> dict[int, str]:
    """Return the words of Daylio's own five moods, which a backup leaves without a name."""
    return {1: t("Rad"), 2: t("Good"), 3: t("Meh"), 4: t("Bad"), 5: t("Awful")}


def _reads(archive: Zip, path: str) -> Callable[[], bytes]:
    return lambda: archive.read(path, PHOTO_BYTES_MAX)


def _dicts(values: list[Any]) -> Iterator[dict[str, Any]]:
    return (value for value in values if isinstance(value, dict))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _key(value: Any) -> str:
    """Return an id as a key; a damaged file may hold anything in its place."""
    return str(value)[:100]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
