"""A small OpenID Connect issuer on the loopback, with every bad habit that a test asks of it.

It signs with joserfc and checks what clients send: their secret, the code's use, the address to which
it was given and the code verifier.
"""

import base64
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import unquote_plus, urlencode

from flask import Flask, Response, redirect, request
from joserfc import jwt
from joserfc.jwk import ECKey, Key, OctKey

from tests.e2e.server import serving
from tests.factories import NOW

CLIENT = "roamwatch"
#: With signs that a Basic header writes otherwise than a form does.
PASSPHRASE = "an issuer's words: 100 % for +1 client"
#: Somebody whom the store of the tests knows as an administrator.
OWNER = {"sub": "u-1", "email": "Owner@fleet.test", "email_verified": True, "name": "Owner"}


@dataclass
class Issuer:
    """What it says and how; tests change it between questions."""

    address: str = ""
    now: datetime = NOW
    person: dict[str, Any] = field(default_factory=lambda: dict(OWNER))
    """Claims of whoever signs in there next."""
    token: dict[str, Any] = field(default_factory=dict)
    """Claims of the ID token that are otherwise than they should be; None: left out."""
    discovery: dict[str, Any] = field(default_factory=dict)
    """The same for the discovery document."""
    answer: dict[str, str] = field(default_factory=dict)
    """The same for the way back: an error instead of the code, another issuer …"""
    refuses: str = ""
    """The error that its token endpoint answers with."""
    algorithm: str = "ES256"
    keys: list[Key] = field(default_factory=lambda: [new_key("first")])
    """The last one signs; ``published`` are shown."""
    published: list[Key] | None = None
    asks: bool = False
    """Whether it shows a page on which somebody signs in, for a browser."""
    only_userinfo: bool = False
    """Whether the ID token says no more than who it is."""
    secret: str = PASSPHRASE
    asked: list[str] = field(default_factory=list)
    """Paths that were asked for, in order."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def own(self) -> dict[str, Any]:
        """Its discovery document."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize?realm=fleet",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "userinfo_endpoint": f"{self.address}/userinfo",
        } | self.discovery

    def way_back(self, asked: Mapping[str, str]) -> str:
        """Where it sends the person, with a code for what was asked."""
        code = secrets.token_urlsafe(12)
        self.codes[code] = dict(asked)
        words = {"code": "" if "error" in self.answer else code, "iss": self.address, **self.answer}
        return f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], **words})}"

    def id_token(self, asked: Mapping[str, str], access: str) -> str:
        """The signed token for one code."""
        hashed = sha256(access.encode()).digest()[:16]
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "iat": self.now,
            "exp": self.now + timedelta(minutes=5),
            "nonce": asked["nonce"],
            "at_hash": base64.urlsafe_b64encode(hashed).decode().rstrip("="),
            **({"sub": self.person["sub"]} if self.only_userinfo else self.person),
            **self.token,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.keys[-1]
        header = {"alg": self.algorithm, "kid": key.kid}
        if self.algorithm == "none":
            return (
                jwt.encode({**header, "alg": "ES256"}, claims, new_key("first")).rpartition(".")[0]
                + "."
            )
        return jwt.encode(header, claims, key, algorithms=[self.algorithm])

    def takes(self, form: Mapping[str, str], client: tuple[str, str]) -> dict[str, str] | None:
        """What was asked for the code, if all that comes with it is right; a code is taken once."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or client != (CLIENT, self.secret):
            return None
        digest = sha256(form.get("code_verifier", "").encode()).digest()
        proved = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        right = proved == asked["code_challenge"] and asked["code_challenge_method"] == "S256"
        return asked if right and form.get("redirect_uri") == asked["redirect_uri"] else None


def new_key(name: str) -> ECKey:
    """A fresh key of this name."""
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig"})


def shared_key(secret: str) -> OctKey:
    """A secret that the client knows too, as a key of this name."""
    return OctKey.import_key(secret, {"kid": "first"})


@contextmanager
def issuing(**values: Any) -> Iterator[Issuer]:
    """Serve an issuer until the block ends."""
    issuer = Issuer(**values)
    with serving(_app(issuer)) as address:
        issuer.address = address
        yield issuer


def _app(issuer: Issuer) -> Flask:
    app = Flask("issuer")

    @app.before_request
    def note() -> None:
        issuer.asked.append(request.path)

    @app.get("/.well-known/openid-configuration")
    def discovery() -> dict[str, Any]:
        return {name: value for name, value in issuer.own.items() if value is not None}

    @app.get("/keys")
    def keys() -> dict[str, Any]:
        shown = issuer.keys if issuer.published is None else issuer.published
        return {"keys": [key.as_dict(private=False) for key in shown if key.key_type != "oct"]}

    @app.get("/authorize")
    def authorize() -> Response | str:
        if issuer.asks and "as" not in request.args:
            fields = "".join(
                f'<input type="hidden" name="{name}" value="{value}">'
                for name, value in request.args.items()
            )
            return f'<form>{fields}<button name="as" value="owner">Yes, it is me</button></form>'
        return redirect(issuer.way_back(request.args))  # type: ignore[return-value]

    @app.post("/token")
    def token() -> dict[str, Any] | tuple[dict[str, Any], int]:
        asked = issuer.takes(request.form, _client())
        if issuer.refuses or asked is None:
            return {"error": issuer.refuses or "invalid_grant"}, 400
        access = secrets.token_urlsafe(12)
        return {"access_token": access, "id_token": issuer.id_token(asked, access)}

    @app.get("/userinfo")
    def userinfo() -> dict[str, Any]:
        assert request.authorization is not None
        assert request.authorization.type == "bearer"
        return issuer.person

    @app.get("/elsewhere")
    def elsewhere() -> Response:
        return redirect("/keys")  # type: ignore[return-value]

    return app


def _client() -> tuple[str, str]:
    """Who asks and the secret that proves it, in the header or in the form."""
    given = request.authorization
    if given is None:
        return request.form.get("client_id", ""), request.form.get("client_secret", "")
    return unquote_plus(given.username or ""), unquote_plus(given.password or "")
