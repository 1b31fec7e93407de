"""Fixtures of mutual aid."""

import pytest

from tests.server.aid.people import Circle, start_circle
from tests.server.conftest import clock, here
from tests.support.server import LocalHost, MovedClock

__all__ = ["clock", "here"]


@pytest.fixture
async def circle(here: LocalHost, clock: MovedClock) -> Circle:
    """Mira's group on a fresh host."""
    return await start_circle(here, clock)
