"""What a member does in the journal, each as one write to this device. Nothing here waits for the network."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from mobile.device import new_private_id
from mobile.entries.document import KIND, Entry, changes, entry_from_document
from mobile.entries.index import JournalIndex
from mobile.entries.opened import open_journal_index
from mobile.journal.form import NOTE_MAX, Form, to_entry
from mobile.scale_values import read_value
from mobile.vault.documents import TRASH_FIELD
from mobile.vocabulary import Vocabulary, open_vocabulary

if TYPE_CHECKING:
    from mobile.services import Services


def open_index(services: "Services") -> JournalIndex:
    """Return the index of the journal, up to date."""
    return open_journal_index(services.documents)


def draft_key(entry_id: UUID | None, day: date | None = None) -> str:
    """Return the name under which an unfinished check-in is kept: one for each entry, one for each day that is filled
    in afterwards, and one for now."""
    return f"entry:{entry_id or (f'new:{day}' if day else 'new')}"


def get_entry(services: "Services", entry_id: UUID) -> Entry | None:
    """Return an entry, None when it was deleted or never was here."""
    document = services.documents.get(entry_id)
    if document is None or document.kind != KIND or document.fields.get(TRASH_FIELD):
        return None
    return entry_from_document(document)


def entries_of_day(services: "Services", day: date) -> Sequence[Entry]:
    """Return the entries of a day in the order of the day."""
    return open_index(services).list_entries(day)


async def log_level(services: "Services", level: int, mood_id: str | None = None) -> UUID:
    """Save a check-in that is only a level, now; it is on the disk when this returns."""
    return await save_form(services, Form(level=level, mood_id=mood_id), None)


async def save_form(services: "Services", form: Form, base: Entry | None, draft: str | None = None) -> UUID:
    """Save the form as a new entry, or over `base`, the entry as it was when the form began; then drop `draft`, the
    name of what was kept meanwhile. Return the entry's id.

    Only what the form changed is written. A note that was changed meanwhile in another tab is kept above this one.
    """
    identity = base.id if base else new_private_id()
    stored = get_entry(services, identity) if base else None
    if base is not None and stored is not None and stored.note != base.note and form.note.strip() != base.note:
        form = replace(form, note=f"{stored.note}\n\n{form.note}".strip())
    scales = scale_values(form, open_vocabulary(services.documents))
    entry = to_entry(form, base, identity, services.clock.now(), services.clock.zone(), scales)
    changed = changes(base, entry)
    if changed:
        await services.documents.save(identity, KIND, changed)
    if draft is not None:
        await drop_draft(services, draft)
    return identity


def scale_values(form: Form, vocabulary: Vocabulary) -> dict[str, float | None]:
    """Return the values that were typed, None where a field was emptied. What is no value is left out: the form tells
    it, and is not saved while it stands there."""
    found = {key: read_value(scale, text) for key, text in form.scales.items() if (scale := vocabulary.scale(key))}
    return {key: value for key, (value, problem) in found.items() if not problem}


def is_ready(form: Form, vocabulary: Vocabulary) -> bool:
    """Tell whether everything that was typed can be saved as it stands."""
    readable = len(scale_values(form, vocabulary)) == sum(vocabulary.scale(key) is not None for key in form.scales)
    return readable and len(form.note) <= NOTE_MAX


async def keep_draft(services: "Services", draft: str, latest: Callable[[], Form]) -> None:
    """Keep what stands in the form. It reads the form when its turn comes, so a burst of keystrokes ends with the
    last one."""
    await services.drafts.put(draft, latest().to_draft())


async def drop_draft(services: "Services", draft: str) -> None:
    """Forget an unfinished check-in."""
    await services.drafts.remove(draft)


async def delete_entry(services: "Services", entry_id: UUID) -> Callable[[], Coroutine[None, None, None]]:
    """Put an entry in the bin with what was unfinished of it; return what brings both back."""
    draft = draft_key(entry_id)
    kept = await services.drafts.get(draft)
    await services.documents.trash(entry_id)
    await drop_draft(services, draft)

    async def restore() -> None:
        await services.documents.restore(entry_id)
        if kept is not None:
            await services.drafts.put(draft, kept)

    return restore
