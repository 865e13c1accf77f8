"""Pictures of every page, to be looked at: ``python -m tests.e2e.screenshots OUT_DIR [WORD…]``.

Widths of a phone, a laptop and a wide screen, light and dark, from a filled store of made-up
data; with words, only pages whose name has one of them. ``--instance DIR`` shows the store
of that folder instead, the demo's for example; ``--language de`` asks for German pages.
"""

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser
from sqlalchemy import Engine
from sqlmodel import col, select

from analysis.clocking.tick import tick
from data.db import make_engine, migrate, reading, writing
from data.models import Alert, Clock, FleetImport, Source, User, Version
from data.search.index import index_some
from data.settings import Settings
from tests.e2e.browser import chromium
from tests.e2e.server import serving
from tests.webapp.world import fill
from webapp import create_app
from webapp.accounts.passwords import issue_login_link

SIZES = {360: 780, 1024: 768, 1920: 1080}
PAGES = {
    "overview": "/",
    "alerts": "/alerts",
    "alerts-view": "/alerts?state=waiting&severity=high&view=1",
    "alerts-ticked": "/alerts?tick=all",
    "silences": "/silences",
    "changes": "/changes",
    "change": "/changes/1",
    "countries": "/countries",
    "country": "/countries/TR",
    "api-docs": "/api/docs",
    "coverage": "/coverage",
    "group": "/countries/EU",
    "clocks": "/clocks",
    "rules": "/rules?show=live",
    "rule": "/rules/BR",
    "rule-then": "/rules/TR?on=2026-03-01&known=2026-03-01",
    "rule-history": "/rules/TR/history",
    "check": "/check",
    "check-services": "/check/services",
    "work": "/work?whose=all",
    "work-job": "/work/1",
    "check-whatif": "/check/what-if?country=IN&days=90&effective=2027-01-01",
    "check-one": "/check?country=TR&sims=500&technology=euicc_sgp32&days=200&home=DE",
    "check-many": "/check?country=DE:3000,TR:500,US:300,BR:120,CN:40,AQ&technology=single&days=60",
    "rule-proposals": "/rules/proposals",
    "rule-proposal": "/rules/proposals/1",
    "documents": "/documents",
    "documents-search": "/documents?q=roaming",
    "documents-none": "/documents?q=roaming+M2M",
    "sources": "/sources",
    "fleet": "/fleet",
    "members": "/fleet/members",
    "plans": "/plans",
    "plan": "/plans/1/TR",
    "replay": "/fleet/replay/1",
    "platforms": "/fleet/platforms?platform=soracom",
    "sims": "/fleet/sims?live=yes&country=TR",
    "account": "/account",
    "codes": "/account/codes",
    "forgotten": "/login/forgot",
    "channels": "/channels",
    "subscriptions": "/subscriptions",
    "deliveries": "/deliveries",
    "people": "/admin/people",
    "audit": "/admin/audit",
    "missing": "/nothing-here",
    "empty": "/alerts?topic=esim",
}


@dataclass(frozen=True, kw_only=True)
class Shoot:
    """What is to be photographed, and where the pictures go."""

    folder: Path
    engine: Engine
    address: str
    pages: dict[str, str]
    language: str = "en"


def pages_of(engine: Engine) -> dict[str, str]:
    """The pages with the numbers that this store has: some alerts, a changed document, bad sources."""
    found = dict(PAGES)
    with reading(engine) as session:
        alerts = session.exec(select(Alert).order_by(col(Alert.severity_score).desc())).all()
        found |= {f"alert-{place}": f"/alerts/{row.id}" for place, row in enumerate(alerts[:8])}
        running = session.exec(select(Clock.limit_id).where(Clock.key != "")).first()
        if running is not None:
            found["clock"] = f"/clocks/{running}"
        changed = session.exec(select(Version).where(Version.cause == "changed")).first()
        if changed is not None:
            number = changed.document_id
            versions = [
                str(version)
                for version in session.exec(
                    select(Version.id)
                    .where(Version.document_id == number)
                    .order_by(col(Version.id))
                )
            ]
            found["document"] = f"/documents/{number}"
            found["difference"] = (
                f"/documents/{number}/difference?old={versions[0]}&new={versions[-1]}"
            )
        for source in session.exec(select(Source).where(Source.failures > 0).limit(2)):
            found[f"source-{source.id}"] = f"/sources/{source.id}"
        done = session.exec(select(FleetImport)).first()
        if done is not None:
            found["import"] = f"/fleet/imports/{done.id}"
    return found


def take(shoot: Shoot) -> int:
    """Take all pictures; how many there are."""
    shoot.folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        return sum(
            1
            for width in SIZES
            for scheme in ("light", "dark")
            for _ in photographs(browser, shoot, width, scheme)
        )


def photographs(browser: Browser, shoot: Shoot, width: int, scheme: str) -> Iterator[Path]:
    """The pages at one width in one scheme, each as its picture is taken."""
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale=shoot.language,
    )
    page = context.new_page()
    page.goto(f"{shoot.address}/login")
    page.screenshot(path=shoot.folder / f"login-{width}-{scheme}.png")
    page.goto(sign_in_link(shoot))
    page.locator(".card .button-main").click()
    for name, path in shoot.pages.items():
        page.goto(shoot.address + path)
        picture = shoot.folder / f"{name}-{width}-{scheme}.png"
        page.screenshot(path=picture, full_page=True)
        yield picture
    context.close()


def sign_in_link(shoot: Shoot) -> str:
    """A one-time link for the person who may see most."""
    with writing(shoot.engine) as session:
        user = session.exec(select(User).where(col(User.active)).order_by(User.role)).first()
        if user is None:
            raise LookupError("nobody may sign in to this store")
        return issue_login_link(session, user, base_url=shoot.address, now=datetime.now(UTC))


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--instance", type=Path)
    parser.add_argument("--language", default="en")
    options = parser.parse_args()
    folder = options.instance or Path(tempfile.mkdtemp(prefix="roamwatch-pictures-"))
    settings = Settings.load(instance=folder)
    engine = make_engine(settings)
    if options.instance is None:
        migrate(settings)
        with writing(engine) as session:
            fill(session, now=datetime.now(UTC))
            index_some(session, limit=1_000)
        tick(engine, now=datetime.now(UTC))
    pages = {
        name: path
        for name, path in pages_of(engine).items()
        if not options.words or any(word in name for word in options.words)
    }
    with serving(create_app(settings, engine)) as address:
        shoot = Shoot(
            folder=options.folder,
            engine=engine,
            address=address,
            pages=pages,
            language=options.language,
        )
        count = take(shoot)
    print(f"{count} pictures in {options.folder}")  # noqa: T201  # the result of the command


if __name__ == "__main__":
    main()
