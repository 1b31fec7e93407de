"""Bringing a file into a device's journal, as the screens do, and what is there then."""

from collections.abc import Mapping
from uuid import UUID

from mobile.entries.document import Entry, entry_from_document
from mobile.transfer.any_csv import Mapping as Columns
from mobile.transfer.job import ImportJob, open_job
from mobile.transfer.past import PastImport, list_imports
from mobile.transfer.source_file import SourceFile
from mobile.vault.values import Value
from tests.support.phone import Phone


async def read(
    device: Phone, content: bytes, levels: Mapping[str, int] = {}, columns: Columns | None = None
) -> ImportJob:
    """Let the device read a file up to its preview; `columns` say what a table is that nobody knows."""
    job = open_job(device.services)
    job.clear()
    job.start(SourceFile("journal", content))
    await job.wait()
    if columns is not None:
        job.use_mapping(columns)
        job.read_table()
        await job.wait()
    for mood, level in levels.items():
        job.choose_level(mood, level)
        await job.wait()
    return job


async def bring_in(
    device: Phone, content: bytes, levels: Mapping[str, int] = {}, columns: Columns | None = None
) -> PastImport:
    """Import a file and return the import."""
    job = await read(device, content, levels, columns)
    assert job.state.stage == "preview", job.state.trouble
    job.write()
    await job.wait()
    assert job.state.stage == "done", job.state
    return next(one for one in list_imports(device.services.documents) if one.id == job.state.import_id)


def entries(device: Phone) -> list[Entry]:
    """Return the check-ins, oldest first."""
    found = [entry_from_document(document) for document in device.services.documents.list("entry")]
    return sorted(found, key=lambda entry: (entry.felt_on, str(entry.felt_at), entry.note))


def everything(device: Phone) -> dict[UUID, dict[str, Value]]:
    """Return the fields of every document."""
    return {document.id: document.fields for document in device.services.documents.list_all()}
