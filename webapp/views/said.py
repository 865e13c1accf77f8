"""What officers said of the analysis, all of it; as gold lines for who betters it. For administrators."""

import json
from collections.abc import Iterator

from flask import Blueprint, Response, render_template, stream_with_context
from sqlmodel import Session

from data.db import reading
from data.queries.feedback import all_said, count_said
from data.words import Role
from webapp.auth import requires
from webapp.context import current
from webapp.feedback.gold import gold_lines
from webapp.feedback.wording import lines
from webapp.listing import page_of
from webapp.pages import db

blueprint = Blueprint("said", __name__, url_prefix="/admin/feedback")

PAGE_SIZE = 50


@blueprint.get("")
@requires(Role.ADMIN)
def index() -> str:
    """Everything that was said, the newest first."""
    page = page_of(count_said(db()), size=PAGE_SIZE)
    said = all_said(db(), limit=PAGE_SIZE, offset=page.offset)
    told = [(one, line) for one in said for line in lines([one.feedback])]
    return render_template("feedback/index.html", page=page, said=told)


@blueprint.get("/gold.jsonl")
@requires(Role.ADMIN)
def gold() -> Response:
    """The gold lines, one text at a time: a text may be long."""

    def told() -> Iterator[str]:
        with reading(current().engine) as session:
            yield from _encoded(session)

    return Response(
        stream_with_context(told()),
        mimetype="application/x-ndjson",
        headers={
            "Content-Disposition": 'attachment; filename="feedback.jsonl"',
            "Cache-Control": "no-store",
        },
    )


def _encoded(session: Session) -> Iterator[str]:
    for line in gold_lines(session):
        yield json.dumps(line, ensure_ascii=False) + "\n"
