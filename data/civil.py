"""Civil days: which day it is where a SIM stands. Rules count days of the country, not of UTC."""

import tomllib
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.core import get_global

_SEED = Path(__file__).parent / "seed" / "timezones.toml"
#: No civil day is shorter (a day on which clocks go forward), so moments less than this
#: apart lie on the same day or on neighbours.
SHORTEST_DAY = timedelta(hours=23)


@cache
def zone_names() -> dict[str, str]:
    """Country → IANA time zone by which its days are counted; of several, the capital's."""
    alone: dict[str, str] = {}
    territories: dict[str, str] = dict(get_global("zone_territories"))
    for zone, country in territories.items():
        alone[country] = "" if country in alone else zone
    named: dict[str, str] = tomllib.loads(_SEED.read_text(encoding="utf-8"))
    return {country: zone for country, zone in (alone | named).items() if zone}


@cache
def zone_of(country: str) -> tzinfo:
    """The time zone of a country (alpha-2); UTC for no country, as at sea and in the air."""
    name = zone_names().get(country)
    return ZoneInfo(name) if name else UTC


@cache
def offered_zones() -> tuple[str, ...]:
    """Every IANA time zone that people live by today, one name each, and UTC; in order of names."""
    table = files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return tuple(sorted({"UTC", *(parts[2] for parts in lines)}))


def civil_day(moment: datetime, country: str) -> date:
    """The day on the calendar of ``country`` at that moment (aware)."""
    return moment.astimezone(zone_of(country)).date()


def days_apart(earlier: datetime, later: datetime, country: str) -> int:
    """Civil days from one moment to the other: 0 on the same day, 1 on the next."""
    return (civil_day(later, country) - civil_day(earlier, country)).days
