"""Tokens: what opens the API. Shown once, kept as a hash, revocable."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import Field

from data.models import Token as TokenRow
from data.models import User
from data.queries.tokens import tokens_below
from data.words import Scope
from webapp.accounts.token_acts import make_token as make_own_token
from webapp.accounts.token_acts import void_token
from webapp.accounts.token_forms import TokenFormError, checked_name, checked_scopes
from webapp.api.listing import Items, piece, start
from webapp.api.operation import Call, operation
from webapp.api.problems import Refusal, missing
from webapp.api.shapes import Body, Days, Empty, Page, Reply

NAME = "tokens"
_ADMIN = (Scope.ADMIN,)


Name = Annotated[str, Field(pattern=r"^[^\x00]*[^\s\x00][^\x00]*$", min_length=1, max_length=80)]


class Token(Reply):
    """A token, never its secret."""

    id: int
    name: str
    owner: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = Field(description="To within ten minutes.")
    revoked_at: datetime | None


class TokenWish(Body):
    """A token to be made."""

    name: Name = Field(description="The program that will use it.")
    scopes: list[Scope] = Field(min_length=1, max_length=len(Scope))
    days: Days = Field(default=90, description="Days after which it ends.")


class NewToken(Token):
    """A token with its secret, which nobody can read again."""

    secret: str


@operation("GET", "/tokens/current", scopes=())
def read_current_token(call: Call[Empty, None]) -> Token:
    """The token that asks: what it opens, and until when."""
    return _token(call.token, call.user)


@operation("DELETE", "/tokens/current", scopes=(), status=204)
def revoke_current_token(call: Call[Empty, None]) -> None:
    """Void the token that asks, from now on."""
    void_token(call.session, call.token.id or 0, actor=call.user.email, now=call.now)


@operation("GET", "/tokens", scopes=_ADMIN)
def list_tokens(call: Call[Page, None]) -> Items[Token]:
    """Everybody's tokens, the newest first."""
    words = call.words
    rows = tokens_below(call.session, below=start(NAME, words), limit=words.limit + 1)
    return piece(NAME, words, rows, lambda row: row[0].id or 0, lambda row: _token(*row))


@operation("POST", "/tokens", scopes=_ADMIN, status=201)
def make_token(call: Call[Empty, TokenWish]) -> NewToken:
    """Make a token for the administrator's own programs; its secret is shown this once."""
    wish = call.body
    try:
        name, scope = checked_name(wish.name), checked_scopes(wish.scopes, call.user.role)
    except TokenFormError as exc:
        raise Refusal(422, exc.code, str(exc), field=exc.field) from exc
    row, secret = make_own_token(
        call.session,
        call.user,
        name=name,
        scope=scope,
        expires_at=call.now + timedelta(days=wish.days),
        now=call.now,
    )
    return NewToken.model_validate(_facts(row, call.user) | {"secret": secret})


@operation("DELETE", "/tokens/<id:token_id>", scopes=_ADMIN, status=204)
def revoke_any_token(call: Call[Empty, None], token_id: int) -> None:
    """Void a token of anybody's, from now on."""
    if not void_token(call.session, token_id, actor=call.user.email, now=call.now):
        raise missing("token", token_id)


def _token(row: TokenRow, owner: User) -> Token:
    return Token.model_validate(_facts(row, owner))


def _facts(row: TokenRow, owner: User) -> dict[str, Any]:
    words = row.scope.split()
    return row.model_dump(exclude={"digest"}) | {
        "owner": owner.email,
        "scopes": [scope for scope in Scope if scope in words],
    }
