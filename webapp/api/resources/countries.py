"""Countries at a glance, and one with what is known of it."""

from datetime import datetime

from pydantic import Field

from data import countries
from data.queries.alerts import open_alerts_by_country
from data.queries.coverage import coverage_of
from data.queries.exposure import live_by_country
from data.queries.pages_countries import changes_by_country_and_topic, groups_of
from data.words import Topic
from webapp.api.operation import Call, operation
from webapp.api.problems import missing
from webapp.api.shapes import Empty, Reply
from webapp.context import current


class Country(Reply):
    """What is known of one country."""

    code: str
    name: str
    groups: tuple[str, ...] = Field(description="Groups whose acts bind it today.")
    live_sims: int
    waiting_alerts: int = Field(description="Alerts that nobody has taken.")
    developments: dict[Topic, int]
    sources: int = Field(description="Enabled ones of its own and of its groups.")
    healthy_sources: int
    verified_at: datetime | None = Field(
        description="The newest good read by a source that is well; null: silence proves nothing."
    )


class Countries(Reply):
    """Every country of which something is known."""

    items: tuple[Country, ...]


@operation("GET", "/countries")
def list_countries(call: Call[Empty, None]) -> Countries:
    """Countries with live SIMs, alerts or developments, by code."""
    facts = _facts(call)
    return Countries(items=tuple(facts[code] for code in sorted(facts)))


@operation("GET", "/countries/<code>")
def read_country(call: Call[Empty, None], code: str) -> Country:
    """One country; `/rules?country=` says what its rules are."""
    if not countries.is_country(code.upper()):
        raise missing("country", code[:20])
    return _facts(call, code.upper())[code.upper()]


def _facts(call: Call[Empty, None], only: str = "") -> dict[str, Country]:
    session, today, days = call.session, call.now.date(), current().settings.live_days
    live = {one.value: one.sims for one in live_by_country(session, now=call.now, live_days=days)}
    waiting = open_alerts_by_country(session)
    changes = changes_by_country_and_topic(session)
    known = {only} if only else {*live, *waiting, *changes}
    codes = [code for code in known if countries.is_country(code)]
    watched = coverage_of(session, codes, on=today)
    return {
        code: Country(
            code=code,
            name=countries.name(code),
            groups=tuple(groups_of(code, today=today)),
            live_sims=live.get(code, 0),
            waiting_alerts=waiting.get(code, 0),
            developments={Topic(topic): n for topic, n in changes.get(code, {}).items()},
            sources=watched[code].sources,
            healthy_sources=watched[code].healthy,
            verified_at=watched[code].verified_at,
        )
        for code in codes
    }
