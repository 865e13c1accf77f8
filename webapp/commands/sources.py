"""``roamwatch sources``: what we watch, how it stands, and reading it by hand."""

import click


@click.group()
def sources() -> None:
    """The watched sources: list, check, crawl, read a page by hand, coverage."""


COMMANDS = [sources]
