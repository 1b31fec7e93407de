"""What a search of one's own journal needs: the texts while the journal is open, and what things are called."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from weakref import ref

from mobile.entries.search import Filters, Naming, SearchIndex
from mobile.vault.beside import Beside
from mobile.vocabulary import Vocabulary

if TYPE_CHECKING:
    from mobile.services import Services

# One index per set of open documents, gone with them and emptied when they are locked.
_indexes: Beside[SearchIndex] = Beside()


async def open_search(services: "Services") -> SearchIndex:
    """Return the index of the journal's texts, up to date. The first call reads every check-in."""
    documents = services.documents
    index = _indexes.get(documents)
    if index is None:
        index = _indexes[documents] = SearchIndex()
        kept = ref(index)

        def on_change(_scope: str) -> None:
            if not documents.is_open and (known := kept()) is not None:
                known.forget()

        services.signal.subscribe(on_change)
    await index.refresh(documents)
    return index


def naming(vocabulary: Vocabulary) -> Naming:
    """Return how a search reads ids: by the names that the vocabulary has for them."""

    def word(field: str) -> str:
        kind, _, identity = field.partition(".")
        if kind == "tags":
            return vocabulary.tag(identity)
        if kind == "feelings":
            return vocabulary.feeling(identity)
        scale = vocabulary.scale(identity)
        return scale.name if scale else ""

    def same(field: str) -> str:
        return f"tags.{vocabulary.tag_id(field[5:])}" if field.startswith("tags.") else field

    return Naming(word, vocabulary.mood, same)


def read_filters(query: Mapping[str, str]) -> Filters:
    """Return the filters that the path of a search carries; what cannot be read is left out."""
    levels = frozenset(int(one) for one in query.get("levels", "").split(",") if one in ("1", "2", "3", "4", "5"))
    return Filters(
        levels=levels,
        tags=_ids(query.get("tags")),
        feelings=_ids(query.get("feelings")),
        first=_day(query.get("first")),
        last=_day(query.get("last")),
    )


def _ids(text: str | None) -> frozenset[str]:
    return frozenset(one for one in (text or "").split(",") if one)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
