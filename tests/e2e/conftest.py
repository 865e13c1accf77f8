"""The browser and the filled site that a module of these tests shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from data.db import make_engine
from data.settings import Settings
from tests.e2e.browser import CHROMIUM, REQUIRED, chromium
from tests.e2e.site import Site, site_of
from tests.factories import NOW
from tests.webapp.conftest import _filled_template, filled_app
from webapp import create_app
from webapp.security import limiter

#: An issuer at which nobody can sign in: its pages are looked at like all others.
DOWN = "http://127.0.0.1:9"

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


@pytest.fixture(scope="module")
def site(_filled_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The filled store, served for one module of tests that only look."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "roamwatch.db").write_bytes(_filled_template.read_bytes())
    settings = Settings.load(instance=folder, oidc_issuer=DOWN, oidc_client_id="roamwatch")
    engine = make_engine(settings)
    app = create_app(settings, engine, lambda: NOW)
    app.config.update(TESTING=True)
    limiter.reset()
    with site_of(app) as served:
        yield served
    engine.dispose()
