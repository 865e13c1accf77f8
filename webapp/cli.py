"""The ``roamwatch`` command: finds its commands by scanning ``webapp/commands``."""

import importlib
import pkgutil
import sys

import click

import webapp.commands
from data.errors import RoamwatchError


class Commands(click.Group):
    """Says an error of ours in one sentence and exits with 2, instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run; errors that we know by name become one line on standard error."""
        try:
            return super().invoke(ctx)
        except RoamwatchError as exc:
            click.echo(f"roamwatch: {exc}", err=True)
            sys.exit(2)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="roamwatch")
def main() -> None:
    """Watch telecom regulators; alert when a rule change touches countries with live SIMs."""


for _module in pkgutil.iter_modules(webapp.commands.__path__):
    for _command in getattr(
        importlib.import_module(f"webapp.commands.{_module.name}"), "COMMANDS", ()
    ):
        main.add_command(_command)
