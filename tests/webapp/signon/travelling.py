"""The way of a browser from the app to the issuer and back, each step by itself."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

BASE = "http://127.0.0.1:8040"


def set_out(client: FlaskClient, target: str = "/fleet") -> str:
    """Begin in the app: the address at the issuer to which it sends."""
    answer = client.get("/login/oidc", query_string={"next": target})
    assert answer.status_code == 302, answer.text
    return answer.location


def at_issuer(address: str) -> str:
    """Ask the issuer: the path of ours to which it sends back."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=30)
    connection.request("GET", f"{parts.path}?{parts.query}")
    location = connection.getresponse().getheader("Location") or ""
    connection.close()
    assert location.startswith(f"{BASE}/login/oidc/back?")
    return location.removeprefix(BASE)


def sign_in(client: FlaskClient, target: str = "/fleet") -> TestResponse:
    """The whole way; the app's last answer."""
    return client.get(at_issuer(set_out(client, target)))


def is_in(client: FlaskClient) -> bool:
    """Whether this client is signed in."""
    return client.get("/account").status_code == 200
