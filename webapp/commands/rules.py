"""``roamwatch rules show``: what the rule is, on a day and as it was known at a moment."""

from typing import TYPE_CHECKING

import click

from webapp.output import emit, json_option

if TYPE_CHECKING:
    from webapp.rulebook import Ledger, When


@click.group()
def rules() -> None:
    """What the rule is, per country and topic."""


@rules.command("show")
@click.option("--country", help="Only this country or group (ISO 3166-1 alpha-2, EU …).")
@click.option("--on", default="", help="The rule on this day (YYYY-MM-DD); today by default.")
@click.option("--known", default="", help="As it was known on this day; today by default.")
@json_option
def show(country: str | None, on: str, known: str, as_json: bool) -> None:
    """Print how countries stand on each topic, with the facts and sources behind it.

    Before ``roamwatch init`` it is the facts that ship with Roamwatch that are shown.
    """
    from data import countries
    from webapp.context import system_clock
    from webapp.rulebook import DayError, Ledger, PlaceError, ledger_json, place, when

    try:
        asked = when(on, known, today=system_clock().date())
        places = [place(country)] if country is not None else []
    except (DayError, PlaceError) as exc:
        raise click.UsageError(str(exc)) from exc
    found: Ledger = {code: {} for code in places} | _ledger(asked, places)
    if as_json:
        emit(ledger_json(found), as_json=True)
        return
    for code, topics in sorted(found.items()):
        click.echo(f"{code}  {countries.name(code)}")
        if not topics:
            click.echo("  nothing known: nobody has looked yet")
        for topic, standing in topics.items():
            doubt = " (disputed)" if standing.disputed else ""
            click.echo(f"  {topic.value}: {standing.stance.value}{doubt}")
            click.echo(f"    {standing.head.fact.summary}")
            click.echo(f"    {standing.head.fact.source_url or 'no source that can be opened'}")


def _ledger(asked: "When", places: list[str]) -> "Ledger":
    """From the store; without one, from the files."""
    from data.db import reading
    from data.settings import Settings
    from webapp.rulebook import ledger, shipped
    from webapp.setup import ServiceError, open_store

    try:
        engine = open_store(Settings.load())
    except ServiceError as exc:
        click.echo(f"{exc}; until then these are the facts that ship with Roamwatch", err=True)
        return shipped(asked, places=places)
    with reading(engine) as session:
        return ledger(session, asked, places=places)


COMMANDS = [rules]
