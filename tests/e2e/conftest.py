"""The browser that a module of these tests shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser import CHROMIUM, REQUIRED, chromium
from tests.webapp.conftest import _filled_template, filled_app

__all__ = ["_filled_template", "browser", "filled_app"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium for one module; without it these tests skip, or fail where it is required.

    Not for the whole run: Playwright keeps an event loop running in the thread of the tests, in which
    no test of another module could start one of its own.
    """
    if not Path(CHROMIUM).exists() and not REQUIRED:
        pytest.skip(f"no browser at {CHROMIUM}; on Debian: apt-get install chromium")
    with chromium() as browser:
        yield browser
