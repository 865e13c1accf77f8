"""An ID token: signed by the issuer, for us, now, and for this sign-in. Pure.

What has to be checked: OpenID Connect Core 1.0, 3.1.3.7.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import (
    BadSignatureError,
    ExpiredTokenError,
    InvalidClaimError,
    InvalidKeyIdError,
    JoseError,
)
from joserfc.jwk import JWKRegistry, Key, KeySet

from webapp.signon.refusals import SignOnError

#: Signatures by a key that only the issuer has: not ``none``, and no HMAC, whose key we know too.
ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
)  # fmt: skip
#: By how many seconds the issuer's clock may differ from ours.
SKEW = 120
_KINDS = ("RSA", "EC")


class UnknownKeyError(SignOnError):
    """No key of the issuer's that we hold made this signature: it may have new ones."""


def read_keys(document: Mapping[str, Any]) -> KeySet:
    """The keys of a JWKS that can check a signature; others are passed over."""
    found = document.get("keys")
    entries = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return KeySet(list(_usable(entries)))


def _usable(entries: Iterable[dict[str, Any]]) -> Iterable[Key]:
    for entry in entries:
        if entry.get("kty") in _KINDS and entry.get("use", "sig") == "sig":
            try:
                yield JWKRegistry.import_key(entry)
            except (JoseError, ValueError, TypeError, KeyError):
                continue  # one key that we do not understand spoils no others


def read_id_token(
    token: str,
    keys: KeySet,
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: str,
    now: datetime,
) -> dict[str, Any]:
    """The claims of a token that holds. Raises :class:`SignOnError`, or :class:`UnknownKeyError`."""
    try:
        signed = jwt.decode(token, keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            options={
                "iss": {"essential": True, "value": issuer},
                "aud": {"essential": True, "value": client_id},
                "sub": {"essential": True},
            },
            params={"nonce": nonce, "client_id": client_id, "access_token": access_token},
        )
        claims.validate(now=int(now.timestamp()), leeway=SKEW)
    except (InvalidKeyIdError, BadSignatureError) as exc:
        raise UnknownKeyError("untrusted", f"the ID token's signature: {exc}") from exc
    except ExpiredTokenError as exc:
        raise SignOnError("expired", f"the ID token: {exc}") from exc
    except JoseError as exc:
        early = isinstance(exc, InvalidClaimError) and exc.claim in ("iat", "nbf")
        raise SignOnError("expired" if early else "untrusted", f"the ID token: {exc}") from exc
    except (ValueError, TypeError, KeyError, RecursionError) as exc:
        raise SignOnError(
            "untrusted", f"the ID token cannot be read: {type(exc).__name__}"
        ) from exc
    return dict(claims)
