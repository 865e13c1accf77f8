"""People and the tokens of machines. Nothing that opens a door is stored in the clear."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from data.models.base import time_field


class User(SQLModel, table=True):
    """A person who signs in. ``password_hash`` is argon2id; empty when only one-time links are used."""

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str
    role: str
    password_hash: str = ""
    active: bool = True
    wants_mail: bool = True
    created_at: datetime = time_field()


class LoginToken(SQLModel, table=True):
    """A one-time sign-in link, stored as SHA-256; used once, then void."""

    digest: str = Field(primary_key=True)
    user_id: int = Field(foreign_key="user.id")
    expires_at: datetime = time_field()
    used_at: datetime | None = time_field(default=None)


class Token(SQLModel, table=True):
    """A machine's token (feed, API), stored as SHA-256."""

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    user_id: int = Field(foreign_key="user.id")
    name: str
    scope: str = "feed"
    """Words of :class:`data.words.Scope` with blanks between them."""
    created_at: datetime = time_field()
    expires_at: datetime | None = time_field(default=None)
    last_used_at: datetime | None = time_field(default=None)
    """To within ten minutes."""
    revoked_at: datetime | None = time_field(default=None)
