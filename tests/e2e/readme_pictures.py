"""The README's pictures, from a demo that was run: ``python -m tests.e2e.readme_pictures INSTANCE``.

Writes the overview, the loudest alert with its evidence, a country, the check before shipping,
the clocks, and the newest daily digest as a mail program shows it into ``docs/``.
"""

import sys
from email import policy
from email.parser import BytesParser
from pathlib import Path

from playwright.sync_api import Browser

from data.db import make_engine
from data.settings import Settings
from tests.e2e.browser import chromium
from tests.e2e.screenshots import Shoot, pages_of, sign_in_link
from tests.e2e.server import serving
from webapp import create_app

DOCS = Path(__file__).parents[2] / "docs"
#: Picture → page, and how much of it is shown: the overview down to its map.
PAGES = {
    "overview": ("overview", 2150),
    "alert": ("alert-0", 1040),
    "country": ("country", 1040),
    "check": ("check-many", 1040),
    "clocks": ("clocks", 900),
}
WIDTH = 1280


def take(browser: Browser, shoot: Shoot, digest: str) -> None:
    """Take the pictures."""
    page = browser.new_context(color_scheme="light").new_page()
    page.goto(sign_in_link(shoot))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
    for name, (wanted, height) in PAGES.items():
        page.set_viewport_size({"width": WIDTH, "height": height})
        page.goto(shoot.address + shoot.pages[wanted])
        page.screenshot(path=shoot.folder / f"{name}.png")
    # A mail is read without our pages' Content-Security-Policy, which forbids its inline styles.
    mail = browser.new_context(viewport={"width": 760, "height": 1000}).new_page()
    mail.set_content(digest)
    mail.screenshot(path=shoot.folder / "digest.png")


def newest_digest(outbox: Path) -> str:
    """The HTML part of the newest daily digest."""
    newest = max(outbox.glob("digest-daily-*.eml"))
    message = BytesParser(policy=policy.default).parsebytes(newest.read_bytes())
    body = message.get_body(("html",))
    if body is None:
        raise LookupError(f"{newest.name} has no HTML part")
    return str(body.get_content())


def main(instance: Path) -> None:
    """Photograph the store in ``instance``."""
    settings = Settings.load(instance=instance)
    engine = make_engine(settings)
    with serving(create_app(settings, engine)) as address, chromium() as browser:
        shoot = Shoot(folder=DOCS, engine=engine, address=address, pages=pages_of(engine))
        take(browser, shoot, newest_digest(settings.outbox))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
