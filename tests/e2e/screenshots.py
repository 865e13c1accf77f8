"""Pictures of every page, to be looked at: ``python -m tests.e2e.screenshots OUT_DIR [WORD…]``.

Widths of a phone, a laptop and a wide screen, light and dark, from a filled store of
made-up data; with words, only pages whose name has one of them.
"""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from data.db import make_engine, migrate, reading, writing
from data.queries.people import user_by_email
from data.settings import Settings
from tests.e2e.browser import chromium
from tests.e2e.server import serving
from tests.webapp.world import fill
from webapp import create_app
from webapp.accounts import issue_login_link

WIDTHS = {360: 780, 1440: 900, 1920: 1080}
PAGES = {
    "overview": "/",
    "alerts": "/alerts",
    "alert": "/alerts/1",
    "alert-arabic": "/alerts/3",
    "alert-hostile": "/alerts/6",
    "changes": "/changes",
    "change": "/changes/1",
    "countries": "/countries",
    "country": "/countries/TR",
    "group": "/countries/EU",
    "documents": "/documents",
    "document": "/documents/1",
    "difference": "/documents/1/difference?old=1&new=2",
    "sources": "/sources",
    "source": "/sources/ng-nca",
    "fleet": "/fleet",
    "sims": "/fleet/sims?live=yes&country=TR",
    "import": "/fleet/imports/1",
    "account": "/account",
    "people": "/admin/people",
    "missing": "/nothing-here",
    "empty": "/alerts?topic=esim",
}


def take(folder: Path, words: list[str]) -> int:
    """Take the pictures; how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings.load(instance=Path(tempfile.mkdtemp(prefix="roamwatch-pictures-")))
    migrate(settings)
    engine = make_engine(settings)
    now = datetime.now(UTC)
    with writing(engine) as session:
        fill(session, now=now)
    taken = 0
    with serving(create_app(settings, engine)) as address, chromium() as browser:
        for width, height in WIDTHS.items():
            for scheme in ("light", "dark"):
                with writing(engine) as session:
                    owner = user_by_email(session, "owner@fleet.test")
                    if owner is None:
                        raise LookupError("the filled store lacks its owner")
                    link = issue_login_link(session, owner, base_url=address, now=datetime.now(UTC))
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme
                )
                page = context.new_page()
                page.goto(f"{address}/login")
                if not words:
                    page.screenshot(path=folder / f"login-{width}-{scheme}.png")
                page.goto(link)
                page.get_by_role("button", name="Sign in").click()
                for name, path in PAGES.items():
                    if words and not any(word in name for word in words):
                        continue
                    page.goto(address + path)
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                    taken += 1
                context.close()
    with reading(engine):
        engine.dispose()
    return taken


if __name__ == "__main__":
    print(f"{take(Path(sys.argv[1]), sys.argv[2:])} pictures in {sys.argv[1]}")  # noqa: T201
