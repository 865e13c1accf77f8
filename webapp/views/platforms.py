"""Accounts at SIM platforms, from which fleets are kept up to date."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from data.db import writing
from data.fleet.states import checked, connectable, credentials_of, title
from data.fleet.store import ensure_fleet
from data.models import PlatformAccount
from data.queries.members import FleetNameError, fleet_word
from data.queries.pages_fleet import all_fleets
from data.queries.platforms import AccountRefusedError, accounts, ask_now, connect, disconnect
from data.words import Role
from webapp.access import is_hidden
from webapp.auth import requires
from webapp.context import current
from webapp.listing import word_arg
from webapp.pages import db, forget_reading, now

blueprint = Blueprint("platforms", __name__, url_prefix="/fleet/platforms")

MAX_TEXT = 200


@blueprint.get("")
@requires(Role.OFFICER)
def index() -> str:
    """Every account and how its last pull ended; the form of the platform chosen."""
    return _page(word_arg("platform", connectable()))


@blueprint.post("")
@requires(Role.OFFICER)
def add() -> Response | tuple[str, int]:
    """Keep an account's credentials; the worker pulls it next."""
    form = {name: value.strip() for name, value in request.form.items()}
    platform = form.get("platform", "")
    fleet = form.get("fleet", "")
    try:
        fleet = fleet_word(fleet)
        if is_hidden(fleet):
            raise AccountRefusedError("fleet", "You are no member of the fleet of this name.")
        with writing(current().engine) as session:
            connect(
                session,
                fleet_id=ensure_fleet(session, fleet, sample=False, now=now()),
                platform=platform,
                secrets=form,
                key=current().settings.signing_key,
                now=now(),
                name=form.get("name", "")[:MAX_TEXT],
                address=form.get("address", "")[:MAX_TEXT],
            )
    except FleetNameError as exc:
        refused = AccountRefusedError("fleet", str(exc))
        return _page(platform if platform in connectable() else "", error=refused), 422
    except AccountRefusedError as exc:
        return _page(platform if platform in connectable() else "", error=exc), 422
    flash(f"{title(platform)} is connected. Its SIMs come with the worker's next round.")
    return redirect(url_for("platforms.index"))


@blueprint.post("/<id:account_id>/pull")
@requires(Role.OFFICER)
def pull(account_id: int) -> Response:
    """Make an account due at once."""
    with writing(current().engine) as session:
        if not ask_now(session, account_id, now=now()):
            abort(404)
    flash("The worker pulls it next.")
    return redirect(url_for("platforms.index"))


@blueprint.post("/<id:account_id>/disconnect")
@requires(Role.OFFICER)
def remove(account_id: int) -> Response:
    """Forget an account and its credentials."""
    with writing(current().engine) as session:
        if session.get(PlatformAccount, account_id) is None:
            abort(404)
        disconnect(session, account_id)
    flash("The account and its credentials are forgotten. Its SIMs stay in the fleet.")
    return redirect(url_for("platforms.index"))


def _page(platform: str, *, error: AccountRefusedError | None = None) -> str:
    forget_reading()
    return render_template(
        "platforms/index.html",
        accounts=accounts(db()),
        fleets=all_fleets(db()),
        platforms={name: title(name) for name in connectable()},
        platform=platform,
        credentials=credentials_of(platform) if platform else {},
        checked=checked(platform) if platform else "",
        error=error,
        form=request.form,
    )
