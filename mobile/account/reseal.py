"""A journal that was begun on its own and now belongs to an account: everything is sealed anew under its key."""

from collections.abc import Callable
from uuid import UUID, uuid4

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from mobile.storage.database import Database
from mobile.storage.drafts import draft_name
from mobile.storage.intake import remove_everything
from mobile.storage.outbox import mutation_name
from mobile.storage.tables import DocumentRow, DraftRow, OutboxRow, QuarantineRow
from mobile.vault.photo_sealing import PhotoMove
from mobile.vault.plain import read_plain
from mobile.vault.sealing import Keyring

_GROUP_DRAFTS = frozenset(
    {"answers", "ask", "edit", "group", "post", "profile", "reply", "report", "resolve", "share", "thank", "unsent"}
)


async def reseal(database: Database, old: Keyring, new: Keyring) -> Callable[[Session], None]:
    """Return what puts every document, photo, draft and stored call under the keys of `new`, inside one transaction.

    Documents and photos become new to the host: it has never seen them under this account. They keep their ids, so that
    what names a photo stays true; its id comes from a key that no host ever had. What does not open is left as it is.
    """
    documents, drafts, calls = await database.read(_read)
    opened = await old.open_many(documents, lambda document_id, plain: (document_id, *read_plain(plain)))
    photos = PhotoMove(old, new)
    sealed_documents = [
        (document_id, await new.seal_document(document_id, kind, registers))
        for document_id, kind, registers in (found for found in opened if found)
    ]
    sealed_drafts = [
        (key, await new.seal(draft_name(key), plain))
        for key, sealed in drafts
        if (plain := await old.open(draft_name(key), sealed)) is not None
    ]
    sealed_calls = [
        (name, await new.seal(mutation_name(name), plain))
        for name, sealed in calls
        if (plain := await old.open(mutation_name(name), sealed)) is not None
    ]

    def write(session: Session) -> None:
        remove_everything(session)
        photos.write(session)
        for document_id, sealed in sealed_documents:
            changed = {"sealed": sealed, "revision": 0, "pending": True, "mutation_id": uuid4()}
            session.execute(update(DocumentRow).where(col(DocumentRow.id) == document_id).values(**changed))
        for key, sealed in sealed_drafts:
            session.execute(update(DraftRow).where(col(DraftRow.key) == key).values(sealed=sealed))
        for name, sealed in sealed_calls:
            session.execute(update(OutboxRow).where(col(OutboxRow.name) == name).values(sealed=sealed))

    return write


def forget_groups_words(session: Session) -> None:
    """Forget calls that wait, drafts for groups, and records that did not open: after the account there is no host that
    would take the first two or send the third again."""
    session.execute(delete(OutboxRow))
    session.execute(delete(QuarantineRow))
    for kind in _GROUP_DRAFTS:
        session.execute(delete(DraftRow).where(col(DraftRow.key).startswith(f"{kind}:", autoescape=True)))


def _read(session: Session) -> tuple[list[tuple[UUID, bytes]], list[tuple[str, bytes]], list[tuple[UUID, bytes]]]:
    return (
        [(row.id, row.sealed) for row in session.exec(select(DocumentRow))],
        [(row.key, row.sealed) for row in session.exec(select(DraftRow))],
        [(row.name, row.sealed) for row in session.exec(select(OutboxRow))],
    )
