"""One stylesheet for the browser, kept as several small files for people."""

import hashlib
from functools import cache
from importlib.resources import files

from flask import Flask, Response

#: A year: the address holds a hash of the content, so a new sheet has a new address.
_MAX_AGE = 31_536_000


@cache
def _sheet() -> tuple[str, str]:
    """The parts in the order of their names, and a short hash of the whole."""
    folder = files("webapp") / "styles"
    parts = sorted(
        (part for part in folder.iterdir() if part.name.endswith(".css")), key=lambda p: p.name
    )
    text = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    return text, hashlib.sha256(text.encode()).hexdigest()[:12]


def install(app: Flask) -> None:
    """Serve the sheet at ``/style-<hash>.css``; templates find its address in ``stylesheet_url``."""
    text, mark = _sheet()
    address = f"/style-{mark}.css"

    @app.get(address, endpoint="stylesheet")
    def stylesheet() -> Response:
        response = Response(text, mimetype="text/css")
        response.cache_control.public = True
        response.cache_control.max_age = _MAX_AGE
        response.cache_control.immutable = True
        return response

    stylesheet.is_public = True  # type: ignore[attr-defined]  # a mark that the guard in auth reads
    app.jinja_env.globals["stylesheet_url"] = address
