"""``roamwatch alerts list | digest | deliver``: what was raised, and getting it to people."""

import sys

import click

from data.words import AlertState
from webapp.output import emit, json_option


@click.group()
def alerts() -> None:
    """The alerts that were raised."""


@alerts.command("list")
@click.option(
    "--state",
    type=click.Choice([word.value for word in AlertState]),
    help="Only alerts in this state.",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@json_option
def list_(state: str | None, limit: int, as_json: bool) -> None:
    """List alerts, newest first."""
    from data.db import reading
    from data.queries.alert_desk import work_facts
    from data.queries.alert_facts import alert_facts
    from data.queries.feed import recent_alert_ids
    from webapp.alerts.acts import work_json
    from webapp.alerts.wording import country_name, one_line, phrase
    from webapp.feeds.json_feed import feed_item
    from webapp.service.setup import open_context

    context = open_context()
    with reading(context.engine) as session:
        found = alert_facts(session, recent_alert_ids(session, state=state, limit=limit))
        work = work_facts(session, [facts.alert_id for facts in found])
    if as_json:
        items = [feed_item(facts, base_url=context.settings.base_url) for facts in found]
        for facts, item in zip(found, items, strict=True):
            item["_roamwatch"]["work"] = work_json(work[facts.alert_id])
        emit({"alerts": items}, as_json=True)
        return
    for facts in found:
        place = country_name(facts.jurisdiction)
        head = f"{facts.alert_id:5}  {facts.severity:6} {facts.state:12}"
        click.echo(f"{head} {place}, {phrase(facts.topic)}: {one_line(facts.title, 90)}")


@click.command()
@click.option("--period", type=click.Choice(["daily", "weekly", "monthly"]), required=True)
@json_option
def digest(period: str, as_json: bool) -> None:
    """Make each reader's digest up to now and queue it; ``roamwatch deliver`` sends it."""
    from data.words import Pace
    from webapp.digests.building import build_digests
    from webapp.service.setup import open_context

    built = build_digests(open_context(), Pace(period), at_once=True)
    emit(vars(built), as_json=as_json)


@click.command()
@json_option
def deliver(as_json: bool) -> None:
    """Send all that is due now; exit 1 when something could not be delivered."""
    from webapp.delivery.outbox import deliver_due
    from webapp.service.setup import open_context

    sent = deliver_due(open_context())
    emit(vars(sent), as_json=as_json)
    sys.exit(1 if sent.retried or sent.dead else 0)


COMMANDS = [alerts, digest, deliver]
