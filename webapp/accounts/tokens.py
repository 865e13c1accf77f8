"""The tokens of machines: whether one is good, and what it opens. Feeds and the API ask here."""

from datetime import timedelta

from flask import Request

from data.db import reading
from data.errors import RoamwatchError
from data.models import Token, User
from data.queries.tokens import mark_use, token_with_user
from data.words import Role, Scope
from webapp.auth import may
from webapp.context import current
from webapp.pages import now

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="roamwatch"'}
_ALL_THAT_IS_SHOWN = (Scope.READ, Scope.FEED)
#: What each scope opens beside itself.
_OPENS = {
    Scope.READ: (Scope.FEED,),
    Scope.WORK: _ALL_THAT_IS_SHOWN,
    Scope.NOTIFY: _ALL_THAT_IS_SHOWN,
}
#: The least role whose tokens may do more than read.
NEEDS = {Scope.WORK: Role.OFFICER, Scope.IMPORT: Role.OFFICER, Scope.ADMIN: Role.ADMIN}
#: A use is written down again after so long: a program that asks each second is no reason to write.
_EVERY = timedelta(minutes=10)


class TokenRefusal(RoamwatchError):  # noqa: N818  # it is the answer, not only an error
    """Why a token does not open this; ``status`` is 401 or 403."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code
        self.headers = _CHALLENGE if status == 401 else None


def bearer(incoming: Request) -> str:
    """The token in the header; empty when there is none."""
    scheme, _, value = incoming.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


def scopes_of(token: Token) -> frozenset[Scope]:
    """What a token opens, with all that its words include."""
    words = token.scope.split()
    own = [scope for scope in Scope if scope in words]
    return frozenset({*own, *(more for one in own for more in _OPENS.get(one, ()))})


def opened(secret: str, *scopes: Scope) -> tuple[Token, User]:
    """The token and its owner, if it opens one of these (or any). Raises :class:`TokenRefusal`."""
    if not secret:
        raise TokenRefusal(401, "token_missing", "send a token as “Authorization: Bearer …”")
    with reading(current().engine) as session:
        found = token_with_user(session, secret)
    if found is None or found[0].revoked_at is not None:
        raise TokenRefusal(401, "token_invalid", "this token is unknown or was revoked")
    token, user = found
    if token.expires_at is not None and token.expires_at <= now():
        raise TokenRefusal(
            401, "token_expired", "this token has expired; make a new one under Account"
        )
    if not user.active:
        raise TokenRefusal(403, "user_inactive", "the token's owner may no longer sign in")
    by = [scope for scope in scopes if scope in scopes_of(token)]
    if scopes and not by:
        wanted = " or ".join(f"“{scope}”" for scope in scopes)
        raise TokenRefusal(
            403, "token_scope", f"this needs a token for {wanted}; this one is for “{token.scope}”"
        )
    if by and not any(may(user.role, NEEDS.get(scope, user.role)) for scope in by):
        raise TokenRefusal(403, "role", f"the token's owner is no {NEEDS[by[0]]} any more")
    if token.last_used_at is None or now() - token.last_used_at >= _EVERY:
        mark_use(current().engine, token.id or 0, now=now())
    return token, user
