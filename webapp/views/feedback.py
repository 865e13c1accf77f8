"""Corrections: a finding put right, a missed one added, a wrong merge taken apart. For officers."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from analysis.splitting import SplitError, choices
from data.models import Development
from data.queries.alert_page import publications
from data.words import ChangeKind, ChangeStatus, Direction, LimitPer, LimitShape, Role, Topic
from webapp.auth import requires, safe_next
from webapp.context import current
from webapp.feedback import acts
from webapp.feedback.entered import MAX_NOTE, MAX_QUOTE, limit_rows, places, read
from webapp.feedback.pages import TextPage, finding_page, text_page
from webapp.feedback.sorting import sort_out
from webapp.pages import db, forget_reading
from webapp.wording.filters import sentence

blueprint = Blueprint("feedback", __name__, url_prefix="/feedback")

Answer = Response | str | tuple[str, int]


@blueprint.get("/findings/<id:change_id>")
@requires(Role.OFFICER)
def finding(change_id: int) -> str:
    """The form of one finding, filled with what stands."""
    return _finding(change_id)


@blueprint.post("/findings/<id:change_id>")
@requires(Role.OFFICER)
def correct(change_id: int) -> Answer:
    """Put a finding right; what is refused comes back with the reason and all as typed."""

    def act() -> acts.Done:
        entered = read(request.form)
        return acts.correct(
            current(), change_id, entered, actor=current_user.email, seen=_number("seen")
        )

    return _answer(act, partial(_finding, change_id), "Your correction stands; alerts follow it.")


@blueprint.get("/texts/<id:version_id>")
@requires(Role.OFFICER)
def text(version_id: int) -> str:
    """The form of a change that the analysis missed."""
    return _text(version_id)


@blueprint.post("/texts/<id:version_id>")
@requires(Role.OFFICER)
def add(version_id: int) -> Answer:
    """Add a missed change; what is refused comes back with the reason and all as typed."""

    def act() -> acts.Done:
        entered = read(request.form, missed=True)
        return acts.add(
            current(), version_id, entered, actor=current_user.email, seen=_number("seen")
        )

    return _answer(act, partial(_text, version_id), "The change is added.")


def _answer(act: Callable[[], acts.Done], page: Callable[..., str], told: str) -> Answer:
    """Act; what is refused or overtaken shows the form again as it was typed."""
    form = request.form
    try:
        done = act()
    except acts.NotThereError:
        abort(404)
    except acts.RefusedError as exc:
        return page(form=form, errors=exc.errors), 422
    except acts.OvertakenError as exc:
        return page(form=form, overtaken=exc), 409
    return _shown(done, told)


@blueprint.post("/<id:feedback_id>/undo")
@requires(Role.OFFICER)
def undo(feedback_id: int) -> Answer:
    """Take an earlier word back; the analysis stands again, or the word before."""
    try:
        done = acts.undo(current(), feedback_id, actor=current_user.email)
    except acts.NotThereError:
        abort(404)
    return _shown(done, "The correction is undone.")


@blueprint.get("/changes/<id:development_id>/<id:document_id>")
@requires(Role.OFFICER)
def publication(development_id: int, document_id: int) -> str:
    """The form that takes one publication out of a development."""
    return _publication(development_id, document_id)


@blueprint.post("/changes/<id:development_id>/<id:document_id>")
@requires(Role.OFFICER)
def sort(development_id: int, document_id: int) -> Answer:
    """Take a publication out; what is refused comes back with the reason and all as typed."""
    form = request.form
    try:
        done = sort_out(
            current(), development_id, document_id,
            into=form.get("into", ""), note=form.get("note", ""), actor=current_user.email,
        )  # fmt: skip
    except acts.NotThereError:
        abort(404)
    except acts.RefusedError as exc:
        return _publication(development_id, document_id, form=form, errors=exc.errors), 422
    except SplitError as exc:
        told = f"{sentence(exc)}. Nothing was changed."
        return _publication(development_id, document_id, form=form, refused=told), 409
    flash("The publication stands here now, and stays.")
    return redirect(url_for("changes.show", development_id=done.development_id))


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _shown(done: acts.Done, told: str) -> Response:
    flash(told)
    if request.form.get("next"):
        return redirect(safe_next(request.form["next"]))
    if done.development_id is None:
        return redirect(url_for("overview.index"))
    return redirect(url_for("changes.show", development_id=done.development_id))


def _finding(change_id: int, **state: object) -> str:
    forget_reading()
    return _form("feedback/finding.html", finding_page(db(), change_id), state)


def _text(version_id: int, **state: object) -> str:
    forget_reading()
    return _form("feedback/text.html", text_page(db(), version_id), state)


def _form(template: str, page: TextPage | None, state: Mapping[str, object]) -> str:
    if page is None:
        abort(404)
    shown: dict[str, Any] = {"form": page.form, "errors": {}, "overtaken": None, **state}
    return render_template(
        template,
        page=page,
        words={"topic": Topic, "kind": ChangeKind, "status": ChangeStatus, "direction": Direction},
        shapes=LimitShape,
        pers=LimitPer,
        places=places(),
        rows=limit_rows(shown["form"]),
        max_note=MAX_NOTE,
        max_quote=MAX_QUOTE,
        **shown,
    )


def _publication(development_id: int, document_id: int, **state: object) -> str:
    forget_reading()
    development = db().get(Development, development_id)
    told = publications(db(), development_id) if development else []
    chosen = [item for item in told if item.document.id == document_id]
    if development is None or not (chosen or state):
        abort(404)
    return render_template(
        "feedback/publication.html",
        development=development,
        document_id=document_id,
        chosen=chosen[-1] if chosen else None,
        others=[item for item in told if item.document.id != document_id],
        choices=choices(db(), development),
        max_note=MAX_NOTE,
        **{"form": {}, "errors": {}, "refused": "", **state},
    )
