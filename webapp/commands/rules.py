"""``roamwatch rules show | check``: what the rule is (or was), and what it means to a shipment."""

from typing import TYPE_CHECKING

import click

from webapp.output import emit, json_option

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from analysis.shipping.types import CountryAnswer, Shipment
    from webapp.rules.rulebook import Ledger, When


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

    A country comes with the groups that it belongs to, such as the EU: their rules bind it too.
    Before ``roamwatch init`` it is the facts that ship with Roamwatch that are shown.
    """
    from data import countries
    from webapp.context import system_clock
    from webapp.rules.rulebook import (
        DayError,
        Ledger,
        PlaceError,
        ledger_json,
        place,
        when,
        with_groups,
    )

    try:
        asked = when(on, known, today=system_clock().date())
        places = with_groups(place(country), on=asked.on) if country is not None else []
    except (DayError, PlaceError) as exc:
        raise click.UsageError(str(exc)) from exc
    # A country stands first, then the groups through which more binds it.
    found: Ledger = {code: {} for code in places[:1]} | _ledger(asked, places)
    if as_json:
        emit(ledger_json(found), as_json=True)
        return
    for code in sorted(found, key=lambda code: (code not in places[:1], code)):
        topics = found[code]
        through = f", through which more binds {places[0]}" if code in places[1:] else ""
        click.echo(f"{code}  {countries.name(code)}{through}")
        if not topics:
            click.echo("  nothing known: nobody has looked yet")
        for topic, standing in topics.items():
            doubt = " (disputed)" if standing.disputed else ""
            click.echo(f"  {topic.value}: {standing.stance.value}{doubt}")
            click.echo(f"    {standing.head.fact.summary}")
            click.echo(f"    {standing.head.fact.source_url or 'no source that can be opened'}")


@rules.command("check")
@click.option(
    "--country",
    "places",
    multiple=True,
    required=True,
    help="Country or group, also TR:400 (devices) or several with commas; may be repeated.",
)
@click.option("--sims", default="", help="Devices in all.")
@click.option("--technology", default="", help="single, multi_imsi, euicc_sgp02, _sgp22, _sgp32.")
@click.option("--days", default="", help="Days of stay; for good by default.")
@click.option("--home", default="", help="Country of the home network; foreign by default.")
@click.option("--certified", default="", help="yes or no: whether the device is approved there.")
@json_option
def check_(places: tuple[str, ...], as_json: bool, **words: str) -> None:
    """Say before shipping what applies, what must be done, and how to connect the devices.

    The same answer as the page /check and the API. Facts with sources, no legal advice.
    """
    from data.db import reading
    from webapp.context import system_clock
    from webapp.rules.rulebook import shipped, when
    from webapp.rules.shipping import ShipmentError, answer, answer_from, shipment_of

    asked = when("", "", today=system_clock().date())
    try:
        shipment = shipment_of(words, places, today=asked)
    except ShipmentError as exc:
        raise click.UsageError(str(exc)) from exc
    engine = _store()
    if engine is None:
        found = answer_from(shipped(asked, places=_places(shipment, asked)), shipment, asked)
    else:
        with reading(engine) as session:
            found = answer(session, shipment, asked)
    if as_json:
        click.echo(found.model_dump_json())
        return
    click.echo(found.sentence)
    for one in found.countries:
        _print_country(one)
    for text in found.unknown:
        click.echo(f"? {text}")


def _print_country(one: "CountryAnswer") -> None:
    click.echo(f"{one.country}  {one.sentence}")
    click.echo(f"  connect: {one.strategy.value}. {one.strategy_because}")
    for limit in one.limits:
        click.echo(f"  limit: {limit.words}. {limit.because}")
    for step in one.todo:
        click.echo(f"  do: {step}")
    for topic in one.topics:
        click.echo(f"  {topic.topic.value}: {topic.verdict.value}. {topic.because}")
        for rule in topic.rules[:1]:
            click.echo(f"    {rule.summary}")
            click.echo(f"    {rule.source_url or 'no source that can be opened'}")
    for text in one.unknown:
        click.echo(f"  ? {text}")


def _places(shipment: "Shipment", asked: "When") -> list[str]:
    from webapp.rules.shipping import groups_by_country

    groups = groups_by_country(shipment, asked)
    return sorted({*shipment.countries, *(one for found in groups.values() for one in found)})


def _ledger(asked: "When", places: list[str]) -> "Ledger":
    """From the store; without one, from the files."""
    from data.db import reading
    from webapp.rules.rulebook import ledger, shipped

    engine = _store()
    if engine is None:
        return shipped(asked, places=places)
    with reading(engine) as session:
        return ledger(session, asked, places=places)


def _store() -> "Engine | None":
    """The store; None, and a word to standard error, where it is not set up."""
    from data.settings import Settings
    from webapp.service.setup import ServiceError, open_store

    try:
        return open_store(Settings.load())
    except ServiceError as exc:
        click.echo(f"{exc}; until then these are the facts that ship with Roamwatch", err=True)
        return None


COMMANDS = [rules]
