"""Who may come in: sessions, roles, and the guard before every page."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response

from data.models import User
from data.queries.sessions import note_seen, session_with_user
from data.words import Role
from webapp.accounts.passwords import (
    AccountError,
    check_password,
    create_user,
    issue_login_link,
    redeem_login_link,
)
from webapp.accounts.sessions import session_digest
from webapp.context import current
from webapp.pages import db, now

__all__ = [
    "AccountError",
    "Person",
    "check_password",
    "create_user",
    "install",
    "issue_login_link",
    "person_of",
    "public",
    "redeem_login_link",
    "requires",
    "safe_next",
]

#: Every role may do what those before it may.
_RANK = {Role.VIEWER: 0, Role.OFFICER: 1, Role.ADMIN: 2}
#: Blueprints that check their own tokens.
_OWN_GUARD = frozenset({"feeds", "api"})
#: How exactly it is kept when a session was last seen.
_SEEN = timedelta(minutes=10)

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Person(UserMixin):  # type: ignore[misc]  # flask_login has no types
    """Who is signed in, as plain values. ``stamp`` changes with the password and ends old sessions."""

    id: int
    email: str
    name: str
    role: Role
    stamp: str
    session: str = field(default="", repr=False)
    """The secret of the session through which this person comes."""
    time_zone: str = "UTC"
    shortcuts: bool = True
    language: str = ""
    """The choice of this person; empty: as the browser asks."""

    def get_id(self) -> str:
        """What the session cookie keeps."""
        return f"{self.id}.{self.stamp}.{self.session}"

    def may(self, role: str) -> bool:
        """Whether this person has ``role`` or more."""
        return may(self.role, role)


def may(role: str, needed: str) -> bool:
    """Whether ``role`` is ``needed`` or more."""
    return _RANK[Role(role)] >= _RANK[Role(needed)]


def person_of(user: User, session: str = "") -> Person:
    """The signed-in form of a stored user; ``session``: the secret of an open one."""
    stamp = hashlib.sha256(f"{user.id}:{user.password_hash}".encode()).hexdigest()[:16]
    return Person(
        id=user.id or 0,
        email=user.email,
        name=user.name,
        role=Role(user.role),
        stamp=stamp,
        session=session,
        time_zone=user.time_zone,
        shortcuts=user.shortcuts,
        language=user.language,
    )


def safe_next(target: str | None) -> str:
    """``target`` if it is a path of this app, else the overview. Never another host."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return url_for("overview.index")
    if any(ord(c) < 32 or c == "\\" for c in target) or urlsplit(target).netloc:
        return url_for("overview.index")
    return target


def public(view: View) -> View:
    """Mark a view that needs no sign-in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def requires(role: Role) -> Callable[[View], View]:
    """Let only people with ``role`` or more into the view; others get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.may(role):
                abort(403)
            return view(*args, **kwargs)

        guarded.needs_role = role  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def install(app: Flask) -> None:
    """Load people from sessions, and send everybody else to the sign-in page."""
    manager = LoginManager(app)
    manager.session_protection = "basic"

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(session_id: str) -> Person | None:
        *_, secret = session_id.split(".")
        found = session_with_user(db(), session_digest(secret)) if secret else None
        if found is None or not found[1].active:
            return None
        opened, user = found
        person = person_of(user, secret)
        if not secrets.compare_digest(person.get_id().encode(), session_id.encode()):
            return None
        if now() - opened.seen_at >= _SEEN:
            note_seen(current().engine, opened.id or 0, now=now())
        return person

    @app.before_request
    def guard() -> Response | None:
        if request.endpoint is None or request.blueprint in _OWN_GUARD:
            return None
        view = current_app.view_functions.get(request.endpoint)
        if request.endpoint == "static" or getattr(view, "is_public", False):
            return None
        if current_user.is_authenticated:
            return None
        wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
        target = (
            url_for("session.login", next=wanted) if wanted != "/" else url_for("session.login")
        )
        return redirect(target)
