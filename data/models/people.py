"""People and the tokens of machines. Nothing that opens a door is stored in the clear."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from data.models.base import json_field, time_field


class User(SQLModel, table=True):
    """A person who signs in. ``password_hash`` is argon2id; empty when only one-time links are used."""

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str
    role: str
    password_hash: str = ""
    totp_sealed: str = ""
    """The secret of an authenticator app, see :mod:`data.sealing`; empty: no code is asked for."""
    totp_step: int = 0
    """Time step (half minutes of Unix time) of the code that was used last."""
    active: bool = True
    wants_mail: bool = True
    stopped: list[str] = json_field(default_factory=list)
    """Words of :class:`data.words.MailList`: mails that this person has unsubscribed from."""
    time_zone: str = "UTC"
    """IANA name; by its clocks digests come."""
    digest_hour: int | None = None
    """Of the day in ``time_zone``; None: the installation's."""
    digest_weekday: int = 0
    """On which weekly digests come; 0 is Monday."""
    digest_month_day: int = 1
    """On which monthly digests come, or on the last day of a shorter month."""
    working_days: list[int] = json_field(default_factory=lambda: list(range(7)))
    """Weekdays on which digests come; what is due on another comes on the next of these."""
    shortcuts: bool = True
    """Whether single keys do things on the pages of alerts (WCAG 2.1.4)."""
    language: str = ""
    """In which pages speak to this person, a code of ``webapp.language``; empty: as the browser asks."""
    visited_at: datetime | None = time_field(default=None)
    """When this person last looked at the overview, to within a minute (:mod:`data.queries.visits`)."""
    visit_since: datetime | None = time_field(default=None)
    """The end of the visit before this one: from then on things are new to them."""
    created_at: datetime = time_field()


class LoginToken(SQLModel, table=True):
    """A one-time sign-in link, stored as SHA-256; used once, then void."""

    digest: str = Field(primary_key=True)
    user_id: int = Field(foreign_key="user.id")
    expires_at: datetime = time_field()
    used_at: datetime | None = time_field(default=None)


class RecoveryCode(SQLModel, table=True):
    """Lets its owner in once without the authenticator app; stored as SHA-256, gone once used."""

    user_id: int = Field(foreign_key="user.id", primary_key=True)
    digest: str = Field(primary_key=True)


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


class Identity(SQLModel, table=True):
    """Who somebody is at an issuer of sign-ins (OpenID Connect): its name and its word for them."""

    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    """The claim ``sub``: never given to anybody else by this issuer, whatever address they have."""
    user_id: int = Field(foreign_key="user.id", index=True)
    linked_at: datetime = time_field()
