"""Correcting a fact of the ledger by hand."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.errors import RoamwatchError
from data.ledger import StaleEntryError
from data.words import Role
from webapp.auth import requires
from webapp.context import current
from webapp.pages import db, forget_reading, now
from webapp.proposals.correcting import correct, entry_held
from webapp.proposals.deciding import MAX_NOTE, ProposalFieldError
from webapp.proposals.forms import WORDS, changes_of_form, first_limit

blueprint = Blueprint("corrections", __name__, url_prefix="/rules/<code>/facts")


@blueprint.get("/<fact_id>")
def show(code: str, fact_id: str) -> str:
    """One fact with the form to correct it."""
    return _page(code.upper(), fact_id)


@blueprint.post("/<fact_id>")
@requires(Role.OFFICER)
def work(code: str, fact_id: str) -> Response | tuple[str, int]:
    """Enter the correction; what is refused comes back with the reason and all that was typed."""
    code, form = code.upper(), request.form
    entry = entry_held(db(), code, fact_id, now=now()) or abort(404)
    try:
        changes = changes_of_form(form, entry.fact.model_dump(mode="json"))
        note, seen = form.get("note", ""), form.get("seen", 0, type=int)
        with writing(current().engine) as session:
            correct(
                session, code, fact_id, seen=seen, changes=changes, note=note,
                actor=current_user.email, now=now(),
            )  # fmt: skip
    except ProposalFieldError as exc:
        return _page(code, fact_id, error=exc), 422
    except StaleEntryError as exc:
        return _page(code, fact_id, error=exc), 409
    flash("Entered. What was there before stays in the history.")
    return redirect(url_for("rules.show", code=code))


def _page(code: str, fact_id: str, *, error: RoamwatchError | None = None) -> str:
    forget_reading()
    entry = entry_held(db(), code, fact_id, now=now()) or abort(404)
    fact = entry.fact.model_dump(mode="json")
    return render_template(
        "rules/correct.html",
        code=code,
        entry=entry,
        fact=fact,
        limit=first_limit(fact) or {},
        typed=request.form.to_dict(),
        error=error,
        words=WORDS,
        max_note=MAX_NOTE,
    )
