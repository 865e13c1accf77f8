"""Pages of an error: what happened, and what to do about it."""

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from webapp.api import problems
from webapp.language import asked_for, gettext, language, speaking
from webapp.pages import forget_reading

#: Status → title, help.
_HELP = {
    400: (
        "We could not read that",
        "The form was incomplete or too old. Go back, load the page again and send it once more.",
    ),
    403: (
        "Not allowed for you",
        "Your role does not allow this. An administrator can change it under People.",
    ),
    404: ("Nothing here", "The address may be mistyped, or what it named is gone."),
    405: (
        "Not this way",
        "This address takes another kind of request. Go back and use the page's own buttons.",
    ),
    413: (
        "Too large",
        "This is more than we take at once. Split the file and import one part after the other.",
    ),
    429: (
        "Too many tries",
        "Wait a minute, then try again. The limit protects accounts from guessing.",
    ),
    500: (
        "That was our fault",
        "The error is in the log, and nothing that you sent was saved. Try again, "
        "and tell the operator if it stays.",
    ),
}


def install(app: Flask) -> None:
    """Answer every error with a page that helps."""
    app.register_error_handler(HTTPException, _error_page)
    problems.install(app)


def _error_page(
    error: HTTPException,
) -> Response | tuple[str, int, dict[str, str]] | HTTPException:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error
    if problems.is_api():
        return problems.of_exception(error)
    forget_reading()
    headers = {
        name: value
        for name, value in error.get_headers(request.environ)
        if name.lower() in ("retry-after", "allow")
    }
    title, help_text = _HELP.get(status, (error.name, error.description or ""))
    # The frame asks the store for counts; when we failed ourselves, better not ask again.
    bare = status >= 500
    with speaking(asked_for() if bare else language()):
        page = render_template(
            "error.html",
            status=status,
            title=gettext(title),
            help=gettext(help_text),
            bare=bare,
        )
    return page, status, headers
