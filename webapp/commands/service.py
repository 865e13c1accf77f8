"""``roamwatch init | run | web | worker | doctor``: setting up, and keeping it running."""

import sys

import click

from webapp.output import emit, json_option

#: Set by the supervisor: the file descriptor on which it waits for the word “started”.
_parent_option = click.option("--with-parent", type=int, hidden=True)


@click.command()
@click.option("--email", default="", help="First administrator; prints a one-time sign-in link.")
@json_option
def init(email: str, as_json: bool) -> None:
    """Set up the store and copy the catalogue of sources into it; safe to repeat.

    While nobody has an account it prints a setup link, under which the first administrator is made.
    """
    from data.db import make_engine, writing
    from data.settings import Settings
    from webapp.service.setup import admin_link, first_link, set_up

    settings = Settings.load()
    engine = make_engine(settings)
    synced = set_up(settings, engine)
    result: dict[str, object] = {
        "instance": str(settings.instance),
        "sources": synced.added + synced.changed + synced.unchanged,
        "added": synced.added,
        "changed": synced.changed,
        "disabled": synced.disabled,
    }
    with writing(engine) as session:
        if email:
            result["login_link"] = admin_link(session, email, settings=settings)
        elif link := first_link(session, settings):
            result["setup_link"] = link
    emit(result, as_json=as_json)


@click.command()
def run() -> None:
    """Run web and worker on this machine, and keep both alive until SIGTERM."""
    import asyncio

    from data.db import make_engine, reading
    from data.settings import Settings
    from webapp.logs import start_logging
    from webapp.service.setup import first_link, set_up
    from webapp.service.supervisor import Supervisor, service_child

    settings = Settings.load()
    start_logging()
    engine = make_engine(settings)
    set_up(settings, engine)
    with reading(engine) as session:
        link = first_link(session, settings)
    engine.dispose()
    click.echo(f"Roamwatch: {settings.base_url}", err=True)
    if link:
        click.echo(_first_words(link), err=True)

    async def keep() -> int:
        return await Supervisor([service_child("web"), service_child("worker")]).run()

    sys.exit(asyncio.run(keep()))


def _first_words(link: str) -> str:
    """What a person at the terminal reads; logs outlive a link's secrecy, so none goes there."""
    if sys.stderr.isatty():
        return (
            "Nobody has an account yet. Make yours within 24 hours, "
            f"in a browser on this address:\n\n  {link}\n"
        )
    return "Nobody has an account yet. This prints a link to make the first one: roamwatch init"


@click.command()
@_parent_option
def web(with_parent: int | None) -> None:
    """Serve the pages until SIGTERM."""
    from data.settings import Settings
    from webapp.logs import start_logging
    from webapp.service import parent
    from webapp.service.server import serve

    settings = Settings.load()
    start_logging()
    serve(settings, started=parent.with_parent(with_parent))


@click.command()
@_parent_option
def worker(with_parent: int | None) -> None:
    """Crawl, analyse, alert and deliver until SIGTERM."""
    from data.settings import Settings
    from webapp.logs import start_logging
    from webapp.service import parent
    from webapp.worker import work

    settings = Settings.load()
    start_logging()
    work(settings, started=parent.with_parent(with_parent))


@click.command()
@click.option(
    "--sample",
    type=click.IntRange(min=0),
    default=200,
    show_default=True,
    help="Snapshots, chosen at random, that are read back and hashed again.",
)
@json_option
def doctor(sample: int, as_json: bool) -> None:
    """Look the installation over; exit 1 when something is broken."""
    from data.db import make_engine
    from data.settings import Settings
    from webapp.context import Context
    from webapp.service.upkeep import examine

    settings = Settings.load()
    checks = examine(Context(engine=make_engine(settings), settings=settings), sample=sample)
    if as_json:
        emit({"checks": [vars(check) for check in checks]}, as_json=True)
    else:
        for check in checks:
            click.echo(f"{check.level:8} {check.name}: {check.message}")
    sys.exit(1 if any(check.level == "broken" for check in checks) else 0)


COMMANDS = [init, run, web, worker, doctor]
