"""The issuer as this installation's client sees it: discovery, the way there, the code's redemption, keys.

What it says of itself is kept for some minutes, so that a sign-in costs it two questions; its keys until a
signature is by none of them. Nothing is asked but when somebody signs in, or by the doctor.
"""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.discovery import get_well_known_url
from joserfc.jwk import KeySet

from data.settings import Settings
from webapp.signon.asking import Asker
from webapp.signon.claimed import joined
from webapp.signon.discovery import Discovery, read_discovery
from webapp.signon.idtoken import UnknownKeyError, read_id_token, read_keys
from webapp.signon.refusals import SignOnError
from webapp.signon.underway import Secrets

KEPT = timedelta(minutes=5)
SCOPE = "openid email profile"
#: Where the issuer sends people back to, below the base address.
RETURN_PATH = "/login/oidc/back"


class Provider:
    """One issuer. May be used by several threads at once."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._asker = Asker(
            issuer=settings.oidc_issuer, allow_private=settings.allow_private_addresses
        )
        self._lock = threading.Lock()
        self._said: tuple[datetime, Discovery] | None = None
        self._keys: tuple[str, KeySet] | None = None

    def way_there(self, secrets: Secrets) -> str:
        """The address at the issuer to which the person is sent. Raises :class:`SignOnError`."""
        address: str = prepare_grant_uri(
            self._discovery().authorization_endpoint,
            client_id=self._settings.oidc_client_id,
            response_type="code",
            redirect_uri=self._settings.base_url + RETURN_PATH,
            scope=SCOPE,
            state=secrets.state,
            nonce=secrets.nonce,
            code_challenge=create_s256_code_challenge(secrets.verifier),
            code_challenge_method="S256",
        )
        return address

    def claims(self, code: str, *, nonce: str, verifier: str) -> dict[str, Any]:
        """Redeem a code: the claims of its ID token, checked. Raises :class:`SignOnError`.

        What the token leaves out of address and role is looked for at the userinfo endpoint.
        """
        answer = self._redeem(code, verifier)
        token, access = answer.get("id_token"), answer.get("access_token")
        if not isinstance(token, str):
            raise SignOnError("misconfigured", "the issuer gave no ID token: is it OpenID Connect?")
        access = access if isinstance(access, str) else ""
        try:
            claims = self._read(token, self._key_set(), nonce, access)
        except UnknownKeyError:
            claims = self._read(token, self._key_set(anew=True), nonce, access)
        return joined(claims, self._userinfo(claims, access))

    def examine(self) -> str:
        """Ask for all that a sign-in needs, for the doctor: the host of its sign-in page."""
        found = self._discovery()
        if not self._key_set(anew=True).keys:
            raise SignOnError(
                "misconfigured", f"{found.jwks_uri} has no key that checks signatures"
            )
        return found.authorization_endpoint

    def _redeem(self, code: str, verifier: str) -> Mapping[str, Any]:
        found, settings = self._discovery(), self._settings
        try:
            secret = settings.oidc_secret
        except (OSError, ValueError) as exc:
            raise SignOnError("misconfigured", f"the client secret's file: {exc}") from exc
        body = prepare_token_request(
            "authorization_code",
            code=code,
            redirect_uri=settings.base_url + RETURN_PATH,
            code_verifier=verifier,
        )
        auth = _client_auth(settings.oidc_client_id, secret, found.auth_method(secret))
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        url, headers, body = auth.prepare("POST", found.token_endpoint, headers, body)
        answer = self._asker.ask("POST", url, headers, body)
        if answer.status == 200:
            return answer.body
        said = f"{url} answered {answer.status}, {str(answer.body.get('error', 'no reason'))[:60]}"
        if answer.status >= 500:
            raise SignOnError("down", said)
        stale = answer.body.get("error") == "invalid_grant"
        raise SignOnError("untrusted" if stale else "misconfigured", said)

    def _read(self, token: str, keys: KeySet, nonce: str, access: str) -> dict[str, Any]:
        return read_id_token(
            token,
            keys,
            issuer=self._settings.oidc_issuer,
            client_id=self._settings.oidc_client_id,
            nonce=nonce,
            access_token=access,
            now=self._clock(),
        )

    def _userinfo(self, claims: Mapping[str, Any], access: str) -> Mapping[str, Any]:
        role = self._settings.oidc_role_claim.partition(".")[0]
        wanted = {"email", *filter(None, [role])}
        url = self._discovery().userinfo_endpoint
        if not url or not access or wanted <= claims.keys():
            return {}
        said = self._asker.get(url, {"Authorization": f"Bearer {access}"})
        # OpenID Connect Core 1.0, 5.3.2: of somebody else it must not be used.
        if said.get("sub") != claims["sub"]:
            raise SignOnError("untrusted", "the userinfo endpoint speaks of another person")
        return said

    def _discovery(self) -> Discovery:
        with self._lock:
            kept = self._said
        if kept is not None and timedelta(0) <= self._clock() - kept[0] < KEPT:
            return kept[1]
        issuer = self._settings.oidc_issuer
        found = read_discovery(self._asker.get(get_well_known_url(issuer, external=True)), issuer)
        with self._lock:
            self._said = self._clock(), found
        return found

    def _key_set(self, *, anew: bool = False) -> KeySet:
        url = self._discovery().jwks_uri
        with self._lock:
            kept = self._keys
        if not anew and kept is not None and kept[0] == url:
            return kept[1]
        keys = read_keys(self._asker.get(url))
        with self._lock:
            self._keys = url, keys
        return keys


def _client_auth(client_id: str, secret: str, method: str) -> ClientAuth:
    """What proves the client. In a Basic header both words are written as in a form (RFC 6749, 2.3.1)."""
    if method == "client_secret_basic":
        client_id, secret = quote_plus(client_id), quote_plus(secret)
    return ClientAuth(client_id, secret, method)
