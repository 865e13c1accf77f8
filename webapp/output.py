"""How commands print: JSON for programs, short lines for people."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import click

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print the result as one JSON object."
)


def emit(result: Mapping[str, Any], *, as_json: bool) -> None:
    """Print ``result``: one JSON object, or a line per entry with the name's underscores as spaces."""
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, default=_plain))
        return
    for name, value in result.items():
        click.echo(f"{name.replace('_', ' ')}: {value}")


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not go into JSON")
