"""Rules: how each country stands on each topic today, and the facts behind it with their sources."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request

from analysis.ledger import Standing, idle, standings
from data import countries
from data.queries.exposure import live_by_country
from data.queries.ledger import entries_ever, entries_known, first_known
from data.queries.pages_countries import groups_of
from data.queries.proposals import count_proposals, open_proposals
from data.words import ProposalState, Topic
from webapp.context import current
from webapp.language import gettext
from webapp.listing import show_filter, word_arg
from webapp.pages import db, now, today
from webapp.rules.rulebook import DayError, PlaceError, When, ledger, place, when
from webapp.wording.filters import country_name

blueprint = Blueprint("rules", __name__, url_prefix="/rules")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One country or group of the matrix."""

    code: str
    sims: int
    topics: dict[Topic, Standing]

    @property
    def disputed(self) -> bool:
        """Whether sources contradict each other on any topic."""
        return any(standing.disputed for standing in self.topics.values())


@blueprint.get("")
def index() -> str:
    """The matrix; ``show`` narrows it to where we have SIMs, or to what is disputed."""
    rows = _rows()
    kinds = {
        "live": [row for row in rows if row.sims],
        "disputed": [row for row in rows if row.disputed],
        "unknown": [row for row in rows if row.sims and not row.topics],
    }
    chosen = word_arg("show", kinds)
    labels = {
        "live": gettext("With live SIMs"),
        "disputed": gettext("Disputed"),
        "unknown": gettext("Live SIMs, nothing known"),
    }
    return render_template(
        "rules/index.html",
        rows=kinds.get(chosen, rows),
        everything=rows,
        waiting=count_proposals(db()).get(ProposalState.OPEN, 0),
        kinds=kinds,
        topics=list(Topic),
        filters=[show_filter({name: len(found) for name, found in kinds.items()}, labels)],
    )


@blueprint.get("/<code>")
def show(code: str) -> str:
    """One country or group on a day, as known at a moment; a country also through its groups."""
    code = _place_or_404(code)
    asked, fault = _asked()
    groups = groups_of(code, today=asked.on)
    entries = entries_known(db(), at=asked.moment, countries=[code, *groups])
    known = standings(entries, on=asked.on)
    return render_template(
        "rules/show.html",
        code=code,
        topics=list(Topic),
        own=known.get(code, {}),
        groups=[(group, known[group]) for group in groups if group in known],
        idle=idle(entries, known),
        proposals=open_proposals(db(), code),
        sims=_live().get(code, 0),
        asked=asked,
        fault=fault,
        begun=None if asked.is_now else first_known(db()),
    )


@blueprint.get("/<code>/history")
def history(code: str) -> str:
    """Every entry ever made of a country or group, and when each was known."""
    code = _place_or_404(code)
    return render_template("rules/history.html", code=code, entries=entries_ever(db(), code))


def _place_or_404(code: str) -> str:
    try:
        return place(code)
    except PlaceError:
        abort(404)


def _asked() -> tuple[When, str]:
    """Which day and moment the address asks for, and what is wrong with it; then it is today."""
    words = (request.args.get("on", ""), request.args.get("known", ""))
    try:
        return when(*words, today=today()), ""
    except DayError as exc:
        return when("", "", today=today()), str(exc)


def _live() -> dict[str, int]:
    counts = live_by_country(db(), now=now(), live_days=current().settings.live_days)
    return {item.value: item.sims for item in counts}


def _rows() -> list[Row]:
    live, known = _live(), ledger(db(), when("", "", today=today()))
    codes = known.keys() | {code for code in live if countries.is_country(code)}
    rows = [Row(code=code, sims=live.get(code, 0), topics=known.get(code, {})) for code in codes]
    return sorted(rows, key=lambda row: (-row.sims, country_name(row.code)))
