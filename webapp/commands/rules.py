"""``roamwatch rules show``: what the rule is today, from the facts at hand."""

from typing import TYPE_CHECKING, Any

import click

from webapp.output import emit, json_option

if TYPE_CHECKING:
    from analysis.ledger import Standing


@click.group()
def rules() -> None:
    """What the rule is, per country and topic."""


@rules.command("show")
@click.option("--country", help="Only this country or group (ISO 3166-1 alpha-2, EU …).")
@json_option
def show(country: str | None, as_json: bool) -> None:
    """Print how countries stand on each topic, with the facts and sources behind it."""
    from analysis.ledger import standings
    from data import countries
    from data.rules import rule_facts

    known = standings(rule_facts())
    if country is not None:
        code = country.upper()
        if not (countries.is_country(code) or countries.is_group(code)):
            raise click.UsageError(
                f"{country} is no country or group; use ISO 3166-1 alpha-2 such as TR, or EU"
            )
        known = {code: known.get(code, {})}
    if as_json:
        emit(
            {
                code: {topic.value: _as_json(standing) for topic, standing in topics.items()}
                for code, topics in sorted(known.items())
            },
            as_json=True,
        )
        return
    for code, topics in sorted(known.items()):
        click.echo(f"{code}  {countries.name(code)}")
        if not topics:
            click.echo("  nothing known: nobody has looked yet")
        for topic, standing in topics.items():
            doubt = " (disputed)" if standing.disputed else ""
            click.echo(f"  {topic.value}: {standing.stance.value}{doubt}")
            click.echo(f"    {standing.head.summary}")
            click.echo(f"    {standing.head.source_url or 'no source that can be opened'}")


def _as_json(standing: "Standing") -> dict[str, Any]:
    return {
        "stance": standing.stance.value,
        "disputed": standing.disputed,
        "facts": [
            fact.model_dump(mode="json", exclude={"country", "topic"})
            for fact in (standing.head, *standing.others)
        ],
        "earlier": [
            fact.model_dump(mode="json", exclude={"country", "topic"}) for fact in standing.earlier
        ],
    }


COMMANDS = [rules]
