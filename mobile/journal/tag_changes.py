"""Changing a tag in many check-ins at once: plain plans of what to write, and one write that can be undone whole."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from mobile import vocabulary_changes
from mobile.entries.document import KIND
from mobile.vault.documents import Document, Documents
from mobile.vault.steps import run_aside
from mobile.vault.values import Value
from mobile.vocabulary import Vocabulary, open_vocabulary

if TYPE_CHECKING:
    from mobile.services import Services

Writes = Mapping[UUID, Mapping[str, Value]]  # document id -> fields to write
Progress = Callable[[int, int], None]
Undo = Callable[[], Awaitable[object]]
_PREFIX = "tags."


def plan_adding(documents: Documents, vocabulary: Vocabulary, ids: Iterable[UUID], tag: str) -> Writes:
    """Return what gives `tag` to those of the check-ins `ids` that do not have it."""
    found = [(one, documents.get(one)) for one in ids]
    wanted = vocabulary.tag_id(tag)
    return {
        one: {f"{_PREFIX}{wanted}": True}
        for one, document in found
        if document is not None and not _fields_of(document, vocabulary, wanted)
    }


def plan_removing(documents: Documents, vocabulary: Vocabulary, ids: Iterable[UUID], tag: str) -> Writes:
    """Return what takes `tag`, and every tag that reads as it, away from those of the check-ins `ids` that have it."""
    found = [(one, documents.get(one)) for one in ids]
    wanted = vocabulary.tag_id(tag)
    plan = {one: dict.fromkeys(_fields_of(document, vocabulary, wanted), False) for one, document in found if document}
    return {one: fields for one, fields in plan.items() if fields}


def plan_replacing(documents: Documents, vocabulary: Vocabulary, ids: Iterable[UUID], tag: str, other: str) -> Writes:
    """Return what puts `other` in the place of `tag` in those of the check-ins `ids` that have it."""
    removing = plan_removing(documents, vocabulary, ids, tag)
    return {one: {**fields, f"{_PREFIX}{vocabulary.tag_id(other)}": True} for one, fields in removing.items()}


async def write(services: "Services", writes: Writes, on_progress: Progress | None = None) -> tuple[int, Undo]:
    """Write a plan, all of it or nothing; return how many check-ins it changed and what brings them back as they were.

    Cancelling while it runs leaves everything as it was. Raises as `Documents.change_many`.
    """
    documents = services.documents
    known = {one: document for one in writes if (document := documents.get(one)) is not None}
    before = {one: {name: document.fields.get(name, False) for name in writes[one]} for one, document in known.items()}
    changed = await documents.change_many(
        [(one, KIND, fields) for one, fields in writes.items()], on_progress=on_progress
    )

    async def undo() -> None:
        await documents.change_many([(one, KIND, before[one]) for one in changed if one in before])

    return len(changed), undo


async def planned(make: Callable[[], Writes]) -> Writes:
    """Return the plan that `make` works out, beside everything else: with a long journal it takes a moment."""
    return await run_aside(make)


async def merge(services: "Services", tag: str, other: str, on_progress: Progress | None = None) -> tuple[int, Undo]:
    """Let `tag` become `other`: in every check-in that is here, and in what comes later from another device.

    The word is written last, so that stopping halfway leaves everything as it was. Returns as `write`.
    """
    vocabulary = open_vocabulary(services.documents)
    ids = [document.id for document in services.documents.list(KIND)]
    plan = await planned(lambda: plan_replacing(services.documents, vocabulary, ids, tag, other))
    count, undo_entries = await write(services, plan, on_progress)
    await vocabulary_changes.merge_tag(services, tag, other)

    async def undo() -> None:
        await vocabulary_changes.split_tag(services, tag)
        await undo_entries()

    return count, undo


def count_tags(documents: Documents, vocabulary: Vocabulary, ids: Iterable[UUID]) -> dict[str, int]:
    """Return tag id -> how many of the check-ins `ids` carry it, merged tags counted as what they read as."""
    counts: dict[str, int] = {}
    for one in ids:
        document = documents.get(one)
        for tag in _tags_of(document, vocabulary) if document else ():
            counts[tag] = counts.get(tag, 0) + 1
    return counts


def _tags_of(document: Document, vocabulary: Vocabulary) -> set[str]:
    return {
        vocabulary.tag_id(name[len(_PREFIX) :])
        for name, value in document.fields.items()
        if value is True and name.startswith(_PREFIX)
    }


def _fields_of(document: Document, vocabulary: Vocabulary, wanted: str) -> list[str]:
    """Return the fields of a check-in that read as the tag `wanted`."""
    return [
        name
        for name, value in document.fields.items()
        if value is True and name.startswith(_PREFIX) and vocabulary.tag_id(name[len(_PREFIX) :]) == wanted
    ]
