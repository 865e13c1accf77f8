"""``roamwatch fleet import | exposure | clocks``: SIMs from a file, where they are, and how long."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from webapp.output import emit, json_option

if TYPE_CHECKING:
    from sqlmodel import Session

    from data.fleet.report import ImportReport
    from data.models import Fleet
    from webapp.context import Context

#: The fleet that a file goes into when nobody names one.
DEFAULT_FLEET = "Fleet"
#: Faults printed for people; ``--json`` has more, the web app all.
SHOWN = 20
_COUNTS = ("rows", "added", "changed", "unchanged", "refused", "warnings", "retired")


def fleet_name(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """The name of a fleet to fill, as pages would have it; a name that none can have is wrong use."""
    from data.queries.members import FleetNameError, fleet_word

    try:
        return fleet_word(value)
    except FleetNameError as exc:
        raise click.BadParameter(str(exc)) from exc


def the_fleet(session: "Session", name: str) -> "Fleet":
    """The fleet of that name; a name that none has is wrong use, and those that there are are named."""
    from data.queries.fleet import fleet_named, fleets_by_name

    found = fleet_named(session, name)
    if found is None:
        names = ", ".join(one.name for one in fleets_by_name(session))
        known = f"there are: {names}" if names else "import one with: roamwatch fleet import FILE"
        raise click.UsageError(f"there is no fleet {name!r}; {known}")
    return found


@click.group()
def fleet() -> None:
    """Import SIMs from a file, and see where the live ones are."""


@fleet.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--fleet",
    "name",
    default=DEFAULT_FLEET,
    show_default=True,
    callback=fleet_name,
    help="Its fleet.",
)
@click.option("--platform", default="", help="Whose status words the file uses, if you know.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option(
    "--full", is_flag=True, help="FILE lists the whole fleet: retire the SIMs that it lacks."
)
@click.option("--confirm", is_flag=True, help="Retire them even when FILE looks like a part.")
@click.option(
    "--mapping/--no-mapping",
    default=True,
    help="Use the columns that were chosen for files with these headers, if any (default).",
)
@json_option
def import_file(
    file: str,
    name: str,
    platform: str,
    dry_run: bool,
    full: bool,
    confirm: bool,
    mapping: bool,
    as_json: bool,
) -> None:
    """Import the SIMs of FILE: CSV, XLSX or JSON lines (- for standard input).

    Good rows go in, bad ones are named with their line. Exit 1 when rows were refused.
    """
    from data.fleet.importing import import_csv

    context = open_context()
    with _progress() as progress:
        report = import_csv(
            context.engine,
            sys.stdin.buffer if file == "-" else file,
            fleet=name,
            filename="standard input" if file == "-" else click.format_filename(file, shorten=True),
            now=context.clock(),
            dry_run=dry_run,
            platform=platform,
            live_days=context.settings.live_days,
            full=full,
            confirmed=confirm,
            mapped=mapping,
            progress=progress,
        )
    _tell_faults(report)
    if as_json:
        emit(report.as_json(), as_json=True)
    else:
        emit({count: getattr(report, count) for count in _COUNTS}, as_json=False)
    if dry_run and not as_json:
        click.echo("nothing was written (--dry-run)")
    sys.exit(1 if report.refused else 0)


@fleet.command()
@click.option("--fleet", "name", default="", help="Of this fleet only.")
@json_option
def exposure(name: str, as_json: bool) -> None:
    """Where live SIMs are: by country, with how many of them roam."""
    from data.db import reading
    from data.queries.fleet import fleets_by_name, live_groups

    context = open_context()
    now, days = context.clock(), context.settings.live_days
    with reading(context.engine) as session:
        chosen = [the_fleet(session, name)] if name else fleets_by_name(session)
        groups = {
            found.name: live_groups(session, found.id or 0, now=now, live_days=days)
            for found in chosen
        }
    every = [group for found in groups.values() for group in found]
    result = {
        "live_days": days,
        "live_sims": sum(group.sims for group in every),
        "fleets": {title: sum(one.sims for one in found) for title, found in groups.items()},
        "countries": _by(every, lambda group: group.visited),
        "technologies": _by(every, lambda group: group.technology),
        "homes": _by(every, lambda group: group.home),
    }
    if as_json:
        emit(result, as_json=True)
    else:
        _tell_exposure(result)


@fleet.command()
@json_option
def recount(as_json: bool) -> None:
    """Count all SIMs anew, when the doctor says that the counts do not add up."""
    from data.counting import miscounted
    from data.counting import recount as count_again
    from data.db import writing

    with writing(open_context().engine) as session:
        wrong = miscounted(session)
        count_again(session.connection())
    emit({"fleets_that_were_wrong": len(wrong)}, as_json=as_json)


@fleet.command()
@click.option("--fleet", "name", default="", help="Of this fleet only.")
@click.option("--country", default="", help="Only limits of this country or group.")
@json_option
def clocks(name: str, country: str, as_json: bool) -> None:
    """How SIMs stand against each limit on days of presence, counted now if it is time."""
    from data.db import reading
    from webapp.rules.clocks import clocks_report, tick_clocks
    from webapp.rules.rulebook import PlaceError, place

    try:
        places = [place(country)] if country else []
    except PlaceError as exc:
        raise click.UsageError(str(exc)) from exc
    context = open_context()
    with reading(context.engine) as session:
        chosen = the_fleet(session, name) if name else None
    tick_clocks(context)
    with reading(context.engine) as session:
        fleet_id = chosen.id or 0 if chosen else 0
        report = clocks_report(session, fleet_id=fleet_id, countries=places)
    if as_json:
        emit(report, as_json=True)
    else:
        _tell_clocks(report)


def _tell_clocks(report: dict[str, Any]) -> None:
    from data.countries import name

    click.echo(f"counted on {report['counted_on']}; over / approaching / within / unknown")
    for limit in report["limits"]:
        counts = limit["counts"]
        figures = " / ".join(
            f"{counts[word]:,}" for word in ("over", "approaching", "fine", "unknown")
        )
        doubt = "" if limit["stated"] else " (how to count is not stated)"
        click.echo(f"{name(limit['country'])}: {limit['words']}{doubt}, {limit['status']}")
        click.echo(
            f"  {figures}; more within 7, 30, 90 days if they stay: "
            f"{counts['in_7']:,}, {counts['in_30']:,}, {counts['in_90']:,}"
        )
    if report["never_seen"]:
        click.echo(f"{report['never_seen']:,} SIMs that may connect were never seen: no clock runs")


def _by(groups: Any, word: Callable[[Any], str]) -> list[dict[str, Any]]:
    """Per value of ``word``: live SIMs, and those that roam; most first."""
    found: dict[str, dict[str, Any]] = {}
    for group in groups:
        entry = found.setdefault(word(group), {"value": word(group), "sims": 0, "foreign": 0})
        entry["sims"] += group.sims
        entry["foreign"] += group.sims if group.foreign else 0
    return sorted(found.values(), key=lambda entry: (-entry["sims"], entry["value"]))


def _tell_faults(report: "ImportReport") -> None:
    for error in report.errors[:SHOWN]:
        word = "refused" if error.refused else "warning"
        column = f", {error.column}" if error.column else ""
        click.echo(f"line {error.line}{column}: {word}: {error.message}", err=True)
    left = report.refused + report.warnings - min(len(report.errors), SHOWN)
    if left:
        click.echo(f"… and {left} more", err=True)
    for note in report.notes:
        click.echo(f"note: {note}", err=True)


def _tell_exposure(result: dict[str, Any]) -> None:
    from data.countries import name

    click.echo(f"{result['live_sims']} live SIMs (seen within {result['live_days']} days)")
    for entry in result["countries"]:
        place = name(entry["value"]) if entry["value"] else "country not known"
        click.echo(
            f"{entry['sims']:>9}  {entry['value'] or '–':2}  {place}, {entry['foreign']} roam"
        )


def open_context() -> "Context":
    """The store, set up if need be: importing a fleet may be the first thing that somebody does."""
    from data.db import make_engine, migrate
    from data.settings import Settings
    from webapp.context import Context

    settings = Settings.load()
    migrate(settings)
    return Context(engine=make_engine(settings), settings=settings)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal, nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("Importing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


COMMANDS = [fleet]
