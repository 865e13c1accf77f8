"""``roamwatch archive export``: the raw evidence in a form that outlives this program."""

import os
import sys
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webapp.output import emit, json_option

if TYPE_CHECKING:
    from crawler.warc import Exported
    from webapp.context import Context


@click.group()
def archive() -> None:
    """The raw bytes behind every quote."""


@archive.command()
@click.option("--source", "sources", multiple=True, metavar="ID", help="Only of these sources.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Only what was fetched on this day or later."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True,
    help="The file to write; usually ends in .warc.gz.",
)  # fmt: skip
@json_option
def export(sources: tuple[str, ...], since: datetime | None, output: Path, as_json: bool) -> None:
    """Write archived answers as a WARC file; exit 1 when bytes are missing or damaged."""
    from data.db import reading
    from data.queries.sources import sources_by_id
    from webapp.service.setup import open_context

    context = open_context()
    with reading(context.engine) as session:
        unknown = sorted(set(sources) - set(sources_by_id(session, sources)))
    if unknown:
        raise click.UsageError(f"no source {', '.join(unknown)}; see roamwatch sources list")
    done = _export(context, sources, since.date() if since else None, output)
    for sha256 in done.broken or ():
        click.echo(f"{sha256} is missing or damaged; restore it from a backup", err=True)
    emit({**vars(done), "broken": len(done.broken or ()), "file": str(output)}, as_json=as_json)
    sys.exit(1 if done.broken else 0)


def _export(
    context: "Context", sources: tuple[str, ...], since: date | None, output: Path
) -> "Exported":
    from crawler.archive import Archive
    from crawler.warc import write_warc
    from data.db import reading
    from data.queries.archive import captures

    # Under another name until it is whole: nobody takes half an export for one.
    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("wb") as file, reading(context.engine) as session:
            done = write_warc(
                file,
                Archive(context.settings.snapshots),
                captures(session, sources=sources, since=since),
                name=output.name,
                software=f"Roamwatch {version('roamwatch')}",
                now=context.clock(),
            )
            file.flush()
            os.fsync(file.fileno())
        part.replace(output)
    except OSError as exc:
        raise click.ClickException(f"{output} cannot be written: {exc.strerror}") from exc
    finally:
        part.unlink(missing_ok=True)
    return done


COMMANDS = [archive]
