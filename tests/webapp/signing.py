"""Cookies of people who are signed in, as a sign-in would have set them."""

from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.db import writing
from data.models import User
from tests.factories import NOW
from webapp.accounts.sessions import open_session
from webapp.auth import person_of


def carry(client: FlaskClient, store: Engine, user: User, *, now: datetime = NOW) -> FlaskClient:
    """The client, with a session of its own in which this person is signed in."""
    with writing(store) as session:
        secret = open_session(session, user.id or 0, device="Firefox on Linux", now=now)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = person_of(user, secret).get_id()
        cookie["_fresh"] = True
    return client
