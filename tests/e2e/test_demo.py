"""The officer's morning on what the demo's own crawl brought, in a real browser."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from data.db import make_engine
from data.settings import Settings
from tests.e2e.browser import Watch
from tests.e2e.officer import Officer
from tests.e2e.screenshots import Shoot, sign_in_link
from tests.e2e.server import serving
from webapp import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """A folder in which the whole job has run once on the bundled sample world."""
    folder = tmp_path / "demo"
    done = subprocess.run(
        [sys.executable, "-m", "webapp", "demo", "--once", "--json", "--port", "0"],
        env={**os.environ, "ROAMWATCH_INSTANCE": str(folder)},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["alerts"] > 0
    return folder


def test_an_alert_of_the_demo_is_read_in_its_text_and_acknowledged(
    browser: Browser, instance: Path
) -> None:
    settings = Settings.load(instance=instance)
    engine = make_engine(settings)
    with serving(create_app(settings, engine)) as address:
        watch = Watch(urlsplit(address).netloc)
        context = browser.new_context()
        officer = Officer(watch.over(context.new_page()), address)
        shoot = Shoot(folder=instance, engine=engine, address=address, pages={})
        officer.sign_in(sign_in_link(shoot))
        before = officer.page.locator(".standing").inner_text()
        officer.open_alert(re.compile("Türkiye: "))
        alert = officer.page.url
        assert len(officer.open_evidence()) > 20
        officer.page.goto(alert)
        officer.acknowledge(f"Seen on {datetime.now(UTC):%d %B}.")
        officer.page.goto(address)
        expect(officer.page.locator(".standing")).not_to_have_text(before)
        context.close()
    engine.dispose()
    assert watch.faults == []
