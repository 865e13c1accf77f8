"""Clocks: how SIMs stand against each limit on days of presence, and which are near or over one."""

from collections.abc import Iterator, Sequence
from itertools import chain

from flask import Blueprint, Response, abort, g, render_template, request
from flask_login import current_user
from sqlalchemy import Engine

from data.db import reading
from data.models import ClockLimit
from data.queries.pages_clocks import (
    LISTED,
    ClockFilter,
    ClockRow,
    LimitCounts,
    OutlinedCounts,
    count_clocks,
    counted_on,
    counts_of,
    days_of,
    list_clocks,
    never_seen,
    outlined_counts,
    with_limits,
)
from data.queries.pages_fleet import all_fleets
from data.queries.sight import Sight, narrow
from data.words import Role
from webapp.auth import requires
from webapp.context import current
from webapp.listing import (
    FilterGroup,
    country_arg,
    country_filter,
    filter_group,
    page_of,
    page_rows,
    show_filter,
    word_arg,
)
from webapp.pages import db
from webapp.spreadsheet import csv_file, csv_lines
from webapp.wording.clockwords import limit_sentence

blueprint = Blueprint("clocks", __name__, url_prefix="/clocks")

PAGE_SIZE = 100
#: Limits on a page of one part of them, and how many of each part the first page names.
LIMITS = 50
_FIRST = {"touched": 25, "idle": 10, "ahead": 10}
_PARTS = {
    "touched": "Binding, with your SIMs",
    "idle": "Binding, none of yours",
    "ahead": "Later or proposed",
}
_COLUMNS = (
    "iccid", "counted_by", "key", "fleet", "country", "limit", "state", "observed", "possible",
    "crosses_on", "since", "last_seen_at",
)  # fmt: skip


@blueprint.get("")
def index() -> str:
    """The limits with their counts, the worst of each part first; ``show`` pages through one part."""
    session, country = db(), country_arg()
    day, fleet_id = counted_on(session), _fleet_id()
    every = outlined_counts(session, day=day, fleet_id=fleet_id)
    parts = _parts([row for row in every if country in ("", row.limit.country)])
    known, chosen = all_fleets(session), word_arg("show", parts)
    page, rows = page_rows(parts.get(chosen, []), size=LIMITS)
    first = {name: rows[: _FIRST[name]] for name, rows in parts.items()}
    listed = {chosen: rows} if chosen else first
    over = [row for row in parts["touched"] if row.counts["over"] and not row.limit.consumer]
    wanted = with_limits(session, [*over[:1], *chain(*listed.values())])
    whole = {row.limit.id: row for row in wanted}
    return render_template(
        "clocks/index.html",
        day=day,
        parts=parts,
        shown={name: [whole[row.limit.id] for row in rows] for name, rows in listed.items()},
        over=len(over),
        worst=whole[over[0].limit.id] if over else None,
        chosen=chosen,
        page=page,
        unseen=never_seen(session, fleet_id=fleet_id),
        fleet=known.get(fleet_id),
        has_fleet=bool(known),
        country=country,
        filters=[
            show_filter({name: len(rows) for name, rows in parts.items()}, _PARTS),
            _fleet_filter(fleet_id),
            country_filter([row.limit.country for row in every], chosen=country),
        ],
    )


def _parts(rows: Sequence[OutlinedCounts]) -> dict[str, list[OutlinedCounts]]:
    binding = [row for row in rows if row.limit.status in ("in_force", "unclear")]
    return {
        "touched": [row for row in binding if row.shown],
        "idle": [row for row in binding if not row.shown],
        "ahead": [row for row in rows if row.limit.status in ("adopted", "proposed")],
    }


@blueprint.get("/<id:limit_id>")
def show(limit_id: int) -> str:
    """One limit: its words and sources, its last days, and the SIMs for those who may see them."""
    session = db()
    limit, chosen = _limit(limit_id), _chosen(limit_id)
    day = counted_on(session)
    counts = count_clocks(session, limit_id, fleet_id=chosen.fleet_id)
    total = counts.get(chosen.state, 0) if chosen.state else sum(counts.values())
    page = page_of(total, size=PAGE_SIZE)
    may_see = current_user.may(Role.OFFICER)
    rows = list_clocks(session, chosen, limit=PAGE_SIZE, offset=page.offset) if may_see else ()
    return render_template(
        "clocks/show.html",
        limit=limit,
        day=day,
        row=LimitCounts(limit=limit, counts=counts_of(session, limit, chosen.fleet_id)),
        days=days_of(session, limit_id, limit=14),
        rows=list(rows),
        page=page,
        chosen=chosen,
        may_see=may_see,
        listed_unknown=counts.get("unknown", 0),
        filters=[
            filter_group("State", "state", LISTED, chosen=chosen.state, counts=counts),
            _fleet_filter(chosen.fleet_id),
        ],
    )


@blueprint.get("/<id:limit_id>.csv")
@requires(Role.OFFICER)
def download(limit_id: int) -> Response:
    """The SIMs of :func:`show` as a CSV file, all of them."""
    limit, chosen = _limit(limit_id), _chosen(limit_id)
    rows = _rows(limit, chosen, current().engine, g.sight)
    return csv_file(f"clocks-{limit_id}.csv", csv_lines(_COLUMNS, rows))


def _rows(
    limit: ClockLimit, chosen: ClockFilter, engine: Engine, sight: Sight
) -> Iterator[list[str]]:
    with reading(engine) as session:
        narrow(session, sight)
        for row in list_clocks(session, chosen):
            yield _cells(limit, row)


def _cells(limit: ClockLimit, row: ClockRow) -> list[str]:
    clock, sim = row.clock, row.sim
    return [
        sim.iccid, limit.per, clock.key, row.fleet.name, limit.country, limit_sentence(limit),
        clock.state, str(clock.observed), str(clock.possible),
        clock.crosses_on.isoformat() if clock.crosses_on else "", clock.since.isoformat(),
        sim.last_seen_at.isoformat() if sim.last_seen_at else "",
    ]  # fmt: skip


def _limit(limit_id: int) -> ClockLimit:
    found = db().get(ClockLimit, limit_id)
    if found is None:
        abort(404)
    return found


def _chosen(limit_id: int) -> ClockFilter:
    return ClockFilter(limit_id=limit_id, state=word_arg("state", LISTED), fleet_id=_fleet_id())


def _fleet_id() -> int:
    word = request.args.get("fleet", "")
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0


def _fleet_filter(chosen: int) -> FilterGroup:
    names = {str(number): fleet.name for number, fleet in all_fleets(db()).items()}
    return filter_group("Fleet", "fleet", names, chosen=str(chosen) if chosen else "", labels=names)
