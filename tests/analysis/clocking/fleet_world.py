"""Fleets that were seen here and there, and the slow obvious way to their clocks; for tests.

The slow way asks the store's models and :func:`analysis.clocks.read_clock`, one key at a time.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlmodel import Session, col, select

from analysis.clocking.limits import RuleLimit
from analysis.clocking.sources import places
from analysis.clocks import ClockState, Stay, read_clock
from data.civil import civil_day
from data.fleet.mcc import home_of
from data.ledger import sync_ledger
from data.models import Fleet, Presence, Sim
from data.rules import rule_facts
from data.words import CAN_CONNECT, LimitPer

#: Networks of the SIMs: Germany, shared, Türkiye, Chile, Brazil.
MCCS = ("262", "901", "286", "730", "724")
COUNTRIES = ("TR", "TR", "TR", "BR", "CL", "SA", "FR", "DE", "QA", "")


@dataclass
class FleetWorld:
    """Adds fleets, SIMs and stretches of sightings to a session."""

    session: Session
    now: datetime
    numbers: int = 0

    def rules(self) -> None:
        """The ledger knows what the bundled facts say of limits."""
        facts = [fact for fact in rule_facts() if fact.limits]
        sync_ledger(self.session, facts, now=self.now - timedelta(days=1))

    def fleet(self, name: str = "Meters") -> int:
        fleet = Fleet(name=name, created_at=self.now)
        self.session.add(fleet)
        self.session.flush()
        return fleet.id or 0

    def sim(self, fleet_id: int, *, state: str = "active", home: str = "DE") -> int:
        self.numbers += 1
        number = f"{self.numbers:010d}"
        sim = Sim(
            fleet_id=fleet_id,
            iccid=f"8988228{number}01",
            iccid_key=f"8988228{number}0",
            state=state,
            home_country=home,
            updated_at=self.now,
        )
        self.session.add(sim)
        self.session.flush()
        return sim.id or 0

    def seen(
        self,
        sim_id: int,
        country: str,
        first: int,
        last: int = 0,
        *,
        imsi: str = "262010000000001",
        imei: str = "",
    ) -> Presence:
        """From ``first`` days ago to ``last`` days ago."""
        row = Presence(
            sim_id=sim_id,
            country=country,
            imsi=imsi,
            imei=imei,
            first_at=self.now - timedelta(days=first),
            last_at=self.now - timedelta(days=last),
            method="session",
        )
        self.session.add(row)
        self.session.flush()
        return row

    def strewn(self, *, sims: int, seed: int) -> None:
        """Two fleets of SIMs that travel; some share a device or an IMSI, some say neither."""
        dice = Random(seed)
        fleets = [self.fleet("Meters"), self.fleet("Trackers")]
        ids = [
            self.sim(
                dice.choice(fleets),
                state=dice.choice(("active", "active", "active", "ready", "terminated")),
                home=dice.choice(("DE", "901", "", "TR")),
            )
            for _ in range(sims)
        ]
        for sim_id in ids:
            for _ in range(dice.randrange(1, 6)):
                self.wander(dice, sim_id)

    def wander(self, dice: Random, sim_id: int) -> None:
        """One more stretch of a SIM, at any moment of some day."""
        first = dice.randrange(0, 260)
        person = sim_id if dice.random() < 0.9 else dice.randrange(1, 12)
        row = self.seen(
            sim_id,
            dice.choice(COUNTRIES),
            first,
            max(first - dice.randrange(0, 120), 0),
            imsi=f"{dice.choice(MCCS)}01{person:010d}" if dice.random() < 0.9 else "",
            imei=f"35000000{person:06d}0" if dice.random() < 0.8 else "",
        )
        shift = timedelta(minutes=dice.randrange(0, 24 * 60))
        row.first_at -= shift
        row.last_at -= min(shift, row.last_at - row.first_at)


Expected = dict[tuple[str, int, str], tuple[str, int, int, date | None, int]]
"""(limit, SIM, key) → state, observed, possible, day of crossing, fleet."""


def slow_clocks(session: Session, limits: Sequence[RuleLimit], now: datetime) -> Expected:
    """Every clock with something to count, one by one."""
    sims = {sim.id or 0: sim for sim in session.exec(select(Sim))}
    rows = session.exec(select(Presence).order_by(col(Presence.id))).all()
    found: Expected = {}
    for limit in limits:
        groups: dict[tuple[str, int], list[Presence]] = defaultdict(list)
        for row in rows:
            named = {LimitPer.IMSI: row.imsi, LimitPer.IMEI: row.imei}.get(limit.per, "")
            groups[(named, 0) if named else ("", row.sim_id)].append(row)
        for (key, _), group in groups.items():
            entry = _slow_clock(limit, key, group, sims, now)
            if entry is not None:
                sim_id, values = entry
                found[limit.key, sim_id, key] = values
    return found


def _slow_clock(
    limit: RuleLimit, key: str, group: list[Presence], sims: dict[int, Sim], now: datetime
) -> tuple[int, tuple[str, int, int, date | None, int]] | None:
    today = civil_day(now, limit.country)
    members = places((limit.country,), on=today)
    homes = places(limit.homes, on=today)
    stays = []
    for row in group:
        home = home_of(row.imsi, visited=row.country) if row.imsi else sims[row.sim_id].home_country
        here = row.country in members and home != row.country
        here = here and (not homes or home in homes)
        at_home = row.country != "" and home == row.country
        place = "here" if here else "home" if at_home else "away"
        first, last = (civil_day(at, row.country) for at in (row.first_at, row.last_at))
        stays.append((Stay(country=place, first=first, last=last), row))
    carrier = sims[max(stays, key=lambda one: (one[0].last, one[1].sim_id))[1].sim_id]
    if carrier.state not in {state.value for state in CAN_CONNECT}:
        return None
    if all(stay.country != "here" for stay, _ in stays):
        return None
    clock = read_clock([stay for stay, _ in stays], "here", limit.counted, today=today, home="home")
    nameless = limit.per is not LimitPer.SIM and not key
    state = ClockState.UNKNOWN if nameless else clock.state
    values = (state.value, clock.observed, clock.possible, clock.crosses_on, carrier.fleet_id)
    return carrier.id or 0, values
