"""How a document is written before it is sealed.

    {"kind": "entry",
     "saves": [[stamp, device, {field: value, ...}], ...],
     "texts": {"note": [[text, stamp, device, seen], ...]}}

Fields that were saved together stand together, because most of an entry is written in one go: half the bytes and a
third of the time of a list per field, and 36,000 entries must open in a moment.
"""

from typing import Any

from mobile.vault.registers import TEXT_FIELDS, Registers, Write
from mobile.vault.values import Value


def write_plain(kind: str, registers: Registers) -> dict[str, Any]:
    """Return the JSON of a document."""
    saves: dict[tuple[int, str], dict[str, Value]] = {}
    written: dict[str, list[list[Any]]] = {}
    for field, writes in registers.items():
        if field in TEXT_FIELDS:
            written[field] = [list(write) if write.seen else list(write[:3]) for write in writes]
        elif writes:
            saves.setdefault((writes[0].stamp, writes[0].device), {})[field] = writes[0].value
    plain: dict[str, Any] = {"kind": kind, "saves": [[*key, fields] for key, fields in saves.items()]}
    return plain | {"texts": written} if written else plain


def read_plain(plain: Any) -> tuple[str, Registers]:
    """Return kind and registers of what `write_plain` wrote; raise ValueError for anything else."""
    try:
        registers = {
            field: tuple(Write(*write) for write in writes) for field, writes in plain.get("texts", {}).items()
        }
        for stamp, device, fields in plain["saves"]:
            registers.update((field, (Write(value, stamp, device),)) for field, value in fields.items())
        kind = plain["kind"]
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("not a document") from error
    if type(kind) is not str or not all(_is_write(write) for writes in registers.values() for write in writes):
        raise ValueError("not a document")
    return kind, registers


def shown_values(plain: Any) -> dict[str, Value]:
    """Return `values` of a document without building its registers: for opening a whole journal."""
    shown: dict[str, Value] = {}
    for _, _, fields in plain["saves"]:
        shown.update(fields)
    for field, writes in plain.get("texts", {}).items():
        shown[field] = next((write[0] for write in writes if write[0] is not None), None)
    return {field: value for field, value in shown.items() if value is not None} if None in shown.values() else shown


def shown_texts(plain: Any) -> dict[str, tuple[str, ...]]:
    """Return `texts` of a document without building its registers."""
    return {
        field: several
        for field, writes in plain.get("texts", {}).items()
        if len(writes) > 1 and len(several := tuple(write[0] for write in writes if write[0] is not None)) > 1
    }


def _is_write(write: Write) -> bool:
    seen_is_right = not write.seen or (
        type(write.seen) is dict and all(type(stamp) is int for stamp in write.seen.values())
    )
    value_is_right = write.value is None or isinstance(write.value, str | int | float)
    return type(write.stamp) is int and type(write.device) is str and seen_is_right and value_is_right
