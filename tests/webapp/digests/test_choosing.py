"""The form for when digests come: what is chosen is kept, what is no use is refused and changes nothing."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from data.db import reading
from data.models import Subscription, User
from data.queries.people import user_by_email
from tests.webapp.filled import client_of, engine_of

FORM: dict[str, Any] = {
    "time_zone": "Europe/Istanbul",
    "hour": "9",
    "weekday": "4",
    "month_day": "31",
    "working_days": ["0", "1", "2", "3", "4"],
}


@pytest.fixture
def client(filled_app: Flask) -> FlaskClient:
    filled_app.config["WTF_CSRF_ENABLED"] = False
    return client_of(filled_app, "teammate")


def person(app: Flask) -> User:
    with reading(engine_of(app)) as session:
        user = user_by_email(session, "teammate@fleet.test")
        assert user is not None
        return user


def test_what_is_chosen_is_kept_and_said_by_the_own_clocks(
    client: FlaskClient, filled_app: Flask
) -> None:
    page = client.post("/subscriptions/rhythm", data=FORM, follow_redirects=True).text
    user = person(filled_app)
    assert (user.time_zone, user.digest_hour, user.digest_weekday) == ("Europe/Istanbul", 9, 4)
    assert (user.digest_month_day, user.working_days) == (31, [0, 1, 2, 3, 4])
    # The store's clock stands at Monday, 16 November 2026, 8:00 UTC.
    assert "Daily: next on Tuesday, 17 November at 09:00" in page
    assert "weekly: next on Friday, 20 November at 09:00" in page
    assert "onthly: next" not in page


def test_without_an_hour_the_usual_one_counts(client: FlaskClient, filled_app: Flask) -> None:
    client.post("/subscriptions/rhythm", data=FORM | {"hour": ""})
    assert person(filled_app).digest_hour is None


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"time_zone": "Mars/Olympus"}, "Choose a time zone of the list"),
        ({"time_zone": "../../etc/passwd"}, "Choose a time zone of the list"),
        ({"hour": "24"}, "Choose a number from 0 to 23"),
        ({"hour": "²"}, "Choose a number from 0 to 23"),
        ({"weekday": ""}, "Choose a number from 0 to 6"),
        ({"month_day": "0"}, "Choose a number from 1 to 31"),
        ({"working_days": []}, "Choose at least one day, or no digest could ever come"),
        ({"working_days": ["0", "7"]}, "Choose a number from 0 to 6"),
    ],
)
def test_what_is_no_use_is_refused_and_the_rest_kept_as_typed(
    client: FlaskClient, filled_app: Flask, form: dict[str, Any], said: str
) -> None:
    before = person(filled_app)
    answer = client.post("/subscriptions/rhythm", data=FORM | form)
    assert answer.status_code == 422
    assert said in answer.text
    assert person(filled_app) == before
    if "hour" not in form:
        assert '<option value="9" selected>09:00</option>' in answer.text


def test_a_subscription_has_its_pace(client: FlaskClient, filled_app: Flask) -> None:
    form = {"severity": "low", "do": "save", "pace": "monthly"}
    page = client.post("/subscriptions", data=form, follow_redirects=True).text
    assert "monthly by mail" in page
    assert "Monthly: next on Tuesday, 1 December at 07:00" in page
    with reading(engine_of(filled_app)) as session:
        assert session.get_one(Subscription, 1).pace == "monthly"
    refused = client.post("/subscriptions", data=form | {"pace": "hourly"})
    assert "Choose at once, daily, weekly or monthly" in refused.text
