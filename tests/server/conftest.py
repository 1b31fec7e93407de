"""Fixtures of the server's tests: a fresh host in the test's own loop."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.server import LocalHost, MovedClock, Person, local_host


@pytest.fixture
def clock() -> MovedClock:
    """A clock that only the test moves."""
    return MovedClock()


@pytest.fixture
async def here(tmp_path: Path, clock: MovedClock) -> AsyncIterator[LocalHost]:
    """A fresh host without a socket."""
    async with local_host(tmp_path, clock=clock) as host:
        yield host


@pytest.fixture
async def ada(here: LocalHost) -> Person:
    """Somebody with an account."""
    return await here.sign_up("ada")


@pytest.fixture
async def bob(here: LocalHost) -> Person:
    """Somebody else."""
    return await here.sign_up("bob")


@pytest.fixture
async def owls(ada: Person, bob: Person) -> str:
    """The id of a group that Ada looks after and Bob is in."""
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    return str(group["id"])
