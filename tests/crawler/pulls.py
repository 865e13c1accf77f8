"""An account at a platform on loopback, and what a pull of it leaves in the store."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import select

from crawler.pulling.account import PullReport
from crawler.pulling.pull import pull_account
from data.db import reading, writing
from data.models import Fleet, FleetImportError, PlatformAccount, Presence, Sim
from data.sealing import seal
from data.settings import Settings
from tests.crawler.platforms.fakes import SECRETS
from tests.crawler.platforms.server import FakePlatform, serving
from tests.crawler.platforms.world import NOW


@dataclass
class Pulls:
    """Pulls accounts; waits of the client are counted, not waited for."""

    engine: Engine
    settings: Settings
    now: datetime = NOW
    slept: list[float] = field(default_factory=list)

    def account(self, platform: FakePlatform, secrets: dict[str, str] | None = None) -> int:
        """An account whose address is not known yet."""
        with writing(self.engine) as session:
            fleet = Fleet(name=f"fleet of {platform.name}", created_at=self.now)
            session.add(fleet)
            session.flush()
            account = PlatformAccount(
                fleet_id=fleet.id or 0,
                platform=platform.name,
                sealed=seal(secrets or SECRETS[platform.name], self.settings.signing_key),
                created_at=self.now,
                next_pull_at=self.now,
            )
            session.add(account)
            session.flush()
            return account.id or 0

    def pull(self, platform: FakePlatform, account: int, owner: str = "one") -> PullReport:
        """Serve the platform, pull once, stop serving."""
        report = asyncio.run(self._pull(platform, account, owner))
        assert report is not None
        return report

    async def _pull(self, platform: FakePlatform, account: int, owner: str) -> PullReport | None:
        async with serving(platform) as address:
            with writing(self.engine) as session:
                session.get_one(PlatformAccount, account).address = address
            return await pull_account(
                self.engine,
                self.settings,
                account,
                owner=owner,
                clock=lambda: self.now,
                sleep=self._sleep,
            )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def sims(self) -> dict[str, Sim]:
        """ICCID → SIM."""
        with reading(self.engine) as session:
            return {sim.iccid: sim for sim in session.exec(select(Sim))}

    def presence(self) -> list[tuple[str, str, datetime, datetime]]:
        """ICCID, country, from, to."""
        with reading(self.engine) as session:
            rows = session.exec(
                select(Sim.iccid, Presence.country, Presence.first_at, Presence.last_at)
                .join(Presence)
                .order_by(Sim.iccid, Presence.first_at)  # type: ignore[arg-type]  # columns
            ).all()
        return [(iccid, country, first, last) for iccid, country, first, last in rows]

    def faults(self) -> list[FleetImportError]:
        """Everything that was refused or doubtful."""
        with reading(self.engine) as session:
            return list(session.exec(select(FleetImportError)))

    def stored(self, account: int) -> PlatformAccount:
        """The account as it is now."""
        with reading(self.engine) as session:
            return session.get_one(PlatformAccount, account)
