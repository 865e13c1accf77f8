"""What every answer carries and every form must bring: headers, CSRF, limits, cookies."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.routing import IntegerConverter, Map

from data.settings import Settings

#: Nothing from elsewhere, nothing inline: crawled text that slips into a page cannot run,
#: load or send anything.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # The CSRF check wants the referrer on our own pages; nobody else gets it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
#: A fleet of a million SIMs as CSV is about 100 MB.
MAX_UPLOAD_BYTES = 150 * 1024 * 1024
#: Everything else that a form sends is small.
MAX_FORM_BYTES = 256 * 1024

View = TypeVar("View", bound=Callable[..., Any])

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)
csrf = CSRFProtect()


class RowNumber(IntegerConverter):
    """``<id:…>`` in an address: a number that a row can have (it fits 32 bits); else it is a 404.

    The expression alone decides: a number that only the bounds refused would be told to take
    another method, where an address has several.
    """

    regex = r"(?:[1-9][0-9]{0,8}|1[0-9]{9})"
    most = 1_999_999_999

    def __init__(self, map: Map) -> None:  # noqa: A002  # the name that werkzeug gives it
        super().__init__(map, min=1, max=self.most)


def takes_upload(view: View) -> View:
    """Mark a view that takes a file of up to :data:`MAX_UPLOAD_BYTES` from who may use it."""
    view.takes_upload = True  # type: ignore[attr-defined]
    return view


def protect(app: Flask, settings: Settings) -> None:
    """Set cookies, limits and the headers of every answer.

    Comes after the guard of :mod:`webapp.auth`: what strangers send is not even read.
    """
    secure = settings.base_url.startswith("https://")
    app.config.update(
        SESSION_COOKIE_NAME="__Host-roamwatch" if secure else "roamwatch",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        MAX_CONTENT_LENGTH=2 * MAX_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        MAX_FORM_PARTS=100,
    )
    app.url_map.converters["id"] = RowNumber
    app.before_request(_bound_body)
    csrf.init_app(app)
    app.before_request(_refuse_nul)
    limiter.init_app(app)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if response.mimetype == "text/html" and not request.path.startswith("/static/"):
            # Pages speak of one person's fleet: no shared cache may keep them.
            response.headers["Cache-Control"] = "no-store"
        return response


def _bound_body() -> None:
    """A large body is read only for a view that takes one, from a person who may use it."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_upload", False) and current_user.may(view.needs_role):  # type: ignore[union-attr]
        request.max_content_length = MAX_UPLOAD_BYTES


def _refuse_nul() -> None:
    """No text of ours holds a NUL, and PostgreSQL cannot store or compare one."""
    # A program's body is read by its own model, after its token.
    form = () if request.blueprint == "api" else request.form.values()
    words = (request.path, *request.args.values(), *form)
    if any("\0" in word for word in words):
        abort(400)
