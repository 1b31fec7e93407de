"""What the browser tests share: one Chromium per module.

Not per run: Playwright keeps a loop going in its thread as long as a browser lives, and an async test that came to
the same worker afterwards could not start its own.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.browser import open_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; open windows in it with `open_screen`."""
    with open_browser() as browser:
        yield browser
