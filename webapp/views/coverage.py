"""Coverage: for each country with live SIMs who watches it, how far it is verified, what is blind."""

from flask import Blueprint, render_template

from data.coverage import build_report, verified_lately
from data.queries.coverage import STALE, coverage_statements
from data.queries.troubles import open_outage
from webapp.context import current
from webapp.listing import show_filter, word_arg
from webapp.pages import db, now

blueprint = Blueprint("coverage", __name__, url_prefix="/coverage")


@blueprint.get("")
def index() -> str:
    """The statement, most SIMs first; ``show=blind`` narrows it to countries with blind spots."""
    statements = coverage_statements(db(), now=now(), live_days=current().settings.live_days)
    report = build_report(statements)
    chosen = word_arg("show", ("blind",))
    return render_template(
        "coverage/index.html",
        report=report,
        outage=open_outage(db()),
        shown=[one for one in report.countries if one.blind_spots or not chosen],
        verified=len(verified_lately(report, now=now())),
        stale_days=STALE.days,
        filters=[show_filter({"blind": report.blind}, {"blind": "Blind spots"})],
    )
