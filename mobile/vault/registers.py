"""The join: how two copies of one document, edited apart, become one again.

A document is a map of fields, and each field is a small register of writes. A plain field keeps its last write; a text
keeps every write that no other write has seen, so that two notes written apart both survive. A set or a map uses one
plain field per element (`tags.<id>`, `scales.<id>`). The join is idempotent, commutative and associative (a property
test says so), hence nothing else about sync has to be careful: no base copy is kept, messages may come twice or in any
order, and an old copy that is served again can undo nothing.

Time is a Lamport clock per field: `stamp` is wall milliseconds pushed past everything that the field has seen. A wrong
clock therefore never loses an edit that was made knowing the other one.
"""

from collections.abc import Mapping
from typing import NamedTuple

from mobile.vault.values import Value, canonical

TEXT_FIELDS = frozenset({"note"})


class Write(NamedTuple):
    """One write to one field. `value` None means nothing stands here, erased or never said.

    `seen` maps a device to the newest stamp of that device that this write replaced. It is kept for texts only, and one
    number per device is enough: a device's later write has always seen its earlier ones.
    """

    value: Value
    stamp: int
    device: str
    seen: Mapping[str, int] = {}

    def covers(self, other: "Write") -> bool:
        """Say whether the writer of this had `other` on the screen."""
        return self.seen.get(other.device, -1) >= other.stamp


Registers = Mapping[str, tuple[Write, ...]]
# What is written into a field: a value, or for a text several that stand side by side, newest first: so a document that
# was carried elsewhere with two notes written apart has both again.
NewValue = Value | tuple[str, ...]


def edit(registers: Registers, changes: Mapping[str, NewValue], *, now: int, device: str) -> Registers:
    """Return `registers` with `changes` (field to value) written over all that stands there.

    `now` is in wall milliseconds. A field whose value is already the one asked for stays as it is, so that saving an
    untouched form is not an edit.
    """
    edited = dict(registers)
    for field, change in changes.items():
        old = registers.get(field, ())
        values = change if isinstance(change, tuple) else (change,)
        if _stand(old, values):
            continue
        stamp = max([now, *(write.stamp + 1 for write in old)]) + len(values) - 1
        seen = _seen(old) if field in TEXT_FIELDS else {}
        edited[field] = tuple(Write(one, stamp - index, device, seen) for index, one in enumerate(values))
    return edited


def erase(registers: Registers) -> Registers:
    """Return `registers` with every value gone and every write kept, so that deleted stays deleted.

    A device that edits without knowing of this brings back its own words and nothing else.
    """
    return {field: tuple(write._replace(value=None) for write in writes) for field, writes in registers.items()}


def is_erased(registers: Registers) -> bool:
    """Say whether no field holds a value any more."""
    return all(write.value is None for writes in registers.values() for write in writes)


def join(one: Registers, other: Registers) -> Registers:
    """Return the least document that holds both, in the one form that every device computes."""
    fields = sorted({*one, *other})
    return {field: _join_writes(field, [*one.get(field, ()), *other.get(field, ())]) for field in fields}


def values(registers: Registers) -> dict[str, Value]:
    """Return what each field shows: its newest write with a value. Fields without one are left out."""
    shown: dict[str, Value] = {}
    for field, writes in registers.items():
        for write in writes:
            if write.value is not None:
                shown[field] = write.value
                break
    return shown


def texts(registers: Registers) -> dict[str, tuple[str, ...]]:
    """Return the texts that stand side by side in a field, newest first, for fields with more than one."""
    return {
        field: several
        for field, writes in registers.items()
        if len(writes) > 1 and len(several := tuple(str(w.value) for w in writes if w.value is not None)) > 1
    }


def _stand(old: tuple[Write, ...], values: tuple[Value, ...]) -> bool:
    """Whether `values` are what stands in a field already."""
    if not old:
        return values == (None,)
    return len(old) == len(values) and all(
        canonical(write.value) == canonical(value) for write, value in zip(old, values, strict=True)
    )


def _seen(old: tuple[Write, ...]) -> dict[str, int]:
    """Return everything that a write over `old` replaces: those writes, and what they had replaced."""
    seen: dict[str, int] = {}
    for write in old:
        for device, stamp in ((write.device, write.stamp), *write.seen.items()):
            seen[device] = max(stamp, seen.get(device, stamp))
    return dict(sorted(seen.items()))


def _join_writes(field: str, writes: list[Write]) -> tuple[Write, ...]:
    by_key: dict[tuple[int, str], Write] = {}
    for write in writes:
        key = (write.stamp, write.device)
        known = by_key.get(key)
        by_key[key] = write if known is None else _same_write(known, write)
    newest_first = [by_key[key] for key in sorted(by_key, reverse=True)]
    if field not in TEXT_FIELDS:
        return tuple(newest_first[:1])
    return tuple(write for write in newest_first if not any(other.covers(write) for other in newest_first))


def _same_write(one: Write, other: Write) -> Write:
    """Return what two copies of one write become: erased anywhere is erased.

    Two values under one key can only come from a copied data folder; the choice is arbitrary and the same everywhere.
    """
    if one.value is None or other.value is None:
        return one._replace(value=None)
    return max(one, other, key=lambda write: canonical(write.value))
