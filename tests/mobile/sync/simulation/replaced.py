"""Putting something else in a name's place for a while: how bugs are planted, and threads leave a simulation."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def replaced(owner: object, name: str, value: object) -> Iterator[None]:
    """Let `owner.name` be `value` until the block ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, value)
        yield
