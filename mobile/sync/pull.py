"""Pulling: what other devices wrote comes here, page by page, and is joined with what is here.

Also the check that nothing is missing: the host's count and sum of revisions must be what this device can add up.
"""

from dataclasses import replace
from uuid import UUID

from api_client.client import ApiClient
from api_client.errors import Conflict, InvalidResponse
from api_client.wire.live import VAULT_SCOPE
from mobile.storage.cursors import Cursor, read_cursor, write_cursor
from mobile.sync.local import Local

_RESETS_MAX = 3


async def pull_documents(client: ApiClient, local: Local) -> None:
    """Read every change after the cursor. Raises an ApiError or StorageError."""
    records = local.documents.records
    resets, more = 0, True
    while more:
        cursor = await local.database.read(lambda session: read_cursor(session, VAULT_SCOPE))
        try:
            changes = await client.vault.list_changes(epoch=cursor.epoch, after=cursor.position)
        except Conflict:
            resets += 1
            if resets > _RESETS_MAX:
                raise
            await records.offer_again(None)
            continue
        if changes.cursor < cursor.position or (changes.more and changes.cursor == cursor.position):
            raise InvalidResponse("the vault's cursor does not move on")
        await records.receive(changes.records, Cursor(changes.cursor, changes.epoch))
        more = changes.more


async def check_epoch(local: Local, epoch: UUID | None) -> bool:
    """Return whether the host's history is the one that this device knows; start over when it is not."""
    cursor = await local.database.read(lambda session: read_cursor(session, VAULT_SCOPE))
    if epoch is None or cursor.epoch == epoch:
        return True
    if cursor.epoch is not None:
        await local.documents.records.offer_again(epoch)
        return False
    await local.database.write(lambda session: write_cursor(session, VAULT_SCOPE, replace(cursor, epoch=epoch)))
    return True


async def check_digest(client: ApiClient, local: Local) -> bool:
    """Return whether the host holds what this device knows it should hold.

    Only a device that stands at the host's head can tell; one that does not has nothing to complain about yet.
    """
    digest = await client.vault.get_digest()
    cursor, count, total = await local.documents.records.read_digest()
    if cursor.epoch not in (None, digest.epoch):
        return False
    if cursor.position != digest.revision:
        return True
    return (count, total) == (digest.record_count, digest.revision_sum)
