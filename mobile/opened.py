"""What somebody opened in this window although it was closed at first: a text behind a content note, or words that they
do not want to see. It belongs to the window and is never stored: on another day one may not be ready."""

from dataclasses import dataclass
from uuid import UUID

import flet as ft


@ft.observable
@dataclass
class Opened:
    """The posts, replies and notices that were opened."""

    ids: frozenset[UUID] = frozenset()

    def open(self, thing_id: UUID) -> None:
        """Show it from now on."""
        self.ids = self.ids | {thing_id}


def use_opened(key: str) -> Opened:
    """Return what was opened of one kind, named by `key`; the calling component is drawn again when more is."""
    store = ft.context.page.session.store
    if not store.contains_key(key):
        store.set(key, Opened())
    opened: Opened
    opened, _ = ft.use_state(store.get(key))
    return opened
