"""What is worked out from open documents and kept beside them, such as an index: it goes when they close.

A lock wipes the documents from memory, and whatever was made of their words must go with them. So there is one kind of
place for it, and `Documents.close` empties every one.
"""

from typing import Any, TypeVar
from weakref import WeakKeyDictionary

T = TypeVar("T")
_all: list["Beside[Any]"] = []


class Beside(WeakKeyDictionary[Any, T]):
    """By set of documents, what is kept beside it; made once for each use, as a constant of its module."""

    def __init__(self) -> None:
        super().__init__()
        _all.append(self)


def forget_beside(documents: object) -> None:
    """Forget all that is kept beside `documents`."""
    for kept in _all:
        kept.pop(documents, None)
