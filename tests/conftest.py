"""What holds for every test: no network but loopback, one event loop library, and groups that must not share a core.

Tests that drive a browser or kill processes are each kept together on one worker, and first: two of them at the same
time would measure each other, and a long group at the end would leave the other core idle.
"""

from pathlib import Path

import pytest

from tests.support.egress import refuse_egress

__all__ = ["refuse_egress"]

_TESTS = Path(__file__).parent


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the phone and the server do."""
    return "asyncio"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the group of each heavy test, and start with these."""
    for item in items:
        if item.path.is_relative_to(_TESTS / "browser"):
            item.add_marker("browser")
        for group in ("browser", "kill"):
            if item.get_closest_marker(group):
                item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: 0 if item.get_closest_marker("xdist_group") else 1)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Fail when the groups would not be kept: two browsers at once, each slowed by the other, look like flaky tests."""
    if session.config.getoption("loadgroup", default=False):
        lost = [item for item in session.items if item.get_closest_marker("xdist_group") and "@" not in item.nodeid]
        assert not lost, f"pytest-xdist does not keep the group of {lost[0].nodeid}"
