"""Writing what a preview showed: pictures one by one, then every document in one transaction.

Cancelled or killed before the end, nothing of it is in the journal; pictures that were kept by then belong to no entry,
are shown nowhere and are never sent.
"""

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from mobile.entries.document import KIND as ENTRY
from mobile.transfer.imported import ImportRefused
from mobile.transfer.past import IMPORT
from mobile.transfer.plan import MARK, Plan, PlannedEntry, mark_of
from mobile.transfer.report import report_text
from mobile.vault.documents import Change
from mobile.vault.journal_photos import NoRoomForPhotos
from mobile.vault.steps import let_go, run_aside, run_in_steps
from mobile.vault.values import Value

if TYPE_CHECKING:
    from mobile.services import Services

_PHOTO_WEIGHT = 20  # documents that are sealed in the time of one photo


class Tell(Protocol):
    """Hears how much is done, and when it cannot be stopped any more."""

    def __call__(self, share: float, *, storing: bool = False) -> None:
        """Take in a share from 0 to 1."""


async def write_plan(services: "Services", plan: Plan, file_name: str, tell: Tell) -> str:
    """Write a plan and return the report, which is kept with the import.

    Raises StorageFull and Locked with nothing imported.
    """
    photos = await _add_photos(services, plan, tell)
    before = plan.photo_count * _PHOTO_WEIGHT
    now = services.clock.now()
    report = report_text(plan, file_name, now)
    fields: dict[str, Value] = {
        "source": plan.source,
        "file_name": file_name[:200],
        "imported_at": now.isoformat(timespec="seconds"),
        "entries": len(plan.entries),
        "photos": sum(len(found) for found in photos.values()),
        "first_day": plan.first_day.isoformat() if plan.first_day else None,
        "last_day": plan.last_day.isoformat() if plan.last_day else None,
        "report": report,
    }

    def item(entry: PlannedEntry) -> Change:
        written = {**entry.fields, **photos.get(entry.id, {})}
        return entry.id, ENTRY, {**written, MARK: mark_of(written)}

    items: list[Change] = [(plan.import_id, IMPORT, fields)]
    items += [(word.id, word.kind, {**word.fields, MARK: mark_of(word.fields)}) for word in plan.words]
    items += await run_in_steps(item, plan.entries)

    def on_progress(done: int, total: int) -> None:
        tell((before + done) / (before + total), storing=done == total)

    await services.documents.add_many(items, on_progress=on_progress)
    await let_go(items)
    return report


async def _add_photos(services: "Services", plan: Plan, tell: Tell) -> Mapping[UUID, dict[str, Value]]:
    """Keep the pictures and return the fields that name them, by the entry. What cannot be kept is told of."""
    if not plan.photo_count:
        return {}
    await run_aside(lambda: importlib.import_module("mobile.photo_files"))  # Pillow is slow to import
    from mobile.photo_files import PhotoRefused

    found: dict[UUID, dict[str, Value]] = {}
    total = plan.photo_count * _PHOTO_WEIGHT + len(plan.entries)
    done, has_room = 0, True
    for entry in plan.entries:
        for photo in entry.photos:
            if has_room:
                try:
                    photo_id, value = await services.journal_photos.add(await run_aside(photo.read))
                    found.setdefault(entry.id, {})[f"photos.{photo_id}"] = value
                except NoRoomForPhotos:
                    has_room = False
                except (PhotoRefused, ImportRefused):
                    plan.findings.add("broken_photo", f"{entry.fields['felt_on']}: {photo.name}")
            if not has_room:
                plan.findings.add("no_room", f"{entry.fields['felt_on']}: {photo.name}")
            done += _PHOTO_WEIGHT
            tell(done / total)
    return found
