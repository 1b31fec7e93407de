"""A host and a device for the screens of this slice."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.mobile.account.account_app import Phone, a_phone
from tests.support.server import LocalHost, local_host


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[LocalHost]:
    async with local_host(tmp_path / "host", name="Northfield") as running:
        yield running


@pytest.fixture
async def phone(tmp_path: Path, host: LocalHost) -> AsyncIterator[Phone]:
    async with a_phone(tmp_path / "phone", host) as device:
        yield device
