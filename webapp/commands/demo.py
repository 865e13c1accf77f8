"""``roamwatch demo``: the whole job on a small world of sample authorities, on this machine."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webapp.output import emit, json_option

if TYPE_CHECKING:
    from data.settings import Settings


@click.command()
@click.option("--once", is_flag=True, help="Play the weeks, print the figures and end.")
@click.option(
    "--corpus",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Serve the publications of this JSON Lines file instead of the bundled samples.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=None,
    help="Port of the sample sites; 0 takes a free one. Kept for later runs.  [default: 8041]",
)
@json_option
def demo(once: bool, corpus: Path | None, port: int | None, as_json: bool) -> None:
    """Crawl, analyse and alert on sample authorities served on this machine; then show the web app.

    Everything stays in instance/demo (or ROAMWATCH_INSTANCE). A second run goes on from there.
    """
    from webapp.demo.play import addresses, open_stage, play
    from webapp.demo.server import require_free_web_port
    from webapp.demo.worlds import CorpusWorld, SampleWorld
    from webapp.service.server import serve

    world = CorpusWorld(corpus) if corpus else SampleWorld()
    settings = _settings(world.folder)
    if not once:
        require_free_web_port(settings.web_port)
    stage = open_stage(settings, world, port=port, tell=lambda line: click.echo(line, err=True))
    with stage.server:
        figures = play(stage)
        emit(figures, as_json=as_json)
        if not once:
            for name, address in addresses(stage).items():
                click.echo(f"{name}: {address}", err=as_json)
            click.echo("Ctrl-C ends the demo.", err=True)
            serve(settings)
    sys.exit(1 if figures.get("lost") else 0)


def _settings(folder: str) -> "Settings":
    """The user's settings, but on the demo's own store, on the loopback, and with mails as files."""
    from data.settings import Settings

    chosen = {} if os.environ.get("ROAMWATCH_INSTANCE") else {"instance": Path("instance") / folder}
    return Settings.load(
        **chosen, allow_private_addresses=True, host_delay=0.0, smtp_url=None, contact=""
    )


COMMANDS = [demo]
