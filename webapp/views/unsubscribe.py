"""Where the link in a mail leads: it asks, a click stops that kind of mail. Needs no sign-in."""

from flask import Blueprint, render_template, request

from data.db import writing
from data.words import MailList
from webapp.auth import public
from webapp.context import current
from webapp.delivery.unsubscribing import NAMES, open_token, stop
from webapp.pages import db, now
from webapp.security import csrf, limiter

blueprint = Blueprint("unsubscribe", __name__, url_prefix="/unsubscribe")
# The signed address itself is what allows it: a mail program has no cookie and no form of ours.
csrf.exempt(blueprint)


@blueprint.get("/<token>")
@public
def ask(token: str) -> tuple[str, int]:
    """Ask for one click: mail scanners open addresses, and must not unsubscribe anybody."""
    found = open_token(db(), token, key=current().settings.signing_key)
    if found is None:
        return _unknown()
    user, mail_list = found
    return _page(token, mail_list, stopped=mail_list in user.stopped)


@blueprint.post("/<token>")
@public
@limiter.limit("300 per minute")
def unsubscribe(token: str) -> tuple[str, int]:
    """Stop that kind of mail, for a mail program's one click (RFC 8058) or the page's button."""
    how = "by one click" if "List-Unsubscribe" in request.form else "from the link in a mail"
    with writing(current().engine) as session:
        found = open_token(session, token, key=current().settings.signing_key)
        if found is not None:
            stop(session, *found, how=how, now=now())
    return _page(token, found[1], stopped=True) if found else _unknown()


def _page(token: str, mail_list: MailList, *, stopped: bool) -> tuple[str, int]:
    page = render_template(
        "unsubscribe/show.html", token=token, mails=NAMES[mail_list], stopped=stopped, bare=True
    )
    return page, 200


def _unknown() -> tuple[str, int]:
    return render_template("unsubscribe/show.html", token="", bare=True), 404
