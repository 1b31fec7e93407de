"""What the journal has already, as far as an import has to know it: what came before, and the moments that it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from mobile.entries.document import KIND as ENTRY
from mobile.transfer.imported import ROWS_PER_STEP, Reading
from mobile.vault.documents import TRASH_FIELD, Document, Documents
from mobile.vault.values import Value
from mobile.vocabulary import KINDS

SOURCE_MARK = "source_mark"
KITH_TABLE = "kith_table"
_PARTS = ("feelings.", "tags.", "scales.", "energy", "mood_id")


Moment = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry says beside its moment, level and note: its source, its words and values, and how many photos."""

    source: str
    parts: frozenset[tuple[str, Value]]
    photo_count: int


@dataclass(slots=True)
class Here:
    """What the journal has: imported entries by source and key, each with the digest of what their journal said then,
    what is said at each moment with a level and words, the moments (source, day, time) of what came from elsewhere, and
    the ids of imported words by source and key."""

    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    moments: dict[Moment, list[Said]] = field(default_factory=dict)
    times: set[tuple[str, str, str]] = field(default_factory=set)


class Since:
    """Tells whether entries or words have changed since a moment, so that what was worked out then is not so now."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._mark = 0

    def begin(self) -> None:
        """Make this the moment."""
        self._mark, _ = self._documents.changed_since(self._mark)

    def is_other(self) -> bool:
        """Return whether it may be another journal by now."""
        mark, changed = self._documents.changed_since(self._mark)
        if changed is None or any(self._is_concerned(one) for one in changed):
            return True
        self._mark = mark
        return False

    def _is_concerned(self, document_id: UUID) -> bool:
        document = self._documents.get(document_id)
        return document is None or document.kind == ENTRY or document.kind in KINDS  # None was erased


def look_around(documents: Sequence[Document]) -> Reading[Here]:
    """Return what is in the journal; `documents` are all of them, with those in the trash."""
    here = Here()
    for count, document in enumerate(documents):
        fields = document.fields
        source, key = fields.get("source"), fields.get("source_key")
        is_known = isinstance(source, str) and isinstance(key, str)
        if document.kind == ENTRY:
            here.keys.setdefault((KITH_TABLE, str(document.id)), "")  # where the id stands beside each check-in
            if is_known:
                here.keys[str(source), str(key)] = str(fields.get(SOURCE_MARK, ""))
            if not fields.get(TRASH_FIELD):
                moment = moment_of(fields)
                photos = sum(1 for name, value in fields.items() if value and name.startswith("photos."))
                here.moments.setdefault(moment, []).append(Said(str(source or ""), parts_of(fields), photos))
                here.times.add((str(source or ""), *moment[:2]))
        elif is_known and document.kind in KINDS and not fields.get(TRASH_FIELD):
            here.words[str(source), str(key)] = str(document.id)
        if count % ROWS_PER_STEP == 0:
            yield count / len(documents)
    return here


def parts_of(fields: Mapping[str, Value]) -> frozenset[tuple[str, Value]]:
    """Return the words and values of an entry."""
    return frozenset((name, value) for name, value in fields.items() if value and name.startswith(_PARTS))


def moment_of(fields: Mapping[str, Value]) -> Moment:
    """Return when an entry was felt, its level and its words: what tells two apart wherever they came from."""
    at, level, note = fields.get("felt_at"), fields.get("level"), fields.get("note")
    return (
        str(fields.get("felt_on")),
        at[:5] if isinstance(at, str) else "",
        level if type(level) is int else 3,
        " ".join(note.split()) if isinstance(note, str) else "",
    )
