"""ID tokens that do not hold, keys that change, and an issuer that is down or lies."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey

from tests.factories import NOW
from tests.issuer import CLIENT, PASSPHRASE, Issuer, new_key, shared_key
from tests.webapp.signon.conftest import Make
from tests.webapp.signon.travelling import at_issuer, is_in, set_out, sign_in


def refused(client: FlaskClient) -> str:
    """The page on which nobody was signed in."""
    page = sign_in(client)
    assert page.status_code >= 400
    assert not is_in(client)
    return page.text


@pytest.mark.parametrize(
    "token",
    [
        {"aud": "another"},
        {"aud": [CLIENT, "another"]},  # and no azp
        {"aud": "another", "azp": CLIENT},
        {"aud": [CLIENT], "azp": "another"},
        {"aud": None},
        {"iss": "https://other.example"},
        {"nonce": "another"},
        {"nonce": None},
        {"at_hash": "x"},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": 7},
        {"exp": None},
        {"exp": "soon"},
        {"iat": None},
    ],
)
def test_a_token_that_is_not_for_this_sign_in_lets_nobody_in(
    app: Flask, issuer: Issuer, token: dict[str, Any]
) -> None:
    issuer.token = token
    assert "does not hold" in refused(app.test_client())


@pytest.mark.parametrize(
    ("token", "says"),
    [
        ({"exp": NOW - timedelta(seconds=121)}, "out of date"),
        ({"iat": NOW + timedelta(seconds=121)}, "out of date"),
        ({"nbf": NOW + timedelta(seconds=121)}, "out of date"),
    ],
)
def test_a_token_of_another_time_lets_nobody_in(
    app: Flask, issuer: Issuer, token: dict[str, datetime], says: str
) -> None:
    issuer.token = token
    assert says in refused(app.test_client())


def test_clocks_may_differ_by_two_minutes(app: Flask, issuer: Issuer) -> None:
    issuer.token = {"iat": NOW + timedelta(seconds=119), "exp": NOW - timedelta(seconds=119)}
    assert sign_in(app.test_client()).status_code == 302


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_no_signature_and_one_by_a_secret_that_the_client_knows_let_nobody_in(
    app: Flask, issuer: Issuer, algorithm: str
) -> None:
    issuer.published = list(issuer.keys)
    issuer.keys, issuer.algorithm = [shared_key(PASSPHRASE)], algorithm
    assert "does not hold" in refused(app.test_client())


def test_a_strangers_signature_under_a_known_name_lets_nobody_in(
    app: Flask, issuer: Issuer
) -> None:
    issuer.published = list(issuer.keys)
    issuer.keys = [new_key("first")]
    assert "does not hold" in refused(app.test_client())


def test_new_keys_are_asked_for_when_a_signature_is_by_none_that_is_known(
    app: Flask, issuer: Issuer
) -> None:
    sign_in(app.test_client())
    sign_in(app.test_client())
    assert issuer.asked.count("/keys") == 1
    issuer.keys.append(RSAKey.generate_key(2048, {"kid": "second"}))
    issuer.algorithm = "RS256"
    assert sign_in(app.test_client()).status_code == 302
    assert issuer.asked.count("/keys") == 2
    assert issuer.asked.count("/.well-known/openid-configuration") == 1


def test_discovery_is_asked_anew_after_some_minutes(make: Make, issuer: Issuer) -> None:
    moments = [NOW]
    client = make(clock=lambda: moments[-1]).test_client()
    set_out(client)
    moments.append(NOW + timedelta(minutes=4))
    set_out(client)
    assert len(issuer.asked) == 1
    moments.append(NOW + timedelta(minutes=6))
    set_out(client)
    assert len(issuer.asked) == 2


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://other.example"},
        {"issuer": None},
        {"token_endpoint": None},
        {"token_endpoint": "ftp://127.0.0.1/x"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": ["x"]},
    ],
)
def test_discovery_that_lies_or_lacks_something_stops_before_anybody_is_sent_away(
    app: Flask, issuer: Issuer, discovery: dict[str, Any]
) -> None:
    issuer.discovery = discovery
    page = app.test_client().get("/login/oidc")
    assert page.status_code == 502
    assert "not set up right" in page.text


def test_an_issuer_that_is_down_has_its_page_and_a_password_is_still_taken(
    make: Make, issuer: Issuer
) -> None:
    client = make(oidc_issuer="http://127.0.0.1:9").test_client()
    page = client.get("/login/oidc")
    assert page.status_code == 503
    assert "does not answer" in page.text
    assert "Or with a password" in client.get("/login").text


def test_an_issuer_that_goes_down_on_the_way_has_the_same_page(app: Flask, issuer: Issuer) -> None:
    client = app.test_client()
    issuer.discovery = {"token_endpoint": "http://127.0.0.1:9/token"}
    assert client.get(at_issuer(set_out(client))).status_code == 503


def test_only_the_issuers_own_host_may_be_private(make: Make, issuer: Issuer) -> None:
    # Another name for this machine: named by the document, not by the operator.
    issuer.discovery = {"jwks_uri": issuer.address.replace("127.0.0.1", "localhost") + "/keys"}
    page = sign_in(make().test_client())
    assert page.status_code == 502
    assert "not set up right" in page.text
    assert "/keys" not in issuer.asked
    assert sign_in(make(allow_private_addresses=True).test_client()).status_code == 302


def test_a_redirect_is_not_followed(app: Flask, issuer: Issuer) -> None:
    issuer.discovery = {"jwks_uri": issuer.address + "/elsewhere"}
    assert sign_in(app.test_client()).status_code == 502
    assert issuer.asked[-1] == "/elsewhere"
