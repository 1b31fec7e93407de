"""The index of the journal that is open, shared by everything that asks for days: made once, and gone with it."""

from mobile.entries.index import JournalIndex
from mobile.vault.beside import Beside
from mobile.vault.documents import Documents

# One index per set of open documents, gone with them.
_indexes: Beside[JournalIndex] = Beside()


def open_journal_index(documents: Documents) -> JournalIndex:
    """Return the index of the journal, up to date."""
    index = _indexes.get(documents)
    if index is None:
        index = _indexes[documents] = JournalIndex(documents)
    index.refresh()
    return index
