"""Pushing: what was written on this device goes to the host, sealed.

An edit made while an older one is on its way stays pending; a repeat after a lost answer is recognised by its mutation
id; a conflict is joined and pushed again. See `records.settle` for when the cursor may move without an echo.
"""

from api_client.client import ApiClient
from api_client.errors import Conflict
from api_client.wire.live import VAULT_SCOPE
from api_client.wire.vault import PushRecord, PushRecords
from mobile.storage.cursors import read_cursor
from mobile.sync.local import Local

_ROUNDS_MAX = 300  # of up to 500 records: a journal of any size, and an end if a host never agrees


async def push_documents(client: ApiClient, local: Local) -> bool:
    """Push until nothing is pending; return whether anything was sent. Raises an ApiError or StorageError."""
    records = local.documents.records
    for round_number in range(_ROUNDS_MAX):
        sent = await records.list_pending()
        if not sent:
            return round_number > 0
        cursor = await local.database.read(lambda session: read_cursor(session, VAULT_SCOPE))
        request = PushRecords(
            epoch=cursor.epoch,
            records=tuple(
                PushRecord(id=row.id, base_revision=row.revision, mutation_id=row.mutation_id, sealed=row.sealed)
                for row in sent
            ),
        )
        try:
            answer = await client.vault.push_records(request)
        except Conflict:
            await records.offer_again(None)
            continue
        await records.settle(sent, answer)
    return True
