"""The API for other programs, under ``/api/v1``; a token opens it, as it opens the feed."""

from flask import Blueprint, Response, request

from data.coverage import build_report
from data.db import reading
from data.queries.coverage import coverage_statements
from webapp.context import current
from webapp.feeds import refusal

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/coverage")
def coverage() -> Response:
    """For each country with live SIMs: who watches it, when last verified, and the blind spots."""
    refused = refusal(request)
    if refused is not None:
        return refused
    context = current()
    with reading(context.engine) as session:
        statements = coverage_statements(
            session, now=context.clock(), live_days=context.settings.live_days
        )
    response = Response(
        build_report(statements).model_dump_json(), content_type="application/json; charset=utf-8"
    )
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
