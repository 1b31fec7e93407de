"""Which photos stand in which documents: kept in memory beside the opened journal, as any document of any version may
name a photo and none is asked twice."""

import asyncio
from collections.abc import Iterable, Set
from uuid import UUID

from mobile.vault.documents import Document, Documents
from mobile.vault.fields import list_elements, read_id

PREFIX = "photos."
_AT_ONCE = 1_000  # documents between two breaths of the event loop


class PhotoUses:
    """The documents of each photo. `refresh` first: it costs next to nothing when nothing changed."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._mark = -1
        self._users: dict[UUID, set[UUID]] = {}
        self._photos: dict[UUID, frozenset[UUID]] = {}
        self._lock = asyncio.Lock()

    @property
    def photo_ids(self) -> Set[UUID]:
        """Every photo that stands in a document, also in a trashed one."""
        return self._users.keys()

    def list_users(self, photo_id: UUID) -> frozenset[UUID]:
        """Return the documents in which a photo stands."""
        return frozenset(self._users.get(photo_id, ()))

    async def refresh(self) -> None:
        """Take in what changed since the last time."""
        async with self._lock:
            mark, changed = self._documents.changed_since(self._mark)
            if self._mark < 0 or changed is None:
                self._mark = mark
                await self._read_all()
                mark, changed = self._documents.changed_since(mark)  # what changed while this went on
            for document_id in changed or ():
                document = self._documents.get(document_id)
                self._note(document_id, frozenset() if document is None else photos_of(document))
            self._mark = mark if changed is not None else -1

    async def _read_all(self) -> None:
        self._users, self._photos = {}, {}
        documents = self._documents.list_all()
        for start in range(0, len(documents), _AT_ONCE):
            for document in documents[start : start + _AT_ONCE]:
                self._note(document.id, photos_of(document))
            await asyncio.sleep(0)

    def _note(self, document_id: UUID, photo_ids: frozenset[UUID]) -> None:
        before = self._photos.get(document_id, frozenset())
        for photo_id in before - photo_ids:
            users = self._users[photo_id]
            users.discard(document_id)
            if not users:
                del self._users[photo_id]
        for photo_id in photo_ids - before:
            self._users.setdefault(photo_id, set()).add(document_id)
        if photo_ids:
            self._photos[document_id] = photo_ids
        else:
            self._photos.pop(document_id, None)


def photos_of(document: Document) -> frozenset[UUID]:
    """Return the photos that stand in a document."""
    return frozenset(_read_ids(name for name, value in list_elements(document.fields, PREFIX) if value))


def _read_ids(names: Iterable[str]) -> Iterable[UUID]:
    return (found for name in names if (found := read_id(name)) is not None)
