"""A publication as it was archived: our page around it, and the frame's own answer."""

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from crawler.archive import Archive
from data.models import Document, Snapshot, Source
from data.queries.pages_documents import versions_of
from webapp.context import current
from webapp.pages import db
from webapp.security import CONTENT_SECURITY_POLICY
from webapp.texts.copies import FRAME_POLICY, SHOWN, framed, why_not

blueprint = Blueprint("copies", __name__, url_prefix="/documents/snapshots")


@blueprint.get("/<id:snapshot_id>/copy")
def show(snapshot_id: int) -> Response:
    """The copy in its frame, with when it was made and what is left out; or why it is not shown."""
    session = db()
    snapshot = session.get(Snapshot, snapshot_id) or abort(404)
    document = session.get_one(Document, snapshot.document_id)
    versions = versions_of(session, snapshot.document_id)
    page = make_response(
        render_template(
            "copies/show.html",
            snapshot=snapshot,
            document=document,
            source=session.get_one(Source, document.source_id),
            version=next((row for row in versions if row.snapshot_id == snapshot_id), None),
            newest=bool(versions) and versions[0].snapshot_id == snapshot_id,
            why_not=why_not(snapshot, _archive()),
        )
    )
    page.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return page


@blueprint.get("/<id:snapshot_id>/copy/frame")
def frame(snapshot_id: int) -> Response | AnyResponse:
    """The archived page itself, under a policy of its own; never as a page by itself."""
    if request.headers.get("Sec-Fetch-Dest") == "document":
        return redirect(url_for("copies.show", snapshot_id=snapshot_id))
    session = db()
    snapshot = session.get(Snapshot, snapshot_id) or abort(404)
    document = session.get_one(Document, snapshot.document_id)
    language = session.get_one(Source, document.source_id).language
    text = framed(snapshot, _archive(), language=language)
    if text is None:
        abort(404)
    answer = Response(text, mimetype=SHOWN[snapshot.media_type])
    answer.headers.update(
        {
            "Content-Security-Policy": FRAME_POLICY,
            "X-Frame-Options": "SAMEORIGIN",
            "X-DNS-Prefetch-Control": "off",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "private, no-store",
        }
    )
    return answer


def _archive() -> Archive:
    return Archive(current().settings.snapshots)
