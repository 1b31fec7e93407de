"""What the columns of a table are, remembered for the next file with the same header: a private document, for the names
of columns may be words of the journal."""

from typing import TYPE_CHECKING

from mobile.transfer.any_csv import Mapping, header_key, without_strangers
from mobile.transfer.text_files import Table
from mobile.vault.documents import Document, Documents
from mobile.vault.fields import read_text
from mobile.vault.values import Value

if TYPE_CHECKING:
    from mobile.services import Services

KIND = "import_mapping"
_SEVERAL = "\x1f"  # between the names of several columns


def recall_mapping(documents: Documents, table: Table) -> Mapping | None:
    """Return the mapping that was used for a table with this header, None when there is none."""
    found = _find(documents, header_key(table.header))
    if found is None:
        return None

    def text(name: str) -> str:
        return read_text(found.fields.get(name)) or ""

    mapping = Mapping(
        day=text("day"),
        order=text("order"),  # type: ignore[arg-type]  # looked at below
        time=text("time"),
        mood=text("mood"),
        notes=tuple(name for name in text("notes").split(_SEVERAL) if name),
        tags=text("tags"),
        separator=text("separator") or ",",
        scales=tuple(name for name in text("scales").split(_SEVERAL) if name),
    )
    return without_strangers(mapping, table)


async def remember_mapping(services: "Services", table: Table, mapping: Mapping) -> None:
    """Keep a mapping for the next table with this header."""
    key = header_key(table.header)
    found = _find(services.documents, key)
    fields: dict[str, Value] = {
        "header": key,
        "day": mapping.day,
        "order": mapping.order,
        "time": mapping.time,
        "mood": mapping.mood,
        "notes": _SEVERAL.join(mapping.notes),
        "tags": mapping.tags,
        "separator": mapping.separator,
        "scales": _SEVERAL.join(mapping.scales),
    }
    await services.documents.save(found.id if found else None, KIND, fields)


def _find(documents: Documents, key: str) -> Document | None:
    return next((found for found in documents.list(KIND) if found.fields.get("header") == key), None)
