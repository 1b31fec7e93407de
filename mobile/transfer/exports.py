"""What can be taken along, and making it: everything as an archive, the check-ins of some days as a table or a text."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from mobile.day_span import ALL, Span, span_words
from mobile.entries.document import Entry
from mobile.entries.opened import open_journal_index
from mobile.transfer.archive_writer import Progress, Written, documents_to_export, write_archive
from mobile.transfer.kinds import counted
from mobile.transfer.readable import write_readable
from mobile.transfer.table import write_table
from mobile.vocabulary import open_vocabulary
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

ARCHIVE, TABLE, READABLE = "archive", "table", "text"
_DAYS_PER_STEP = 50
ENDINGS = {ARCHIVE: "zip", TABLE: "csv", READABLE: "md"}


@dataclass(frozen=True)
class Contents:
    """What there is to take along: check-ins, the kinds of everything else, photos, and how many of those are not
    here."""

    entry_count: int
    kinds: tuple[str, ...]
    photo_count: int
    photos_elsewhere: int


async def read_contents(services: "Services") -> Contents:
    """Count what an archive would hold now; `missing` looks at this device's photos alone."""
    found = await documents_to_export(services)
    missing = await services.journal_photos.missing() if found.photos else frozenset()
    elsewhere = sum(1 for photo_id in found.photos if UUID(photo_id) in missing)
    kinds = tuple(one.kind for one in found.others)
    return Contents(len(found.entries), kinds, len(found.photos), elsewhere)


def count_entries(services: "Services", chosen: Span) -> int:
    """Return how many check-ins some days have."""
    days = open_journal_index(services.documents).levels_between(chosen.first, chosen.last)
    return sum(len(day.levels) for day in days)


async def read_entries(services: "Services", chosen: Span) -> list[Entry]:
    """Return the check-ins of some days, oldest first, read in steps."""
    index = open_journal_index(services.documents)
    entries: list[Entry] = []
    for count, day in enumerate(index.levels_between(chosen.first, chosen.last)):
        entries += index.list_entries(day.day)
        if count % _DAYS_PER_STEP == 0:
            await asyncio.sleep(0)
    return entries


def file_name(services: "Services", kind: str, chosen: Span) -> str:
    """Return what the file is called until the member calls it otherwise."""
    day = services.clock.today().isoformat()
    if kind != ARCHIVE and chosen.choice != ALL:
        day = f"{chosen.first.isoformat()}-{chosen.last.isoformat()}"
    return f"kith-journal-{day}.{ENDINGS[kind]}"


async def make_export(
    services: "Services", kind: str, chosen: Span, out: BinaryIO, on_progress: Progress | None = None
) -> str:
    """Write an export of a kind into `out` and return what was made as a sentence."""
    if kind == ARCHIVE:
        return archive_sentence(await write_archive(services, out, on_progress=on_progress))
    entries, vocabulary = await read_entries(services, chosen), open_vocabulary(services.documents)
    if kind == TABLE:
        await write_table(entries, vocabulary, out, on_progress=on_progress)
    else:
        title = t("My journal: {days}", days=span_words(chosen))
        await write_readable(title, entries, vocabulary, out, on_progress=on_progress)
    return tn("{count} check-in is in the file.", "{count} check-ins are in the file.", len(entries))


def archive_sentence(written: Written) -> str:
    """Return what an archive holds, and what could not be had for it."""
    held = [tn("{count} check-in", "{count} check-ins", written.entry_count)]
    held += counted(written.kinds)
    if written.photo_count:
        held.append(tn("{count} photo", "{count} photos", written.photo_count))
    if not written.missing_photos:
        return t("Everything is in the file: {what}.", what=", ".join(held))
    return tn(
        "All words are in the file. {count} photo is not on this device and could not be fetched; the file says so.",
        "All words are in the file. {count} photos are not on this device and could not be fetched; the file says so.",
        len(written.missing_photos),
    )
