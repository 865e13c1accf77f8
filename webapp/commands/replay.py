"""``roamwatch fleet replay``: which past changes would have alerted a fleet."""

from datetime import timedelta
from typing import Any

import click

from webapp.commands.fleet import DEFAULT_FLEET, fleet, open_context, the_fleet
from webapp.output import emit, json_option


@fleet.command()
@click.option("--fleet", "name", default=DEFAULT_FLEET, show_default=True, help="The fleet.")
@json_option
def replay(name: str, as_json: bool) -> None:
    """Which changes of the past two years would have alerted the fleet as it is now, and when."""
    from data.db import reading
    from data.queries.fleet import live_groups
    from data.queries.replay import past_developments
    from webapp.alerts.replay import REACH
    from webapp.alerts.replay import replay as replayed

    context = open_context()
    now, settings = context.clock(), context.settings
    since = now.date() - timedelta(days=REACH)
    with reading(context.engine) as session:
        found = the_fleet(session, name)
        groups = live_groups(session, found.id or 0, now=now, live_days=settings.live_days)
        past = replayed(
            past_developments(session, since=since), groups, least=settings.instant_severity
        )
        alerts = [_row(one) for one in past.alerts]
    if as_json:
        emit(
            {"fleet": name, "since": since, "considered": past.considered, "alerts": alerts},
            as_json=True,
        )
        return
    for one in alerts:
        click.echo(
            f"{one['day']}  {one['severity']:6}  {one['live_sims']:>8} SIMs  "
            f"{'/'.join(one['countries'])}: {one['title']}"
        )
    click.echo(f"{len(alerts)} of {past.considered} changes since {since}")


def _row(one: Any) -> dict[str, Any]:
    return {
        "development": one.development.id,
        "title": one.development.title,
        "topic": one.development.topic,
        "status": one.development.status,
        "day": one.day,
        "severity": one.severity.value,
        "instant": one.instant,
        "live_sims": one.live_sims,
        "countries": list(one.countries),
        "notice_days": one.notice_days,
    }
