"""A browser per test, and faults that it collects: console errors and requests to elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser import CHROMIUM, REQUIRED, chromium
from tests.webapp.conftest import _filled_template, filled_app

__all__ = ["_filled_template", "browser", "filled_app"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium for the whole run; without it these tests skip, or fail where it is required."""
    if not Path(CHROMIUM).exists() and not REQUIRED:
        pytest.skip(f"no browser at {CHROMIUM}; on Debian: apt-get install chromium")
    with chromium() as browser:
        yield browser
