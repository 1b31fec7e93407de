"""What must be true of a journal after anything: worked out from the writes alone, without the code under test.

Every write that reached a device's disk is noted with what it replaced. From that follows what each entry must hold in
the end: a plain field its newest write, a text every write that nobody replaced, and nothing where it was erased.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from mobile.vault.registers import Registers
from mobile.vault.values import Value

Key = tuple[int, str]
Place = tuple[UUID, str]
TEXTS = frozenset({"note"})


class Violation(AssertionError):
    """Something was lost, came back, or never settled."""


@dataclass
class Oracle:
    """Every write of every device, and what each replaced or erased."""

    writes: dict[Place, dict[Key, Value]] = field(default_factory=dict)
    replaced: set[tuple[UUID, str, Key]] = field(default_factory=set)
    erased: set[tuple[UUID, str, Key]] = field(default_factory=set)

    def note_edit(self, document_id: UUID, old: Registers, new: Registers) -> None:
        """Note what an edit that is on the disk changed."""
        for name, writes in new.items():
            before = {(write.stamp, write.device) for write in old.get(name, ())}
            for write in writes:
                key = (write.stamp, write.device)
                if key in before and write.value is None:
                    self.erased.add((document_id, name, key))
                elif key not in before:
                    self.writes.setdefault((document_id, name), {})[key] = write.value
                    self.replaced |= {(document_id, name, other) for other in before}

    def documents(self) -> set[UUID]:
        """Return every document that was ever written."""
        return {document_id for document_id, _ in self.writes}

    def expected(self, document_id: UUID) -> dict[str, set[Value]]:
        """Return field -> the values that must stand there in the end."""
        wanted: dict[str, set[Value]] = {}
        for (owner, name), writes in self.writes.items():
            if owner != document_id:
                continue
            standing = {key for key in writes if (document_id, name, key) not in self.replaced}
            keys = standing if name in TEXTS else {max(writes)}
            shown = {writes[key] for key in keys if (document_id, name, key) not in self.erased} - {None}
            if shown:
                wanted[name] = shown
        return wanted

    def check(self, who: str, shown: Mapping[UUID, dict[str, set[Value]]]) -> None:
        """Compare what a device shows with what must stand; raise Violation."""
        for document_id in self.documents() | set(shown):
            wanted, found = self.expected(document_id), shown.get(document_id, {})
            if wanted != found:
                raise Violation(f"{who} shows {found} of {document_id}, and it should be {wanted}")
        for (document_id, name), writes in self.writes.items():
            if name not in TEXTS and (document_id, name, max(writes)) in self.replaced:
                raise Violation(f"{name} of {document_id} shows what somebody had seen and replaced")
