"""``roamwatch feedback export``: what officers put right, as gold lines."""

import json
from pathlib import Path

import click

from webapp.output import emit, json_option


@click.group()
def feedback() -> None:
    """What officers said of the analysis."""


@feedback.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False, writable=True), required=True,
    help="File of JSON lines to write; ``roamwatch evaluate`` reads it.",
)  # fmt: skip
@json_option
def export(output: Path, as_json: bool) -> None:
    """Write every text that officers corrected, with its right labels."""
    from data.db import reading
    from webapp.feedback.gold import gold_lines
    from webapp.service.setup import open_context

    if not output.parent.is_dir():
        raise click.UsageError(f"there is no folder {output.parent}")
    context, count = open_context(), 0
    part = output.with_name(output.name + ".part")
    with reading(context.engine) as session, part.open("w", encoding="utf-8") as file:
        for line in gold_lines(session):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    part.replace(output)
    emit({"lines": count, "file": str(output)}, as_json=as_json)


COMMANDS = [feedback]
