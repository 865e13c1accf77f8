"""``roamwatch sources list | read | coverage``: what we watch, a page read by hand, blind spots."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from webapp.commands.sources import sources
from webapp.output import emit, json_option

if TYPE_CHECKING:
    from data.queries.coverage import CoverageStatement

_COUNTED = ("country", "kind", "certainty", "health")


@sources.command("list")
@click.option("--country", help="Only sources of this country or group (ISO 3166-1 alpha-2, EU …).")
@click.option("--kind", help="Only sources of this kind (feed, listing, page, boe, …).")
@click.option("--health", help="Only sources in this health (healthy, failing, …).")
@json_option
def list_(country: str | None, kind: str | None, health: str | None, as_json: bool) -> None:
    """List the sources, with counts by country, kind, certainty and health.

    Before ``roamwatch init`` it is the catalogue that is listed; nothing was read yet.
    """
    wanted = {"country": country and country.upper(), "kind": kind, "health": health}
    rows = [
        row
        for row in _rows()
        if all(value is None or row[name] == value for name, value in wanted.items())
    ]
    counts = {name: dict(Counter(row[name] for row in rows).most_common()) for name in _COUNTED}
    if as_json:
        emit({"sources": rows, "total": len(rows), "counts": counts}, as_json=True)
        return
    for row in rows:
        state = row["health"] if row["enabled"] else f"off: {row['reason']}"
        click.echo(f"{row['id']:40} {row['kind']:8} {row['certainty']:8} {state:10} {row['url']}")
    for name in _COUNTED[1:]:
        parts = ", ".join(f"{word} {count}" for word, count in counts[name].items())
        click.echo(f"{name}: {parts}")
    click.echo(f"{len(rows)} sources in {len(counts['country'])} countries and groups")


def _rows() -> list[dict[str, Any]]:
    """Facts and health of each source, by id: from the store, or the catalogue without one."""
    from data.catalogue import SEED, load_catalogue
    from data.db import reading
    from data.models import Source
    from data.queries.sources import all_sources
    from data.settings import Settings
    from webapp.service.setup import ServiceError, open_store

    settings = Settings.load()
    entries = load_catalogue(settings.catalogue or SEED)
    reasons = {entry.id: entry.reason for entry in entries}
    try:
        with reading(open_store(settings)) as session:
            found: Sequence[Any] = all_sources(session)
    except ServiceError as exc:
        click.echo(f"{exc}; until then this is the catalogue", err=True)
        found = [Source(**_columns(entry)) for entry in entries]
    names = (
        *("id", "authority", "authority_name", "authority_kind", "country", "title", "kind"),
        *("url", "language", "role", "certainty", "rhythm_days", "enabled", "health"),
        *("health_reason", "last_success_at", "last_new_at"),
    )
    return [
        {name: getattr(source, name) for name in names}
        | {"never_read": source.last_success_at is None, "reason": reasons.get(source.id, "")}
        for source in found
    ]


def _columns(entry: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(entry).items() if name != "reason"}


@sources.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True, help="The address from which the page was saved.")
@click.option("--language", default="", help="The source's language (BCP 47), if known.")
@json_option
def read(file: Path, url: str, language: str, as_json: bool) -> None:
    """Read a saved index page: its entries with titles, days and how sure we are of each.

    A list that stands in the page only as JSON, for its scripts to show, is read from there.
    """
    from crawler.embedded import embedded_links
    from crawler.extract.charset import decode
    from crawler.extract.listing import read_listing

    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise click.BadParameter("must be an http:// or https:// address", param_hint="--url")
    page = decode(file.read_bytes(), language=language)
    found = read_listing(page, url=url, options={"language": language})
    links = [
        {
            "url": link.url,
            "title": link.title,
            "date": link.published_on.isoformat() if link.published_on else None,
            "certainty": link.certainty,
        }
        for link in found or embedded_links(page, url=url)
    ]
    if as_json:
        emit({"links": links}, as_json=True)
        return
    for link in links:
        click.echo(
            f"{link['date'] or '-':10}  {link['certainty']:.2f}  {link['title']}  {link['url']}"
        )
    click.echo(f"{len(links)} entries")


@sources.command()
@json_option
def coverage(as_json: bool) -> None:
    """Say for each country with live SIMs who watches it, when last verified, and what is blind."""
    from data.coverage import build_report
    from data.db import reading
    from data.queries.coverage import coverage_statements
    from webapp.context import system_clock
    from webapp.service.setup import open_context

    context = open_context()
    with reading(context.engine) as session:
        found = coverage_statements(
            session, now=system_clock(), live_days=context.settings.live_days
        )
    blind = sum(bool(statement.blind_spots) for statement in found)
    if as_json:
        emit(build_report(found).model_dump(mode="json"), as_json=True)
        return
    for statement in found:
        click.echo(_line(statement))
    click.echo(f"{len(found)} countries with live SIMs, {blind} with blind spots")


def _line(found: "CoverageStatement") -> str:
    from webapp.wording.filters import blind_spot

    verified = f"{found.verified_at:%Y-%m-%d %H:%M} UTC" if found.verified_at else "never"
    spots = "; ".join(blind_spot(word) for word in found.blind_spots)
    head = f"{found.country}  {found.live_sims:7} live SIMs, {len(found.sources)} sources"
    return f"{head}, verified {verified}" + (f"  BLIND: {spots}" if spots else "")


COMMANDS: list[click.Command] = []
