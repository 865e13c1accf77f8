"""A fleet of any size that was seen over ten months, written straight into the store."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import Engine, insert
from sqlmodel import col

from data.counting import recount
from data.db import writing
from data.fleet.sample import COUNTRIES
from data.ledger import sync_ledger
from data.models import Fleet, Presence, Sim
from data.rules import rule_facts

#: Networks of the SIMs and their share: shared codes, the Netherlands, Germany, Britain, Sweden.
HOMES = {"901": 50, "204": 20, "262": 14, "234": 9, "240": 7}
#: What the SIMs can do, and the share of each.
TECHNOLOGIES = {"single": 47, "multi_imsi": 26, "euicc_sgp02": 14, "euicc_sgp32": 13}
_HOME_COUNTRIES = {"901": "901", "204": "NL", "262": "DE", "234": "GB", "240": "SE", "286": "TR"}
_KINDS = [word for word, share in TECHNOLOGIES.items() for _ in range(share)]
FLEETS = 4
_AT_ONCE = 20_000


def write_seen_fleet(engine: Engine, *, sims: int, now: datetime, seed: int = 7) -> int:
    """Write so many SIMs with their stretches; how many stretches there are.

    Nine of ten stay in one country, of these most with pauses in which they are not seen; the
    others travel. One device of two hundred moved on to another SIM.
    """
    dice = Random(seed)
    with writing(engine) as session:
        sync_ledger(session, rule_facts(), now=now - timedelta(days=1))
        session.add_all(Fleet(name=f"Unit {n}", created_at=now) for n in range(1, FLEETS + 1))
    rows = 0
    numbers = iter(range(1, sims + 1))
    while batch := list(islice(numbers, _AT_ONCE)):
        stays = {number: list(_stretches(dice, number, now)) for number in batch}
        with writing(engine) as session:
            connection = session.connection()
            sims_of = [_sim(number, stays[number][-1], now) for number in batch]
            connection.execute(insert(Sim), sims_of)
            stretches = [row for found in stays.values() for row in found]
            connection.execute(insert(Presence), stretches)
        rows += len(stretches)
    with writing(engine) as session:
        recount(session.connection())
    return rows


def grow(engine: Engine, *, now: datetime, share: float = 0.05) -> int:
    """A day passes: who was seen lately is seen again, some elsewhere; how many stretches are new."""
    dice = Random(11)
    with writing(engine) as session:
        connection = session.connection()
        lately = col(Presence.last_at) > now - timedelta(days=2)
        connection.execute(Presence.__table__.update().where(lately).values(last_at=now))  # type: ignore[attr-defined]
        sims = connection.exec_driver_sql("SELECT count(*) FROM sim").scalar_one()
        moved = dice.sample(range(1, sims + 1), int(sims * share))
        connection.execute(
            insert(Presence), [_stretch(dice, number, _country(dice), now, now) for number in moved]
        )
    return len(moved)


def _sim(number: int, last: dict[str, Any], now: datetime) -> dict[str, Any]:
    """As its last stretch says."""
    return {
        "id": number,
        "fleet_id": 1 + number % FLEETS,
        "iccid": f"8999901{number:012d}0",
        "iccid_key": f"8999901{number:012d}",
        "imsi": "",
        "state": "active" if number % 20 else "suspended",
        "home_country": _HOME_COUNTRIES[last["imsi"][:3]],
        "technology": _KINDS[number // FLEETS % len(_KINDS)],
        "visited_country": last["country"],
        "visited_mcc": last["mcc"],
        "last_seen_at": last["last_at"],
        "updated_at": now,
    }


def _stretches(dice: Random, number: int, now: datetime) -> Iterator[dict[str, Any]]:
    country, travels = _country(dice), dice.random() < 0.1
    begin = now - timedelta(days=dice.randrange(20, 300), minutes=dice.randrange(1440))
    for _ in range(dice.randrange(1, 8)):
        end = min(begin + timedelta(days=dice.expovariate(1 / 40)), now)
        yield _stretch(dice, number, country, begin, end)
        begin = end + timedelta(days=1 + dice.expovariate(1 / 8))
        if begin >= now:
            return
        country = _country(dice) if travels else country


def _stretch(
    dice: Random, number: int, country: str, first: datetime, last: datetime
) -> dict[str, Any]:
    home = dice.choices(list(HOMES), list(HOMES.values()))[0] if number % 10 else "286"
    device = number - 1 if number % 200 == 0 else number
    return {
        "sim_id": number,
        "country": country,
        "mcc": COUNTRIES[country][0],
        "imsi": f"{home}99{number:010d}",
        "imei": f"35000{device:010d}" if number % 50 else "",
        "first_at": first,
        "last_at": last,
        "method": "session",
    }


def _country(dice: Random) -> str:
    return dice.choices(list(COUNTRIES), [share for _, share in COUNTRIES.values()])[0]
