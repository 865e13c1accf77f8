"""The API for other programs, under ``/api/v1``; a token opens it, as it opens the feed."""

import json

from flask import Blueprint, Response, request

from data.coverage import build_report
from data.queries.coverage import coverage_statements
from data.queries.fleet import fleet_named
from webapp.clocks import clocks_report
from webapp.context import current
from webapp.feeds import refusal
from webapp.pages import db
from webapp.problems import problem
from webapp.rulebook import DayError, PlaceError, ledger, ledger_json, place, when
from webapp.shipping import ShipmentError, answer, shipment_of

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/coverage")
def coverage() -> Response:
    """For each country with live SIMs: who watches it, when last verified, and the blind spots."""
    refused = refusal(request)
    if refused is not None:
        return refused
    context = current()
    statements = coverage_statements(
        db(), now=context.clock(), live_days=context.settings.live_days
    )
    return private_json(build_report(statements).model_dump_json())


@blueprint.get("/rules")
def rules() -> Response:
    """How countries stand on a day (``on``), as we knew it on another (``known``); both optional."""
    refused = refusal(request)
    if refused is not None:
        return refused
    context, words = current(), request.args
    try:
        asked = when(words.get("on", ""), words.get("known", ""), today=context.clock().date())
        places = [place(words["country"])] if words.get("country") else []
    except (DayError, PlaceError) as exc:
        return problem(400, exc.code, str(exc))
    known = ledger_json(ledger(db(), asked, places=places))
    answer = {"on": str(asked.on), "known": str(asked.known), "countries": known}
    return private_json(json.dumps(answer, ensure_ascii=False))


@blueprint.get("/check")
def check() -> Response:
    """The check before shipping: the words of ``/check``, the same answer as one JSON object."""
    refused = refusal(request)
    if refused is not None:
        return refused
    context = current()
    asked = when("", "", today=context.clock().date())
    try:
        shipment = shipment_of(request.args.to_dict(), request.args.getlist("country"), today=asked)
    except ShipmentError as exc:
        return problem(400, exc.code, str(exc), field=exc.field)
    return private_json(answer(db(), shipment, asked).model_dump_json())


@blueprint.get("/clocks")
def clocks() -> Response:
    """How SIMs stand against each limit on days of presence; ``country`` and ``fleet`` narrow it."""
    refused = refusal(request)
    if refused is not None:
        return refused
    words = request.args
    found = fleet_named(db(), words["fleet"]) if words.get("fleet") else None
    if words.get("fleet") and found is None:
        return problem(404, "fleet", "there is no fleet of this name")
    try:
        places = [place(words["country"])] if words.get("country") else []
    except PlaceError as exc:
        return problem(400, exc.code, str(exc))
    fleet_id = found.id or 0 if found else 0
    report = clocks_report(db(), fleet_id=fleet_id, countries=places)
    return private_json(json.dumps(report, ensure_ascii=False))


def private_json(text: str) -> Response:
    """An answer for the holder of a token, kept by no shared cache."""
    response = Response(text, content_type="application/json; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
