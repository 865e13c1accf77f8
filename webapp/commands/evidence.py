"""``roamwatch evidence``: all that stands behind one alert, in a file that anybody can check."""

import os
import sys
from pathlib import Path

import click

from webapp.output import emit, json_option


@click.command()
@click.argument("alert", type=click.IntRange(1, 2**31 - 1))
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True,
    help="The ZIP file to write.",
)  # fmt: skip
@json_option
def evidence(alert: int, output: Path, as_json: bool) -> None:
    """Write the evidence pack of ALERT; exit 1 when bytes of it are missing from the archive."""
    from webapp.evidence.making import make_pack
    from webapp.service.setup import open_context

    context = open_context()
    # Under another name until it is whole: nobody takes half a pack for one.
    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("wb") as file:
            made = make_pack(context, alert, file, actor="roamwatch")
            file.flush()
            os.fsync(file.fileno())
        part.replace(output)
    except OSError as exc:
        raise click.ClickException(f"{output} cannot be written: {exc.strerror}") from exc
    finally:
        part.unlink(missing_ok=True)
    for url in made.missing:
        click.echo(f"{url}: its bytes are not in the archive any more", err=True)
    emit({**vars(made), "missing": len(made.missing), "file": str(output)}, as_json=as_json)
    sys.exit(1 if made.missing else 0)


COMMANDS = [evidence]
