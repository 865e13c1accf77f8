"""The audit trail: every act on what people decide, in its order. For administrators."""

from flask import Blueprint, render_template

from data.queries.audit import count_by_kind, list_entries
from data.words import Role
from webapp.auth import requires
from webapp.listing import filter_group, page_of, word_arg
from webapp.pages import db
from webapp.wording.auditwords import about, tells_note, told

blueprint = Blueprint("audit", __name__, url_prefix="/admin/audit")

PAGE_SIZE = 100
#: More than one act of so many is of a common kind.
_COMMON = 10


@blueprint.get("")
@requires(Role.ADMIN)
def index() -> str:
    """All acts, the newest first, filtered by what was acted on."""
    counts = count_by_kind(db())
    kind = word_arg("about", counts)
    every = sum(counts.values())
    page = page_of(counts.get(kind, 0) if kind else every, size=PAGE_SIZE)
    return render_template(
        "audit/index.html",
        told=told,
        tells_note=tells_note,
        about=about,
        entries=list_entries(
            db(),
            kind=kind,
            common=page.total * _COMMON > every,
            limit=PAGE_SIZE,
            offset=page.offset,
        ),
        page=page,
        filters=[
            filter_group("About", "about", sorted(filter(None, counts)), chosen=kind, counts=counts)
        ],
    )
