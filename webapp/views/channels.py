"""One's own channels: where messages go, whether they are in use, and their secrets."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from data.db import writing
from data.models import Channel, User
from data.queries.channels import channels_of, mail_channel
from data.words import ChannelKind, ChannelState, Role
from webapp.auth import requires
from webapp.context import current
from webapp.delivery.making import ChannelError, add_chat, add_webhook
from webapp.delivery.owning import forget, own_channel, queue_test, rotate
from webapp.delivery.owning import switch as switch_channel
from webapp.pages import db, forget_reading, now
from webapp.wording.filters import sentence

blueprint = Blueprint("channels", __name__, url_prefix="/channels")


@blueprint.get("")
def index() -> str:
    """Every channel of who is signed in."""
    return _page()


@blueprint.post("")
@requires(Role.OFFICER)
def add() -> tuple[str, int]:
    """Make a webhook and show its secret, this once."""
    form, key = request.form, current().settings.signing_key
    try:
        with writing(current().engine) as session:
            user = session.get_one(User, current_user.id)
            url, name = form.get("address", ""), form.get("name", "")
            channel, secret = add_webhook(session, user, url=url, name=name, key=key, now=now())
            number = channel.id
    except ChannelError as exc:
        return _page(error=exc), 422
    return _page(secret=secret, secret_of=number), 201


@blueprint.post("/chat")
@requires(Role.OFFICER)
def add_service() -> Response | tuple[str, int]:
    """Make a channel to a chat service; its address is kept sealed and never shown again."""
    form, key = request.form, current().settings.signing_key
    try:
        with writing(current().engine) as session:
            user = session.get_one(User, current_user.id)
            url, name = form.get("chat", ""), form.get("name", "")
            add_chat(session, user, url=url, name=name, key=key, now=now())
    except ChannelError as exc:
        error = ChannelError("chat", str(exc))
        return _page(error=error), 422
    flash("The channel is in use. Send a test to see that it arrives.")
    return redirect(url_for("channels.index"))


@blueprint.post("/<id:channel_id>/test")
@requires(Role.OFFICER)
def test(channel_id: int) -> Response:
    """Put a test message on its way."""
    channel = _own(channel_id)
    if channel.state != ChannelState.ACTIVE:
        abort(409)
    with writing(current().engine) as session:
        user = session.get_one(User, current_user.id)
        queue_test(session, session.get_one(Channel, channel_id), user, now=now())
    flash("A test is on its way. How it ended stands below within a minute.")
    return redirect(url_for("deliveries.index"))


@blueprint.post("/<id:channel_id>/switch")
def switch(channel_id: int) -> Response:
    """Switch it on or off."""
    _own(channel_id)
    on = request.form.get("on") == "yes"
    with writing(current().engine) as session:
        channel = session.get_one(Channel, channel_id)
        switch_channel(session, channel, on=on, actor=current_user.email, now=now())
    if on:
        flash("The channel is in use again. What it missed can be sent again from the log.")
    else:
        flash("Nothing is sent over this channel until it is switched on again.")
    return redirect(url_for("channels.index"))


@blueprint.post("/<id:channel_id>/secret")
@requires(Role.OFFICER)
def secret(channel_id: int) -> Response | tuple[str, int]:
    """Give a webhook a new secret and show it, this once; the old one signs for a day more."""
    if _own(channel_id).kind != ChannelKind.WEBHOOK:
        abort(404)
    key = current().settings.signing_key
    try:
        with writing(current().engine) as session:
            channel = session.get_one(Channel, channel_id)
            made = rotate(session, channel, key=key, actor=current_user.email, now=now())
    except ChannelError as exc:
        flash(f"{sentence(str(exc))}.", "error")
        return redirect(url_for("channels.index"))
    return _page(secret=made, secret_of=channel_id), 201


@blueprint.post("/<id:channel_id>/remove")
@requires(Role.OFFICER)
def remove(channel_id: int) -> Response:
    """Forget a channel and its secrets; everybody keeps their mail."""
    if _own(channel_id).kind == ChannelKind.MAIL:
        abort(404)
    with writing(current().engine) as session:
        channel = session.get_one(Channel, channel_id)
        forget(session, channel, actor=current_user.email, now=now())
    flash("The channel and its secrets are forgotten.")
    return redirect(url_for("channels.index"))


def _own(channel_id: int) -> Channel:
    """A channel of who is signed in; another's is one that does not exist."""
    channel = own_channel(db(), channel_id, current_user.id)
    if channel is None:
        abort(404)
    return channel


def _page(
    *, secret: str = "", secret_of: int | None = None, error: ChannelError | None = None
) -> str:
    forget_reading()
    found = channels_of(db(), current_user.id)
    if not any(one.kind == ChannelKind.MAIL for one in found):
        with writing(current().engine) as session:
            mail_channel(session, session.get_one(User, current_user.id), now=now())
        forget_reading()
        found = channels_of(db(), current_user.id)
    return render_template(
        "channels/index.html",
        channels=found,
        secret=secret,
        secret_of=secret_of,
        error=error,
        form=request.form,
    )
