"""A device for the screens of insights."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.phone import Phone, phone


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    """A device on which somebody has begun to write, without account and without network."""
    async with phone(tmp_path) as running:
        await running.services.account.start_writing()
        yield running
