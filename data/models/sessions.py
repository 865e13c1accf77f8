"""Where people are signed in, and how often somebody tried to be."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from data.models.base import time_field


class UserSession(SQLModel, table=True):
    """One browser in which a person is signed in; without its row the cookie opens nothing."""

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    """SHA-256 of the random part that the cookie holds."""
    user_id: int = Field(foreign_key="user.id", index=True)
    device: str
    """Browser and system as the browser names them; never trusted."""
    created_at: datetime = time_field()
    seen_at: datetime = time_field()
    """To within ten minutes."""


class SignInTry(SQLModel, table=True):
    """Tries in a row for one account, or from one network address."""

    key: str = Field(primary_key=True)
    """``account:``, ``address:`` or ``reset:`` and a SHA-256, whether there is such an account or not."""
    tries: int = 0
    tried_at: datetime = time_field()
    until: datetime = time_field()
    """Nobody may try again before."""


class SignInRequest(SQLModel, table=True):
    """A sign-in that was begun at the issuer and has not come back; used once."""

    digest: str = Field(primary_key=True)
    """SHA-256 of the ``state`` that comes back."""
    browser: str
    """SHA-256 of a secret in a cookie: the browser in which it began, and may end."""
    sealed: str
    """Nonce, code verifier and where the person wanted to go, see :mod:`data.sealing`."""
    expires_at: datetime = time_field()
