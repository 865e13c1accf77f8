"""The evidence pack of an alert, to take away."""

import io

from flask import Blueprint, abort, g, send_file
from flask_login import current_user
from werkzeug.wrappers import Response

from data.words import Role
from webapp.auth import requires
from webapp.context import current
from webapp.evidence.making import NoSuchAlertError, make_pack

blueprint = Blueprint("evidence", __name__)


@blueprint.post("/alerts/<id:alert_id>/evidence")
@requires(Role.OFFICER)
def pack(alert_id: int) -> Response:
    """Make the pack and send it; that it was made stands in the trail."""
    out = io.BytesIO()
    try:
        make_pack(current(), alert_id, out, actor=current_user.email, sight=g.sight)
    except NoSuchAlertError:
        abort(404)
    out.seek(0)
    return send_file(
        out,
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"roamwatch-alert-{alert_id}.zip",
    )
