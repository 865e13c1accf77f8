"""``roamwatch crawl`` and ``roamwatch sources crawl | check``: reading sources by hand."""

import asyncio
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from webapp.commands.sources import sources
from webapp.output import emit, json_option

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from crawler.checking import CheckVerdict
    from crawler.items import SourceResult
    from data.settings import Settings

_recheck_option = click.option(
    "--recheck", is_flag=True, help="Ask every document that we hold again, due or not."
)


@click.command()
@click.option("--due", is_flag=True, help="Read the sources whose time has come.")
@click.option("--all", "every", is_flag=True, help="Read all sources, due or not.")
@_recheck_option
@json_option
def crawl(due: bool, every: bool, recheck: bool, as_json: bool) -> None:
    """Read sources and record what they publish; exit 1 when a part of it failed."""
    if due == every:
        raise click.UsageError("say which sources: --due or --all")
    settings, engine = _open()
    ids = _select(engine, every=every)
    _crawl(settings, engine, ids, recheck=recheck, as_json=as_json)


@sources.command("crawl")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@_recheck_option
@json_option
def crawl_these(ids: tuple[str, ...], recheck: bool, as_json: bool) -> None:
    """Read these sources now, all without an ID; exit 1 when a part of it failed."""
    settings, engine = _open()
    chosen = ids or _select(engine, every=True)
    _crawl(settings, engine, chosen, recheck=recheck, as_json=as_json)


@sources.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@json_option
def check(ids: tuple[str, ...], as_json: bool) -> None:
    """Ask these sources (all without an ID), not their documents, and record nothing.

    Says how each would be called now, and why. Exit 1 when one of them cannot be read.
    """
    from crawler.checking import judge_checks
    from crawler.runner import check_sources
    from webapp.context import system_clock

    settings, engine = _open()
    chosen = ids or _select(engine, every=True)
    results = asyncio.run(check_sources(engine, settings, chosen, clock=system_clock))
    verdicts = judge_checks(engine, results, now=system_clock())
    checked = list(zip(results, verdicts, strict=True))
    if as_json:
        emit({"sources": [_plain(*one) for one in checked]}, as_json=True)
    else:
        for one in checked:
            click.echo(_line(*one))
    sys.exit(1 if any(result.outcome == "failed" for result in results) else 0)


def _open() -> "tuple[Settings, Engine]":
    from data.settings import Settings
    from webapp.logs import start_logging
    from webapp.service.setup import open_store

    settings = Settings.load()
    start_logging()
    return settings, open_store(settings)


def _select(engine: "Engine", *, every: bool) -> list[str]:
    from data.db import reading
    from data.queries.sources import due_sources, enabled_sources
    from webapp.context import system_clock

    with reading(engine) as session:
        if every:
            return enabled_sources(session)
        return due_sources(session, now=system_clock(), limit=100_000)


def _crawl(
    settings: "Settings", engine: "Engine", ids: Sequence[str], *, recheck: bool, as_json: bool
) -> None:
    from rich.console import Console
    from rich.progress import Progress

    from crawler.runner import crawl_sources
    from webapp.context import system_clock

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("Sources", total=len(set(ids)))
        report = asyncio.run(
            crawl_sources(
                engine,
                settings,
                ids,
                clock=system_clock,
                every_document=recheck,
                on_source=lambda _result: progress.advance(bar),
            )
        )
    result = report.as_json()
    if not as_json:
        # The log on standard error has named each of them already.
        del result["failures"]
    emit(result, as_json=as_json)
    sys.exit(0 if report.ok else 1)


def _plain(result: "SourceResult", verdict: "CheckVerdict") -> dict[str, object]:
    return {
        "id": result.source_id,
        "outcome": result.outcome,
        "items": result.items,
        "http_status": result.http_status,
        "error": result.error,
        "message": result.message,
        "health": verdict.health,
        "reason": verdict.reason,
        "newest": verdict.newest and verdict.newest.isoformat(),
        "seconds": result.seconds,
    }


def _line(result: "SourceResult", verdict: "CheckVerdict") -> str:
    newest = f"{verdict.newest}" if verdict.newest else "-"
    found = f"{result.items:5} entries  newest {newest:10}  {result.seconds:6.1f} s"
    return f"{result.source_id:40} {verdict.health:9} {found}  {verdict.reason}".rstrip()


COMMANDS = [crawl]
