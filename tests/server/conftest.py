"""Fixtures of the server's tests: a fresh host in the test's own loop."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.server import LocalHost, MovedClock, local_host


@pytest.fixture
def clock() -> MovedClock:
    """A clock that only the test moves."""
    return MovedClock()


@pytest.fixture
async def here(tmp_path: Path, clock: MovedClock) -> AsyncIterator[LocalHost]:
    """A fresh host without a socket."""
    async with local_host(tmp_path, clock=clock) as host:
        yield host
