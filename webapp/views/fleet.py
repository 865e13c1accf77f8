"""The fleet: where its live SIMs are, the SIMs themselves, and importing them from a file."""

import csv
import io
from collections.abc import Sequence
from typing import BinaryIO, cast

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from data import countries
from data.fleet.errors import FleetFileError, MissingColumnError, printable
from data.fleet.headers import fold
from data.fleet.importing import import_csv
from data.fleet.mapping import CHOOSABLE, remembered
from data.fleet.report import ImportReport
from data.models import Fleet, FleetImport
from data.queries.exposure import live_by_country, live_by_country_and_technology
from data.queries.exposure_history import live_history
from data.queries.fleet import is_sample
from data.queries.imports import ImportState, import_state
from data.queries.jobs import imports_under_way
from data.queries.members import MAX_NAME, FleetNameError, fleet_word, members_by_fleet
from data.queries.pages_clocks import touched_limits
from data.queries.pages_fleet import (
    SimFilter,
    all_fleets,
    count_sims,
    fleets,
    import_errors,
    import_reasons,
    imports,
    list_sims,
)
from data.words import Role, SimState, SimTechnology
from webapp.access import is_hidden
from webapp.auth import requires
from webapp.charts import HISTORY, history_chart
from webapp.context import current
from webapp.language import gettext, ngettext
from webapp.listing import FilterGroup, country_filter, filter_group, page_of, word_arg
from webapp.pages import db, forget_reading, now, today
from webapp.reading import bars
from webapp.security import takes_upload
from webapp.spreadsheet import harmless
from webapp.uploads import is_large, keep
from webapp.wording.filters import number

blueprint = Blueprint("fleet", __name__, url_prefix="/fleet")

PAGE_SIZE = 100
#: Rows of faults in one download.
MOST_FAULTS = 200_000
_LIVE = {"yes": "Live", "no": "Not live"}


@blueprint.get("")
def index() -> str:
    """Exposure, fleets, the import form and the last imports."""
    return _page()


@blueprint.post("/imports")
@takes_upload
@requires(Role.OFFICER)
def import_file() -> Response | tuple[str, int]:
    """Import the file that was sent; a file that is no use comes back with the reason."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _page(error="Choose a file first."), 422
    try:
        fleet = fleet_word(request.form.get("fleet", ""))
    except FleetNameError as exc:
        return _page(error=str(exc), at="fleet"), 422
    if is_hidden(fleet):
        text = "There is a fleet of this name of which you are no member."
        return _page(error=text, at="fleet"), 422
    if is_sample(db(), fleet):
        text = f"“{fleet}” holds made-up SIMs. Give yours another name."
        return _page(error=text, at="fleet"), 422
    if "dry_run" not in request.form and is_large(file):
        return _to_worker(file, fleet)
    try:
        report = import_csv(
            current().engine,
            cast("BinaryIO", file.stream),
            fleet=fleet,
            filename=printable(file.filename, MAX_NAME),
            now=now(),
            live_days=current().settings.live_days,
            dry_run="dry_run" in request.form,
            full="full" in request.form,
            confirmed="confirm" in request.form,
        )
    except MissingColumnError as exc:
        return _page(error=str(exc), headers=exc.seen), 422
    except FleetFileError as exc:
        return _page(error=str(exc)), 422
    if report.dry_run:
        return _page(report=report, headers=report.headers), 200
    flash(_told(report))
    return redirect(url_for("fleet.show_import", import_id=report.import_id))


def _told(report: ImportReport) -> str:
    """What an import did, in one line."""
    counted = {word: number(getattr(report, word)) for word in ("added", "changed", "refused")}
    told = ngettext(
        "%(added)s SIM added, %(changed)s changed, %(refused)s refused.",
        "%(added)s SIMs added, %(changed)s changed, %(refused)s refused.",
        report.added,
        **counted,
    )
    if report.retired:
        told += " " + gettext("%(n)s retired.", n=number(report.retired))
    return told


def _to_worker(file: FileStorage, fleet: str) -> Response:
    upload = keep(
        current(),
        file,
        fleet=fleet,
        filename=printable(file.filename or "", MAX_NAME),
        by=current_user,
        full="full" in request.form,
        confirmed="confirm" in request.form,
    )
    return redirect(url_for("work.show", job_id=upload))


def _page(
    *,
    error: str = "",
    at: str = "file",
    report: ImportReport | None = None,
    headers: Sequence[str] = (),
) -> str:
    forget_reading()
    session, days = db(), current().settings.live_days
    places, technologies = live_by_country_and_technology(session, now=now(), live_days=days)
    return render_template(
        "fleet/index.html",
        fleets=fleets(session, now=now(), live_days=days),
        members=members_by_fleet(session),
        live_days=days,
        countries=bars({item.value: item.sims for item in places}),
        technologies=bars({item.value: item.sims for item in technologies}),
        chart=history_chart(
            live_history(session, since=today() - HISTORY, until=today()), until=today()
        ),
        limits=touched_limits(session, limit=6),
        imports=imports(session, limit=10),
        state_of=_state_of,
        uploads=imports_under_way(session),
        error=error,
        at=at,
        tried=report,
        form=request.form,
        headers=headers,
        choosable=CHOOSABLE,
        chosen=remembered(session, headers) if headers else {},
        fold=fold,
    )


def _state_of(record: FleetImport) -> ImportState:
    """An import is given up when it was silent for as long as a worker's claim holds."""
    return import_state(record, now=now(), patience=current().settings.lease_seconds)


@blueprint.get("/sims")
def sims() -> str:
    """Single SIMs, filtered. Identifiers are for officers; others see the rest of each row."""
    session, days = db(), current().settings.live_days
    fleet = request.args.get("fleet", "")
    chosen = SimFilter(
        live=word_arg("live", _LIVE),
        country=_country("country"),
        home=_country("home"),
        technology=word_arg("technology", tuple(SimTechnology)),
        state=word_arg("state", tuple(SimState)),
        fleet=fleet if fleet.isascii() and fleet.isdigit() and len(fleet) < 10 else "",
    )
    total = count_sims(session, chosen, now=now(), live_days=days)
    page = page_of(total, size=PAGE_SIZE)
    known = [item.value or "-" for item in live_by_country(session, now=now(), live_days=days)]
    return render_template(
        "fleet/sims.html",
        sims=list_sims(
            session,
            chosen,
            now=now(),
            live_days=days,
            total=total,
            limit=PAGE_SIZE,
            offset=page.offset,
        ),
        fleets=all_fleets(session),
        chosen=chosen,
        page=page,
        live_days=days,
        filters=[
            *_groups(chosen),
            country_filter(known, chosen=chosen.country),
        ],
    )


def _groups(chosen: SimFilter) -> list[FilterGroup]:
    return [
        filter_group(title, name, words, chosen=getattr(chosen, name), labels=_LIVE)
        for title, name, words in (
            ("Live", "live", tuple(_LIVE)),
            ("State", "state", tuple(SimState)),
            ("Technology", "technology", tuple(SimTechnology)),
        )
    ]


def _country(name: str) -> str:
    """A country, ``901`` (shared codes) or ``-`` (not known); empty for anything else."""
    word = request.args.get(name, "").upper()
    return word if word in ("-", "901") or countries.is_country(word) else ""


@blueprint.get("/imports/<id:import_id>")
def show_import(import_id: int) -> str:
    """One import: its counts, how columns were read, and every row that was refused or doubtful."""
    session = db()
    found = session.get(FleetImport, import_id)
    if found is None:
        abort(404)
    reasons = import_reasons(session, import_id)
    page = page_of(sum(count for _, _, count in reasons), size=PAGE_SIZE)
    return render_template(
        "fleet/import.html",
        found=found,
        state=_state_of(found),
        fleet=session.get_one(Fleet, found.fleet_id),
        reasons=reasons,
        errors=import_errors(session, import_id, limit=PAGE_SIZE, offset=page.offset),
        page=page,
    )


@blueprint.get("/imports/<id:import_id>/rows.csv")
@requires(Role.OFFICER)
def import_rows(import_id: int) -> Response:
    """Every refused or doubtful row as a CSV file: line, column, whether it was refused, why."""
    if db().get(FleetImport, import_id) is None:
        abort(404)
    answer = Response(_fault_lines(import_id), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename=import-{import_id}-rows.csv"
    return answer


def _fault_lines(import_id: int) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(("line", "column", "refused", "code", "reason"))
    for item in import_errors(db(), import_id, limit=MOST_FAULTS):
        refused = "yes" if item.refused else "no"
        column, message = harmless(item.column), harmless(item.message)
        writer.writerow((item.line, column, refused, item.code, message))
    return buffer.getvalue()
