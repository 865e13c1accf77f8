"""``roamwatch analyse`` and ``roamwatch evaluate``: what a text says, and how right we are."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from webapp.output import emit, json_option

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"))
@click.option("--country", default="", help="Country (alpha-2) or group of the source.")
@click.option("--language", default="", help="Language, if you know it (ISO 639-1).")
@click.option("--title", default="", help="Title, if the text does not begin with it.")
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), help="Day of publication, YYYY-MM-DD."
)
@json_option
def analyse(
    file: Any, country: str, language: str, title: str, published: datetime | None, as_json: bool
) -> None:
    """Read the text FILE (- for standard input) and print its topics and rule changes."""
    from analysis.pipeline import analyse as read

    reading = read(
        file.read(),
        country=country.upper(),
        language=language,
        title=title,
        published=published.date() if published else None,
    )
    result = reading.as_json()
    if as_json:
        emit(result, as_json=True)
        return
    for name in ("topics", "countries"):
        result[name] = ", ".join(result[name]) or "none"
    changes = result.pop("changes")
    emit(result, as_json=False)
    for change in changes:
        click.echo(_line(change))
        for quote in change["evidence"]:
            click.echo(f"    “{' '.join(quote['quote'].split())}”")


def _line(change: dict[str, Any]) -> str:
    parts = [
        change["country"] or "no country",
        change["topic"],
        change["kind"],
        change["status"],
        change["direction"],
    ]
    parts += [
        f"{name.removesuffix('_on')} {change[name]}"
        for name in ("effective_on", "deadline_on")
        if change[name]
    ]
    parts += [f"{limit['days'] or ''} {limit['shape']}".strip() for limit in change["limits"]]
    return f"change: {', '.join(parts)} ({change['confidence']:.2f})"


COMMANDS = [analyse]
